"""The page that leads through one KSM cannot drift: each of its steps is walked on the demonstration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client

from gulir.cli.demo.cast import CAST, MEMBER_LOGIN
from tests.demo.conftest import Demo

pytestmark = pytest.mark.sqlite_only
PAGE = Path(__file__).resolve().parents[2] / "docs" / "one-ksm.md"
STEP = re.compile(r"^\d+\. `(\w+)`: (.+?)\. (?:You read \*\*(.+?)\*\*|(A PDF opens))", re.MULTILINE)
A_PDF = "A PDF opens"
ANYONE = "anyone"
PASSWORD = "belajar-LOGIN-gulir"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the page: whose login, which links, and what is read in the end."""

    login: str
    links: tuple[str, ...]
    read: str


def steps(text: str) -> list[Step]:
    """The steps of the page; a line may go on below, indented."""
    flat = re.sub(r"\n[ ]+", " ", text)
    return [
        Step(login=login, links=tuple(re.findall(r"\*([^*]+)\*", links)), read=read or pdf)
        for login, links, read, pdf in STEP.findall(flat)
    ]


class Links(HTMLParser):
    """The links of a page: their words and where they lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.where: str | None = None
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.where, self.said = dict(attrs).get("href") or "", ""

    def handle_data(self, data: str) -> None:
        self.said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.where is not None:
            self.found.append((" ".join(self.said.split()), self.where))
            self.where = None


def follow(client: Client, page: HttpResponseBase, here: str, words: str) -> tuple[HttpResponseBase, str]:
    """Where the link that says this leads: one that says only this before one that says more."""
    read = Links()
    read.feed(getattr(page, "content", b"").decode())
    named = [where for said, where in read.found if said == words] or [w for said, w in read.found if words in said]
    if not named:
        raise LookupError(f"no link {words!r} at {here}: {[said for said, _ in read.found]}")
    return arrive(client, urljoin(here, named[0]))


def arrive(client: Client, address: str) -> tuple[HttpResponseBase, str]:
    """The page at an address, and the address one is sent on to."""
    answer = client.get(address, follow=True)
    sent = getattr(answer, "redirect_chain", [])
    return answer, urljoin(address, sent[-1][0]) if sent else address


def log_in(client: Client, page: HttpResponseBase, here: str, login: str) -> tuple[HttpResponseBase, str]:
    """Fill in the form of the first page as a newcomer does: the login, and its password as the page tells it."""
    form = page.context["form"]  # type: ignore[attr-defined]
    given = {"login": login, "password": PASSWORD.replace("LOGIN", login)}
    assert set(given) <= set(form.fields), here
    answer = client.post(here, given, follow=True)
    assert answer.wsgi_request.user.is_authenticated, login
    return answer, answer.redirect_chain[-1][0]


def walk(step: Step, browsers: dict[str, Client]) -> str:
    """What is read at the end of a step, in the browser of its login, which stays logged in from its first step on."""
    client = browsers.setdefault(step.login, Client())
    page, here = arrive(client, "/")
    if step.login != ANYONE and "form" in (page.context or {}):  # type: ignore[attr-defined]
        page, here = log_in(client, page, here, step.login)
    for words in step.links:
        page, here = follow(client, page, here, words)
    assert page.status_code == 200, here
    if page.headers["Content-Type"] == "application/pdf":
        return A_PDF
    text = re.sub(r"<[^>]+>", " ", getattr(page, "content", b"").decode().replace("<wbr>", ""))
    return " ".join(unescape(text).split())


def test_the_page_goes_all_the_way() -> None:
    found = steps(PAGE.read_text(encoding="utf-8"))
    numbers = re.findall(r"^(\d+)\. ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [str(no) for no in range(1, len(found) + 1)] == numbers, "every numbered line can be walked"
    assert len(found) >= 25
    logins = {one.login for one in CAST if one.login} | {MEMBER_LOGIN}
    assert {step.login for step in found} <= logins | {ANYONE}
    assert f"`{PASSWORD}`" in PAGE.read_text(encoding="utf-8")


@pytest.fixture
def newcomer(demo: Demo, settings: Any) -> dict[str, Client]:
    """The browsers of a newcomer to the demonstration, which knows that it is one; nobody has logged in yet."""
    settings.DEMO = True
    cache.clear()
    return {}


def test_every_step_of_the_page_is_there(newcomer: dict[str, Client]) -> None:
    wrong = []
    for no, step in enumerate(steps(PAGE.read_text(encoding="utf-8")), start=1):
        try:
            if step.read not in walk(step, newcomer):
                wrong.append(f"{no}. {step.login}: {step.read!r} is not read at {' > '.join(step.links)}")
        except LookupError as missing:
            wrong.append(f"{no}. {step.login}: {missing}")
    assert wrong == []


def test_a_step_that_is_not_there_is_found(newcomer: dict[str, Client]) -> None:
    """Negative control: a link that no page has, and words that no page says."""
    with pytest.raises(LookupError):
        walk(Step(login="petugas", links=("Kebun binatang",), read=""), newcomer)
    assert "gajah" not in walk(Step(login="petugas", links=("KSM dan warga", "Melati"), read="gajah"), newcomer)

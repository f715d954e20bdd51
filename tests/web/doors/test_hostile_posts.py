"""Nonsense sent to every page that takes something in: a clear answer in either language, and nothing half done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

import pytest
from django.conf import settings
from django.db import transaction

from gulir.base.models import Fact
from tests.web.doors.test_every_route import SPECIAL, shown
from tests.web.doors.walk import addresses, path_of, samples_of

PEOPLE = (
    "Yuni", "cashier", "loan_officer", "bookkeeper", "upk_manager", "coordinator", "secretary", "overseer",
    "facilitator",
)  # fmt: skip
NONSENSE = {"words": "'; DROP TABLE <b>x</b>", "signs": "a\x00b", "length": "9" * 5_000, "nothing": "", "below": "-1"}
LANGUAGES = {"id": "Ada yang perlu diperbaiki", "en": "Something needs putting right"}
"""What stands above what is wrong, in either language."""
FREE = {
    "calls:show", "signs:show", "handovers:show", "peers:end", "peers:session_back", "trustees:meeting",
    "officers:stopping", "secretariat:login", "secretariat:second",
}  # fmt: skip
"""Where any words are what they are: a reply, the minutes of a meeting, a reason and nothing beside it."""
AWAY = ("/akun/", "/bahasa/", "/bkm/", "/admin/")
"""Where the frame of every page sends: logging out, the language, the board."""
FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.IGNORECASE | re.DOTALL)
BOX = re.compile(r"<(?:input|select|textarea|button)\b[^>]*>")
NAME, VALUE, HIDDEN = (re.compile(text) for text in (r'\bname="([^"]+)"', r'\bvalue="([^"]*)"', r'type="hidden"'))


@dataclass(frozen=True, kw_only=True)
class Taking:
    """One form of a page: what it carries along, and the boxes somebody fills in."""

    carried: Mapping[str, str]
    boxes: tuple[str, ...]


def taking(html: str) -> list[Taking]:
    """The forms of a page that send something and have boxes; a page that reads as sentences has none."""
    found = []
    for form in FORM.findall(html.partition("<main")[2].partition("</main>")[0]):
        carried, boxes = {}, []
        for box in BOX.findall(form):
            name, value = NAME.search(box), VALUE.search(box)
            if name is None or name[1] == "csrfmiddlewaretoken":
                continue
            if box.startswith("<button"):
                continue
            if HIDDEN.search(box):
                carried[name[1]] = unescape(value[1]) if value else ""
            else:
                boxes.append(name[1])
        if boxes:
            found.append(Taking(carried=carried, boxes=tuple(dict.fromkeys(boxes))))
    return found


def pages(hall) -> Iterator[tuple[str, str, str, list[Taking]]]:
    """Every page that takes something in, once: who may send there, its name, its address and its forms."""
    samples, met = samples_of(hall), set()
    for who in PEOPLE:
        for address in filter(shown, addresses()):
            path = path_of(address, samples, SPECIAL)
            if address.name in met or path.startswith(AWAY):
                continue
            answer = hall.at(who).get(path)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                found = taking(answer.content.decode())
                if found:
                    met.add(address.name)
                    yield who, address.name, path, found


def sent(hall, who: str, path: str, body: Mapping[str, str], language: str = "id") -> tuple[int, str, set[str]]:
    """The status and page that answer, and the kinds of facts that were told; then all of it is undone."""
    before, client = Fact.objects.count(), hall.at(who)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with transaction.atomic():
        answer = client.post(path, body)
        told = set(Fact.objects.order_by("pk").values_list("kind", flat=True)[before:]) - {"CommandRefused"}
        transaction.set_rollback(True)
    del client.cookies[settings.LANGUAGE_COOKIE_NAME]
    return answer.status_code, answer.content.decode(), told


def test_nonsense_is_refused_in_words_of_either_language_and_leaves_nothing(hall):
    """Each form with nonsense in every box: the answer says above that something is wrong, and no fact is told."""
    wrong, tried = [], set()
    for who, page, path, found in pages(hall):
        for n, form in enumerate(found):
            for k, (kind, text) in enumerate(NONSENSE.items()):
                language = ("id", "en")[k % 2]
                body = {**form.carried, **dict.fromkeys(form.boxes, text), "key": f"nonsense {n} {kind}"}
                status, html, told = sent(hall, who, path, body, language)
                tried.add(page)
                if page in FREE and status == 302 and kind != "nothing":
                    continue
                if told or status != 422 or LANGUAGES[language] not in html:
                    wrong.append(f"{page} {n} {who} {kind}: {status} {told}")
    assert wrong == []
    assert len(tried) > 35


def test_what_a_form_carries_along_is_not_believed(hall):
    """The same with nonsense in what the page itself put into the form: nothing breaks, nothing is told."""
    wrong = []
    for who, page, path, found in pages(hall):
        for form in found:
            names = {*form.carried, *form.boxes, "confirmed", "key"}
            for kind in ("signs", "length"):
                status, _, told = sent(hall, who, path, dict.fromkeys(names, NONSENSE[kind]))
                if (told and page not in FREE) or status not in (200, 302, 400, 403, 404, 422):
                    wrong.append(f"{page} {who} {kind}: {status} {told}")
    assert wrong == []


def test_something_that_makes_sense_is_taken(hall):
    """The negative control: the same way of sending, with words that mean something, leaves its fact."""
    body = {"code": "K77", "name": "Kenari", "rw": "01", "formed_on": "2026-01-05", "key": "sense"}
    status, _, told = sent(hall, "loan_officer", "/upk/ksm/baru/", body)
    assert status == 302
    assert told


ASKED = re.compile(r'href="\?([^"#]*)|<form\b[^>]*method="get".*?</form>', re.IGNORECASE | re.DOTALL)
QUERIES = {"page", "halaman", "q", "hal"}


def asked_by(html: str) -> set[str]:
    """The names of what a page asks for in its own address: by links that stay, and by boxes of a search."""
    names = set(QUERIES)
    for found in ASKED.finditer(html.partition("<main")[2].partition("</main>")[0]):
        query = found.group(1)
        names |= {pair.partition("=")[0] for pair in query.split("&amp;")} if query else set(NAME.findall(found[0]))
    return names - {""}


@pytest.mark.parametrize("who", ["bookkeeper", "coordinator", "overseer"])
def test_nonsense_in_an_address_breaks_no_page(hall, who):
    samples, wrong = samples_of(hall), []
    for address in filter(shown, addresses()):
        path = path_of(address, samples, SPECIAL)
        if path.startswith(("/admin/", "/akun/")):
            continue
        answer = hall.at(who).get(path)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        names = asked_by(answer.content.decode())
        for kind in ("words", "signs", "length"):
            code = hall.at(who).get(path, dict.fromkeys(names, NONSENSE[kind])).status_code
            if code not in (200, 302, 400, 403, 404, 422):
                wrong.append(f"{address.name} {kind}: {code}")
    assert wrong == []


@pytest.mark.parametrize("address", ["/upk/bukti/?q=a%00b", "/upk/bukti/?a%00b=1", "/laporan/cash%00book/"])
def test_a_sign_nobody_can_type_is_answered_in_words(hall, address):
    answer = hall.at("bookkeeper").get(address)
    assert answer.status_code == 400
    assert "tidak terbaca" in answer.content.decode()
    assert hall.at("bookkeeper").get(address.replace("%00", "")).status_code in (200, 404)

"""Nobody stumbles over a page of their desk: every linked page is opened at 360 pixels and asked by axe-core."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import resolve

from tests.browser.axe import stumbles
from tests.lending.stage import make_fund
from tests.web.doors.walk import samples_of
from tests.web.stage import PASSWORD, Hall

pytestmark = pytest.mark.browser

DESKS = ("upk_manager", "cashier", "bookkeeper", "loan_officer", "secretary", "coordinator", "overseer", "Yuni")
ELSEWHERE = re.compile(
    r"/(akun/logout|admin|bahasa|laporan/bukti|contoh|perubahan/berkas)|\.(pdf|xlsx|csv)(\?|$)|^(mailto|tel|https?):"
)
MOST = 60
LOOKED: set[str] = set()
"""Pages another desk was already shown, word for word."""
SAID = "document.querySelector('main').innerHTML"
OWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|<input type=\"hidden\"[^>]*>")


@pytest.fixture
def hall(live_site: str, monkeypatch: pytest.MonkeyPatch) -> Hall:
    made = Hall(fund=make_fund(), monkeypatch=monkeypatch)
    samples_of(made)
    return made


def log_in(page: Any, site: str, hall: Hall, who: str) -> None:
    user = hall.login_of(who)
    page.goto(f"{site}/akun/login/")
    page.fill("input[name=login]", user.username)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("form button[type=submit]")
    assert "/akun/login/" not in page.url


def excess(page: Any) -> int:
    """How many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def paths_on(page: Any) -> list[str]:
    found = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    return [href for href in found if href.startswith("/") and not ELSEWHERE.search(href)]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("who", DESKS)
def test_nobody_stumbles_over_a_page_of_their_desk(hall: Hall, live_site: str, phone: Any, who: str) -> None:
    """Every page a click or two from home: WCAG 2.2 AA, no pixel wider than the phone, also with letters of 200 %."""
    log_in(phone, live_site, hall, who)
    waiting, seen, wrong = ["/"], set[str](), list[str]()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        name = resolve(path.split("?")[0]).view_name
        if name in seen:
            continue
        seen.add(name)
        phone.goto(live_site + path)
        waiting += paths_on(phone)
        if (said := OWN.sub("", phone.evaluate(SAID))) in LOOKED:
            continue
        LOOKED.add(said)
        phone.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        wrong += [f"{path}: {one}" for one in stumbles(phone)]
        wrong += [f"{path}: {wider} px too wide"] if (wider := excess(phone)) > 0 else []
        phone.evaluate("document.documentElement.style.fontSize = '212.5%'")
        wrong += [f"{path}: {wider} px too wide with letters twice as large"] if (wider := excess(phone)) > 0 else []
    assert wrong == []
    assert len(seen) > 4


def test_an_evening_is_collected_with_the_keyboard_alone(hall: Hall, live_site: str, page: Any) -> None:
    """Choose a loan, fill in, check, record: Tab, Space and Enter; the amount box reckons `500+75` thousands."""
    log_in(page, live_site, hall, "cashier")
    page.goto(f"{live_site}/upk/angsuran/?semua=1")
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
    page.locator("input[type=checkbox][name=loan]").first.focus()
    page.keyboard.press("Space")
    press_until(page, "Isi angsuran yang dipilih")
    box = page.locator("input[name^=pay_]").first
    box.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("500.000+75.000")
    page.keyboard.press("Tab")
    press_until(page, "Periksa dulu")
    assert "575.000" in page.inner_text("main")
    press_until(page, "Catat angsuran")
    page.wait_for_selector("text=Angsuran tercatat")


def press_until(page: Any, words: str) -> None:
    """Walk by Tab to the button that says this, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in (page.evaluate("document.activeElement.innerText || ''") or ""):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no button {words!r} by Tab on:\n{page.inner_text('main')[:800]}")

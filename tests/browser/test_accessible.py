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

DESKS = ("upk_manager", "cashier", "coordinator", "overseer", "Yuni")
ELSEWHERE = re.compile(
    r"/(akun/logout|admin|bahasa|laporan/bukti)|\.(pdf|xlsx|csv)(\?|$)|^(mailto|tel|https?):|/contoh/"
)
MOST = 60


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
    page.click("form button[type=submit]")
    page.wait_for_load_state("networkidle")
    assert "/akun/login/" not in page.url


def paths_on(page: Any) -> list[str]:
    found = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    return [href for href in found if href.startswith("/") and not ELSEWHERE.search(href)]


@pytest.mark.parametrize("who", DESKS)
def test_nobody_stumbles_over_a_page_of_their_desk(hall: Hall, live_site: str, phone: Any, who: str) -> None:
    """Every page one click or two away from home: WCAG 2.2 AA, and not a pixel wider than the phone."""
    log_in(phone, live_site, hall, who)
    waiting, seen, wrong = ["/"], set[str](), list[str]()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        name = resolve(path.split("?")[0]).view_name
        if name in seen:
            continue
        seen.add(name)
        phone.goto(live_site + path)
        phone.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        wrong += [f"{path}: {one}" for one in stumbles(phone)]
        wider = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wrong += [f"{path}: {wider} px too wide"] if wider > 0 else []
        waiting += paths_on(phone)
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

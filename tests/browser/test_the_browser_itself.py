"""The instruments of the browser tests notice what they are for."""

from __future__ import annotations

from tests.browser.axe import stumbles

GOOD = "<!doctype html><html lang=id><title>Kas</title><main><h1>Kas</h1><p>Rp1.250.000</p></main></html>"
BAD = "<!doctype html><html><main><h1>Kas</h1><img src='data:,'><p style='color:#ccc'>Rp1.250.000</p></main></html>"


def test_a_good_page_has_nothing_to_stumble_over(page):
    page.set_content(GOOD)
    assert stumbles(page) == []


def test_a_bad_page_is_found(page):
    page.set_content(BAD)
    found = {line.partition(":")[0] for line in stumbles(page)}
    assert {"html-has-lang", "image-alt", "color-contrast"} <= found
    page.watch.take()


def test_a_complaint_and_a_stranger_are_heard(page):
    page.set_content(GOOD)
    page.evaluate("console.error('kas kurang'); fetch('http://192.0.2.1/').catch(() => {})")
    page.wait_for_timeout(100)
    heard = page.watch.take()
    assert "console: kas kurang" in heard
    assert "stranger: 192.0.2.1" in heard
    assert any("ERR_NAME_NOT_RESOLVED" in line for line in heard), "nothing was even tried outside this computer"


def test_a_phone_is_as_wide_as_a_phone(phone):
    phone.set_content(GOOD)
    assert phone.evaluate("innerWidth") == 360

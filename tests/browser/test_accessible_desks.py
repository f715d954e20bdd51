"""The pages of the second person and of the NIK, asked by axe-core; a member's card read aloud in Indonesian."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.axe import stumbles
from tests.browser.test_accessible import excess, hall, log_in
from tests.web.stage import Hall

__all__ = ["hall"]

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
VOICES = """
const said = []; window.said = said;
const voice = { lang: LANGUAGE, name: "contoh" };
class Words { constructor(text) { this.text = text; } }
window.SpeechSynthesisUtterance = Words;
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [voice], speak: (words) => said.push(words), cancel: () => said.push("hush"), addEventListener() {},
} });
"""


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("secretary", ["warga/", "warga/{person}/", "akses/", "akses/baru/", "akses/{user}/", "akses/menunggu/"]),
        ("overseer", ["akses/menunggu/{change}/", "../pengawas/kas/"]),
    ],
)
def test_nobody_stumbles_at_the_counter(hall: Hall, live_site: str, phone: Any, who: str, paths: list[str]) -> None:
    from gulir.community.models import LoginChange, User

    change = LoginChange.objects.get(state="waiting")
    given = {"person": hall.person("Yuni"), "user": User.objects.get(pk=change.user_id).pk, "change": change.pk}
    log_in(phone, live_site, hall, who)
    wrong = []
    for path in paths:
        phone.goto(f"{live_site}/sekretariat/{path.format(**given)}")
        wrong += [f"{path}: {one}" for one in stumbles(phone)]
        wrong += [f"{path}: too wide"] if excess(phone) > 0 else []
    assert wrong == []


@pytest.mark.parametrize("voice", ["id-ID", "en-US"])
def test_a_card_is_read_aloud_where_there_is_an_indonesian_voice(
    hall: Hall,
    live_site: str,
    phone: Any,
    voice: str,
) -> None:
    """With a voice the button stands there, speaks and is hushed by a second press; without one it is not shown."""
    phone.add_init_script(VOICES.replace("LANGUAGE", repr(voice)))
    log_in(phone, live_site, hall, "Yuni")
    phone.goto(f"{live_site}/saya/")
    button = phone.locator("[data-listen]").first
    assert button.is_visible() is (voice == "id-ID")
    if voice == "id-ID":
        button.click()
        words = phone.evaluate("said.filter(one => one.text).map(one => [one.lang, one.text])")
        assert words[0][0] == "id-ID"
        assert "juta" in words[0][1]
        assert "Rp" not in words[0][1]
        assert button.get_attribute("aria-pressed") == "true"
        button.click()
        assert button.get_attribute("aria-pressed") == "false"

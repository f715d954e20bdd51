"""The kit in a real browser: no stumbling block, nothing cut off, and conveniences that follow the fingers."""

from __future__ import annotations

import pytest

from tests.browser.axe import stumbles

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


@pytest.fixture
def gallery(live_site, settings):
    settings.DEMO = True
    return f"{live_site}/gallery/"


def unfold(page):
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(d => { d.open = true })")


def too_wide(page) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nobody_stumbles_over_a_part_of_the_kit(gallery, opened, width, scheme):
    page = opened(width)
    page.emulate_media(color_scheme=scheme)
    page.goto(gallery)
    unfold(page)
    assert stumbles(page) == []
    assert too_wide(page) == 0


def test_a_stumbling_block_is_found(gallery, page):
    """Negative control: a pale text and a box without a name."""
    page.goto(gallery)
    page.evaluate("document.querySelector('main').innerHTML = '<p class=pale>Kas</p><input>'")
    page.evaluate("document.querySelector('.pale').style.color = '#DDDDDD'")
    found = " ".join(stumbles(page))
    assert "color-contrast" in found
    assert "label" in found


@pytest.mark.parametrize("width", [360, 1280])
def test_letters_of_double_size_cut_nothing_off(gallery, opened, width):
    page = opened(width)
    page.goto(gallery)
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    unfold(page)
    assert too_wide(page) == 0


def test_a_page_that_is_too_wide_is_found(gallery, phone):
    phone.goto(gallery)
    phone.evaluate("document.querySelector('h1').style.width = '900px'")
    assert too_wide(phone) > 0


def test_every_target_is_large_enough_for_a_thumb(gallery, phone):
    phone.goto(gallery)
    small = phone.evaluate(
        """[...document.querySelectorAll('.btn, .tool, .action, .menu > summary, .choice, input.input, select')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 47.5).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_enter_goes_to_the_next_line_and_the_sum_follows(gallery, page):
    page.goto(gallery)
    page.focus("[name=a]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "b"
    page.keyboard.press("Enter")
    page.keyboard.type("50.000+35.000")
    assert page.inner_text("[data-total=paid]") == "Rp355.000"
    page.keyboard.press("Enter")
    assert page.input_value("[name=c]") == "85.000"
    assert page.inner_text("[data-difference=paid]") == "kurang Rp70.000"
    assert page.evaluate("document.activeElement.innerText.trim()") == "Catat angsuran"
    page.fill("[name=b]", "170rb")
    assert page.inner_text("[data-difference=paid]") == "cocok"
    page.focus("[name=c]")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "b"


def test_an_amount_is_echoed_in_words_and_an_unclear_one_is_asked_about(gallery, page):
    page.goto(gallery)
    page.fill("#besar", "1,25 jt")
    assert page.inner_text("output[for=besar]") == "Rp1.250.000 · satu juta dua ratus lima puluh ribu rupiah"
    page.fill("#besar", "1.25")
    assert page.inner_text("output[for=besar]") == "Angka ini belum jelas. Tulis seperti 1.250.000"
    page.fill("#besar", "3*85.000")
    page.keyboard.press("Tab")
    assert page.input_value("#besar") == "255.000"


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_box(gallery, page):
    page.goto(gallery)
    assert page.evaluate("document.activeElement.id") == "kesalahan"
    page.click("text=Untuk: Belum diisi")
    assert page.evaluate("document.activeElement.id") == "id_purpose_0"


def test_a_danger_is_asked_about_and_no_means_no(gallery, page):
    page.goto(gallery)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.click("text=Batalkan impor")
    assert asked == ["Batalkan impor ini?"]


def test_the_day_moves_by_plus_and_minus_and_comes_back_by_t(gallery, page):
    page.goto(gallery)
    page.focus("#id_paid_on")
    page.keyboard.press("t")
    assert page.input_value("#id_paid_on") == "2026-02-02"
    page.keyboard.press("+")
    assert page.input_value("#id_paid_on") == "2026-02-03"
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert page.input_value("#id_paid_on") == "2026-02-01"


def test_the_menu_of_a_phone_opens_closes_by_escape_and_gives_focus_back(gallery, phone):
    phone.goto(gallery)
    phone.click(".menu.all > summary")
    assert phone.is_visible(".menu-panel >> text=Tutup hari")
    phone.keyboard.press("Escape")
    assert phone.is_hidden(".menu-panel >> text=Tutup hari")
    assert phone.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_language_is_switched_in_place_and_back(gallery, page):
    page.goto(gallery)
    with page.expect_navigation():
        page.click(".tools >> text=English")
    assert page.url == gallery
    assert page.get_attribute("html", "lang") == "en"
    assert page.is_visible("text=Why this number?")
    with page.expect_navigation():
        page.click(".tools >> text=Bahasa Indonesia")
    assert page.is_visible("text=Kenapa angka ini?")


def test_without_script_nothing_waits_and_print_is_not_offered(gallery, chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    page.goto(gallery)
    page.click(".menu.all > summary")
    assert page.is_visible(".menu-panel >> text=Tutup hari")
    assert page.is_visible("text=Rp1.250.000 · satu juta dua ratus lima puluh ribu rupiah")
    assert page.is_hidden("[data-print]")
    assert page.inner_text("[data-total=paid]") == "Rp270.000"
    context.close()


def test_paper_carries_the_table_and_not_the_buttons(gallery, page):
    page.goto(gallery)
    page.emulate_media(media="print")
    assert page.is_hidden(".desk")
    assert page.is_hidden(".page-foot")
    assert page.is_hidden("main .btn >> nth=0")
    assert page.is_visible("table >> nth=0")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_rows_not_needed_now_wait_on_a_phone_and_nowhere_else(gallery, opened):
    row, press = ".far >> nth=0", ".more > summary >> nth=0"
    phone = opened(360)
    phone.goto(gallery)
    assert phone.is_hidden(row)
    assert phone.evaluate("document.querySelector('.more > summary').getBoundingClientRect().height") >= 47.5
    phone.emulate_media(media="print")
    assert phone.is_visible(row)
    assert phone.is_hidden(press)
    phone.emulate_media(media="screen")
    phone.click(press)
    assert phone.is_visible(row)
    wide = opened(1280)
    wide.goto(gallery)
    assert wide.is_visible(row)
    assert wide.is_hidden(press)

"""The sheet of a KSM meeting on the treasurer's phone: ten members in five minutes, and never typed in twice."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from gulir.base.models import Actor
from gulir.community import services as community
from gulir.lending.models import Loan
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import GroupMeeting
from gulir.mentoring.queries import books_of
from tests.browser.axe import stumbles
from tests.browser.fingers import Fingers
from tests.browser.test_january import Desk
from tests.lending.stage import MEMBERS, make_fund
from tests.mentoring.stage import RULES
from tests.web.stage import PASSWORD, Hall

pytestmark = pytest.mark.browser
FIVE_MINUTES = 300
MORE = ("Wati", "Ratna", "Dewi", "Imah", "Tuti")
OF_ANOTHER = """
const [name] = Object.keys(localStorage);
localStorage.setItem(name.replace(/[^.]*$/, "orang-lain"), '{"at": 9e15, "kept": {"place": "Rumah orang lain"}}');
"""
YEARS_AGO = """
for (const name of Object.keys(localStorage)) {
  localStorage.setItem(name, localStorage.getItem(name).replace(/"at": ?[^,}]*/, '"at":1'));
}
"""
NO_STORE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no store'); } });"
FULL = (*MEMBERS["Melati"], *MORE)


@pytest.fixture
def hall(live_site: str, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """KSM Melati with ten members, rules of its own and a loan of ten million that was paid out on 2 March."""
    hall = Hall(fund=make_fund(), monkeypatch=monkeypatch)
    fund, stage = hall.fund, hall.fund.stage
    for name in MORE:
        told = fund.do("secretary", community.register_person, name=name, sex="P", poor_listed=True)
        stage.people[name] = person = UUID(told["person"])
        stage.actors[name] = Actor.objects.create(person=person, name=name)
        fund.do("secretary", community.join_group, group=stage.groups["Melati"], person=person, on=fund.today)
    monkeypatch.setitem(MEMBERS, "Melati", FULL)
    fund.lend("Melati")
    given = {"starts_on": fund.today, **RULES, "every": "month"}
    fund.do("Sumi", mentoring.agree_on_rules, group=stage.groups["Melati"], **given)
    hall.move_to(date(2026, 4, 2))
    return hall


@pytest.fixture
def melati(hall: Hall) -> UUID:
    return hall.fund.stage.groups["Melati"]


@pytest.fixture
def sumi(hall: Hall, live_site: str, phone: Any) -> Desk:
    """The treasurer's phone."""
    return Desk(phone, live_site, hall.login_of("Sumi").username, PASSWORD)


def box(desk: Desk, hall: Hall, who: str, what: str) -> Any:
    return desk.page.locator(f"[name='m-{hall.person(who).hex}-{what}']")


def named(desk: Desk, name: str) -> Any:
    return desk.page.locator(f"[name='{name}']")


def unfold(desk: Desk, words: str) -> Any:
    return desk.page.locator("summary", has_text=words).first


def open_sheet(desk: Desk) -> None:
    """From the member's first page to the sheet, by its links."""
    desk.go("/saya/")
    desk.follow("Lihat 10 anggota")
    desk.follow("Pertemuan dan kas")
    desk.follow("Catat pertemuan")


def talk(sumi: Desk, hall: Hall, hands: Fingers) -> None:
    """What is said and done after the roll call, and the counted box."""
    hands.tap(unfold(sumi, "Izin, denda, ambil tabungan Dewi"))
    hands.write(box(sumi, hall, "Dewi", "fine"), "1000")
    hands.tap(unfold(sumi, "Pinjaman baru"))
    hands.choose(named(sumi, "l0-person"), "Karti")
    hands.write(named(sumi, "l0-amount"), "60rb")
    hands.write(named(sumi, "l0-purpose"), "Dagangan")
    hands.tap(unfold(sumi, "Tulis pembicaraan"))
    hands.write(named(sumi, "a0-said"), "Bu Parti sakit")
    hands.write(named(sumi, "a0-decided"), "Dijenguk Minggu")
    hands.tap(unfold(sumi, "Tulis janji"))
    hands.choose(named(sumi, "p0-person"), "Wati")
    hands.write(named(sumi, "p0-said"), "Melunasi 65rb")
    hands.write(named(sumi, "counted"), "1001000")


def test_a_meeting_of_ten_members_is_entered_in_five_minutes(hall: Hall, melati: UUID, sumi: Desk) -> None:
    """One away, one who pays half, a fine, a loan out of the box, a talk and a promise: far from an empty evening."""
    open_sheet(sumi)
    assert sumi.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0
    assert [box(sumi, hall, name, "instalment").input_value() for name in FULL] == ["115.000"] * 10
    hands = Fingers(page=sumi.page)
    hands.look(times=len(FULL))
    hands.choose(box(sumi, hall, "Agus", "came"), "Tidak hadir")
    assert box(sumi, hall, "Agus", "instalment").input_value() == ""
    hands.write(box(sumi, hall, "Wati", "instalment"), "50rb")
    talk(sumi, hall, hands)
    with hands.waiting():
        hands.tap(sumi.page.get_by_role("button", name="Periksa dulu"))
    assert "Kotak berisi Rp0, masuk Rp1.061.000, keluar Rp60.000; sekarang Rp1.001.000." in sumi.page.inner_text("main")
    hands.look(times=3)
    with hands.waiting():
        hands.tap(sumi.page.get_by_role("button", name="Tutup pertemuan"))

    assert hands.seconds <= FIVE_MINUTES, hands
    assert hands.taps >= 20, "somebody did fill it in"
    meeting = GroupMeeting.objects.get(group=melati)
    assert (meeting.present, meeting.expected, meeting.counted) == (9, 10, 1_001_000)
    books = books_of(melati)
    assert (books.cash, books.savings, books.lent, books.held) == (1_001_000, 90_000, 60_000, 970_000)
    assert stumbles(sumi.page) == []


def test_an_empty_sheet_would_take_longer_than_five_minutes(hall: Hall, sumi: Desk) -> None:
    """Negative control: were every box to be typed, the same evening could not be written down in time."""
    open_sheet(sumi)
    hands = Fingers(page=sumi.page)
    for name in FULL:
        hands.choose(box(sumi, hall, name, "came"), "Hadir")
        for what, amount in (("savings", "10.000"), ("instalment", "115.000")):
            box(sumi, hall, name, what).fill("")
            hands.write(box(sumi, hall, name, what), amount)
    talk(sumi, hall, hands)
    assert hands.seconds > FIVE_MINUTES


def test_whoever_comes_after_all_has_brought_what_stood_ready(hall: Hall, sumi: Desk) -> None:
    open_sheet(sumi)
    came, savings = box(sumi, hall, "Agus", "came"), box(sumi, hall, "Agus", "savings")
    savings.fill("5000")  # sent along with a neighbour
    came.select_option("excused")
    assert (savings.input_value(), box(sumi, hall, "Agus", "instalment").input_value()) == ("5000", "")
    came.select_option("present")
    assert box(sumi, hall, "Agus", "instalment").input_value() == "115.000"


def test_a_phone_that_dies_has_kept_the_sheet_until_it_is_closed(hall: Hall, melati: UUID, sumi: Desk) -> None:
    open_sheet(sumi)
    box(sumi, hall, "Agus", "came").select_option("absent")
    sumi.page.locator("summary", has_text="Tulis janji").click()
    named(sumi, "p0-said").fill("membawa buku kas")
    died = sumi.page
    sumi.page = died.context.new_page()
    died.close(run_before_unload=False)

    open_sheet(sumi)
    assert "tersimpan di HP ini" in sumi.page.inner_text("main")
    assert box(sumi, hall, "Agus", "came").input_value() == "absent"
    assert box(sumi, hall, "Agus", "savings").input_value() == ""
    assert named(sumi, "p0-said").is_visible()
    assert named(sumi, "p0-said").input_value() == "membawa buku kas"
    named(sumi, "counted").fill("1.125.000")
    sumi.press("Periksa dulu")
    open_sheet(sumi)
    assert named(sumi, "counted").input_value() == "1.125.000"
    sumi.press("Periksa dulu")
    sumi.press("Tutup pertemuan")
    assert GroupMeeting.objects.get(group=melati).present == 9
    assert kept(sumi) == []


def kept(desk: Desk) -> list[str]:
    """What this device keeps of sheets."""
    found: list[str] = desk.page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('gulir-draft:'))")
    return found


def shown(desk: Desk, words: str) -> bool:
    """Whether the page says this to the eye, not only in what is hidden."""
    return words in desk.page.inner_text("main")


def test_a_kept_sheet_goes_when_it_should(hall: Hall, sumi: Desk) -> None:
    """Begun anew or two weeks old, nothing of it is left; what another officer keeps on the same phone stays."""
    open_sheet(sumi)
    named(sumi, "place").fill("Rumah Bu Sumi")
    assert len(kept(sumi)) == 1
    sumi.go("/saya/")
    sumi.page.evaluate(OF_ANOTHER)
    open_sheet(sumi)
    sumi.press("Mulai dari lembar kosong")
    assert named(sumi, "place").input_value() == ""
    assert [name.endswith("orang-lain") for name in kept(sumi)] == [True]
    named(sumi, "place").fill("Rumah Bu Sumi")
    sumi.page.evaluate(YEARS_AGO)
    open_sheet(sumi)
    assert named(sumi, "place").input_value() == ""
    assert kept(sumi) == []


# ---------------------------------------------------------------- not sent yet

NOT_SENT = "Belum terkirim"
WAITING = "Ada lembar pertemuan yang belum terkirim"
LEAVING = "Lembar pertemuan yang belum terkirim tidak ikut hilang"


def go_out(desk: Desk) -> None:
    """Log out by the page that asks whether one wants to."""
    desk.go("/akun/logout/")
    desk.press("Keluar")


def come_in(desk: Desk, hall: Hall, who: str) -> None:
    """Log in on the same phone."""
    desk.login = hall.login_of(who).username
    desk.page.goto(f"{desk.site}/akun/login/")
    desk.log_in()


def test_a_sheet_says_that_it_was_not_sent_and_is_there_after_a_reload(hall: Hall, sumi: Desk) -> None:
    open_sheet(sumi)
    assert not shown(sumi, NOT_SENT), "nothing was filled in"
    named(sumi, "place").fill("Rumah Bu Sumi")
    assert shown(sumi, NOT_SENT)
    sumi.page.reload()
    assert shown(sumi, "Belum terkirim. Isian ini tersimpan di HP ini")
    assert named(sumi, "place").input_value() == "Rumah Bu Sumi"
    sumi.go("/saya/")
    assert shown(sumi, WAITING)
    sumi.follow("Lanjutkan mengisi")
    assert named(sumi, "place").input_value() == "Rumah Bu Sumi"
    sumi.follow("Kembali")
    assert shown(sumi, WAITING)
    assert stumbles(sumi.page) == []


def test_without_a_signal_both_pages_stay_and_say_so(hall: Hall, melati: UUID, sumi: Desk) -> None:
    """Neither button leads to the browser's own page of an error; once the signal is back both go on."""
    no_signal = "HP ini tidak mendapat sinyal"
    open_sheet(sumi)
    named(sumi, "counted").fill("1.250.000")
    for words in ("Periksa dulu", "Tutup pertemuan"):
        sumi.page.context.set_offline(True)
        sumi.page.get_by_role("button", name=words, exact=True).click()
        assert shown(sumi, no_signal)
        sumi.page.context.set_offline(False)
        assert GroupMeeting.objects.count() == 0
        sumi.press(words)
        assert not shown(sumi, no_signal)
    assert GroupMeeting.objects.get(group=melati).counted == 1_250_000
    assert kept(sumi) == []


def test_a_send_that_fails_on_its_way_loses_nothing(hall: Hall, melati: UUID, sumi: Desk) -> None:
    """The line breaks while the sheet is sent, and again while it is closed: it is there each time, and closed once."""
    open_sheet(sumi)
    sheet = sumi.page.url
    named(sumi, "place").fill("Rumah Bu Sumi")
    named(sumi, "counted").fill("1.250.000")
    for steps in (("Periksa dulu",), ("Periksa dulu", "Tutup pertemuan")):
        for words in steps[:-1]:
            sumi.press(words)
        break_the_line(sumi, steps[-1], arrives=False)
        sumi.page.goto(sheet)
        assert shown(sumi, NOT_SENT)
        assert named(sumi, "place").input_value() == "Rumah Bu Sumi"
        assert GroupMeeting.objects.count() == 0
    sumi.press("Periksa dulu")
    sumi.press("Tutup pertemuan")
    assert GroupMeeting.objects.get(group=melati).place == "Rumah Bu Sumi"
    assert kept(sumi) == []


def break_the_line(desk: Desk, words: str, *, arrives: bool) -> None:
    """Press a button whose answer never comes back; `arrives`: the sheet itself still came through."""

    def broken(route: Any) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        if arrives:
            route.fetch(max_redirects=0)
        route.abort("connectionreset")

    desk.page.route("**/*", broken)
    desk.page.get_by_role("button", name=words, exact=True).click()
    desk.page.wait_for_url("chrome-error://**")
    desk.page.unroute("**/*", broken)
    desk.page.watch.take()


def test_a_sheet_whose_answer_was_lost_is_known_to_have_arrived(hall: Hall, melati: UUID, sumi: Desk) -> None:
    """Closed, but the phone never heard of it: the next page clears the sheet away, and nothing is sent twice."""
    open_sheet(sumi)
    named(sumi, "counted").fill("1.250.000")
    sumi.press("Periksa dulu")
    break_the_line(sumi, "Tutup pertemuan", arrives=True)
    assert GroupMeeting.objects.get(group=melati).number == 1
    open_sheet(sumi)
    assert sumi.page.inner_text("h1").startswith("Pertemuan ke-2")
    assert not shown(sumi, NOT_SENT)
    assert named(sumi, "counted").input_value() == ""
    assert kept(sumi) == []


def test_a_sheet_outlives_a_logout_and_nobody_else_on_the_phone_sees_it(hall: Hall, sumi: Desk) -> None:
    """Sumi goes, Karti comes and fills in her own, Sumi comes back: each finds her own sheet and no other."""
    open_sheet(sumi)
    named(sumi, "place").fill("Rumah Bu Sumi")
    sumi.go("/akun/logout/")
    assert shown(sumi, LEAVING)
    go_out(sumi)

    come_in(sumi, hall, "Karti")
    sumi.go("/saya/")
    assert not shown(sumi, WAITING)
    open_sheet(sumi)
    assert named(sumi, "place").input_value() == ""
    assert not shown(sumi, NOT_SENT)
    named(sumi, "place").fill("Rumah Bu Karti")
    assert len(kept(sumi)) == 2
    sumi.go("/akun/logout/")
    sumi.page.get_by_role("button", name="Hapus dari HP ini").click()
    assert len(kept(sumi)) == 1
    assert not shown(sumi, LEAVING)
    sumi.press("Keluar")

    come_in(sumi, hall, "Sumi")
    open_sheet(sumi)
    assert shown(sumi, NOT_SENT)
    assert named(sumi, "place").input_value() == "Rumah Bu Sumi"


def test_a_sheet_that_another_officer_closed_meanwhile_is_told_of(
    hall: Hall, melati: UUID, sumi: Desk, page: Any
) -> None:
    """Two write down one evening: whose sheet was not sent hears who closed it, and what is kept goes with reading."""
    open_sheet(sumi)
    named(sumi, "counted").fill("1.250.000")
    karti = Desk(page, sumi.site, hall.login_of("Karti").username, PASSWORD)
    open_sheet(karti)
    named(karti, "counted").fill("1.250.000")
    karti.press("Periksa dulu")
    karti.press("Tutup pertemuan")

    sumi.go(f"/saya/ksm/{melati}/pertemuan/")
    assert shown(sumi, "Pertemuan ke-1 sudah ditutup oleh Karti. Isian Anda di HP ini tidak terkirim")
    karti.go(f"/saya/ksm/{melati}/pertemuan/")
    assert not shown(karti, "tidak terkirim")
    assert len(kept(sumi)) == 1
    sumi.follow("Baca catatannya")
    assert kept(sumi) == []


def test_without_a_store_the_sheet_works_as_before(hall: Hall, melati: UUID, sumi: Desk) -> None:
    sumi.page.add_init_script(NO_STORE)
    open_sheet(sumi)
    named(sumi, "counted").fill("1.250.000")
    sumi.press("Periksa dulu")
    sumi.press("Tutup pertemuan")
    assert GroupMeeting.objects.get(group=melati).counted == 1_250_000
    assert Loan.objects.get().group_id == melati

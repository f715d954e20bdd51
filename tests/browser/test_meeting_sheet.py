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
    assert "disimpan di HP ini" in sumi.page.inner_text("main")
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


def test_a_kept_sheet_is_its_persons_alone_and_goes_when_it_should(hall: Hall, sumi: Desk) -> None:
    """Begun anew, logged out, or two weeks old: nothing of it is left; another officer on the same phone sees none."""
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
    named(sumi, "place").fill("Rumah Bu Sumi")
    sumi.go("/akun/logout/")
    sumi.press("Keluar")
    assert kept(sumi) == []


def test_without_a_store_the_sheet_works_as_before(hall: Hall, melati: UUID, sumi: Desk) -> None:
    sumi.page.add_init_script(NO_STORE)
    open_sheet(sumi)
    named(sumi, "counted").fill("1.250.000")
    sumi.press("Periksa dulu")
    sumi.press("Tutup pertemuan")
    assert GroupMeeting.objects.get(group=melati).counted == 1_250_000
    assert Loan.objects.get().group_id == melati

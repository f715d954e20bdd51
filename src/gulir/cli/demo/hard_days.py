"""Groups that fall behind: the list is worked through once a month; one loan is written off by the members' meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from gulir.cli.demo.calendar import month, work_day
from gulir.cli.demo.meetings import CAME, hold_board, hold_members
from gulir.cli.demo.office import EVERYTHING, Happening, Office
from gulir.cli.demo.till import book
from gulir.community.queries import relatives
from gulir.core.ladder import Step
from gulir.governance import services as governance
from gulir.governance.models import AgendaItem, Attendance
from gulir.lending import services as lending
from gulir.lending.models import Instalment, Share
from gulir.lending.queries.handling import to_handle
from gulir.lending.queries.paid import savings_held

__all__ = ["hard_days"]

MONTHS = 23
PUNCTUAL = (0, 2)
MOVED = (22, 2)
"""The loan that got a new schedule."""
DIED = (16, 2)
"""The loan of which a member died while it ran."""
LOST = (7, 2)
"""The loan that is written off: the market where its members sold burnt down."""
SET_ASIDE = 1_500_000
WORDS = {
    Step.REMINDER: ("phone", ""),
    Step.CALL: ("phone", "Ketua berjanji membayar minggu depan"),
    Step.VISIT: ("hand", "Dua anggota belum menyetor, dagangan sedang sepi"),
    Step.WARNING_1: ("hand", "Diserahkan di rumah ketua"),
    Step.WARNING_2: ("meeting", "Rapat KSM dengan satu anggota BKM"),
    Step.WARNING_3: ("hand", "Dibawa ke rapat BKM berikutnya"),
    Step.TEAM: ("meeting", "Saldo dicocokkan dengan setiap anggota"),
    Step.DECISION: ("meeting", "Diusulkan ke rapat"),
}


def hard_days() -> Iterator[Happening]:
    """On the first working day after the twentieth of each month; in the last November the members decide."""
    for number in range(1, MONTHS):
        yield work_day(month(number) + timedelta(days=20)), _work_through
    yield date(2026, 10, 19), _moved
    yield date(2026, 10, 26), _died
    yield date(2026, 11, 4), _lost_proposed
    yield date(2026, 11, 8), _members_decide
    yield date(2026, 11, 10), _lost_booked
    yield date(2026, 11, 12), lambda office: _something_back(office, 150_000)
    yield date(2026, 11, 13), _rewarded
    yield date(2026, 11, 18), lambda office: _something_back(office, 100_000)


def _work_through(office: Office) -> None:
    """Whoever is on the list and whose step may be taken today; its chair hears it."""
    office.open_books()
    for one in to_handle(office.book, on=office.open_day, standing=EVERYTHING):
        if one.waits:
            continue
        way, note = WORDS[one.next.step]
        office.do(
            "loan_officer",
            lending.handle_arrears,
            loan=one.row.id,
            step=one.next.step.value,
            to=f"Ketua KSM {one.row.ksm}",
            way=way,
            cause="business_failed" if one.next.step in (Step.TEAM, Step.DECISION) else "",
            note=note,
        )


def _moved(office: Office) -> None:
    """A group whose pay day changed asks for a later day; the board agrees, and its loan goes on under a new number."""
    held = office.loans[MOVED]
    assert held.loan is not None
    office.open_books()
    office.do(
        "loan_officer",
        lending.propose_restructuring,
        loan=held.loan,
        kind="moved",
        first_due_on=date(2026, 11, 20),
        cause="unable",
        reason="Upah anggota sekarang dibayar sesudah tanggal 15",
    )
    item = AgendaItem.objects.get(book=office.book, subject_kind="restructuring", status="waiting")
    meeting = hold_board(office, 8)
    office.do("secretary", governance.decide, meeting=meeting, agenda=item.pk, digest=item.digest, outcome="approved")
    office.do("secretary", governance.close_meeting, meeting=meeting, minutes="Hari angsuran satu KSM digeser.")
    done = office.do("bookkeeper", lending.restructure, loan=held.loan)
    held.loan = UUID(done["loan"])


def _died(office: Office) -> None:
    """A member dies: a fund that the board fills pays what is left of her part; the others go on as before."""
    held = office.loans[DIED]
    assert held.loan is not None
    shares = list(Share.objects.filter(loan=held.loan, live=True).order_by("person__name"))
    office.open_books()
    office.do(
        "loan_officer",
        lending.propose_death_cover,
        loan=held.loan,
        person=shares[-1].person_id,
        died_on=date(2026, 10, 20),
        letter="474.3/118/X/2026",
        note="Sakit sebulan; keluarga membawa suratnya sendiri",
    )
    item = AgendaItem.objects.get(book=office.book, subject_kind="death_cover", status="waiting")
    meeting = hold_board(office, 8)
    office.do("secretary", governance.decide, meeting=meeting, agenda=item.pk, digest=item.digest, outcome="approved")
    minutes = "Satu anggota KSM meninggal. Sisa bagiannya dibayar dari dana risiko; keluarganya tidak ditagih."
    office.do("secretary", governance.close_meeting, meeting=meeting, minutes=minutes)
    book(office, "bookkeeper", "Isi dana risiko kematian dari dana sosial", "21030", "21033", SET_ASIDE)
    made = office.books("bookkeeper", lending.cover_death, loan=held.loan)
    held.loan = UUID(made["loan"])
    lines = Instalment.objects.filter(loan=held.loan).order_by("no").values_list("principal", "jasa")
    held.amounts = (*held.amounts[: held.paid], *(principal + jasa for principal, jasa in lines))


def _rewarded(office: Office) -> None:
    """A group that was never late gets part of its jasa back."""
    office.books("cashier", lending.pay_reward, loan=office.loans[PUNCTUAL].loan)


def _lost(office: Office) -> UUID:
    found = office.loans[LOST].loan
    assert found is not None
    return found


def _lost_proposed(office: Office) -> None:
    """The savings pay what they can; the rest is brought before the members' meeting."""
    loan = _lost(office)
    held = savings_held(loan)
    if held:
        office.books("cashier", lending.set_off_savings, loan=loan, amount=held)
    office.do(
        "loan_officer",
        lending.propose_write_off,
        loan=loan,
        cause="disaster",
        reason="Pasar tempat anggota berjualan terbakar; didatangi enam kali, tabungan sudah dipakai",
    )


def _members_decide(office: Office) -> None:
    item = AgendaItem.objects.get(book=office.book, subject_kind="write_off", status="waiting")
    meeting = hold_members(office)
    parties = list(item.parties.values_list("person_id", flat=True))
    concerned = {*parties, *relatives(office.book, *parties)}
    came = Attendance.objects.filter(meeting=meeting, person__in=concerned).values_list("person_id", flat=True)
    aside = {str(person): "anggota KSM atau keluarganya" for person in came}
    office.do(
        "secretary",
        governance.decide,
        meeting=meeting,
        agenda=item.pk,
        digest=item.digest,
        outcome="approved",
        manner="vote",
        votes_for=CAME - 11 - len(aside),
        against=7,
        abstained=4,
        interests=aside,
    )
    minutes = "Satu pinjaman dihapusbukukan karena pasar terbakar; pokok dan jasanya tetap ditagih semampunya."
    office.do("secretary", governance.close_meeting, meeting=meeting, minutes=minutes)


def _lost_booked(office: Office) -> None:
    office.books("bookkeeper", lending.write_off, loan=_lost(office))


def _something_back(office: Office, amount: int) -> None:
    office.books("cashier", lending.recover, loan=_lost(office), amount=amount, payer="Bendahara KSM")

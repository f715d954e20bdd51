"""The first group meets once a month at its own table: savings, a small loan, help for a neighbour, one mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from gulir.cli.demo.calendar import month, work_day
from gulir.cli.demo.office import Happening, Office
from gulir.community.queries import MemberRow
from gulir.mentoring import services as mentoring
from gulir.mentoring.queries import last_meeting, open_loans, open_promises
from gulir.mentoring.services import Came, Lent, Money, Promised, Said, Sheet

__all__ = ["gatherings"]

FIRST, LAST = 18, 23
"""From June to November 2026."""
EACH, LATER_EACH = 10_000, 15_000
RULES = {"every": "month", "fine": 2_000, "quorum_percent": 60, "loan_most": 300_000, "loan_months": 3}
JASA = 150
PLACE = "Rumah ketua KSM"


def gatherings() -> Iterator[Happening]:
    """Rules in May, other ones in September; a meeting each month; the last record is put right the day after."""
    yield work_day(month(FIRST - 1) + timedelta(days=20)), lambda office: _agree(office, EACH, month(FIRST))
    yield work_day(month(21) + timedelta(days=20)), lambda office: _agree(office, LATER_EACH, month(22))
    for number in range(FIRST, LAST + 1):
        yield work_day(month(number) + timedelta(days=9)), lambda office, n=number: _meet(office, n)  # type: ignore[misc]
    yield work_day(month(LAST) + timedelta(days=11)), _put_right


def _group(office: Office) -> tuple[UUID, list[MemberRow]]:
    code = next(iter(office.groups))
    return office.groups[code], office.members(code)


def _agree(office: Office, each: int, starts_on: date) -> None:
    office.do(
        "member", mentoring.agree_on_rules, group=_group(office)[0], starts_on=starts_on, savings=each,
        loan_jasa_bp=JASA, **RULES,
    )  # fmt: skip


def _came(people: Sequence[MemberRow], month_no: int) -> list[Came]:
    """In July the last one is ill, in September another one does not come."""
    away = {19: (-1, "excused", "Sakit"), 21: (-2, "absent", "")}.get(month_no)
    made = [Came(person=row.person, came="present", spoke=place % 2 == 0) for place, row in enumerate(people)]
    if away is not None:
        place, came, reason = away
        made[place] = Came(person=people[place].person, came=came, reason=reason)
    return made


def _meet(office: Office, month_no: int) -> None:
    group, people = _group(office)
    each = EACH if month_no < 22 else LATER_EACH
    came = _came(people, month_no)
    money = [
        Money(kind="savings", amount=each, person=row.person)
        for row, here in zip(people, came, strict=True)
        if here.came == "present"
    ]
    lent: list[Lent] = []
    agenda: list[Said] = []
    promises: list[Promised] = []
    short = 0
    if month_no in (FIRST, 22):
        lent = [Lent(person=people[3].person, amount=40_000, purpose="Belanja bahan dagangan")]
    for loan in open_loans(group):
        money.append(Money(kind="repayment", amount=min(20_000, loan.balance), person=loan.person, loan=loan.id))
        money.append(Money(kind="jasa", amount=loan.jasa, person=loan.person, loan=loan.id))
    if month_no == 19:
        promises = [Promised(said="Membawa buku kas yang sudah disalin", person=people[1].person, due_on=month(20))]
    if month_no == 20:
        money += [
            Money(kind="gift", amount=50_000, note="Dari warga RW"),
            Money(kind="welfare", amount=30_000, note="Menjenguk tetangga yang sakit"),
            Money(kind="instalment", amount=100_000, person=people[2].person),
        ]
        agenda = [Said(topic="welfare", said="Tetangga sakit, bukan anggota", decided="Dijenguk bersama hari Minggu")]
        promises = [Promised(said="Menanyakan bantuan obat ke kelurahan", person=people[0].person)]
    if month_no == 21:
        money.append(Money(kind="handed", amount=100_000))
        agenda = [Said(topic="rules", said="Tabungan dirasa terlalu kecil", decided="Tabungan naik mulai bulan depan")]
        short = 500
    if month_no == 22:
        money.append(Money(kind="fine", amount=2_000, person=people[-2].person))
        agenda = [Said(topic="member_problem", said="Satu anggota kehilangan gerobak")]
    kept = dict.fromkeys((row.pk for row in open_promises(group)), "kept" if month_no != 21 else "waiting")
    counted = _box(group) + _moved(money, lent) - short
    office.do(
        "member", mentoring.hold_meeting, group=group, on=office.today,
        sheet=Sheet(
            attendance=came, money=money, lent=lent, agenda=agenda, promises=promises, results=kept, place=PLACE,
            counted=counted, difference="Uang kembalian kurang" if short else "",
        ),
    )  # fmt: skip


def _box(group: UUID) -> int:
    last = last_meeting(group)
    return last.counted if last else 0


def _moved(money: Sequence[Money], lent: Sequence[Lent]) -> int:
    out = ("handed", "welfare")
    return sum(-m.amount if m.kind in out else m.amount for m in money) - sum(row.amount for row in lent)


def _put_right(office: Office) -> None:
    """The loan that was given last was not written down: a newer record says it, and why."""
    group, people = _group(office)
    wrong = last_meeting(group)
    assert wrong is not None
    before = [
        Money(kind=row.kind, amount=row.amount, person=row.person_id, loan=row.loan_id, note=row.note)
        for row in wrong.entries.order_by("line")
    ]
    lent = [Lent(person=people[1].person, amount=50_000, purpose="Modal jualan sayur")]
    office.do(
        "member", mentoring.correct_meeting, meeting=wrong.pk, reason="Pinjaman satu anggota belum tertulis",
        sheet=Sheet(
            attendance=_came(people, LAST), money=before, lent=lent, place=PLACE, counted=wrong.counted - 50_000,
        ),
    )  # fmt: skip

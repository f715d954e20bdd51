"""The groups are visited: the use of every loan is seen twice, promises are followed, one KSM answers a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from gulir.cli.demo.calendar import LAST_DAY, work_day
from gulir.cli.demo.office import EVERYTHING, Happening, Office
from gulir.cli.demo.plan import Turn, turns
from gulir.cli.demo.village import GROUPS, TRADES
from gulir.lending.queries import loans_seen
from gulir.mentoring.queries.visits import promises_open
from gulir.mentoring.services.visit_sheets import Heard, Pledged, Taught, Used, VisitSheet
from gulir.mentoring.services.visits import record_visit, reply_to_visit

__all__ = ["callings"]

LOOKS = {"first": 31, "middle": 155}
UNSEEN = frozenset({(3, 2, "middle"), (19, 2, "middle")})
"""Looks (place, turn, stage) that nobody has made."""
BY_FAMILY = frozenset({(6, 2), (9, 1)})
"""Loans of which one share is used by somebody else at home."""
FOLLOWED, LATE = 0, 6
"""The KSM that is visited most, and one that is in arrears."""
ROUNDS = (date(2026, 9, 8), date(2026, 10, 13), date(2026, 11, 10))
NEVER_ROUND = frozenset({13, 21})
"""Groups that the facilitator's autumn round has not reached."""


def callings() -> Iterator[Happening]:
    """Every visit of the two years."""
    for turn in turns():
        for stage, days in LOOKS.items():
            day = work_day(turn.paid_out + timedelta(days=days))
            if day < LAST_DAY and (turn.place, turn.number, stage) not in UNSEEN:
                yield day, lambda office, turn=turn, stage=stage: _look(office, turn, stage)  # type: ignore[misc]
    for place in range(len(GROUPS)):
        if place not in {*NEVER_ROUND, FOLLOWED, LATE}:
            day = work_day(date(2026, 10, 1) + timedelta(days=2 * place))
            yield day, lambda office, place=place: _round(office, place)  # type: ignore[misc]
    for number, day in enumerate(ROUNDS):
        yield day, lambda office, number=number: _follow(office, number)  # type: ignore[misc]
    yield date(2026, 11, 12), _about_arrears


def _visit(office: Office, place: int, sheet: VisitSheet, *, who: str = "facilitator") -> UUID:
    group = office.groups[GROUPS[place][0]]
    return UUID(office.do(who, record_visit, group=group, on=office.today, sheet=sheet)["visit"])


def _met(office: Office, place: int, most: int = 3) -> list[UUID]:
    return [row.person for row in office.members(GROUPS[place][0])[:most]]


def _look(office: Office, turn: Turn, stage: str) -> None:
    """The use of a loan, seen at two members."""
    held = office.loans[turn.place, turn.number]
    if held.loan is None:
        return
    found = loans_seen(office.book, EVERYTHING).get(pk=held.loan)
    here = {row.person for row in office.members(turn.code)}
    shares = [s for s in found.shares.filter(live=True).order_by("id") if s.person_id in here][:2]
    other = (turn.place, turn.number) in BY_FAMILY
    uses = [
        Used(
            person=share.person_id,
            user="family" if other and seat == 0 else "borrower",
            used_for=TRADES[(turn.place + 5 * seat) % len(TRADES)],
            alive="no" if other and seat == 0 and stage == "middle" else "yes",
            note="Foto disimpan di map kertas KSM",
        )
        for seat, share in enumerate(shares)
        if share.person_id is not None
    ]
    sheet = VisitSheet(
        purpose="loan", minutes=40, met=[use.person for use in uses], loan=held.loan, stage=stage, uses=uses,
        place="Tempat usaha anggota",
    )  # fmt: skip
    _visit(office, turn.place, sheet, who="facilitator" if turn.place % 2 else "loan_officer")


def _round(office: Office, place: int) -> None:
    """The autumn round: books, box and rules are looked at; every third group still has something to learn."""
    weak = place % 3 == 0
    promise = Pledged(who="Bendahara", said="Melengkapi buku kas", due_on=office.today + timedelta(days=28))
    taught = Taught(topic="bookkeeping", said="Bendahara dan sekretaris, mengisi bersama", minutes=30)
    sheet = VisitSheet(
        purpose="routine", minutes=60, met=_met(office, place), place="Rumah ketua KSM",
        books="no" if weak else "yes", cash="yes", savings="yes", rules="yes", meeting="no" if place == 9 else "yes",
        taught=[taught] if weak else [], promises=[promise] if weak else [],
    )  # fmt: skip
    _visit(office, place, sheet)


def _follow(office: Office, number: int) -> None:
    """One KSM month by month: what was promised is looked at again, and its chairwoman answers the first record."""
    group = office.groups[GROUPS[FOLLOWED][0]]
    waiting = promises_open(group, on=office.today)
    results = {promise.id: ("kept" if number == 1 else "waiting") for promise in waiting}
    heard = [Heard(topic="business", said="Harga kedelai naik, untung tahu menipis", consent=True)]
    private = [Heard(topic="illness", said="Suami seorang anggota dirawat")]
    due = office.today + timedelta(days=10)
    visit = _visit(
        office,
        FOLLOWED,
        VisitSheet(
            purpose="routine", minutes=75, met=_met(office, FOLLOWED, 5), place="Rumah ketua KSM",
            results=results, books="no" if number == 0 else "yes", cash="yes", savings="yes", rules="yes",
            meeting="yes", heard=heard if number else private,
            taught=[Taught(topic="business", said="Menghitung harga pokok bersama semua anggota", minutes=45)],
            condition="Buku kas kosong dua pertemuan" if number == 0 else "",
            criterion="Buku kas diisi pada setiap pertemuan" if number == 0 else "",
            cause="Bendahara baru belum terbiasa" if number == 0 else "",
            advice="Diisi bersama sekretaris sebelum pertemuan ditutup" if number == 0 else "",
            promises=[Pledged(who="Bendahara", said="Mengisi buku kas bersama sekretaris", due_on=due)],
            next_on=office.today + timedelta(days=28) if number < 2 else LAST_DAY,
        ),
    )  # fmt: skip
    if number == 0:
        said = "Bukunya ada, tertinggal di rumah bendahara. Sudah kami bawa pada pertemuan berikutnya."
        office.do("member", reply_to_visit, call=visit, said=said)


def _about_arrears(office: Office) -> None:
    sheet = VisitSheet(
        purpose="problem", minutes=90, met=_met(office, LATE), others="Ketua RT", place="Balai RW",
        meeting="no", books="no", rules="no",
        heard=[Heard(topic="conflict", said="Dua anggota tidak lagi saling menyapa", consent=True)],
        taught=[Taught(topic="conflict", said="Semua anggota, bicara bergiliran", minutes=40)],
        promises=[Pledged(who="Ketua", said="Mengumpulkan anggota yang menunggak", due_on=date(2026, 11, 19))],
        next_on=LAST_DAY,
    )  # fmt: skip
    _visit(office, LATE, sheet)

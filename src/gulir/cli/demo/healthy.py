"""How the groups were found: the first one is read in summer and in autumn and answers, others once, one only falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from gulir.cli.demo.calendar import work_day
from gulir.cli.demo.office import Happening, Office
from gulir.cli.demo.village import GROUPS
from gulir.mentoring.models import AgendaItem
from gulir.mentoring.queries import last_meeting
from gulir.mentoring.queries.signs import HABITS_FORM, KOTAKU_FORM
from gulir.mentoring.services import (
    WouldAsk,
    close_problem,
    keep_assessment,
    keep_network,
    reply_to_assessment,
    take_back_welfare,
    tell_welfare,
)

__all__ = ["healthy_days"]

FIRST, LATE = 0, 6
"""The KSM that meets and keeps its books, and one that is in arrears and meets no more."""
ONCE = (2, 4)
SUMMER, AUTUMN = date(2026, 7, 14), date(2026, 11, 16)
BEFORE = {0: (1,), 1: (0,), 2: (0, 1), 3: (), 4: (0,)}
AFTER = {0: (1, 2), 1: (0, 3), 2: (0, 4), 3: (1, 2), 4: (0, 3, 2)}
"""Whom the first members of the first KSM would ask for help, by their places, at the start and a year later."""
THEN = {"agenda": 1, "rules": 2, "records": 1, "safety": 0, "partners": 0, "issues": 1}
NOW = {"agenda": 3, "rules": 3, "records": 2, "safety": 1, "partners": 1, "issues": 3}


def healthy_days() -> Iterator[Happening]:
    """Every reading of the two years, and the words of the first KSM beside one of them."""
    yield work_day(SUMMER), lambda office: _look(office, FIRST, THEN)
    yield work_day(AUTUMN), _read_and_answered
    yield work_day(date(2026, 8, 11)), _help_the_sick
    yield work_day(date(2026, 10, 13)), _clean_the_lane
    yield work_day(date(2026, 11, 12)), _the_cart_is_found
    yield work_day(date(2025, 11, 18)), lambda office: _ask_whom(office, BEFORE, outside=0)
    yield work_day(date(2026, 11, 18)), lambda office: _ask_whom(office, AFTER, outside=1)
    for place in ONCE:
        day = work_day(date(2026, 10, 19 + place))
        yield day, lambda office, place=place: _look(office, place, THEN)  # type: ignore[misc]
    yield work_day(date(2026, 11, 17)), lambda office: _look(office, LATE, {"rules": 1, "safety": 0})


def _look(office: Office, place: int, told: Mapping[str, int]) -> None:
    _read(office, place, told)


def _read(office: Office, place: int, told: Mapping[str, int]) -> UUID:
    """Both instruments on one day; answers the reading with the form of Kotaku."""
    group = office.groups[GROUPS[place][0]]
    office.do("facilitator", keep_assessment, group=group, instrument=HABITS_FORM)
    notes = {"safety": "Kotak kas di rumah ketua"} if told["safety"] == 0 else {}
    kept = office.do("facilitator", keep_assessment, group=group, instrument=KOTAKU_FORM, told=dict(told), notes=notes)
    return UUID(kept["assessment"])


def _read_and_answered(office: Office) -> None:
    kept = _read(office, FIRST, NOW)
    said = "Soal kotak kas kami sepakat: bulan depan kuncinya dipegang dua orang. Agustus kami bertemu dua kali."
    office.do("member", reply_to_assessment, assessment=kept, said=said)


def _deed(office: Office, **deed: object) -> str:
    """Something the first KSM did, told beside its last meeting."""
    held = last_meeting(office.groups[GROUPS[FIRST][0]])
    assert held is not None
    return str(office.do("member", tell_welfare, meeting=held.pk, **deed)["deed"])


def _help_the_sick(office: Office) -> None:
    _deed(office, deed="sick", member=False, said="Menjenguk tetangga yang sakit", worth=30_000, hours=6)


def _clean_the_lane(office: Office) -> None:
    """A deed is told twice by mistake, and taken back once."""
    said = "Membersihkan selokan di depan gang"
    _deed(office, deed="cleaning", member=False, said=said, worth=0, hours=12)
    twice = _deed(office, deed="cleaning", member=False, said=said, worth=0, hours=12)
    office.do("member", take_back_welfare, deed=UUID(twice), reason="Tercatat dua kali")
    _deed(office, deed="school", member=True, said="Patungan seragam anak seorang anggota", worth=120_000, hours=0)


def _the_cart_is_found(office: Office) -> None:
    told = AgendaItem.objects.filter(
        meeting__group_id=office.groups[GROUPS[FIRST][0]], meeting__correction=None, topic="member_problem"
    )
    for item in told:
        office.do("member", close_problem, item=item.pk, said="Gerobak pinjaman dari warga RW sebelah")


def _ask_whom(office: Office, ties: Mapping[int, tuple[int, ...]], *, outside: int) -> None:
    """The first KSM is asked by its facilitator; `outside` more people outside it are named by each."""
    people = office.members(GROUPS[FIRST][0])
    answers = [
        WouldAsk(
            person=row.person,
            named=[people[other].person for other in ties.get(place, (0,)) if other < len(people)],
            outside=outside if len(ties.get(place, (0,))) < 3 else 0,
        )
        for place, row in enumerate(people)
    ]
    group = office.groups[GROUPS[FIRST][0]]
    office.do("facilitator", keep_network, group=group, answers=answers)

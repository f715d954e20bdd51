"""How the groups were found: the first one is read in summer and in autumn and answers, others once, one only falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from gulir.cli.demo.calendar import work_day
from gulir.cli.demo.office import Happening, Office
from gulir.cli.demo.village import GROUPS
from gulir.mentoring.queries.signs import HABITS_FORM, KOTAKU_FORM
from gulir.mentoring.services.signs import keep_assessment, reply_to_assessment

__all__ = ["healthy_days"]

FIRST, LATE = 0, 6
"""The KSM that meets and keeps its books, and one that is in arrears and meets no more."""
ONCE = (2, 4)
SUMMER, AUTUMN = date(2026, 7, 14), date(2026, 11, 16)
THEN = {"agenda": 1, "rules": 2, "records": 1, "safety": 0, "partners": 0, "issues": 1}
NOW = {"agenda": 3, "rules": 3, "records": 2, "safety": 1, "partners": 1, "issues": 3}


def healthy_days() -> Iterator[Happening]:
    """Every reading of the two years, and the words of the first KSM beside one of them."""
    yield work_day(SUMMER), lambda office: _look(office, FIRST, THEN)
    yield work_day(AUTUMN), _read_and_answered
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

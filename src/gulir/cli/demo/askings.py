"""Members are asked again six and twelve months after their first loan: some earn more, some less, some are lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gulir.cli.demo.calendar import LAST_DAY, work_day
from gulir.cli.demo.office import EVERYTHING, Happening, Office
from gulir.cli.demo.plan import Turn, turns
from gulir.core.dates import add_months
from gulir.mentoring.queries.followups import Followed, followed
from gulir.mentoring.services import (
    FollowUpSheet,
    JobTold,
    PriceTold,
    correct_followup,
    record_followup,
    write_price_index,
)

__all__ = ["askings"]

MONTHS = {"month_6": 6, "month_12": 12}
DAYS_AFTER = 6
LOST = {
    (2, 3, "month_6"): "moved", (2, 3, "month_12"): "moved", (5, 1, "month_12"): "refused",
    (9, 2, "month_6"): "not_found", (16, 1, "month_12"): "moved", (19, 2, "month_12"): "not_found",
}  # fmt: skip
"""Who (place, seat, round) gave no answer, and why."""
NEVER_ASKED = frozenset({(13, "month_6"), (21, "month_12"), (23, "month_12")})
"""Groups whose round nobody has asked: the first can no longer be made up for."""
GIVEN_UP = frozenset({(3, 1), (11, 2), (17, 0)})
"""Businesses that no longer ran after twelve months."""
CORRECTED = (0, 1, "month_6")
GAINS = (250_000, -100_000, 400_000, 0, 150_000, 350_000, -200_000, 200_000, 100_000)
"""What a month's profit gained or lost, in rupiah, by place and seat."""


PRICES_ON = date(2026, 11, 9)
PRICES_FROM, PRICE_MONTHS = date(2024, 11, 1), 24
PRICE_SOURCE = "Angka contoh untuk belajar, bukan terbitan BPS"


def askings() -> Iterator[Happening]:
    """A week after each round fell due the facilitator goes from member to member; later the price index is copied."""
    yield PRICES_ON, _prices
    for turn in turns():
        if turn.number != 1:
            continue
        for name, months in MONTHS.items():
            day = work_day(add_months(turn.paid_out, months) + timedelta(days=DAYS_AFTER))
            if day < LAST_DAY and (turn.place, name) not in NEVER_ASKED:
                yield day, lambda office, turn=turn, name=name: _ask(office, turn, name)  # type: ignore[misc]


def _prices(office: Office) -> None:
    """Two years of made-up numbers that rise a little each month, said to be made up."""
    rows = [
        PriceTold(month=add_months(PRICES_FROM, n), hundredths=10_500 + 21 * n + 7 * (n % 3))
        for n in range(PRICE_MONTHS)
    ]
    office.do("facilitator", write_price_index, base_year=2022, source=PRICE_SOURCE, rows=rows)


def _ask(office: Office, turn: Turn, name: str) -> None:
    rows = {row.person: row for row in followed(office.book, EVERYTHING, on=office.today)}
    for seat, member in enumerate(office.members(turn.code)):
        row = rows.get(member.person)
        if row is None or row.due is None:
            continue
        sheet = _sheet(office, row, turn.place, seat, name, woman=member.sex == "P")
        made = office.do("facilitator", record_followup, person=member.person, turn=name, sheet=sheet)
        if (turn.place, seat, name) == CORRECTED:
            better = _sheet(office, row, turn.place, seat + 1, name, woman=True)
            reason = "Penjualan tertulis untuk dua minggu"
            office.do("facilitator", correct_followup, followup=UUID(made["followup"]), reason=reason, sheet=better)


def _sheet(office: Office, row: Followed, place: int, seat: int, name: str, *, woman: bool) -> FollowUpSheet:
    why = LOST.get((place, seat, name))
    if why is not None:
        note = "Pindah ke kota lain mengikuti anaknya" if why == "moved" else ""
        return FollowUpSheet(asked_on=office.today, answer=why, note=note)
    was, later = row.baseline, name == "month_12"
    household: dict[str, Any] = {
        "other_income": was.other_income, "living_costs": was.living_costs + (75_000 if later else 25_000),
        "dependants": was.dependants,
    }  # fmt: skip
    if later and (place, seat) in GIVEN_UP:
        note = "Modal terpakai berobat, sekarang bekerja di pabrik"
        return FollowUpSheet(asked_on=office.today, answer="answered", note=note, capital=100_000, **household)
    gain = GAINS[(3 * place + 5 * seat) % len(GAINS)] * (3 if later else 2) // 2
    workers = was.workers + (1 if later and gain > 300_000 else 0)
    return FollowUpSheet(
        asked_on=office.today, answer="answered", alive=True, workers=workers,
        capital=max(0, was.capital + gain), turnover=was.turnover + 2 * gain, costs=was.costs + gain,
        jobs=[_job(no, place, seat, woman=woman) for no in range(workers)], **household,
    )  # fmt: skip


def _job(no: int, place: int, seat: int, *, woman: bool) -> JobTold:
    if no == 0:
        return JobTold(who="owner", weekly_hours=36 + (place + seat) % 14, months=12, woman=woman, poor=seat % 2 == 0)
    who = "family" if no == 1 or place % 3 else "hired"
    return JobTold(
        who=who, weekly_hours=14 + 4 * ((place + seat) % 5), months=6 + no, woman=no % 2 == 1, poor=place % 2 == 0
    )

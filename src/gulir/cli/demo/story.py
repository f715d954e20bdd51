"""The two years day by day: what happens when, in which order, and the closing at the end of each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from gulir.cli.demo.askings import askings
from gulir.cli.demo.calendar import LAST_DAY, half_of, month, pay_day, pay_out_day, work_day
from gulir.cli.demo.callings import callings
from gulir.cli.demo.closing import close_day, close_month, close_year, end_of_month
from gulir.cli.demo.faltering import faltering
from gulir.cli.demo.gatherings import gatherings
from gulir.cli.demo.handing_over import handover_days
from gulir.cli.demo.hard_days import hard_days
from gulir.cli.demo.healthy import healthy_days
from gulir.cli.demo.last_days import applications_of_their_own, last_happenings
from gulir.cli.demo.learning import learning_days
from gulir.cli.demo.lending_days import give_back, receive, receive_for_another, take_on
from gulir.cli.demo.meetings import meetings
from gulir.cli.demo.money import happenings, single_happenings, surprise_count
from gulir.cli.demo.office import Happening, Office
from gulir.cli.demo.plan import INSTALMENTS, Payment, Turn, payments, turns
from gulir.cli.demo.shared_days import shared_days
from gulir.cli.demo.till import bring_to_bank
from gulir.core.dates import month_end, month_name

__all__ = ["live_through"]

LAST_MONTH = 23
WRONG_GROUP = ((10, 2), (6, 2))
"""Whose first instalment of the second loan was booked on whose loan by mistake."""
NEVER_GIVEN_BACK = (4, 2)
"""This group has not come yet for its savings and for what it paid too much."""

Step = Callable[[Office], None]


def live_through(office: Office, say: Callable[[str], None]) -> None:
    """Let two years pass. The last day stays open."""
    diary = _diary()
    endings = {work_day(month_end(month(n))): month_end(month(n)) for n in range(LAST_MONTH)}
    for day in sorted({*diary, *endings}):
        office.go_to(day)
        ends = endings.get(day)
        if ends is not None and ends < day:  # the month ended on a day off: its last day is closed this morning
            _end_month(office, ends)
        if ends is not None:
            say(f"{month_name(ends.month)} {ends.year}")
        for step in diary.get(day, ()):
            step(office)
        if ends == day:
            _end_month(office, ends)
        elif day != LAST_DAY:
            close_day(office)


def _end_month(office: Office, last: date) -> None:
    """Close the last day of a month, on that day or on the first working day after it."""
    office.books_of = last
    end_of_month(office, last)
    close_day(office)
    office.books_of = None


def _diary() -> dict[date, list[Step]]:
    """What happens on each day, in the order of a working day."""
    diary: dict[date, list[Step]] = defaultdict(list)
    for day, step in [
        *_closings(), *meetings(), *_loans(), *_vouchers(), *shared_days(), *_ends_of_pay_days(), *hard_days(),
        *gatherings(), *callings(), *askings(), *healthy_days(), *learning_days(), *faltering(), *handover_days(),
        *last_happenings(),
    ]:  # fmt: skip
        diary[day].append(step)
    return diary


def _closings() -> Iterator[Happening]:
    """On the first working day of a month the one before is closed; in January also the year."""
    for number in range(LAST_MONTH):
        first, day = month(number), work_day(month(number + 1))
        yield day, lambda office, first=first: close_month(office, first)  # type: ignore[misc]
        if first.month == 12:
            yield day, lambda office, year=first.year: close_year(office, year)  # type: ignore[misc]


def _loans() -> Iterator[Happening]:
    """Applications and what is paid out; then what comes in, and what goes back when a loan is paid off."""
    yield from applications_of_their_own()
    for turn in turns():
        yield from take_on(turn)
    for turn in turns():
        done = 0
        for payment in payments(turn):
            done += payment.instalments
            yield payment.day, _receiving(payment)
            if (done == INSTALMENTS or payment.early) and (turn.place, turn.number) != NEVER_GIVEN_BACK:
                yield from _giving_back(turn, payment)


def _receiving(payment: Payment) -> Step:
    mine, other = WRONG_GROUP
    if (payment.turn.place, payment.turn.number) == mine and payment.day.month == 3:
        return lambda office: receive_for_another(office, payment, other)
    return lambda office: receive(office, payment)


def _giving_back(turn: Turn, payment: Payment) -> Iterator[Happening]:
    """A month after the last instalment, on their pay day."""
    for half in range(2 * LAST_MONTH + 2):
        if pay_day(half) > payment.day and half % 2 == half_of(0, turn.wave):
            if pay_day(half) < LAST_DAY:
                yield pay_day(half), lambda office: give_back(office, turn, payment.too_much)
            return


def _vouchers() -> Iterator[Happening]:
    yield from single_happenings()
    for number in range(LAST_MONTH + 1):
        yield from ((day, step) for day, step in happenings(number) if day < LAST_DAY)


def _ends_of_pay_days() -> Iterator[Happening]:
    """The overseer counts now and then; the cash goes to the bank after every pay day and every disbursement."""
    for number in range(1, LAST_MONTH + 1):
        if number % 2:
            yield pay_day(half_of(number, "mid")), surprise_count
        for wave in ("mid", "end"):
            for day in (pay_day(half_of(number, wave)), pay_out_day(number, wave)):
                if day < LAST_DAY:
                    yield day, bring_to_bank

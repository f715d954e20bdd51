"""Where money went next: no rupiah is lent twice, none before it came, and the oldest goes first."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gulir.core.rolling import Back, Lent, rolled

DAY = date(2026, 1, 1)
MOVES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10**7)), max_size=15)


def events(kind, moves):
    return [kind(str(n), DAY + timedelta(days=day), amount) for n, (day, amount) in enumerate(moves)]


@given(MOVES, MOVES)
def test_no_rupiah_is_lent_twice_and_none_before_it_came(came, paid):
    back, lent = events(Back, came), events(Lent, paid)
    became = rolled(back, lent)
    assert set(became) == {one.key for one in back}
    days, sums = {one.key: one.on for one in lent}, dict.fromkeys((one.key for one in lent), 0)
    for one in back:
        assert sum(part.amount for part in became[one.key]) <= one.amount
        for part in became[one.key]:
            assert part.amount > 0
            assert days[part.loan] >= one.on
            sums[part.loan] += part.amount
    assert all(sums[one.key] <= one.amount for one in lent)


@given(MOVES, MOVES)
def test_a_loan_is_filled_while_anything_waits(came, paid):
    back, lent = events(Back, came), events(Lent, paid)
    became = rolled(back, lent)
    used = sum(part.amount for parts in became.values() for part in parts)
    assert used == _greedy(back, lent)


def _greedy(back, lent):
    """The same by another road: a till that fills with what comes and empties with what is lent."""
    till = used = 0
    moves = [(one.on, 0, one.amount) for one in back] + [(one.on, 1, one.amount) for one in lent]
    for _, kind, amount in sorted(moves, key=lambda move: move[:2]):
        if kind == 0:
            till += amount
        else:
            taken = min(till, amount)
            till, used = till - taken, used + taken
    return used


@given(MOVES, MOVES)
def test_what_came_first_is_lent_first(came, paid):
    back, lent = events(Back, came), events(Lent, paid)
    became = rolled(back, lent)
    order = sorted(back, key=lambda one: one.on)
    whole = [sum(part.amount for part in became[one.key]) == one.amount for one in order]
    assert whole == sorted(whole, reverse=True)

"""Claims inside a KSM: what is owed is what was covered less what came back, and nobody's gain is nobody's loss."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gulir.core.claims import AGES, GROUP, Claim, ageing, nets, open_sum

DAY = date(2026, 3, 2)
NAMES = ("Yuni", "Karti", "Sumi", "Parti")


@st.composite
def claims(draw):
    made = []
    for _ in range(draw(st.integers(0, 12))):
        debtor = draw(st.sampled_from(NAMES))
        creditor = draw(st.sampled_from([name for name in (*NAMES, GROUP) if name != debtor]))
        amount = draw(st.integers(1, 10**9))
        on = DAY - timedelta(days=draw(st.integers(0, 400)))
        promise = draw(st.none() | st.integers(0, 90).map(lambda n, on=on: on + timedelta(days=n)))
        back = draw(st.integers(0, amount))
        made.append(Claim(debtor=debtor, creditor=creditor, amount=amount, back=back, on=on, promise_on=promise))
    return made


@given(claims())
def test_what_is_owed_is_what_was_covered_less_what_came_back(found):
    assert open_sum(found) == sum(c.amount for c in found) - sum(c.back for c in found)


@given(claims())
def test_together_nobody_gains_or_loses(found):
    assert sum(nets(found).values()) == 0


@given(claims())
def test_every_rupiah_has_one_age(found):
    sums = ageing(found, DAY)
    assert len(sums) == len(AGES) + 1
    assert sum(sums) == open_sum(found)
    assert min(sums) >= 0


@given(claims())
def test_a_claim_that_is_paid_breaks_no_promise_and_has_no_age(found):
    for claim in found:
        if not claim.open:
            assert not claim.broken(DAY)
            assert claim.age(DAY) == 0

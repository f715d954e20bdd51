"""Profit share: the agreed part of a profit, the contract's part of a loss, and never more than there is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.money import LARGEST_AMOUNT, half_up
from gulir.core.problems.loans import SharingHasNoJasa, SharingRatioOutOfRange
from gulir.core.problems.money import AmountTooLarge
from gulir.core.schedule import Method, Terms, schedule
from gulir.core.sharing import Agreement, outcome
from tests.core.test_schedule import JAN

PERCENTS = st.fractions(min_value=1, max_value=99, max_denominator=10)


@given(share=PERCENTS, loss=PERCENTS, result=st.integers(-(10**9), 10**9), balance=st.integers(0, 10**9))
def test_nobody_gets_or_bears_more_than_there_is(share, loss, result, balance):
    found = outcome(result, Agreement(Method.MUSYARAKAH, share, loss), balance=balance)
    assert 0 <= found.share <= max(0, result)
    assert 0 <= found.borne <= min(balance, max(0, -result))
    assert not (found.share and found.borne)


@given(share=PERCENTS, result=st.integers(0, 10**9))
def test_a_profit_is_shared_by_the_ratio_half_up(share, result):
    found = outcome(result, Agreement(Method.MUDHARABAH, share, Fraction(100)), balance=0)
    assert found.share == half_up(result * share / 100)


def test_in_mudharabah_the_fund_bears_the_whole_loss():
    agreed = Agreement(Method.MUDHARABAH, Fraction(30), Fraction(100))
    assert outcome(-250_001, agreed, balance=10**6).borne == 250_001


@pytest.mark.parametrize(
    ("method", "share", "loss", "path"),
    [
        (Method.MUDHARABAH, 0, 100, "share_percent"),
        (Method.MUDHARABAH, 100, 100, "share_percent"),
        (Method.MUDHARABAH, 30, 50, "loss_percent"),
        (Method.MUSYARAKAH, 30, 0, "loss_percent"),
        (Method.MUSYARAKAH, 30, 101, "loss_percent"),
        (Method.MUSYARAKAH, -1, 50, "share_percent"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(method, share, loss, path):
    with pytest.raises(SharingRatioOutOfRange) as refused:
        Agreement(method, Fraction(share), Fraction(loss))
    assert refused.value.facts["path"] == path


@pytest.mark.parametrize("result", [LARGEST_AMOUNT + 1, -LARGEST_AMOUNT - 1])
def test_a_result_beyond_every_figure_is_refused(result):
    with pytest.raises(AmountTooLarge):
        outcome(result, Agreement(Method.MUDHARABAH, Fraction(30), Fraction(100)), balance=1)


@pytest.mark.parametrize("method", [method for method in Method if method.shares_result])
def test_a_shared_result_has_a_schedule_of_principal_alone(method):
    made = schedule(Terms(principal=1_000_000, instalments=3, method=method, disbursed_on=JAN))
    assert (made.total_jasa, made.total_principal) == (0, 1_000_000)
    with pytest.raises(SharingHasNoJasa):
        Terms(principal=1_000_000, instalments=3, method=method, rate_percent=Fraction(1), disbursed_on=JAN)

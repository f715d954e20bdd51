"""The KSM's own books: what goes in and out of the box, and that nothing falls below zero."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.group_books import COMES_IN, GOES_OUT, GroupBooks, GroupTerms, Line, check_quorum, difference, needed
from gulir.core.problems import Problem
from gulir.core.problems.mentoring import (
    BoxShort,
    CollectedLess,
    CountDiffers,
    GroupRuleOutOfBounds,
    OwedLess,
    QuorumMissed,
    RhythmUnknown,
    SavedLess,
    SavingsGivenAway,
)
from gulir.core.problems.money import AmountMissing, AmountNegative, AmountTooLarge

TERMS = {
    "every": "month", "savings": 10_000, "fine": 2_000, "quorum_percent": 60, "loan_most": 500_000, "loan_months": 3,
    "loan_jasa_bp": 150,
}  # fmt: skip
SAVED = GroupBooks().after([Line(kind="savings", amount=100_000, person=who) for who in ("Yuni", "Karti")])


def test_a_meeting_of_a_small_group_to_the_rupiah():
    """Ten save 10,000, one borrows 60,000; a month later it comes back with 900 jasa, and 900 buys flowers."""
    ten = [Line(kind="savings", amount=10_000, person=str(n)) for n in range(10)]
    first = GroupBooks().after([*ten, Line(kind="loan", amount=60_000, person="1", loan="K")])
    assert (first.cash, first.savings, first.lent, first.surplus) == (40_000, 100_000, 60_000, 0)
    back = [
        Line(kind="repayment", amount=60_000, person="1", loan="K"),
        Line(kind="jasa", amount=GroupTerms.jasa_at(60_000, 150), person="1", loan="K"),
    ]
    second = first.after([*back, Line(kind="welfare", amount=900)])
    assert (second.cash, second.savings, second.lent, second.surplus) == (100_000, 100_000, 0, 0)


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([Line(kind="withdrawal", amount=100_001, person="Yuni")], SavedLess),
        ([Line(kind="loan", amount=200_001, person="Yuni", loan="K")], BoxShort),
        ([Line(kind="repayment", amount=1, person="Yuni", loan="K")], OwedLess),
        ([Line(kind="handed", amount=1)], CollectedLess),
        ([Line(kind="welfare", amount=1)], SavingsGivenAway),
        ([Line(kind="cost", amount=1)], SavingsGivenAway),
        ([Line(kind="savings", amount=0, person="Yuni")], AmountMissing),
        ([Line(kind="savings", amount=-1, person="Yuni")], AmountNegative),
        ([Line(kind="savings", amount=10**12 + 1, person="Yuni")], AmountTooLarge),
    ],
)
def test_what_cannot_be_is_refused_and_one_rupiah_less_is_not(lines, refusal):
    with pytest.raises(refusal):
        SAVED.after(lines)


def test_on_the_edge_it_is_allowed():
    assert SAVED.after([Line(kind="withdrawal", amount=100_000, person="Yuni")]).saved["Yuni"] == 0
    assert SAVED.after([Line(kind="loan", amount=200_000, person="Yuni", loan="K")]).cash == 0
    gift = [Line(kind="gift", amount=5_000), Line(kind="welfare", amount=5_000)]
    assert SAVED.after(gift).surplus == 0


def test_money_that_was_stolen_can_be_written_down_though_it_eats_the_savings():
    assert SAVED.after([Line(kind="short", amount=30_000)]).surplus == -30_000


def test_what_is_said_about_too_little_names_what_there_was():
    with pytest.raises(SavedLess) as told:
        SAVED.after([Line(kind="withdrawal", amount=150_000, person="Yuni")], names={"Yuni": "Bu Yuni"})
    assert told.value.facts == {"member": "Bu Yuni", "saved": 100_000, "asked": 150_000}
    with pytest.raises(SavingsGivenAway) as spent:
        SAVED.after([Line(kind="gift", amount=3_000), Line(kind="welfare", amount=5_000)])
    assert spent.value.facts == {"own": 3_000, "spent": 5_000}


def test_half_of_seven_is_four():
    check_quorum(4, 7, 50)
    with pytest.raises(QuorumMissed):
        check_quorum(3, 7, 50)
    assert [needed(10, 100), needed(10, 1), needed(3, 34)] == [10, 1, 2]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"every": "year"}, RhythmUnknown),
        ({"savings": -1}, GroupRuleOutOfBounds),
        ({"quorum_percent": 0}, GroupRuleOutOfBounds),
        ({"quorum_percent": 101}, GroupRuleOutOfBounds),
        ({"loan_months": 37}, GroupRuleOutOfBounds),
        ({"loan_jasa_bp": 1_001}, GroupRuleOutOfBounds),
    ],
)
def test_rules_of_a_ksm_stay_in_their_bounds(change, refusal):
    with pytest.raises(refusal):
        GroupTerms(**{**TERMS, **change})


@pytest.mark.parametrize(
    ("every", "then"),
    [("week", date(2026, 2, 7)), ("fortnight", date(2026, 2, 14)), ("month", date(2026, 2, 28))],
)
def test_the_next_meeting_comes_as_often_as_was_agreed(every, then):
    assert GroupTerms(**{**TERMS, "every": every}).next_on(date(2026, 1, 31)) == then


def test_a_count_that_differs_needs_its_reason():
    with pytest.raises(CountDiffers):
        difference(booked=1, counted=2, reason=" ")
    with pytest.raises(AmountNegative):
        difference(booked=0, counted=-1, reason="x")
    found = difference(booked=1, counted=2, reason="x")
    assert found is not None
    assert (found.kind, found.amount) == ("over", 1)


LINES = st.lists(
    st.builds(
        Line,
        kind=st.sampled_from((*COMES_IN, *GOES_OUT)),
        amount=st.integers(1, 50_000),
        person=st.sampled_from(("Yuni", "Karti")),
        loan=st.sampled_from(("K-1", "K-2")),
    ),
    max_size=12,
)


@given(meetings=st.lists(LINES, max_size=6))
def test_whatever_meetings_bring_nothing_falls_below_zero_and_the_box_is_what_went_in_and_out(meetings):
    """A refused meeting leaves the books; those that count give the box, rupiah by rupiah."""
    books, counted = GroupBooks(), []
    for lines in meetings:
        try:
            books = books.after(lines)
        except Problem:
            continue
        counted += lines
    assert books.cash == sum(x.amount if x.kind in COMES_IN else -x.amount for x in counted)
    assert min(books.cash, books.held) >= 0
    assert min([*books.saved.values(), *books.owed.values(), 0]) == 0
    assert books.savings == sum(x.signed for x in counted if x.kind in ("brought", "savings", "withdrawal"))
    own = sum(x.signed for x in counted if x.kind in ("fine", "jasa", "gift", "over", "welfare", "cost", "short"))
    assert books.surplus == own


@given(lines=LINES)
def test_the_order_within_a_meeting_changes_nothing(lines):
    assert GroupBooks().added(lines) == GroupBooks().added(list(reversed(lines)))

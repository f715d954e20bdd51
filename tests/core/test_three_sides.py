"""Three sides of a disbursement: any one that differs is enough, and silence grows late."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gulir.core.three_sides import Hand, Sides, verdict

SHARES = st.lists(st.integers(1, 5_000_000), min_size=1, max_size=12)


def sides(shares, arrived, treasurer):
    hands = [Hand(member=str(n), share=s, arrived=a) for n, (s, a) in enumerate(zip(shares, arrived, strict=True))]
    return Sides(paid=sum(shares), treasurer=treasurer, hands=hands)


@given(SHARES, st.integers(0, 400))
def test_three_equal_sides_are_confirmed_on_any_day(shares, days):
    assert verdict(sides(shares, shares, sum(shares)), days=days, within=7).state == "confirmed"


@given(SHARES, st.data())
def test_one_wrong_hand_differs_whatever_the_others_say(shares, data):
    arrived = [data.draw(st.sampled_from((None, share))) for share in shares]
    wrong = data.draw(st.integers(0, len(shares) - 1))
    arrived[wrong] = shares[wrong] + data.draw(st.integers(1, 10**9) | st.integers(-shares[wrong], -1))
    found = verdict(sides(shares, arrived, data.draw(st.sampled_from((None, sum(shares))))), days=0, within=7)
    assert found.state == "differs"
    assert [gap.member for gap in found.gaps] == [str(wrong)]
    assert found.gaps[0].missing == shares[wrong] - arrived[wrong]


@given(SHARES, st.integers(-(10**9), 10**9).filter(bool))
def test_a_wrong_treasurer_differs_even_when_every_member_agrees(shares, off):
    found = verdict(sides(shares, shares, sum(shares) + off), days=0, within=7)
    assert (found.state, [gap.member for gap in found.gaps]) == ("differs", [""])


@given(SHARES, st.data(), st.integers(0, 30))
def test_whoever_is_silent_keeps_it_waiting_then_late(shares, data, days):
    arrived = list(shares)
    arrived[data.draw(st.integers(0, len(shares) - 1))] = None
    state = verdict(sides(shares, arrived, sum(shares)), days=days, within=7).state
    assert state == ("late" if days > 7 else "waiting")


def test_the_members_may_exchange_nothing_among_themselves():
    """The sums agree, yet two hands hold what they should not: that is a difference too."""
    found = verdict(sides([500, 700], [700, 500], 1_200), days=0, within=7)
    assert (found.state, len(found.gaps)) == ("differs", 2)


def test_a_loan_without_members_is_never_confirmed():
    assert verdict(Sides(paid=100, treasurer=100), days=8, within=7).state == "late"

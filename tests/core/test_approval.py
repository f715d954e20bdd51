"""Quorum, votes, four eyes, and the approvals a payment needs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest

from gulir.base.reference import offices
from gulir.core.approval import (
    MATRIX,
    Approval,
    Manner,
    Matter,
    Quorum,
    Votes,
    check_approvals,
    check_four_eyes,
    check_quorum,
    check_stepped_aside,
    decide,
    shown_digest,
)
from gulir.core.problems import Problem

DAY = date(2026, 3, 2)
SHOWN = shown_digest({"loan": "P-001", "amount": 5_000_000})
HALF = Quorum(percent=Fraction(50))
THIRD = Quorum(percent=Fraction(100, 3), more_than=False)


def code_of(act) -> str:
    with pytest.raises(Problem) as refused:
        act()
    return refused.value.code


def yes(person: str, *held: str, digest: str = SHOWN, on: date = DAY) -> Approval:
    return Approval(person=person, offices=frozenset(held), digest=digest, on=on)


@pytest.mark.parametrize(("quorum", "invited", "needed"), [
    (HALF, 55, 28), (HALF, 54, 28), (HALF, 1, 1), (HALF, 2, 2), (HALF, 0, 1), (THIRD, 55, 19), (THIRD, 54, 18),
    (THIRD, 3, 1),
    (Quorum(percent=Fraction(100), more_than=False), 9, 9), (Quorum(percent=Fraction(0)), 9, 1),
    (Quorum(percent=Fraction(0), more_than=False), 9, 1),
])  # fmt: skip
def test_a_quorum_is_more_than_a_share_or_at_least_it(quorum, invited, needed):
    assert quorum.needed(invited) == needed
    check_quorum(present=needed, invited=invited, quorum=quorum)
    if needed > 1 or invited:
        assert code_of(lambda: check_quorum(present=needed - 1, invited=invited, quorum=quorum)) == "QuorumMissing"


def test_the_documented_meeting_of_32_of_55_had_its_quorum():
    check_quorum(present=32, invited=55, quorum=HALF)


def test_more_may_come_than_were_invited():
    check_quorum(present=70, invited=55, quorum=HALF)


@pytest.mark.parametrize(("present", "invited"), [(-1, 5), (5, -1), (-1, -1)])
def test_people_are_not_counted_below_zero(present, invited):
    assert code_of(lambda: check_quorum(present=present, invited=invited, quorum=HALF)) == "VoteCountUnclear"


@pytest.mark.parametrize(("votes", "manner", "carried"), [
    (Votes(votes_for=5, against=4), Manner.VOTE, True), (Votes(votes_for=4, against=4), Manner.VOTE, False),
    (Votes(votes_for=4, against=5), Manner.VOTE, False), (Votes(votes_for=1, abstained=8), Manner.VOTE, True),
    (Votes(votes_for=5, against=3, aside=1), Manner.VOTE, True), (Votes(votes_for=9), Manner.CONSENSUS, True),
    (Votes(votes_for=8, against=1), Manner.CONSENSUS, False), (Votes(votes_for=7, abstained=2), Manner.CONSENSUS, True),
    (Votes(votes_for=0, against=3), Manner.VOTE, False),
])  # fmt: skip
def test_a_motion_is_carried_by_more_votes_for_than_against_or_by_nobody_against(votes, manner, carried):
    outcome = decide(votes, present=9, manner=manner)
    assert outcome.carried is carried
    assert outcome.votes is votes
    assert (votes.votes_for >= outcome.needed) is carried or manner is Manner.CONSENSUS


@pytest.mark.parametrize("votes", [
    Votes(votes_for=10), Votes(votes_for=5, against=5), Votes(votes_for=-1), Votes(votes_for=1, against=-1),
    Votes(votes_for=9, aside=1), Votes(votes_for=1, abstained=-1), Votes(votes_for=1, aside=-1),
    Votes(votes_for=4, against=4, abstained=2),
])  # fmt: skip
def test_votes_that_do_not_fit_those_present_are_refused(votes):
    assert code_of(lambda: decide(votes, present=9, manner=Manner.VOTE)) == "VoteCountUnclear"


@pytest.mark.parametrize("manner", list(Manner))
@pytest.mark.parametrize("votes", [Votes(votes_for=0), Votes(votes_for=0, abstained=5), Votes(votes_for=0, aside=9)])
def test_without_a_vote_for_or_against_nothing_is_decided(votes, manner):
    assert code_of(lambda: decide(votes, present=9, manner=manner)) == "DecidedNothing"


def test_whoever_has_an_interest_steps_aside():
    check_stepped_aside(interested={"siti"}, took_part={"budi", "ani"})
    with pytest.raises(Problem) as refused:
        check_stepped_aside(interested={"siti", "ani"}, took_part=["budi", "ani", "siti"])
    assert (refused.value.code, refused.value.facts["people"]) == ("InterestedMustStepAside", 2)


def test_two_logins_of_one_person_are_one_person():
    check_four_eyes(maker="siti", checker="budi")
    assert code_of(lambda: check_four_eyes(maker="siti", checker="siti")) == "MakerIsChecker"


def test_a_loan_needs_the_manager_and_the_coordinator():
    both = [yes("a", "upk_manager"), yes("b", "coordinator")]
    check_approvals(Matter.LOAN, both, maker="c", digest=SHOWN)
    check_approvals(Matter.LOAN, both[::-1], maker="c", digest=SHOWN)
    for one, missing in ((both[0], "coordinator"), (both[1], "upk_manager")):
        with pytest.raises(Problem) as refused:
            check_approvals(Matter.LOAN, [one], maker="c", digest=SHOWN)
        assert refused.value.facts == {"missing": (missing,)}


def test_one_person_in_two_offices_gives_one_approval():
    both_offices = yes("a", "upk_manager", "coordinator")
    assert code_of(lambda: check_approvals(Matter.LOAN, [both_offices], maker="c", digest=SHOWN)) == "ApprovalTooFew"
    twice = [both_offices, yes("a", "coordinator")]
    assert code_of(lambda: check_approvals(Matter.LOAN, twice, maker="c", digest=SHOWN)) == "ApprovalTwice"


def test_an_approval_that_fits_two_needs_serves_the_one_that_others_cannot():
    people = [yes("a", "upk_manager", "coordinator"), yes("b", "upk_manager")]
    check_approvals(Matter.LOAN, people, maker="c", digest=SHOWN)


def test_the_maker_never_approves():
    people = [yes("c", "upk_manager"), yes("b", "coordinator")]
    assert code_of(lambda: check_approvals(Matter.LOAN, people, maker="c", digest=SHOWN)) == "MakerIsChecker"


def test_an_approval_holds_for_exactly_what_was_shown():
    other = shown_digest({"loan": "P-001", "amount": 5_000_001})
    people = [yes("a", "upk_manager"), yes("b", "coordinator", digest=other)]
    assert code_of(lambda: check_approvals(Matter.LOAN, people, maker="c", digest=SHOWN)) == "ApprovalNotOfThis"


def test_an_approval_after_the_deadline_is_void():
    people = [yes("a", "upk_manager"), yes("b", "coordinator", on=date(2026, 3, 9))]
    check_approvals(Matter.LOAN, people, maker="c", digest=SHOWN, until=date(2026, 3, 9))
    late = lambda: check_approvals(Matter.LOAN, people, maker="c", digest=SHOWN, until=date(2026, 3, 8))  # noqa: E731
    assert code_of(late) == "ApprovalTooFew"


@pytest.mark.parametrize("matter", list(Matter))
def test_no_matter_passes_with_fewer_people_than_it_needs(matter):
    needs = MATRIX[matter]
    people = [yes(f"p{i}", need.offices[i % len(need.offices)]) for i, need in enumerate(needs)]
    check_approvals(matter, people, maker="maker", digest=SHOWN)
    for fewer in combinations(people, len(people) - 1):
        assert (
            code_of(lambda fewer=fewer: check_approvals(matter, fewer, maker="maker", digest=SHOWN)) == "ApprovalTooFew"
        )


@pytest.mark.parametrize("matter", list(Matter))
@pytest.mark.parametrize("office", ["cashier", "loan_officer", "facilitator", "village_head", "city_coordinator", ""])
def test_an_office_without_the_right_gives_no_approval(matter, office):
    people = [yes("a", office), yes("b", office)]
    assert code_of(lambda: check_approvals(matter, people, maker="c", digest=SHOWN)) == "ApprovalTooFew"


def test_every_office_of_the_matrix_exists():
    assert {o for needs in MATRIX.values() for need in needs for o in need.offices} <= set(offices())

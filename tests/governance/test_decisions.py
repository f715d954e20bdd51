"""A decision binds exactly what was shown, is made by those without an interest, and follows from its votes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from gulir.base.models import Fact
from gulir.community import services as community
from gulir.core.problems import books
from gulir.core.problems import governance as refusals
from gulir.governance.models import AgendaItem, Decision, Interest
from gulir.governance.queries import agenda, decision_for, decisions
from gulir.governance.services import close_meeting
from tests.community.stage import TODAY, Stage, make_board
from tests.governance.stage import BOARD, decide_on, lay_before, meet, neighbours

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_board(logins=False)


def test_what_the_board_agrees_on_is_decided_by_everyone_there(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD[:4]), lay_before(stage)
    made = decide_on(stage, meeting, item)
    decision = Decision.objects.get(pk=made["decision"])
    assert (decision.number, decision.votes_for, decision.against, decision.digest) == (
        "KPT-2026-001",
        4,
        0,
        item.digest,
    )
    assert decision_for(stage.book, subject_kind="loan", subject_id="P-001") == decision
    assert decision_for(stage.book, subject_kind="loan", subject_id="P-001", digest="0" * 64) is None
    assert not agenda(stage.book, stage.stands("coordinator")).exists()
    assert list(decisions(stage.book, stage.stands("trustee"))) == [decision]


def test_a_subject_that_changed_after_it_was_shown_is_not_decided(stage: Stage) -> None:
    meeting, seen = meet(stage, *BOARD), lay_before(stage, amount=5_000_000)
    now = lay_before(stage, amount=9_000_000)
    with pytest.raises(refusals.SubjectNotWaiting):
        decide_on(stage, meeting, seen)
    with pytest.raises(refusals.ShownChanged):
        decide_on(stage, meeting, now, digest=seen.digest)
    assert decide_on(stage, meeting, now)["outcome"] == "approved"
    assert AgendaItem.objects.get(pk=seen.pk).status == "withdrawn"


def test_the_digest_tells_one_rupiah_and_one_letter(stage: Stage) -> None:
    digests = {lay_before(stage, subject, amount=amount).digest for subject in ("P-1", "P-2") for amount in (1, 2)}
    assert len(digests) == 4


def test_a_decision_is_made_once(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    decide_on(stage, meeting, item)
    with pytest.raises(refusals.SubjectNotWaiting):
        decide_on(stage, meeting, item, "rejected")


def test_without_quorum_nothing_is_decided(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD[:2]), lay_before(stage)
    for outcome in ("approved", "rejected", "returned"):
        with pytest.raises(books.QuorumMissing) as refusal:
            decide_on(stage, meeting, item, outcome)
        assert refusal.value.facts == {"present": 2, "invited": 5, "needed": 3}


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ((3, 2, 0), "approved"),
        ((2, 3, 0), "rejected"),
        ((2, 2, 1), "returned"),
        ((1, 0, 4), "approved"),
        ((0, 5, 0), "returned"),
    ],
)
def test_votes_give_the_outcome(stage: Stage, votes: tuple[int, int, int], outcome: str) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    body: dict[str, Any] = dict(zip(("votes_for", "against", "abstained"), votes, strict=True))
    assert decide_on(stage, meeting, item, outcome, manner="vote", **body)["outcome"] == outcome


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [((2, 3, 0), "approved"), ((3, 2, 0), "rejected"), ((2, 2, 1), "approved"), ((5, 0, 0), "returned")],
)
def test_votes_that_give_another_outcome_are_refused(stage: Stage, votes: tuple[int, int, int], outcome: str) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    body: dict[str, Any] = dict(zip(("votes_for", "against", "abstained"), votes, strict=True))
    with pytest.raises(refusals.OutcomeDiffers):
        decide_on(stage, meeting, item, outcome, manner="vote", **body)


def test_officers_in_the_room_have_no_vote(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD[:3], "Siti", "Joko"), lay_before(stage)
    with pytest.raises(books.VoteCountUnclear):
        decide_on(stage, meeting, item, manner="vote", votes_for=4)


def test_whoever_has_an_interest_steps_aside_and_is_named_in_private_only(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    made = decide_on(stage, meeting, item, interests={str(stage.people["Tari"]): "kakak pemohon"})
    decision = Decision.objects.get(pk=made["decision"])
    assert decision.votes_for == 4
    assert Interest.objects.get().relation == "kakak pemohon"
    told = Fact.objects.get(kind="DecisionTaken").public
    assert (told["votes_for"], told["aside"]) == (4, 1)
    declared = Fact.objects.get(kind="InterestDeclared")
    assert str(stage.people["Tari"]) not in str(declared.public)
    assert declared.secret.private["person_id"] == str(stage.people["Tari"])


def test_who_stepped_aside_still_counts_for_the_quorum_and_never_as_a_vote(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD[:3]), lay_before(stage)
    aside = {str(stage.people["Tari"]): "pemohon", str(stage.people["Pak Karno"]): "suami pemohon"}
    with pytest.raises(books.VoteCountUnclear):
        decide_on(stage, meeting, item, manner="vote", votes_for=2, interests=aside)
    made = decide_on(stage, meeting, item, interests=aside)
    assert Decision.objects.get(pk=made["decision"]).votes_for == 1


def test_when_everyone_steps_aside_nothing_is_decided(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD[1:4]), lay_before(stage)
    aside = {str(stage.people[name]): "keluarga" for name in BOARD[1:4]}
    for outcome in ("approved", "rejected"):
        with pytest.raises(books.DecidedNothing):
            decide_on(stage, meeting, item, outcome, interests=aside)


def test_whom_it_concerns_does_not_decide_even_without_declaring_it(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage, parties=["Tari", "Yuni"])
    with pytest.raises(books.InterestedMustStepAside) as refusal:
        decide_on(stage, meeting, item)
    assert refusal.value.facts == {"people": 1}
    assert decide_on(stage, meeting, item, interests={str(stage.people["Tari"]): "peminjam"})


def test_a_relative_of_whom_it_concerns_does_not_decide_either(stage: Stage) -> None:
    """I25: neither the beneficiary nor a relative decides; relations come from what was declared."""
    related = [{"person": stage.people["Yuni"], "relation": "sibling"}]
    stage.does(
        "secretary",
        community.take_office,
        person=stage.people["Pak Wiryo"],
        office="forum",
        starts_on=TODAY,
        relations=related,
    )
    meeting, item = meet(stage, *BOARD), lay_before(stage, parties=["Yuni", "Karti"])
    with pytest.raises(books.InterestedMustStepAside):
        decide_on(stage, meeting, item)
    decide_on(stage, meeting, item, interests={str(stage.people["Pak Wiryo"]): "kakak Bu Yuni"})


def test_whoever_has_an_interest_does_not_write_the_decision_down(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    aside = {str(stage.people["Bu Rahma"]): "pemohon"}
    with pytest.raises(books.InterestedMustStepAside):
        decide_on(stage, meeting, item, by="coordinator", interests=aside)
    assert decide_on(stage, meeting, item, by="secretary", interests=aside)


def test_a_closed_meeting_decides_no_more(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    stage.does("secretary", close_meeting, meeting=UUID(meeting["meeting"]), minutes="Selesai.")
    with pytest.raises(refusals.MeetingClosedAlready):
        decide_on(stage, meeting, item)


@pytest.mark.parametrize("kind", ["forum", "unit"])
def test_forum_and_units_advise_only(stage: Stage, kind: str) -> None:
    meeting, item = meet(stage, *BOARD, kind=kind, invited=5), lay_before(stage)
    with pytest.raises(refusals.MeetingDecidesNothing):
        decide_on(stage, meeting, item)


def test_the_members_meeting_decides_with_those_who_came(stage: Stage) -> None:
    meeting, item = meet(stage, kind="rwt", invited=55, attendance=neighbours(32)), lay_before(stage)
    made = decide_on(stage, meeting, item, manner="vote", votes_for=20, against=10, abstained=2)
    assert Decision.objects.get(pk=made["decision"]).meeting.kind == "rwt"


def test_a_rejected_or_returned_subject_can_be_laid_before_the_board_again(stage: Stage) -> None:
    meeting = meet(stage, *BOARD)
    for number, outcome in enumerate(("returned", "rejected", "approved"), start=1):
        made = decide_on(stage, meeting, lay_before(stage, amount=number), outcome)
        assert made["number"] == f"KPT-2026-{number:03d}"
    assert Fact.objects.filter(kind="MotionRejected").count() == 2


def test_the_same_key_decides_once(stage: Stage) -> None:
    from gulir.governance.services import decide

    meeting, item = meet(stage, *BOARD), lay_before(stage)
    body = {"meeting": UUID(meeting["meeting"]), "agenda": item.pk, "digest": item.digest, "outcome": "approved"}
    answers = [
        decide(book=stage.book, key="once", actor=stage.actor("secretary"), at=stage.at, **body) for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert Decision.objects.count() == 1

"""Decisions: made in an open meeting with its quorum, on exactly what was shown, by those without an interest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.community.models import Person
from gulir.community.queries import person_of, relatives
from gulir.core.approval import Manner, Votes, check_quorum, check_stepped_aside
from gulir.core.approval import decide as count_votes
from gulir.core.facts.governance import DecisionTaken, InterestDeclared, MotionRejected
from gulir.core.problems.access import NotFound
from gulir.core.problems.books import DecidedNothing
from gulir.core.problems.governance import (
    InterestUnclear,
    MannerUnknown,
    MeetingDecidesNothing,
    OutcomeDiffers,
    OutcomeUnknown,
    ShownChanged,
    SubjectNotWaiting,
)
from gulir.governance.models import DECIDING_KINDS, AgendaItem, Decision, Interest, Meeting
from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.queries import rules_at
from gulir.governance.services.meetings import open_meeting, quorum_of

__all__ = ["OUTCOMES", "decide"]

OUTCOMES = ("approved", "rejected", "returned")


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """What was decided and how: people who stepped aside with their relation, outcome, manner, votes."""

    outcome: str
    manner: Manner
    votes: Votes
    aside: Mapping[UUID, str]


@command("governance.decide", may=KEEPS_MEETINGS)
def decide(
    act: Act,
    *,
    meeting: UUID,
    agenda: UUID,
    digest: str,
    outcome: str,
    manner: str = "consensus",
    votes_for: int = 0,
    against: int = 0,
    abstained: int = 0,
    interests: Mapping[str, str] | None = None,
) -> Result:
    """Record what the meeting decided about one agenda item. Answers `decision`, `number`, `outcome`.

    `digest` is that of what the meeting saw; `interests` maps the public id of each person who stepped aside to
    their relation. By consensus everyone left agreed; by vote the numbers are counted.
    Refused: `MeetingClosedAlready`, `MeetingDecidesNothing` (forum and unit advise), `SubjectNotWaiting`,
    `ShownChanged`, `OutcomeUnknown`, `MannerUnknown`, `InterestUnclear`, `QuorumMissing`, `VoteCountUnclear`,
    `DecidedNothing`, `OutcomeDiffers`, `InterestedMustStepAside` (a party, a relative of one, or the recorder).
    """
    held = open_meeting(act, meeting)
    item = _waiting(act, agenda, digest)
    if held.kind not in DECIDING_KINDS:
        raise MeetingDecidesNothing(meeting=held.number, kind=held.kind)
    aside = _aside(act, interests or {})
    voters = _voters(held)
    _check_parties(act, item, voters, aside)
    ballot = _ballot(
        outcome, manner, Votes(votes_for=votes_for, against=against, abstained=abstained), aside, voters=voters
    )

    _check(act, held, ballot)

    decision = _write(act, held, item, ballot)

    _tell(act, held, item, decision, ballot)
    return {"decision": decision.pk, "number": decision.number, "outcome": outcome}


def _waiting(act: Act, agenda: UUID, digest: str) -> AgendaItem:
    item = AgendaItem.objects.filter(book=act.book, pk=agenda, status="waiting").first()
    if item is None:
        raise SubjectNotWaiting(subject=str(agenda))
    if item.digest != digest:
        raise ShownChanged(subject=item.shown["title"])
    return item


def _aside(act: Act, interests: Mapping[str, str]) -> dict[UUID, str]:
    """Who stepped aside, each with a relation in words."""
    people: dict[UUID, str] = {}
    for key, relation in interests.items():
        if not relation.strip():
            raise InterestUnclear(relation=relation[:40])
        try:
            person = person_of(act.book.pk, UUID(key))
        except ValueError:
            raise NotFound(what="person", name=key[:40]) from None
        people[person.pk] = relation.strip()[:120]
    return people


def _voters(held: Meeting) -> list[UUID | None]:
    """Those who decide in this meeting; nothing stands for one known by name only."""
    return list(held.attendance.filter(votes=True).values_list("person_id", flat=True))


def _check_parties(act: Act, item: AgendaItem, voters: list[UUID | None], aside: Mapping[UUID, str]) -> None:
    """Whom it concerns, and their relatives, and whoever declared an interest, neither decides nor records (I25)."""
    parties = set(item.parties.values_list("person_id", flat=True))
    concerned = parties | (relatives(act.book.pk, *parties) if parties else frozenset()) | set(aside)
    deciding = {voter for voter in voters if voter is not None and voter not in aside} | {act.actor.person}
    check_stepped_aside(interested=[str(p) for p in concerned], took_part=[str(p) for p in deciding])


def _ballot(outcome: str, manner: str, votes: Votes, aside: Mapping[UUID, str], *, voters: list[UUID | None]) -> Ballot:
    """The votes as they stand: by consensus, everyone left said the same."""
    if outcome not in OUTCOMES:
        raise OutcomeUnknown(outcome=outcome[:20])
    if manner not in set(Manner):
        raise MannerUnknown(manner=manner[:20])
    stepped = sum(voter in aside for voter in voters)
    left = len(voters) - stepped
    if manner == Manner.CONSENSUS:
        agreed = outcome == "approved"
        votes = Votes(votes_for=left if agreed else 0, against=0 if agreed else left)
    counted = Votes(votes_for=votes.votes_for, against=votes.against, abstained=votes.abstained, aside=stepped)
    return Ballot(outcome=outcome, manner=Manner(manner), votes=counted, aside=aside)


def _check(act: Act, held: Meeting, ballot: Ballot) -> None:
    """The quorum, and that the votes give the outcome."""
    rules = rules_at(act.book.pk, held.held_on)
    if not held.quorate:
        check_quorum(
            present=held.voters, invited=held.entitled, quorum=quorum_of(rules, held.kind, repeated=held.repeated)
        )
    if ballot.manner is Manner.CONSENSUS and ballot.outcome != "approved":
        if ballot.votes.against == 0:
            raise DecidedNothing
        return  # the meeting agreed to say no or to send it back: nobody is outvoted
    counted = count_votes(ballot.votes, present=held.voters, manner=ballot.manner)
    if counted.carried != (ballot.outcome == "approved"):
        raise OutcomeDiffers(outcome=ballot.outcome, votes_for=ballot.votes.votes_for, against=ballot.votes.against)


def _write(act: Act, held: Meeting, item: AgendaItem, ballot: Ballot) -> Decision:
    count = Decision.objects.filter(book=act.book, decided_on__year=held.held_on.year).count()
    decision = Decision.objects.create(
        book=act.book,
        number=f"KPT-{held.held_on.year}-{count + 1:03d}",
        meeting=held,
        agenda=item,
        subject_kind=item.subject_kind,
        subject_id=item.subject_id,
        title=item.shown["title"][:200],
        digest=item.digest,
        outcome=ballot.outcome,
        manner=ballot.manner.value,
        votes_for=ballot.votes.votes_for,
        against=ballot.votes.against,
        abstained=ballot.votes.abstained,
        decided_on=held.held_on,
        made_by=act.actor,
    )
    people = Person.objects.in_bulk(list(ballot.aside))
    Interest.objects.bulk_create(
        Interest(decision=decision, person=people[person], relation=relation)
        for person, relation in ballot.aside.items()
    )
    AgendaItem.objects.filter(pk=item.pk).update(status="decided")
    return decision


def _tell(act: Act, held: Meeting, item: AgendaItem, decision: Decision, ballot: Ballot) -> None:
    subject = {"meeting": held.number, "subject_kind": item.subject_kind, "subject_id": item.subject_id}
    for person in ballot.aside:
        act.tell(InterestDeclared(person_id=str(person), **subject))
    votes, on, title = ballot.votes, held.held_on, decision.title
    if decision.outcome == "approved":
        act.tell(
            DecisionTaken(
                number=decision.number,
                digest=item.digest,
                manner=decision.manner,
                decision_id=str(decision.pk),
                votes_for=votes.votes_for,
                against=votes.against,
                abstained=votes.abstained,
                aside=votes.aside,
                on=on,
                title=title,
                **subject,
            ),
            on=on,
        )
        return
    act.tell(
        MotionRejected(
            votes_for=votes.votes_for,
            against=votes.against,
            abstained=votes.abstained,
            aside=votes.aside,
            on=on,
            title=title,
            **subject,
        ),
        on=on,
    )

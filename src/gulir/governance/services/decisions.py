"""Decisions: made in an open meeting with its quorum, on exactly what was shown, by those without an interest."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.core.approval import Manner, Quorum, Votes, check_quorum, check_stepped_aside
from gulir.core.approval import decide as count_votes
from gulir.core.facts.governance import DecisionTaken, InterestDeclared, MotionRejected
from gulir.core.problems.governance import OutcomeDiffers, ShownChanged, SubjectNotWaiting
from gulir.governance.models import AgendaItem, Decision, Interest, Meeting
from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.queries import rules_at
from gulir.governance.services.meetings import open_meeting

__all__ = ["decide"]


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
    """Record what the meeting decided about one agenda item.

    `digest` is that of what the meeting saw; `interests` maps the public id of each person who stepped aside to
    their relation. Refused: no quorum, another showing (`ShownChanged`), votes that give another outcome.
    """
    held = open_meeting(act, meeting)
    item = AgendaItem.objects.filter(book=act.book, pk=agenda, status="waiting").first()
    if item is None:
        raise SubjectNotWaiting(subject=str(agenda))
    if item.digest != digest:
        raise ShownChanged(subject=item.shown["title"])

    aside = dict(interests or {})
    votes = Votes(
        votes_for=votes_for or (held.present - len(aside) if manner == "consensus" and outcome == "approved" else 0),
        against=against or (held.present - len(aside) if manner == "consensus" and outcome != "approved" else 0),
        abstained=abstained,
        aside=len(aside),
    )
    _check(act, held, votes, manner, outcome)
    check_stepped_aside(interested=aside, took_part=[str(act.standing.person)])

    decision = _write(act, held, item, votes, manner, outcome, aside)

    _tell(act, held, item, decision, votes, aside)
    return {"decision": decision.pk, "number": decision.number, "outcome": outcome}


def _check(act: Act, held: Meeting, votes: Votes, manner: str, outcome: str) -> None:
    if not held.quorate:
        rules = rules_at(act.book.pk, held.held_on)
        key = "rwt.quorum_percent" if held.kind == "rwt" else "board.quorum_percent"
        check_quorum(present=held.present, invited=held.invited, quorum=Quorum(percent=rules.percent(key)))
    if manner == "consensus" and outcome != "approved":
        return  # the meeting agreed to say no or to send it back: nobody is outvoted
    counted = count_votes(votes, present=held.present, manner=Manner(manner))
    if counted.carried != (outcome == "approved"):
        raise OutcomeDiffers(outcome=outcome, votes_for=votes.votes_for, against=votes.against)


def _write(
    act: Act, held: Meeting, item: AgendaItem, votes: Votes, manner: str, outcome: str, aside: Mapping[str, str]
) -> Decision:
    count = Decision.objects.filter(book=act.book, decided_on__year=held.held_on.year).count()
    decision = Decision.objects.create(
        book=act.book,
        number=f"KPT-{held.held_on.year}-{count + 1:03d}",
        meeting=held,
        agenda=item,
        subject_kind=item.subject_kind,
        subject_id=item.subject_id,
        title=item.shown["title"],
        digest=item.digest,
        outcome=outcome,
        manner=manner,
        votes_for=votes.votes_for,
        against=votes.against,
        abstained=votes.abstained,
        decided_on=held.held_on,
        made_by=act.actor,
    )
    Interest.objects.bulk_create(
        Interest(decision=decision, person_id=person, relation=relation) for person, relation in aside.items()
    )
    AgendaItem.objects.filter(pk=item.pk).update(status="decided")
    return decision


def _tell(
    act: Act, held: Meeting, item: AgendaItem, decision: Decision, votes: Votes, aside: Mapping[str, str]
) -> None:
    for person in aside:
        act.tell(
            InterestDeclared(
                meeting=held.number, subject_kind=item.subject_kind, subject_id=item.subject_id, person_id=person
            )
        )
    counted = {
        "votes_for": votes.votes_for, "against": votes.against, "abstained": votes.abstained, "aside": votes.aside,
    }  # fmt: skip
    common = {
        "meeting": held.number, "subject_kind": item.subject_kind, "subject_id": item.subject_id,
        "title": decision.title, "on": held.held_on, **counted,
    }  # fmt: skip
    if decision.outcome == "approved":
        act.tell(
            DecisionTaken(
                number=decision.number,
                digest=item.digest,
                manner=decision.manner,
                decision_id=str(decision.pk),
                **common,
            ),
            on=held.held_on,
        )
    else:
        act.tell(MotionRejected(**common), on=held.held_on)

"""The rulebook changes by decision only: proposed on the agenda, decided, in force from a later day on."""

from __future__ import annotations

from datetime import date

from gulir.base.commands import Act, Result, command
from gulir.core.facts.governance import RuleAdopted
from gulir.core.problems.governance import SubjectNotWaiting
from gulir.core.rules import plain_value, show_value
from gulir.governance.models import RuleValue
from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.queries import decision_for, rulebook
from gulir.governance.services.agenda import put_on_agenda

__all__ = ["adopt_rule", "propose_rule"]


@command("governance.propose_rule", may=KEEPS_MEETINGS)
def propose_rule(act: Act, *, rule: str, value: str | int | bool, effective_on: date) -> Result:
    """Ask the board for another value of a rule; a value that could never be adopted is refused at once."""
    book = rulebook(act.book.pk)
    row = book.propose(rule, value, effective_on=effective_on, adopted_on=act.today, decision="-")

    now = show_value(book.at(effective_on).value(rule))
    item = put_on_agenda(
        act,
        subject_kind="rule",
        subject_id=rule,
        title=rule,
        shown={"rule": rule, "now": now, "proposed": show_value(row.value), "effective_on": effective_on, "raw": value},
    )
    return {"agenda": item.pk, "digest": item.digest}


@command("governance.adopt_rule", may=KEEPS_MEETINGS)
def adopt_rule(act: Act, *, rule: str) -> Result:
    """Write the decided value into the rulebook, to the letter of what the decision saw."""
    decision = decision_for(act.book.pk, subject_kind="rule", subject_id=rule)
    taken = RuleValue.objects.filter(decision=decision).exists() if decision else True
    if decision is None or decision.agenda is None or taken:
        raise SubjectNotWaiting(subject=rule)
    shown = decision.agenda.shown

    effective_on = date.fromisoformat(shown["effective_on"])
    row = rulebook(act.book.pk).propose(
        rule, shown["raw"], effective_on=effective_on, adopted_on=decision.decided_on, decision=decision.number
    )

    RuleValue.objects.create(
        book=act.book,
        key=rule,
        value=plain_value(row.value),
        effective_on=effective_on,
        adopted_on=decision.decided_on,
        decision=decision,
    )

    act.tell(RuleAdopted(rule=rule, value=show_value(row.value), effective_on=effective_on, decision=decision.number))
    return {"rule": rule, "value": show_value(row.value), "effective_on": effective_on}

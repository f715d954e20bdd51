"""Readings of governance: the rulebook in force, what waits to be decided, what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing
from gulir.base.reference import offices, rule_definitions
from gulir.base.rows import Row, ask, day_of, json_of
from gulir.community.queries import Holder, offices_at, terms_ending
from gulir.core.problems import Finding, Problem
from gulir.core.problems.governance import (
    BoardNotOdd,
    BoardTooLarge,
    BoardTooSmall,
    OfficeVacant,
    OverseersTooFew,
    OverseersTooMany,
    StaffTooFew,
    TermEndsSoon,
)
from gulir.core.rules import Rulebook, RuleDef, RuleRow, Rules
from gulir.governance.models import AgendaItem, Decision, Meeting
from gulir.governance.policy import READS_AGENDA

__all__ = [
    "agenda",
    "approvals",
    "composition",
    "decision_for",
    "decisions",
    "meetings",
    "rulebook",
    "rulebook_in",
    "rules_at",
    "waiting_on",
]


def rulebook(book: UUID) -> Rulebook:
    """The programme's rules with this board's own dated values."""
    return rulebook_in(ask(ADOPTED, [book]))


ADOPTED = """
SELECT v.key, v.value, v.effective_on, d.number, v.adopted_on
FROM governance_rulevalue v LEFT JOIN governance_decision d ON d.id = v.decision_id
WHERE v.book_id = %s ORDER BY v.effective_on
"""


def rulebook_in(rows: Sequence[Row]) -> Rulebook:
    """The programme's rules with the values that rows of `(key, value, effective on, decision, adopted on)` tell."""
    definitions = definitions_by_key()
    adopted = [
        RuleRow(
            key=key,
            value=definitions[key].read(json_of(value)),
            effective_on=day_of(begins),
            decision=decision,
            adopted_on=None if adopted_on is None else day_of(adopted_on),
        )
        for key, value, begins, decision, adopted_on in rows
    ]
    return Rulebook(definitions.values(), adopted)


@cache
def definitions_by_key() -> Mapping[str, RuleDef]:
    """The programme's definitions by their key."""
    return {definition.key: definition for definition in rule_definitions()}


def rules_at(book: UUID, on: date) -> Rules:
    """The rules in force on a day: one query."""
    return rulebook(book).at(on)


def agenda(book: UUID, standing: Standing) -> QuerySet[AgendaItem]:
    """What waits to be decided, oldest first, for those who may see it."""
    return AgendaItem.objects.filter(READS_AGENDA.visible(standing), book_id=book, status="waiting").order_by(
        "put_on", "id"
    )


def waiting_on(book: UUID, *, subject_kind: str, subject_id: str) -> AgendaItem | None:
    """What a meeting is asked about a subject and has not decided yet; nothing when nothing waits."""
    return AgendaItem.objects.filter(
        book_id=book, subject_kind=subject_kind, subject_id=subject_id, status="waiting"
    ).first()


def meetings(book: UUID, standing: Standing) -> QuerySet[Meeting]:
    """The board's meetings, newest first."""
    return Meeting.objects.filter(READS_AGENDA.visible(standing), book_id=book).order_by("-held_on", "-id")


def decisions(book: UUID, standing: Standing) -> QuerySet[Decision]:
    """What was decided, newest first."""
    found = Decision.objects.filter(READS_AGENDA.visible(standing), book_id=book)
    return found.select_related("meeting", "agenda").order_by("-decided_on", "-id")


def decision_for(book: UUID, *, subject_kind: str, subject_id: str, digest: str = "") -> Decision | None:
    """The latest approval of a subject; with `digest`, only of exactly what was shown then."""
    found = Decision.objects.filter(book_id=book, subject_kind=subject_kind, subject_id=subject_id, outcome="approved")
    if digest:
        found = found.filter(digest=digest)
    return found.order_by("-decided_on", "-id").first()


def approvals(book: UUID, *, subject_kind: str) -> list[Decision]:
    """Every approval of subjects of one kind, with its meeting and what was shown, newest first."""
    found = Decision.objects.filter(book_id=book, subject_kind=subject_kind, outcome="approved")
    return list(found.select_related("meeting", "agenda").order_by("-decided_on", "-id"))


# ---------------------------------------------------------------- who is missing

NEEDED = ("coordinator", "secretary", "upk_manager", "cashier", "bookkeeper")


def composition(book: UUID, on: date) -> list[Finding]:
    """What is not as it should be with the board's offices on a day, each as a warning with its figures.

    Vacant offices; the size of the board (R55), of the UPK (R20) and of the oversight (R21) against the rulebook of
    that day; terms that end within 180 days. One natural person counts once, whatever they hold.
    """
    holders = offices_at(book, on)
    held = {holder.office for holder in holders}
    problems: list[Problem] = [OfficeVacant(office=office) for office in NEEDED if office not in held]
    problems += _sizes(holders, rules_at(book, on))
    problems += [
        TermEndsSoon(office=term.holder.office, ends_before=term.ends_before, days_left=term.days_left)
        for term in terms_ending(book, on)
    ]
    return [Finding.of(problem, level="warning") for problem in problems]


def _sizes(holders: list[Holder], rules: Rules) -> list[Problem]:
    unit_of = {key: office.unit for key, office in offices().items()}
    members = len({h.person for h in holders if unit_of[h.office] == "bkm"})
    staff = len({h.person for h in holders if unit_of[h.office] == "upk"})
    overseers = len({h.person for h in holders if h.office == "overseer"})
    found: list[Problem] = []
    if members < rules.count("board.members_min"):
        found.append(BoardTooSmall(members=members, least=rules.count("board.members_min")))
    if members > rules.count("board.members_max"):
        found.append(BoardTooLarge(members=members, most=rules.count("board.members_max")))
    if rules.flag("board.members_odd") and members % 2 == 0 and members:
        found.append(BoardNotOdd(members=members))
    if staff < rules.count("upk.staff_min"):
        found.append(StaffTooFew(staff=staff, least=rules.count("upk.staff_min")))
    if overseers < rules.count("overseers.count_min"):
        found.append(OverseersTooFew(overseers=overseers, least=rules.count("overseers.count_min")))
    if overseers > rules.count("overseers.count_max"):
        found.append(OverseersTooMany(overseers=overseers, most=rules.count("overseers.count_max")))
    return found

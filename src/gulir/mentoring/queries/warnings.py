"""The early-warning list: every KSM with its warnings, in the order to visit them. There is no score behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.policy import Standing
from gulir.community.queries import GroupRow, groups
from gulir.core.early_warning import (
    Candidate,
    Coverage,
    Known,
    Next,
    Warned,
    WarningRules,
    coverage,
    next_week,
    warnings,
)
from gulir.core.rules import Rules
from gulir.lending.queries import LoanRow
from gulir.mentoring.policy import READS_WARNINGS, reads_of
from gulir.mentoring.queries.known import known_groups
from gulir.mentoring.queries.signs import stages_fallen

__all__ = ["GroupWarned", "WarningList", "warning_list"]


@dataclass(frozen=True, kw_only=True)
class GroupWarned:
    """One KSM: what is known of it, its warnings, by how many stages it fell, `visit_by` when it cannot wait."""

    group: GroupRow
    known: Known
    warned: tuple[Warned, ...] = ()
    stages_fallen: int = 0
    days_unvisited: int = 0
    visit_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class WarningList:
    """Every KSM this person may read about: whom to visit first at the head, those without a reason behind."""

    rows: tuple[GroupWarned, ...]
    coverage: Coverage
    limits: WarningRules

    @property
    def warned(self) -> list[GroupWarned]:
        """Those with a warning."""
        return [row for row in self.rows if row.warned]

    @property
    def asked(self) -> list[GroupWarned]:
        """Those with a warning, and those that fell a stage without one."""
        return [row for row in self.rows if row.warned or row.stages_fallen]

    @property
    def soon(self) -> list[GroupWarned]:
        """Those with so many warnings that they cannot wait."""
        return [row for row in self.rows if row.visit_by is not None]

    def of(self, group: UUID) -> GroupWarned | None:
        """One KSM of the list; nothing for one that is not on it."""
        return next((row for row in self.rows if row.group.id == group), None)


def warning_list(book: UUID, standing: Standing, *, on: date, loans: Sequence[LoanRow], rules: Rules) -> WarningList:
    """The early warnings of every living KSM this person may read about, in fourteen statements.

    `loans` are the running loans as they stand, `rules` those of the board on that day. Nobody else's KSM is read.
    """
    limits = WarningRules.of(rules)
    seen = {row.id: row for row in groups(book, standing, on) if reads_of(READS_WARNINGS, standing, row.id)}
    known = known_groups(book, standing, seen, on=on, loans=loans, rules=limits)
    fallen = stages_fallen(book, standing)
    found = {row.name: _candidate(row, known[key], fallen.get(key, 0), on, limits) for key, row in seen.items()}
    asked = {one.name: one for one in next_week(found.values(), on=on, rules=limits)}
    calm = sorted(found.keys() - asked.keys())
    by_name = {row.name: row for row in seen.values()}
    return WarningList(
        rows=tuple(_row(by_name[name], known, found[name], asked.get(name)) for name in (*asked, *calm)),
        coverage=coverage(_last_seen(seen, known), on=on, most_days=limits.coverage_days),
        limits=limits,
    )


def _candidate(row: GroupRow, known: Known, fallen: int, on: date, limits: WarningRules) -> Candidate:
    last = known.last_visit.on if known.last_visit else known.since
    return Candidate(
        name=row.name,
        warned=warnings(known, on=on, rules=limits),
        stages_fallen=fallen,
        days_unvisited=(on - last).days,
    )


def _row(row: GroupRow, known: Mapping[UUID, Known], found: Candidate, asked: Next | None) -> GroupWarned:
    return GroupWarned(
        group=row,
        known=known[row.id],
        warned=found.warned,
        stages_fallen=found.stages_fallen,
        days_unvisited=found.days_unvisited,
        visit_by=asked.visit_by if asked else None,
    )


def _last_seen(seen: Mapping[UUID, GroupRow], known: Mapping[UUID, Known]) -> dict[str, tuple[date | None, date]]:
    last = {key: one.last_visit for key, one in known.items()}
    return {row.name: ((at.on if (at := last[key]) else None), row.formed_on) for key, row in seen.items()}

"""What the records hold about every KSM as the rules of early warning take it, in a fixed number of statements.

Each record is named by what it is and its key (`meeting:…`, `loan:…`, `visit:…`), so that a page can open it; a meeting
that did not take place has no record and is named by the turn in which it was to be (`turn:2026-03-09`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from gulir.base.policy import Standing
from gulir.community.models import Membership
from gulir.community.queries import GroupRow
from gulir.core.early_warning import BusinessLook, Dated, Known, LoanUser, WarningRules
from gulir.core.rhythm import Agreed, missed_turns
from gulir.core.vital_signs import BooksSeen, InstalmentDue, Meeting
from gulir.lending.models import Loan
from gulir.lending.queries import LoanRow
from gulir.lending.queries.punctual import paid_days
from gulir.mentoring.models import Attendance, GroupEntry, GroupMeeting, GroupRules, LoanUse, Visit
from gulir.mentoring.queries.meetings import meetings_seen
from gulir.mentoring.queries.visits import visits_seen

__all__ = ["known_groups", "meetings_held", "meetings_known"]

BY_THE_BORROWER = ("borrower", "unknown")
"""What a visit may write of a share without saying that somebody else uses it."""


def known_groups(
    book: UUID,
    standing: Standing,
    of: Mapping[UUID, GroupRow],
    *,
    on: date,
    loans: Sequence[LoanRow],
    rules: WarningRules,
) -> dict[UUID, Known]:
    """What is known of these KSM on a day; `loans` are the running ones as they stand. Nine statements."""
    running = [row for row in loans if row.group in of]
    visits = defaultdict[UUID, list[Visit]](list)
    for visit in visits_seen(book, standing).filter(held_on__lte=on, group__in=of).order_by("held_on", "number"):
        visits[visit.group_id].append(visit)
    meetings = meetings_known(book, standing, of, on=on, last=_most(rules))
    leaders, firsts = _leaders(of, on), _first_instalments(running)
    looks, users = _looks(running, visits), _users(running, visits)
    return {
        key: Known(
            since=row.formed_on,
            meetings=meetings[key],
            first_instalments=firsts[key],
            leader_changed=leaders.get(key),
            last_visit=next((Dated(row=_named(one), on=one.held_on) for one in reversed(visits[key])), None),
            businesses=looks[key],
            books=_books(visits[key]),
            users=users[key],
        )
        for key, row in of.items()
    }


def _most(rules: WarningRules) -> int:
    """How many of the last meetings held the rules look at."""
    return max(2 * rules.attendance_meetings, rules.savings_stopped + 1)


def _named(visit: Visit) -> str:
    return f"visit:{visit.pk}"


# ---------------------------------------------------------------- meetings


def meetings_known(
    book: UUID, standing: Standing, of: Collection[UUID], *, on: date, last: int
) -> dict[UUID, list[Meeting]]:
    """The last so many meetings of each KSM that were held, and those after them that were to be: four statements."""
    newest = Window(RowNumber(), partition_by=F("group_id"), order_by=F("number").desc())
    held = meetings_seen(book, standing).filter(group__in=of, held_on__lte=on).annotate(nth=newest)
    came = meetings_held(list(held.filter(nth__lte=last).select_related(None).order_by("held_on", "number")))
    agreed: dict[UUID, list[Agreed]] = defaultdict(list)
    rules = GroupRules.objects.filter(group__in=of, starts_on__lte=on).order_by("number")
    for group, starts_on, every in rules.values_list("group_id", "starts_on", "every"):
        agreed[group].append(Agreed(starts_on=starts_on, every=every))
    return {group: _with_missed(came[group], agreed[group], on=on, last=last) for group in of}


def _with_missed(came: Sequence[Meeting], agreed: Sequence[Agreed], *, on: date, last: int) -> list[Meeting]:
    """The meetings held with those that were not; what lies before the oldest that was read is not known."""
    days = [one.planned_on for one in came]
    since = days[0] if len(days) == last else date.min
    missed = [
        Meeting(row=f"turn:{turn.begins.isoformat()}", planned_on=turn.ends, held=False)
        for turn in missed_turns(agreed, days, until=on)
        if turn.begins > since
    ]
    return sorted([*came, *missed], key=lambda one: one.planned_on)


def meetings_held(held: Sequence[GroupMeeting]) -> dict[UUID, list[Meeting]]:
    """These meetings with who belonged, came and saved, by KSM, in the order given: two statements."""
    members, present, savers = (defaultdict[UUID, set[str]](set) for _ in range(3))
    for meeting, person, came in Attendance.objects.filter(meeting__in=held).values_list(
        "meeting_id", "person_id", "came"
    ):
        members[meeting].add(str(person))
        if came == "present":
            present[meeting].add(str(person))
    saved = GroupEntry.objects.filter(meeting__in=held, kind="savings", person__isnull=False)
    for meeting, person in saved.values_list("meeting_id", "person_id"):
        savers[meeting].add(str(person))
    found: dict[UUID, list[Meeting]] = defaultdict(list)
    for one in held:
        found[one.group_id].append(
            Meeting(
                row=f"meeting:{one.pk}",
                planned_on=one.held_on,
                held=True,
                members=frozenset(members[one.pk]),
                present=frozenset(present[one.pk]),
                savers=frozenset(savers[one.pk]),
            )
        )
    return found


# ---------------------------------------------------------------- who leads


def _leaders(of: Collection[UUID], on: date) -> dict[UUID, Dated]:
    """The last change of the chair of each KSM: another person took it, or nobody did after it was left."""
    found: dict[UUID, Dated] = {}
    before: dict[UUID, Membership] = {}
    chairs = Membership.objects.filter(group__in=of, role="chair", starts_on__lte=on).order_by("starts_on", "pk")
    for row in chairs:
        last = before.get(row.group_id)
        if last is not None and last.person_id != row.person_id:
            found[row.group_id] = Dated(row=f"chair:{row.pk}", on=row.starts_on)
        before[row.group_id] = row
    for group, row in before.items():
        if row.ends_before is not None and row.ends_before <= on:
            found[group] = Dated(row=f"chair:{row.pk}", on=row.ends_before)
    return found


# ---------------------------------------------------------------- loans and how they are used


def _first_instalments(running: Sequence[LoanRow]) -> dict[UUID | None, list[InstalmentDue]]:
    """The first instalment of each running loan; a line that asks nothing (a result not reported yet) is not late."""
    groups = {row.id: row.group for row in running}
    found: dict[UUID | None, list[InstalmentDue]] = defaultdict(list)
    for loan, lines in paid_days([Loan(id=row.id) for row in running]).items():
        for line, paid_on in lines[:1]:
            if line.cum_principal + line.cum_jasa:
                due = InstalmentDue(row=f"loan:{loan}", due_on=line.due_on, paid_on=paid_on)
                found[groups[loan]].append(due)
    return found


def _looks(running: Sequence[LoanRow], visits: Mapping[UUID, Sequence[Visit]]) -> dict[UUID | None, list[BusinessLook]]:
    """When the use of each loan was first seen; one brought in from an old book is not asked about."""
    seen: dict[UUID | None, date] = {}
    for visit in _all(visits):
        seen.setdefault(visit.loan_id, visit.held_on)
    found: dict[UUID | None, list[BusinessLook]] = defaultdict(list)
    for row in running:
        if row.arrival != "old":
            look = BusinessLook(row=f"loan:{row.id}", paid_out=row.disbursed_on, seen_on=seen.get(row.id))
            found[row.group].append(look)
    return found


def _users(running: Sequence[LoanRow], visits: Mapping[UUID, Sequence[Visit]]) -> dict[UUID | None, list[LoanUser]]:
    """What the last visit that looked at each member's share found about who uses it."""
    groups = {row.id: row.group for row in running}
    looked = {visit.pk: visit for visit in _all(visits) if visit.loan_id in groups}
    last: dict[tuple[UUID | None, UUID], LoanUse] = {}
    for use in sorted(LoanUse.objects.filter(visit__in=looked), key=lambda one: looked[one.visit_id].number):
        last[looked[use.visit_id].loan_id, use.person_id] = use
    found: dict[UUID | None, list[LoanUser]] = defaultdict(list)
    for (loan, _person), use in last.items():
        if loan is not None:
            uses = use.user in BY_THE_BORROWER
            found[groups[loan]].append(LoanUser(row=_named(looked[use.visit_id]), borrower_uses=uses))
    return found


def _all(visits: Mapping[UUID, Sequence[Visit]]) -> Iterable[Visit]:
    return (visit for rows in visits.values() for visit in rows)


def _books(visits: Sequence[Visit]) -> list[BooksSeen]:
    return [
        BooksSeen(row=_named(visit), on=visit.held_on, in_order=visit.books == "yes")
        for visit in visits
        if visit.books != "unseen"
    ]

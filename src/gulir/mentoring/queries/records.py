"""Everything a KSM wrote down, and what was seen of it: gathered for one KSM or for many in as few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from gulir.community.models import Group
from gulir.core.dates import Period, add_months
from gulir.core.group_books import COMES_IN
from gulir.core.rhythm import Agreed, missed_turns
from gulir.core.rules import Rules
from gulir.core.vital_signs import BooksSeen, InstalmentDue, InternalLoanSeen, Meeting, Sign, five_habits
from gulir.governance.queries import rules_at
from gulir.ledger.queries import open_day
from gulir.lending.models import Loan
from gulir.lending.queries.cards import standing_of_loans
from gulir.lending.queries.punctual import paid_days
from gulir.mentoring.models import GroupEntry, GroupMeeting, GroupRules, InternalLoan, Visit
from gulir.mentoring.queries.known import meetings_held

__all__ = [
    "Lent",
    "Records",
    "booked_until",
    "habits_on",
    "loans_of_many",
    "missed_by_loan",
    "records_of",
    "records_of_many",
]


@dataclass(frozen=True, kw_only=True)
class Lent:
    """An internal loan: when it was given, until when it was promised, and when it was paid back, if it was."""

    row: str
    lent_on: date
    due_on: date
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class Records:
    """Everything a KSM wrote down, and what was seen of it, that its signs are counted from.

    A row is named by its kind and key: `meeting:…`, `turn:2026-03-02` (a turn without a meeting), `internal:…`,
    `instalment:LOAN:NO`, `visit:…`, `loan:…`.
    """

    group: UUID
    rules: Rules
    meetings: tuple[Meeting, ...]
    lent: tuple[Lent, ...]
    instalments: tuple[InstalmentDue, ...]
    books: tuple[BooksSeen, ...]
    missed: Mapping[str, int]


def records_of(group: Group, on: date) -> Records:
    """What is known of a KSM on a day; a fixed number of statements."""
    return records_of_many(group.book_id, [group.pk], on)[group.pk]


def records_of_many(book: UUID, groups: Collection[UUID], on: date) -> dict[UUID, Records]:
    """What is known of these KSM of a board on a day; as many statements as for one.

    Loans are read as far as the books of the UPK are open: what was not written there yet is nobody's arrears.
    """
    rules, booked = rules_at(book, on), booked_until(book, on)
    tolerance = timedelta(days=rules.count("arrears.grace_days"))
    loans = loans_of_many(book, groups, on)
    owners = {loan.pk: loan.group_id for loan in loans}
    missed = missed_by_loan(loans, booked, rules)
    instalments: dict[UUID | None, list[InstalmentDue]] = defaultdict(list)
    for loan, lines in paid_days(loans).items():
        instalments[owners[loan]] += [
            InstalmentDue(row=f"instalment:{loan}:{line.no}", due_on=line.due_on, paid_on=paid)
            for line, paid in lines
            if line.principal + line.jasa and (paid is not None or line.due_on + tolerance < booked)
        ]
    books: dict[UUID, list[BooksSeen]] = defaultdict(list)
    visits = Visit.objects.filter(group__in=groups, correction=None, held_on__lte=on).exclude(books="unseen")
    for visit in visits.order_by("held_on", "number"):
        books[visit.group_id].append(
            BooksSeen(row=f"visit:{visit.pk}", on=visit.held_on, in_order=visit.books == "yes")
        )
    meetings, lent = _meetings(groups, on), _lent(groups, on)
    return {
        group: Records(
            group=group,
            rules=rules,
            meetings=tuple(meetings[group]),
            lent=tuple(lent[group]),
            instalments=tuple(instalments[group]),
            books=tuple(books[group]),
            missed=missed[group],
        )
        for group in groups
    }


def booked_until(book: UUID, on: date) -> date:
    """As far as the books of the UPK are open, and no further than a day."""
    return min(on, open_day(book) or on)


def loans_of_many(book: UUID, groups: Collection[UUID], on: date) -> list[Loan]:
    """The loans paid out to these KSM by a day."""
    return list(Loan.objects.filter(book_id=book, group__in=groups, withdrawn=False, disbursed_on__lte=on))


def missed_by_loan(loans: Collection[Loan], booked: date, rules: Rules) -> dict[UUID | None, dict[str, int]]:
    """The instalments missed of each running loan, by KSM and by the name of its row, as the books say."""
    missed: dict[UUID | None, dict[str, int]] = defaultdict(dict)
    for row in standing_of_loans([loan for loan in loans if loan.disbursed_on <= booked], booked, rules):
        if row.balance:
            missed[row.group][f"loan:{row.id}"] = row.missed_instalments
    return missed


def _meetings(groups: Collection[UUID], on: date) -> dict[UUID, list[Meeting]]:
    """The meetings that were held, and the turns of each KSM's own rhythm that passed without one, by day."""
    held = GroupMeeting.objects.filter(group__in=groups, correction=None, held_on__lte=on).order_by("number")
    found = meetings_held(list(held))
    agreed: dict[UUID, list[Agreed]] = defaultdict(list)
    rules = GroupRules.objects.filter(group__in=groups, starts_on__lte=on).order_by("number")
    for group, starts_on, every in rules.values_list("group_id", "starts_on", "every"):
        agreed[group].append(Agreed(starts_on=starts_on, every=every))
    for group in groups:
        found[group] += [
            Meeting(row=f"turn:{turn.begins.isoformat()}", planned_on=turn.ends, held=False)
            for turn in missed_turns(agreed[group], [one.planned_on for one in found[group]], until=on)
        ]
    return {group: sorted(found[group], key=lambda one: (one.planned_on, one.row)) for group in groups}


def _lent(groups: Collection[UUID], on: date) -> dict[UUID, list[Lent]]:
    """Every loan out of each box, with the day on which nothing of it was owed any more."""
    owed: dict[UUID, int] = defaultdict(int)
    ended: dict[UUID, date] = {}
    moves = GroupEntry.objects.filter(
        group__in=groups, meeting__correction=None, kind__in=("loan", "repayment"), meeting__held_on__lte=on
    ).order_by("meeting__number", "line")
    for loan, kind, amount, day in moves.values_list("loan", "kind", "amount", "meeting__held_on"):
        owed[loan] += -amount if kind in COMES_IN else amount
        if owed[loan] == 0:
            ended[loan] = day
    found: dict[UUID, list[Lent]] = defaultdict(list)
    rows = InternalLoan.objects.filter(group__in=groups, meeting__correction=None, meeting__held_on__lte=on)
    names = ("group_id", "id", "meeting__held_on", "due_on")
    for group, key, lent_on, due_on in rows.order_by("due_on", "id").values_list(*names):
        found[group].append(Lent(row=f"internal:{key}", lent_on=lent_on, due_on=due_on, ended_on=ended.get(key)))
    return found


def habits_on(records: Records, on: date, *, months: int = 0) -> dict[str, Sign]:
    """The five habits, and attendance, as they stood on a day not after that of the records.

    They look back over so many `months`, or over those of the rulebook when none are asked for.
    """
    back = months or records.rules.count("mentoring.habit_months")
    begins = add_months(on, -back) + timedelta(days=1)
    open_then = [one for one in records.lent if one.lent_on <= on and (one.ended_on is None or one.ended_on > on)]
    return five_habits(
        Period(begins, on + timedelta(days=1)),
        on=on,
        meetings=records.meetings,
        internal=[InternalLoanSeen(row=one.row, due_on=one.due_on) for one in open_then],
        instalments=records.instalments,
        books=records.books,
        tolerance_days=records.rules.count("arrears.grace_days"),
    )

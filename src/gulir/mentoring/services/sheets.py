"""The sheet of one meeting as it is handed in, checked against the KSM's rules and books before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from gulir.base.commands import Act
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.community.models import Group
from gulir.community.queries import members
from gulir.core.group_books import GroupBooks, Line, check_quorum, difference
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import NotAMember
from gulir.core.problems.mentoring import (
    AttendanceIncomplete,
    ExcuseMissing,
    GroupRulesMissing,
    InternalLoanTooLarge,
    KsmWordUnknown,
    LineEmpty,
    LineNotOfThisKind,
    NobodyCame,
)
from gulir.mentoring.models import (
    AgendaItem,
    Attendance,
    GroupEntry,
    GroupRules,
    InternalLoan,
    Promise,
    PromiseResult,
)
from gulir.mentoring.models.entries import OF_A_LOAN, OF_THE_GROUP, OF_THE_MEMBER
from gulir.mentoring.models.meetings import CAME, RESULTS, TOPICS
from gulir.mentoring.queries import books_of, open_loans, open_promises, rules_at, terms_of

__all__ = ["Came", "Lent", "Money", "Promised", "Said", "Sheet", "Worked", "work_out", "write_parts"]

WRITTEN_BY_HAND = tuple(kind for kind in (*OF_THE_MEMBER, *OF_A_LOAN, *OF_THE_GROUP) if kind not in ("over", "short"))
TO_BE_DECIDED = ("welfare", "cost", "loan")


@dataclass(frozen=True, kw_only=True)
class Came:
    """Whether one member came, was excused with a reason, or stayed away; and whether who came spoke."""

    person: UUID
    came: str
    reason: str = ""
    spoke: bool = False


@dataclass(frozen=True, kw_only=True)
class Money:
    """One sum in rupiah that came in or went out, other than a new loan; spending says what for."""

    kind: str
    amount: int
    person: UUID | None = None
    loan: UUID | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Lent:
    """A new loan out of the box to one member, in rupiah."""

    person: UUID
    amount: int
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing talked about, and what was decided, if anything."""

    topic: str
    said: str
    decided: str = ""


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What somebody promised, and until when."""

    said: str
    person: UUID | None = None
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One meeting in the order it is held: last promises, who came, money, agenda, new promises, the counted box."""

    attendance: Sequence[Came]
    counted: int
    place: str = ""
    results: Mapping[int, str] = field(default_factory=dict)
    money: Sequence[Money] = ()
    lent: Sequence[Lent] = ()
    agenda: Sequence[Said] = ()
    promises: Sequence[Promised] = ()
    difference: str = ""


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A sheet that may be written: under which rules, the books before and after, and its rows of the box."""

    rules: GroupRules
    before: GroupBooks
    after: GroupBooks
    lines: tuple[Money, ...]
    loans: tuple[InternalLoan, ...]
    present: int


def work_out(act: Act, of: Group, *, on: date, number: int, sheet: Sheet) -> Worked:
    """What the sheet does to the KSM's books, or the first refusal; nothing is written."""
    rules = rules_at(of.pk, on)
    if rules is None:
        raise GroupRulesMissing(group=of.name)
    terms, before = terms_of(rules), books_of(of.pk, before=number)
    names = {row.person: row.name for row in members(of.pk, on)}
    _check_texts(sheet)
    present = _check_attendance(of, on, sheet.attendance, names)
    _check_words(of, number, sheet)
    owed = {row.id: row for row in open_loans(of.pk, before=number)}
    called: dict[Any, str] = {**names, **{row.id: row.name for row in owed.values()}}
    savers = {person for person, saved in before.saved.items() if saved}
    for no, money in enumerate(sheet.money, 1):
        _check_money(no, money, known={*names, *savers}, owed={row.id: row.person for row in owed.values()})
    if {lent.person for lent in sheet.lent} - set(names):
        raise NotAMember(group=of.name, on=on)
    if sheet.lent or any(money.kind in TO_BE_DECIDED for money in sheet.money) or any(i.decided for i in sheet.agenda):
        check_quorum(present, len(names), terms.quorum_percent)

    loans = tuple(
        InternalLoan(
            id=new_id(),
            book=act.book,
            group=of,
            person_id=lent.person,
            amount=lent.amount,
            jasa_bp=terms.loan_jasa_bp,
            due_on=terms.due_on(on),
            purpose=lent.purpose.strip(),
        )
        for lent in sheet.lent
    )
    called |= {loan.pk: names[loan.person_id] for loan in loans}
    lines = [
        *sheet.money,
        *(Money(kind="loan", amount=loan.amount, person=loan.person_id, loan=loan.pk) for loan in loans),
    ]
    after = before.after(_lines(lines), names=called)
    gap = difference(booked=after.cash, counted=sheet.counted, reason=sheet.difference)
    if gap is not None:
        lines.append(Money(kind=gap.kind, amount=gap.amount, note=sheet.difference.strip()))
        after = after.added([gap])
    owing = dict.fromkeys(names, 0) | _owing(after, loans, owed)
    for person in {lent.person for lent in sheet.lent}:
        if owing[person] > terms.loan_most:
            raise InternalLoanTooLarge(member=names[person], asked=owing[person], most=terms.loan_most)
    return Worked(rules=rules, before=before, after=after, lines=tuple(lines), loans=loans, present=present)


def write_parts(act: Act, of: Group, meeting: UUID, sheet: Sheet, worked: Worked) -> None:
    """A step of an act: every part of the record; the meeting itself comes last and closes it."""
    Attendance.objects.bulk_create(
        Attendance(meeting_id=meeting, person_id=row.person, came=row.came, reason=row.reason.strip(), spoke=row.spoke)
        for row in sheet.attendance
    )
    for loan in worked.loans:
        loan.meeting_id = meeting
    InternalLoan.objects.bulk_create(worked.loans)
    GroupEntry.objects.bulk_create(
        GroupEntry(
            book=act.book,
            group=of,
            meeting_id=meeting,
            line=no,
            kind=money.kind,
            person_id=money.person,
            loan_id=money.loan,
            amount=money.amount,
            note=money.note.strip(),
        )
        for no, money in enumerate(worked.lines, 1)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting_id=meeting, line=no, topic=i.topic, said=i.said.strip(), decided=i.decided.strip())
        for no, i in enumerate(sheet.agenda, 1)
    )
    Promise.objects.bulk_create(
        Promise(meeting_id=meeting, line=no, person_id=p.person, said=p.said.strip(), due_on=p.due_on)
        for no, p in enumerate(sheet.promises, 1)
    )
    PromiseResult.objects.bulk_create(
        PromiseResult(meeting_id=meeting, promise_id=promise, result=result)
        for promise, result in sheet.results.items()
    )


def _lines(lines: Sequence[Money]) -> list[Line]:
    return [Line(kind=money.kind, amount=money.amount, person=money.person, loan=money.loan) for money in lines]


def _owing(after: GroupBooks, loans: Sequence[InternalLoan], owed: Mapping[UUID, Any]) -> dict[UUID, int]:
    """What each member owes the group after the meeting, over all of their loans."""
    found: dict[UUID, int] = {}
    for loan, person in [*((row.pk, row.person_id) for row in loans), *((k, row.person) for k, row in owed.items())]:
        found[person] = found.get(person, 0) + after.owed.get(loan, 0)
    return found


def _check_texts(sheet: Sheet) -> None:
    check_text(place=(sheet.place.strip(), 80), difference=(sheet.difference.strip(), 120))
    for row in sheet.attendance:
        check_text(reason=(row.reason.strip(), 120))
    for money in sheet.money:
        check_text(note=(money.note.strip(), 120))
    for lent in sheet.lent:
        check_text(purpose=(lent.purpose.strip(), 80))
    for item in sheet.agenda:
        check_text(said=(item.said.strip(), 300), decided=(item.decided.strip(), 300))
    for promise in sheet.promises:
        check_text(said=(promise.said.strip(), 200))


def _check_attendance(of: Group, on: date, rows: Sequence[Came], names: Mapping[UUID, str]) -> int:
    """Every member once, no one else; gives back how many came."""
    told = [row.person for row in rows]
    if set(told) - set(names) or len(told) != len(set(told)):
        raise NotAMember(group=of.name, on=on)
    if len(told) < len(names):
        raise AttendanceIncomplete(missing=len(names) - len(told))
    for row in rows:
        if row.came not in CAME:
            raise KsmWordUnknown(word=row.came[:20], known=CAME)
        if (row.came == "excused") != bool(row.reason.strip()):
            raise ExcuseMissing(member=names[row.person])
        if row.spoke and row.came != "present":
            raise ExcuseMissing(member=names[row.person])
    present = sum(row.came == "present" for row in rows)
    if not present:
        raise NobodyCame
    return present


def _check_words(of: Group, number: int, sheet: Sheet) -> None:
    """Topics, results and promises are of the list, and say something."""
    open_ = {promise.pk for promise in open_promises(of.pk, before=number)}
    for promise, result in sheet.results.items():
        if promise not in open_:
            raise NotFound(what="janji", name=str(promise))
        if result not in RESULTS:
            raise KsmWordUnknown(word=result[:20], known=RESULTS)
    for no, item in enumerate(sheet.agenda, 1):
        if item.topic not in TOPICS:
            raise KsmWordUnknown(word=item.topic[:20], known=TOPICS)
        if not item.said.strip():
            raise LineEmpty(line=no)
    known = {row.person for row in sheet.attendance}
    for no, promised in enumerate(sheet.promises, 1):
        if not promised.said.strip():
            raise LineEmpty(line=no)
        if promised.person is not None and promised.person not in known:
            raise NotFound(what="anggota", name=str(promised.person))


def _check_money(no: int, money: Money, *, known: set[Any], owed: Mapping[Any, UUID]) -> None:
    """A sum is somebody's or the group's, as its kind says, and of an open loan where it is about one."""
    if money.kind not in WRITTEN_BY_HAND or money.kind == "loan":
        raise KsmWordUnknown(word=money.kind[:20], known=WRITTEN_BY_HAND)
    if money.kind in OF_THE_GROUP:
        fits = money.person is None and money.loan is None
    elif money.kind in OF_A_LOAN:
        fits = money.loan in owed and owed.get(money.loan) == money.person
    else:
        fits = money.person in known and money.loan is None
    if not fits:
        raise LineNotOfThisKind(kind=money.kind)
    if money.kind in ("welfare", "cost") and not money.note.strip():
        raise LineEmpty(line=no)

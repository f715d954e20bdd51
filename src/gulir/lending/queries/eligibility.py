"""A KSM as the requirements see it, from the rows: what stands for and against a loan, and each member's next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from gulir.community.models import Group, Person
from gulir.community.queries import MemberRow, members
from gulir.core.dates import months_between
from gulir.core.eligibility import Candidate, Check, Ksm, Lived, Running, State, checks
from gulir.core.names import ALIKE, likeness, plain_name
from gulir.core.rules import Rules
from gulir.core.rungs import Rung, RungRules, rung
from gulir.governance.queries import rules_at
from gulir.lending.dues import schedules_of
from gulir.lending.models import Loan, Pledge, Share
from gulir.lending.queries.cards import standing_of_loans
from gulir.lending.queries.claims import claimed_of
from gulir.lending.queries.punctual import paid_on_time

__all__ = [
    "Eligibility",
    "MemberRung",
    "eligibility",
    "ksm_of",
    "lent_unassigned",
    "never_lent_to",
    "pledged",
    "running_loans",
    "rungs",
]


@dataclass(frozen=True, kw_only=True)
class MemberRung:
    """A member's place on the loan ladder: loans so far, the last share in rupiah (0: none known), the next step."""

    person: UUID
    name: str
    loans: int
    last: int
    punctual: bool
    next: Rung


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """What stands for and against a loan to a KSM on a day, and the rules it was judged by."""

    checks: tuple[Check, ...]
    rungs: tuple[MemberRung, ...]
    rules: Rules

    @property
    def may_apply(self) -> bool:
        """Whether nothing blocks an application."""
        return all(check.state is not State.BLOCKS for check in self.checks)

    @property
    def open(self) -> int:
        """How many requirements are not met."""
        return sum(check.state is not State.MET for check in self.checks)


def eligibility(book: UUID, group: Group, on: date, *, lived: Lived | None = None) -> Eligibility:
    """The whole list for one KSM, in a fixed number of queries and two for each earlier loan of its members.

    `lived` is what the KSM's own records say: kept above (`mentoring.queries.lived`), handed in by the door.
    """
    rules = rules_at(book, on)
    people = members(group.pk, on)
    steps = rungs(book, group, people, rules)
    done = {step.person for step in steps if step.next.graduates}
    ksm = ksm_of(book, group, people, on, rules, graduates=done, lived=lived)
    return Eligibility(checks=tuple(checks(ksm, rules)), rungs=tuple(steps), rules=rules)


def ksm_of(
    book: UUID,
    group: Group,
    people: Sequence[MemberRow],
    on: date,
    rules: Rules,
    *,
    graduates: Iterable[UUID] = (),
    lived: Lived | None = None,
) -> Ksm:
    """The group with its members and running loans on a day, as the core judges it."""
    persons = [member.person for member in people]
    elsewhere, other_funds = _borrowing(book, group, persons)
    seems = _resembling(book, group, people)
    done, signed = set(graduates), pledged(group)
    return Ksm(
        name=group.name,
        months=months_between(group.formed_on, on),
        first=never_lent_to(book, group),
        lived=lived,
        members=tuple(
            Candidate(
                name=m.name,
                woman=m.sex == "P",
                poor_listed=m.poor_listed,
                signed=m.person in signed,
                borrows_in=elsewhere.get(m.person, ""),
                seems=seems.get(m.person, ("", ""))[0],
                seems_in=seems.get(m.person, ("", ""))[1],
                other_fund=m.person in other_funds,
                graduates=m.person in done,
            )
            for m in people
        ),
        running=tuple(
            Running(loan_no=row.loan_no, missed=row.missed_instalments)
            for row in standing_of_loans(list(running_loans(book, group)), on, rules)
        )
        + tuple(Running(loan_no=number, missed=1) for number in claimed_of(group.pk)),
    )


def never_lent_to(book: UUID, group: Group) -> bool:
    """Whether this fund has not lent to the group yet."""
    return not Loan.objects.filter(book_id=book, group=group, withdrawn=False).exists()


def pledged(group: Group) -> set[UUID]:
    """Who signed that they answer together for the loans of this group."""
    return set(Pledge.objects.filter(group=group).values_list("person_id", flat=True))


def running_loans(book: UUID, group: Group) -> Iterable[Loan]:
    """The group's active loans, also those of an old book that know it by name only."""
    active = Loan.objects.filter(book_id=book, state="active", withdrawn=False)
    return (active.filter(group=group) | active.filter(group=None, ksm__iexact=group.name)).order_by("disbursed_on")


RUNNING = Q(live=True, loan__state="active", loan__withdrawn=False)


def _borrowing(book: UUID, group: Group, persons: Sequence[UUID]) -> tuple[dict[UUID, str], set[UUID]]:
    """Members in a running loan of another KSM of this fund with its number, and those in one of another fund.

    One natural person is one row whatever the spelling: the blind index of the NIK sees to it.
    """
    here: dict[UUID, str] = {}
    away: set[UUID] = set()
    found = Share.objects.filter(RUNNING, person__in=persons).exclude(loan__group=group)
    for person, fund, loan_no in found.order_by("id").values_list("person_id", "loan__book_id", "loan__loan_no"):
        if fund == book:
            here.setdefault(person, loan_no)
        else:
            away.add(person)
    return here, away


def _resembling(book: UUID, group: Group, people: Sequence[MemberRow]) -> dict[UUID, tuple[str, str]]:
    """Members who may be the same person as a borrower of another KSM registered twice: that name and its KSM.

    The same telephone (by blind index) or the same birthday with a like name, or one name in two spellings in one RW.
    """
    own = {row.pk: row for row in Person.objects.filter(pk__in=[member.person for member in people])}
    others = (
        Share.objects.filter(RUNNING, loan__book_id=book, person__isnull=False)
        .exclude(loan__group=group)
        .exclude(person__in=own)
        .select_related("person", "loan")
    )
    found: dict[UUID, tuple[str, str]] = {}
    for share in others.order_by("id"):
        assert share.person is not None  # chosen for it
        for person in own.values():
            if person.pk not in found and _same_person(person, share.person):
                found[person.pk] = (share.person.name, share.loan.ksm)
    return found


def _same_person(one: Person, other: Person) -> bool:
    if one.sex != other.sex:
        return False
    mine, theirs = plain_name(one.name), plain_name(other.name)
    if mine == theirs and one.rw == other.rw:
        return one.born_on is None or other.born_on is None or one.born_on == other.born_on
    told = bool(one.phone_index) and one.phone_index == other.phone_index
    born = one.born_on is not None and one.born_on == other.born_on
    return (told or born) and likeness(mine, theirs) >= ALIKE


# ---------------------------------------------------------------- the ladder


def lent_unassigned(book: UUID, group: Group) -> bool:
    """Whether an old loan of this group has a share of which nobody knows whose it was."""
    return Share.objects.filter(
        Q(loan__group=group) | Q(loan__group=None, loan__ksm__iexact=group.name), loan__book_id=book, person=None,
        live=True, loan__withdrawn=False,
    ).exists()  # fmt: skip


def rungs(book: UUID, group: Group, people: Sequence[MemberRow], rules: Rules) -> list[MemberRung]:
    """Where each member stands on the ladder, by every share they had in this fund."""
    ladder, old = RungRules.of(rules), lent_unassigned(book, group)
    shares: dict[UUID, list[Share]] = {}
    had = Share.objects.filter(
        person__in=[member.person for member in people], live=True, loan__book_id=book, loan__withdrawn=False
    )
    for share in had.select_related("loan").order_by("loan__disbursed_on", "id"):
        assert share.person_id is not None  # chosen for it
        shares.setdefault(share.person_id, []).append(share)
    punctual = _punctual({rows[-1].loan_id: rows[-1].loan for rows in shares.values()}, rules)
    made = []
    for member in people:
        rows = shares.get(member.person, [])
        last, always = (rows[-1].principal, punctual[rows[-1].loan_id]) if rows else (0, False)
        step = rung(loans=len(rows) or int(old), last=last, punctual=always, rules=ladder)
        made.append(
            MemberRung(
                person=member.person, name=member.name, loans=len(rows), last=last, punctual=always, next=step
            )
        )  # fmt: skip
    return made


def _punctual(loans: Mapping[UUID, Loan], rules: Rules) -> dict[UUID, bool]:
    """For each loan whether every instalment that fell due so far came in time."""
    tolerance = rules.count("iptw.tolerance_days")
    schedules = schedules_of(loans)
    fallen = {key: [line for line in lines if line.due_on <= rules.on] for key, lines in schedules.items()}
    return {key: paid_on_time(loan, fallen[key], tolerance_days=tolerance) for key, loan in loans.items()}

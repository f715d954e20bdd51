"""One application and its loan, read once, by whoever may read the loan.

What a visit found out about a household is for those who hold an office; a neighbour of the group gets the same forms
with these places left empty. A NIK is only ever handed on masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from gulir.base.policy import Standing
from gulir.community.models import Group, Person
from gulir.community.queries import MemberRow, board_of, masked_nik, members, offices_at
from gulir.core.incentive import reward_of
from gulir.core.ladder import WARNINGS, Step
from gulir.core.money import split_lines
from gulir.core.problems import Problem
from gulir.core.problems.access import NotFound
from gulir.core.schedule import Method
from gulir.governance.queries import rules_at
from gulir.lending.models import (
    Application,
    ApplicationShare,
    Ending,
    Handling,
    Loan,
    MemberForm,
    Pledge,
    Repayment,
    Survey,
)
from gulir.lending.queries import Card, LoanRow, applications, card, loans_seen
from gulir.lending.queries.handling import where_it_stands
from gulir.lending.queries.paid import savings_held
from gulir.lending.queries.punctual import paid_on_time
from gulir.lending.terms import build_schedule, terms_of
from gulir.mentoring.models import GroupRules
from gulir.mentoring.models import Visit as Call
from gulir.mentoring.queries.visits import visits_seen
from gulir.papers.loan_file.values import (
    Agreed,
    Asked,
    Due,
    Ended,
    Lent,
    Letter,
    LoanFile,
    Member,
    Moved,
    Offered,
    Paid,
    Renewed,
    Surveyed,
    Used,
    Visited,
    Written,
)

__all__ = ["file_of_application", "file_of_loan"]

LEADERS = ("chair", "secretary", "treasurer")


def file_of_application(book: UUID, application: UUID, *, standing: Standing, on: date) -> LoanFile:
    """The file of an application, with its loan once there is one; `NotFound` for whoever may not see it."""
    asked = applications(book, standing).select_related("verified_by").filter(pk=application).first()
    if asked is None:
        raise NotFound(what="pengajuan", name=str(application))
    return _file(book, asked, loans_seen(book, standing).filter(application=asked).first(), standing, on)


def file_of_loan(book: UUID, loan: UUID, *, standing: Standing, on: date) -> LoanFile:
    """The file of a loan, with its application unless it comes from an old book; `NotFound` likewise."""
    lent = loans_seen(book, standing).select_related("group").filter(pk=loan).first()
    if lent is None:
        raise NotFound(what="pinjaman", name=str(loan))
    asked = None
    if lent.application_id:
        asked = applications(book, standing).select_related("verified_by").filter(pk=lent.application_id).first()
    return _file(book, asked, lent, standing, on)


def _file(book: UUID, asked: Application | None, loan: Loan | None, standing: Standing, on: date) -> LoanFile:
    board = board_of(book)
    group = asked.group if asked else loan.group if loan else None
    fellows = members(group.pk, on) if group else []
    found = card(book, loan.pk, as_of=on, standing=standing) if loan else None
    schedule = _dues(found) if found else _planned(asked, on)
    offices = {holder.office: holder.name for holder in reversed(offices_at(book, on))}
    borrowers = _members(asked, loan, fellows, schedule, inside=bool(standing.offices) or standing.founder)
    calls = visits_seen(book, standing).filter(loan=loan, held_on__lte=on) if loan else ()
    return LoanFile(
        board=board.name,
        board_code=board.code,
        place=board.area.name if board.area else "",
        on=on,
        ksm=loan.ksm if loan else group.name if group else "",
        ksm_code=group.code if group else "",
        rw=loan.rw if loan else group.rw if group else "",
        formed_on=group.formed_on if group else None,
        amount=loan.principal if loan else _stands_at(asked),
        members=tuple(borrowers.values()),
        fellows=_fellows(group, fellows),
        leaders={row.role: row.name for row in reversed(fellows) if row.role in LEADERS},
        offices=offices | dict(_signers(asked)),
        agreed=_agreed(group, on) if group else None,
        offered=_offered(asked, loan),
        schedule=schedule,
        asked=_asked(asked) if asked else None,
        lent=_lent(book, found, on) if found else None,
        visited=tuple(_visited(call, borrowers) for call in reversed(calls)),
    )


def _visited(call: Call, people: Iterable[UUID]) -> Visited:
    """The visit without what was only heard: that stays with those who listened."""
    rows = {row.person_id: row for row in call.uses.order_by("id")}
    uses = {pk: Used(user=row.user, used_for=row.used_for, alive=row.alive, note=row.note) for pk, row in rows.items()}
    return Visited(
        on=call.held_on,
        by=call.written_by.name,
        condition=call.condition,
        advice=call.advice,
        answer=call.answer,
        promises=tuple(call.promises.order_by("line").values_list("who", "said", "due_on")),
        uses=tuple(uses.get(person) for person in people),
    )


def _stands_at(asked: Application | None) -> int:
    """What the application stands at: decided, else verified, else asked; what was rejected, at what was asked."""
    stages = (asked.decided, asked.verified, asked.asked) if asked else ()
    return next((amount for amount in stages if amount), 0)


def _signers(asked: Application | None) -> Mapping[str, str]:
    """Who signed the decision and who made the visit, each for their office then, whoever holds it today."""
    if asked is None:
        return {}
    signed = asked.signatures.select_related("actor").order_by("id")
    names = {office: row.actor.name for row in signed for office in row.offices}
    if asked.verified_by is not None:
        names["loan_officer"] = asked.verified_by.name
    return names


def _offered(asked: Application | None, loan: Loan | None) -> Offered:
    product = asked.product if asked else None
    source = loan or product
    if source is None:
        raise NotFound(what="pinjaman", name="")
    return Offered(
        method=source.method,
        rate_percent=source.rate_percent,
        share_percent=product.share_percent if product else "0",
        loss_percent=product.loss_percent if product else "0",
        instalments=source.instalments,
        every=source.every,
        unit=source.unit,
    )


def _asked(asked: Application) -> Asked:
    return Asked(
        number=asked.number,
        purpose=asked.purpose,
        state=asked.state,
        submitted_on=asked.submitted_on,
        asked=asked.asked,
        verified=asked.verified,
        verified_on=asked.verified_on,
        verified_by=asked.verified_by.name if asked.verified_by else "",
        decided=asked.decided,
        decided_on=asked.decided_on,
        note=asked.note,
    )


# ---------------------------------------------------------------- the plan


def _dues(found: Card) -> tuple[Due, ...]:
    return tuple(
        Due(
            no=line.no, due_on=line.due_on, principal=line.principal, jasa=line.jasa,
            balance=found.loan.principal - line.cum_principal,
        )
        for line in found.schedule
    )  # fmt: skip


def _planned(asked: Application | None, on: date) -> tuple[Due, ...]:
    """The plan if the money went out on `on`; none where these terms give none."""
    if asked is None:
        return ()
    signed = asked.sheet
    margin = signed["jasa"] if signed and asked.product.method == Method.MURABAHAH else None
    try:
        terms = terms_of(asked.product, principal=_stands_at(asked), disbursed_on=on, margin=margin)
        made = build_schedule(terms)
    except Problem:
        return ()
    return tuple(
        Due(no=i.no, due_on=i.due_on, principal=i.principal, jasa=i.jasa, balance=i.balance) for i in made.instalments
    )


# ---------------------------------------------------------------- the members


def _members(
    asked: Application | None,
    loan: Loan | None,
    fellows: Sequence[MemberRow],
    schedule: Sequence[Due],
    *,
    inside: bool,
) -> dict[UUID, Member]:
    """Who borrows, in the order of the application; each with their part of every instalment."""
    rows = list(asked.shares.select_related("person", "survey").order_by("id")) if asked else []
    parts = list(loan.shares.filter(live=True).select_related("person").order_by("id")) if loan else []
    shares = {part.person_id: part.principal for part in parts}
    people: dict[UUID, Person] = {row.person_id: row.person for row in rows}
    people |= {part.person.pk: part.person for part in parts if part.person is not None}
    roles = {row.person: row.role for row in fellows}
    by_person = {row.person_id: row for row in rows}
    weights = shares or {row.person_id: _row_stands_at(row) for row in rows}
    dues = _shared(schedule, weights)
    made = {
        pk: _member(person, roles.get(pk, "member"), by_person.get(pk), shares.get(pk), dues.get(pk, ()))
        for pk, person in people.items()
    }
    known = _known(asked, made) if asked else made
    return known if inside else {pk: _closed(member) for pk, member in known.items()}


def _known(asked: Application, made: Mapping[UUID, Member]) -> dict[UUID, Member]:
    """The members with what they wrote until the visit, and the day they signed to answer together."""
    until = asked.verified_on or asked.submitted_on
    forms = MemberForm.objects.filter(group=asked.group, person__in=made, filled_on__lte=until)
    written = {form.person_id: _written(form) for form in forms.order_by("filled_on", "id")}
    pledges = Pledge.objects.filter(group=asked.group, person__in=made)
    signed = dict(pledges.values_list("person_id", "signed_on"))
    return {pk: replace(member, written=written.get(pk), pledged_on=signed.get(pk)) for pk, member in made.items()}


def _closed(member: Member) -> Member:
    """A member as a neighbour may read them: without the economy of the household."""
    return replace(member, income=None, costs=None, written=None, surveyed=None)


def _written(form: MemberForm) -> Written:
    return Written(
        since=form.business_since,
        workers=form.workers,
        capital=form.capital,
        turnover=form.turnover,
        costs=form.costs,
        other_income=form.other_income,
        living_costs=form.living_costs,
        other_instalments=form.other_instalments,
        dependants=form.dependants,
    )


def _surveyed(found: Survey | None) -> Surveyed | None:
    if found is None:
        return None
    return Surveyed(
        other_income=found.other_income,
        living_costs=found.living_costs,
        other_instalments=found.other_instalments,
        ceiling=found.ceiling,
        marks=(found.character, found.capacity, found.capital, found.condition, found.collateral),
        exception=found.exception,
    )


def _row_stands_at(row: ApplicationShare) -> int:
    stages: tuple[int | None, ...] = (row.decided, row.verified, row.asked)
    return next(amount for amount in stages if amount is not None)


def _shared(
    schedule: Sequence[Due], weights: Mapping[UUID | None, int]
) -> dict[UUID | None, tuple[tuple[int, int], ...]]:
    """Each member's part of every instalment by the size of their share (`split_lines`)."""
    if not schedule or not any(weights.values()):
        return {}
    sizes = list(weights.values())
    principal = split_lines([due.principal for due in schedule], sizes)
    jasa = split_lines([due.jasa for due in schedule], sizes)
    return {
        person: tuple((p[n], j[n]) for p, j in zip(principal, jasa, strict=True)) for n, person in enumerate(weights)
    }


def _member(
    person: Person, role: str, row: ApplicationShare | None, share: int | None, dues: Sequence[tuple[int, int]]
) -> Member:
    return Member(
        name=person.name,
        role=role,
        sex=person.sex,
        place=_place(person),
        nik=masked_nik(person),
        business=row.business if row else "",
        asked=row.asked if row else None,
        verified=row.verified if row else None,
        decided=row.decided if row else None,
        income=row.income if row else None,
        costs=row.costs if row else None,
        share=share,
        surveyed=_surveyed(getattr(row, "survey", None)),
        instalments=tuple(dues),
    )


def _place(person: Person) -> str:
    """The neighbourhood as an address says it: `RT 001 RW 002`."""
    named = (("RT", person.rt), ("RW", person.rw))
    return " ".join(f"{what} {number}" for what, number in named if number)


def _agreed(group: Group, on: date) -> Agreed | None:
    """The KSM's own rules on the day, as far as it recorded any."""
    rules = GroupRules.objects.filter(group=group, starts_on__lte=on).order_by("-number").first()
    if rules is None:
        return None
    return Agreed(
        every=rules.every,
        savings=rules.savings,
        fine=rules.fine,
        quorum_percent=rules.quorum_percent,
        loan_most=rules.loan_most,
        loan_months=rules.loan_months,
        jasa_bp=rules.loan_jasa_bp,
        starts_on=rules.starts_on,
    )


def _fellows(group: Group | None, fellows: Sequence[MemberRow]) -> tuple[Member, ...]:
    """Everyone who belongs to the KSM on the day, officers first."""
    if group is None:
        return ()
    people = Person.objects.in_bulk([row.person for row in fellows])
    return tuple(Member(name=row.name, role=row.role, sex=row.sex, place=_place(people[row.person])) for row in fellows)


# ---------------------------------------------------------------- the loan


def _lent(book: UUID, found: Card, on: date) -> Lent:
    loan, row = found.loan, found.row
    rules = rules_at(book, loan.settled_on or row.disbursed_on)
    punctual = paid_on_time(loan, found.schedule, tolerance_days=rules.count("iptw.tolerance_days"))
    return Lent(
        loan_no=loan.loan_no,
        carries_on=loan.replaces.loan_no if loan.replaces else "",
        state=loan.state,
        disbursed_on=loan.disbursed_on,
        settled_on=loan.settled_on,
        principal=loan.principal,
        jasa=loan.jasa,
        balance=row.balance,
        principal_paid=row.principal_paid,
        jasa_paid=row.jasa_paid,
        arrears_principal=row.arrears_principal,
        arrears_jasa=row.arrears_jasa,
        missed=row.missed_instalments,
        days_late=row.days_late,
        collectibility=row.collectibility,
        savings=savings_held(loan.pk),
        voucher=next((line.reference for line in found.lines if line.what == "disbursement"), ""),
        reward=reward_of(row.jasa_paid, rules.percent("iptw.percent")) if punctual else 0,
        punctual=punctual,
        letter=_letter(book, loan, row, on),
        ended=_ended(loan),
        cards=tuple(
            Moved(
                on=line.on, what=line.what, reference=line.reference, principal=line.principal, jasa=line.jasa,
                savings=line.savings, balance=line.balance,
            )
            for line in found.lines
        ),
        paid=_paid(found),
    )  # fmt: skip


def _letter(book: UUID, loan: Loan, row: LoanRow, on: date) -> Letter | None:
    """The letter that is due, else the last one that was recorded for what is late now, else a word of what is owed.

    A letter goes out before it is recorded, so that the one due comes first.
    """
    arrears = row.arrears_principal + row.arrears_jasa
    if loan.state != "active" or not arrears:
        return None
    due = next(iter(where_it_stands([loan], on, rules_at(book, on))), None)
    if due is not None and due.next.step in WARNINGS and not due.waits:
        step = WARNINGS.index(due.next.step) + 1
        return Letter(step=step, on=on, days_late=row.days_late, arrears=arrears, recorded=False)
    told = Handling.objects.filter(loan=loan, step__in=WARNINGS, on__lte=on, on__gt=on - timedelta(days=row.days_late))
    last = told.order_by("on", "number").last()
    if last is None:
        return Letter(step=0, on=on, days_late=row.days_late, arrears=arrears, recorded=False)
    step = WARNINGS.index(Step(last.step)) + 1
    return Letter(step=step, on=last.on, days_late=last.days_late, arrears=last.arrears, recorded=True)


def _ended(loan: Loan) -> Ended | None:
    end = Ending.objects.filter(loan=loan).first()
    if end is None:
        return None
    return Ended(
        kind=end.kind,
        on=end.on,
        principal=end.principal,
        jasa=end.jasa,
        written_off=end.written_off,
        claim=end.claim,
        cause=end.cause,
        decision=end.decision,
        renewed=_renewed(loan),
    )


def _renewed(loan: Loan) -> Renewed | None:
    new = Loan.objects.filter(replaces=loan, withdrawn=False).first()
    if new is None:
        return None
    lines = list(new.schedule.order_by("no"))
    totals = [line.principal + line.jasa for line in lines]
    return Renewed(
        loan_no=new.loan_no,
        principal=new.principal,
        instalments=len(lines),
        first_due_on=lines[0].due_on,
        usual=max(totals, key=totals.count),
    )


def _paid(found: Card) -> tuple[Paid, ...]:
    """The repayments in money that stand: what was reversed has no voucher to file."""
    stand = {line.repayment: line for line in found.lines if line.what == "repayment" and not line.reversed}
    rows = Repayment.objects.select_related("voucher", "made_by").filter(loan=found.loan, method__in=("cash", "bank"))
    by_key = {row.pk: row for row in rows}
    return tuple(
        Paid(
            receipt=by_key[key].receipt, voucher=by_key[key].voucher.label, on=line.on, amount=by_key[key].amount,
            principal=line.principal, jasa=line.jasa, savings=line.savings, surplus=line.surplus,
            periods=tuple(part[0] for part in by_key[key].parts),
            method=by_key[key].method, payer=by_key[key].payer, cashier=by_key[key].made_by.name, balance=line.balance,
        )
        for key, line in stand.items()
        if key in by_key
    )  # fmt: skip

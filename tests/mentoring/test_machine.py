"""Anything a KSM may bring to its meetings, in any order: box, savings and loans always agree with a plain list.

Hypothesis draws meetings over weeks; refusals are part of life and change nothing. Beside the books a list is kept the
way a village treasurer would: every sum that was taken, and nothing else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from gulir.core.group_books import COMES_IN, GroupBooks
from gulir.core.problems import Problem
from gulir.ledger.models import Voucher
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import GroupEntry, GroupMeeting
from gulir.mentoring.queries import books_of, last_meeting, open_loans
from gulir.mentoring.services import Lent, Money, Sheet
from tests.mentoring.stage import Ksm

NAMES = st.sampled_from(("Yuni", "Karti", "Sumi", "Parti", "Agus"))
AMOUNTS = st.sampled_from((1_000, 5_000, 20_000, 60_000, 150_000, 600_000))
OWN = st.sampled_from(("savings", "savings", "fine", "instalment", "withdrawal"))
SHARED = st.sampled_from(("gift", "welfare", "cost", "handed"))


class Table(RuleBasedStateMachine):
    """One KSM at its table; `ksm` is put in place by the test."""

    ksm: Ksm
    tally: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.atomic()
        self.mark.__enter__()
        self.ksm = replace(type(self).ksm)
        self.kept: list[list[tuple[str, str, int]]] = []
        self.vouchers = Voucher.objects.count()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.mark.__exit__(None, None, None)

    def sheet(self, money: list[Money], lent: list[Lent], gap: int) -> Sheet:
        """What would be counted if all of it were taken, and by how much the count differs."""
        opening = self.before(0).cash
        moved = sum(m.amount if m.kind in COMES_IN else -m.amount for m in money) - sum(row.amount for row in lent)
        return Sheet(
            attendance=self.ksm.came(), money=money, lent=lent, counted=max(opening + moved + gap, 0),
            difference="Receh" if gap else "",
        )  # fmt: skip

    def before(self, back: int) -> GroupBooks:
        """The books before the next meeting, or with `back` before the last one."""
        last = last_meeting(self.ksm.group)
        return books_of(self.ksm.group, before=last.number if last and back else None)

    def done(self, act: Any, said: list[tuple[str, str, int]], *, again: bool = False, **body: Any) -> None:
        """An act; what it took goes on the plain list, and a refusal leaves the books alone."""
        was = books_of(self.ksm.group), GroupEntry.objects.count()
        try:
            with transaction.atomic():
                self.ksm.do("Yuni", act, **body)
        except Problem as refusal:
            assert (books_of(self.ksm.group), GroupEntry.objects.count()) == was
            self.tally["refused"] += 1
            self.tally[refusal.code] += 1
            return
        if again:
            self.kept.pop()
        self.kept.append(said)
        self.tally[act.name] += 1

    def meet(self, money: list[Money], lent: list[Lent] | None = None, *, gap: int = 0) -> None:
        """A meeting a week later."""
        self.ksm.a_week_later()
        sheet = self.sheet(money, lent or [], gap)
        self.done(mentoring.hold_meeting, self.said(sheet, gap), group=self.ksm.group, on=self.ksm.day, sheet=sheet)

    def said(self, sheet: Sheet, gap: int) -> list[tuple[str, str, int]]:
        """The sums of a sheet as a treasurer notes them."""
        rows = [(m.kind, str(m.person or ""), m.amount) for m in sheet.money]
        rows += [("loan", str(row.person), row.amount) for row in sheet.lent]
        return rows + ([("over" if gap > 0 else "short", "", abs(gap))] if gap else [])

    @rule(who=NAMES, kind=OWN, amount=AMOUNTS)
    def brings(self, who: str, kind: str, amount: int) -> None:
        self.meet([*self.ksm.saved(), Money(kind=kind, amount=amount, person=self.ksm.who(who))])

    @rule(kind=SHARED, amount=AMOUNTS)
    def shares(self, kind: str, amount: int) -> None:
        self.meet([Money(kind=kind, amount=amount, note="Bersama")])

    @rule(who=NAMES, amount=AMOUNTS)
    def borrows(self, who: str, amount: int) -> None:
        self.meet([], [self.ksm.lend(who, amount)])

    @rule(amount=AMOUNTS, jasa=AMOUNTS)
    def pays_back(self, amount: int, jasa: int) -> None:
        for loan in open_loans(self.ksm.group)[:1]:
            row: dict[str, Any] = {"person": loan.person, "loan": loan.id}
            self.meet([Money(kind="repayment", amount=amount, **row), Money(kind="jasa", amount=jasa, **row)])

    @rule(gap=st.sampled_from((-500, 500)))
    def counts_wrong(self, gap: int) -> None:
        self.meet([*self.ksm.saved()], gap=gap)

    @rule(amount=AMOUNTS, old=st.booleans())
    def puts_right(self, amount: int, old: bool) -> None:
        """The last record becomes a plain meeting in which everyone saved so much; an older one is refused."""
        records = GroupMeeting.objects.filter(group=self.ksm.group, correction=None).order_by("-number")[:2]
        if len(records) == 2:
            sheet = Sheet(
                attendance=self.ksm.came(), money=self.ksm.saved(amount), counted=records[0].opening + 5 * amount
            )
            body = {"meeting": records[int(old)].pk, "reason": "Salah tulis", "sheet": sheet}
            self.done(mentoring.correct_meeting, self.said(sheet, 0), again=True, **body)

    @invariant()
    def the_books_are_the_plain_list(self) -> None:
        books, rows = books_of(self.ksm.group), [row for meeting in self.kept for row in meeting]
        assert books.cash == sum(amount if kind in COMES_IN else -amount for kind, _, amount in rows)
        for name in self.ksm.names:
            mine = [(kind, amount) for kind, who, amount in rows if who == str(self.ksm.who(name))]
            saved = sum(amount if kind == "savings" else -amount for kind, amount in mine if kind in SAVES)
            assert books.saved.get(self.ksm.who(name), 0) == saved
        assert books.lent == sum(a if kind == "loan" else -a for kind, _, a in rows if kind in ("loan", "repayment"))
        assert books.held == sum(a if kind == "instalment" else -a for kind, _, a in rows if kind in HELD)

    @invariant()
    def nothing_is_below_zero_and_the_box_is_what_was_counted(self) -> None:
        books, last = books_of(self.ksm.group), last_meeting(self.ksm.group)
        assert min([books.cash, books.held, *books.saved.values(), *books.owed.values()]) >= 0
        assert books.cash == (last.counted if last else 0)
        assert books.cash + books.lent == books.savings + books.held + books.surplus

    @invariant()
    def the_upk_never_hears_of_it(self) -> None:
        assert Voucher.objects.count() == self.vouchers


SAVES = ("savings", "withdrawal")
HELD = ("instalment", "handed")


@pytest.mark.django_db
def test_the_ksm_may_do_anything_in_any_order(ksm):
    tally: dict[str, int] = Counter()
    machine: type[Table] = type("Table", (Table,), {"ksm": ksm, "tally": tally})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15, stateful_step_count=20, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert tally["mentoring.hold_meeting"] > 40, "most of the walk is refused: it proves little"
    assert tally["refused"] > 20
    assert set(tally) >= {
        "mentoring.correct_meeting", "BoxShort", "SavedLess", "OwedLess", "CollectedLess", "SavingsGivenAway",
        "KsmMeetingFollowed", "InternalLoanTooLarge",
    }, sorted(tally)  # fmt: skip

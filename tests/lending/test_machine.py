"""Anything the officers may do, in any order: after every step cards and books agree, and nothing is below zero.

Hypothesis draws acts on two groups' loans over the days of a year; refusals are part of life and change nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from gulir.core.problems import Problem
from gulir.core.roles import Role
from gulir.ledger.models import Voucher
from gulir.ledger.queries import control_balance, open_day, trial_balance
from gulir.lending import services as lending
from gulir.lending.models import Loan, Repayment, Share
from gulir.lending.queries import control_findings, control_totals, loans
from gulir.lending.queries.paid import savings_by_loan, surplus_by_loan
from tests.lending.days import advance
from tests.lending.stage import Fund

AMOUNTS = st.sampled_from((50_000, 75_000, 200_000, 575_000, 1_150_000, 3_000_000, 6_000_000))
SMALL = st.sampled_from((50_000, 100_000, 250_000))
METHODS = st.sampled_from(("cash", "bank"))
GROUPS = st.sampled_from(("Melati", "Mawar"))


class Officers(RuleBasedStateMachine):
    """The officers of one board at work; `fund` is put in place by the test."""

    fund: Fund
    tally: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.atomic()
        self.mark.__enter__()
        self.fund = replace(type(self).fund)
        self.fund.lend("Melati")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.mark.__exit__(None, None, None)

    def do(self, who: str, act: Any, **body: Any) -> dict[str, Any] | None:
        """An act, or nothing when it is refused; a refusal must leave every sum as it was."""
        before = self.sums()
        try:
            with transaction.atomic():
                made: dict[str, Any] = self.fund.do(who, act, **body)
        except Problem:
            assert self.sums() == before
            self.tally["refused"] += 1
            return None
        self.tally[act.name] += 1
        return made

    def sums(self) -> tuple[Any, ...]:
        """Everything a refusal must leave alone."""
        book = self.fund.book
        return (
            control_balance(book, [Role.LOANS, Role.CASH, Role.BANK, Role.TR_SAVINGS, Role.SURPLUS, Role.JASA_INCOME]),
            list(Loan.objects.order_by("id").values_list("principal_paid", "jasa_paid", "jasa_waived", "state")),
            Repayment.objects.count(), Voucher.objects.count(),
        )  # fmt: skip

    def loan(self, group: str) -> Loan | None:
        """The latest loan of a group."""
        return Loan.objects.filter(book_id=self.fund.book, ksm=group).order_by("-id").first()

    @rule(group=GROUPS, each=st.sampled_from((500_000, 1_000_000, 2_000_000)))
    def lend(self, group: str, each: int) -> None:
        """Asked, visited, signed twice, paid out: as far as it goes."""
        try:
            with transaction.atomic():
                self.fund.lend(group, each=each)
        except Problem:
            self.tally["refused"] += 1

    @rule(group=GROUPS, amount=AMOUNTS, savings=st.sampled_from((0, 0, 50_000)), method=METHODS)
    def repay(self, group: str, amount: int, savings: int, method: str) -> None:
        if (loan := self.loan(group)) is not None:
            self.do("cashier", lending.record_repayment, loan=loan.pk, amount=amount, savings=savings, method=method)

    @rule(group=GROUPS, back=st.integers(0, 2))
    def take_back(self, group: str, back: int) -> None:
        paid = list(Repayment.objects.filter(loan__ksm=group, reverses=None).order_by("-id")[: back + 1])
        if paid:
            self.do("upk_manager", lending.reverse_repayment, repayment=paid[-1].pk, reason="Salah")

    @rule(group=GROUPS, method=METHODS)
    def settle(self, group: str, method: str) -> None:
        if (loan := self.loan(group)) is not None:
            self.do("cashier", lending.settle_early, loan=loan.pk, method=method)

    @rule(group=GROUPS, amount=SMALL, act=st.sampled_from(("receive", "return", "set_off", "refund")))
    def held(self, group: str, amount: int, act: str) -> None:
        acts = {
            "receive": lending.receive_savings, "return": lending.return_savings, "set_off": lending.set_off_savings,
            "refund": lending.refund_surplus,
        }  # fmt: skip
        if (loan := self.loan(group)) is not None:
            self.do("cashier", acts[act], loan=loan.pk, amount=amount)

    @rule(group=GROUPS)
    def apply_surplus(self, group: str) -> None:
        if (loan := self.loan(group)) is not None:
            self.do("cashier", lending.apply_surplus, loan=loan.pk)

    @rule()
    def provide(self) -> None:
        self.do("bookkeeper", lending.post_provision, as_of=self.fund.today)

    @precondition(lambda self: (open_day(self.fund.book) or self.fund.today).year < 2027)
    @rule(days=st.sampled_from((1, 14, 31, 62)))
    def wait(self, days: int) -> None:
        advance(self.fund, self.fund.today + timedelta(days=days))

    @rule(group=GROUPS, amount=AMOUNTS)
    def press_twice(self, group: str, amount: int) -> None:
        """The same key twice is one effect and one answer."""
        if (loan := self.loan(group)) is None:
            return
        key, body = f"press-{self.fund.ticks}", {"loan": loan.pk, "amount": amount}
        first = self.do("cashier", lending.record_repayment, key=key, **body)
        if first is not None:
            after = self.sums()
            assert self.do("cashier", lending.record_repayment, key=key, **body) == first
            assert self.sums() == after

    @invariant()
    def cards_are_the_books(self) -> None:
        """Loans, savings and titipan: the cards add up to their control accounts (I06)."""
        assert control_findings(self.fund.book, as_of=self.fund.today) == []
        cards = {c.role: c.cards for c in control_totals(self.fund.book, as_of=self.fund.today)}
        sums = Loan.objects.filter(book_id=self.fund.book).aggregate(lent=Sum("principal"), paid=Sum("principal_paid"))
        assert cards[Role.LOANS] == (sums["lent"] or 0) - (sums["paid"] or 0)

    @invariant()
    def the_books_balance_and_no_money_is_below_zero(self) -> None:
        balance = trial_balance(self.fund.book, as_of=self.fund.today)
        assert balance.total_debit == balance.total_credit
        money = control_balance(self.fund.book, [Role.CASH, Role.BANK, Role.BANK_TR])
        assert min(money.values()) >= 0

    @invariant()
    def every_repayment_is_the_sum_of_its_parts(self) -> None:
        for paid in Repayment.objects.filter(book_id=self.fund.book):
            assert paid.amount == paid.principal + paid.jasa + paid.surplus + paid.savings
            assert paid.principal == sum(part[1] for part in paid.parts)
            assert paid.jasa == sum(part[2] for part in paid.parts)

    @invariant()
    def nothing_held_and_no_loan_is_below_zero(self) -> None:
        assert min([0, *savings_by_loan(self.fund.book).values()]) == 0
        assert min([0, *surplus_by_loan(self.fund.book).values()]) == 0
        for loan in Loan.objects.filter(book_id=self.fund.book):
            assert 0 <= loan.balance <= loan.principal
            assert loan.jasa_paid + loan.jasa_waived <= loan.jasa
            assert (loan.state == "settled") == (loan.balance == 0 and loan.jasa_paid + loan.jasa_waived == loan.jasa)

    @invariant()
    def shares_are_the_loan(self) -> None:
        for loan in Loan.objects.filter(book_id=self.fund.book):
            assert Share.objects.filter(loan=loan, live=True).aggregate(sum=Sum("principal"))["sum"] == loan.principal

    @invariant()
    def yesterday_stays_as_it_was(self) -> None:
        """As of the day before nothing changes any more (I10); what was read once is read again."""
        day = self.fund.today - timedelta(days=1)
        read = [(row.loan_no, row.balance, row.missed_instalments) for row in loans(self.fund.book, as_of=day)]
        known = self.__dict__.setdefault("known", {})
        assert known.setdefault(day, read) == read


@pytest.mark.django_db
def test_the_officers_may_do_anything_in_any_order(fund):
    tally: dict[str, int] = Counter()
    machine: type[Officers] = type("Officers", (Officers,), {"fund": fund, "tally": tally})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20, stateful_step_count=30, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert tally["lending.record_repayment"] > 40, "most of the walk is refused: it proves little"
    assert {act for act in tally if tally[act]} >= {
        "lending.reverse_repayment", "lending.settle_early", "lending.receive_savings", "lending.set_off_savings",
        "lending.post_provision", "refused",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_machine_sees_a_card_that_parts_from_the_books(fund, monkeypatch):
    """The control of the control: a repayment that books a rupiah less than it writes is found at once."""
    from gulir.lending.services import repayments

    honest = repayments.post

    def crooked(act, *, entries, **more):
        (debit, credit, amount, *rest), *others = entries
        return honest(act, entries=[(debit, credit, amount - 1, *rest), *others], **more)

    fund.pay(fund.lend(), 575_000)
    assert control_findings(fund.book, as_of=fund.today) == []
    monkeypatch.setattr(repayments, "post", crooked)
    fund.pay(Loan.objects.get(), 575_000)
    [finding] = control_findings(fund.book, as_of=fund.today)
    assert (finding.facts["role"], finding.facts["difference"]) == ("loans", 1)

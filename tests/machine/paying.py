"""What follows a loan: money back, mistakes undone, what is held, who paid for whom, what is done about arrears."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gulir.base.commands import Command
from gulir.governance.queries import rules_at
from gulir.lending import services as lending
from gulir.lending.models import Cover, CoverMove, Loan, Repayment, Result
from gulir.lending.queries.handling import where_it_stands
from gulir.lending.queries.paid import savings_by_loan, surplus_by_loan
from tests.machine.borrowing import PICK
from tests.machine.laws import classes
from tests.machine.town import EVERYBODY, Town

__all__ = ["Paying"]

AMOUNTS = st.sampled_from((50_000, 115_000, 345_000, 575_000, 575_000, 1_150_000, 3_000_000, 6_000_000))
SMALL = st.sampled_from((25_000, 50_000, 150_000))


class Paying:
    """Loans that run."""

    town: Town

    def some_loan(self, pick: int, *states: str) -> Loan | None:
        """One of the loans in these states."""
        found = self.town.loans(*states)
        return found[pick % len(found)] if found else None

    def better(self, loan: Loan, act: Command[Any], who: str = "cashier", **body: Any) -> bool:
        """A payment: whatever it is, the class of its loan is never worse afterwards (I14)."""
        before = classes(self.town)
        made = self.town.do(who, act, loan=loan.pk, **body)
        if made is None:
            return False
        after = classes(self.town)
        for number, stood in before.items():
            assert number not in after or after[number] <= stood, f"{number} went from {stood} to {after[number]}"
        return True

    @rule(pick=PICK, amount=AMOUNTS, savings=st.sampled_from((0, 0, 50_000)))
    def repay(self, pick: int, amount: int, savings: int) -> None:
        """A KSM brings money, some of it for the savings."""
        loan = self.some_loan(pick, "active")
        method = ("cash", "bank")[pick % 2]
        if loan is not None and self.better(
            loan, lending.record_repayment, amount=amount, savings=savings, method=method
        ):
            self.town.money += amount

    @rule(pick=PICK)
    def pay_what_is_due(self, pick: int) -> None:
        """A KSM brings exactly an instalment."""
        loan = self.some_loan(pick, "active")
        if loan is None:
            return
        line = loan.schedule.order_by("no").filter(cum_principal__gt=loan.principal_paid).first()
        if line is not None and self.better(loan, lending.record_repayment, amount=line.principal + line.jasa):
            self.town.money += line.principal + line.jasa

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        """The manager takes back a payment, mostly the last one."""
        paid = Repayment.objects.filter(book_id=self.town.book, reverses=None).order_by("-voucher__recorded_at")
        wrong = paid[pick % 4 : pick % 4 + 1].first() if pick % 2 else None
        if wrong is not None and self.town.do(
            "upk_manager", lending.reverse_repayment, repayment=wrong.pk, reason="Salah tulis"
        ):
            self.town.money -= wrong.amount

    @rule(pick=PICK)
    def settle(self, pick: int) -> None:
        """Paid off before its time, for the sum that was told."""
        loan = self.some_loan(pick, "active")
        if loan is not None and pick % 3 == 0:
            self.pay_off(loan, pick)

    def pay_off(self, loan: Loan, pick: int) -> None:
        """All that is owed of a loan today."""
        before = loan.principal_paid + loan.jasa_paid
        if self.better(loan, lending.settle_early, method=("cash", "bank")[pick % 2]):
            loan.refresh_from_db()
            self.town.money += loan.principal_paid + loan.jasa_paid - before

    @rule(pick=PICK, amount=SMALL, act=st.sampled_from(("receive", "receive", "return", "set_off", "refund", "apply")))
    def hold(self, pick: int, amount: int, act: str) -> None:
        """Savings and titipan: taken in, given back, used for what is due."""
        loan = self.some_loan(pick)
        if loan is None:
            return
        if act == "receive":
            place = ("cash", "bank")[pick % 2]
            if self.town.do("cashier", lending.receive_savings, loan=loan.pk, amount=amount, method=place):
                self.town.money += amount
        elif act == "return":
            all_of_it = savings_by_loan(self.town.book).get(loan.pk, 0) or amount
            if self.town.do("cashier", lending.return_savings, loan=loan.pk, amount=all_of_it):
                self.town.money -= all_of_it
        elif act == "refund":
            all_of_it = surplus_by_loan(self.town.book).get(loan.pk, 0) or amount
            if self.town.do("cashier", lending.refund_surplus, loan=loan.pk, amount=all_of_it):
                self.town.money -= all_of_it
        elif act == "set_off":
            self.better(loan, lending.set_off_savings, amount=amount)
        else:
            self.better(loan, lending.apply_surplus)

    @rule(pick=PICK, amount=SMALL, promised=st.booleans())
    def cover(self, pick: int, amount: int, promised: bool) -> None:
        """Somebody paid for a member: another one, or the KSM's savings."""
        paid = Repayment.objects.filter(book_id=self.town.book, reverses=None, reversal=None, amount__gt=0)
        found = paid.select_related("loan").order_by("-voucher__recorded_at")[pick % 3 : pick % 3 + 1].first()
        if found is None or found.loan.ksm not in EVERYBODY:
            return
        names = EVERYBODY[found.loan.ksm]
        creditor = self.town.person(names[(pick + 1) % 5]) if pick % 3 else None
        self.town.do(
            names[0] if pick % 2 else "facilitator", lending.record_cover, repayment=found.pk,
            debtor=self.town.person(names[pick % 5]), creditor=creditor, amount=amount,
            promise_on=self.town.today + timedelta(days=14) if promised else None,
        )  # fmt: skip

    @rule(pick=PICK, amount=SMALL, kind=st.sampled_from(("paid", "paid", "forgiven", "mistake")))
    def ease(self, pick: int, amount: int, kind: str) -> None:
        """A claim is paid back, forgiven or found a mistake; now and then that is taken back."""
        covers = list(Cover.objects.filter(book_id=self.town.book).order_by("on", "pk"))
        moves = list(CoverMove.objects.filter(book_id=self.town.book, reverses=None, reversal=None).order_by("pk"))
        if moves and pick % 4 == 0:
            self.town.do("loan_officer", lending.take_back_easing, move=moves[pick % len(moves)].pk, reason="Salah")
        elif covers:
            self.town.do(
                "loan_officer", lending.ease_claim, cover=covers[pick % len(covers)].pk, amount=amount, kind=kind,
                reason="Musyawarah" if kind != "paid" else "",
            )  # fmt: skip

    @rule(pick=PICK)
    def go_after(self, pick: int) -> None:
        """The step of the ladder of arrears that is due is taken."""
        day = self.town.live()
        waiting = where_it_stands(self.town.loans("active"), day, rules_at(self.town.book, day))
        if waiting:
            found = waiting[pick % len(waiting)]
            self.town.do(
                "loan_officer", lending.handle_arrears, loan=found.row.id, step=found.next.step.value, to="Ketua KSM",
                cause="unable" if found.next.step.value in ("team", "decision") else "",
            )  # fmt: skip

    @rule(pick=PICK, result=st.sampled_from((600_000, 1_000_000, 0, -300_000)))
    def report(self, pick: int, result: int) -> None:
        """Where the result is shared, the group tells what it earned; now and then it was written down wrongly."""
        shared = [loan for loan in self.town.loans("active", "settled") if loan.reported is not None]
        if not shared:
            return
        loan = shared[pick % len(shared)]
        told = Result.objects.filter(loan=loan, takes_back=None).order_by("-pk").first()
        if told is not None and pick % 5 == 0:
            self.town.do("upk_manager", lending.take_back_result, report=told.pk, reason="Salah hitung")
        else:
            self.town.do(
                "loan_officer", lending.report_result, loan=loan.pk, no=(loan.reported or 0) + 1, result=result
            )

    @rule(pick=PICK)
    def reward(self, pick: int) -> None:
        """A KSM that always paid on time gets its reward."""
        loan = self.some_loan(pick, "settled")
        if loan is not None:
            made = self.town.do("cashier", lending.pay_reward, loan=loan.pk, out_of=("cash", "bank")[pick % 2])
            self.town.money -= made["amount"] if made else 0

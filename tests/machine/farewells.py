"""What a board grants when it need not: the part of a member who died, and a rebate for who pays a sale off early."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gulir.ledger import services as ledger
from gulir.lending import services as lending
from tests.machine.borrowing import PICK
from tests.machine.town import EVERYBODY, Town

__all__ = ["Farewells", "set_aside"]

LETTER = "474.3/012/VI/2026"


def set_aside(town: Town, amount: int) -> None:
    """The fund for members who died is filled by a voucher; no money leaves the box."""
    entries = [{"debit": "51090", "credit": "21033", "amount": amount}]
    town.do("bookkeeper", ledger.record_voucher, entries=entries, description="Dana risiko kematian")


class Farewells:
    """Deaths and rebates."""

    town: Town

    @rule(amount=st.sampled_from((50_000, 500_000, 2_000_000)))
    def fill_the_fund(self, amount: int) -> None:
        """Something is set aside for members who die."""
        set_aside(self.town, amount)

    @rule(pick=PICK)
    def tell_of_a_death(self, pick: int) -> None:
        """A member died: the board is asked to pay what is left of the part."""
        running = self.town.loans("active")
        if running:
            loan = running[pick % len(running)]
            self.town.do(
                "loan_officer", lending.propose_death_cover, loan=loan.pk, letter=LETTER,
                person=self.town.person(EVERYBODY[loan.ksm][pick // 7 % 5]),
                died_on=self.town.today - timedelta(days=pick % 5),
            )  # fmt: skip

    @rule(pick=PICK, amount=st.sampled_from((25_000, 100_000, 300_000)))
    def ask_for_a_rebate(self, pick: int, amount: int) -> None:
        """A group that bought something wants to pay it off early."""
        sales = [loan for loan in self.town.loans("active") if loan.method == "murabahah"]
        if sales:
            self.town.do(
                "loan_officer", lending.propose_rebate, loan=sales[pick % len(sales)].pk, amount=amount,
                reason="Lunas sebelum waktunya",
            )  # fmt: skip

"""The books as a machine: any order of posting, undoing, closing and refusing keeps every promise.

After each step: debits equal credits, numbers have no gaps, no cash box is below zero, closed days stay as they were,
and a plain model kept beside (a dictionary of balances) agrees with the books.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Count, Max, Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gulir.core.problems.ledger import CashBelowZero, DayNotOpen, VoucherAlreadyReversed, VoucherKindStays
from gulir.core.roles import Role
from gulir.ledger import queries, services
from gulir.ledger.models import Transfer, Voucher
from gulir.ledger.sums import balances_of
from tests.ledger.stage import OPENS, Village, pieces, raise_village

pytestmark = pytest.mark.django_db
CODES = ("11010", "11021", "41010", "51030", "12010", "51080", "31010", "21010")
MONEY = {"11010", "11021"}


class Books(RuleBasedStateMachine):
    """One board, worked at random, with a model beside it."""

    village: Village

    @initialize()
    def begin(self) -> None:
        """A fresh board each run, inside a savepoint that is thrown away."""
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.village = raise_village("MESIN").live()
        self.model = dict.fromkeys(CODES, 0) | {"11010": 5_000_000, "11021": 50_000_000, "31010": -55_000_000}
        self.posted: list[tuple[Voucher, list[tuple[str, str, int]]]] = []
        self.undone: set[object] = set()
        self.closed: dict[date, int] = {}

    def teardown(self) -> None:
        """Throw the board away."""
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @rule(
        legs=st.lists(
            st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.integers(1, 60) | st.integers(1, 8_000_000)),
            min_size=1, max_size=3,
        ).filter(lambda legs: all(d != c for d, c, _ in legs))
    )  # fmt: skip
    def post(self, legs: list[tuple[str, str, int]]) -> None:
        """Book any transfers; money that is not there is refused and changes nothing."""
        after = self._moved(legs)
        short = [code for code in MONEY if after[code] < 0 and after[code] < self.model[code]]
        if short:
            with pytest.raises(CashBelowZero), transaction.atomic():
                self.village.post(legs)
            return
        voucher = self.village.post(legs)
        self.model = after
        self.posted.append((voucher, legs))

    @precondition(lambda self: self.posted)
    @rule(data=st.data())
    def undo_one(self, data: st.DataObject) -> None:
        """Undo any voucher: once, and only while the money is there."""
        voucher, legs = data.draw(st.sampled_from(self.posted))
        mirror = [(credit, debit, amount) for debit, credit, amount in legs]
        after = self._moved(mirror)
        expected: type[Exception] | None = None
        if voucher.kind == "reversal":
            expected = VoucherKindStays
        elif voucher.pk in self.undone:
            expected = VoucherAlreadyReversed
        elif any(after[code] < 0 and after[code] < self.model[code] for code in MONEY):
            expected = CashBelowZero
        if expected:
            with pytest.raises(expected), transaction.atomic():
                self._reverse(voucher)
            return
        self.undone.add(voucher.pk)
        self.model = after
        self.posted.append((self._reverse(voucher), mirror))

    @rule()
    def close_the_day(self) -> None:
        """Count what moved, let another confirm, and go on to the next day."""
        day = self.village.state.open_day
        assert day is not None
        self.village.today = day
        if Voucher.objects.filter(book=self.village.book, dated=day).exists():
            cash = self.model["11010"]
            counted = cash - cash % 100
            count = {"account": "11010", "denominations": pieces(counted), "reason": "Recehan"}
            self.village.do(services.close_day, "siti", counts=[count])
            self.model["11010"] -= cash % 100
            self.model["11041"] = self.model.get("11041", 0) + cash % 100
            self.village.do(services.confirm_day, "ratna")
        else:
            self.village.do(services.close_through, "ratna", through=day)
        self.closed[day] = Voucher.objects.filter(book=self.village.book, dated=day).count()

    @precondition(lambda self: self.closed)
    @rule(data=st.data())
    def knock_at_a_closed_day(self, data: st.DataObject) -> None:
        """A closed day takes nothing."""
        day = data.draw(st.sampled_from(sorted(self.closed)))
        with pytest.raises(DayNotOpen), transaction.atomic():
            self.village.post([("51030", "11010", 1)], dated=day)

    def _reverse(self, voucher: Voucher) -> Voucher:
        with self.village.act("ratna") as act:
            return services.reverse(act, voucher=voucher.pk, reason="Salah")

    def _moved(self, legs: list[tuple[str, str, int]]) -> dict[str, int]:
        after = dict(self.model)
        for debit, credit, amount in legs:
            after[debit] += amount
            after[credit] -= amount
        return after

    @invariant()
    def everything_agrees(self) -> None:
        """The books keep their promises and agree with the model."""
        if not hasattr(self, "village"):
            return
        book = self.village.book
        held = {a.code: balances_of([a.pk])[a.pk] for a in queries.accounts(book.pk) if a.code in self.model}
        assert held == self.model
        assert sum(self.model.values()) == 0
        assert min(self.model[code] for code in MONEY) >= 0
        state = self.village.state
        trial = queries.trial_balance(book.pk, as_of=state.open_day or date.max)
        assert trial.total_debit == trial.total_credit
        assert queries.position(book.pk, as_of=state.open_day or date.max).difference == 0
        series = (
            Voucher.objects.filter(book=book)
            .values("ledger", "type", "year")
            .annotate(n=Count("id"), last=Max("number"))
        )
        assert all(row["n"] == row["last"] for row in series)
        sums = Transfer.objects.filter(book=book).values("voucher", "voucher__total").annotate(sum=Sum("amount"))
        assert all(row["sum"] == row["voucher__total"] for row in sums)
        for day, vouchers in self.closed.items():
            assert Voucher.objects.filter(book=book, dated=day).count() == vouchers
        assert state.open_day == max(self.closed, default=OPENS - timedelta(days=1)) + timedelta(days=1)
        control = queries.control_balance(book.pk, [Role.CASH, Role.PROVISION])
        assert control == {"cash": self.model["11010"], "provision": -self.model["12010"]}


def test_any_order_of_acts_keeps_the_books(db: None) -> None:
    run_state_machine_as_test(Books, settings=settings(max_examples=12, stateful_step_count=12, deadline=None))

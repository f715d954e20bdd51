"""What the bookkeeper does: vouchers and their undoing, late ones, crossings, counts, bank, days and months."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gulir.core.dates import month_end
from gulir.ledger import services as ledger
from gulir.ledger.models import Account, BookState, Draft, StatementLine, Transfer, Voucher
from gulir.ledger.queries import balance_at, cash_to_count, next_month
from gulir.lending.queries import control_totals, provision_needed
from tests.ledger.stage import pieces
from tests.machine.borrowing import PICK
from tests.machine.town import Town

__all__ = ["MONEY_CODES", "Books", "account", "counts", "moved"]

AMOUNTS = st.sampled_from((25_000, 75_000, 250_000))
MONEY_CODES = ("11010", "11021", "11031")
PAIRS = (("51030", "11010"), ("51080", "11010"), ("11010", "11021"), ("11021", "11010"), ("11010", "41010"))
"""Paper, transport, from the bank, to the bank, jasa by hand."""


def account(town: Town, code: str, book: str = "upk") -> Account:
    """An account of the chart."""
    return Account.objects.get(book_id=town.book, ledger=book, code=code)


def moved(town: Town, voucher: UUID) -> int:
    """What a voucher brought into cash and bank of the UPK, from its transfers alone."""
    total = 0
    for row in Transfer.objects.filter(voucher=voucher).select_related("debit", "credit"):
        for side, sign in ((row.debit, 1), (row.credit, -1)):
            if side.ledger == "upk" and side.role in ("cash", "bank", "bank_tr"):
                total += sign * row.amount
    return total


def counts(town: Town) -> list[dict[str, Any]]:
    """Each box that moved, counted as the books say."""
    boxes = cash_to_count(town.book, town.live()).values()
    return [
        {"account": box.code, "ledger": box.ledger, "denominations": pieces(balance_at(box) // 100 * 100),
         "reason": "Recehan"}
        for box in boxes
    ]  # fmt: skip


class Books:
    """The books of the board."""

    town: Town

    @rule(pick=PICK, amount=AMOUNTS)
    def write(self, pick: int, amount: int) -> None:
        """A voucher of one or two transfers."""
        pairs = [PAIRS[pick % 5], PAIRS[pick // 5 % 5]][: 1 + pick % 2]
        made = self.town.do(
            ("cashier", "bookkeeper")[pick // 7 % 2], ledger.record_voucher, description="Uji",
            entries=[{"debit": d, "credit": c, "amount": amount} for d, c in pairs],
        )  # fmt: skip
        if made:
            self.town.money += sum(amount * ((d in MONEY_CODES) - (c in MONEY_CODES)) for d, c in pairs)

    @rule(pick=PICK)
    def undo(self, pick: int) -> None:
        """An officer's own voucher is undone, or one of another act is tried."""
        found = Voucher.objects.filter(book_id=self.town.book).exclude(kind="opening").order_by("-recorded_at")
        if (wrong := found[pick % 12 : pick % 12 + 1].first()) is None:
            return
        made = self.town.do("upk_manager", ledger.reverse_voucher, voucher=wrong.pk, reason="Salah akun")
        if made:
            self.town.money -= moved(self.town, wrong.pk)

    @rule(pick=PICK, amount=AMOUNTS)
    def draft(self, pick: int, amount: int) -> None:
        """A late voucher, or money that crosses to another ledger, waits for a second person."""
        if pick % 2:
            self.town.do(
                "bookkeeper", ledger.record_susulan, original_on=self.town.today - timedelta(days=1 + pick % 9),
                description="Fotokopi", reason="Nota terlambat",
                entries=[{"debit": "51030", "credit": "11010", "amount": amount}],
            )  # fmt: skip
        else:
            self.town.do(
                "bookkeeper", ledger.transfer_between_ledgers, payer="upk", receiver="secretariat", amount=amount,
                description="Titipan kas",
            )  # fmt: skip

    @rule(pick=PICK)
    def second(self, pick: int) -> None:
        """The second person approves what waits, or its maker takes it back."""
        waiting = list(Draft.objects.filter(book_id=self.town.book, state="waiting").order_by("made_at"))
        if not waiting:
            return
        draft = waiting[pick % len(waiting)]
        if pick % 4 == 0:
            self.town.do("bookkeeper", ledger.withdraw_draft, draft=draft.pk, reason="Sudah ada")
        else:
            made = self.town.do("upk_manager", ledger.approve_draft, draft=draft.pk, digest=draft.digest)
            for row in made["vouchers"] if made else ():
                self.town.money += moved(self.town, UUID(row["voucher"]))

    @rule(pick=PICK)
    def count(self, pick: int) -> None:
        """A surprise count of the overseer; nothing is booked."""
        held = balance_at(account(self.town, "11010"))
        self.town.do(
            "overseer", ledger.count_cash, account="11010", denominations=pieces(held // 100 * 100),
            reason="Recehan" if pick % 3 else "",
        )  # fmt: skip

    @rule(pick=PICK)
    def close(self, pick: int) -> None:
        """The day is counted; another confirms, or sends it back."""
        day = self.town.live()
        odd = sum(balance_at(box) % 100 for box in cash_to_count(self.town.book, day).values() if box.ledger == "upk")
        if self.town.do("cashier", ledger.close_day, counts=counts(self.town)) is None:
            return
        self.town.money -= odd
        if pick % 4 == 0:
            self.town.do("overseer", ledger.refuse_day, reason="Hitung ulang")
        elif pick % 4 == 1 and self.town.do("overseer", ledger.confirm_day):
            self.town.fund.today = self.town.live()

    @rule(pick=PICK)
    def bank(self, pick: int) -> None:
        """A line of the bank comes in, is matched, or a match is taken back; or the account is reconciled."""
        bank = account(self.town, "11021")
        lines = list(StatementLine.objects.filter(statement__book_id=self.town.book).order_by("pk"))
        moves = Voucher.objects.filter(book_id=self.town.book, transfers__debit=bank).order_by("-recorded_at")
        if pick % 4 == 0 or not lines:
            taken = moves[pick % 5 : pick % 5 + 1].first()
            row = {"on": self.town.today, "text": "Setoran", "amount": taken.total if taken else 100_000 + pick}
            self.town.do(
                "bookkeeper", ledger.import_statement, account="11021", source="BRI", lines=[row],
                digest=f"{self.town.fund.ticks:064d}",
            )  # fmt: skip
        elif pick % 4 == 1:
            voucher = moves[pick % 3 : pick % 3 + 1].first()
            if voucher is not None:
                self.town.do("bookkeeper", ledger.match_line, line=lines[pick % len(lines)].pk, voucher=voucher.pk)
        elif pick % 4 == 2:
            self.town.do("bookkeeper", ledger.unmatch_line, line=lines[pick % len(lines)].pk)
        else:
            self.town.do(
                "bookkeeper", ledger.reconcile_bank, account="11021", through=self.town.today,
                bank_balance=balance_at(bank),
            )  # fmt: skip

    @rule(pick=PICK)
    def month(self, pick: int) -> None:
        """The next month is closed: the bank first, then the checklist with what the cards say."""
        state = BookState.objects.get(book_id=self.town.book)
        first = next_month(self.town.book, state)
        assert first is not None
        end = month_end(first)
        if self.town.live() <= end and pick % 5:
            return
        bank = account(self.town, "11021")
        through = min(end, self.town.today)
        self.town.do(
            "bookkeeper", ledger.reconcile_bank, account="11021", through=through,
            bank_balance=balance_at(bank, as_of=through),
        )  # fmt: skip
        cards = {total.role.value: total.cards for total in control_totals(self.town.book, as_of=end)}
        totals = {
            "loans": cards["loans"], "savings": cards["tr_savings"],
            "provision": provision_needed(self.town.book, end),
        }  # fmt: skip
        known = {"provision": "Dihitung akhir triwulan", "savings_banked": "Disimpan di kas"}
        self.town.do("bookkeeper", ledger.close_month, month=first, control_totals=totals, explanations=known)

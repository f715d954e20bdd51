"""Bank statements, their lines, and what was reconciled with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.ledger.models.charts import Account
from gulir.ledger.models.vouchers import Voucher

__all__ = ["Reconciliation", "Statement", "StatementLine"]


class Statement(models.Model):
    """One statement of one bank account, brought in once by its digest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    first_on = models.DateField()
    last_on = models.DateField()
    closing_balance = RupiahField(null=True)  # type: ignore[misc]  # the stubs read no null from an alias
    imported_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("book", "account", "digest"), name="a_statement_comes_in_once"),)

    def __str__(self) -> str:
        return f"{self.source} {self.first_on} {self.last_on}"


class StatementLine(models.Model):
    """One movement as the bank tells it: positive came in, negative went out; matched to at most one voucher."""

    id = models.BigAutoField(primary_key=True)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    no = models.IntegerField()
    on = models.DateField()
    text = models.CharField(max_length=200)
    amount = RupiahField()
    balance = RupiahField(null=True)  # type: ignore[misc]  # the same
    voucher = models.ForeignKey(Voucher, null=True, on_delete=models.PROTECT, related_name="+")
    matched_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("statement", "no"), name="a_statement_line_has_its_number"),
            models.CheckConstraint(condition=~Q(amount=0), name="a_statement_line_moves_something"),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"


class Reconciliation(models.Model):
    """A bank account compared with its statement or passbook through one day; `difference` is what nothing explains."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    through = models.DateField()
    book_balance = RupiahField()
    bank_balance = RupiahField()
    not_in_bank = RupiahField(default=0)
    not_in_book = RupiahField(default=0)
    difference = RupiahField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    difference=models.F("bank_balance")
                    - models.F("book_balance")
                    + models.F("not_in_bank")
                    - models.F("not_in_book")
                ),
                name="a_difference_is_what_nothing_explains",
            ),
        )
        indexes = (models.Index(fields=("account", "through"), name="ledger_reconciled_through"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.through} {self.difference}"

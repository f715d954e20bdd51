"""Days, cash counts, months and years: how the books close."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.ledger.models.charts import LEDGERS, Account
from gulir.ledger.models.vouchers import Voucher

__all__ = ["CashCount", "Day", "Month", "Year"]


class Day(models.Model):
    """One business day of a board's three books: open, counted by one person, closed by another.

    `empty` marks a day confirmed as empty by `close_through`; `refused` that the second person sent the count back.
    """

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    opened_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    counted_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    empty = models.BooleanField(default=False)
    refused = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "day"), name="a_day_stands_once_in_a_book"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(empty=True, counted_by__isnull=False)
                | Q(counted_by__isnull=False, confirmed_by__isnull=False),
                name="a_day_is_closed_by_two_or_confirmed_empty",
            ),
        )

    def __str__(self) -> str:
        return str(self.day)


class CashCount(models.Model):
    """A cash box counted by denomination; what was expected stands beside what was counted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    expected = RupiahField()
    counted = RupiahField()
    denominations = models.JSONField()
    reason = models.CharField(max_length=200, blank=True, default="")
    counted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()
    closing = models.BooleanField(default=False)
    voucher = models.ForeignKey(Voucher, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(counted__gte=0), name="nobody_counts_less_than_nothing"),
            models.CheckConstraint(
                condition=Q(expected=F("counted")) | ~Q(reason=""), name="a_cash_difference_has_a_reason"
            ),
        )
        indexes = (models.Index(fields=("book", "day"), name="ledger_cashcount_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.account_id} {self.counted}"


class Month(models.Model):
    """A closed month with the checks it passed and the totals of its control accounts."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    checks = models.JSONField()
    totals = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "first"), name="a_month_is_closed_once"),
            models.CheckConstraint(condition=Q(first__day=1), name="a_month_begins_on_its_first"),
        )

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


class Year(models.Model):
    """A closed year of one ledger; no voucher when there was nothing to close."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=12, choices=LEDGERS)
    year = models.IntegerField()
    income = RupiahField()
    expense = RupiahField()
    result = RupiahField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    voucher = models.OneToOneField(Voucher, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "ledger", "year"), name="a_year_is_closed_once"),
            models.CheckConstraint(
                condition=Q(result=F("income") - F("expense")), name="a_result_is_income_less_expense"
            ),
        )

    def __str__(self) -> str:
        return f"{self.ledger} {self.year}"

"""Vouchers and their transfers: the rows that are the books. Nothing here is ever changed or deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.core.money import LARGEST_AMOUNT
from gulir.core.vouchers import VoucherKind, VoucherType
from gulir.ledger.models.charts import LEDGERS, Account

__all__ = ["AccountSum", "Transfer", "Voucher"]

TYPES = [(kind.value, kind.value) for kind in VoucherType]
VOUCHER_KINDS = [(kind.value, kind.value) for kind in VoucherKind]


class Voucher(models.Model):
    """One business event (bukti), written after its transfers: the header closes it.

    `dated` is the day on which it is booked, `for_year` the year in whose income it counts, `effective_on` the day at
    which reports count it (`dated`, or the last day of an earlier `for_year`), `original_on` a late one's true day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.CharField(max_length=12, choices=LEDGERS)
    type = models.CharField(max_length=2, choices=TYPES)
    kind = models.CharField(max_length=10, choices=VOUCHER_KINDS)
    number = models.IntegerField()
    year = models.IntegerField()
    label = models.CharField(max_length=24)
    dated = models.DateField()
    for_year = models.IntegerField()
    effective_on = models.DateField()
    original_on = models.DateField(null=True)
    description = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, blank=True, default="")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    total = RupiahField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", db_index=False)
    approved_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    import_ref = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("book", "ledger", "type", "year", "number"), name="a_voucher_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(total__gte=1, total__lte=LARGEST_AMOUNT),
                name="a_voucher_is_one_rupiah_to_a_million_million",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="voucher_numbers_count_from_one"),
            models.CheckConstraint(
                condition=Q(type__in=[kind.value for kind in VoucherType]), name="there_are_three_types_of_voucher"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in VoucherKind]), name="there_are_five_kinds_of_voucher"
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="a_reversal_names_its_original",
            ),
            models.CheckConstraint(
                condition=~Q(kind="susulan")
                | Q(original_on__isnull=False, original_on__lt=F("dated"), approved_by__isnull=False),
                name="a_late_voucher_has_its_day_and_a_second_person",
            ),
            models.CheckConstraint(condition=Q(for_year__lte=F("year")), name="no_voucher_counts_for_a_later_year"),
        )
        indexes = (
            models.Index(fields=("book", "ledger", "effective_on"), name="ledger_voucher_effective"),
            models.Index(fields=("book", "dated"), name="ledger_voucher_dated"),
            models.Index(fields=("import_ref",), condition=Q(import_ref__isnull=False), name="ledger_voucher_import"),
        )

    def __str__(self) -> str:
        return self.label


class Transfer(models.Model):
    """One amount from a credit account to a debit account (ayat), with the loan and group it belongs to, if any."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="transfers", db_index=False)
    line = models.IntegerField()
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = RupiahField()
    loan_no = models.CharField(max_length=40, blank=True, default="")
    ksm = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("voucher", "line"), name="a_line_stands_once_in_a_voucher"),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=LARGEST_AMOUNT),
                name="a_transfer_is_one_rupiah_to_a_million_million",
            ),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="no_account_pays_itself"),
        )
        indexes = (
            models.Index(fields=("debit", "id"), name="ledger_transfer_debit"),
            models.Index(fields=("credit", "id"), name="ledger_transfer_credit"),
        )

    def __str__(self) -> str:
        return f"{self.debit_id} < {self.credit_id} {self.amount}"


class AccountSum(models.Model):
    """A rebuildable cache: what an account's transfers up to the id `through` add up to."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    debit = RupiahField()
    credit = RupiahField()
    through = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.debit} {self.credit}"

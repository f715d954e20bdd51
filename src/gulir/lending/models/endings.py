"""How a loan ends without being paid: written off by the members' meeting, or closed by a new schedule.

A loan written off leaves the books and stays owed: its claim stands in a register of its own until it is recovered.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Person
from gulir.core.ladder import Cause
from gulir.ledger.models import Voucher
from gulir.lending.models.loans import Loan

__all__ = ["Ending", "Recovery"]

CAUSES = tuple(cause.value for cause in Cause)


class Ending(models.Model):
    """The end of one loan, by a decision. The database moves the loan's state with it.

    `principal` and `jasa` are what was unpaid then. Of it `written_off` left the books as lost and `covered` was paid
    out of the fund for members who died, by the death letter; the rest went on in a new loan. `claim` is what is still
    owed for what was written off: principal and jasa, in rupiah. `person` is the member whose part it was, when it was
    one member's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="ending")
    kind = models.CharField(max_length=11)
    on = models.DateField()
    principal = RupiahField()
    jasa = RupiahField()
    written_off = RupiahField()
    claim = RupiahField()
    covered = RupiahField(default=0)
    died_on = models.DateField(null=True)
    letter = models.CharField(max_length=60, blank=True)
    cause = models.CharField(max_length=15)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=40)
    voucher = models.OneToOneField(Voucher, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="written_off", written_off=F("principal"), person=None)
                | Q(kind="rescheduled", principal__gt=F("written_off") + F("covered")),
                name="all_of_a_loan_is_written_off_or_the_rest_goes_on",
            ),
            models.CheckConstraint(
                condition=Q(principal__gte=0, jasa__gte=0, written_off__gte=0, claim__gte=F("written_off")),
                name="an_ending_takes_nothing_that_was_not_there",
            ),
            models.CheckConstraint(
                condition=Q(written_off=0, covered=0, voucher=None)
                | (Q(written_off__gt=0) | Q(covered__gt=0)) & Q(voucher__isnull=False),
                name="what_is_written_off_has_its_voucher",
            ),
            models.CheckConstraint(
                condition=Q(kind="written_off")
                | Q(claim=0, covered=0, person=None)
                | Q(claim__gt=0, covered=0, person__isnull=False)
                | Q(claim=0, covered__gt=0, person__isnull=False),
                name="a_claim_on_one_member_names_the_member",
            ),
            models.CheckConstraint(
                condition=Q(covered=0, died_on=None, letter="")
                | Q(covered__gt=0, kind="rescheduled", cause="death", died_on__isnull=False) & ~Q(letter=""),
                name="only_a_death_with_its_letter_is_covered",
            ),
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="an_ending_has_a_known_cause"),
            models.CheckConstraint(condition=~Q(decision=""), name="a_loan_ends_by_a_decision"),
        )

    def __str__(self) -> str:
        return f"{self.loan_id} {self.kind}"


class Recovery(models.Model):
    """Money for a claim that was written off: income, never principal. Its voucher undone, it counts no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    ending = models.ForeignKey(Ending, on_delete=models.PROTECT, related_name="recoveries")
    receipt = models.CharField(max_length=30)
    on = models.DateField()
    amount = RupiahField()
    method = models.CharField(max_length=4, default="cash")
    payer = models.CharField(max_length=120, blank=True)
    voucher = models.OneToOneField(Voucher, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "receipt"), name="a_recovery_has_its_own_receipt"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_recovery_brings_something"),
            models.CheckConstraint(condition=Q(method__in=("cash", "bank")), name="a_recovery_comes_in_cash_or_bank"),
        )

    def __str__(self) -> str:
        return self.receipt

"""Loans and their cards. The borrower is the KSM; the members' shares add up to the loan, always.

States of a loan: 1. `active` (A)  2. `settled` (L)  3. `rescheduled` (R)  4. `written_off` (H).
What was paid is kept as two sums per loan; the allocation order fills both from the oldest instalment on, so
which instalments are open follows from the sums.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Book
from gulir.community.models import Group, Person
from gulir.lending.models.applications import METHODS, Application

__all__ = ["ARRIVALS", "CARD_TYPES", "LOAN_MOVES", "CardEntry", "Instalment", "Loan", "Share"]

LOAN_MOVES: Mapping[str, frozenset[str]] = {
    "active": frozenset({"settled", "rescheduled", "written_off"}),
    "settled": frozenset({"active"}),
    "rescheduled": frozenset(),
    "written_off": frozenset(),
}
"""`settled` goes back to `active` only when the repayment that settled it is reversed."""
ARRIVALS = ("waiting", "confirmed", "differs", "old")
"""How the three sides of a disbursement stand; a loan brought in from an old book is never asked."""
CARD_TYPES = (
    "disbursement",
    "principal_payment",
    "jasa_payment",
    "ksm_fee_in",
    "ksm_fee_out",
    "savings_in",
    "savings_out",
)


class Loan(models.Model):
    """One group loan: its terms, what was paid of it, and its state; `replaces` is the loan it carries on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    loan_no = models.CharField(max_length=30)
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    ksm = models.CharField(max_length=80)
    rw = models.CharField(max_length=3, blank=True)
    application = models.OneToOneField(Application, null=True, on_delete=models.PROTECT, related_name="loan")
    disbursed_on = models.DateField()
    principal = RupiahField()
    jasa = RupiahField(help_text="scheduled jasa over the whole term")
    instalments = models.IntegerField()
    method = models.CharField(max_length=20, default="flat")
    rate_percent = models.CharField(max_length=20)
    fee_percent = models.CharField(max_length=20, default="0")
    every = models.IntegerField(default=1)
    unit = models.CharField(max_length=7, default="month")
    round_to = models.IntegerField(default=1000)
    round_on = models.CharField(max_length=9, default="total")
    round = models.CharField(max_length=7, default="up")
    state = models.CharField(max_length=11, default="active")
    arrival = models.CharField(max_length=9, default="waiting")
    principal_paid = RupiahField(default=0)
    jasa_paid = RupiahField(default=0)
    jasa_waived = RupiahField(default=0)
    settled_on = models.DateField(null=True)
    ended_on = models.DateField(null=True, help_text="when it ended unpaid: written off, or closed by a new schedule")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    imported = models.BooleanField(default=False)
    import_ref = models.UUIDField(null=True)
    withdrawn = models.BooleanField(default=False)
    reported = models.IntegerField(null=True, help_text="periods whose result was reported; empty where none is shared")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("book", "loan_no"), condition=Q(withdrawn=False), name="a_loan_has_its_own_number"
            ),
            models.CheckConstraint(condition=Q(state__in=tuple(LOAN_MOVES)), name="a_loan_has_a_known_state"),
            models.CheckConstraint(condition=Q(arrival__in=ARRIVALS), name="a_loan_arrived_or_not"),
            models.CheckConstraint(condition=Q(method__in=METHODS), name="a_loan_has_a_known_method"),
            models.CheckConstraint(condition=Q(principal__gt=0, instalments__gte=1), name="a_loan_is_of_something"),
            models.CheckConstraint(
                condition=Q(principal_paid__gte=0, principal_paid__lte=F("principal")),
                name="no_more_principal_is_paid_than_was_lent",
            ),
            models.UniqueConstraint(
                fields=("replaces",), condition=Q(replaces__isnull=False), name="a_loan_is_replaced_by_one_loan"
            ),
            models.CheckConstraint(condition=Q(jasa_paid__gte=0, jasa_waived__gte=0), name="jasa_is_never_negative"),
            models.CheckConstraint(
                condition=Q(state="settled", settled_on__isnull=False, principal_paid=F("principal"))
                | (~Q(state="settled") & Q(settled_on=None)),
                name="a_settled_loan_owes_no_principal",
            ),
        )
        indexes = (models.Index(fields=("book", "state"), name="lending_loan_state"),)

    def __str__(self) -> str:
        return self.loan_no

    @property
    def balance(self) -> int:
        """Principal still owed, in rupiah."""
        return self.principal - self.principal_paid


class Share(models.Model):
    """One member's part of a loan; `person` is empty for the unassigned share of an imported loan.

    The database keeps the sum: a share that gets a name takes its rupiah out of the unassigned one, and a name that is
    withdrawn (`live` false) gives them back. The unassigned one lives while something of it is left.
    """

    id = models.BigAutoField(primary_key=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    principal = RupiahField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("loan", "person"), condition=Q(live=True), name="one_member_has_one_share_of_a_loan"
            ),
            models.UniqueConstraint(fields=("loan",), condition=Q(person=None), name="a_loan_has_one_unassigned_share"),
            models.CheckConstraint(
                condition=Q(principal__gt=0) | Q(principal=0, person=None), name="a_share_is_of_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.loan_id} {self.principal}"


class Instalment(models.Model):
    """One line of a loan's schedule, never changed; `cum_*` are the sums up to and with this line.

    Where the result is shared, the database puts the fund's share of a period into its line when it is reported.
    """

    id = models.BigAutoField(primary_key=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="schedule")
    no = models.IntegerField()
    due_on = models.DateField()
    principal = RupiahField()
    jasa = RupiahField()
    cum_principal = RupiahField()
    cum_jasa = RupiahField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("loan", "no"), name="an_instalment_has_its_own_number"),
            models.CheckConstraint(condition=Q(principal__gte=0, jasa__gte=0), name="an_instalment_is_never_negative"),
        )
        indexes = (models.Index(fields=("loan", "due_on"), name="lending_instalment_due"),)

    def __str__(self) -> str:
        return f"{self.loan_id} {self.no}"


class CardEntry(models.Model):
    """One line of an old loan card, brought in with history; it never touches the books.

    A line of zero is kept, because it stands on the paper card, and moves nothing.
    """

    id = models.BigAutoField(primary_key=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="entries")
    line = models.IntegerField()
    on = models.DateField()
    type = models.CharField(max_length=20)
    amount = RupiahField()
    import_ref = models.UUIDField(null=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(type__in=CARD_TYPES), name="a_card_entry_has_a_known_type"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_card_entry_is_never_negative"),
        )
        indexes = (models.Index(fields=("loan", "on"), name="lending_cardentry_on"),)

    def __str__(self) -> str:
        return f"{self.type} {self.amount}"

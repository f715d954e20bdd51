"""The KSM's own books: every rupiah that went into its box or out of it, at a meeting. The UPK's ledger knows none."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Book
from gulir.community.models import Group, Person
from gulir.mentoring.models.meetings import GroupMeeting

__all__ = ["OF_A_LOAN", "OF_THE_GROUP", "OF_THE_MEMBER", "GroupEntry", "InternalLoan"]

OF_THE_MEMBER = ("brought", "savings", "withdrawal", "fine", "instalment")
OF_A_LOAN = ("loan", "repayment", "jasa")
OF_THE_GROUP = ("gift", "over", "welfare", "cost", "handed", "short")


class InternalLoan(models.Model):
    """What the KSM lent a member out of its own box, in rupiah; the jasa per month in hundredths of a percent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="loans")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    amount = RupiahField()
    jasa_bp = models.IntegerField()
    due_on = models.DateField()
    purpose = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=1, jasa_bp__gte=0), name="an_internal_loan_is_of_money"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.amount}"


class GroupEntry(models.Model):
    """One line of a meeting's cash: its kind says whether the rupiah came in or went out, and whose they are."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="entries")
    line = models.IntegerField()
    kind = models.CharField(max_length=10)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(InternalLoan, null=True, on_delete=models.PROTECT, related_name="entries")
    amount = RupiahField()
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "line"), name="a_line_of_the_ksm_box_has_its_number"),
            models.UniqueConstraint(
                fields=("loan",), condition=Q(kind="loan"), name="an_internal_loan_is_paid_out_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="a_line_of_the_ksm_box_is_of_money"),
            models.CheckConstraint(
                condition=Q(kind__in=OF_THE_MEMBER, person__isnull=False, loan=None)
                | Q(kind__in=OF_A_LOAN, person__isnull=False, loan__isnull=False)
                | Q(kind__in=OF_THE_GROUP, person=None, loan=None),
                name="a_line_of_the_ksm_box_is_somebodys",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("welfare", "cost", "short", "over"), note=""),
                name="a_line_of_the_ksm_box_says_why",
            ),
        )
        indexes = (models.Index(fields=("group", "person"), name="mentoring_entry_person"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

"""What was done about a loan that is late, step by step: who was told, how, when, and why the group does not pay."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.core.ladder import Cause, Step
from gulir.lending.models.loans import Loan

__all__ = ["WAYS", "Handling"]

STEPS = tuple(step.value for step in Step)
CAUSES = tuple(cause.value for cause in Cause)
WAYS = ("hand", "phone", "message", "meeting")
"""How it reached the group: into somebody's hand, by telephone, by message, in a meeting."""


class Handling(models.Model):
    """One step of the ladder of arrears, as it was taken (domain 3.11); it is never changed.

    `due_on` is the oldest unpaid instalment at that moment (of a reminder: the next one); `days_late` and `arrears`
    (rupiah) are what the group was told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="handlings")
    number = models.CharField(max_length=20)
    step = models.CharField(max_length=9)
    on = models.DateField()
    due_on = models.DateField()
    days_late = models.IntegerField()
    arrears = RupiahField()
    to = models.CharField(max_length=120)
    way = models.CharField(max_length=7, default="hand")
    cause = models.CharField(max_length=15, blank=True)
    note = models.CharField(max_length=400, blank=True)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "number"), name="a_step_of_arrears_has_its_own_number"),
            models.UniqueConstraint(fields=("loan", "due_on", "step"), name="a_step_is_taken_once_for_an_instalment"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="a_step_is_on_the_ladder"),
            models.CheckConstraint(condition=Q(way__in=WAYS), name="a_step_is_taken_in_a_known_way"),
            models.CheckConstraint(
                condition=Q(cause__in=CAUSES) | Q(cause="") & ~Q(step__in=("team", "decision")),
                name="the_case_team_says_why",
            ),
            models.CheckConstraint(
                condition=Q(step="reminder", days_late__lte=0, arrears=0)
                | ~Q(step="reminder") & Q(days_late__gt=0, arrears__gt=0),
                name="only_a_reminder_comes_before_the_due_day",
            ),
        )

    def __str__(self) -> str:
        return self.number

"""What a KSM did for somebody, as told at a meeting, and how a member's problem found its end.

Neither is ever changed: what was told wrongly is taken back by a newer row that names it and says why.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Group
from gulir.mentoring.models.meetings import AgendaItem, GroupMeeting

__all__ = ["DEEDS", "ProblemEnd", "WelfareDeed"]

DEEDS = ("sick", "buying", "cleaning", "school", "death", "other")


class WelfareDeed(models.Model):
    """One thing the KSM did: for one of its own or for others, what it was worth in rupiah, hours that were given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="deeds")
    kind = models.CharField(max_length=8)
    member = models.BooleanField()
    worth = RupiahField()
    hours = models.IntegerField()
    said = models.CharField(max_length=200)
    takes_back = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="taken_back")
    told_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=DEEDS, worth__gte=0, hours__gte=0, hours__lte=1000) & ~Q(said=""),
                name="a_deed_of_a_ksm_says_what_was_done",
            ),
        )
        indexes = (models.Index(fields=("group", "meeting"), name="mentoring_deed_group"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.worth}"


class ProblemEnd(models.Model):
    """How a problem that a member brought to a meeting was solved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="end")
    said = models.CharField(max_length=200)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(said=""), name="a_problem_is_closed_with_its_answer"),)

    def __str__(self) -> str:
        return self.said[:40]

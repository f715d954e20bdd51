"""How a KSM was found on a day: one reading of an instrument, its answers, and the KSM's own words beside it.

The answers are written first and the assessment last; from then on the database takes nothing more into it, but
replies of the KSM. A later reading takes its place as the newest; none is ever changed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Group

__all__ = ["Assessment", "AssessmentAnswer", "AssessmentReply"]


class Assessment(models.Model):
    """One reading: instrument and version, its points, how far they could reach, and the stage they prove."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=20)
    version = models.IntegerField()
    number = models.IntegerField()
    read_on = models.DateField()
    points = models.IntegerField()
    reach = models.IntegerField()
    stage = models.CharField(max_length=12)
    reason = models.CharField(max_length=200, blank=True, help_text="why it is read again on the same day")
    kept_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "instrument", "number"), name="an_assessment_has_its_own_number"),
            models.UniqueConstraint(
                fields=("group", "instrument", "read_on"),
                condition=Q(reason=""),
                name="a_ksm_is_assessed_once_a_day_or_it_is_said_why",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, version__gte=1, points__gte=0, reach__gte=F("points")),
                name="an_assessment_reaches_at_least_its_points",
            ),
        )
        indexes = (models.Index(fields=("group", "read_on"), name="mentoring_assessment_day"),)

    def __str__(self) -> str:
        return f"{self.instrument}.{self.version} {self.number}"


class AssessmentAnswer(models.Model):
    """One answer: from records with its figures and the rows behind it, or from a person; `note` is a comment."""

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=20)
    computed = models.BooleanField()
    points = models.IntegerField(null=True)
    figures = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    missed = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("assessment", "item"), name="a_question_is_answered_once"),
            models.CheckConstraint(
                condition=Q(computed=True, points=None)
                | Q(points__isnull=False, points__gte=0)
                | Q(computed=False, points=None) & ~Q(note=""),
                name="an_answer_of_a_person_says_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.points}"


class AssessmentReply(models.Model):
    """What an officer of the assessed KSM says to a reading, in their own words, beside it for ever."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="replies")
    said = models.CharField(max_length=600)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(said=""), name="a_reply_to_an_assessment_says_something"),)

    def __str__(self) -> str:
        return self.said[:40]

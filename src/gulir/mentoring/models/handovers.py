"""Who does each routine of the programme in a quarter, from the facilitator alone to residents alone, and the answer.

The levels are written first and the reading last; from then on the database takes nothing more into it, but replies of
the board. A later reading of the same quarter takes its place and says why; none is ever changed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.core.handover import ALONE, ROUTINES

__all__ = ["HandoverLevel", "HandoverReading", "HandoverReply"]


class HandoverReading(models.Model):
    """One reading of the hand-over ladder of a board; `quarter` counts on from year to year."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(help_text="of the instrument")
    number = models.IntegerField()
    read_on = models.DateField()
    quarter = models.IntegerField()
    reason = models.CharField(max_length=200, blank=True, help_text="why the quarter is read again")
    read_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "number"), name="a_handover_reading_has_its_own_number"),
            models.UniqueConstraint(
                fields=("book", "quarter"), condition=Q(reason=""), name="a_quarter_is_read_once_or_it_is_said_why"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, version__gte=1), name="a_handover_reading_counts_from_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.read_on}"


class HandoverLevel(models.Model):
    """Who does one routine: 1 the facilitator, 2 with residents, 3 residents with the facilitator there, 4 alone."""

    id = models.BigAutoField(primary_key=True)
    reading = models.ForeignKey(HandoverReading, on_delete=models.PROTECT, related_name="levels")
    routine = models.CharField(max_length=8)
    level = models.IntegerField()
    seen = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("reading", "routine"), name="a_routine_is_read_once_in_a_reading"),
            models.CheckConstraint(
                condition=Q(routine__in=ROUTINES, level__gte=1, level__lte=ALONE), name="a_routine_stands_on_a_rung"
            ),
        )

    def __str__(self) -> str:
        return f"{self.routine} {self.level}"


class HandoverReply(models.Model):
    """What the board says to a reading, in its own words, beside it for ever."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reading = models.ForeignKey(HandoverReading, on_delete=models.PROTECT, related_name="replies")
    said = models.CharField(max_length=600)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(said=""), name="a_reply_to_a_handover_says_something"),)

    def __str__(self) -> str:
        return self.said[:40]

"""One meeting of a KSM as one record: who came, what was promised, said and decided, and what lay in the box.

Its parts are written first and the meeting last; from then on the database takes nothing more into it. A correction
is a whole new record of the same number that names the one it replaces and says why.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Group, Person
from gulir.mentoring.models.rules import GroupRules

__all__ = ["CAME", "RESULTS", "TOPICS", "AgendaItem", "Attendance", "GroupMeeting", "Promise", "PromiseResult"]

CAME = ("present", "excused", "absent")
RESULTS = ("kept", "waiting", "broken")
TOPICS = ("welfare", "member_problem", "business", "savings", "loans", "rules", "other")


class GroupMeeting(models.Model):
    """The closed record of one meeting: the box before and after in rupiah, how many were expected, how many came."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    version = models.IntegerField(default=1)
    rules = models.ForeignKey(GroupRules, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    place = models.CharField(max_length=80, blank=True)
    expected = models.IntegerField()
    present = models.IntegerField()
    opening = RupiahField()
    counted = RupiahField()
    closed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "number", "version"), name="a_ksm_meeting_is_closed_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, opening__gte=0, counted__gte=0), name="a_ksm_box_is_never_negative"
            ),
            models.CheckConstraint(
                condition=Q(present__gte=1, expected__gte=F("present")), name="somebody_came_to_the_ksm_meeting"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="", version=1)
                | Q(corrects__isnull=False, version__gte=2) & ~Q(reason=""),
                name="a_corrected_ksm_meeting_has_its_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}.{self.version}"


class Attendance(models.Model):
    """Whether one member came; who could not come, why; and whether who came spoke."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    came = models.CharField(max_length=7)
    reason = models.CharField(max_length=120, blank=True)
    spoke = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "person"), name="a_member_is_counted_once_in_a_meeting"),
            models.CheckConstraint(
                condition=Q(came="present", reason="")
                | Q(came="excused", spoke=False) & ~Q(reason="")
                | Q(came="absent", spoke=False, reason=""),
                name="who_is_excused_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.came}"


class AgendaItem(models.Model):
    """One thing that was talked about, and what was decided, if anything."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="agenda")
    line = models.IntegerField()
    topic = models.CharField(max_length=14)
    said = models.CharField(max_length=300)
    decided = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "line"), name="an_agenda_item_has_its_own_line"),
            models.CheckConstraint(condition=Q(topic__in=TOPICS), name="an_agenda_item_has_a_known_topic"),
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.line}"


class Promise(models.Model):
    """What somebody promised at a meeting, and until when."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="promises")
    line = models.IntegerField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=200)
    due_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("meeting", "line"), name="a_promise_has_its_own_line"),)

    def __str__(self) -> str:
        return self.said


class PromiseResult(models.Model):
    """What became of a promise, as told at a later meeting; `waiting` leaves it open for the next one."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="results")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="results")
    result = models.CharField(max_length=7)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "promise"), name="a_promise_is_looked_at_once_in_a_meeting"),
            models.CheckConstraint(condition=Q(result__in=RESULTS), name="a_promise_has_a_known_result"),
        )

    def __str__(self) -> str:
        return f"{self.promise_id} {self.result}"

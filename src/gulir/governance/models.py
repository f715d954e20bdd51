"""The rows of governance.

* `Meeting`: open while it lasts, then closed with its minutes; `Attendance`: who came, by sex and poor or not, and
  whether they decide there (in a meeting of the board only its members do).
* `AgendaItem`: something another room asks the board to decide: waiting, decided, or withdrawn (superseded);
  `AgendaParty`: whom it concerns, so that neither they nor their relatives decide it.
* `Decision`: what a meeting decided, on the digest of exactly what was shown; `Interest`: who stepped aside.
* `RuleValue`: a value of a rule this board adopted, from a day on; never edited, the next row ends it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Person

__all__ = [
    "DECIDING_KINDS",
    "MEETING_KINDS",
    "AgendaItem",
    "AgendaParty",
    "Attendance",
    "Decision",
    "Interest",
    "Meeting",
    "RuleValue",
]

MEETING_KINDS = ("rwt", "board", "forum", "unit")
DECIDING_KINDS = ("rwt", "board")
"""Where the board's agenda is decided; the others advise."""


class Meeting(models.Model):
    """A meeting: `open` takes attendance and decisions, `closed` takes nothing more.

    `present` counts everyone who came, `voters` those who decide; `entitled` is what the quorum is measured on: the
    board's members in office for a meeting of the board, those invited for any other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    held_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    chair = models.CharField(max_length=120, blank=True)
    note_taker = models.CharField(max_length=120, blank=True)
    invited = models.IntegerField()
    present = models.IntegerField()
    entitled = models.IntegerField()
    voters = models.IntegerField()
    repeated = models.BooleanField(default=False)
    quorate = models.BooleanField()
    minutes = models.TextField(blank=True)
    status = models.CharField(max_length=6, default="open")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "number"), name="a_meeting_has_its_own_number"),
            models.CheckConstraint(condition=Q(kind__in=MEETING_KINDS), name="a_meeting_has_a_known_kind"),
            models.CheckConstraint(condition=Q(status__in=("open", "closed")), name="a_meeting_is_open_or_closed"),
            models.CheckConstraint(
                condition=Q(voters__gte=0, present__gte=F("voters"), invited__gt=0, entitled__gte=0),
                name="a_meeting_counts_its_people",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Attendance(models.Model):
    """One who came. `person` is empty for someone known by name only; `votes` says whether they decide here."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sex = models.CharField(max_length=1)
    poor = models.BooleanField(default=False)
    votes = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "person"), name="one_person_attends_once"),
            models.CheckConstraint(condition=Q(sex__in=("P", "L")), name="who_attends_is_counted_by_sex"),
        )

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """What the board is asked to decide. `digest` is that of `shown`; another showing is another item."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    shown = models.JSONField()
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, default="waiting")
    put_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("book", "subject_kind", "subject_id"),
                condition=Q(status="waiting"),
                name="one_subject_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("waiting", "decided", "withdrawn")), name="an_agenda_item_has_a_known_status"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class AgendaParty(models.Model):
    """Someone an item concerns: a borrower, a seller, whoever gains by it."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "person"), name="an_item_concerns_a_person_once"),)

    def __str__(self) -> str:
        return str(self.person_id)


class Decision(models.Model):
    """What a meeting decided about one subject, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    agenda = models.OneToOneField(AgendaItem, null=True, on_delete=models.PROTECT, related_name="decision")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10)
    manner = models.CharField(max_length=10)
    votes_for = models.IntegerField(default=0)
    against = models.IntegerField(default=0)
    abstained = models.IntegerField(default=0)
    decided_on = models.DateField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "number"), name="a_decision_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(outcome__in=("approved", "rejected", "returned")), name="a_decision_has_a_known_outcome"
            ),
            models.CheckConstraint(condition=Q(manner__in=("consensus", "vote")), name="a_decision_has_a_known_manner"),
            models.CheckConstraint(
                condition=Q(votes_for__gte=0, against__gte=0, abstained__gte=0), name="votes_are_counted_from_zero"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="approved") | Q(votes_for__gt=F("against")),
                name="an_approval_has_more_for_than_against",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Interest(models.Model):
    """Someone with an interest in the subject, who stepped aside."""

    id = models.BigAutoField(primary_key=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("decision", "person"), name="an_interest_is_declared_once"),)

    def __str__(self) -> str:
        return self.relation


class RuleValue(models.Model):
    """A board's own value of a rule from `effective_on` on, by a decision. Append only."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    effective_on = models.DateField()
    adopted_on = models.DateField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "key", "effective_on"), name="one_value_of_a_rule_a_day"),
            models.CheckConstraint(
                condition=Q(effective_on__gt=F("adopted_on")), name="a_rule_takes_effect_after_the_day_it_was_decided"
            ),
        )

    def __str__(self) -> str:
        return self.key

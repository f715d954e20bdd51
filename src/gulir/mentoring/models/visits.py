"""One mentoring visit to a KSM as one record: who was met, what was seen, heard, coached, found and promised.

Its parts are written first and the visit last; from then on the database takes nothing more into it, but replies of
the visited KSM. A correction is a whole new record that names the one it replaces and says why.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.ids import new_id
from gulir.base.models import Actor, Attachment, Book
from gulir.community.models import Group, Person
from gulir.lending.models import Loan
from gulir.mentoring.models.meetings import RESULTS

__all__ = [
    "HEARD",
    "PURPOSES",
    "SEEN",
    "SIGHTS",
    "STAGES",
    "TAUGHT",
    "USERS",
    "LoanUse",
    "Visit",
    "VisitMet",
    "VisitNote",
    "VisitPhoto",
    "VisitPromise",
    "VisitPromiseResult",
    "VisitReply",
]

PURPOSES = ("routine", "problem", "payout", "grading", "loan")
STAGES = ("first", "middle")
SEEN = ("yes", "no", "unseen")
SIGHTS = ("books", "cash", "savings", "rules", "meeting")
HEARD = ("problem", "business", "illness", "conflict", "pressure")
TAUGHT = ("rules", "bookkeeping", "business", "marketing", "conflict")
USERS = ("borrower", "family", "other", "unknown")


class Visit(models.Model):
    """The closed record of one visit: head, five sights, one finding in five parts and the KSM's answer to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    version = models.IntegerField(default=1)
    purpose = models.CharField(max_length=8)
    loan = models.ForeignKey(Loan, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=6, blank=True)
    held_on = models.DateField()
    place = models.CharField(max_length=80, blank=True)
    minutes = models.IntegerField()
    others = models.CharField(max_length=120, blank=True, help_text="who was met and is no member")
    books = models.CharField(max_length=6)
    cash = models.CharField(max_length=6)
    savings = models.CharField(max_length=6)
    rules = models.CharField(max_length=6)
    meeting = models.CharField(max_length=6)
    condition = models.CharField(max_length=300, blank=True)
    criterion = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=200, blank=True)
    effect = models.CharField(max_length=200, blank=True)
    advice = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "number", "version"), name="a_visit_is_written_once"),
            models.CheckConstraint(condition=Q(purpose__in=PURPOSES), name="a_visit_has_a_known_purpose"),
            models.CheckConstraint(
                condition=Q(purpose="loan", loan__isnull=False, stage__in=STAGES)
                | ~Q(purpose="loan") & Q(loan=None, stage=""),
                name="a_visit_about_a_loan_names_it",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, minutes__gte=1, minutes__lte=600), name="a_visit_takes_some_minutes"
            ),
            models.CheckConstraint(
                condition=Q(books__in=SEEN, cash__in=SEEN, savings__in=SEEN, rules__in=SEEN, meeting__in=SEEN),
                name="what_a_visit_saw_is_yes_no_or_unseen",
            ),
            models.CheckConstraint(
                condition=Q(condition="", criterion="", cause="", effect="", answer="")
                | ~Q(condition="") & ~Q(advice=""),
                name="a_finding_of_a_visit_comes_with_advice",
            ),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=F("held_on")), name="the_next_visit_comes_later"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="", version=1)
                | Q(corrects__isnull=False, version__gte=2) & ~Q(reason=""),
                name="a_corrected_visit_has_its_reason",
            ),
        )
        indexes = (models.Index(fields=("book", "held_on"), name="mentoring_visit_day"),)

    def __str__(self) -> str:
        return f"{self.number}.{self.version}"


class VisitMet(models.Model):
    """A member who was met."""

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="met")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("visit", "person"), name="a_member_is_met_once_in_a_visit"),)

    def __str__(self) -> str:
        return str(self.person_id)


class VisitNote(models.Model):
    """What was heard (with whether they agreed that it is written for others), or what was taught to whom."""

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="notes")
    line = models.IntegerField()
    kind = models.CharField(max_length=6)
    topic = models.CharField(max_length=12)
    said = models.CharField(max_length=300)
    consent = models.BooleanField(default=False)
    minutes = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("visit", "line"), name="a_note_of_a_visit_has_its_own_line"),
            models.CheckConstraint(
                condition=Q(kind="heard", topic__in=HEARD, minutes=0)
                | Q(kind="taught", topic__in=TAUGHT, minutes__gte=1, minutes__lte=600, consent=True),
                name="a_note_of_a_visit_was_heard_or_taught",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.topic}"


class VisitPromise(models.Model):
    """What was promised at a visit, by whom and until when."""

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="promises")
    line = models.IntegerField()
    who = models.CharField(max_length=80)
    said = models.CharField(max_length=200)
    due_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("visit", "line"), name="a_promise_of_a_visit_has_its_own_line"),
            models.CheckConstraint(condition=~Q(who="") & ~Q(said=""), name="a_promise_of_a_visit_says_who_and_what"),
        )

    def __str__(self) -> str:
        return self.said


class VisitPromiseResult(models.Model):
    """What became of a promise, as seen at a later visit; `waiting` leaves it open for the next one."""

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="results")
    promise = models.ForeignKey(VisitPromise, on_delete=models.PROTECT, related_name="results")
    result = models.CharField(max_length=7)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("visit", "promise"), name="a_promise_is_looked_at_once_in_a_visit"),
            models.CheckConstraint(condition=Q(result__in=RESULTS), name="a_promise_of_a_visit_has_a_known_result"),
        )

    def __str__(self) -> str:
        return f"{self.promise_id} {self.result}"


class LoanUse(models.Model):
    """Who really uses one member's share of the loan, what for, and whether the business lives."""

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="uses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    user = models.CharField(max_length=8)
    used_for = models.CharField(max_length=120)
    alive = models.CharField(max_length=6)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("visit", "person"), name="a_share_is_looked_at_once_in_a_visit"),
            models.CheckConstraint(
                condition=Q(user__in=USERS, alive__in=SEEN) & ~Q(used_for=""), name="a_use_of_a_loan_is_told"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.user}"


class VisitPhoto(models.Model):
    """A photo taken at the visit, kept under its digest; of a member's business when it names a person."""

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    line = models.IntegerField()
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("visit", "line"), name="a_photo_of_a_visit_has_its_own_line"),)

    def __str__(self) -> str:
        return self.file_id


class VisitReply(models.Model):
    """What an officer of the visited KSM says to a record, in their own words, beside it for ever."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="replies")
    said = models.CharField(max_length=600)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(said=""), name="a_reply_to_a_visit_says_something"),)

    def __str__(self) -> str:
        return self.said[:40]

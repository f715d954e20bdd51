"""One asking again, six or twelve months after a member's first loan: the very questions of the form, and the jobs.

Whoever was not found, refused, moved away or died is written down too, so that who was lost is counted and never filled
in. The jobs are written first and the asking last; a correction is a whole new record that names the one it replaces.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Group, Person
from gulir.core.followups import ROUNDS
from gulir.lending.models import Loan, MemberForm

__all__ = ["ANSWERS", "LOAN_ROUNDS", "LOST", "WORKERS", "FollowUp", "FollowUpJob"]

LOST = ("not_found", "refused", "moved", "died")
"""Why somebody who was asked before gives no second answer."""
ANSWERS = ("answered", *LOST)
WORKERS = ("owner", "family", "hired")
LOAN_ROUNDS = tuple(one.key for one in ROUNDS["loan"])
_NOTHING = {
    "workers": 0, "capital": 0, "turnover": 0, "costs": 0, "other_income": 0, "living_costs": 0,
    "other_instalments": 0, "dependants": 0,
}  # fmt: skip


class FollowUp(models.Model):
    """One member asked again; `baseline` is the form before the `loan`, rupiah a month as in it.

    `alive` says whether the business runs; one given up sells nothing, costs nothing and employs nobody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    baseline = models.ForeignKey(MemberForm, on_delete=models.PROTECT, related_name="+")
    round = models.CharField(max_length=8)
    version = models.IntegerField(default=1)
    asked_on = models.DateField()
    answer = models.CharField(max_length=9)
    alive = models.BooleanField(default=False)
    workers = models.IntegerField(default=0)
    capital = RupiahField(default=0)
    turnover = RupiahField(default=0)
    costs = RupiahField(default=0)
    other_income = RupiahField(default=0)
    living_costs = RupiahField(default=0)
    other_instalments = RupiahField(default=0)
    dependants = models.IntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("loan", "person", "round", "version"), name="a_member_is_asked_again_once"),
            models.CheckConstraint(
                condition=Q(answer__in=ANSWERS, round__in=LOAN_ROUNDS), name="an_asking_again_has_a_known_answer"
            ),
            models.CheckConstraint(
                condition=Q(answer="answered") | Q(alive=False, **_NOTHING), name="who_is_lost_answers_nothing"
            ),
            models.CheckConstraint(
                condition=Q(alive=True) | Q(turnover=0, costs=0, workers=0), name="a_business_given_up_earns_nothing"
            ),
            models.CheckConstraint(
                condition=Q(
                    capital__gte=0, turnover__gte=0, costs__gte=0, other_income__gte=0, living_costs__gte=0,
                    other_instalments__gte=0,
                ),
                name="an_asking_again_counts_from_nothing",
            ),
            models.CheckConstraint(
                condition=Q(workers__gte=0, workers__lte=500, dependants__gte=0, dependants__lte=50),
                name="an_asking_again_counts_people",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="", version=1)
                | Q(corrects__isnull=False, version__gte=2) & ~Q(reason=""),
                name="a_corrected_asking_has_its_reason",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("book", "person"), name="mentoring_followup_person"),)

    def __str__(self) -> str:
        return f"{self.round} {self.answer}"


class FollowUpJob(models.Model):
    """One person at work in the business: who, hours in a usual week, months of the last twelve; no name is asked."""

    id = models.BigAutoField(primary_key=True)
    followup = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="jobs")
    line = models.IntegerField()
    who = models.CharField(max_length=6)
    weekly_hours = models.IntegerField()
    months = models.IntegerField()
    woman = models.BooleanField()
    poor = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("followup", "line"), name="a_job_has_its_own_line"),
            models.CheckConstraint(
                condition=Q(
                    who__in=WORKERS, weekly_hours__gte=1, weekly_hours__lte=112, months__gte=1, months__lte=12
                ),
                name="a_job_has_hours_and_months",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.who} {self.weekly_hours}"

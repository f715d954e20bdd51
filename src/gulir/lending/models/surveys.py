"""What is known about a member before a loan: their own form, what the visit found, their word to answer together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Group, Person
from gulir.lending.models.applications import ApplicationShare

__all__ = ["SCORES", "MemberForm", "Pledge", "Survey"]

SCORES = ("character", "capacity", "capital", "condition", "collateral")
"""The five headings of a survey (domain 3.7), each judged 1 (weak) to 4 (strong); 0 is not judged."""


class MemberForm(models.Model):
    """What a member writes before a loan: the wish, the business as it is now, the household's economy, rupiah a month.

    A form is never changed: a new one takes its place. The first is the baseline that outcomes are compared with.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    filled_on = models.DateField()
    filled_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    amount = RupiahField()
    business = models.CharField(max_length=120)
    business_since = models.IntegerField(null=True, help_text="the year it began; empty while it is only planned")
    workers = models.IntegerField(default=1)
    capital = RupiahField(default=0)
    turnover = RupiahField(default=0)
    costs = RupiahField(default=0)
    other_income = RupiahField(default=0)
    living_costs = RupiahField(default=0)
    other_instalments = RupiahField(default=0)
    dependants = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_member_form_asks_for_something"),
            models.CheckConstraint(
                condition=Q(
                    capital__gte=0, turnover__gte=0, costs__gte=0, other_income__gte=0, living_costs__gte=0,
                    other_instalments__gte=0,
                ),
                name="a_household_counts_from_nothing",
            ),
            models.CheckConstraint(
                condition=Q(workers__gte=0, workers__lte=500, dependants__gte=0, dependants__lte=50),
                name="a_member_form_counts_people",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("group", "person", "filled_on"), name="lending_memberform_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.filled_on}"


class Survey(models.Model):
    """What the visit found about one share, and what the household can carry a month by the rules of that day; rupiah.

    A share above the ceiling is verified only with a reason, and signed only after somebody else allowed it.
    """

    id = models.BigAutoField(primary_key=True)
    share = models.OneToOneField(ApplicationShare, on_delete=models.PROTECT, related_name="survey")
    other_income = RupiahField(default=0)
    living_costs = RupiahField(default=0)
    other_instalments = RupiahField(default=0)
    character = models.SmallIntegerField(default=0)
    capacity = models.SmallIntegerField(default=0)
    capital = models.SmallIntegerField(default=0)
    condition = models.SmallIntegerField(default=0)
    collateral = models.SmallIntegerField(default=0)
    monthly = RupiahField(help_text="what the share asks a month")
    ceiling = RupiahField(help_text="what the household can carry a month")
    exception = models.CharField(max_length=200, blank=True)
    allowed_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    allowed_on = models.DateField(null=True)
    allowed_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    other_income__gte=0, living_costs__gte=0, other_instalments__gte=0, monthly__gte=0, ceiling__gte=0
                ),
                name="a_survey_counts_from_nothing",
            ),
            models.CheckConstraint(
                condition=Q(
                    character__gte=0, character__lte=4, capacity__gte=0, capacity__lte=4, capital__gte=0,
                    capital__lte=4, condition__gte=0, condition__lte=4, collateral__gte=0, collateral__lte=4,
                ),
                name="a_survey_judges_from_one_to_four",
            ),
            models.CheckConstraint(
                condition=Q(monthly__lte=F("ceiling")) | ~Q(exception=""), name="above_the_ceiling_there_is_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(allowed_by=None, allowed_on=None, allowed_reason="")
                | Q(allowed_by__isnull=False, allowed_on__isnull=False) & ~Q(allowed_reason="") & ~Q(exception=""),
                name="an_exception_is_allowed_with_a_reason",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.share_id} {self.ceiling}"

    @property
    def is_open(self) -> bool:
        """Whether it lies above the ceiling and nobody has allowed it yet."""
        return self.monthly > self.ceiling and self.allowed_by_id is None


class Pledge(models.Model):
    """A member's signature that all members answer together for the loans of their group (R05), seen by an officer."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    seen_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "person"), name="a_member_signs_joint_liability_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.signed_on}"

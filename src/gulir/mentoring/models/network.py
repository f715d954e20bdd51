"""Whom the members of a KSM would ask for help, asked on a day: named members as ties, others counted, never named.

The answers are written first and the round last; from then on the database takes nothing more into it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Group, Person

__all__ = ["MOST_NAMED", "HelpAnswer", "HelpRound", "HelpTie"]

MOST_NAMED = 3


class HelpRound(models.Model):
    """One asking of a day; a later one of the same day says why it was asked again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    asked_on = models.DateField()
    asked = models.IntegerField()
    reason = models.CharField(max_length=200, blank=True)
    kept_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "number"), name="a_round_of_help_has_its_own_number"),
            models.UniqueConstraint(
                fields=("group", "asked_on"), condition=Q(reason=""), name="help_is_asked_once_a_day_or_it_is_said_why"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, asked__gte=2), name="a_round_of_help_asks_two_or_more"),
        )

    def __str__(self) -> str:
        return str(self.number)


class HelpAnswer(models.Model):
    """One member who was asked, and how many people outside the KSM they named."""

    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(HelpRound, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outside = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "person"), name="a_member_is_asked_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(outside__gte=0, outside__lte=MOST_NAMED), name="a_few_outside_the_ksm_are_counted"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.outside}"


class HelpTie(models.Model):
    """One member named by another as somebody to ask for help."""

    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(HelpRound, on_delete=models.PROTECT, related_name="ties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "person", "place"), name="a_name_of_help_has_its_place"),
            models.UniqueConstraint(fields=("round", "person", "named"), name="a_member_names_another_once"),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_NAMED) & ~Q(named=F("person")),
                name="a_member_names_a_few_others",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.place}"

"""Offices with their terms, which offices exclude each other, and who is related to whom.

Periods are half-open: a term that ends before 1 March and one that starts on 1 March follow each other.
What may never overlap is refused by the database itself (`offices_in_time.*.sql` beside the migrations).
"""

from __future__ import annotations

from django.db import models

from gulir.base.ids import new_id
from gulir.base.models import Book
from gulir.community.models.people import Person

__all__ = ["OFFICES", "RELATIONS", "Kinship", "OfficeConflict", "OfficeTerm"]

OFFICES = (
    "upk_manager",
    "loan_officer",
    "cashier",
    "bookkeeper",
    "upl",
    "ups",
    "secretary",
    "trustee",
    "coordinator",
    "overseer",
    "forum",
    "auditor",
    "facilitator",
    "village_head",
    "city_coordinator",
)
"""The offices of `reference/offices.toml`; a test holds the two together."""
RELATIONS = ("spouse", "parent", "child", "sibling")
"""Who counts as related (domain 1.3)."""


class OfficeTerm(models.Model):
    """One person in one office of one board, from `starts_on` up to, not including, `ends_before`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms")
    office = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)
    minute = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(office__in=OFFICES), name="an_office_is_one_of_the_programme"),
            models.CheckConstraint(
                condition=models.Q(ends_before=None) | models.Q(ends_before__gt=models.F("starts_on")),
                name="a_term_ends_after_it_starts",
            ),
        )
        indexes = (models.Index(fields=("book", "person"), name="community_officeterm_person"),)

    def __str__(self) -> str:
        return f"{self.office} {self.starts_on}"


class OfficeConflict(models.Model):
    """An office on one of the two sides of a conflict: nobody stands on both sides at the same time (domain 1.3)."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=40)
    side = models.SmallIntegerField()
    office = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "office"), name="an_office_stands_on_one_side"),
            models.CheckConstraint(condition=models.Q(side__in=(1, 2)), name="a_conflict_has_two_sides"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.side} {self.office}"


class Kinship(models.Model):
    """Two people of a board who are related, as declared; kept once, whoever declared it."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=10)
    declared_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "one", "other"), name="a_kinship_is_declared_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="a_kinship_joins_two_people"),
            models.CheckConstraint(condition=models.Q(relation__in=RELATIONS), name="a_kinship_has_a_known_name"),
        )

    def __str__(self) -> str:
        return self.relation

"""Groups (KSM) and who belongs to them, from when to when."""

from __future__ import annotations

from django.db import models

from gulir.base.ids import new_id
from gulir.base.models import Book
from gulir.community.models.people import Person

__all__ = ["ROLES", "STATUSES", "Group", "Membership"]

ROLES = ("chair", "secretary", "treasurer", "member")
STATUSES = ("active", "dissolved")


class Group(models.Model):
    """A group of neighbours (KSM) that borrows together and answers together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    rw = models.CharField(max_length=3, blank=True)
    formed_on = models.DateField()
    status = models.CharField(max_length=10, default="active")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "code"), name="a_group_has_its_own_code"),
            models.UniqueConstraint(
                fields=("book", "name"), condition=models.Q(status="active"), name="a_living_group_has_its_own_name"
            ),
            models.UniqueConstraint(fields=("book", "id"), name="a_group_lies_in_its_book"),
            models.CheckConstraint(condition=models.Q(status__in=STATUSES), name="a_group_is_active_or_dissolved"),
        )

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in a group with one role, from `starts_on` up to, not including, `ends_before`."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, default="member")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="a_membership_has_a_known_role"),
            models.CheckConstraint(
                condition=models.Q(ends_before=None) | models.Q(ends_before__gt=models.F("starts_on")),
                name="a_membership_ends_after_it_starts",
            ),
        )
        indexes = (models.Index(fields=("person", "book"), name="community_membership_person"),)

    def __str__(self) -> str:
        return f"{self.role} {self.starts_on}"

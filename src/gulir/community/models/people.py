"""People belong to the installation; a board knows those who are its residents.

The id of a person is the natural person key that `base.Actor.person` carries, so that makers and checkers are
compared by it, whatever login they use.
"""

from __future__ import annotations

from uuid import UUID

from django.db import models

from gulir.base.fields import SealedField
from gulir.base.ids import new_id
from gulir.base.models import Book

__all__ = ["SEXES", "Household", "Person", "Resident"]

SEXES = ("P", "L")
"""P (perempuan) a woman, L (laki-laki) a man, as every Indonesian form has it."""


class Person(models.Model):
    """A natural person. NIK and phone lie sealed; their blind indexes find equals and show nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    sex = models.CharField(max_length=1)
    born_on = models.DateField(null=True)
    rw = models.CharField(max_length=3, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    poor_listed = models.BooleanField(default=False)
    nik = SealedField(blank=True, default="")
    nik_index = models.CharField(max_length=64, blank=True, default="")
    phone = SealedField(blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="", db_index=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(sex__in=SEXES), name="a_person_is_a_woman_or_a_man"),
            models.UniqueConstraint(
                fields=("nik_index",), condition=~models.Q(nik_index=""), name="one_nik_is_one_person"
            ),
            models.CheckConstraint(
                condition=models.Q(nik="", nik_index="") | (~models.Q(nik="") & ~models.Q(nik_index="")),
                name="a_sealed_nik_has_its_index",
            ),
            models.CheckConstraint(
                condition=models.Q(phone="", phone_index="") | (~models.Q(phone="") & ~models.Q(phone_index="")),
                name="a_sealed_phone_has_its_index",
            ),
        )
        indexes = (models.Index(fields=("name",), name="community_person_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def actor_key(self) -> UUID:
        """The natural person key of every actor this person acts as."""
        return self.id


class Household(models.Model):
    """Those who cook together, under a number of the board's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    rw = models.CharField(max_length=3, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    head = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "number"), name="a_household_has_its_own_number"),
            models.UniqueConstraint(fields=("book", "id"), name="a_household_lies_in_its_book"),
        )

    def __str__(self) -> str:
        return self.number


class Resident(models.Model):
    """A person this board knows, and with whom they live. Whoever is not here is a stranger to the board."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residencies")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="residents")
    since = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("book", "person"), name="a_board_knows_a_person_once"),)

    def __str__(self) -> str:
        return str(self.person_id)

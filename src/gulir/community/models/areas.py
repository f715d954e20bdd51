"""The tree of areas, and the boards (BKM) that live in it."""

from __future__ import annotations

from django.db import models

from gulir.base.ids import new_id
from gulir.base.models import Book

__all__ = ["LEVELS", "Area", "Board"]

LEVELS = ("province", "city", "district", "kelurahan", "rw", "rt")
"""From the widest to the narrowest; a parent is always of a wider level."""


class Area(models.Model):
    """A place with the code that government gives it: province, city, district, kelurahan, RW, RT."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=30, unique=True)
    level = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(level__in=LEVELS), name="an_area_has_a_known_level"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="an_area_is_not_its_own_parent"),
        )

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """A board (BKM) with its book. `chart` names the chart of accounts it began with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.OneToOneField(Book, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    chart = models.CharField(max_length=80, default="programme")

    class Meta:
        constraints = (models.CheckConstraint(condition=~models.Q(code=""), name="a_board_has_a_code"),)

    def __str__(self) -> str:
        return self.name

"""What was brought in: one row per file, with its digest, its totals, its warnings, and whether it was undone."""

from __future__ import annotations

from django.db import models

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book

__all__ = ["Import"]


class Import(models.Model):
    """One file that was brought in whole. The same bytes of one kind stand once per board, until undone.

    `details` keeps what later checks need (the balances that a list of loans claims, by day).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    dated = models.DateField(null=True)
    rows = models.IntegerField()
    total = RupiahField()
    warnings = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("book", "kind", "sha256"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="a_file_is_brought_in_once",
            ),
            models.CheckConstraint(condition=models.Q(rows__gt=0), name="an_import_brings_something"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="an_undone_import_says_by_whom",
            ),
        )
        indexes = (models.Index(fields=("book", "recorded_at"), name="intake_import_by_time"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

"""What one person prepared and a second person must approve before it enters the books."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.ids import new_id
from gulir.base.models import Actor, Book

__all__ = ["Draft"]


class Draft(models.Model):
    """A late voucher, a crossing of ledgers or the end of loading, waiting for a second natural person.

    `digest` is the fingerprint of what is to be approved; an approval names it, so nothing else can be approved.
    """

    KINDS = [("susulan", "susulan"), ("crossing", "crossing"), ("live", "live")]
    STATES = [("waiting", "waiting"), ("approved", "approved"), ("withdrawn", "withdrawn")]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    decided_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True)
                | Q(state__in=("approved", "withdrawn"), decided_by__isnull=False),
                name="a_draft_waits_or_was_decided_by_someone",
            ),
        )
        indexes = (models.Index(fields=("book", "state"), name="ledger_draft_state"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

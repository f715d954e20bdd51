"""Who is put first in the waiting list, by whom and why."""

from __future__ import annotations

from django.db import models

from gulir.base.models import Actor
from gulir.lending.models.applications import Application

__all__ = ["Priority"]


class Priority(models.Model):
    """An approved application that is paid out before the others, for a reason that everybody reads."""

    id = models.BigAutoField(primary_key=True)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="priority")
    reason = models.CharField(max_length=200)
    put_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    put_on = models.DateField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="whoever_comes_first_has_a_reason"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.reason}"

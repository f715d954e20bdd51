"""What was brought in, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gulir.base.policy import Standing
from gulir.intake import policy
from gulir.intake.models import Import

__all__ = ["imports", "listed_balances"]


def imports(book: UUID, standing: Standing, *, limit: int = 100) -> list[dict[str, Any]]:
    """The files of a board that this person may know of."""
    rows = Import.objects.filter(policy.SEE.visible(standing), book=book).select_related("actor", "withdrawn_by")
    return [
        {
            "import": row.pk, "kind": row.kind, "name": row.name, "rows": row.rows, "total": row.total,
            "dated": row.dated, "sha256": row.sha256, "warnings": len(row.warnings), "by": row.actor.name,
            "recorded_at": row.recorded_at, "withdrawn_at": row.withdrawn_at,
            "withdrawn_by": row.withdrawn_by.name if row.withdrawn_by else None,
        }
        for row in rows.order_by("-recorded_at", "-id")[:limit]
    ]  # fmt: skip


def listed_balances(book: UUID) -> dict[str, dict[str, int]]:
    """What the lists of loans claimed was left of each loan, by day (`2022-12-31`) and loan number."""
    found: dict[str, dict[str, int]] = {}
    rows = Import.objects.filter(book=book, kind="loans", withdrawn_at__isnull=True)
    for details in rows.order_by("recorded_at", "id").values_list("details", flat=True):
        for day, balances in details.get("balances", {}).items():
            found.setdefault(day, {}).update(balances)
    return found

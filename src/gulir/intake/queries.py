"""What was brought in, newest first, and whether the cards agree with what the lists claimed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from gulir.base.policy import Standing
from gulir.core.problems import Finding
from gulir.core.problems.intake import BalanceDiffers
from gulir.intake import policy
from gulir.intake.models import Import
from gulir.lending.models import CardEntry
from gulir.lending.queries import loans

__all__ = ["balance_findings", "imports", "listed_balances"]


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


def balance_findings(book: UUID) -> list[Finding]:
    """One finding for each loan whose card gives another balance than the list it came from claims, by day.

    A card that has no line yet is left out: its transactions have not been brought in.
    """
    findings = []
    with_lines = set(
        CardEntry.objects.filter(loan__book_id=book, withdrawn=False).values_list("loan__loan_no", flat=True)
    )
    for day, listed in sorted(listed_balances(book).items()):
        built = {row.loan_no: row.balance for row in loans(book, as_of=date.fromisoformat(day))}
        for loan_no, amount in listed.items():
            if loan_no in with_lines and built.get(loan_no, 0) != amount:
                problem = BalanceDiffers(
                    loan=loan_no, on=date.fromisoformat(day), listed=amount, built=built.get(loan_no, 0)
                )
                findings.append(Finding.of(problem))
    return findings

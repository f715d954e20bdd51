"""What several doors hand out: reports as text, JSON, CSV, XLSX and PDF; documents on paper (Typst)."""

from __future__ import annotations

import json
from datetime import date, datetime
from uuid import UUID

from gulir.base.policy import Standing
from gulir.papers.reports import REPORTS, build
from gulir.papers.text import as_csv, as_text
from gulir.papers.typeset import as_pdf
from gulir.papers.values import Report
from gulir.papers.xlsx import as_xlsx

__all__ = ["FORMATS", "REPORTS", "build", "render", "report"]

FORMATS = ("text", "json", "csv", "xlsx", "pdf")


def render(made: Report, form: str) -> str | bytes:
    """A report in one of the formats: text, JSON and CSV as text, XLSX and PDF as bytes."""
    if form == "json":
        return json.dumps(made.data, ensure_ascii=False, indent=1)
    if form == "csv":
        return as_csv(made)
    if form == "xlsx":
        return as_xlsx(made)
    if form == "pdf":
        return as_pdf(made)
    return as_text(made)


def report(
    name: str,
    *,
    book: UUID,
    as_of: date,
    from_: date | None = None,
    format: str = "text",  # noqa: A002  (the contract's word)
    language: str = "id",
    ledger: str = "upk",
    account: str = "",
    loan: str = "",
    standing: Standing | None = None,
    at: datetime | None = None,
) -> str | bytes:
    """The report `name` of a board in the format asked for."""
    made = build(
        name, book=book, as_of=as_of, from_=from_, language=language, ledger=ledger, account=account, loan=loan,
        standing=standing,
    )  # fmt: skip
    return render(made, format)

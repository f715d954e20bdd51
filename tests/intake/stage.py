"""Files for the stories of the importers: small CSV texts and real workbooks, made in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import xlsxwriter
from django.apps import apps

from gulir.base.ids import new_id
from gulir.base.policy import Standing
from gulir.community.queries import standing
from gulir.core.problems import Finding
from gulir.intake.kind import Outcome
from gulir.intake.services import import_file, withdraw
from gulir.ledger.services import use_programme_chart
from tests.ledger.stage import Village, raise_village

__all__ = ["NOW", "OPENS", "Loading", "csv_of", "found", "loading_board", "workbook"]

OPENS = date(2026, 1, 1)
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


OPTIONS = {"in_memory": True, "default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}


def csv_of(headings: str, *rows: str, mark: str = ",") -> bytes:
    """A CSV file from lines written with commas."""
    return "\r\n".join(line.replace(",", mark) for line in (headings, *rows, "")).encode()


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    sheets: Sequence[tuple[str, Sequence[Sequence[Any]]]] = (),
    more: Callable[[Any, Any], None] | None = None,
    name: str = "Lembar1",
) -> bytes:
    """An XLSX whose first sheet holds these rows; `more(book, sheet)` may write whatever else."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}
    )
    first = book.add_worksheet(name)
    _fill(first, rows)
    for other, cells in sheets:
        _fill(book.add_worksheet(other), cells)
    if more:
        more(book, first)
    book.close()
    return out.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, place, cell)


def found(findings: Sequence[Finding]) -> list[tuple[str, str, int | None, str | None]]:
    """Findings as (code, level, row, column)."""
    return [(f.code, f.level, f.row, f.column) for f in findings]


# ---------------------------------------------------------------- a board that loads its history


@dataclass
class Loading:
    """A board in loading; `bring` brings a file in as the bookkeeper does, `tables` counts every row there is."""

    village: Village

    @property
    def book(self) -> Any:
        return self.village.book

    def bring(self, kind: str, content: bytes | str, *, who: str = "budi", key: str = "", **more: Any) -> Outcome:
        """Bring a file in (or only try it) as someone of the village."""
        raw = content.encode() if isinstance(content, str) else content
        actor = self.village.founder if who == "founder" else self.village.people[who]
        return import_file(
            kind=kind,
            name=f"{kind}.csv",
            content=raw,
            book=self.book.pk,
            actor=actor,
            at=self.now,
            key=key or str(new_id()),
            **more,
        )

    def undo(self, outcome: Outcome, *, who: str = "budi") -> dict[str, Any]:
        """Undo an import."""
        return withdraw(
            book=self.book.pk,
            key=str(new_id()),
            actor=self.village.people[who],
            at=self.now,
            import_id=UUID(outcome.import_id or ""),
            reason="salah berkas",
        )

    @property
    def now(self) -> datetime:
        """This moment on stage: after everything that happened so far."""
        return max(NOW, datetime.combine(self.village.today, time(7, 0), tzinfo=UTC))

    def stands(self, who: str) -> Standing:
        """Where someone of the village stands."""
        return standing(self.village.people[who].pk, self.book.pk, NOW.date())

    @staticmethod
    def tables() -> dict[str, int]:
        """How many rows every table of ours has."""
        ours = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("gulir.")]
        return {model._meta.db_table: model._default_manager.count() for model in ours}


def loading_board(*, chart: bool = True) -> Loading:
    """A board whose offices are held, with the programme's charts, before it goes live."""
    village = raise_village(opens_on=OPENS)
    village.today = NOW.date()
    if chart:
        village.do(use_programme_chart)
    return Loading(village=village)

"""What an importer is: four steps over one kind of file. Each kind fills them in its own file under `kinds/`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gulir.base.commands import Act
from gulir.core.problems import Finding
from gulir.intake.models import Import
from gulir.intake.sheet import FileBad
from gulir.intake.table import Table

__all__ = ["Batch", "Given", "Kind", "Outcome"]


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the door gives beside the file: a day, and the account of a statement; `today` is the act's own day."""

    today: date
    dated: date | None = None
    account: str = ""


@dataclass(kw_only=True)
class Batch:
    """The rows that were read and found right so far, each with its number; `total` in rupiah goes into the fact.

    `details` is kept with the import; `made` is what `check` prepared for `write`.
    """

    given: Given
    table: Table
    rows: list[Any] = field(default_factory=list)
    total: int = 0
    details: dict[str, Any] = field(default_factory=dict)
    made: list[Any] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """An importer.

    * `read` turns the table into a batch; what is wrong becomes findings. It knows no database.
    * `check` compares the batch with what the board has; it may add findings.
    * `write` brings the batch in, and says how many of what.
    * `undo` takes back what an import brought in, and gives how many vouchers it reversed; refused (`ImportUsed`)
      when something later rests on it.
    * `open` reads a file that is no table (MT940); None for every other file.
    """

    name: str
    read: Callable[[Table, Given], Batch]
    check: Callable[[Act, Batch], None]
    write: Callable[[Act, Batch, Import], dict[str, int]]
    undo: Callable[[Act, Import], int]
    open: Callable[[bytes], Table | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a file: findings by row, how many rows of what, and the import's id when it was brought in."""

    kind: str
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    import_id: str | None = None
    dry_run: bool = False

    @property
    def errors(self) -> int:
        """How many findings block the file."""
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def done(self) -> bool:
        """Whether the file is in order (dry run) or was brought in."""
        return not self.errors


def blocked(bad: FileBad, kind: str, *, dry_run: bool) -> Outcome:
    """The outcome of a file that could not be read."""
    return Outcome(kind=kind, findings=(bad.finding,), counts={}, dry_run=dry_run)

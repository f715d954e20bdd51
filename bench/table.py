"""The table: what was measured beside its floor and its goal, with the distance to both."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import django
import psycopg

from tests import postgres

__all__ = ["HEAD", "Line", "machine", "of_pairs"]

HEAD = (
    "| target | what | theirs | Gulir | ratio | floor | goal |",
    "|---|---|---|---|---|---|---|",
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line. `value` is what is held against `floor` and `goal`; `at_most` says that less is better.

    A distance of 100 % or more holds: it is the value over the limit, or the limit over the value where less is better.
    """

    target: str
    what: str
    ours: str
    theirs: str = ""
    ratio: float | None = None
    value: float | None = None
    floor: float | None = None
    goal: float | None = None
    unit: str = ""
    at_most: bool = False

    def __str__(self) -> str:
        shown = "" if self.ratio is None else f"**{self.ratio:.2f}**"
        cells = (self.target, self.what, self.theirs, self.ours, shown, self._far(self.floor), self._far(self.goal))
        return f"| {' | '.join(cells)} |"

    def _far(self, limit: float | None) -> str:
        if limit is None:
            return ""
        said = f"{'≤' if self.at_most else '≥'} {limit:g}{self.unit}"
        if not self.value:
            return said
        return f"{said} ({100 * (limit / self.value if self.at_most else self.value / limit):.0f} %)"


def of_pairs(
    target: str, what: str, pairs: list[tuple[float, float]], floor: float, goal: float, unit: str = ""
) -> Line:
    """A line of rounds, each `(theirs, ours)` measured one after the other; the ratio is the median of their ratios."""
    ratio = median(mine / theirs for theirs, mine in pairs)
    theirs, ours = (f"{median(pair[side] for pair in pairs):,.0f}{unit}" for side in (0, 1))
    return Line(
        target=target, what=what, theirs=theirs, ours=ours, ratio=ratio, value=ratio, floor=floor, goal=goal
    )  # fmt: skip


def machine(rounds: int) -> str:
    """What it was measured on, and how often."""
    programs = postgres.find()
    server = ""
    if programs is not None:
        told = subprocess.run([str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True)
        server = f", {told.stdout.strip()}"
    house = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores ({_processor()})"
    versions = (
        f"Python {platform.python_version()}, Django {django.get_version()}, psycopg {psycopg.__version__}{server}, "
        f"SQLite {sqlite3.sqlite_version}"
    )
    return f"{house}, load {os.getloadavg()[0]:.1f} at the start; {versions}. Medians of {rounds} rounds."


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        told = []
    names = [line.split(":", 1)[1].strip() for line in told if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"

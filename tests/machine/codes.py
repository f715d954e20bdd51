"""Which refusals belong to lending, ledger and mentoring, which a walk has to meet, and which no walk can."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from gulir.core.problems import REGISTRY

__all__ = ["CHAPTERS", "Unmet", "must_be_met", "needed", "of_the_rooms", "unmet"]

HERE = Path(__file__).parent
CHAPTERS = (
    "lending", "applications", "loans", "endings", "handling", "results", "rewards", "ledger", "books", "mentoring",
    "visits", "signs", "welfare", "peers", "handovers", "followups", "measuring",
)  # fmt: skip
"""The chapters of `core/problems` that speak of loans, books and groups."""


@dataclass(frozen=True, kw_only=True)
class Unmet:
    """A refusal no walk can meet: why, and the test that shows it."""

    code: str
    why: str
    test: str


def of_the_rooms() -> frozenset[str]:
    """Every refusal of the three rooms."""
    modules = {import_module(f"gulir.core.problems.{name}").__name__ for name in CHAPTERS}
    return frozenset(code for code, problem in REGISTRY.items() if problem.__module__ in modules)


@cache
def _met() -> dict[str, frozenset[str]]:
    """By walk, the codes it has to meet: `met.txt` has a line `walk: Code Code …` for each."""
    found: dict[str, frozenset[str]] = {}
    for line in (HERE / "met.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, codes = line.split(":")
            found[name] = found.get(name, frozenset()) | frozenset(codes.split())
    return found


def needed(walk: str) -> frozenset[str]:
    """The codes that this walk has to meet."""
    return _met()[walk]


def must_be_met() -> frozenset[str]:
    """The codes that some walk has to meet."""
    return frozenset().union(*_met().values())


def unmet() -> list[Unmet]:
    """The lines of `unmet.txt`: code, reason, test, between bars."""
    made = []
    for line in (HERE / "unmet.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            code, why, test = (part.strip() for part in line.split("|"))
            made.append(Unmet(code=code, why=why, test=test))
    return made

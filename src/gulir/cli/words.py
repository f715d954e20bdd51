"""The two languages of the command line, and what it writes where.

Results go to stdout, everything else to stderr, so that a pipe holds nothing but the answer. With `--json` stdout
carries one JSON document.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from gulir.base.messages import sentence
from gulir.base.plain import plain
from gulir.core.problems import Finding, Problem

__all__ = [
    "LANGUAGE",
    "answer",
    "as_json",
    "busy",
    "finding_lines",
    "finding_rows",
    "pairs",
    "say",
    "table",
    "tell_refusal",
    "text",
]

LANGUAGE = "en" if os.environ.get("GULIR_LANGUAGE", "id").lower().startswith("en") else "id"
MOST_LINES = 200


def text(indonesian: str, english: str) -> str:
    """The words in the chosen language (`GULIR_LANGUAGE`)."""
    return english if LANGUAGE == "en" else indonesian


def say(words: str) -> None:
    """Progress and sentences, on stderr."""
    print(words, file=sys.stderr, flush=True)


@contextmanager
def busy(words: str) -> Iterator[None]:
    """Say what is being done: with something that turns on a terminal, as one plain line anywhere else."""
    if not sys.stderr.isatty():
        say(words)
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield


def as_json(document: Any) -> str:
    """The document as JSON people can read too."""
    return json.dumps(plain(document), ensure_ascii=False, indent=2)


def answer(document: Any, lines: Iterable[str] | None = None, *, json_wanted: bool) -> None:
    """The result on stdout: one JSON document, or lines for people."""
    if json_wanted:
        print(as_json(document))
        return
    for line in pairs(document) if lines is None else lines:
        print(line)


def pairs(document: Mapping[str, Any]) -> list[str]:
    """A small result as `name: value` lines; lists and objects on their own lines below."""
    lines = []
    for name, value in plain(document).items():
        if isinstance(value, (dict, list)):
            lines.append(f"{name}: {json.dumps(value, ensure_ascii=False)}")
        else:
            lines.append(f"{name}: {'-' if value is None else value}")
    return lines


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]], *, right: Sequence[int] = ()) -> list[str]:
    """Columns of equal width, figures on the right; plain text that any terminal and any pipe can carry."""
    shown = [[*headings], *([("-" if cell is None else str(cell)) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in shown) for place in range(len(headings))]
    lines = []
    for row in shown:
        cells = (c.rjust(w) if i in right else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return lines


# ---------------------------------------------------------------- refusals and findings


def tell_refusal(problem: Problem, *, json_wanted: bool) -> None:
    """Code and one sentence on stderr; with `--json` also as the document."""
    words = sentence(problem.code, problem.facts, LANGUAGE)
    say(f"{problem.code}: {words}")
    if json_wanted:
        print(as_json({"refused": {"code": problem.code, "facts": problem.facts, "sentence": words}}))


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as JSON carries them, each with its sentence."""
    return [{**plain(finding), "sentence": sentence(finding.code, finding.facts, LANGUAGE)} for finding in findings]


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """Findings for people, one a line: level, row, column, code, sentence; the first two hundred."""
    levels = {"error": text("salah", "error"), "warning": text("perhatikan", "warning")}
    lines = []
    for finding in findings[:MOST_LINES]:
        row = text(f"baris {finding.row}", f"row {finding.row}") if finding.row else ""
        column = text(f"kolom {finding.column}", f"column {finding.column}") if finding.column else ""
        place = ", ".join(part for part in (row, column) if part)
        words = sentence(finding.code, finding.facts, LANGUAGE)
        lines.append(f"{levels[finding.level]}: {place + ': ' if place else ''}{words} [{finding.code}]")
    if len(findings) > MOST_LINES:
        more = len(findings) - MOST_LINES
        lines.append(
            text(
                f"… dan {more} temuan lagi (lihat semua dengan --json)", f"… and {more} more findings (all with --json)"
            )
        )
    return lines

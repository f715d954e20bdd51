"""Where the bad inputs of the suite stand: the very tables that the tests are made of, read as (act, given, code).

A table belongs here when a test runs each of its rows and compares the code that answers with the one in the row. The
shape test holds this list to that: every table named here is used by a test of its own module.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.shape.rules import ROOT

__all__ = ["SOURCES", "Case", "Source", "different", "unused"]


@dataclass(frozen=True)
class Case:
    """One bad input: through which door, to what, what was given, and the code that must answer."""

    door: str
    act: str
    given: str
    code: str


Rows = Iterable[tuple[str, Any, str]]


@dataclass(frozen=True)
class Source:
    """The tables of one module; `read` gives their rows as (act, given, code)."""

    door: str
    module: str
    tables: tuple[str, ...]
    read: Callable[..., Rows]

    def cases(self) -> Iterator[Case]:
        """Every row of the tables, as they are now."""
        module = import_module(self.module)
        for act, given, code in self.read(*(getattr(module, name) for name in self.tables)):
            yield Case(self.door, act, repr(given), code)

    @property
    def path(self) -> Path:
        """The file the tests stand in."""
        return ROOT / f"{self.module.replace('.', '/')}.py"


def different(cases: Iterable[Case]) -> dict[tuple[str, str, str], str]:
    """Each input once, with its code: what stands in two tables is one input."""
    return {(case.door, case.act, case.given): case.code for case in cases}


def unused(source: str, tables: Iterable[str]) -> list[str]:
    """The tables that no test of a module runs: not in its body, not in its parameters, not through a helper."""
    tree = ast.parse(source)
    uses = {node.name: _names(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    values = {t.id: _names(node) for node in tree.body for t in _targets(node)}
    tested: set[str] = set()
    for name, names in uses.items():
        if name.startswith("test_") and not _only_counts(tree, name):
            tested |= names
    for _ in range(4):  # a helper of a test, and the table that a parameter was made of
        tested |= {n for name in tested for n in (*uses.get(name, ()), *values.get(name, ()))}
    return sorted(set(tables) - tested)


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _targets(node: ast.stmt) -> list[ast.Name]:
    found = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target for target in found if isinstance(target, ast.Name)]


def _only_counts(tree: ast.Module, name: str) -> bool:
    """A test that does nothing but count or compare names runs no table: it calls nothing of the product."""
    node = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
    calls = {n.func.id for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    return not node.args.args and not node.decorator_list and calls <= {"len", "sum", "set", "sorted"}


# ---------------------------------------------------------------- how each table is read


def _documents(values: Any, missing: Any, unknown: Any, together: Any) -> Rows:
    for name, path, value in values:
        yield name, (path, value), "BadInput"
    for name, path in missing:
        yield name, (path, "left out"), "BadInput"
        yield name, (path, None), "BadInput"
    for name, path in unknown:
        yield name, (path, "extra"), "BadInput"
    for name, document, code, _ in together:
        yield name, document, code


def _cells(table: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Rows:
    for kind, columns in table.items():
        for column, values in columns.items():
            for value, code in values.items():
                yield kind, (column, value), code.partition("@")[0]


def _by_act(table: Mapping[str, Iterable[tuple[Any, str]]]) -> Rows:
    for act, rows in table.items():
        for given, code in rows:
            yield act, given, code


def _rows(act: str) -> Callable[..., Rows]:
    """Tables of (given, code)."""
    return lambda *tables: ((act, given, code) for table in tables for given, code in table)


def _stories(*acts: str) -> Callable[..., Rows]:
    """Tables of story -> (given, code), one for each act."""

    def read(*tables: Mapping[str, tuple[Any, str]]) -> Rows:
        for act, table in zip(acts, tables, strict=True):
            for given, code in table.values():
                yield act, given, code

    return read


def _meetings(*tables: Any) -> Rows:
    for act, table in zip(("hold_meeting", "decide", "close_meeting", "adopt_rule"), tables, strict=True):
        for given, code in table:
            yield act, given, code


def _lines(stories: Mapping[str, tuple[list[str], str]]) -> Rows:
    for words, code in stories.values():
        yield words[0], words, code


def _damaged(stories: Mapping[str, tuple[Any, type[Any]]]) -> Rows:
    for story, (_, refusal) in stories.items():
        yield "restore", story, refusal.__name__


SOURCES = (
    Source("compute", "tests.core.test_bad_inputs", ("VALUES", "MISSING", "UNKNOWN", "TOGETHER"), _documents),
    Source("text", "tests.core.test_money", ("REFUSED",), _rows("an amount")),
    Source("text", "tests.core.test_money", ("SUMS_REFUSED",), _rows("a sum")),
    Source("file", "tests.intake.test_bad_cells", ("BAD",), _cells),
    Source("file", "tests.intake.test_bad_files", ("FILES",), lambda files: files.values()),
    Source("act", "tests.community.test_bad_inputs", ("BAD",), _by_act),
    Source(
        "act", "tests.governance.test_bad_inputs", ("MEETINGS", "DECISIONS", "CLOSINGS", "RULES"), _meetings,
    ),
    Source(
        "act", "tests.ledger.test_bad_input", ("VOUCHERS", "CHART", "COUNTS", "STATEMENTS", "CROSSINGS"),
        _stories("record_voucher", "extend_chart", "count_cash", "import_statement", "transfer_between_ledgers"),
    ),
    Source("act", "tests.lending.test_bad_input", ("CASES",), lambda cases: cases),
    Source(
        "form", "tests.web.doors.test_bad_forms", ("STORIES",),
        lambda stories: ((form, (field, text), code) for form, field, text, code in stories if code),
    ),
    Source("command line", "tests.cli.test_exit_codes", ("REFUSED",), _lines),
    Source("command line", "tests.care.test_backup", ("DAMAGED",), _damaged),
)  # fmt: skip

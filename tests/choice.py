"""Which tests a run holds: what an engine can tell, and never one that would flush a database; and which are counted.

Coverage of core, ledger and lending counts what their own stories walk through, not what a page happens to touch on its
way: a branch that only a page reaches has no story of its own, and a traced test takes three quarters more of the
processor.
"""

from __future__ import annotations

from typing import Protocol

import pytest

__all__ = ["Story", "flushes", "heavy_first", "touches_database", "traced", "wanted"]

TOUCHES = {"db", "fresh_database", "template_db", "live_site"}
FLUSHES = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}

HEAVY = (
    "tests/web/doors/test_two_boards.py", "tests/web/doors/test_hostile_posts.py", "tests/machine/", "tests/browser/",
    "tests/demo/", "tests/tools/test_bench.py",
)  # fmt: skip
"""Where single tests take a minute: begun first, for at the end one worker would do them while the other waits."""
TRACED = ("src/gulir/", "tests/core/", "tests/laws/", "tests/ledger/", "tests/lending/")


class Story(Protocol):
    """What is asked of a collected test."""

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        """The marker of that name nearest to the test."""


def touches_database(item: Story) -> bool:
    """True for a test that reads or writes a database."""
    return bool(_fixtures(item) & TOUCHES) or item.get_closest_marker("django_db") is not None


def flushes(item: Story) -> bool:
    """True for a test that would empty tables at its end, which the books refuse: it takes `fresh_database` instead."""
    marker = item.get_closest_marker("django_db")
    by_marker = marker is not None and bool(marker.kwargs.get("transaction") or any(marker.args))
    return by_marker or bool(_fixtures(item) & FLUSHES)


def wanted(item: Story, engine: str, *, long: bool) -> bool:
    """True for a test that this engine and this run can tell; what touches no database is told once, on SQLite."""
    other = "sqlite_only" if engine == "postgres" else "postgres_only"
    if item.get_closest_marker(other) or (item.get_closest_marker("long") and not long):
        return False
    return engine == "sqlite" or touches_database(item)


def heavy_first(nodeid: str) -> bool:
    """The key to sort tests by: heavy ones come first, each kind in its own order.

    >>> sorted(["tests/core/a.py::x", "tests/machine/b.py::y"], key=heavy_first)
    ['tests/machine/b.py::y', 'tests/core/a.py::x']
    """
    return not nodeid.startswith(HEAVY)


def traced(nodeid: str) -> bool:
    """True for a test whose walk counts for the coverage of core, ledger and lending.

    >>> traced("tests/ledger/test_days.py::test_a_day"), traced("tests/web/officers/test_home.py::test_a_page")
    (True, False)
    """
    return nodeid.startswith(TRACED)


def _fixtures(item: Story) -> set[str]:
    return set(getattr(item, "fixturenames", ()))

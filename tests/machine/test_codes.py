"""No refusal of the three rooms is forgotten: a walk meets it, or a line says why none can and which test does."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from gulir.core import problems
from gulir.core.problems import REGISTRY
from tests.machine.codes import must_be_met, of_the_rooms, unmet

ROOT = Path(__file__).parents[2]


def test_every_refusal_is_met_by_a_walk_or_has_its_line():
    left = of_the_rooms() - must_be_met() - {row.code for row in unmet()}
    assert not left, f"no walk meets these and `unmet.txt` says nothing of them: {sorted(left)}"


def test_what_is_met_has_no_line_and_what_has_a_line_is_there():
    lines = [row.code for row in unmet()]
    assert len(lines) == len(set(lines))
    assert not set(lines) & must_be_met(), "these are met now: take their lines out"
    assert set(lines) <= of_the_rooms(), "these are no refusals of the three rooms (any more)"
    for chapter in iter_modules(problems.__path__):
        import_module(f"{problems.__name__}.{chapter.name}")
    assert must_be_met() <= set(REGISTRY)


def test_the_test_of_each_line_is_there_and_names_the_code():
    for row in unmet():
        assert len(row.why) >= 10, row
        file = ROOT / row.test
        assert file.is_file(), row
        assert row.code in file.read_text(encoding="utf-8"), f"{row.test} does not speak of {row.code}"

"""The tour cannot drift: its excerpts stand in the files it names, and its examples run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from tests.lending.stage import make_fund

ROOT = Path(__file__).resolve().parents[2]
TOUR = ROOT / "docs" / "tour.md"
EXCERPT = re.compile(r"^`(src/[^`]+)`\n```python\n(.*?)```", re.MULTILINE | re.DOTALL)


def excerpts(text: str) -> list[tuple[str, str]]:
    """Each excerpt with the file it claims to come from."""
    return EXCERPT.findall(text)


def missing(text: str) -> list[str]:
    """Lines of excerpts that do not stand in their file."""
    gone = []
    for name, code in excerpts(text):
        source = (ROOT / name).read_text(encoding="utf-8")
        gone += [f"{name}: {line}" for line in code.splitlines() if line.strip() and line not in source.splitlines()]
    return gone


def test_every_excerpt_stands_in_its_file() -> None:
    text = TOUR.read_text(encoding="utf-8")
    assert len(excerpts(text)) >= 6
    assert missing(text) == []


def test_an_excerpt_that_is_not_there_is_found() -> None:
    assert missing("`src/gulir/base/ids.py`\n```python\nnot_there()\n```") == ["src/gulir/base/ids.py: not_there()"]


@pytest.mark.django_db
def test_every_example_of_the_tour_runs() -> None:
    text = re.sub(r"^```.*$", "", TOUR.read_text(encoding="utf-8"), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {"fund": make_fund()}, "tour", str(TOUR), 0)
    told: list[str] = []
    result = doctest.DocTestRunner().run(test, out=told.append)
    assert result.failed == 0, "".join(told)
    assert result.attempted >= 12

"""At least 1,500 different bad inputs stand in the suite, each with its code; they are counted, not claimed."""

from __future__ import annotations

from collections import Counter

import pytest

from gulir.core.problems import REGISTRY
from tests.shape import rules
from tests.shape.bad_inputs import SOURCES, Case, different, unused

WANTED = 1_500
AT_LEAST = {"compute": 1_000, "file": 700, "act": 700, "form": 400, "text": 100, "command line": 30}
"""By door, so that no single table makes up the number."""

CASES = [case for source in SOURCES for case in source.cases()]
ONCE = different(CASES)


def test_there_are_as_many_different_bad_inputs_as_promised():
    by_door = Counter(door for door, _, _ in ONCE)
    assert len(ONCE) >= WANTED, dict(by_door)
    assert {door: n for door, n in AT_LEAST.items() if by_door[door] < n} == {}
    assert set(by_door) == set(AT_LEAST)


def test_an_input_that_stands_twice_counts_once():
    assert len(different([*CASES, *CASES])) == len(ONCE)
    case = Case("act", "pay", "{'amount': 0}", "AmountZero")
    assert len(different([case, case, Case("act", "pay", "{'amount': 1}", "AmountZero")])) == 2


def test_nothing_is_said_to_answer_in_two_ways():
    """One input with two codes would mean that one of the two tables is not run."""
    answers: dict[tuple[str, str, str], set[str]] = {}
    for case in CASES:
        answers.setdefault((case.door, case.act, case.given), set()).add(case.code)
    assert [key for key, codes in answers.items() if len(codes) > 1] == []


def test_every_code_is_one_that_the_product_gives():
    django = {"required", "invalid", "invalid_choice", "invalid_list", "max_length", "min_value", "max_value"}
    strange = {case.code for case in CASES} - set(REGISTRY) - django - {"null_characters_not_allowed"}
    assert strange == set()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.module} {' '.join(source.tables)}")
def test_a_table_that_is_counted_is_run_by_a_test(source):
    assert unused(rules.read(source.path), source.tables) == []
    assert next(source.cases())


def test_a_table_that_nobody_runs_is_found():
    """Negative control: a table beside the tests, and one that is only counted."""
    text = (
        "BAD = [1]\nCOUNTED = [2]\nRUN = [3]\nPARTS = list(RUN)\n"
        "def test_count():\n    assert len(COUNTED) > 0\n"
        "@pytest.mark.parametrize('one', PARTS)\ndef test_it(one):\n    act(one)\n"
    )
    assert unused(text, ("BAD", "COUNTED", "RUN", "PARTS")) == ["BAD", "COUNTED"]

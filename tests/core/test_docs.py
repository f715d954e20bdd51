"""Every example in a docstring of the core is executed, and every module about money has one."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import gulir.core

MODULES = sorted(m.name for m in pkgutil.walk_packages(gulir.core.__path__, "gulir.core."))
ABOUT_MONEY = [
    *("money", "sums", "terbilang", "dates", "calendars", "schedule", "plain_sheet"),
    *("repayment", "arrears", "collectibility", "accrual", "incentive"),
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0


@pytest.mark.parametrize("name", ABOUT_MONEY)
def test_a_module_about_money_has_examples(name):
    assert doctest.testmod(importlib.import_module(f"gulir.core.{name}")).attempted >= 1


def test_a_wrong_example_is_found():
    example = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    runner = doctest.DocTestRunner(verbose=False)
    assert runner.run(example, out=lambda _: None).failed == 1

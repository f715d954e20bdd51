"""Values of rules in words: a count and its unit agree, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils.translation import override

from gulir.base.reference import rule_definitions, source_texts
from gulir.core.rules import RuleType
from gulir.web.requirements import HAVE
from gulir.web.trustees.rulebook import ORIGINS, WORD, _source
from gulir.web.trustees.values import UNITS, in_words

SINGULAR = {
    "KSM": "1 group", "days": "1 day", "hours": "1 hour", "instalments": "1 instalment", "letters": "1 letter",
    "loans": "1 loan",
    "checks": "1 check", "meetings": "1 meeting", "members": "1 member", "minutes": "1 minute", "months": "1 month",
    "people": "1 person", "percent_points": "1 percentage point", "points": "1 point", "times": "1 time",
    "warnings": "1 warning", "years": "1 year",
}  # fmt: skip
ALIKE = {"class": "class 1"}
"""A unit that counts nothing: one and many read alike."""
COUNT = next(rule for rule in rule_definitions() if rule.type is RuleType.COUNT)


def said(unit, value, language="en", kind=RuleType.COUNT):
    with override(language):
        return in_words(replace(COUNT, type=kind, unit=unit), value)


@pytest.mark.parametrize("unit", sorted(SINGULAR))
def test_one_of_a_unit_is_singular_in_english_and_any_other_number_is_not(unit):
    one, many, none = said(unit, 1), said(unit, 2), said(unit, 0)
    assert one == SINGULAR[unit]
    assert many.partition(" ")[2] == none.partition(" ")[2] != one.partition(" ")[2]


@pytest.mark.parametrize("unit", sorted(SINGULAR))
def test_indonesian_has_one_form(unit):
    assert said(unit, 1, "id").partition(" ")[2] == said(unit, 12, "id").partition(" ")[2]


def test_every_unit_that_is_counted_has_both_forms():
    """A new unit is met here: it is counted, or says of what it is a part, or is listed as counting nothing."""
    shares = {unit for unit in UNITS if unit.startswith("percent_") and unit != "percent_points"}
    assert set(UNITS) == set(SINGULAR) | set(ALIKE) | shares
    units = {rule.unit for rule in rule_definitions() if rule.type in {RuleType.COUNT, RuleType.COUNTS}}
    assert units - {"", "calendar_months"} <= set(UNITS)
    assert {unit: said(unit, 1) for unit in ALIKE} == ALIKE


def test_months_of_the_year_are_named_not_counted():
    assert said("calendar_months", (1, 7), kind=RuleType.COUNTS) == "January, July"
    assert said("calendar_months", (1, 7), "id", kind=RuleType.COUNTS) == "Januari, Juli"
    assert next(rule for rule in rule_definitions() if rule.key == "mentoring.hard_months").unit == "calendar_months"


def test_several_numbers_are_many_whatever_the_last_one_is():
    assert said("months", (3, 1), kind=RuleType.COUNTS) == "3 · 1 months"
    assert said("months", (1,), kind=RuleType.COUNTS) == "1 month"


def test_a_part_of_one_is_not_one_and_points_of_percent_are_no_percent():
    assert said("percent_points", Fraction(1, 2), kind=RuleType.PERCENT) == "0.5 percentage points"


def test_what_a_group_has_agrees_too():
    with override("en"):
        found = {rule: [unit % {"have": n, "count": n} for n in (1, 2)] for rule, unit in HAVE.items()}
    assert found["group.months_active_min"] == ["1 month", "2 months"]
    assert found["loan.no_arrears"] == ["1 missed instalment", "2 missed instalments"]
    assert all(one != many.replace("2", "1") for one, many in found.values())


def unknown(source):
    return set(WORD.findall(source)) - set(source_texts()) - set(ORIGINS)


def test_every_source_of_a_rule_is_said_by_its_title():
    """No key (`S2`) is left, and no word of the reference that a page does not know."""
    assert [rule.key for rule in rule_definitions() if unknown(rule.source) or not rule.source] == []
    assert unknown("S2; S999, hearsay") == {"S999", "hearsay"}  # control


def test_a_source_is_told_text_by_text_with_the_year_its_value_began():
    source = next(rule.source for rule in rule_definitions() if rule.key == "loan.per_member_max")
    with override("en"):
        assert _source(source)[1:] == [
            "loan rules of LKM Air Salemba, 2013 (since 2012)",
            "chosen by Gulir (since 2026)",
        ]
    with override("id"):
        assert _source("infer S12; bg") == [
            "disimpulkan dari proposal pinjaman KSM Gajah Duduk, Asahan, 2013", "pengetahuan umum",
        ]  # fmt: skip


def test_every_title_is_used():
    said = " ".join(rule.source for rule in rule_definitions())
    assert {key for key in source_texts() if not re.search(rf"\b{key}\b", said)} == set()

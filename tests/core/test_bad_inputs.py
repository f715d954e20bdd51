"""Bad documents are refused with `BadInput` and the path of the field; the good one beside them is taken."""

from __future__ import annotations

from typing import Any

import pytest

from gulir.core.compute import COMPUTATIONS, compute
from gulir.core.problems import Problem
from tests.core import bad_documents as bad

VALUES = list(bad.bad_values())
MISSING = [(name, path) for name, paths in bad.REQUIRED.items() for path in paths]
UNKNOWN = [(name, path) for name, paths in bad.OBJECTS.items() for path in paths]


def refusal(name: str, document: Any) -> Problem:
    with pytest.raises(Problem) as refused:
        compute(name, document)
    return refused.value


@pytest.mark.parametrize("name", sorted(bad.GOOD))
def test_the_good_document_is_taken(name):
    """Negative control: without it every refusal below could be about something else."""
    assert compute(name, bad.GOOD[name])


def test_every_computation_has_its_bad_documents():
    assert set(bad.GOOD) == set(bad.FIELDS) == set(bad.REQUIRED) == set(bad.OBJECTS)
    assert set(bad.GOOD) <= set(COMPUTATIONS)
    assert len(VALUES) + len(MISSING) + len(UNKNOWN) + len(TOGETHER) >= 1_000


@pytest.mark.parametrize(("name", "path", "value"), VALUES)
def test_a_value_of_the_wrong_kind_is_refused_by_its_path(name, path, value):
    problem = refusal(name, bad.changed(name, path, value))
    assert (problem.code, problem.facts["path"]) == ("BadInput", path)


@pytest.mark.parametrize(("name", "path"), MISSING)
def test_a_missing_field_is_refused_by_its_path(name, path):
    for document in (bad.without(name, path), bad.changed(name, path, None)):
        problem = refusal(name, document)
        assert (problem.code, problem.facts["path"]) == ("BadInput", path)


@pytest.mark.parametrize(("name", "path"), UNKNOWN)
def test_an_unknown_field_is_refused_by_its_path(name, path):
    extra = f"{path}.extra" if path else "extra"
    problem = refusal(name, bad.changed(name, extra, 1))
    assert (problem.code, problem.facts["path"]) == ("BadInput", extra)


@pytest.mark.parametrize("document", [None, [], [{}], "x", 1, True, 1.5], ids=repr)
@pytest.mark.parametrize("name", sorted(bad.GOOD))
def test_a_document_that_is_no_object_is_refused(name, document):
    problem = refusal(name, document)
    assert (problem.code, problem.facts["path"]) == ("BadInput", "$")


LINES = bad.GOOD["arrears"]["instalments"]
FLAT = {
    "principal": 1_000_000,
    "method": "flat",
    "rate_percent_per_period": 1,
    "instalments": 4,
    "disbursed_on": "2026-01-15",
}
DATES = ["2026-02-15", "2026-03-15", "2026-04-15", "2026-05-15"]

TOGETHER: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "schedule",
        {k: v for k, v in FLAT.items() if k != "rate_percent_per_period"},
        "BadInput",
        "rate_percent_per_period",
    ),
    ("schedule", {k: v for k, v in FLAT.items() if k != "disbursed_on"}, "ScheduleWithoutStart", "disbursed_on"),
    ("schedule", FLAT | {"principal": 3}, "PrincipalTooSmallToSpread", "instalments"),
    ("schedule", FLAT | {"grace_principal": 4}, "GraceTooLong", "grace_principal"),
    ("schedule", FLAT | {"grace_jasa": 4}, "GraceTooLong", "grace_jasa"),
    ("schedule", FLAT | {"margin": 5}, "MarginOnlyCostPlus", "margin"),
    ("schedule", FLAT | {"method": "mudharabah"}, "BadInput", "method"),
    ("schedule", FLAT | {"method": "musyarakah"}, "BadInput", "method"),
    ("schedule", FLAT | {"parts": [1, 1, 1, 1]}, "BadInput", "parts"),
    ("schedule", FLAT | {"rate_percent_by_instalment": [1]}, "RatesCountDiffers", "rate_percent_by_instalment"),
    ("schedule", FLAT | {"due_dates": DATES[:3]}, "DueDatesCountDiffers", "due_dates"),
    ("schedule", FLAT | {"due_dates": [*DATES, "2026-06-15"]}, "DueDatesCountDiffers", "due_dates"),
    ("schedule", FLAT | {"due_dates": [*DATES[:3], DATES[2]]}, "DueDatesOutOfOrder", "due_dates[3]"),
    ("schedule", FLAT | {"due_dates": DATES[::-1]}, "DueDatesOutOfOrder", "due_dates[1]"),
    ("schedule", FLAT | {"due_dates": ["2026-01-14", *DATES[1:]]}, "FirstDueBeforeDisbursement", "due_dates[0]"),
    ("schedule", FLAT | {"first_due_on": "2026-01-14"}, "FirstDueBeforeDisbursement", "first_due_on"),
    ("schedule", FLAT | {"disbursed_on": "2999-12-01"}, "ScheduleBeyondCalendar", "instalments"),
    ("schedule", FLAT | {"instalments": 1_000, "every": 366}, "ScheduleBeyondCalendar", "instalments"),
    (
        "schedule",
        FLAT | {"instalments": 1_000, "every": 366, "shift": "next_working_day"},
        "ScheduleBeyondCalendar",
        "instalments",
    ),
    ("schedule", FLAT | {"instalments": 1_000, "every": 366, "unit": "week"}, "ScheduleBeyondCalendar", "instalments"),
    ("schedule", FLAT | {"principal": 0}, "BadInput", "principal"),
    ("schedule", FLAT | {"instalments": 0}, "BadInput", "instalments"),
    ("schedule", FLAT | {"instalments": 1_001}, "BadInput", "instalments"),
    ("schedule", FLAT | {"every": 0}, "BadInput", "every"),
    ("schedule", FLAT | {"every": 367}, "BadInput", "every"),
    ("schedule", FLAT | {"round_to": 0}, "BadInput", "round_to"),
    ("schedule", FLAT | {"round_to": 10**6 + 1}, "BadInput", "round_to"),
    ("schedule", FLAT | {"method": "mudharabah"}, "BadInput", "method"),
    ("schedule", FLAT | {"rate_percent_by_instalment": [1] * 1_001}, "BadInput", "rate_percent_by_instalment"),
    ("allocate", {"due": [LINES[0], LINES[0]], "paid_on": "2026-02-15", "amount": 1}, "BadInput", "due[1].no"),
    ("allocate", bad.changed("allocate", "due[0].total", 575_001), "BadInput", "due[0].total"),
    ("allocate", bad.changed("allocate", "order", ["jasa", "jasa"]), "BadInput", "order[1]"),
    ("allocate", bad.changed("allocate", "order", ["jasa", "fee"]), "BadInput", "order[1]"),
    ("allocate", bad.changed("allocate", "order", ["jasa"] * 4), "BadInput", "order"),
    ("allocate", bad.changed("allocate", "penalty_rule.grace_days", 367), "BadInput", "penalty_rule.grace_days"),
    ("accrual", bad.changed("accrual", "events[0].amount", 0), "BadInput", "events[0].amount"),
    ("arrears", bad.changed("arrears", "instalments", []), "BadInput", "instalments"),
    ("arrears", bad.changed("arrears", "instalments[1].due_on", "2026-02-14"), "BadInput", "instalments[1].due_on"),
    ("arrears", bad.changed("arrears", "instalments[1].no", 1), "BadInput", "instalments[1].no"),
    ("arrears", bad.changed("arrears", "pauses[0].to", "2026-02-28"), "BadInput", "pauses[0].to"),
    ("arrears", bad.changed("arrears", "classes.starts_at", [1, 2]), "BadInput", "classes.starts_at[0]"),
    ("arrears", bad.changed("arrears", "classes.starts_at", [0, 2, 2]), "BadInput", "classes.starts_at[2]"),
    ("arrears", bad.changed("arrears", "classes.starts_at", [0, 5, 4]), "BadInput", "classes.starts_at[2]"),
    ("arrears", bad.changed("arrears", "classes.starts_at", list(range(13))), "BadInput", "classes.starts_at"),
    ("arrears", bad.changed("arrears", "classes.ended_months", 121), "BadInput", "classes.ended_months"),
    ("provision", bad.changed("provision", "loans[0].collectibility", 4), "BadInput", "loans[0].collectibility"),
    ("provision", bad.changed("provision", "loans[0].collectibility", 0), "BadInput", "loans[0].collectibility"),
    ("provision", bad.changed("provision", "deduct_savings_from_class", 4), "BadInput", "deduct_savings_from_class"),
    ("rupiah", {"text": "1.25"}, "AmountUnclear", "text"),
    ("rupiah", {"text": ""}, "AmountMissing", "text"),
    ("rupiah", {"text": "-5"}, "AmountNegative", "text"),
    ("rupiah", {"text": "1,5"}, "AmountHasFraction", "text"),
    ("rupiah", {"text": "lima ribu"}, "AmountNotANumber", "text"),
    ("rupiah", {"text": "1000000000001"}, "AmountTooLarge", "text"),
    ("rupiah", {"text": "2*(3", "sum": True}, "AmountSumUnclear", "text"),
]


@pytest.mark.parametrize(("name", "document", "code", "path"), TOGETHER)
def test_fields_that_do_not_go_together_are_refused_by_the_one_to_change(name, document, code, path):
    problem = refusal(name, document)
    assert (problem.code, problem.facts["path"]) == (code, path)

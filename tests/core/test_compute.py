"""`gulir compute`: its help is true, its answers are plain JSON, and its options do what they say."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from gulir.core.compute import COMPUTATIONS, HELP, SAMPLES, compute
from gulir.core.problems import Problem

T2 = {
    "principal": 5_000_000,
    "method": "flat",
    "rate_percent_per_period": "1.5",
    "instalments": 10,
    "every": 1,
    "unit": "month",
    "disbursed_on": "2026-01-15",
}

LINES = compute("schedule", T2)["instalments"]


@pytest.mark.parametrize("name", sorted(COMPUTATIONS))
def test_the_help_of_a_computation_is_what_it_does(name):
    """Input and output are taken from the page itself, as a reader would copy them."""
    page = HELP[name]
    given, found = page.split("\nInput\n")[1].split("\nOutput\n")
    assert compute(name, json.loads(given)) == json.loads(found)
    assert page.startswith(f"{name}: ")
    for field in json.loads(given):
        assert field in page.split("\nInput\n")[0]


def test_each_computation_has_a_sample():
    assert set(HELP) == set(SAMPLES) == set(COMPUTATIONS)
    assert {"schedule", "allocate", "arrears", "provision", "terbilang", "rupiah"} <= set(COMPUTATIONS)


@pytest.mark.parametrize("name", sorted(COMPUTATIONS))
def test_an_answer_is_json_as_it_is(name):
    answer = compute(name, SAMPLES[name].given)
    assert json.loads(json.dumps(answer)) == answer


def test_an_unknown_computation_is_refused_with_the_known_ones():
    with pytest.raises(Problem) as refused:
        compute("schedul", {})
    assert refused.value.code == "ComputationUnknown"
    assert "schedule" in refused.value.facts["known"]


def test_the_schedule_has_exactly_the_keys_of_the_contract():
    found = compute("schedule", T2)
    assert list(found) == [
        *("instalments", "total_principal", "total_jasa"),
        *("nominal_rate_percent_per_year", "effective_rate_percent_per_year"),
    ]
    assert list(found["instalments"][0]) == ["no", "due_on", "principal", "jasa", "total", "balance"]
    assert found["instalments"][-1]["balance"] == 0
    assert found["effective_rate_percent_per_year"] == 36.48


@pytest.mark.parametrize("rate", ["1.5", 1.5, "3/2", Decimal("1.5")])
def test_a_rate_may_be_text_or_number(rate):
    assert compute("schedule", T2 | {"rate_percent_per_period": rate}) == compute("schedule", T2)


def test_the_schedule_goes_into_allocate_and_arrears_as_it_is():
    lines = compute("schedule", T2)["instalments"]
    paid = compute("allocate", {"due": lines, "paid_on": "2026-03-15", "amount": 1_150_000})
    assert paid == {
        "parts": [{"no": n, "principal": 500_000, "jasa": 75_000, "penalty": 0} for n in (1, 2)],
        "surplus": 0,
    }
    asked = {"instalments": lines, "payments": [], "as_of": "2026-03-15"}
    assert compute("arrears", asked)["missed_instalments"] == 2


def test_t5_through_the_command():
    lines = compute("schedule", T2)["instalments"]
    payments = [
        {"date": "2026-02-15", "principal": 500_000, "jasa": 75_000},
        {"date": "2026-03-15", "principal": 500_000, "jasa": 75_000},
        {"date": "2026-06-20", "principal": 0, "jasa": 50_000},
    ]
    assert compute("arrears", {"instalments": lines, "payments": payments, "as_of": "2026-06-30"}) == {
        "missed_instalments": 3,
        "days_late": 76,
        "arrears_principal": 1_500_000,
        "arrears_jasa": 175_000,
        "collectibility": 2,
    }


def test_arrears_need_no_numbers():
    lines = [{k: v for k, v in line.items() if k in {"due_on", "principal", "jasa"}} for line in LINES]
    asked = {"instalments": lines, "payments": [], "as_of": "2026-03-20"}
    assert compute("arrears", asked) == compute("arrears", asked | {"instalments": LINES})


def test_cost_plus_by_margin_needs_no_rate():
    document = {k: v for k, v in T2.items() if k != "rate_percent_per_period"}
    found = compute("schedule", document | {"method": "murabahah", "margin": 500_000})
    assert (found["total_jasa"], found["instalments"][0]["jasa"]) == (500_000, 50_000)


def test_each_instalment_may_have_its_own_rate():
    document = {k: v for k, v in T2.items() if k != "rate_percent_per_period"} | {"instalments": 2}
    found = compute("schedule", document | {"rate_percent_by_instalment": ["1.5", "31/20"]})
    assert [line["jasa"] for line in found["instalments"]] == [75_000, 77_500]


def test_national_holidays_move_due_dates_and_own_holidays_replace_them():
    """Due on 17 August 2026, a Monday and a holiday."""
    document = T2 | {"disbursed_on": "2026-07-17", "instalments": 1, "shift": "next_working_day"}
    assert compute("schedule", document)["instalments"][0]["due_on"] == "2026-08-18"
    own = compute("schedule", document | {"holidays": []})
    assert own["instalments"][0]["due_on"] == "2026-08-17"
    other = compute("schedule", document | {"holidays": ["2026-08-17", "2026-08-18"]})
    assert other["instalments"][0]["due_on"] == "2026-08-19"


def test_null_stands_for_a_field_that_is_left_out():
    assert compute("schedule", T2 | {"first_due_on": None, "shift": None, "due_dates": None}) == compute("schedule", T2)


def test_classes_and_flags_of_a_board():
    lines = compute("schedule", T2)["instalments"]
    asked = {"instalments": lines, "payments": [], "as_of": "2026-04-20"}
    assert compute("arrears", asked)["collectibility"] == 2
    assert compute("arrears", asked | {"classes": {"starts_at": [0, 1, 3, 5, 7]}})["collectibility"] == 3
    assert compute("arrears", asked | {"flagged": True})["collectibility"] == 5
    late = asked | {"as_of": "2027-01-20"}
    assert compute("arrears", late)["collectibility"] == 5
    assert compute("arrears", late | {"classes": {"starts_at": [0, 20], "ended_months": 12}})["collectibility"] == 1


def test_provision_with_savings_and_half_percents():
    loans = [{"balance": 1_000_000, "collectibility": 2, "tr_savings": 400_000}]
    found = compute("provision", {"loans": loans, "percents": ["1/2", 10], "deduct_savings_from_class": 2})
    assert [row["rate_percent"] for row in found["rows"]] == ["1/2", 10]
    assert found["total_provision"] == 60_000


def test_a_small_sum_is_read_only_where_it_is_asked_for():
    assert compute("rupiah", {"text": "575000*2+5000", "sum": True})["amount"] == 1_155_000
    with pytest.raises(Problem):
        compute("rupiah", {"text": "575000*2+5000"})


def test_paying_off_with_all_jasa():
    due = [{"no": 1, "due_on": "2026-03-15", "principal": 500_000, "jasa": 75_000}]
    found = compute("settlement", {"due": due * 1, "on": "2026-01-01", "rule": "full_term"})
    assert (found["total"], found["waived_jasa"]) == (575_000, 0)

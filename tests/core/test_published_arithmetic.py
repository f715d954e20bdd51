"""Every published case of `tests/real/loan_arithmetic.json`, reproduced through `gulir compute`.

`tests/real/CASES.md` says which case runs through which command and how it is scaled.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gulir.core.compute import compute

REAL = Path(__file__).parents[1] / "real"
PUBLISHED = json.loads((REAL / "loan_arithmetic.json").read_text(encoding="utf-8"), parse_float=Decimal)
CASES = {case["case_id"]: case for part in ("e2e", "integration") for case in PUBLISHED[part]}
METHODS = {
    ("FLAT", "EQUAL_INSTALLMENTS"): "flat",
    ("DECLINING_BALANCE", "EQUAL_INSTALLMENTS"): "annuity",
    ("DECLINING_BALANCE", "EQUAL_PRINCIPAL_PAYMENTS"): "equal_principal",
}
UNITS = {"MONTHS": "month", "DAYS": "day", "WEEKS": "week"}


def cents(value: Any) -> int:
    """An amount of the published tables as whole hundredths; nothing is rounded away."""
    scaled = Decimal(value) * 100
    assert scaled == int(scaled)
    return int(scaled)


def steps(case_id: str, *, op: str = "", expect: str = "") -> list[dict[str, Any]]:
    return [s for s in CASES[case_id]["steps"] if (op and s.get("op") == op) or (expect and s.get("expect") == expect)]


def applied(case_id: str, **more: Any) -> dict[str, Any]:
    """The document for `compute schedule` from the terms a case applies for, in hundredths of its currency."""
    case = CASES[case_id]
    terms = steps(case_id, op="apply")[0]["terms"]
    return {
        "principal": cents(terms["with Principal"]),
        "method": METHODS[terms["interest type"], terms["amortization type"]],
        "rate_percent_per_period": f"{terms['ANNUAL interest rate %']}/12",
        "instalments": terms["numberOfRepayments"],
        "every": terms["repaymentEvery"],
        "unit": UNITS[terms["repaymentFrequencyType"]],
        "disbursed_on": terms["submitted on date"],
        "grace_principal": terms["graceOnPrincipalPayment"],
        "round_to": 100 * case["product_settings"]["instalment_amount_in_multiples_of"],
        "round_on": "total",
        "round": "nearest",
        **more,
    }


def told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The instalments of a published table as `compute schedule` tells them."""
    return [
        {
            "no": row["nr"],
            "due_on": row["due_date"],
            "principal": cents(row["principal"]),
            "jasa": cents(row["interest"]),
            "total": cents(row["due"]) - cents(row["penalties"]),
            "balance": cents(row["balance"]),
        }
        for row in rows
        if row["nr"] is not None
    ]


@pytest.mark.parametrize(
    ("case_id", "more"),
    [
        ("F01", {}),
        ("F04", {}),
        ("F12", {}),
        ("F14", {}),
        ("F16", {"round_on": "principal", "round_to": 1}),
        ("F17", {}),
        ("F21", {}),
    ],
)
def test_a_published_schedule_comes_out_line_by_line(case_id, more):
    found = compute("schedule", applied(case_id, **more))

    table = steps(case_id, expect="schedule")[0]
    assert len(found["instalments"]) == table["periods"]
    assert found["instalments"] == told(table["rows"])
    (total,) = steps(case_id, expect="schedule_total")[0]["rows"]
    assert found["total_principal"] == cents(total["principal"])
    assert found["total_jasa"] == cents(total["interest"])


def test_f04_a_repayment_on_the_due_day_pays_jasa_and_then_principal():
    due = compute("schedule", applied("F04"))["instalments"]
    (paid,) = steps("F04", op="repayment")

    found = compute("allocate", {"due": due, "paid_on": paid["date"], "amount": cents(paid["amount"])})

    (row,) = [r for r in steps("F04", expect="transactions")[0]["rows"] if r["Transaction Type"] == "Repayment"]
    assert found == {
        "parts": [{"no": 1, "principal": cents(row["Principal"]), "jasa": cents(row["Interest"]), "penalty": 0}],
        "surplus": 0,
    }
    after = steps("F04", expect="schedule")[-1]["rows"][1]
    assert due[0]["total"] - cents(paid["amount"]) == cents(after["outstanding"])
    assert cents(row["Loan Balance"]) == applied("F04")["principal"] - found["parts"][0]["principal"]


def test_f12_the_late_penalty_is_taken_of_the_overdue_principal_and_accrues_with_the_jasa():
    due = compute("schedule", applied("F12"))["instalments"]
    today = steps("F12", op="set_date")[-1]["date"]
    table = [row for row in steps("F12", expect="schedule")[-1]["rows"] if row["nr"]]
    (total,) = steps("F12", expect="schedule_total")[-1]["rows"]

    found = compute(
        "allocate",
        {
            "due": due,
            "paid_on": today,
            "amount": cents(total["outstanding"]),
            "order": ["penalty", "jasa", "principal"],
            "penalty_rule": {"percent": "1.5", "of": "principal"},
        },
    )

    assert found["surplus"] == 0
    assert [part["penalty"] for part in found["parts"]] == [cents(row["penalties"]) for row in table]
    assert sum(part["penalty"] for part in found["parts"]) == cents(total["penalties"])

    plan = [line | {"penalty": part["penalty"]} for line, part in zip(due, found["parts"], strict=True)]
    events = [{"date": "2023-01-01", "kind": "disburse", "amount": applied("F12")["principal"]}]
    journal = compute("accrual", {"instalments": plan, "events": events, "recognise": "due", "until": today})["journal"]
    accrued = [row for row in steps("F12", expect="transactions")[0]["rows"] if row["Transaction Type"] == "Accrual"]
    assert [(line["date"], line["amount"]) for line in journal if line["credit"] == "jasa_income"] == [
        (row["Transaction date"], cents(row["Interest"])) for row in accrued
    ]
    assert [(line["date"], line["amount"]) for line in journal if line["credit"] == "penalty_income"] == [
        (row["Transaction date"], cents(row["Penalties"])) for row in accrued
    ]


def test_f21_a_moved_due_date_moves_what_follows():
    terms = steps("F21", op="reschedule")[0]["terms"]
    before = compute("schedule", applied("F21"))["instalments"]
    kept = [line for line in before if line["due_on"] < terms["rescheduleFromDate"]]
    moved = applied("F21", principal=kept[-1]["balance"], instalments=len(before) - len(kept))

    rest = compute("schedule", moved | {"first_due_on": terms["adjustedDueDate"]})["instalments"]

    after = kept + [line | {"no": line["no"] + len(kept)} for line in rest]
    assert after == told(steps("F21", expect="schedule")[-1]["rows"])
    by_hand = applied("F21", due_dates=[line["due_on"] for line in after])
    assert compute("schedule", by_hand)["instalments"] == after


def a01_plan() -> list[dict[str, Any]]:
    """A quarter down on the day of disbursement, the rest in three instalments of 15 days."""
    terms = steps("A01", op="apply")[0]["terms"]
    down = cents(terms["with Principal"]) * CASES["A01"]["product_settings"]["down_payment_percent"] // 100
    first = {"no": 0, "due_on": terms["submitted on date"], "principal": down, "jasa": 0}
    rest = compute("schedule", applied("A01", principal=cents(terms["with Principal"]) - down))["instalments"]
    return [first, *rest]


def a01_days() -> list[tuple[str, dict[str, Any], list[dict[str, Any]], list[dict[str, str]]]]:
    """For each day of the case: what is told of the loan and of its instalments, and the pauses known by then."""
    days, pauses, today, loan = [], [], "", {}
    for step in CASES["A01"]["steps"]:
        if step.get("op") == "set_date":
            today = step["date"]
        elif step.get("op") == "pause_arrears_ageing":
            pauses = [{"from": step["start"], "to": step["end"]}]
        elif step.get("expect") == "loan_arrears":
            (loan,) = step["rows"]
        elif step.get("expect") == "instalment_arrears":
            days.append((today, loan, step["rows"], pauses))
    return days


def test_a01_arrears_age_after_grace_and_stand_still_in_a_pause():
    plan, grace = a01_plan(), CASES["A01"]["product_settings"]["grace_on_arrears_ageing_days"]
    days = a01_days()
    assert len(days) == 6
    for today, loan, _, pauses in days:
        asked = {"instalments": plan, "payments": [], "as_of": today}
        aged = compute("arrears", asked | {"grace_days": grace, "pauses": pauses})
        plain = compute("arrears", asked)

        assert aged["days_late"] == loan["delinquentDays"], today
        assert aged["arrears_principal"] == cents(loan["delinquentAmount"]), today
        assert (aged["collectibility"] == 1) == (loan["classification"] == "NO_DELINQUENCY"), today
        assert plain["days_late"] == loan["pastDueDays"], today
        starts = date.fromisoformat(plan[0]["due_on"]) + timedelta(days=grace)
        assert starts.isoformat() == loan["delinquentDate"]


def range_of(age: int) -> str | None:
    """The published name of an age in days: a range is named after the breakpoint it starts behind."""
    starts = [b for b in PUBLISHED["delinquency_ranges_days"]["breakpoints"] if b < age]
    return f"RANGE_{starts[-1]}" if starts else None


def test_a01_each_instalment_of_a_late_loan_ages_by_itself_without_grace():
    plan = a01_plan()
    for today, loan, rows, pauses in a01_days():
        told_of = {}
        for line in plan if loan["delinquentDays"] else []:
            asked = {"instalments": [line], "payments": [], "as_of": today, "pauses": pauses}
            late = compute("arrears", asked | {"missed_from": "day_after"})
            name = range_of(late["days_late"])
            if name:
                told_of[name] = told_of.get(name, 0) + late["arrears_principal"]
        assert told_of == {row["Range"]: cents(row["Amount"]) for row in rows}, today


def integration(case_id: str) -> tuple[dict[str, Any], Any]:
    return CASES[case_id]["inputs"], CASES[case_id]["expected"]


@pytest.mark.parametrize("method", ["flat", "annuity", "equal_principal"])
def test_j01_instalments_in_whole_units_leave_the_rest_to_the_last(method):
    given, expected = integration("J01")
    found = compute(
        "schedule",
        {
            "principal": given["principal"],
            "method": method,
            "rate_percent_per_period": f"{given['annual_rate_percent']}/12",
            "instalments": given["n"],
            "every": 1,
            "unit": "month",
            "disbursed_on": given["disbursed"],
            "round_to": given["instalment_multiple_of"],
            "round_on": "total",
            "round": "down",
        },
    )
    assert [
        {"due_date": i["due_on"], "principal": i["principal"], "interest": i["jasa"], "due": i["total"]}
        for i in found["instalments"]
    ] == expected


def test_j04_a_currency_of_hundreds_is_counted_in_hundreds():
    given, expected = integration("J04")
    unit = given["currency_multiple_of"]
    found = compute(
        "schedule",
        {
            "principal": given["principal"] // unit,
            "method": "equal_principal",
            "rate_percent_per_period": given["monthly_rate_percent"],
            "instalments": given["n"],
            "every": 1,
            "unit": "month",
            "disbursed_on": given["disbursed"],
            "round_to": 1,
            "round_on": "principal",
            "round": "nearest",
        },
    )
    lines = {line["no"]: line for line in found["instalments"]}
    assert len(lines) == given["n"]
    for row in expected:
        line = lines[row["nr"]]
        assert (line["due_on"], line["principal"] * unit, line["jasa"] * unit) == (
            row["due_date"],
            row["principal"],
            row["interest"],
        )
    assert found["total_principal"] * unit == given["principal"]


def test_j07_a_weekly_rate_is_an_exact_fraction():
    given, expected = integration("J07")
    found = compute(
        "schedule",
        {
            "principal": cents(given["principal"]),
            "method": "annuity",
            "rate_percent_per_period": f"{given['monthly_rate_percent'] * 12}/52",
            "instalments": given["n"],
            "every": 1,
            "unit": "week",
            "disbursed_on": "2026-01-05",
            "round_to": 1,
            "round_on": "total",
            "round": "nearest",
        },
    )
    assert [(line["principal"], line["jasa"]) for line in found["instalments"]] == [
        (cents(row["principal"]), cents(row["interest"])) for row in expected
    ]


@pytest.mark.parametrize("case_id", ["D01", "D03"])
def test_monthly_due_dates_keep_their_day_and_never_drift(case_id):
    given, expected = integration(case_id)
    found = compute(
        "schedule",
        {
            "principal": 1_400_000,
            "method": "flat",
            "rate_percent_per_period": 0,
            "instalments": given["n"],
            "every": given["every"],
            "unit": "month",
            "first_due_on": given["first_repayment_date"],
        },
    )
    assert [{"nr": line["no"], "due_date": line["due_on"]} for line in found["instalments"]] == expected


ASSETS = {"cash", "loans", "jasa_receivable"}


def event_sums(lines: list[dict[str, Any]]) -> dict[str, int]:
    """What one event moves: on the asset accounts together, to income, and as expense."""
    return {
        "asset debit": sum(line["amount"] for line in lines if line["debit"] in ASSETS),
        "asset credit": sum(line["amount"] for line in lines if line["credit"] in ASSETS),
        "income": sum(line["amount"] for line in lines if line["credit"] == "jasa_income"),
        "expense": sum(line["amount"] for line in lines if line["debit"] == "jasa_waived"),
    }


def published_sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    def side(name: str, which: str) -> int:
        return sum(sum(row.get(which, [])) for row in rows if row["account"].startswith(name))

    return {
        "asset debit": side("asset", "debit"),
        "asset credit": side("asset", "credit"),
        "income": side("income", "credit"),
        "expense": side("expense", "debit"),
    }


def test_l01_the_accrual_bridge_tells_the_published_journal():
    given, expected = integration("L01")
    plan = compute(
        "schedule",
        {
            "principal": given["principal"],
            "method": "flat",
            "rate_percent_per_period": given["monthly_rate_percent"] * given["every"],
            "instalments": given["n"],
            "every": given["every"],
            "unit": "month",
            "disbursed_on": given["disbursed"],
            "round_to": 1,
            "round_on": "principal",
            "round": "nearest",
        },
    )
    assert {str(i["no"]): i["balance"] for i in plan["instalments"]} == expected["scheduled_balance_after"]
    assert {i["jasa"] for i in plan["instalments"]} == {expected["interest_per_instalment"]}
    assert plan["total_jasa"] == expected["total_interest"]

    kinds = {"waive_interest": "waive_jasa"}
    events = [
        {"date": e["date"], "kind": kinds.get(e["event"], e["event"]), "amount": e["amount"]} for e in given["events"]
    ]
    found = compute("accrual", {"instalments": plan["instalments"], "events": events})

    for event in events:
        ours = [line for line in found["journal"] if (line["date"], line["event"]) == (event["date"], event["kind"])]
        theirs = [
            row
            for row in expected["journal"]
            if row["date"] == event["date"] and ("debit" in row and "credit" in row) == (event["kind"] == "repayment")
        ]
        if event["kind"] == "disburse":
            theirs = [row for row in expected["journal"] if row["date"] == event["date"]]
        assert event_sums(ours) == published_sums(theirs), event
    splits = [row["split"] for row in expected["journal"] if "split" in row]
    assert [
        {"principal": sum(p["principal"] for p in parts), "interest": sum(p["jasa"] for p in parts)}
        for parts in found["repayments"][: len(splits)]
    ] == splits
    assert (found["loans"], found["jasa_receivable"], found["surplus"]) == (0, 0, 0)


def test_every_case_is_run_here_and_told_on_the_page():
    page = (REAL / "CASES.md").read_text(encoding="utf-8")
    source = Path(__file__).read_text(encoding="utf-8")
    run = {name for name in CASES if f'"{name}"' in source}
    assert run == set(CASES)
    assert {name for name in CASES if f"| {name} |" in page} == set(CASES)

"""Every report in every format, from a board that lends."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gulir.base.policy import STRANGER
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.papers import FORMATS, REPORTS, report
from tests.lending.stage import Fund, make_fund

pytestmark = pytest.mark.django_db
KEYS = {
    "trial-balance": {"as_of", "rows", "total_debit", "total_credit"},
    "position": {"as_of", "assets", "liabilities", "equity"},
    "income": {"income", "expense", "result"},
    "cash-book": {"rows", "closing"},
    "ledger": {"rows", "closing"},
    "loan-card": {"loan_no", "balance", "lines", "schedule"},
    "loans": {"rows", "total_balance"},
    "collectibility": {"rows", "total_balance", "total_provision"},
    "indicators": {"LAR", "PAR", "RR", "CCr", "ROI", "rule_versions"},
}


@pytest.fixture
def fund() -> Fund:
    made = make_fund()
    made.pay(made.lend(), 575_000)
    return made


def asked(fund: Fund, name: str, form: str, **more: Any) -> Any:
    return report(name, book=fund.book, as_of=fund.today, format=form, loan="1", **more)


@pytest.mark.parametrize("name", REPORTS)
def test_the_json_of_a_report_has_the_keys_of_the_contract(fund: Fund, name: str) -> None:
    assert set(json.loads(asked(fund, name, "json"))) >= KEYS[name]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_comes_in_every_format_and_both_languages(fund: Fund, name: str, form: str) -> None:
    for language in ("id", "en"):
        made = asked(fund, name, form, language=language)
        assert len(made) > 50


def test_the_trial_balance_balances(fund: Fund) -> None:
    found = json.loads(asked(fund, "trial-balance", "json"))
    assert found["total_debit"] == found["total_credit"] > 0
    assert set(found["rows"][0]) == {"code", "name", "kind", "debit", "credit"}


def test_the_loans_report_adds_up(fund: Fund) -> None:
    found = json.loads(asked(fund, "loans", "json"))
    assert found["total_balance"] == 4_500_000
    assert found["rows"][0]["jasa_paid"] == 75_000


def test_a_stranger_reads_no_report(fund: Fund) -> None:
    for name in REPORTS:
        with pytest.raises((NotAllowed, NotFound)):
            asked(fund, name, "json", standing=STRANGER)


def test_a_loan_that_is_not_there_has_no_card(fund: Fund) -> None:
    with pytest.raises(NotFound):
        report("loan-card", book=fund.book, as_of=fund.today, loan="999")

"""Two hundred and more ways to be wrong: each is refused by its own code, and nothing is written.

The tables hold what was given and the code that must answer. One story per act runs its whole table on one board and
compares every answer at once; the count at the end holds the tables to their number.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gulir.base.ids import new_id
from gulir.core.problems import Problem
from gulir.ledger import services
from gulir.ledger.models import Account, CashCount, Draft, Reconciliation, Statement, Voucher

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
ATK = {"debit": "51030", "credit": "11010", "amount": 26_000}
Table = dict[str, tuple[dict[str, Any], str]]


def entry(**more: Any) -> dict[str, Any]:
    return {"entries": [{**ATK, **more}]}


def sides(debits: list[tuple[Any, Any]], credits_: list[tuple[Any, Any]]) -> dict[str, Any]:
    return {
        "entries": [],
        "debits": [{"account": a, "amount": n} for a, n in debits],
        "credits": [{"account": a, "amount": n} for a, n in credits_],
    }


ACCOUNT_TEXTS = {
    "a point": "51.030", "a letter": "5103O", "lower case": "kas", "a name": "Kas UPK", "a blank inside": "51 030",
    "a dash": "51-030", "zeros before": "0051030", "a long one": "5" * 60, "a formula": "=1+1", "a quote": "'51030",
    "html": "<b>51030</b>", "sql": "51030' OR '1'='1", "a role": "cash", "a newline": "51030\n1", "an emoji": "💰",
    "arabic digits": "٥١٠٣٠", "full width": "５１０３０", "half": "5103", "more": "510300",
    "the other ledger's": "51011",
}  # fmt: skip
KEPT = {
    "11030": "loans", "21020": "tr_savings", "21011": "surplus", "11050": "due from", "11060": "due from",
    "21070": "due to", "21080": "due to", "32020": "result_of_year", "39990": "opening",
}  # fmt: skip
NOT_INT = {
    "text": "26000", "rupiah": "Rp26.000", "a decimal": Decimal("26000.5"), "a whole decimal": Decimal(26000),
    "true": True, "nothing": None, "a list": [26000], "a mapping": {"rp": 26000}, "empty": "", "blank": " ",
}  # fmt: skip
NOT_TEXT = {"a number": 51030, "nothing": None, "a list": ["51030"], "empty": "", "blanks": "   ", "true": True}
FORBIDDEN = {
    "31010": "capital", "31020": "PNPM capital", "31030": "other capital", "31040": "capital from profit",
    "31050": "reserve", "41010": "jasa", "41020": "interest", "41090": "other income",
}  # fmt: skip

VOUCHERS: Table = {
    **{f"debit {name}": (entry(debit=text), "AccountUnknown") for name, text in ACCOUNT_TEXTS.items()},
    **{f"credit {name}": (entry(credit=text), "AccountUnknown") for name, text in ACCOUNT_TEXTS.items()},
    **{f"debit the kept {code}": (entry(debit=code), "ControlAccountOnly") for code in KEPT},
    **{f"credit the kept {code}": (entry(credit=code), "ControlAccountOnly") for code in KEPT},
    **{f"amount as {name}": (entry(amount=value), "BadInput") for name, value in NOT_INT.items()},
    **{f"debit as {name}": (entry(debit=value), "BadInput") for name, value in NOT_TEXT.items()},
    **{f"credit as {name}": (entry(credit=value), "BadInput") for name, value in NOT_TEXT.items()},
    **{f"cash paid out of {what}": (entry(debit=code), "EarmarkForbids") for code, what in FORBIDDEN.items()},
    **{f"overseers from {code}": ({**entry(debit=code), "purpose": "overseer_pay"}, "EarmarkForbids")
       for code in ("51010", "51020", "51030", "51040", "51060", "51090", "21030", "21040", "12020")},
    **{f"the board from {code}": ({**entry(debit=code), "purpose": "board_cost"}, "EarmarkForbids")
       for code in ("51010", "51020", "51030", "51040", "51060", "51090", "21030", "21010", "12020")},
    **{f"purpose {word}": ({**entry(), "purpose": word}, "BadInput") for word in ("arisan", "LOAN", " loan", "0", "-")},
    **{f"ledger {word}": ({**entry(), "ledger": word}, "LedgerUnknown")
       for word in ("koperasi", "upk1", "BKM", "x" * 60)},
    **{f"type {word}": ({**entry(), "type": word}, "VoucherTypeDiffers") for word in ("KM", "PB", "BKM", "kk", "KK ")},
    **{f"dated {on}": ({**entry(), "dated": on}, "DayNotOpen")
       for on in (date(2025, 12, 31), date(2026, 1, 2), date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29))},
    **{f"description {text!r}": ({**entry(), "description": text}, "DescriptionMissing") for text in ("", " ", "\t\n")},
    "no entries": ({"entries": []}, "VoucherEmpty"),
    "a description of 201": ({**entry(), "description": "x" * 201}, "VoucherTextTooLong"),
    "a reference of 61": ({**entry(), "reference": "x" * 61}, "VoucherTextTooLong"),
    "a loan number of 41": (entry(loan_no="7" * 41), "VoucherTextTooLong"),
    "a group of 81": (entry(ksm="M" * 81), "VoucherTextTooLong"),
    "zero": (entry(amount=0), "AmountZero"),
    "minus one": (entry(amount=-1), "AmountNegative"),
    "a million million and one": (entry(amount=10**12 + 1), "AmountTooLarge"),
    "ten times that": (entry(amount=10**13), "AmountTooLarge"),
    "a number no machine holds": (entry(amount=10**30), "AmountTooLarge"),
    "too large as a sum": ({"entries": [{**ATK, "amount": 10**12}, ATK]}, "AmountTooLarge"),
    "itself": (entry(debit="11010"), "SameAccount"),
    "one rupiah too much": (entry(amount=5_000_001), "CashBelowZero"),
    "more than the bank": (entry(credit="11021", amount=50_000_001), "CashBelowZero"),
    "from an empty bank": (entry(credit="11022", amount=1), "CashBelowZero"),
    "from an empty clearing": (entry(credit="11023", amount=1), "CashBelowZero"),
    "sides that differ": (sides([("51030", 2)], [("11010", 1)]), "Unbalanced"),
    "a side missing": (sides([("51030", 2)], []), "VoucherEmpty"),
    "the other side missing": (sides([], [("11010", 2)]), "VoucherEmpty"),
    "a side of zero": (sides([("51030", 0)], [("11010", 0)]), "AmountZero"),
    "a side below zero": (sides([("51030", -2)], [("11010", -2)]), "AmountNegative"),
    "a side of text": (sides([("51030", "2")], [("11010", 2)]), "BadInput"),
    "a side without account": (sides([(None, 2)], [("11010", 2)]), "BadInput"),
    "a side to itself": (sides([("11010", 2)], [("11010", 2)]), "SameAccount"),
    "a side with an unknown code": (sides([("9", 2)], [("11010", 2)]), "AccountUnknown"),
}  # fmt: skip

ROW = {"code": "77010", "name": "Uji", "kind": "asset"}
CHART: Table = {
    **{f"code {name}": ({"rows": [{**ROW, "code": text}]}, "AccountCodeUnclear")
       for name, text in {
           "empty": "", "blank": " ", "too long": "7" * 21, "a blank inside": "77 010", "a formula": "=77010",
           "an emoji": "💰1", "a slash": "77/010", "a dash first": "-77010", "arabic": "٧٧",
       }.items()},
    **{f"kind {text!r}": ({"rows": [{**ROW, "kind": text}]}, "AccountKindUnclear")
       for text in ("", "kas", "aktivaa", "1", "asset liability", "D")},
    **{f"contra {text!r}": ({"rows": [{**ROW, "contra": text}]}, "ContraUnclear")
       for text in ("2", "mungkin", "-1", "x")},
    **{f"role {text!r}": ({"rows": [{**ROW, "role": text}]}, "RoleUnknown")
       for text in ("kas", "Cash box", "loan", "0")},
    **{f"book {text!r}": ({"rows": [{**ROW, "book": text}]}, "LedgerUnknown") for text in ("koperasi", "UPKK", "4")},
    "no name": ({"rows": [{**ROW, "name": " "}]}, "AccountNameMissing"),
    "a role of another kind": ({"rows": [{**ROW, "role": "jasa_income"}]}, "RoleKindDiffers"),
    "a contra role without contra": ({"rows": [{**ROW, "role": "provision"}]}, "RoleContraDiffers"),
    "loans in the secretariat": ({"rows": [{**ROW, "role": "loans", "book": "secretariat"}]}, "RoleNotOfLedger"),
    "a role taken": ({"rows": [{**ROW, "role": "cash"}]}, "RoleTwice"),
    "one code twice": ({"rows": [ROW, ROW]}, "AccountCodeTwice"),
    "a known code of another kind": ({"rows": [{**ROW, "code": "11010", "kind": "expense"}]}, "AccountExists"),
    "nothing": ({"rows": []}, "ChartEmpty"),
}  # fmt: skip

BOX = {"account": "11010", "denominations": {"100000": 50}}
COUNTS: Table = {
    **{f"denomination {text!r}": ({**BOX, "denominations": {text: 1}}, "DenominationUnknown")
       for text in ("75000", "0", "-100", "30", "1", "seribu", "", "100000000", "1e5")},
    **{f"pieces {value!r}": ({**BOX, "denominations": {"100000": value}}, "DenominationUnclear")
       for value in ("dua", "1.5", "1,5", True, [2], "2 lembar", "=2")},
    "fewer than none": ({**BOX, "denominations": {"100000": -1}}, "PiecesNegative"),
    "more than there is": ({**BOX, "denominations": {"100000": 999_999_999}}, "AmountTooLarge"),
    "an unknown box": ({**BOX, "account": "9"}, "AccountUnknown"),
    "a bank": ({**BOX, "account": "11021"}, "NotACashAccount"),
    "loans": ({**BOX, "account": "11030"}, "NotACashAccount"),
    "an unknown ledger": ({**BOX, "ledger": "koperasi"}, "LedgerUnknown"),
    "a difference without a reason": ({**BOX, "denominations": {"100000": 49}}, "CashDifferenceUnexplained"),
    "a reason too long": ({**BOX, "reason": "x" * 201}, "VoucherTextTooLong"),
}  # fmt: skip

LINE = {"on": DAY, "text": "BUNGA", "amount": 12_000, "balance": None}
STATEMENTS: Table = {
    **{f"amount {name}": ({"lines": [{**LINE, "amount": value}]}, "BadInput")
       for name, value in NOT_INT.items()},
    **{f"balance {name}": ({"lines": [{**LINE, "balance": value}]}, "BadInput")
       for name, value in NOT_INT.items() if value is not None},
    **{f"day {value!r}": ({"lines": [{**LINE, "on": value}]}, "BadInput")
       for value in ("2026-01-01", None, 20260101, "", "1 Januari")},
    "nothing moved": ({"lines": [{**LINE, "amount": 0}]}, "BadInput"),
    "too much in": ({"lines": [{**LINE, "amount": 10**12 + 1}]}, "AmountTooLarge"),
    "too much out": ({"lines": [{**LINE, "amount": -(10**12) - 1}]}, "AmountTooLarge"),
    "a balance too large": ({"lines": [{**LINE, "balance": 10**12 + 1}]}, "AmountTooLarge"),
    "no lines": ({"lines": []}, "StatementEmpty"),
    "an unknown account": ({"account": "9"}, "AccountUnknown"),
    "the cash box": ({"account": "11010"}, "NotAMoneyAccount"),
    "the loans": ({"account": "11030"}, "NotAMoneyAccount"),
    "an unknown ledger": ({"ledger": "koperasi"}, "LedgerUnknown"),
}  # fmt: skip

CROSSINGS: Table = {
    **{f"payer {word!r}": ({"payer": word}, "LedgerUnknown") for word in ("koperasi", "bank", "x")},
    **{f"receiver {word!r}": ({"receiver": word}, "LedgerUnknown") for word in ("koperasi", "bank", "x")},
    **{f"out of {word!r}": ({"out_of": word}, "CrossingNotThisWay")
       for word in ("loans", "kas", "", "11010", "payable")},
    **{f"into {word!r}": ({"into": word}, "CrossingNotThisWay")
       for word in ("loans", "kas", "", "11010", "payable")},
    "to itself": ({"receiver": "upk"}, "LedgersAreTheSame"),
    "zero": ({"amount": 0}, "AmountZero"),
    "below zero": ({"amount": -1}, "AmountNegative"),
    "too much": ({"amount": 10**12 + 1}, "AmountTooLarge"),
    "no words": ({"description": ""}, "DescriptionMissing"),
}  # fmt: skip


def told(run: Any, table: Table) -> dict[str, str]:
    """What each wrong input was answered."""
    answers = {}
    for story, (body, _) in table.items():
        try:
            run(body)
        except Problem as refusal:
            answers[story] = refusal.code
        else:
            answers[story] = "accepted"
    return answers


def expected(table: Table) -> dict[str, str]:
    return {story: code for story, (_, code) in table.items()}


def test_a_wrong_voucher_is_refused_by_its_own_code(live):
    def run(body: dict[str, Any]) -> None:
        live.do(services.record_voucher, **{"description": "ATK", **body})

    assert told(run, VOUCHERS) == expected(VOUCHERS)
    assert not Voucher.objects.filter(book=live.book, kind="ordinary").exists()


def test_a_wrong_chart_row_is_refused_by_its_own_code(live):
    before = Account.objects.filter(book=live.book).count()
    assert told(lambda body: live.do(services.extend_chart, **body), CHART) == expected(CHART)
    assert Account.objects.filter(book=live.book).count() == before


def test_a_wrong_cash_count_is_refused_by_its_own_code(live):
    assert told(lambda body: live.do(services.count_cash, "siti", **body), COUNTS) == expected(COUNTS)
    closing = told(lambda body: live.do(services.close_day, "siti", counts=[body]), COUNTS)
    assert closing == expected(COUNTS)
    assert not CashCount.objects.filter(book=live.book).exists()


def test_a_wrong_statement_is_refused_by_its_own_code(live):
    def run(body: dict[str, Any]) -> None:
        live.do(
            services.import_statement,
            **{"account": "11021", "lines": [LINE], "digest": str(new_id()), "source": "BRI", **body},
        )

    assert told(run, STATEMENTS) == expected(STATEMENTS)
    assert not Statement.objects.filter(book=live.book).exists()
    assert not Reconciliation.objects.filter(book=live.book).exists()


def test_a_wrong_crossing_is_refused_by_its_own_code(live):
    def run(body: dict[str, Any]) -> None:
        live.do(
            services.transfer_between_ledgers,
            **{"payer": "upk", "receiver": "secretariat", "amount": 5, "description": "Rapat", **body},
        )

    assert told(run, CROSSINGS) == expected(CROSSINGS)
    assert not Draft.objects.filter(book=live.book, kind="crossing").exists()


def test_right_input_is_accepted_so_that_these_tables_can_fail(live):
    """The same bodies without their fault go through: a table that refused everything would be told."""
    assert told(lambda body: live.do(services.record_voucher, description="ATK", **body), {"right": (entry(), "")}) == {
        "right": "accepted"
    }
    assert live.do(services.extend_chart, rows=[ROW])["added"] == 1


def test_there_are_more_than_two_hundred():
    assert sum(len(table) for table in (VOUCHERS, CHART, COUNTS, STATEMENTS, CROSSINGS)) > 230

"""Bank statements come in once, are matched line by line, and explain the difference through a day."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.base.ids import new_id
from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.books import AccountUnknown
from gulir.core.problems.ledger import (
    DateAfterToday,
    LineAlreadyMatched,
    MatchDiffers,
    NotAMoneyAccount,
    StatementAlreadyImported,
    StatementEmpty,
)
from gulir.core.problems.money import AmountTooLarge, BadInput
from gulir.ledger import queries, services
from gulir.ledger.models import Statement, StatementLine, Voucher

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
FEE = {"on": DAY, "text": "BIAYA ADM", "amount": -5_000, "balance": 49_995_000}
INTEREST = {"on": DAY, "text": "BUNGA", "amount": 12_000, "balance": 50_007_000}


def bring(village, lines, **more):
    body = {"account": "11021", "lines": lines, "digest": "ab" * 32, "source": "BRI", **more}
    return village.do(services.import_statement, **body)


def book(village, debit, credit, amount, description="Bank"):
    told = village.do(
        services.record_voucher, description=description,
        entries=[{"debit": debit, "credit": credit, "amount": amount}],
    )  # fmt: skip
    return Voucher.objects.get(pk=told["voucher"])


def test_lines_with_one_possible_voucher_match_at_once(live):
    fee = book(live, "51060", "11021", 5_000)
    told = bring(live, [FEE, INTEREST])
    assert (told["lines"], told["matched"]) == (2, 1)
    assert StatementLine.objects.get(voucher=fee).amount == -5_000
    assert [line.text for line in queries.open_lines(live.account("11021"))] == ["BUNGA"]
    statement = Statement.objects.get(pk=told["statement"])
    assert (statement.closing_balance, statement.first_on, statement.last_on) == (50_007_000, DAY, DAY)
    assert queries.statements(live.account("11021")) == [statement]
    assert Fact.objects.get(book=live.book, kind="StatementImported").public["closing_balance"] == 50_007_000


def test_two_vouchers_of_one_amount_are_left_to_people(live):
    first, second = book(live, "51060", "11021", 5_000), book(live, "51060", "11021", 5_000)
    told = bring(live, [FEE])
    assert told["matched"] == 0
    line = StatementLine.objects.get(statement=told["statement"])
    assert [s.number for s in queries.suggestions(line)] == [first.label, second.label]
    live.do(services.match_line, line=line.pk, voucher=second.pk)
    assert [s.number for s in queries.suggestions(line)] == [first.label]


def test_a_match_needs_the_same_amount_and_a_free_pair(live):
    fee, other = book(live, "51060", "11021", 5_000), book(live, "51060", "11021", 6_000)
    told = bring(live, [INTEREST, FEE])
    interest, paid = StatementLine.objects.filter(statement=told["statement"]).order_by("no")
    with pytest.raises(MatchDiffers) as refused:
        live.do(services.match_line, line=interest.pk, voucher=other.pk)
    assert refused.value.facts == {"line_amount": 12_000, "voucher_amount": -6_000}
    for line, voucher in ((paid, other), (interest, fee)):
        with pytest.raises(LineAlreadyMatched):
            live.do(services.match_line, line=line.pk, voucher=voucher.pk)
    with pytest.raises(NotFound):
        live.do(services.match_line, line=interest.pk, voucher=new_id())
    with pytest.raises(NotFound):
        live.do(services.match_line, line=0, voucher=fee.pk)


def test_a_wrong_match_is_taken_back(live):
    book(live, "51060", "11021", 5_000)
    told = bring(live, [FEE])
    line = StatementLine.objects.get(statement=told["statement"])
    live.do(services.unmatch_line, line=line.pk)
    assert queries.open_lines(live.account("11021")) == [line]
    with pytest.raises(NotFound):
        live.do(services.unmatch_line, line=line.pk)


BAD = {
    "the same twice": ({}, StatementAlreadyImported),
    "nothing in it": ({"lines": [], "digest": "cd" * 32}, StatementEmpty),
    "an unknown account": ({"account": "9"}, AccountUnknown),
    "a cash box": ({"account": "11010"}, NotAMoneyAccount),
    "text for an amount": ({"lines": [{**FEE, "amount": "5"}], "digest": "c"}, BadInput),
    "nothing moved": ({"lines": [{**FEE, "amount": 0}], "digest": "c"}, BadInput),
    "text for a balance": ({"lines": [{**FEE, "balance": "5"}], "digest": "c"}, BadInput),
    "text for a day": ({"lines": [{**FEE, "on": "2026-01-01"}], "digest": "c"}, BadInput),
    "too much": ({"lines": [{**FEE, "amount": 10**12 + 1}], "digest": "c"}, AmountTooLarge),
}


@pytest.mark.parametrize("story", BAD)
def test_a_wrong_statement_is_refused_whole(live, story):
    bring(live, [FEE])
    body, refusal = BAD[story]
    with pytest.raises(refusal):
        bring(live, **{"lines": [FEE], **body})
    assert StatementLine.objects.count() == 1


def test_a_statement_may_say_no_balance(live):
    told = bring(live, [{"on": DAY, "text": "x", "amount": 5}])
    assert Statement.objects.get(pk=told["statement"]).closing_balance is None
    told = bring(live, [{"on": DAY, "text": "x", "amount": 5}], digest="ef" * 32, closing_balance=50_000_005)
    assert Statement.objects.get(pk=told["statement"]).closing_balance == 50_000_005


def test_who_keeps_no_bank_reconciles_none(live):
    with pytest.raises(NotAllowed):
        live.do(services.import_statement, "siti", account="11021", lines=[FEE], digest="a", source="BRI")


# ---------------------------------------------------------------- reconciling


def reconcile(village, balance, through=DAY, **more):
    return village.do(services.reconcile_bank, account="11021", through=through, bank_balance=balance, **more)


def test_a_passbook_must_say_what_the_books_say(live):
    assert reconcile(live, 50_000_000)["difference"] == 0
    assert reconcile(live, 49_995_000)["difference"] == -5_000


def test_open_items_explain_the_difference(live):
    book(live, "11021", "11010", 1_000_000, "Setor kas, belum dibukukan bank")
    bring(live, [FEE])
    told = reconcile(live, 49_995_000)
    assert told["book_balance"] == 51_000_000
    assert (told["not_in_bank"], told["not_in_book"], told["difference"]) == (1_000_000, -5_000, 0)


def test_a_voucher_booked_after_the_day_does_not_explain_it(live):
    bring(live, [FEE])
    live.today = date(2026, 1, 2)
    live.do(services.close_through, "ratna", through=DAY)
    late = book(live, "51060", "11021", 5_000)
    live.do(services.match_line, line=StatementLine.objects.get().pk, voucher=late.pk)
    told = reconcile(live, 49_995_000)
    assert (told["book_balance"], told["not_in_book"], told["difference"]) == (50_000_000, -5_000, 0)
    assert reconcile(live, 49_995_000, through=date(2026, 1, 2))["difference"] == 0


def test_before_the_first_statement_nothing_is_open(live):
    live.today = date(2026, 1, 5)
    book(live, "11021", "11010", 1_000_000)
    bring(live, [{**FEE, "on": date(2026, 1, 3)}])
    assert reconcile(live, 51_000_000)["not_in_bank"] == 0


def test_a_day_to_come_and_a_text_are_refused(live):
    with pytest.raises(DateAfterToday):
        reconcile(live, 0, through=date(2026, 1, 2))
    with pytest.raises(BadInput):
        reconcile(live, "50 juta")

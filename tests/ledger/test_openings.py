"""The opening balance stands on the day before the books open; then loading ends for ever, by two people."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, SecondPersonNeeded
from gulir.core.problems.books import AccountUnknown, ApprovalNotOfThis, LedgerUnknown, Unbalanced, VoucherEmpty
from gulir.core.problems.intake import AmountOnBothSides, OpeningExists
from gulir.core.problems.ledger import (
    BooksAreLive,
    BooksNotBegun,
    CashBelowZero,
    DateAfterToday,
    DateBeforeBooks,
    DateNeeded,
    DraftAlreadyDecided,
    LiveBeforeVouchers,
    OpeningNotZero,
    OpeningOffDate,
)
from gulir.core.problems.money import AmountNegative, BadInput
from gulir.core.roles import Role
from gulir.ledger import queries, services
from gulir.ledger.models import Account, Day, Transfer, Voucher
from tests.ledger.stage import OPENS, opening, raise_village

pytestmark = pytest.mark.django_db
BEFORE = OPENS - timedelta(days=1)


@pytest.fixture
def charted(village):
    village.do(services.use_programme_chart)
    return village


def test_the_opening_stands_on_the_day_before_and_ends_at_zero(charted):
    told = charted.do(services.post_opening, rows=opening())
    assert (told["accounts"], told["total"], len(told["vouchers"])) == (5, 56_000_000, 2)
    voucher = Voucher.objects.get(book=charted.book, ledger="upk")
    assert (voucher.kind, voucher.dated, voucher.label, voucher.for_year) == ("opening", BEFORE, "KM-2025-00001", 2025)
    assert queries.balance_at(queries.account_for(charted.book.pk, "opening")) == 0
    trial = queries.trial_balance(charted.book.pk, as_of=BEFORE)
    assert (trial.total_debit, trial.total_credit) == (55_000_000, 55_000_000)


def test_rows_may_carry_the_loan_and_the_group(charted):
    rows = [
        {"code": "11030", "debit": 700_000, "loan_no": "7", "ksm": "Mawar"},
        {"code": "11030", "debit": 300_000, "loan_no": "8", "ksm": "Melati"},
        {"code": "31010", "credit": 1_000_000},
        {"code": "11010", "debit": 0, "credit": 0},
    ]
    charted.do(services.post_opening, rows=rows, on=BEFORE, sha256="ab" * 32)
    lines = Transfer.objects.filter(voucher__book=charted.book).order_by("line").values_list("loan_no", "ksm", "amount")
    assert list(lines) == [("7", "Mawar", 700_000), ("8", "Melati", 300_000), ("", "", 1_000_000)]


def test_a_chart_without_a_system_account_gets_one(village):
    rows = [
        {"code": "1010", "name": "Kas", "kind": "aset", "role": "cash"},
        {"code": "4010", "name": "Modal", "kind": "modal"},
        {"code": "39990", "name": "Lain", "kind": "modal"},
    ]
    village.do(services.extend_chart, rows=rows)
    village.do(services.post_opening, rows=[{"code": "1010", "debit": 5}, {"code": "4010", "credit": 5}])
    assert Account.objects.get(book=village.book, role="opening").code == "OPENING"


def test_income_of_a_year_not_closed_comes_along(charted):
    rows = [{"code": "11010", "debit": 75_000}, {"code": "41010", "credit": 75_000}]
    charted.do(services.post_opening, rows=rows)
    income = queries.income(charted.book.pk, from_=date(2025, 1, 1), as_of=BEFORE)
    assert income.result == 75_000
    draft = charted.do(services.go_live, "ratna", on=OPENS)["draft"]
    charted.do(services.approve_draft, "hasan", draft=draft, digest=charted.digest(draft))
    assert charted.state.year_open == 2025


BAD = {
    "unbalanced": ([{"code": "11010", "debit": 5}, {"code": "31010", "credit": 4}], Unbalanced),
    "unknown code": ([{"code": "9", "debit": 5}, {"code": "31010", "credit": 5}], AccountUnknown),
    "the system account itself": ([{"code": "39990", "debit": 5}, {"code": "31010", "credit": 5}], AccountUnknown),
    "both sides of one row": ([{"code": "11010", "debit": 5, "credit": 5}], AmountOnBothSides),
    "negative": ([{"code": "11010", "debit": -5}], AmountNegative),
    "fraction": ([{"code": "11010", "debit": Decimal("5.5")}], BadInput),
    "text": ([{"code": "11010", "credit": "5"}], BadInput),
    "a truth value": ([{"code": "11010", "debit": True}], BadInput),
    "nothing": ([], VoucherEmpty),
    "only zeros": ([{"code": "11010", "debit": 0}], VoucherEmpty),
    "unknown ledger": ([{"code": "11010", "debit": 5, "book": "koperasi"}], LedgerUnknown),
    "cash below zero": ([{"code": "11010", "credit": 5}, {"code": "31010", "debit": 5}], CashBelowZero),
}


@pytest.mark.parametrize("story", BAD)
def test_a_wrong_opening_is_refused_whole(charted, story):
    rows, refusal = BAD[story]
    with pytest.raises(refusal):
        charted.do(services.post_opening, rows=rows)
    assert not Voucher.objects.filter(book=charted.book).exists()


def test_an_opening_comes_once_and_on_its_day(charted):
    with pytest.raises(OpeningOffDate):
        charted.do(services.post_opening, rows=opening(), on=OPENS)
    charted.do(services.post_opening, rows=opening())
    with pytest.raises(OpeningExists):
        charted.do(services.post_opening, rows=opening())


def test_an_opening_without_books_is_refused(village):
    with pytest.raises(BooksNotBegun):
        village.do(services.post_opening, rows=opening())


def test_after_going_live_there_is_no_opening(live):
    with pytest.raises(BooksAreLive):
        live.do(services.post_opening, rows=opening())
    with pytest.raises(BooksAreLive):
        live.do(services.go_live, "ratna", on=OPENS)


# ---------------------------------------------------------------- going live


def test_two_people_end_the_loading(charted):
    draft = charted.do(services.go_live, "ratna", on=OPENS)
    assert draft["open_day"] == ""
    with pytest.raises(SecondPersonNeeded):
        charted.do(services.approve_draft, "ratna", draft=draft["draft"], digest=charted.digest(draft["draft"]))
    with pytest.raises(ApprovalNotOfThis):
        charted.do(services.approve_draft, "hasan", draft=draft["draft"], digest="0" * 64)
    done = charted.do(services.approve_draft, "hasan", draft=draft["draft"], digest=charted.digest(draft["draft"]))
    assert (done["open_day"], done["vouchers"]) == ("2026-01-01", [])
    assert charted.state.live_on == charted.state.open_day == OPENS
    assert Day.objects.filter(book=charted.book).count() == 1
    told = Fact.objects.get(book=charted.book, kind="BoardWentLive")
    assert told.public == {"code": "KARANG", "on": "2026-01-01"}
    with pytest.raises(DraftAlreadyDecided):
        charted.do(services.approve_draft, "hasan", draft=draft["draft"], digest=charted.digest(draft["draft"]))


def test_the_founder_of_a_board_without_coordinator_goes_live_alone(db):
    from gulir.community.models import OfficeTerm

    village = raise_village("BARU")
    term = OfficeTerm.objects.get(book=village.book, office="coordinator")
    term.ends_before = date(2025, 6, 1)
    term.save(update_fields=["ends_before"])
    village.do(services.use_programme_chart, "founder")
    assert village.do(services.go_live, "founder", on=OPENS) == {"open_day": "2026-01-01", "draft": ""}


def test_the_first_day_lies_after_every_voucher_and_not_ahead(charted):
    charted.do(services.post_opening, rows=opening())
    charted.today = date(2026, 3, 1)
    charted.spend(dated=date(2026, 2, 10))
    early, before, ahead = date(2025, 12, 1), date(2026, 2, 9), date(2026, 3, 2)
    for on, refusal in ((early, DateBeforeBooks), (before, LiveBeforeVouchers), (ahead, DateAfterToday)):
        with pytest.raises(refusal):
            charted.do(services.go_live, "ratna", on=on)
    charted.do(services.go_live, "ratna", on=date(2026, 2, 10))


def test_books_do_not_go_live_on_half_an_opening(charted):
    charted.post([(Role.CASH, Role.OPENING, 5)], dated=OPENS)
    with pytest.raises(OpeningNotZero) as refused:
        charted.do(services.go_live, "ratna", on=OPENS)
    assert refused.value.facts == {"ledger": "upk", "difference": -5}


def test_while_loading_every_voucher_says_its_day(charted):
    charted.do(services.post_opening, rows=opening())
    with pytest.raises(DateNeeded):
        charted.spend()
    with pytest.raises(DateBeforeBooks):
        charted.spend(dated=BEFORE)
    with pytest.raises(DateAfterToday):
        charted.spend(dated=OPENS + timedelta(days=1))
    assert charted.spend(dated=OPENS).dated == OPENS


def test_who_may_not_load_does_not(charted):
    for who in ("siti", "joko", "rini"):
        with pytest.raises(NotAllowed):
            charted.do(services.post_opening, who, rows=opening())
    with pytest.raises(NotAllowed):
        charted.do(services.go_live, "joko", on=OPENS)

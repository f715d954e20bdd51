"""An officer's own voucher: written in two ways, held to its ledger, its earmarks and the accounts others keep."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.base.models import Fact
from gulir.core.problems.access import KeyReused, NotAllowed
from gulir.core.problems.books import (
    AccountUnknown,
    AmountZero,
    DescriptionMissing,
    EarmarkForbids,
    LedgerUnknown,
    RoleWithoutAccount,
    SameAccount,
    Unbalanced,
    VoucherEmpty,
)
from gulir.core.problems.ledger import (
    AccountInactive,
    AdjustmentMovesMoney,
    BooksNotBegun,
    CashBelowZero,
    ControlAccountOnly,
    DayNotOpen,
    VoucherTextTooLong,
    VoucherTypeDiffers,
    YearClosedForVouchers,
)
from gulir.core.problems.money import AmountNegative, AmountTooLarge, BadInput
from gulir.core.roles import Role
from gulir.ledger import queries, services
from gulir.ledger.models import Account, Transfer, Voucher

pytestmark = pytest.mark.django_db
ATK = {"debit": "51030", "credit": "11010", "amount": 26_000}


def record(village, who="budi", **body):
    return village.do(services.record_voucher, who, **{"description": "ATK", "entries": [ATK], **body})


def test_two_sides_become_transfers(live):
    told = record(
        live,
        entries=[],
        description="Setoran bunga dan biaya",
        debits=[{"account": "11021", "amount": 8_000}, {"account": "51060", "amount": 2_000}],
        credits=[{"account": "41020", "amount": 10_000}],
    )
    assert (told["number"], told["total"]) == ("KM-2026-00001", 10_000)
    pairs = Transfer.objects.filter(voucher=told["voucher"]).values_list("debit__code", "credit__code", "amount")
    assert sorted(pairs) == [("11021", "41020", 8_000), ("51060", "41020", 2_000)]


def test_the_three_types_have_their_own_series(live):
    numbers = [
        record(live)["number"],
        record(live, entries=[{"debit": "11010", "credit": "11021", "amount": 100_000}])["number"],
        record(live, entries=[{"debit": "11010", "credit": "41090", "amount": 5_000}])["number"],
        record(live)["number"],
    ]
    assert numbers == ["KK-2026-00001", "PB-2026-00001", "KM-2026-00001", "KK-2026-00002"]


def test_each_ledger_has_its_own_series_and_keeper(live):
    rapat = {"ledger": "secretariat", "entries": [{"debit": "51010", "credit": "11010", "amount": 10_000}]}
    assert record(live, "dewi", **rapat)["number"] == "SEK-KK-2026-00001"
    with pytest.raises(NotAllowed):
        record(live, "siti", **rapat)
    with pytest.raises(NotAllowed):
        record(live, "dewi")


def test_the_fact_tells_the_voucher_without_its_words(live):
    told = record(live, description="Pulsa untuk Bu Siti", reference="NOTA-7")
    fact = Fact.objects.get(book=live.book, kind="VoucherPosted")
    assert fact.public == {
        "number": "KK-2026-00001", "ledger": "upk", "voucher_kind": "ordinary", "on": "2026-01-01", "total": 26_000,
        "happened_on": None,
    }  # fmt: skip
    assert Voucher.objects.get(pk=told["voucher"]).reference == "NOTA-7"


def test_the_same_key_books_once(live):
    first = record(live, key="satu")
    assert record(live, key="satu") == first
    with pytest.raises(KeyReused):
        record(live, key="satu", description="Lain")
    assert Voucher.objects.filter(book=live.book, kind="ordinary").count() == 1


REFUSED = {
    "nothing": ({"entries": []}, VoucherEmpty),
    "no description": ({"description": "  "}, DescriptionMissing),
    "a long description": ({"description": "x" * 201}, VoucherTextTooLong),
    "a long reference": ({"reference": "x" * 61}, VoucherTextTooLong),
    "a long loan number": ({"entries": [{**ATK, "loan_no": "7" * 41}]}, VoucherTextTooLong),
    "a long group": ({"entries": [{**ATK, "ksm": "M" * 81}]}, VoucherTextTooLong),
    "zero": ({"entries": [{**ATK, "amount": 0}]}, AmountZero),
    "negative": ({"entries": [{**ATK, "amount": -1}]}, AmountNegative),
    "too large": ({"entries": [{**ATK, "amount": 10**12 + 1}]}, AmountTooLarge),
    "too large together": ({"entries": [{**ATK, "amount": 10**12}, ATK]}, AmountTooLarge),
    "text for an amount": ({"entries": [{**ATK, "amount": "26000"}]}, BadInput),
    "no amount": ({"entries": [{"debit": "51030", "credit": "11010"}]}, BadInput),
    "no account": ({"entries": [{"credit": "11010", "amount": 1}]}, BadInput),
    "a number for a code": ({"entries": [{**ATK, "debit": 51030}]}, BadInput),
    "an empty code": ({"entries": [{**ATK, "debit": " "}]}, BadInput),
    "an unknown code": ({"entries": [{**ATK, "debit": "99999"}]}, AccountUnknown),
    "an account to itself": ({"entries": [{**ATK, "debit": "11010"}]}, SameAccount),
    "sides that differ": (
        {"entries": [], "debits": [{"account": "51030", "amount": 2}], "credits": [{"account": "11010", "amount": 1}]},
        Unbalanced,
    ),
    "one side only": ({"entries": [], "debits": [{"account": "51030", "amount": 2}]}, VoucherEmpty),
    "another type than wished": ({"type": "KM"}, VoucherTypeDiffers),
    "another day": ({"dated": date(2026, 1, 2)}, DayNotOpen),
    "an unknown ledger": ({"ledger": "koperasi"}, LedgerUnknown),
    "more than the box holds": ({"entries": [{**ATK, "amount": 5_000_001}]}, CashBelowZero),
    "loans": ({"entries": [{**ATK, "debit": "11030"}]}, ControlAccountOnly),
    "savings": ({"entries": [{**ATK, "debit": "21020"}]}, ControlAccountOnly),
    "surplus": ({"entries": [{**ATK, "debit": "21011"}]}, ControlAccountOnly),
    "due from the secretariat": ({"entries": [{**ATK, "debit": "11050"}]}, ControlAccountOnly),
    "the result of the year": ({"entries": [{**ATK, "debit": "32020"}]}, ControlAccountOnly),
    "the system account": ({"entries": [{**ATK, "debit": "39990"}]}, ControlAccountOnly),
    "capital paid out": ({"entries": [{**ATK, "debit": "31010"}]}, EarmarkForbids),
    "the overseer paid as a cost": ({"purpose": "overseer_pay"}, EarmarkForbids),
    "the board's cost from the UPK": ({"purpose": "board_cost"}, EarmarkForbids),
    "an unknown purpose": ({"purpose": "arisan"}, BadInput),
}


@pytest.mark.parametrize("story", REFUSED)
def test_a_wrong_voucher_is_refused_and_changes_nothing(live, story):
    body, refusal = REFUSED[story]
    with pytest.raises(refusal):
        record(live, **body)
    assert not Voucher.objects.filter(book=live.book, kind="ordinary").exists()
    assert Fact.objects.filter(book=live.book, kind="CommandRefused").count() == 1


def test_an_account_out_of_use_takes_nothing(live):
    Account.objects.filter(book=live.book, code="51030").update(active=False)
    with pytest.raises(AccountInactive):
        record(live)


def test_without_a_chart_nothing_is_booked(village):
    with pytest.raises(BooksNotBegun):
        record(village)


# ---------------------------------------------------------------- earmarks


def test_the_boards_part_of_the_profit_pays_the_boards_costs(live):
    live.post([("32010", "21040", 50_000)])
    told = record(live, entries=[{**ATK, "debit": "21040"}], purpose="board_cost")
    assert told["warnings"] == []


def test_a_board_that_decided_otherwise_pays_under_a_warning(live, monkeypatch):
    from gulir.core.rules import Rules

    def flag(rules: Rules, key: str) -> bool:
        return key != "earmark.overseers_from_profit_only"

    monkeypatch.setattr(Rules, "flag", flag)
    assert record(live, purpose="overseer_pay")["warnings"] == ["R21"]
    with pytest.raises(EarmarkForbids):
        record(live, purpose="board_cost")


def test_moving_money_between_its_places_is_no_payment(live):
    told = record(live, entries=[{"debit": "11021", "credit": "11010", "amount": 1_000_000}])
    assert told["warnings"] == []


# ---------------------------------------------------------------- the step


def test_roles_and_codes_may_be_mixed(live):
    voucher = live.post([(Role.CASH, Role.LOANS, 500_000, "7", "Mawar"), ("11010", Role.JASA_INCOME, 75_000)])
    assert (voucher.label, voucher.total) == ("KM-2026-00001", 575_000)
    assert queries.control_balance(live.book.pk, [Role.CASH, Role.LOANS, Role.JASA_INCOME]) == {
        "cash": 5_575_000, "loans": -500_000, "jasa_income": 75_000,
    }  # fmt: skip


def test_a_role_that_no_account_plays_says_which_is_missing(live):
    live.do(services.map_roles, rows=[{"code": "41030", "role": ""}])
    with pytest.raises(RoleWithoutAccount) as refused:
        live.post([(Role.CASH, Role.RECOVERED_INCOME, 5)])
    assert refused.value.facts == {"role": "recovered_income"}
    with pytest.raises(VoucherEmpty):
        live.post([])


def test_a_receipt_costs_three_statements_and_a_payment_four(live, django_assert_num_queries):
    with live.act() as act:
        with django_assert_num_queries(3):
            services.post(act, entries=[(Role.CASH, Role.LOANS, 5), (Role.CASH, Role.JASA_INCOME, 1)], description="x")
        with django_assert_num_queries(4):
            services.post(act, entries=[(Role.OPERATING_EXPENSE, Role.CASH, 5)], description="x")


def test_an_adjustment_counts_for_the_year_before_and_moves_no_money(unclosed):
    unclosed.post([(Role.PROVISION_EXPENSE, Role.PROVISION, 400_000)], for_year=2025)
    assert queries.income(unclosed.book.pk, from_=date(2025, 1, 1), as_of=date(2025, 12, 31)).result == 600_000
    assert queries.income(unclosed.book.pk, from_=date(2026, 1, 1), as_of=date(2026, 12, 31)).result == 0
    with pytest.raises(AdjustmentMovesMoney):
        unclosed.post([(Role.OPERATING_EXPENSE, Role.CASH, 400_000)], for_year=2025)


def test_years_to_come_and_years_closed_take_nothing(live):
    for year in (2027, 2024):
        with pytest.raises(YearClosedForVouchers):
            live.post([(Role.PROVISION_EXPENSE, Role.PROVISION, 1)], for_year=year)


def test_money_in_and_out_of_one_box_counts_by_what_is_left(live):
    live.post([("11010", "41090", 3_000_000), ("51030", "11010", 7_999_999)])
    with pytest.raises(CashBelowZero) as refused:
        live.post([("51030", "11010", 2)])
    assert refused.value.facts == {"account": "11010", "balance": 1, "amount": 2}

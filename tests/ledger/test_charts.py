"""A board takes the programme's charts or its own, and says which account plays which role."""

from __future__ import annotations

import pytest

from gulir.base.models import Book, Fact
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.books import (
    AccountExists,
    AccountMappedTwice,
    AccountUnknown,
    ChartEmpty,
    RoleContraDiffers,
    RoleKindDiffers,
    RoleMissing,
    RoleNotOfLedger,
    RoleTwice,
    RoleUnknown,
)
from gulir.core.problems.ledger import RoleHasBalance
from gulir.core.roles import Role
from gulir.ledger import queries, services
from gulir.ledger.models import Account, BookState

pytestmark = pytest.mark.django_db
OWN = [
    {"code": "1010", "name": "Kas UPK", "kind": "aset", "role": "cash"},
    {"code": "1020", "name": "Rekening Bank UPK", "kind": "asset", "role": "bank"},
    {"code": "1100", "name": "Cadangan", "kind": "asset", "contra": True, "role": "provision"},
    {"code": "6010", "name": "Biaya operasional", "kind": "biaya", "contra": 0, "role": ""},
]


def test_the_programme_chart_gives_three_ledgers(village):
    told = village.do(services.use_programme_chart)
    assert told["added"] == Account.objects.filter(book=village.book).count() > 70
    assert {a.ledger for a in Account.objects.filter(book=village.book)} == {"upk", "secretariat", "activities"}
    assert BookState.objects.get(book=village.book).opens_on == village.today
    assert queries.account_for(village.book.pk, Role.JASA_INCOME).code == "41010"


def test_taking_the_chart_twice_adds_nothing_and_says_so(village):
    first = village.do(services.use_programme_chart)
    again = village.do(services.use_programme_chart)
    assert again == {"added": 0, "known": first["added"]}


def test_a_board_brings_its_own_codes(village):
    assert village.do(services.extend_chart, rows=OWN) == {"added": 4, "known": 0}
    assert village.account("1100").contra is True
    assert queries.account_for(village.book.pk, "bank").code == "1020"
    told = Fact.objects.filter(book=village.book, kind="ChartExtended").get()
    assert told.public == {"ledger": "upk", "accounts": ["1010", "1020", "1100", "6010"]}


def test_an_account_that_is_there_stays_as_it_is(village):
    village.do(services.extend_chart, rows=OWN)
    again = [{**OWN[0], "name": "Kas lain"}, {"code": "1030", "name": "Piutang", "kind": "aset", "role": "loans"}]
    assert village.do(services.extend_chart, rows=again) == {"added": 1, "known": 1}
    assert village.account("1010").name == "Kas UPK"
    with pytest.raises(AccountExists):
        village.do(services.extend_chart, rows=[{**OWN[0], "kind": "biaya", "role": ""}])


def test_a_chart_row_may_name_its_ledger(village):
    rows = [{"code": "11010", "name": "Kas", "kind": "aset", "role": "cash", "book": "sekretariat"}]
    village.do(services.extend_chart, rows=rows)
    assert village.account("11010", "secretariat").role == "cash"
    village.do(services.extend_chart, rows=[{"code": "1", "name": "Kas", "kind": "aset"}], ledger="activities")
    assert village.account("1", "activities")


def test_findings_are_told_without_writing(village):
    rows = services.chart_rows([{"code": "1010", "name": "Kas", "kind": "x", "row": 2}, {"code": "", "name": "?"}])
    assert [(f.row, f.code) for f in services.chart_findings(village.book.pk, rows)] == [
        (2, "AccountKindUnclear"), (None, "AccountCodeUnclear"),
    ]  # fmt: skip


def test_an_empty_chart_is_no_chart(village):
    with pytest.raises(ChartEmpty):
        village.do(services.extend_chart, rows=[])


def test_a_book_without_a_board_has_no_books(village):
    village.book = Book.objects.create(code="TANPA-BKM")
    with pytest.raises(NotFound):
        village.do(services.use_programme_chart, "founder")


def test_who_keeps_no_chart_changes_none(village):
    for who in ("siti", "joko", "rini"):
        with pytest.raises(NotAllowed):
            village.do(services.use_programme_chart, who)


# ---------------------------------------------------------------- roles


def test_roles_are_mapped_to_the_boards_own_codes(village):
    rows = [{**row, "role": ""} for row in OWN]
    village.do(services.extend_chart, rows=rows)
    with pytest.raises(RoleMissing):
        queries.account_for(village.book.pk, Role.CASH)
    mapped = [{"code": "1010", "role": "cash", "contra": "0"}, {"code": "1100", "role": "provision", "contra": "1"}]
    assert village.do(services.map_roles, rows=mapped) == {"mapped": 2}
    assert queries.account_for(village.book.pk, Role.CASH).code == "1010"
    assert village.do(services.map_roles, rows=mapped) == {"mapped": 0}


def test_a_role_moves_to_another_account_while_nothing_lies_there(village):
    village.do(services.use_programme_chart)
    village.do(services.map_roles, rows=[{"code": "51090", "role": "bank_expense"}])
    assert queries.account_for(village.book.pk, Role.BANK_EXPENSE).code == "51090"
    assert village.account("51060").role == ""


def test_a_role_can_be_taken_away(village):
    village.do(services.use_programme_chart)
    village.do(services.map_roles, rows=[{"code": "41030", "role": ""}])
    with pytest.raises(RoleMissing) as refused:
        queries.account_for(village.book.pk, Role.RECOVERED_INCOME)
    assert refused.value.facts == {"role": "recovered_income", "ledger": "upk"}


def test_a_role_stays_where_its_money_lies(live):
    with pytest.raises(RoleHasBalance) as refused:
        live.do(services.map_roles, rows=[{"code": "11010", "role": ""}])
    assert refused.value.facts["balance"] == 5_000_000
    with pytest.raises(RoleHasBalance):
        live.do(services.map_roles, rows=[{"code": "31020", "role": "granted_capital"}])


MAPPINGS = {
    "unknown code": ([{"code": "9", "role": "cash"}], AccountUnknown),
    "no code": ([{"role": "cash"}], AccountUnknown),
    "unknown role": ([{"code": "11010", "role": "kas"}], RoleUnknown),
    "another kind": ([{"code": "41010", "role": "cash"}], RoleKindDiffers),
    "contra told wrong": ([{"code": "12010", "role": "provision", "contra": "0"}], RoleContraDiffers),
    "contra account missing": ([{"code": "11040", "role": "provision"}], RoleContraDiffers),
    "one role twice": (
        [{"code": "51040", "role": "bank_expense"}, {"code": "51030", "role": "bank_expense"}],
        RoleTwice,
    ),
    "one account twice": (
        [{"code": "51060", "role": "bank_expense"}, {"code": "51060", "role": "operating_expense"}],
        AccountMappedTwice,
    ),
    "one row twice": ([{"code": "11010", "role": "cash"}, {"code": "11010", "role": "cash"}], AccountMappedTwice),
    "taken away and given": ([{"code": "11010", "role": ""}, {"code": "11010", "role": "cash"}], AccountMappedTwice),
    "nothing": ([], ChartEmpty),
}


@pytest.mark.parametrize("story", MAPPINGS)
def test_a_wrong_mapping_is_refused(village, story):
    rows, refusal = MAPPINGS[story]
    village.do(services.use_programme_chart)
    before = set(Account.objects.values_list("ledger", "code", "role"))
    with pytest.raises(refusal):
        village.do(services.map_roles, rows=rows)
    assert set(Account.objects.values_list("ledger", "code", "role")) == before


def test_a_role_of_the_loan_fund_stays_there(village):
    village.do(services.use_programme_chart)
    with pytest.raises(RoleNotOfLedger):
        village.do(services.map_roles, rows=[{"code": "11040", "role": "loans"}], ledger="secretariat")


def test_two_accounts_cannot_claim_one_role(village):
    village.do(services.use_programme_chart)
    with pytest.raises(RoleTwice):
        village.do(services.extend_chart, rows=[{"code": "1", "name": "Kas dua", "kind": "aset", "role": "cash"}])

"""Charts of accounts: what is read, what is refused, row by row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gulir.core.accounts import (
    Account,
    ChartRow,
    accounts_of,
    check_chart,
    claim,
    missing_roles,
    on_its_side,
    parse_contra,
    parse_kind,
    parse_ledger,
    play,
)
from gulir.core.problems import Problem
from gulir.core.problems.books import AccountMappedTwice, RoleTwice
from gulir.core.roles import CONTRA, KIND_OF, ONLY_UPK, Kind, Ledger, Role, Side

REAL = Path(__file__).parents[1] / "real"


def row(**cells: str) -> ChartRow:
    return ChartRow(**{"code": "1010", "name": "Kas", "kind": "asset", **cells}, row=2)


def codes(*rows: ChartRow) -> list[str]:
    return [finding.code for finding in check_chart(rows)]


def real_chart() -> tuple[Account, ...]:
    with (REAL / "upk_roles.csv").open() as file:
        roles = {r["code"]: r for r in csv.DictReader(file)}
    with (REAL / "upk_trial_balance_2022-12-31.csv").open() as file:
        rows = list(csv.DictReader(file))
    return accounts_of(
        ChartRow(
            code=r["code"],
            name=r["name"],
            kind=r["kind"],
            contra=roles[r["code"]]["contra"],
            role=roles[r["code"]]["role"],
        )
        for r in rows
    )


def test_a_real_chart_with_its_own_codes_is_valid():
    chart = real_chart()
    assert len(chart) == 17
    assert {a.code for a in chart if a.contra} == {"1100", "2011", "2021"}


def test_the_accounts_a_month_of_work_needs_are_named_and_their_file_fills_them():
    chart = real_chart()
    lacking = {f.facts["role"] for f in missing_roles(chart)}
    assert lacking == {
        "cash_difference",
        "surplus",
        "tr_savings",
        "result_of_year",
        "result_carried",
        "provision_expense",
    }
    with (REAL / "upk_accounts_to_add.csv").open() as file:
        rows = [
            ChartRow(code=r["code"], name=r["name"], kind=r["kind"], contra=r["contra"], role=r["role"], row=n)
            for n, r in enumerate(csv.DictReader(file), start=2)
        ]
    assert check_chart(rows, existing=chart) == []
    assert missing_roles([*chart, *accounts_of(rows)]) == []


def test_a_ledger_that_does_not_lend_needs_no_roles_of_lending():
    lacking = {Role(f.facts["role"]) for f in missing_roles([], ledger=Ledger.SECRETARIAT)}
    assert Role.CASH in lacking
    assert not lacking & ONLY_UPK


@pytest.mark.parametrize(("kind", "contra", "side"), [
    ("asset", "0", Side.DEBIT), ("asset", "1", Side.CREDIT), ("liability", "", Side.CREDIT),
    ("equity", "0", Side.CREDIT), ("income", "tidak", Side.CREDIT), ("expense", "0", Side.DEBIT),
    ("income", "ya", Side.DEBIT),
])  # fmt: skip
def test_an_account_grows_on_the_side_of_its_kind_and_a_contra_account_on_the_other(kind, contra, side):
    (account,) = accounts_of([row(kind=kind, contra=contra)])
    assert account.side is side
    assert account.balance(debit=10, credit=4) == (6 if side is Side.DEBIT else -6)


def test_every_role_says_what_it_means_and_which_kind_of_account_plays_it():
    for role in Role:
        assert role.meaning
        assert KIND_OF[role] in Kind
    assert all(KIND_OF[role] is Kind.ASSET for role in CONTRA)


@pytest.mark.parametrize("ledger", list(Ledger))
def test_each_ledger_has_a_claim_on_and_a_debt_to_the_others(ledger):
    assert Role.due_from(ledger).value == f"due_from_{ledger.value}"
    assert Role.due_to(ledger).value == f"due_to_{ledger.value}"


def test_a_net_balance_stands_on_one_side_only():
    assert on_its_side(5) == (5, 0)
    assert on_its_side(-5) == (0, 5)


BAD_CODES = [
    "",
    " ",
    "-1010",
    ".1",
    "10 10",
    "1010;",
    "a" * 21,
    "10/10",
    "1010\n2",
    "１０１０",
    "kas kecil",
    "_1",
    "é1",
    "10,10",
    "#1",
]


@pytest.mark.parametrize("code", BAD_CODES)
def test_a_code_that_cannot_be_typed_again_is_refused(code):
    assert codes(row(code=code)) == ["AccountCodeUnclear"]


@pytest.mark.parametrize("name", ["", " ", "\t"])
def test_an_account_without_a_name_is_refused(name):
    assert codes(row(name=name)) == ["AccountNameMissing"]


@pytest.mark.parametrize("kind", ["", "assets", "aktif", "1", "debit", "Kas", "laba", "modals", "expense!", "null"])
def test_an_unknown_kind_is_refused(kind):
    assert codes(row(kind=kind)) == ["AccountKindUnclear"]


@pytest.mark.parametrize("contra", ["2", "x", "-1", "maybe", "on", "1.0", "debit"])
def test_an_unclear_contra_is_refused(contra):
    assert codes(row(contra=contra)) == ["ContraUnclear"]


@pytest.mark.parametrize("role", ["kas", "loan", "Cash box", "1", "jasa", "opening balance", "bank2", "capital"])
def test_an_unknown_role_is_refused(role):
    assert codes(row(role=role)) == ["RoleUnknown"]


@pytest.mark.parametrize("book", ["upl", "ups", "1", "loan", "sekret", "all"])
def test_an_unknown_ledger_is_refused(book):
    assert codes(row(book=book)) == ["LedgerUnknown"]


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("kind", sorted(Kind))
def test_a_role_is_played_by_its_own_kind_only(role, kind):
    contra = "1" if role in CONTRA else "0"
    expected = [] if KIND_OF[role] is kind else ["RoleKindDiffers"]
    assert codes(row(kind=kind, role=role, contra=contra)) == expected


@pytest.mark.parametrize("role", sorted(Role))
def test_a_contra_role_needs_a_contra_account_and_no_other_role_takes_one(role):
    wrong = "0" if role in CONTRA else "1"
    assert codes(row(kind=KIND_OF[role].value, role=role, contra=wrong)) == ["RoleContraDiffers"]


@pytest.mark.parametrize("role", sorted(ONLY_UPK))
def test_a_role_of_lending_is_refused_in_the_other_ledgers(role):
    contra = "1" if role in CONTRA else "0"
    bad = row(kind=KIND_OF[role].value, role=role, contra=contra, book="secretariat")
    assert codes(bad) == ["RoleNotOfLedger"]


def test_one_bad_row_never_hides_the_rest():
    findings = check_chart([row(code=""), row(code="2", kind="x"), row(code="3"), row(code="3", role="cash")])
    assert [(f.code, f.column) for f in findings] == [
        ("AccountCodeUnclear", "code"),
        ("AccountKindUnclear", "kind"),
        ("AccountCodeTwice", "code"),
    ]


def test_a_role_has_one_account_in_a_ledger_and_its_own_in_another():
    rows = [row(role="cash"), row(code="1011", role="cash"), row(code="1010", role="cash", book="secretariat")]
    assert codes(*rows) == ["RoleTwice"]


def test_a_role_played_in_the_chart_there_is_cannot_be_claimed_by_a_new_account():
    existing = accounts_of([row(role="cash")])
    assert [f.code for f in check_chart([row(code="1012", role="cash")], existing=existing)] == ["RoleTwice"]
    assert check_chart([row(code="1012")], existing=existing) == []


def test_an_account_repeated_is_listed_and_one_that_contradicts_is_refused():
    existing = accounts_of([row()])
    same, other = check_chart([row(), row(code="1010", kind="liability")], existing=existing)
    assert (same.code, same.level) == ("AccountExists", "warning")
    assert (other.code, other.level) == ("AccountCodeTwice", "error")
    (contrary,) = check_chart([row(kind="liability")], existing=existing)
    assert (contrary.code, contrary.level) == ("AccountExists", "error")


def test_an_empty_chart_is_one_finding():
    assert codes() == ["ChartEmpty"]


def test_reading_a_bad_row_without_checking_is_refused_at_once():
    with pytest.raises(Problem) as refused:
        accounts_of([row(kind="x")])
    assert refused.value.code == "AccountKindUnclear"


@pytest.mark.parametrize(
    ("word", "kind"), [("AKTIVA", Kind.ASSET), ("Hutang", Kind.LIABILITY), ("beban ", Kind.EXPENSE)]
)
def test_indonesian_words_are_read(word, kind):
    assert parse_kind(word) is kind


def test_words_for_ledgers_and_contra_are_read():
    assert parse_ledger("Sekretariat") is Ledger.SECRETARIAT
    assert parse_ledger("") is Ledger.UPK
    assert parse_contra("Ya") is True
    assert parse_contra("") is False


def test_an_account_without_a_role_plays_none_and_is_not_refused():
    play(Account(code="1", name="x", kind=Kind.ASSET), None)


# ---------------------------------------------------------------- one list of roles


def test_one_list_gives_a_role_to_one_account_and_names_an_account_once():
    claims: dict[str, Role | None] = {}
    claim(claims, "1010", Role.CASH)
    claim(claims, "1020", None)
    claim(claims, "1030", None)
    with pytest.raises(RoleTwice) as twice:
        claim(claims, "1040", Role.CASH)
    assert twice.value.facts == {"role": "cash", "account": "1040", "other": "1010"}
    with pytest.raises(AccountMappedTwice):
        claim(claims, "1020", Role.BANK)
    assert claims == {"1010": Role.CASH, "1020": None, "1030": None}

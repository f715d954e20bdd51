"""All or nothing, tried before, brought in once, undone when nothing rests on it."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.base.models import Fact
from gulir.community.models import Membership, Person
from gulir.core.problems.access import NotAllowed
from gulir.core.problems.intake import (
    ImportKindUnknown,
    ImportStays,
    ImportUnknown,
    ImportUsed,
    ImportWithdrawnBefore,
)
from gulir.core.problems.ledger import BooksAreLive, CashBelowZero
from gulir.intake.columns import sample
from gulir.intake.kind import Outcome
from gulir.intake.models import Import
from gulir.intake.queries import imports
from gulir.ledger.models import Account, Voucher
from gulir.ledger.services import approve_draft, go_live
from gulir.ledger.sums import balances_of
from gulir.lending.models import CardEntry, Loan, Share
from tests.intake.stage import Loading, found
from tests.ledger.stage import raise_village

DAY = date(2025, 12, 31)
GOOD = "code;debit;credit\n11010;5000000;0\n31010;0;5000000\n"
VOUCHERS = "voucher;date;description;debit_code;credit_code;amount\n"


def errors(outcome: Outcome) -> list[tuple[str, int | None, str | None]]:
    return [(f.code, f.row, f.column) for f in outcome.findings if f.level == "error"]


# ---------------------------------------------------------------- all or nothing


def test_one_bad_row_keeps_a_thousand_good_ones_out(board):
    board.bring("opening", GOOD, dated=DAY)
    rows = [f"A{n};2026-01-05;Setor modal;11010;31010;{n}" for n in range(1, 1001)]
    rows[499] = "A500;2026-01-05;Setor modal;11010;31010;1.25"
    before = board.tables()

    outcome = board.bring("vouchers", VOUCHERS + "\n".join(rows))

    assert errors(outcome) == [("AmountUnclear", 501, "amount")]
    assert (outcome.counts, outcome.import_id, outcome.done) == ({}, None, False)
    assert board.tables() == before


def test_one_bad_row_never_hides_the_others(board):
    content = "code;name;kind\n1 1;Satu;asset\n1002;;asset\n1003;Tiga;kas\n1004;Empat;asset\n1004;Lima;asset\n"
    assert errors(board.bring("chart", content)) == [
        ("AccountCodeUnclear", 2, "code"),
        ("AccountNameMissing", 3, "name"),
        ("AccountKindUnclear", 4, "kind"),
        ("AccountCodeTwice", 6, "code"),
    ]


def test_of_two_rows_for_one_role_or_one_account_none_wins_in_silence(board):
    board.bring("chart", sample("chart"))
    before = board.tables()
    content = "code;role;book\n11010;cash;\n11021;cash;\n11024;bank;\n11024;bank;\n11024;bank;secretariat\n"
    assert errors(board.bring("roles", content)) == [
        ("RoleTwice", 3, "role"),
        ("AccountMappedTwice", 5, "code"),
        ("AccountUnknown", 6, "code"),
    ]
    assert board.tables() == before


def test_fifty_thousand_bad_rows_are_fifty_thousand_findings(board):
    content = VOUCHERS + "".join(f"A{n};2026-01-05;x;11010;31010;-1\n" for n in range(50_000))
    outcome = board.bring("vouchers", content)
    assert outcome.errors == 50_000
    assert errors(outcome)[-1] == ("AmountNegative", 50_001, "amount")


@pytest.mark.parametrize("kind", ["chart", "opening", "vouchers", "loans", "loan-transactions", "people", "statement"])
def test_an_importer_never_says_done_when_nothing_went_in(board, kind):
    first = sample(kind).decode().splitlines()[0]
    outcome = board.bring(kind, f"{first}\n\n;;\n", dated=DAY)
    assert [code for code, _, _ in errors(outcome)] == ["NothingToBringIn"]
    assert not Import.objects.filter(kind=kind).exists()


def test_rows_of_nothing_alone_bring_nothing_in(board):
    board.bring("loans", sample("loans"))
    told = board.bring("loan-transactions", "loan_no;date;type;amount\n1;2025-05-20;jasa_payment;0\n")
    assert found(told.findings) == [
        ("NothingToBringIn", "error", None, None),
        ("ZeroSkipped", "warning", 2, "amount"),
    ]


def test_a_chart_that_is_known_already_brings_nothing_in(board):
    outcome = board.bring("chart", "code;name;kind\n11010;Kas;asset\n")
    assert found(outcome.findings) == [
        ("NothingToBringIn", "error", None, None),
        ("AccountExists", "warning", 2, "code"),
    ]


# ---------------------------------------------------------------- rights, kinds, keys


def test_a_resident_without_office_brings_nothing_in(board):
    with pytest.raises(NotAllowed):
        board.bring("chart", sample("chart"), who="joko")


def test_who_may_bring_in_lists_may_not_bring_in_the_opening(board):
    """The coordinator may add people; the opening balance needs a right of its own."""
    assert board.bring("people", sample("people"), who="hasan").done
    with pytest.raises(NotAllowed):
        board.bring("opening", GOOD, dated=DAY, who="hasan")
    assert not Voucher.objects.exists()


def test_an_unknown_kind_is_refused(board):
    with pytest.raises(ImportKindUnknown):
        board.bring("pinjaman", b"")


def test_the_same_key_gives_the_same_answer_and_brings_in_once(board):
    first = board.bring("chart", sample("chart"), key="one")
    again = board.bring("chart", sample("chart"), key="one")
    assert (again.import_id, again.counts) == (first.import_id, first.counts)
    assert Import.objects.count() == 1


# ---------------------------------------------------------------- once


def test_the_same_file_again_is_a_finding(board):
    first = board.bring("people", sample("people"))
    before = board.tables()

    again = board.bring("people", sample("people"))

    assert "AlreadyImported" in [code for code, _, _ in errors(again)]
    told = next(f for f in again.findings if f.code == "AlreadyImported")
    assert told.facts["import_id"] == first.import_id
    assert board.tables() == before


def test_the_same_bytes_may_be_another_kind_of_file(board):
    """A trial balance is a chart and an opening balance at once."""
    content = "code;name;kind;debit;credit\n1010;Kas;asset;5000;0\n4010;Modal;equity;0;5000\n"
    assert board.bring("chart", content).done
    assert board.bring("opening", content, dated=DAY).done


def test_an_opening_stands_once(board):
    assert board.bring("opening", GOOD, dated=DAY).done
    again = board.bring("opening", GOOD.replace("5000000", "6000000"), dated=DAY)
    assert errors(again) == [("OpeningExists", None, None)]


def test_a_voucher_of_the_old_book_comes_in_once(board):
    board.bring("opening", GOOD, dated=DAY)
    assert board.bring("vouchers", VOUCHERS + "A1;2026-01-05;Modal;11010;31010;1000\n").done
    again = board.bring(
        "vouchers", VOUCHERS + "A0;2026-01-05;Modal;11010;31010;1\nA1;2026-01-05;Modal lagi;11010;31010;2000\n"
    )
    assert errors(again) == [("VoucherExists", 3, "voucher")]


# ---------------------------------------------------------------- what stands in the books afterwards


def test_an_opening_that_does_not_balance_is_told_with_its_difference(board):
    outcome = board.bring("opening", "code;debit;credit\n11010;5000;0\n31010;0;4000\n", dated=DAY)
    (finding,) = outcome.findings
    assert (finding.code, finding.column, dict(finding.facts)) == (
        "Unbalanced", "debit", {"debit": 5000, "credit": 4000, "difference": 1000},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "dated", "expected"),
    [
        (GOOD, None, [("DateWanted", None, None)]),
        (GOOD, date(2026, 1, 1), [("OpeningOffDate", None, None)]),
        (GOOD, date(2024, 12, 31), [("OpeningOffDate", None, None)]),
        ("code;debit;credit\n11010;5;5\n31010;0;0\n", DAY, [("AmountOnBothSides", 2, "credit")]),
        ("code;debit;credit\n11010;5;0\n11010;5;0\n31010;0;10\n", DAY, [("RowRepeated", 3, "code")]),
        ("code;debit;credit;book\n11010;5;0;upk\n31010;0;5;secretariat\n", DAY, [("Unbalanced", None, "debit")] * 2),
    ],
)  # fmt: skip
def test_an_opening_that_cannot_be_is_told(board, content, dated, expected):
    assert errors(board.bring("opening", content, dated=dated)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("A1;2026-01-05;x;11010;31010;5\nA2;2026-01-05;x;11010;31010;5\nA1;2026-01-05;x;11010;31010;5\n",
         [("VoucherTwice", 4, "voucher")]),
        ("A1;2026-01-05;x;11010;31010;5\nA1;2026-01-06;x;11010;31010;5\n", [("VoucherDateDiffers", 3, "date")]),
        ("A1;2026-01-05;x;51030;11010;5000001\n", [("CashBelowZero", 2, "credit_code")]),
        ("A1;2026-01-05;x;51030;11010;5000000\nA2;2026-01-06;x;11010;31010;1\nA3;2026-01-06;x;51030;11010;2\n",
         [("CashBelowZero", 4, "credit_code")]),
        ("A1;2026-01-05;x;11010;31010;999999999999\nA1;2026-01-05;x;11010;31010;2\n",
         [("AmountTooLarge", 2, "amount")]),
    ],
)  # fmt: skip
def test_vouchers_that_do_not_fit_together_are_told(board, rows, expected):
    board.bring("opening", GOOD, dated=DAY)
    assert errors(board.bring("vouchers", VOUCHERS + rows)) == expected


def test_what_is_odd_but_possible_is_brought_in_and_kept_as_a_warning(board):
    board.bring("opening", GOOD, dated=DAY)
    rows = "A1;2026-01-05;Modal;11010;31010;5\nA1;2026-01-05;Modal awal;11010;31010;5\n"
    outcome = board.bring("vouchers", VOUCHERS + rows)
    assert outcome.done
    assert found(outcome.findings) == [
        ("RowRepeated", "warning", 3, "voucher"),
        ("VoucherTextDiffers", "warning", 3, "description"),
    ]
    kept = Import.objects.get(pk=outcome.import_id)
    assert [w["code"] for w in kept.warnings] == ["RowRepeated", "VoucherTextDiffers"]
    assert Voucher.objects.get(import_ref=outcome.import_id, kind="ordinary").total == 10


def test_an_import_is_one_fact_with_digest_and_totals(board):
    board.bring("opening", GOOD, dated=DAY)
    before = set(Fact.objects.values_list("pk", flat=True))
    outcome = board.bring("vouchers", sample("vouchers"))
    (fact,) = Fact.objects.exclude(pk__in=before)
    assert fact.kind == "FileImported"
    kept = Import.objects.get(pk=outcome.import_id)
    assert fact.public["sha256"] == kept.sha256
    assert (fact.public["rows"], fact.public["total"]) == (3, 6_762_700)


def test_numbers_follow_the_days_whatever_the_order_in_the_file(board):
    board.bring("opening", GOOD, dated=DAY)
    rows = "C;2026-02-01;c;11010;31010;3\nA;2026-01-05;a;11010;31010;1\nB;2026-01-06;b;11010;31010;2\n"
    board.bring("vouchers", VOUCHERS + rows)
    numbered = Voucher.objects.filter(kind="ordinary").order_by("number").values_list("label", "reference", "dated")
    assert [(label, name) for label, name, _ in numbered] == [
        ("KM-2026-00001", "A"),
        ("KM-2026-00002", "B"),
        ("KM-2026-00003", "C"),
    ]


def test_live_books_take_no_old_vouchers(board):
    board.bring("opening", GOOD, dated=DAY)
    _go_live(board)
    with pytest.raises(BooksAreLive):
        board.bring("vouchers", sample("vouchers"))
    with pytest.raises(BooksAreLive):
        board.bring("opening", GOOD.replace("5", "6"), dated=DAY)


def _go_live(board) -> None:
    board.village.today = date(2026, 3, 3)
    draft = board.village.do(go_live, "ratna", on=date(2026, 3, 2))["draft"]
    board.village.do(approve_draft, "hasan", draft=draft, digest=board.village.digest(draft))


# ---------------------------------------------------------------- undo


def test_undoing_vouchers_leaves_every_balance_as_before(board):
    board.bring("opening", GOOD, dated=DAY)
    balance = _balances(board)
    outcome = board.bring("vouchers", sample("vouchers"))
    assert _balances(board) != balance

    done = board.undo(outcome)

    assert done["reversed_vouchers"] == 3
    assert _balances(board) == balance
    for voucher in Voucher.objects.filter(import_ref=outcome.import_id, kind="ordinary"):
        assert voucher.reversed_by.dated == voucher.dated


def _balances(board) -> dict[str, int]:
    accounts = dict(Account.objects.filter(book=board.book).values_list("pk", "code"))
    return {accounts[pk]: net for pk, net in balances_of(list(accounts)).items() if net}


def test_the_same_file_comes_in_again_after_an_undo(board):
    board.bring("opening", GOOD, dated=DAY)
    for kind in ("vouchers", "chart", "people", "loans"):
        first = board.bring(kind, sample(kind))
        assert first.done, kind
        board.undo(first)
        again = board.bring(kind, sample(kind))
        assert again.done, (kind, found(again.findings))
        assert sum(again.counts.values()) > 0
        assert again.counts == first.counts or kind == "chart"


def test_an_opening_is_undone_and_brought_in_anew(board):
    first = board.bring("opening", GOOD, dated=DAY)
    assert board.undo(first)["reversed_vouchers"] == 1
    assert _balances(board) == {}
    assert board.bring("opening", GOOD.replace("5000000", "6000000"), dated=DAY).done
    assert _balances(board) == {"11010": 6_000_000, "31010": -6_000_000}


def test_an_import_is_undone_once(board):
    first = board.bring("people", sample("people"))
    board.undo(first)
    with pytest.raises(ImportWithdrawnBefore):
        board.undo(first)
    assert not Person.objects.filter(name="Joko Susilo").exists()


def test_an_import_of_another_board_is_unknown(board):
    first = board.bring("people", sample("people"))
    other = Loading(village=raise_village("LAIN"))
    with pytest.raises(ImportUnknown):
        other.undo(first)


def test_what_something_rests_on_is_not_undone(board):
    people = board.bring("people", sample("people"))
    groups = board.bring("ksm", sample("ksm"))
    houses = board.bring("households", sample("households"))
    members = board.bring("ksm-members", sample("ksm-members"))
    opening = board.bring("opening", GOOD, dated=DAY)
    loans = board.bring("loans", sample("loans"))
    cards = board.bring("loan-transactions", sample("loan-transactions"))
    shares = board.bring("loan-members", sample("loan-members"))
    chart = board.bring("chart", "code;name;kind\n19001;Kas kecil;asset\n")
    board.bring("vouchers", VOUCHERS + "A1;2026-01-05;Kas kecil;19001;11010;5000000\n")
    before = board.tables()

    for outcome, refusal in (
        (people, ImportUsed), (groups, ImportUsed), (members, ImportStays), (loans, ImportUsed), (chart, ImportUsed),
        (opening, CashBelowZero),
    ):  # fmt: skip
        with pytest.raises(refusal):
            board.undo(outcome)
    after = board.tables()
    assert {t: n for t, n in after.items() if n != before[t]} == {
        "base_fact": before["base_fact"] + 6,  # each refusal is told
        "base_secret": before["base_secret"] + 6,
    }

    board.undo(shares)
    board.undo(cards)
    board.undo(loans)
    board.undo(houses)
    assert not Loan.objects.filter(withdrawn=False).exists()
    assert Membership.objects.count() == 4


def test_undoing_cards_takes_what_they_paid_off_the_loans(board):
    board.bring("loans", sample("loans"))
    cards = board.bring("loan-transactions", sample("loan-transactions"))
    assert Loan.objects.get(loan_no="1").principal_paid == 8 * 3_166_700
    board.undo(cards)
    assert Loan.objects.get(loan_no="1").principal_paid == 0
    assert not CardEntry.objects.filter(withdrawn=False).exists()


def test_undoing_members_gives_the_loan_one_share_without_a_name_again(board):
    board.bring("people", sample("people"))
    board.bring("loans", sample("loans"))
    shares = board.bring("loan-members", sample("loan-members"))
    assert Share.objects.filter(loan__loan_no="2", live=True).count() == 2
    board.undo(shares)
    (one,) = Share.objects.filter(loan__loan_no="2", live=True)
    assert (one.person, one.principal) == (None, 12_000_000)


def test_undoing_roles_gives_the_former_ones_back(board):
    board.bring("chart", sample("chart"))
    roles = board.bring("roles", "code;role\n11024;bank\n")
    assert Account.objects.get(book=board.book, ledger="upk", role="bank").code == "11024"
    board.undo(roles)
    assert Account.objects.get(book=board.book, ledger="upk", role="bank").code == "11021"


def test_the_list_of_imports_says_who_brought_what_and_what_was_undone(board):
    first = board.bring("people", sample("people"))
    board.undo(first)
    seen = imports(board.book.pk, board.stands("budi"))
    assert [(row["kind"], row["by"], row["withdrawn_by"]) for row in seen] == [("people", "Budi", "Budi")]
    assert imports(board.book.pk, board.stands("joko")) == []

"""Vouchers: transfers that balance by construction, pairing, types, numbers, reversals."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from gulir.core.problems import Problem
from gulir.core.roles import Ledger
from gulir.core.vouchers import (
    Entry,
    Line,
    VoucherDraft,
    VoucherKind,
    VoucherNumber,
    VoucherType,
    pair,
    reverse,
    totals,
    voucher_type,
)

DAY = date(2026, 3, 2)
MONEY = {"11010", "11021", "11022"}
LARGEST = 10**12


def code_of(act) -> str:
    with pytest.raises(Problem) as refused:
        act()
    return refused.value.code


def draft(**changes) -> VoucherDraft:
    given = {"on": DAY, "description": "ATK", "entries": (Entry("51030", "11010", 26_000),), "type": VoucherType.KK}
    return VoucherDraft(**{**given, **changes})


BAD_AMOUNTS = [
    (0, "AmountZero"), (-1, "AmountNegative"), (-575_000, "AmountNegative"), (-LARGEST, "AmountNegative"),
    (LARGEST + 1, "AmountTooLarge"), (10**13, "AmountTooLarge"), (2**63, "AmountTooLarge"),
]  # fmt: skip


@pytest.mark.parametrize(("amount", "code"), BAD_AMOUNTS)
def test_an_amount_outside_one_to_a_million_million_is_refused_everywhere(amount, code):
    assert code_of(lambda: Entry.of("11010", "11030", amount)) == code
    assert code_of(lambda: pair([Line("11010", amount)], [Line("11030", amount)])) == code
    assert code_of(lambda: draft(entries=(Entry("11010", "11030", amount),))) == code


@pytest.mark.parametrize("amount", [1.5, 575_000.0, "575000", None, True])
def test_what_is_not_whole_rupiah_is_a_fault_of_the_caller(amount):
    with pytest.raises(TypeError):
        Entry.of("11010", "11030", amount)


@pytest.mark.parametrize("amount", [1, LARGEST])
def test_the_edges_of_an_amount_are_allowed(amount):
    assert Entry.of("11010", "11030", amount).amount == amount


def test_money_cannot_go_from_an_account_to_itself():
    assert code_of(lambda: Entry.of("11010", "11010", 1)) == "SameAccount"
    assert code_of(lambda: draft(entries=(Entry("11010", "11010", 1),))) == "SameAccount"


def test_a_voucher_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        draft().description = "lain"


@pytest.mark.parametrize(("changes", "code"), [
    ({"entries": ()}, "VoucherEmpty"),
    ({"description": ""}, "DescriptionMissing"),
    ({"description": "  \n"}, "DescriptionMissing"),
    ({"kind": VoucherKind.CLOSING}, "ClosingWithoutYear"),
    ({"kind": VoucherKind.REVERSAL}, "ReversalWithoutOriginal"),
    ({"kind": VoucherKind.REVERSAL, "original": ""}, "ReversalWithoutOriginal"),
    ({"kind": VoucherKind.SUSULAN}, "SusulanWithoutDate"),
    ({"kind": VoucherKind.SUSULAN, "happened_on": DAY}, "SusulanWithoutDate"),
    ({"kind": VoucherKind.SUSULAN, "happened_on": date(2026, 3, 3)}, "SusulanWithoutDate"),
    ({"entries": (Entry("1", "2", LARGEST), Entry("1", "2", 1))}, "AmountTooLarge"),
])  # fmt: skip
def test_a_voucher_that_lacks_what_its_kind_needs_is_refused(changes, code):
    assert code_of(lambda: draft(**changes)) == code


def test_a_late_voucher_carries_its_true_day_and_a_closing_one_its_year():
    assert draft(kind=VoucherKind.SUSULAN, happened_on=date(2026, 2, 27)).year == 2026
    assert draft(kind=VoucherKind.CLOSING, for_year=2025).year == 2025
    assert draft().total == 26_000


@pytest.mark.parametrize(("entries", "type_"), [
    ([("11010", "11030", 1)], "KM"), ([("51030", "11010", 1)], "KK"), ([("51080", "12010", 1)], "PB"),
    ([("11010", "11021", 9)], "PB"), ([("11022", "11010", 3), ("11010", "21020", 5)], "KM"),
    ([("11021", "41020", 5), ("51060", "11021", 1)], "KM"), ([("21020", "11022", 5)], "KK"),
    ([("11010", "11030", 5), ("51030", "11010", 5)], "PB"),
])  # fmt: skip
def test_the_type_of_a_voucher_is_what_money_did_on_balance(entries, type_):
    assert voucher_type([Entry(*e) for e in entries], MONEY).value == type_


def test_a_reversal_mirrors_every_transfer_and_names_the_original():
    paid = draft(entries=(Entry("51030", "11010", 26_000), Entry("51040", "11010", 10_000)))
    mirror = reverse(paid, number="KK-2026-00007", on=date(2026, 3, 3), description="Salah akun")
    assert [(e.debit, e.credit, e.amount) for e in mirror.entries] == [
        ("11010", "51030", 26_000),
        ("11010", "51040", 10_000),
    ]
    assert (mirror.kind, mirror.original, mirror.type) == (VoucherKind.REVERSAL, "KK-2026-00007", VoucherType.KM)
    both = totals([*paid.entries, *mirror.entries])
    assert all(debit == credit for debit, credit in both.values())


def test_a_reversal_is_not_reversed_again():
    mirror = reverse(draft(), number="KK-2026-00007", on=DAY, description="Salah akun")
    assert (
        code_of(lambda: reverse(mirror, number="KM-2026-00003", on=DAY, description="lagi")) == "VoucherNotReversible"
    )


def test_the_mirror_of_a_closing_counts_for_the_same_year_and_says_what_it_mirrors():
    closing = draft(kind=VoucherKind.CLOSING, for_year=2025, type=VoucherType.PB)
    mirror = reverse(closing, number="PB-2026-00001", on=DAY, description="Tutup tahun keliru")
    assert (mirror.for_year, mirror.mirrors) == (2025, VoucherKind.CLOSING)


def test_the_mirror_of_a_late_voucher_is_not_late_itself():
    late = draft(kind=VoucherKind.SUSULAN, happened_on=date(2026, 2, 27))
    assert reverse(late, number="KK-2026-00009", on=DAY, description="Keliru").happened_on is None


@pytest.mark.parametrize("text", ["KM-2026-00012", "SEK-PB-2026-00001", "KEG-KK-2031-99999", "KM-2026-100000"])
def test_a_number_is_read_back_as_it_is_written(text):
    assert str(VoucherNumber.parse(text)) == text


def test_a_number_says_its_ledger():
    assert VoucherNumber.parse("KEG-KM-2026-00001").ledger is Ledger.ACTIVITIES
    assert VoucherNumber.parse(" km-2026-00001 ").type is VoucherType.KM


BAD_NUMBERS = [
    "", "KM", "KM-2026", "KM-2026-", "KM-2026-1", "KM-2026-0001", "KM-2026-000123", "KM-2026-00000", "BKM-2026-00001",
    "XX-2026-00001", "KM 2026 00001", "KM/2026/00001", "KM-26-00001", "KM-0026-00001", "KM-2026-00012x",
    "UPK-KM-2026-00001", "SEK-2026-00001", "KM-2026-٠٠٠٠١", "KM-2026--0001", "-KM-2026-00001", "KM-2026-1234567890",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_NUMBERS)
def test_what_is_not_a_number_of_ours_is_refused(text):
    assert code_of(lambda: VoucherNumber.parse(text)) == "VoucherNumberUnclear"


@pytest.mark.parametrize(("debits", "credits_"), [
    ([("a", 10)], [("b", 9)]), ([("a", 1), ("b", 1)], [("c", 3)]), ([("a", LARGEST)], [("b", 1)]),
    ([("a", 575_000)], [("b", 500_000), ("c", 75_001)]), ([("a", 1)], [("a", 2)]),
])  # fmt: skip
def test_sides_that_differ_are_refused_with_the_difference(debits, credits_):
    with pytest.raises(Problem) as refused:
        pair([Line(*d) for d in debits], [Line(*c) for c in credits_])
    assert refused.value.code == "Unbalanced"
    facts = refused.value.facts
    assert facts["debit"] - facts["credit"] == facts["difference"] != 0


@pytest.mark.parametrize(("debits", "credits_"), [
    ([("a", 10)], [("a", 10)]), ([("a", 6), ("b", 4)], [("a", 5), ("c", 5)]),
    ([("a", 9), ("b", 1)], [("a", 2), ("b", 8)]),
])  # fmt: skip
def test_an_account_that_would_have_to_pay_itself_is_refused(debits, credits_):
    assert code_of(lambda: pair([Line(*d) for d in debits], [Line(*c) for c in credits_])) == "SameAccount"


@pytest.mark.parametrize(("debits", "credits_"), [([], [("a", 1)]), ([("a", 1)], []), ([], [])])
def test_a_side_without_a_line_is_refused(debits, credits_):
    assert code_of(lambda: pair([Line(*d) for d in debits], [Line(*c) for c in credits_])) == "VoucherEmpty"


def test_a_voucher_beyond_the_largest_sum_is_refused():
    many = [Line("a", LARGEST), Line("b", 1)]
    assert code_of(lambda: pair(many, [Line("c", LARGEST), Line("d", 1)])) == "AmountTooLarge"


def test_savings_received_and_banked_at_once_keep_both_movements_of_the_cash_box():
    entries = pair(
        [Line("11010", 50_000), Line("11022", 50_000)],
        [Line("21020", 50_000), Line("11010", 50_000)],
    )
    assert totals(entries)["11010"] == (50_000, 50_000)
    assert all(e.debit != e.credit for e in entries)


def test_three_accounts_in_a_ring_are_paired_without_paying_themselves():
    ring = [Line("a", 50), Line("b", 50), Line("c", 50)]
    entries = pair(ring, ring)
    assert totals(entries) == {"a": (50, 50), "b": (50, 50), "c": (50, 50)}
    assert all(e.debit != e.credit for e in entries)


def test_lines_of_one_account_are_one_sum():
    assert pair([Line("a", 1), Line("a", 2)], [Line("b", 3)]) == (Entry("a", "b", 3),)

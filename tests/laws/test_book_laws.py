"""Laws of the books: pairing keeps every sum, reversal undoes, statements always balance, bytes tell values apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.accounts import Account
from gulir.core.canon import canonical_bytes
from gulir.core.leaves import commit, field_digests, leaf_bytes, open_field, parse_leaf, verify
from gulir.core.postings import allocate_profit, to_entries, year_close
from gulir.core.postings import repayment as post_repayment
from gulir.core.problems import Problem
from gulir.core.problems.books import SameAccount
from gulir.core.roles import KIND_OF, Kind, Role
from gulir.core.statements import (
    Movement,
    balances,
    cash_book,
    income,
    income_movements,
    ledger_book,
    position,
    trial_balance,
)
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

CHART = tuple(
    Account(code=f"{n}0{i}", name=f"{kind} {i}", kind=kind, contra=i == 2 and kind is Kind.ASSET)
    for n, kind in enumerate(Kind, start=1)
    for i in range(3)
)
CODES = [a.code for a in CHART]
amounts = st.integers(1, 10**9)
lines = st.lists(st.tuples(st.sampled_from("abcdef"), amounts), min_size=1, max_size=8)
entries = st.builds(
    lambda two, amount: Entry(two[0], two[1], amount),
    st.lists(st.sampled_from(CODES), min_size=2, max_size=2, unique=True),
    amounts,
)
days = st.integers(0, 900).map(lambda n: date(2024, 7, 1) + timedelta(days=n))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def sums(side):
    found: dict[str, int] = {}
    for account, amount in side:
        found[account] = found.get(account, 0) + amount
    return found


@given(lines, lines)
def test_pairing_keeps_every_sum_or_says_why_it_cannot(debits, credits_):
    left, right = sums(debits), sums(credits_)
    gap = sum(left.values()) - sum(right.values())
    if gap > 0:
        credits_ = [*credits_, ("g", gap)]
    elif gap < 0:
        debits = [*debits, ("h", -gap)]
    left, right, whole = sums(debits), sums(credits_), sum(a for _, a in debits)
    impossible = any(left[a] + right.get(a, 0) > whole for a in left)
    one, other = [Line(*d) for d in debits], [Line(*c) for c in credits_]
    if impossible:
        with pytest.raises(SameAccount):
            pair(one, other)
        return
    made = pair(one, other)
    found = totals(made)
    assert {a: d for a, (d, _) in found.items() if d} == left
    assert {a: c for a, (_, c) in found.items() if c} == right
    assert all(e.debit != e.credit and e.amount > 0 for e in made)
    assert made == pair(one, other)


@given(st.lists(entries, min_size=1, max_size=10), days)
def test_a_voucher_and_its_mirror_leave_no_trace_in_any_balance(made, day):
    money = set(CODES[:2])
    draft = VoucherDraft(on=day, description="x", entries=tuple(made), type=voucher_type(made, money))
    mirror = reverse(draft, number="KM-2026-00001", on=day, description="keliru")
    assert mirror.type is voucher_type(mirror.entries, money)
    assert all(d == c for d, c in totals([*draft.entries, *mirror.entries]).values())


@given(st.lists(st.tuples(days, entries), max_size=30), days)
def test_every_statement_balances_whatever_was_posted(posted, as_of):
    moved = [Movement(on, f"PB-{n}", "x", *e) for n, (on, e) in enumerate(posted) if on <= as_of]
    rows = balances(CHART, moved)
    tb = trial_balance(rows, as_of=as_of)
    assert tb.total_debit == tb.total_credit
    assert position(rows, as_of=as_of).difference == 0
    assert sum(b.net for b in rows) == 0


@given(st.lists(st.tuples(days, entries), max_size=30), days, days)
def test_a_book_read_in_two_parts_ends_where_the_whole_ends(posted, cut, end):
    moved = [Movement(on, f"PB-{n}", "x", *e) for n, (on, e) in enumerate(sorted(posted, key=lambda p: p[0]))]
    start = date(2020, 1, 1)
    for account in CHART:
        whole = ledger_book(account, moved, starts_on=start, as_of=end)
        if cut >= end:
            continue
        first = ledger_book(account, moved, starts_on=start, as_of=cut)
        second = ledger_book(account, moved, starts_on=cut + timedelta(days=1), as_of=end, opening=first.closing)
        assert second.closing == whole.closing
        cash = cash_book(account, moved, starts_on=start, as_of=end)
        assert cash.total_received == whole.total_debit
        assert cash.total_paid == whole.total_credit


@given(st.lists(st.tuples(days.filter(lambda d: d.year == 2025), entries), max_size=30))
def test_closing_a_year_empties_income_and_expense_and_leaves_the_income_report_as_it_was(posted):
    result = Account(code="999", name="Laba", kind=Kind.EQUITY, role=Role.RESULT_OF_YEAR)
    chart = (*CHART, result)
    moved = [Movement(on, f"PB-{n}", "x", *e) for n, (on, e) in enumerate(posted)]
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    before = income(balances(chart, income_movements(moved, starts_on=first, as_of=last)), starts_on=first, as_of=last)
    closing = year_close([(b.account, b.net) for b in balances(chart, moved)], result="999")
    opened = date(2026, 1, 5)
    closed = [Movement(opened, "PB-c", "tutup", *e, VoucherType.PB, VoucherKind.CLOSING, 2025) for e in closing]
    mirrored = [
        m._replace(debit=m.credit, credit=m.debit, kind=VoucherKind.REVERSAL, mirrors=VoucherKind.CLOSING)
        for m in closed
    ]
    after = balances(chart, [*moved, *closed])
    assert all(b.net == 0 for b in after if not b.account.kind.in_position)
    assert position(after, as_of=opened).result == 0
    assert next(b for b in after if b.account is result).own == before.result
    for extra in (closed, mirrored):
        again = income_movements([*moved, *extra], starts_on=first, as_of=last)
        assert income(balances(chart, again), starts_on=first, as_of=last) == before
        assert income_movements(extra, starts_on=date(2026, 1, 1), as_of=date(2026, 12, 31)) == ()


@given(st.integers(0, 10**9), st.integers(0, 10**8), st.integers(0, 10**8), st.integers(0, 10**8))
def test_a_receipt_is_spread_to_the_rupiah(principal, jasa, surplus, savings):
    made = post_repayment(principal=principal, jasa=jasa, surplus=surplus, savings=savings)
    assert sum(p.amount for p in made) == principal + jasa + surplus + savings
    codes = {role: role.value for role in Role}
    assert all(KIND_OF[Role(e.debit)] is Kind.ASSET for e in to_entries(made, codes))


@given(st.integers(0, 10**12), st.lists(st.integers(1, 60), min_size=1, max_size=5))
def test_a_profit_is_shared_to_the_rupiah(profit, parts):
    rest = 100 - sum(parts)
    if rest < 0:
        return
    percents = {str(i): part for i, part in enumerate([*parts, rest])}
    assert sum(allocate_profit(profit, percents).values()) == profit


def decode(raw: bytes):
    """An independent reader of canonical bytes v1."""
    value, rest = _value(raw.removeprefix(b"gulir-canon/v1\n"))
    assert rest == b""
    return value


def _value(raw: bytes):
    head, rest = raw[:1], raw[1:]
    if head in b"ntf":
        return {b"n": None, b"t": True, b"f": False}[head], rest
    if head == b"i":
        digits, _, rest = rest.partition(b"e")
        return int(digits), rest
    if head == b"s":
        size, _, rest = rest.partition(b":")
        return rest[: int(size)].decode(), rest[int(size) :]
    found = []
    while rest[:1] != b"e":
        item, rest = _value(rest)
        found.append(item)
    return (found if head == b"l" else dict(zip(found[::2], found[1::2], strict=True))), rest[1:]


def _nfc(value):
    from unicodedata import normalize

    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, list):
        return [_nfc(v) for v in value]
    if isinstance(value, dict):
        return {_nfc(k): _nfc(v) for k, v in value.items()}
    return value


@given(json_values)
def test_canonical_bytes_are_read_back_by_a_second_reader(value):
    try:
        raw = canonical_bytes(value)
    except Problem:
        assert _has_no_bytes(value)
        return
    assert not _has_no_bytes(value)
    assert decode(raw) == _nfc(value)


def _has_no_bytes(value) -> bool:
    """Two keys that are one in NFC, somewhere."""
    if isinstance(value, dict):
        return len(_nfc(value)) < len(value) or any(_has_no_bytes(v) for v in value.values())
    return isinstance(value, list) and any(_has_no_bytes(v) for v in value)


@given(json_values, json_values)
def test_two_values_have_the_same_bytes_only_when_they_are_the_same(one, other):
    try:
        same = canonical_bytes(one) == canonical_bytes(other)
    except Problem:
        return
    assert same == (repr(_sorted(_nfc(one))) == repr(_sorted(_nfc(other))))


def _sorted(value):
    if isinstance(value, dict):
        return {k: _sorted(value[k]) for k in sorted(value)}
    return [_sorted(v) for v in value] if isinstance(value, list) else value


fields = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True), st.integers() | st.text(max_size=6), min_size=1
)


@given(st.binary(min_size=32, max_size=32), fields, st.data())
def test_one_field_opens_alone_and_no_other_value_passes_for_it(salt, values, data):
    try:
        commitment, digests = commit(salt, values), field_digests(salt, values)
    except Problem:
        return
    name = data.draw(st.sampled_from(sorted(values)))
    assert verify(commitment, digests, open_field(salt, name, values[name]))
    assert not verify(commitment, digests, open_field(salt, name, [values[name]]))
    assert not verify(commit(salt, {**values, "extra": 1}), digests)


@given(
    st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,40}", fullmatch=True),
    st.integers(1, 10**17),
    days,
    st.binary(min_size=32, max_size=32),
)
def test_a_leaf_is_read_back_and_stays_short(kind, sequence, on, commitment):
    raw = leaf_bytes(kind=kind, sequence=sequence, recorded_on=on, commitment=commitment)
    leaf = parse_leaf(raw)
    assert (leaf.kind, leaf.sequence, leaf.recorded_on, leaf.commitment) == (kind, sequence, on, commitment)
    assert len(raw) < 400


@pytest.mark.parametrize("type_", list(VoucherType))
@given(st.integers(1, 10**8), st.integers(1900, 2999))
def test_voucher_numbers_are_read_back(type_, sequence, year):
    number = VoucherNumber(type=type_, year=year, sequence=sequence)
    assert VoucherNumber.parse(str(number)) == number

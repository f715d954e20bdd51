"""Canonical bytes, fingerprints, commitments and leaves: fixed vectors and what is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gulir.core.canon import canonical_bytes, fingerprint
from gulir.core.leaves import (
    Opening,
    commit,
    commitment_of,
    field_digests,
    field_salt,
    leaf_bytes,
    leaf_hash,
    open_field,
    parse_leaf,
    verify,
)
from gulir.core.problems import Problem

SALT = bytes(range(32))
FIELDS: dict[str, Any] = {"amount": 575_000, "group": "KSM 01", "on": "2026-03-02"}


def code_of(act) -> str:
    with pytest.raises(Problem) as refused:
        act()
    return refused.value.code


VECTORS = [
    (None, b"n"), (True, b"t"), (False, b"f"), (0, b"i0e"), (-12, b"i-12e"), ("", b"s0:"), ("Siti", b"s4:Siti"),
    ("é", b"s2:\xc3\xa9"), ("e\u0301", b"s2:\xc3\xa9"), ([], b"le"), ([1, "1"], b"li1es1:1e"), ((1,), b"li1ee"),
    ({}, b"de"), ({"b": 1, "a": [None]}, b"ds1:alnes1:bi1ee"), ({"aa": 1, "b": 2}, b"ds2:aai1es1:bi2ee"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "raw"), VECTORS)
def test_a_value_has_exactly_these_bytes(value, raw):
    assert canonical_bytes(value) == b"gulir-canon/v1\n" + raw


DEEP: list = []
for _ in range(70):
    DEEP = [DEEP]

BAD_VALUES = [
    1.5, 0.0, float("nan"), float("inf"), {"a": 1.0}, [1, [2.5]], b"bytes", {1: 2}, {None: 1}, {"a": {True: 1}},
    {1, 2}, object(), Decimal("1.5"), date(2026, 1, 1), "\ud800", {"\udfff": 1}, {"é": 1, "e\u0301": 2}, DEEP,
    {"x": DEEP},
    [lambda: 1], 1j, {"a": {"b": [0, {"c": 0.1}]}}, range(3), bytearray(b"x"),
]  # fmt: skip


@pytest.mark.parametrize("value", BAD_VALUES, ids=lambda v: type(v).__name__)
def test_what_has_no_canonical_bytes_is_refused(value):
    assert code_of(lambda: canonical_bytes(value)) == "ValueNotCanonical"


def test_the_refusal_names_the_place():
    with pytest.raises(Problem) as refused:
        canonical_bytes({"loans": [{"rate": "1.5"}, {"rate": 1.5}]})
    assert refused.value.facts == {"path": "loans[1].rate", "found": "float"}


@pytest.mark.parametrize(("one", "other"), [
    (1, "1"), (True, 1), (None, ""), ([], {}), (["a", "b"], ["ab"]), ({"a": "b"}, ["a", "b"]), ([1, 2], [12]),
    ("s1:a", ["a"]),
])  # fmt: skip
def test_values_that_look_alike_have_different_bytes(one, other):
    assert canonical_bytes(one) != canonical_bytes(other)


def test_a_fingerprint_binds_command_body_and_person_and_nothing_else():
    mark = fingerprint("lending.record_repayment", {"loan": "a", "amount": 575_000}, "p1")
    assert mark == fingerprint("lending.record_repayment", {"amount": 575_000, "loan": "a"}, "p1")
    assert len(mark) == 64
    others = {
        fingerprint("lending.reverse", {"loan": "a", "amount": 575_000}, "p1"),
        fingerprint("lending.record_repayment", {"loan": "a", "amount": 575_001}, "p1"),
        fingerprint("lending.record_repayment", {"loan": "a", "amount": 575_000}, "p2"),
        fingerprint("lending.record_repayment", {"loan": "a", "amount": "575000"}, "p1"),
    }
    assert len(others) == 4
    assert mark not in others


def test_a_commitment_is_what_the_paper_says():
    """Reliability 3.3, written out once more by hand."""
    digests = {}
    for name, value in FIELDS.items():
        salt = hmac.new(SALT, name.encode(), hashlib.sha256).digest()
        raw = b"gulir-canon/v1\n" + (b"i575000e" if name == "amount" else b"s%d:%s" % (len(value), value.encode()))
        digests[name] = hashlib.sha256(b"bkm-field/v1\n" + salt + raw).digest()
    body = b"amount\n" + digests["amount"] + b"group\n" + digests["group"] + b"on\n" + digests["on"]
    assert commit(SALT, FIELDS) == hashlib.sha256(b"bkm-komitmen/v1\n" + body).digest()
    assert field_digests(SALT, FIELDS) == digests


def test_an_opening_shows_one_field_and_keeps_the_salts_of_the_others():
    opened = open_field(SALT, "amount", 575_000)
    assert verify(commit(SALT, FIELDS), field_digests(SALT, FIELDS), opened)
    assert opened.salt != field_salt(SALT, "group")
    assert SALT not in (opened.salt, *field_digests(SALT, FIELDS).values())


@pytest.mark.parametrize("opening", [
    Opening(name="amount", value=575_001, salt=field_salt(SALT, "amount")),
    Opening(name="amount", value="575000", salt=field_salt(SALT, "amount")),
    Opening(name="amount", value=575_000, salt=field_salt(SALT, "group")),
    Opening(name="group", value=575_000, salt=field_salt(SALT, "amount")),
    Opening(name="nik", value="1", salt=field_salt(SALT, "nik")),
    Opening(name="amount", value=575_000, salt=b""),
])  # fmt: skip
def test_a_false_opening_does_not_pass(opening):
    assert not verify(commit(SALT, FIELDS), field_digests(SALT, FIELDS), opening)


def test_digests_that_were_touched_do_not_give_the_commitment():
    digests = field_digests(SALT, FIELDS)
    for name in digests:
        touched = {**digests, name: bytes(32)}
        assert not verify(commit(SALT, FIELDS), touched)
        assert not verify(commit(SALT, FIELDS), {n: d for n, d in digests.items() if n != name})


def test_without_the_salt_a_guessed_amount_cannot_be_tried():
    """The same amount under another salt gives another digest: a table of guesses is worth nothing."""
    assert field_digests(SALT, FIELDS)["amount"] != field_digests(bytes(32), FIELDS)["amount"]
    assert commit(SALT, FIELDS) != commit(bytes(32), FIELDS)


@pytest.mark.parametrize("salt", [b"", b"short", bytes(31), bytes(33), bytes(64)])
def test_a_salt_of_another_length_is_refused(salt):
    assert code_of(lambda: commit(salt, FIELDS)) == "LeafUnclear"


@pytest.mark.parametrize("name", ["", "A", "a-b", "a b", "1a", "a\nb", "é", "a" * 65, "_a"])
def test_a_field_name_that_could_be_read_in_two_ways_is_refused(name):
    assert code_of(lambda: commit(SALT, {name: 1})) == "LeafUnclear"


LEAF = leaf_bytes(kind="VoucherPosted", sequence=123, recorded_on=date(2027, 1, 31), commitment=SALT)


def test_a_leaf_is_five_lines_of_text():
    mark = base64.b64encode(SALT).decode()
    assert LEAF.decode() == f"bkm-leaf/v1\njenis VoucherPosted\nurut 123\ndicatat 2027-01-31\nkomitmen {mark}\n"
    assert leaf_hash(LEAF) == hashlib.sha256(b"\0" + LEAF).digest()
    assert parse_leaf(LEAF).sequence == 123


@pytest.mark.parametrize("changes", [
    {"kind": ""}, {"kind": "a b"}, {"kind": "1a"}, {"kind": "a\nurut 9"}, {"kind": "x" * 61}, {"kind": "é"},
    {"sequence": 0}, {"sequence": -1}, {"sequence": 10**18}, {"commitment": b""}, {"commitment": bytes(31)},
    {"commitment": bytes(33)},
])  # fmt: skip
def test_a_leaf_that_would_lie_is_not_written(changes):
    good = {"kind": "jurnal", "sequence": 1, "recorded_on": date(2027, 1, 31), "commitment": SALT}
    assert code_of(lambda: leaf_bytes(**{**good, **changes})) == "LeafUnclear"


BAD_LEAVES = [
    b"", b"bkm-leaf/v1\n", LEAF[:-1], LEAF + b"\n", LEAF.replace(b"v1", b"v2"), LEAF.replace(b"urut 123", b"urut 0123"),
    LEAF.replace(b"urut 123", b"urut 0"), LEAF.replace(b"2027-01-31", b"2027-02-31"), LEAF.replace(b"\n", b"\r\n"),
    LEAF.replace(b"jenis", b"Jenis"), LEAF.replace(b"komitmen AAE", b"komitmen !!!"), b"\xef\xbb\xbf" + LEAF,
    LEAF.replace(b"dicatat 2027-01-31\n", b""), LEAF.replace(b"Posted", b"Post\xc3\xa9"), LEAF + LEAF,
    LEAF.replace(b"Hh8=", b"Hh9="),
]  # fmt: skip


@pytest.mark.parametrize("raw", BAD_LEAVES)
def test_bytes_we_would_not_have_written_are_no_leaf(raw):
    assert raw != LEAF
    assert code_of(lambda: parse_leaf(raw)) == "LeafUnclear"


def test_a_commitment_of_no_fields_is_still_a_commitment():
    assert commit(SALT, {}) == commitment_of({}) == hashlib.sha256(b"bkm-komitmen/v1\n").digest()

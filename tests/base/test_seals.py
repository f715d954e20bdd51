"""Sealed fields open only where they were sealed; the blind index finds without showing."""

from __future__ import annotations

import pytest

from gulir.base.fields import SealBroken, SealedField, blind, seal, unseal

NIK = "3372015203800001"


def test_a_sealed_value_opens_in_its_own_row() -> None:
    assert unseal(seal(NIK, field="person.nik", row="a"), field="person.nik", row="a") == NIK


@pytest.mark.parametrize(("field", "row"), [("person.nik", "b"), ("person.phone", "a")])
def test_a_sealed_value_moved_elsewhere_does_not_open(field: str, row: str) -> None:
    with pytest.raises(SealBroken):
        unseal(seal(NIK, field="person.nik", row="a"), field=field, row=row)


def test_a_tampered_seal_does_not_open() -> None:
    sealed = seal(NIK, field="person.nik", row="a")
    with pytest.raises(SealBroken):
        unseal(sealed[:-6] + "AAAAA=", field="person.nik", row="a")


def test_two_seals_of_one_text_look_different() -> None:
    assert seal(NIK, field="person.nik", row="a") != seal(NIK, field="person.nik", row="a")


def test_the_blind_index_is_equal_for_equal_texts_of_one_field_only() -> None:
    assert blind(NIK, field="person.nik") == blind(NIK, field="person.nik")
    assert blind(NIK, field="person.nik") != blind(NIK, field="person.phone")
    assert NIK not in blind(NIK, field="person.nik")


def test_plain_text_never_reaches_a_sealed_column() -> None:
    with pytest.raises(SealBroken):
        SealedField().get_prep_value(NIK)

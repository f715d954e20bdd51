"""Bad texts in the forms of the desks: told at their own field, in its own words, and nothing else is blamed."""

from __future__ import annotations

import pytest

from gulir.web.officers import imports
from tests.web.doors.bad_forms import BAD, FORMS, bad_forms, made

STORIES = list(bad_forms())


def codes(form) -> dict[str, list[str]]:
    return {field: [error.code or "" for error in errors.as_data()] for field, errors in form.errors.items()}


@pytest.mark.parametrize("name", FORMS)
def test_the_form_with_nothing_wrong_is_taken(name):
    """Negative control: what is refused below is refused for its one bad text."""
    maker, good = FORMS[name]
    assert codes(maker(good)) == {}


@pytest.mark.parametrize(
    ("name", "field", "text", "code"), STORIES, ids=[f"{n}-{s[0]}-{s[1]}" for n, s in enumerate(STORIES)]
)
def test_a_bad_text_is_told_at_its_field(name, field, text, code):
    form = made(name, field, text)
    assert codes(form) == {field: [code]}
    assert all(str(words).strip() for errors in form.errors.values() for words in errors)


@pytest.mark.parametrize(
    ("account", "amount", "blamed"), [("11010", "", "amount"), ("11010", "0", "amount"), ("", "5000", "account")]
)
def test_an_account_without_an_amount_is_told_where_it_lacks(account, amount, blamed):
    form = FORMS["voucher row"][0]({"account": account, "amount": amount})
    assert list(codes(form)) == [blamed]


@pytest.mark.parametrize(("size", "taken"), [(imports.LARGEST, True), (imports.LARGEST + 1, False)])
def test_a_file_too_large_for_a_page_is_told_at_its_box(size, taken):
    form = FORMS["import"][0]({**FORMS["import"][1], "file": str(size)})
    assert list(codes(form)) == ([] if taken else ["file"])


def test_every_form_is_tried_at_every_field_that_can_be_wrong():
    for name, (maker, good) in FORMS.items():
        fields = maker(good).fields
        free = {field for field, box in fields.items() if box.__class__.__name__ == "BooleanField"}
        assert set(BAD[name]) == set(fields) - free, name

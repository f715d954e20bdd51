"""Bad texts in the forms of the desks: told at their own field, in its own words, and nothing else is blamed."""

from __future__ import annotations

import pkgutil
from collections import Counter
from importlib import import_module

import pytest
from django import forms
from django.utils.translation import override

import gulir.web
from gulir.web.gallery import _Sample
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


# ---------------------------------------------------------------- no form of the desks is left out

FEWEST = 10
"""Bad texts a form meets at least; a form without boxes (a page that reads as sentences) meets none."""


def every_form() -> set[type[forms.Form]]:
    """The forms of the web door that people fill in, found by loading every module of it."""
    for module in pkgutil.walk_packages(gulir.web.__path__, "gulir.web."):
        import_module(module.name)
    return set(filled_in(forms.Form)) - {_Sample}


def filled_in(kind: type[forms.Form]) -> list[type[forms.Form]]:
    """The forms of this kind that nobody builds on and that have boxes of their own."""
    below = [found for one in kind.__subclasses__() for found in filled_in(one)]
    own = kind.__module__.startswith("gulir.") and bool(kind.base_fields)
    return below + ([kind] if own and not kind.__subclasses__() else [])


def tried() -> Counter[type[forms.Form]]:
    """How many bad texts each form meets."""
    met: Counter[type[forms.Form]] = Counter()
    for name, _field, _text, _code in STORIES:
        maker, good = FORMS[name]
        met[type(maker(good))] += 1
    return met


def test_every_form_of_the_desks_is_tried_often():
    met = tried()
    assert {f"{form.__module__}.{form.__name__}": met[form] for form in every_form() if met[form] < FEWEST} == {}


def test_a_form_that_nobody_tried_would_be_found():
    class Tomorrow(forms.Form):
        """A form of tomorrow."""

        reason = forms.CharField()

    Tomorrow.__module__ = "gulir.web.tomorrow"
    assert Tomorrow in filled_in(forms.Form)
    assert tried()[Tomorrow] < FEWEST


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_what_is_wrong_in_both_languages(name):
    """The same bad text is told in Indonesian and in English, in different words."""
    field, texts = next(iter(BAD[name].items()))
    told = {}
    for language in ("id", "en"):
        with override(language):
            told[language] = {text: made(name, field, text).errors[field][0] for text in texts}
    assert {text: words for text, words in told["id"].items() if words == told["en"][text]} == {}

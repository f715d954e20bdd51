"""What the board offers: terms within the rulebook, words of the contract, never edited."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.lending import (
    IntervalTooLong,
    NoteTooLong,
    ProductClosed,
    ProductCodeTaken,
    RateNotAllowed,
    TermNotAllowed,
)
from gulir.core.problems.loans import InstalmentCountOutOfRange, IntervalOutOfRange, RoundingUnitOutOfRange
from gulir.core.problems.money import BadInput, RateUnclear
from gulir.lending import services as lending
from gulir.lending.models import Product
from gulir.lending.queries import products

pytestmark = pytest.mark.django_db


def define(fund, who="upk_manager", **terms):
    return fund.do(who, lending.define_product, **{"code": "P1", "name": "Pinjaman", **terms})


def test_what_is_left_out_comes_from_the_rulebook(fund):
    define(fund)
    made = Product.objects.get(book_id=fund.book)
    assert (made.method, made.rate_percent, made.instalments) == ("flat", "1.5", 10)
    assert (made.round_to, made.round_on, made.round) == (1000, "total", "up")


def test_it_is_told(fund):
    define(fund)
    assert Fact.objects.get(kind="ProductOffered").public["rate_percent"] == "1.5"


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        ({"instalments": 2}, TermNotAllowed),
        ({"instalments": 25}, TermNotAllowed),
        ({"instalments": 120, "unit": "week"}, TermNotAllowed),
        ({"instalments": 1001}, InstalmentCountOutOfRange),
        ({"instalments": -1}, InstalmentCountOutOfRange),
        ({"rate_percent": "0.4"}, RateNotAllowed),
        ({"rate_percent": "2.01"}, RateNotAllowed),
        ({"rate_percent": "1", "unit": "week", "instalments": 20}, RateNotAllowed),
        ({"rate_percent": "satu"}, RateUnclear),
        ({"rate_percent": "-1"}, RateUnclear),
        ({"rate_percent": "1,5"}, RateUnclear),
        ({"every": 2}, IntervalTooLong),
        ({"every": 5, "unit": "week", "rate_percent": "1.5"}, IntervalTooLong),
        ({"every": 0}, IntervalOutOfRange),
        ({"every": 400}, IntervalOutOfRange),
        ({"round_to": -1}, RoundingUnitOutOfRange),
        ({"round_to": 1_000_001}, RoundingUnitOutOfRange),
        ({"method": "bunga"}, BadInput),
        ({"unit": "year"}, BadInput),
        ({"round": "sideways"}, BadInput),
        ({"round_on": "jasa"}, BadInput),
        ({"code": " "}, BadInput),
        ({"name": ""}, BadInput),
        ({"code": "x" * 21}, NoteTooLong),
        ({"name": "x" * 81}, NoteTooLong),
    ],
)
def test_terms_outside_the_programme_are_refused(fund, terms, problem):
    with pytest.raises(problem):
        define(fund, **terms)
    assert not Product.objects.filter(book_id=fund.book).exists()


@pytest.mark.parametrize(
    "terms",
    [
        {"instalments": 3},
        {"instalments": 24},
        {"method": "annuity"},
        {"method": "equal_principal"},
        {"method": "murabahah", "rate_percent": "1.2"},
        {"unit": "week", "instalments": 40, "rate_percent": "0.35"},
        {"unit": "week", "every": 2, "instalments": 20, "rate_percent": "0.7"},
        {"round_to": 100, "round_on": "principal", "round": "nearest"},
        {"rate_percent": "6/13"},
    ],
)
def test_every_way_of_the_contract_can_be_offered(fund, terms):
    if terms.get("rate_percent") == "6/13":
        with pytest.raises(RateNotAllowed):
            define(fund, **terms)
        return
    define(fund, **terms)
    assert products(fund.book).count() == 1


def test_a_code_is_given_once(fund):
    define(fund)
    with pytest.raises(ProductCodeTaken):
        define(fund, name="Lain")


def test_a_closed_product_is_offered_no_more(fund):
    product = UUID(define(fund)["product"])
    fund.do("upk_manager", lending.close_product, product=product)
    assert products(fund.book).count() == 0
    with pytest.raises(ProductClosed):
        fund.do("upk_manager", lending.close_product, product=product)


def test_a_product_of_nowhere_is_not_found(fund):
    with pytest.raises(NotFound):
        fund.do("upk_manager", lending.close_product, product=uuid4())


@pytest.mark.parametrize("who", ["cashier", "bookkeeper", "loan_officer", "overseer", "secretary", "Tari"])
def test_others_offer_nothing(fund, who):
    with pytest.raises(NotAllowed):
        define(fund, who)

"""What the board offers: terms within the rulebook, words of the contract, never edited."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.lending import (
    IntervalTooLong,
    ProductClosed,
    ProductCodeTaken,
    RateNotAllowed,
    TermNotAllowed,
)
from gulir.core.problems.loans import (
    InstalmentCountOutOfRange,
    IntervalOutOfRange,
    PartsDoNotFit,
    RoundingUnitOutOfRange,
    SeasonImpossible,
    SeasonTwice,
    SharingHasNoJasa,
    SharingRatioOutOfRange,
)
from gulir.core.problems.money import BadInput, RateUnclear
from gulir.core.problems.results import HarvestTooFar, ShareNotAllowed
from gulir.lending import services as lending
from gulir.lending.models import Product
from gulir.lending.queries import products
from tests.lending.offers import RICE, offer

pytestmark = pytest.mark.django_db
Season = lending.Season


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
        ({"unit": "harvest"}, SeasonTwice),
        ({"unit": "harvest", "harvests": [Season("Raya", 4), Season("Gadu", 4)]}, SeasonTwice),
        ({"unit": "harvest", "harvests": [Season("", 4)]}, SeasonImpossible),
        ({"unit": "harvest", "harvests": [Season("Raya", 13)]}, SeasonImpossible),
        ({"unit": "harvest", "harvests": [Season("Raya", 4)], "method": "annuity"}, PartsDoNotFit),
        ({"unit": "harvest", "harvests": [Season("Raya", 4)], "instalments": 2}, HarvestTooFar),
        ({"unit": "harvest", "harvests": RICE, "instalments": 5}, TermNotAllowed),
        ({"unit": "harvest", "harvests": RICE, "rate_percent": "2.1"}, RateNotAllowed),
        ({"harvests": RICE}, BadInput),
        ({"share_percent": "30"}, BadInput),
        ({"loss_percent": "30"}, BadInput),
        ({"method": "mudharabah"}, SharingRatioOutOfRange),
        ({"method": "mudharabah", "share_percent": "100"}, SharingRatioOutOfRange),
        ({"method": "mudharabah", "share_percent": "30", "loss_percent": "50"}, SharingRatioOutOfRange),
        ({"method": "musyarakah", "share_percent": "30", "loss_percent": "101"}, RateUnclear),
        ({"method": "musyarakah", "share_percent": "tiga"}, RateUnclear),
        ({"method": "mudharabah", "share_percent": "51"}, ShareNotAllowed),
        ({"method": "mudharabah", "share_percent": "30", "rate_percent": "1.5"}, SharingHasNoJasa),
        ({"method": "mudharabah", "share_percent": "30", "instalments": 2}, TermNotAllowed),
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
        {"method": "mudharabah", "share_percent": "50"},
        {"method": "musyarakah", "share_percent": "33.3", "loss_percent": "62.5", "instalments": 6},
        {"unit": "harvest", "harvests": RICE, "instalments": 4},
        {"unit": "harvest", "harvests": [Season("Raya", 7)]},
        {"unit": "harvest", "harvests": RICE, "method": "musyarakah", "share_percent": "20", "loss_percent": "80"},
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


def test_a_shared_result_has_no_jasa_and_says_so(fund):
    define(fund, method="musyarakah", share_percent="40", loss_percent="62.5")
    made = Product.objects.get(book_id=fund.book)
    assert (made.rate_percent, made.share_percent, made.loss_percent) == ("0", "40", "62.5")
    assert Fact.objects.get(kind="SharingOffered").public["share_percent"] == "40"
    assert not Fact.objects.filter(kind="ProductOffered").exists()


def test_a_calendar_is_kept_as_it_was_named(fund):
    define(fund, unit="harvest", harvests=RICE)
    made = Product.objects.get(book_id=fund.book)
    assert made.harvests == [["Panen raya", 4, 15, 2], ["Panen gadu", 9, 15, 1]]
    assert (made.instalments, made.rate_percent) == (2, "1.5")


@pytest.mark.parametrize(
    ("month", "problem"),
    [(4, TermNotAllowed), (5, TermNotAllowed), (6, None), (10, None), (11, HarvestTooFar), (3, HarvestTooFar)],
)
def test_a_harvest_too_near_or_too_far_is_said_at_the_visit(fund, month, problem):
    """Paid out in March: a term of three months at least, a wait of seven at most."""
    product = offer(fund, unit="harvest", harvests=[Season("Panen", month)])
    fund.pledge("Melati")
    share = lending.AskedShare(person=fund.stage.people["Yuni"], amount=1_000_000)
    asked = fund.do(
        "loan_officer", lending.submit_application, group=fund.stage.groups["Melati"], product=product, shares=[share],
        purpose="Sawah",
    )  # fmt: skip
    if problem is None:
        fund.verify(UUID(asked["application"]))
        return
    with pytest.raises(problem):
        fund.verify(UUID(asked["application"]))

"""What the board offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.models import Book
from gulir.base.texts import check_text
from gulir.core import harvests as calendar
from gulir.core.facts.lending import ProductEnded, ProductOffered
from gulir.core.facts.sharing import SharingOffered
from gulir.core.harvests import Season, check_seasons, least_term, least_wait
from gulir.core.money import Rounding, parse_rate
from gulir.core.problems.access import NotFound
from gulir.core.problems.lending import (
    IntervalTooLong,
    ProductClosed,
    ProductCodeTaken,
    RateNotAllowed,
    TermNotAllowed,
)
from gulir.core.problems.loans import SharingHasNoJasa
from gulir.core.problems.money import BadInput
from gulir.core.problems.results import HarvestTooFar, ShareNotAllowed
from gulir.core.rules import Rules
from gulir.core.schedule import Method, RoundOn, Terms
from gulir.governance.queries import rules_at
from gulir.lending.models import Product
from gulir.lending.models.applications import SHARING, UNITS
from gulir.lending.policy import OFFERS
from gulir.lending.terms import HARVEST, agreement_of, build_schedule, rate_text, seasons_of, terms_of

__all__ = ["Offer", "Season", "check_harvests", "close_product", "define_product", "draw_up", "offered_product"]

SAMPLE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The terms of a product as they are typed; what is left out comes from the rulebook."""

    rate_percent: str = ""
    instalments: int = 0
    method: str = ""
    every: int = 1
    unit: str = "month"
    round_to: int = 0
    round_on: str = ""
    round: str = ""
    share_percent: str = ""
    loss_percent: str = ""
    harvests: Sequence[Season] = ()


def draw_up(book: Book, offer: Offer, *, code: str, name: str, on: date) -> Product:
    """The product these terms make under the rulebook of a day, not written yet; refused as `define_product` is."""
    check_text(code=(code, 20), name=(name, 80))
    for field, text in (("code", code), ("name", name)):
        if not text.strip():
            raise BadInput(path=field, expected="text")
    rules = rules_at(book.pk, on)
    product = Product(
        id=new_id(),
        book=book,
        code=code.strip(),
        name=name.strip(),
        method=_word("method", offer.method or rules.choice("loan.method"), [word.value for word in Method]),
        rate_percent=offer.rate_percent.strip() or rate_text(rules.percent("loan.rate_percent")),
        instalments=offer.instalments or len(offer.harvests) or rules.count("loan.instalments"),
        every=offer.every,
        unit=_word("unit", offer.unit, UNITS),
        round_to=offer.round_to or rules.rupiah("loan.round_to"),
        round_on=_word("round_on", offer.round_on or rules.choice("loan.round_on"), [word.value for word in RoundOn]),
        round=_word("round", offer.round or rules.choice("loan.round"), [word.value for word in Rounding]),
        harvests=[[season.name, season.month, season.day, season.part] for season in offer.harvests],
        offered_from=on,
    )
    _agree_on_sharing(product, offer)
    _check_calendar(product)
    terms = terms_of(product, principal=SAMPLE, disbursed_on=on)
    build_schedule(terms)
    _check_terms(product, terms, rules)
    return product


@command("lending.define_product", may=OFFERS)
def define_product(
    act: Act,
    *,
    code: str,
    name: str,
    rate_percent: str = "",
    instalments: int = 0,
    method: str = "",
    every: int = 1,
    unit: str = "month",
    round_to: int = 0,
    round_on: str = "",
    round: str = "",  # noqa: A002  (the contract's word)
    share_percent: str = "",
    loss_percent: str = "",
    harvests: Sequence[Season] = (),
) -> Result:
    """Offer a product; what is left out comes from the rulebook of today.

    With `unit` harvest, `harvests` is the calendar, `rate_percent` a month's jasa, and `instalments` how many harvests
    (once round the calendar when left out). One that shares the result (mudharabah, musyarakah) has no jasa:
    `share_percent` of a profit is the fund's, `loss_percent` of a loss is borne by it (all of it in mudharabah).

    Refused: terms that give no schedule, a term, jasa or share outside the rulebook (R11, R12), instalments further
    apart than a month (R14), harvests further apart than their own rule whenever the loan is made, a word that is none
    of the contract's (`BadInput`), a code in use.
    """
    offer = Offer(
        rate_percent=rate_percent, instalments=instalments, method=method, every=every, unit=unit, round_to=round_to,
        round_on=round_on, round=round, share_percent=share_percent, loss_percent=loss_percent, harvests=harvests,
    )  # fmt: skip
    product = draw_up(act.book, offer, code=code, name=name, on=act.today)
    if Product.objects.filter(book=act.book, code=product.code).exists():
        raise ProductCodeTaken(code_taken=product.code)

    product.save(force_insert=True)

    act.tell(_offered(product))
    return {"product": product.pk, "code": product.code}


def _offered(product: Product) -> ProductOffered | SharingOffered:
    if product.shares_result:
        return SharingOffered(
            product=product.name,
            method=product.method,
            share_percent=product.share_percent,
            loss_percent=product.loss_percent,
            instalments=product.instalments,
            effective_on=product.offered_from,
        )
    return ProductOffered(
        product=product.name,
        method=product.method,
        rate_percent=product.rate_percent,
        instalments=product.instalments,
        effective_on=product.offered_from,
    )


def _agree_on_sharing(product: Product, offer: Offer) -> None:
    """Shares in the place of jasa, written as rates are; neither beside the other (`SharingHasNoJasa`, `BadInput`)."""
    rate, share, loss = offer.rate_percent.strip(), offer.share_percent.strip(), offer.loss_percent.strip()
    if product.method not in SHARING:
        for path, text in (("share_percent", share), ("loss_percent", loss)):
            if text:
                raise BadInput(path=path, expected="nothing: this method shares no result")
        return
    if rate and parse_rate(rate):
        raise SharingHasNoJasa(path="rate_percent")
    product.rate_percent = "0"
    product.share_percent = rate_text(parse_rate(share or "0"))
    product.loss_percent = rate_text(parse_rate(loss or "100"))
    agreement_of(product)


def _check_calendar(product: Product) -> None:
    """A calendar for a product by harvest and for no other."""
    if product.unit == HARVEST:
        check_seasons(seasons_of(product))
    elif product.harvests:
        raise BadInput(path="harvests", expected="nothing: this product is not paid by harvest")


def _word(path: str, text: str, words: Sequence[str]) -> str:
    """One of the contract's words, or `BadInput` with those there are."""
    if text not in words:
        raise BadInput(path=path, expected=" | ".join(words))
    return text


def _check_terms(product: Product, terms: Terms, rules: Rules) -> None:
    """The term, the interval, and the jasa a month or the share of the result that the rulebook allows."""
    per_month = terms.periods_per_year / 12
    if per_month < 1:
        raise IntervalTooLong(every=terms.every, unit=terms.unit.value)
    months = Fraction(terms.instalments) / per_month
    if product.unit == HARVEST:
        seasons, furthest = seasons_of(product), rules.count("loan.harvest_months_max")
        if (wait := least_wait(seasons, terms.instalments)) > furthest:
            raise HarvestTooFar(months=wait, most=furthest)
        months = Fraction(least_term(seasons, terms.instalments))
    least, most = rules.count("loan.instalments_min"), rules.count("loan.instalments_max")
    if months > most or (months < least and product.unit != HARVEST):
        raise TermNotAllowed(months=rate_text(months), least=least, most=most)
    if product.shares_result:
        share, limit = parse_rate(product.share_percent), rules.percent("loan.share_percent_max")
        if share > limit:
            raise ShareNotAllowed(percent=rate_text(share), most=rate_text(limit))
        return
    monthly = terms.rate_percent * per_month
    low, high = rules.percent("loan.rate_percent_min"), rules.percent("loan.rate_percent_max")
    if not low <= monthly <= high:
        raise RateNotAllowed(monthly=rate_text(monthly), least=rate_text(low), most=rate_text(high))


def check_harvests(product: Product, rules: Rules, *, on: date) -> None:
    """The harvests after a day, as the rulebook lets a loan wait for them: each one (R14) and the last (R11)."""
    if product.unit != HARVEST:
        return
    waits = [harvest.months for harvest in calendar.harvests(seasons_of(product), on, product.instalments)]
    if max(waits) > (furthest := rules.count("loan.harvest_months_max")):
        raise HarvestTooFar(months=max(waits), most=furthest)
    least, most = rules.count("loan.instalments_min"), rules.count("loan.instalments_max")
    if not least <= sum(waits) <= most:
        raise TermNotAllowed(months=str(sum(waits)), least=least, most=most)


@command("lending.close_product", may=OFFERS)
def close_product(act: Act, *, product: UUID) -> Result:
    """Offer it no more; loans made under it go on."""
    found = offered_product(act, product)

    Product.objects.filter(pk=found.pk).update(closed_on=act.today)

    act.tell(ProductEnded(product=found.name, on=act.today))
    return {"product": found.pk}


def offered_product(act: Act, product: UUID) -> Product:
    """The product while it is offered, else `NotFound` or `ProductClosed`."""
    found = Product.objects.filter(book=act.book, pk=product).first()
    if found is None:
        raise NotFound(what="produk", name=str(product))
    if found.closed_on is not None:
        raise ProductClosed(product=found.name)
    return found

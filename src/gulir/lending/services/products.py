"""What the board offers."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.core.facts.lending import ProductEnded, ProductOffered
from gulir.core.money import Rounding
from gulir.core.problems.access import NotFound
from gulir.core.problems.lending import (
    IntervalTooLong,
    ProductClosed,
    ProductCodeTaken,
    RateNotAllowed,
    TermNotAllowed,
)
from gulir.core.problems.money import BadInput
from gulir.core.rules import Rules
from gulir.core.schedule import Method, RoundOn, Terms, Unit
from gulir.governance.queries import rules_at
from gulir.lending.models import Product
from gulir.lending.policy import OFFERS
from gulir.lending.services.owed import check_text
from gulir.lending.terms import build_schedule, rate_text, terms_of

__all__ = ["close_product", "define_product", "offered_product"]

SAMPLE = 1_000_000


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
) -> Result:
    """Offer a product; what is left out comes from the rulebook of today.

    Refused: terms that give no schedule, a term or jasa outside the rulebook (R11, R12), instalments further apart
    than a month (R14), a word that is none of the contract's (`BadInput`), a code in use.
    """
    code, name = code.strip(), name.strip()
    _check_names(act, code, name)
    on = act.today
    rules = rules_at(act.book.pk, on)

    product = Product(
        id=new_id(),
        book=act.book,
        code=code,
        name=name,
        method=_word("method", method or rules.choice("loan.method"), Method),
        rate_percent=rate_percent.strip() or rate_text(rules.percent("loan.rate_percent")),
        instalments=instalments or rules.count("loan.instalments"),
        every=every,
        unit=_word("unit", unit, Unit),
        round_to=round_to or rules.rupiah("loan.round_to"),
        round_on=_word("round_on", round_on or rules.choice("loan.round_on"), RoundOn),
        round=_word("round", round or rules.choice("loan.round"), Rounding),
        offered_from=on,
    )
    terms = terms_of(product, principal=SAMPLE, disbursed_on=on)
    build_schedule(terms)
    _check_terms(terms, rules)

    product.save(force_insert=True)

    act.tell(
        ProductOffered(
            product=product.name,
            method=product.method,
            rate_percent=product.rate_percent,
            instalments=product.instalments,
            effective_on=on,
        )
    )
    return {"product": product.pk, "code": code}


def _check_names(act: Act, code: str, name: str) -> None:
    check_text(code=(code, 20), name=(name, 80))
    for field, text in (("code", code), ("name", name)):
        if not text:
            raise BadInput(path=field, expected="text")
    if Product.objects.filter(book=act.book, code=code).exists():
        raise ProductCodeTaken(code_taken=code)


def _word(path: str, text: str, known: type[StrEnum]) -> str:
    """One of the contract's words, or `BadInput` with those there are."""
    words = [word.value for word in known]
    if text not in words:
        raise BadInput(path=path, expected=" | ".join(words))
    return text


def _check_terms(terms: Terms, rules: Rules) -> None:
    """The term, the jasa a month and the interval that the rulebook allows."""
    per_month = terms.periods_per_year / 12
    if per_month < 1:
        raise IntervalTooLong(every=terms.every, unit=terms.unit.value)
    months = Fraction(terms.instalments) / per_month
    least, most = rules.count("loan.instalments_min"), rules.count("loan.instalments_max")
    if not least <= months <= most:
        raise TermNotAllowed(months=rate_text(months), least=least, most=most)
    monthly = terms.rate_percent * per_month
    low, high = rules.percent("loan.rate_percent_min"), rules.percent("loan.rate_percent_max")
    if not low <= monthly <= high:
        raise RateNotAllowed(monthly=rate_text(monthly), least=rate_text(low), most=rate_text(high))


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

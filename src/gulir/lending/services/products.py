"""What the board offers."""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.core.facts.lending import ProductEnded, ProductOffered
from gulir.core.problems.access import NotFound
from gulir.core.problems.lending import ProductClosed, ProductCodeTaken
from gulir.governance.queries import rules_at
from gulir.lending.models import Product
from gulir.lending.policy import OFFERS
from gulir.lending.terms import build_schedule, terms_of

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
    """Offer a product; what is left out comes from the rulebook of today. Terms that give no schedule are refused."""
    if Product.objects.filter(book=act.book, code=code).exists():
        raise ProductCodeTaken(code_taken=code)
    rules = rules_at(act.book.pk, act.today)

    product = Product(
        id=new_id(),
        book=act.book,
        code=code,
        name=name,
        method=method or rules.choice("loan.method"),
        rate_percent=rate_percent or str(rules.percent("loan.rate_percent")),
        instalments=instalments or rules.count("loan.instalments"),
        every=every,
        unit=unit,
        round_to=round_to or rules.rupiah("loan.round_to"),
        round_on=round_on or rules.choice("loan.round_on"),
        round=round or rules.choice("loan.round"),
        offered_from=act.today,
    )
    build_schedule(terms_of(product, principal=SAMPLE, disbursed_on=act.today))

    product.save(force_insert=True)

    act.tell(
        ProductOffered(
            product=product.name,
            method=product.method,
            rate_percent=product.rate_percent,
            instalments=product.instalments,
            effective_on=act.today,
        )
    )
    return {"product": product.pk, "code": code}


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

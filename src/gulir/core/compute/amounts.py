"""Computations on amounts: a human's amount read, a sum in words."""

from __future__ import annotations

from typing import Any

from gulir.core.compute.reading import Reader
from gulir.core.compute.registry import Sample, register
from gulir.core.money import parse_rupiah, rupiah
from gulir.core.sums import parse_amount_expression
from gulir.core.terbilang import rupiah_in_words, terbilang

__all__ = ["add", "compute_rupiah", "compute_terbilang"]


def compute_rupiah(document: Any) -> dict[str, Any]:
    """A human's amount as whole rupiah, shown and spelled."""
    reader = Reader(document)
    text, is_sum = reader.text("text"), reader.flag("sum", default=False)
    reader.close()
    with reader.located("text"):
        amount = parse_amount_expression(text) if is_sum else parse_rupiah(text)
    return {"amount": amount, "shown": rupiah(amount), "words": rupiah_in_words(amount)}


def compute_terbilang(document: Any) -> dict[str, Any]:
    """A sum in words."""
    reader = Reader(document)
    amount = reader.amount("amount")
    reader.close()
    return {"words": terbilang(amount), "rupiah": rupiah_in_words(amount)}


def add() -> None:
    """Make these computations known."""
    register(
        "rupiah",
        compute_rupiah,
        Sample(
            about="reads an amount as a person writes it; what can be read in two ways is refused",
            fields="""
            text    the amount, such as "Rp 1.250.000,-", "1,25 jt" or "250rb"
            sum?    true: also small sums such as "575000*2+5000"
            """,
            given={"text": "1,25 jt"},
            found={"amount": 1250000, "shown": "Rp1.250.000", "words": "Satu juta dua ratus lima puluh ribu rupiah"},
        ),
    )
    register(
        "terbilang",
        compute_terbilang,
        Sample(
            about="spells a sum of rupiah",
            fields="amount  whole rupiah, from 0 to 1000000000000",
            given={"amount": 1001000},
            found={"words": "satu juta seribu", "rupiah": "Satu juta seribu rupiah"},
        ),
    )

"""Small sums in amount boxes: `575000*2+5000`, read left to right with the usual precedence."""

from __future__ import annotations

import re
from fractions import Fraction

from gulir.core.money import LARGEST_AMOUNT, parse_rupiah
from gulir.core.problems import Problem
from gulir.core.problems.money import AmountHasFraction, AmountNegative, AmountSumUnclear, AmountTooLarge

__all__ = ["parse_amount_expression"]

LONGEST = 120
NUMBER = r"(?:rp\.?\s*)?[0-9]+(?:[.,][0-9]+)*(?:[.,]-{1,2}(?![0-9(]))?(?:\s*(?:ribu|rb|juta|jt|miliar|milyar|mlr|k)\b)?"
TOKEN = re.compile(rf"\s*(?:(?P<number>{NUMBER})|(?P<sign>[-+*x×:/()]))", re.IGNORECASE | re.ASCII)
TIMES = ("*", "x", "×")
OVER = ("/", ":")


def parse_amount_expression(text: str) -> int:
    """Whole rupiah from an amount or a small sum of amounts with `+ - * /` (also `x × :`) and brackets.

    Every number in it is read as `parse_rupiah` reads it, and refused with the same codes; a sum that cannot be
    read is `AmountSumUnclear`, a result that is no whole rupiah `AmountHasFraction`, below zero `AmountNegative`.

    >>> [parse_amount_expression(t) for t in ("575000*2+5000", "Rp 1.250.000,-", "(1,25 jt + 250rb) / 2")]
    [1155000, 1250000, 750000]
    """
    if not re.search(r"[-+*x×:/()]", text.strip()[1:].lower()):
        return parse_rupiah(text)
    try:
        return parse_rupiah(text)
    except (AmountNegative, AmountTooLarge):
        raise
    except Problem:
        value = _Sum(text).value()
    if value < 0:
        raise AmountNegative(text=text.strip()[:40])
    if value.denominator != 1:
        raise AmountHasFraction(text=text.strip()[:40])
    if value > LARGEST_AMOUNT:
        raise AmountTooLarge(text=text.strip()[:40], limit=LARGEST_AMOUNT)
    return int(value)


class _Sum:
    """A reader of one expression: sums of products of factors."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.tokens = self._tokens() if len(self.text) <= LONGEST else []
        self.at = 0

    def _tokens(self) -> list[str]:
        tokens, at = [], 0
        while at < len(self.text):
            match = TOKEN.match(self.text, at)
            if not match:
                raise AmountSumUnclear(text=self.text[:40])
            tokens.append((match["number"] or match["sign"]).lower())
            at = match.end()
        return tokens

    def _next(self, *signs: str) -> str | None:
        """The next token when it is one of these signs, taken."""
        if self.at < len(self.tokens) and self.tokens[self.at] in signs:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def value(self) -> Fraction:
        value = self._sum()
        if self.at != len(self.tokens):
            raise AmountSumUnclear(text=self.text[:40])
        return value

    def _sum(self) -> Fraction:
        value = self._product()
        while sign := self._next("+", "-"):
            value += self._product() if sign == "+" else -self._product()
        return value

    def _product(self) -> Fraction:
        value = self._factor()
        while sign := self._next(*TIMES, *OVER):
            factor = self._factor()
            if sign in OVER and not factor:
                raise AmountSumUnclear(text=self.text[:40])
            value = value * factor if sign in TIMES else value / factor
        return value

    def _factor(self) -> Fraction:
        if self._next("("):
            value = self._sum()
            if self._next(")"):
                return value
        elif self.at < len(self.tokens) and self.tokens[self.at][0] not in "-+*x×:/()":
            self.at += 1
            return Fraction(parse_rupiah(self.tokens[self.at - 1]))
        raise AmountSumUnclear(text=self.text[:40])

"""What every picture shares: the frame, the table behind it, the scale, and numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.core.money import half_up_ratio
from gulir.web import words

__all__ = [
    "Number",
    "Part",
    "Row",
    "Scale",
    "Series",
    "Text",
    "Unit",
    "em",
    "extremes",
    "frame",
    "full",
    "join",
    "key",
    "nothing",
    "share",
    "short",
    "table",
]

Number = int | Fraction
Text = str | Promise
Unit = Literal["money", "number", "percent"]
Row = tuple[Text, Number]


@dataclass(frozen=True)
class Series:
    """Values of one name, in the order of the picture's labels; None leaves a gap."""

    label: Text
    values: Sequence[Number | None]


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar: its name and its class of colour (`s1`…`s4`, `k1`…`k5`)."""

    label: Text
    css: str


@dataclass(frozen=True)
class Scale:
    """A scale that always holds zero: a bar begins at nothing and its length is its value."""

    low: Number
    high: Number

    @classmethod
    def of(cls, values: Iterable[Number | None]) -> Scale:
        """The scale of all values there are, with zero in it."""
        known = [value for value in values if value is not None]
        return cls(min([0, *known]), max([0, *known]))

    @property
    def span(self) -> Number:
        """The length of the scale; one when everything is zero, so that nothing is divided by nothing."""
        return (self.high - self.low) or 1

    def at(self, value: Number) -> Fraction:
        """The place of a value between 0 (lowest) and 1 (highest)."""
        return Fraction(value - self.low) / Fraction(self.span)


def _hundredths(value: Fraction) -> str:
    """A number with two decimals and a point, for attributes."""
    units = half_up_ratio(value.numerator * 100, value.denominator)
    sign = "-" if units < 0 else ""
    return f"{sign}{abs(units) // 100}.{abs(units) % 100:02d}"


def share(part: Fraction | int) -> str:
    """A part of the width as an attribute: `share(Fraction(1, 3))` is `33.33%`."""
    return f"{_hundredths(Fraction(part) * 100)}%"


def em(height: Fraction | int | str) -> str:
    """A height that grows with the reader's text, as an attribute."""
    return f"{_hundredths(Fraction(height))}em"


def full(value: Number | None, unit: Unit) -> str:
    """The value exactly as a table shows it; a dash where there is none."""
    if value is None:
        return "–"
    if unit == "percent":
        return words.percent(value)
    return words.rupiah(int(value)) if unit == "money" else words.count(int(value))


def short(value: Number, unit: Unit) -> str:
    """The value as a picture shows it."""
    return words.short_rupiah(int(value)) if unit == "money" else full(value, unit)


def join(pieces: Iterable[SafeString]) -> SafeString:
    """Pieces of a picture, one after another."""
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def extremes(rows: Sequence[tuple[Text, Number]], unit: Unit) -> str:
    """One sentence for those who do not see the picture: how many values, the smallest, the largest."""
    least = min(rows, key=lambda row: row[1])
    most = max(rows, key=lambda row: row[1])
    facts = {
        "count": len(rows),
        "low": least[0],
        "low_value": full(least[1], unit),
        "high": most[0],
        "high_value": full(most[1], unit),
    }
    if len(rows) == 1:
        return _("%(high)s: %(high_value)s.") % facts
    return _("%(count)s nilai, terkecil %(low)s %(low_value)s, terbesar %(high)s %(high_value)s.") % facts


def table(
    title: Text, head: Sequence[Text], rows: Sequence[tuple[Text, Sequence[Number | None]]], unit: Unit
) -> SafeString:
    """All numbers of a picture, folded under *Lihat angka*."""
    heads = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        ((SafeString(' class="n"') if place else "", name) for place, name in enumerate(head)),
    )
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (label, format_html_join("", '<td class="n">{}</td>', ((full(value, unit),) for value in values)))
            for label, values in rows
        ),
    )
    return format_html(
        '<details><summary>{}</summary><div class="table-wrap" tabindex="0" role="region" aria-label="{}">'
        '<table><caption class="sr">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>",
        _("Lihat angka"),
        title,
        title,
        heads,
        body,
    )


def key(entries: Sequence[tuple[str, Text, str]]) -> SafeString:
    """Names beside their colours and figures: one line per part, readable without the picture."""
    lines = format_html_join(
        "",
        '<li><svg width="0.8em" height="0.8em" aria-hidden="true" focusable="false">'
        '<rect class="{}" width="100%" height="100%" rx="2"/></svg> <span>{}</span> <b>{}</b></li>',
        entries,
    )
    return format_html('<ul class="key">{}</ul>', lines)


def frame(
    *, title: Text, desc: str, height: Fraction | int | str, drawing: SafeString, below: SafeString, css: str = ""
) -> SafeString:
    """The whole picture: caption, drawing and what lies below."""
    return format_html(
        '<figure class="chart{}"><figcaption>{}</figcaption><svg role="img" width="100%" height="{}">'
        "<title>{}</title><desc>{}</desc>{}</svg>{}</figure>",
        f" {css}" if css else "",
        title,
        em(height),
        title,
        desc,
        drawing,
        below,
    )


def nothing(title: Text) -> SafeString:
    """The place of a picture that has no numbers yet."""
    return format_html(
        '<figure class="chart"><figcaption>{}</figcaption><p class="muted">{}</p></figure>',
        title,
        _("Belum ada angka untuk digambar."),
    )

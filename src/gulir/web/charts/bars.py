"""Bars: lying ones for names, standing ones for months, stacked ones for shares of a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.web import words
from gulir.web.charts import paper
from gulir.web.charts.paper import Number, Part, Row, Scale, Series, Text, Unit, em, share

__all__ = ["bars", "collectibility", "columns", "stacked"]

_ROW = Fraction("2.9")
_PLOT = Fraction(10)
_TOP = Fraction("1.6")
_MOST_TICKS = 6
_WHOLE = 100


def bars(title: Text, rows: Sequence[Row], *, unit: Unit = "money", heading: Text = "") -> SafeString:
    """Lying bars, one line per name with its figure, longest where the value is largest; below zero they go left.

    A share is a part of the whole track: a bar of 43 percent ends before its middle.
    """
    if not rows:
        return paper.nothing(title)
    scale = Scale.of([value for _label, value in rows] + ([_WHOLE] if unit == "percent" else []))
    pieces = [_bar(place, label, value, scale, unit) for place, (label, value) in enumerate(rows)]
    if scale.low < 0:
        pieces += [_upright(scale.at(0), _ROW * place) for place in range(len(rows))]
    body = [(label, (value,)) for label, value in rows]
    below = paper.table(title, (heading or _("Nama"), _("Nilai")), body, unit)
    return paper.frame(
        title=title, desc=paper.extremes(rows, unit), height=_ROW * len(rows), drawing=paper.join(pieces), below=below
    )


def _bar(place: int, label: Text, value: Number, scale: Scale, unit: Unit) -> SafeString:
    """Name and figure above, the bar below, on a pale track the width of the scale."""
    top = _ROW * place
    left, right = sorted((scale.at(0), scale.at(value)))
    return format_html(
        '<text x="0" y="{0}">{1}</text><text class="strong" x="100%" y="{0}" text-anchor="end">{2}</text>'
        '<rect class="track" x="0" y="{3}" width="100%" height="0.75em" rx="3"/>'
        '<rect class="{4}" x="{5}" y="{3}" width="{6}" height="0.75em" rx="3"/>',
        em(top + 1),
        label,
        paper.full(value, unit),
        em(top + Fraction("1.4")),
        "neg" if value < 0 else "s1",
        share(left),
        share(right - left),
    )


def _upright(across: Fraction, top: Fraction) -> SafeString:
    """The zero mark of one bar of those that go both ways; it leaves the name above it alone."""
    low, high = em(top + Fraction("1.2")), em(top + Fraction("2.35"))
    return format_html('<line class="axis" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>', share(across), low, high)


def columns(
    title: Text, labels: Sequence[Text], series: Sequence[Series], *, unit: Unit = "money", heading: Text = ""
) -> SafeString:
    """Standing bars side by side, for months: up to four series, each named below with its last figure."""
    if not labels or not series:
        return paper.nothing(title)
    scale = Scale.of(value for one in series for value in one.values)
    drawing = paper.join([_levels(scale, unit), *_standing(labels, series, scale), _ticks(labels)])
    flat = [
        (_pair(one.label, label), value)
        for one in series
        for label, value in zip(labels, one.values, strict=True)
        if value is not None
    ]
    entries = [(f"s{place}", one.label, _last(one, unit)) for place, one in enumerate(series, start=1)]
    body = [(label, [one.values[place] for one in series]) for place, label in enumerate(labels)]
    below = paper.join(
        [paper.key(entries), paper.table(title, (heading or _("Bulan"), *(one.label for one in series)), body, unit)]
    )
    desc = paper.extremes(flat, unit) if flat else ""
    return paper.frame(title=title, desc=desc, height=_PLOT + _TOP * 2, drawing=drawing, below=below)


def _pair(name: Text, label: Text) -> str:
    return f"{name} {label}"


def _last(series: Series, unit: Unit) -> str:
    known = [value for value in series.values if value is not None]
    return paper.short(known[-1], unit) if known else "–"


def _levels(scale: Scale, unit: Unit) -> SafeString:
    """The highest value and zero, as thin lines with their figures."""
    zero = _down(scale, 0)
    top = format_html(
        '<line class="rule" x1="0" x2="100%" y1="{0}" y2="{0}"/><text class="soft" x="0" y="1.1em">{1}</text>',
        em(_TOP),
        paper.short(scale.high, unit),
    )
    base = format_html('<line class="axis" x1="0" x2="100%" y1="{0}" y2="{0}"/>', em(zero))
    return paper.join([top, base])


def _down(scale: Scale, value: Number) -> Fraction:
    """How far down the plot a value lies."""
    return _TOP + _PLOT * (1 - scale.at(value))


def _standing(labels: Sequence[Text], series: Sequence[Series], scale: Scale) -> list[SafeString]:
    slot = Fraction(1, len(labels))
    wide = slot * Fraction(4, 5) / len(series)
    zero = _down(scale, 0)
    pieces = []
    for number, one in enumerate(series):
        for place, value in enumerate(one.values):
            if value is None:
                continue
            upper, lower = sorted((_down(scale, value), zero))
            left = slot * place + slot / 10 + wide * number
            pieces.append(_block(f"s{number + 1}", left, upper, wide, lower - upper))
    return pieces


def _block(css: str, left: Fraction, top: Fraction, wide: Fraction, high: Fraction) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>',
        css,
        share(left),
        em(top),
        share(wide),
        em(high),
    )


def _ticks(labels: Sequence[Text]) -> SafeString:
    """Names under the columns, thinned so that they never touch; the last is always named."""
    every = -(-len(labels) // _MOST_TICKS)
    last = len(labels) - 1
    named = [place for place in range(len(labels)) if (last - place) % every == 0]
    return paper.join(
        format_html(
            '<text class="soft" x="{}" y="{}" text-anchor="middle">{}</text>',
            share(Fraction(2 * place + 1, 2 * len(labels))),
            em(_PLOT + _TOP + Fraction("1.2")),
            labels[place],
        )
        for place in named
    )


def stacked(
    title: Text,
    parts: Sequence[Part],
    rows: Sequence[tuple[Text, Sequence[int]]],
    *,
    unit: Unit = "money",
    heading: Text = "",
) -> SafeString:
    """Each line one whole, cut into parts of itself; the whole is told beside the name. No part is below zero."""
    if not rows:
        return paper.nothing(title)
    if any(value < 0 for _label, values in rows for value in values):
        raise ValueError("a part of a whole is never below zero")
    pieces = [_cut(place, label, values, parts, unit) for place, (label, values) in enumerate(rows)]
    sums = [sum(values[place] for _label, values in rows) for place in range(len(parts))]
    entries = [(part.css, part.label, _of(total, sum(sums), unit)) for part, total in zip(parts, sums, strict=True)]
    below = paper.join(
        [paper.key(entries), paper.table(title, (heading or _("Nama"), *(part.label for part in parts)), rows, unit)]
    )
    desc = paper.extremes([(part.label, total) for part, total in zip(parts, sums, strict=True)], unit)
    return paper.frame(title=title, desc=desc, height=_ROW * len(rows), drawing=paper.join(pieces), below=below)


def _of(part: int, whole: int, unit: Unit) -> str:
    """A part in figures and as a share of the whole."""
    return f"{paper.full(part, unit)} · {words.percent(Fraction(part * 100, whole) if whole else 0)}"


def _cut(place: int, label: Text, values: Sequence[int], parts: Sequence[Part], unit: Unit) -> SafeString:
    """One whole: name, sum, and its parts from left to right."""
    top, whole, left = _ROW * place, sum(values), Fraction(0)
    pieces = [
        format_html(
            '<text x="0" y="{0}">{1}</text><text class="strong" x="100%" y="{0}" text-anchor="end">{2}</text>'
            '<rect class="track" x="0" y="{3}" width="100%" height="1em" rx="2"/>',
            em(top + 1),
            label,
            paper.full(whole, unit),
            em(top + Fraction("1.4")),
        )
    ]
    for part, value in zip(parts, values, strict=True):
        if value:
            wide = Fraction(value, whole)
            pieces.append(
                format_html(
                    '<rect class="seg {}" x="{}" y="{}" width="{}" height="1em"/>',
                    part.css,
                    share(left),
                    em(top + Fraction("1.4")),
                    share(wide),
                )
            )
            left += wide
    return paper.join(pieces)


def collectibility(title: Text, rows: Sequence[tuple[Text, Mapping[int, int]]]) -> SafeString:
    """Balances by collectibility class 1 to 5, one line per name: number and word stand beside every colour."""
    parts = [Part(f"{number} {word}", f"k{number}") for number, word in words.COLLECTIBILITY.items()]
    return stacked(
        title, parts, [(label, [amounts.get(number, 0) for number in words.COLLECTIBILITY]) for label, amounts in rows]
    )

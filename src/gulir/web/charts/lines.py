"""Lines: how something went over time, with the name and the last figure at the end of each line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.web.charts import paper
from gulir.web.charts.paper import Number, Scale, Series, Text, Unit, em, share

__all__ = ["line", "multiples", "spark"]

_PLOT = Fraction(10)
_TOP = Fraction("1.6")
_WIDE = Fraction("0.70")
_LABEL = Fraction("2.7")
_MOST_TICKS = 4
_NARROW = Fraction("17.5")
"""How wide the drawing is on the narrowest phone, in em of its labels."""
_LETTER = Fraction("0.48")


def line(
    title: Text, labels: Sequence[Text], series: Sequence[Series], *, unit: Unit = "money", heading: Text = ""
) -> SafeString:
    """Lines over time on a scale that holds zero. Up to four series; a gap where a value is missing."""
    if not labels or not any(value is not None for one in series for value in one.values):
        return paper.nothing(title)
    scale = Scale.of(value for one in series for value in one.values)
    places = _label_heights([_end(one, scale) for one in series])
    pieces = [_ground(scale, unit), _ticks(labels)]
    for number, (one, height) in enumerate(zip(series, places, strict=True), start=1):
        pieces.append(_drawn(one, f"l{number}", scale, _TOP, _PLOT, _WIDE))
        pieces.append(_named(one, number, height, unit))
    flat = [
        (f"{one.label} {label}", value)
        for one in series
        for label, value in zip(labels, one.values, strict=True)
        if value is not None
    ]
    body = [(label, [one.values[place] for one in series]) for place, label in enumerate(labels)]
    below = paper.table(title, (heading or _("Bulan"), *(one.label for one in series)), body, unit)
    height = max(_PLOT + _TOP * 2, *(place + _LABEL for place in places))
    return paper.frame(
        title=title, desc=paper.extremes(flat, unit), height=height, drawing=paper.join(pieces), below=below
    )


def _points(
    values: Sequence[Number | None], scale: Scale, top: Fraction, plot: Fraction, wide: Fraction
) -> list[tuple[Fraction, Fraction] | None]:
    """Where each value lies: across as a share of the width, down in em."""
    steps = max(len(values) - 1, 1)
    return [
        None if value is None else (wide * place / steps, top + plot * (1 - scale.at(value)))
        for place, value in enumerate(values)
    ]


def _drawn(series: Series, css: str, scale: Scale, top: Fraction, plot: Fraction, wide: Fraction) -> SafeString:
    """The line itself, piece by piece, and a dot on its last value (the only thing seen of a single value)."""
    points = _points(series.values, scale, top, plot, wide)
    pairs = [(one, two) for one, two in pairwise(points) if one and two]
    strokes = format_html_join(
        "",
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        ((css, share(one[0]), em(one[1]), share(two[0]), em(two[1])) for one, two in pairs),
    )
    last = [point for point in points if point][-1:]
    dots = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="4"/>',
        ((css.replace("l", "s"), share(across), em(down)) for across, down in last),
    )
    return paper.join([strokes, dots])


def _end(series: Series, scale: Scale) -> Fraction:
    """How far down the last value of a series lies."""
    known = [value for value in series.values if value is not None]
    return _TOP + _PLOT * (1 - scale.at(known[-1] if known else 0))


def _label_heights(ends: Sequence[Fraction]) -> list[Fraction]:
    """Where the names at the ends stand: beside their line, pushed down where two would touch."""
    heights: dict[int, Fraction] = {}
    least = Fraction(0)
    for place in sorted(range(len(ends)), key=lambda at: ends[at]):
        heights[place] = max(ends[place] - 1, least)
        least = heights[place] + _LABEL
    return [heights[place] for place in range(len(ends))]


def _named(series: Series, number: int, height: Fraction, unit: Unit) -> SafeString:
    """Name and last figure at the end of a line: beside it where there is room, flush right on a phone."""
    known = [value for value in series.values if value is not None]
    return format_html(
        '<line class="l{0}" x1="73%" x2="76%" y1="{1}" y2="{1}"/>'
        '<text class="wide" x="78%" y="{2}">{3}</text><text class="wide strong" x="78%" y="{4}">{5}</text>'
        '<text class="narrow" x="100%" y="{2}" text-anchor="end">{3}</text>'
        '<text class="narrow strong" x="100%" y="{4}" text-anchor="end">{5}</text>',
        number,
        em(height + Fraction("0.7")),
        em(height + 1),
        series.label,
        em(height + Fraction("2.3")),
        paper.short(known[-1], unit) if known else "–",
    )


def _ground(scale: Scale, unit: Unit) -> SafeString:
    """The highest value and the zero line with their figures."""
    zero = _TOP + _PLOT * (1 - scale.at(0))
    return format_html(
        '<line class="rule" x1="0" x2="{0}" y1="{1}" y2="{1}"/><text class="soft" x="0" y="1.1em">{2}</text>'
        '<line class="axis" x1="0" x2="{0}" y1="{3}" y2="{3}"/>',
        share(_WIDE),
        em(_TOP),
        paper.short(scale.high, unit),
        em(zero),
    )


def _ticks(labels: Sequence[Text]) -> SafeString:
    """Names of the times below, thinned; the first stands flush left and the last flush right.

    As many as stand beside each other on a phone: of long names fewer.
    """
    last = len(labels) - 1
    room = int(_NARROW / (max(len(str(label)) for label in labels) * _LETTER * Fraction("1.5")))
    every = max(-(-len(labels) // max(min(_MOST_TICKS, room), 1)), 1)
    named = [place for place in range(len(labels)) if (last - place) % every == 0]
    steps = max(last, 1)
    anchor = {0: "start", last: "end" if last else "start"}
    return paper.join(
        format_html(
            '<text class="soft" x="{}" y="{}" text-anchor="{}">{}</text>',
            share(_WIDE * place / steps),
            em(_TOP + _PLOT + Fraction("1.2")),
            anchor.get(place, "middle"),
            labels[place],
        )
        for place in named
    )


def spark(title: Text, values: Sequence[Number | None]) -> SafeString:
    """A line the height of a word, to stand in a table cell; its title says what it tells."""
    if not any(value is not None for value in values):
        return SafeString("")
    drawing = _drawn(Series(title, values), "l1", Scale.of(values), Fraction("0.25"), Fraction(1), Fraction("0.94"))
    return format_html(
        '<svg class="spark" role="img" width="5em" height="1.5em"><title>{}</title>{}</svg>', title, drawing
    )


def multiples(
    title: Text, labels: Sequence[Text], series: Sequence[Series], *, unit: Unit = "money", heading: Text = ""
) -> SafeString:
    """Many small lines of the same height and scale, one per name, so that they can be compared at a glance."""
    known = [(one.label, value) for one in series for value in one.values if value is not None]
    if not labels or not known:
        return paper.nothing(title)
    scale = Scale.of(value for _label, value in known)
    small = format_html_join("", "<div>{}</div>", ((_small(one, scale, unit),) for one in series))
    body = [(one.label, one.values) for one in series]
    below = paper.table(title, (heading or _("Nama"), *labels), body, unit)
    return format_html(
        '<figure class="chart"><figcaption>{}</figcaption><div class="smalls">{}</div>{}</figure>', title, small, below
    )


def _small(series: Series, scale: Scale, unit: Unit) -> SafeString:
    """One of the small lines: name, last figure, line."""
    known = [value for value in series.values if value is not None]
    last = paper.short(known[-1], unit) if known else "–"
    drawing = _drawn(series, "l1", scale, Fraction("0.4"), Fraction(3), Fraction("0.96"))
    base = Fraction("0.4") + 3 * (1 - scale.at(0))
    return format_html(
        '<p class="small-head"><span>{0}</span> <b>{1}</b></p>'
        '<svg role="img" width="100%" height="3.8em"><title>{0}: {1}</title>'
        '<line class="axis" x1="0" x2="100%" y1="{2}" y2="{2}"/>{3}</svg>',
        series.label,
        last,
        em(base),
        drawing,
    )

"""Lanes over time: what happened when, one lane per kind of thing; who came to which meeting, one row per person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.web import words
from gulir.web.charts import paper
from gulir.web.charts.paper import Text, em, share

__all__ = ["heat", "lanes"]

Event = tuple[date, Text]
Came = str
"""`present`, `excused`, `absent`, or nothing when the person was not yet, or no longer, expected."""

_LANE = Fraction("2.8")
_EDGE = Fraction(2, 100)
_BOX = Fraction("1.6")
_MOST = 12


def lanes(title: Text, rows: Sequence[tuple[Text, Sequence[Event]]]) -> SafeString:
    """One lane per kind, a mark per event, all on the same days; every event stands in the table behind."""
    days = [day for _label, events in rows for day, _said in events]
    if not days:
        return paper.nothing(title)
    first, last = min(days), max(days)
    pieces = [_lane(place, label, events, first, last) for place, (label, events) in enumerate(rows)]
    bottom = _LANE * len(rows) + Fraction("1.2")
    pieces.append(
        format_html(
            '<text class="soft" x="0" y="{0}">{1}</text>'
            '<text class="soft" x="100%" y="{0}" text-anchor="end">{2}</text>',
            em(bottom),
            words.short_date(first),
            words.short_date(last) if last != first else "",
        )
    )
    told = sorted((day, str(label), said) for label, events in rows for day, said in events)
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
        ((words.short_date(day), label, said) for day, label, said in told),
    )
    desc = _("%(count)s peristiwa dari %(first)s sampai %(last)s.") % {
        "count": words.count(len(told)), "first": words.long_date(first), "last": words.long_date(last),
    }  # fmt: skip
    below = _folded(title, (_("Tanggal"), _("Apa"), _("Keterangan")), body)
    return paper.frame(
        title=title, desc=desc, height=bottom + Fraction("0.6"), drawing=paper.join(pieces), below=below, css="lanes"
    )


def _lane(place: int, label: Text, events: Sequence[Event], first: date, last: date) -> SafeString:
    """A lane: its name and number above the line, its marks on it."""
    top = _LANE * place
    across = Fraction(max((last - first).days, 1))
    marks = format_html_join(
        "",
        '<circle class="s{}" cx="{}" cy="{}" r="5"><title>{}: {}</title></circle>',
        (
            (
                place % 4 + 1,
                share(_EDGE + (1 - 2 * _EDGE) * Fraction((day - first).days) / across),
                em(top + Fraction(2)),
                words.short_date(day),
                said,
            )
            for day, said in events
        ),
    )
    return format_html(
        '<text x="0" y="{0}">{1} <tspan class="soft">({2})</tspan></text>'
        '<line class="rule" x1="0" x2="100%" y1="{3}" y2="{3}"/>{4}',
        em(top + Fraction("1.1")),
        label,
        words.count(len(events)),
        em(top + Fraction(2)),
        marks,
    )


def heat(title: Text, meetings: Sequence[Text], rows: Sequence[tuple[Text, Sequence[Came]]]) -> SafeString:
    """The last twelve meetings, one row per person: full = came, `i` = excused, crossed = away, gap = not asked."""
    if not meetings or not rows:
        return paper.nothing(title)
    kept = meetings[-_MOST:]
    pieces = []
    for line, (label, came) in enumerate(rows):
        top = _BOX * 2 * line
        pieces.append(format_html('<text x="0" y="{}">{}</text>', em(top + Fraction("1.1")), label))
        shown = zip(kept, came[-_MOST:], strict=True)
        pieces += [_box(place, top + Fraction("1.4"), name, how) for place, (name, how) in enumerate(shown)]
    there, asked = (sum(how in of for _label, came in rows for how in came) for of in (("present",), tuple(_WORDS)))
    desc = _("%(there)s dari %(asked)s kali hadir.") % {"there": words.count(there), "asked": words.count(asked)}
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        ((label, format_html_join("", "<td>{}</td>", ((_said(how),) for how in came))) for label, came in rows),
    )
    below = paper.join(
        [
            format_html('<p class="small muted">{} {}</p>', desc, _("Kotak penuh hadir, i izin, × tidak hadir.")),
            _folded(title, (_("Nama"), *meetings), body),
        ]
    )
    return paper.frame(
        title=title, desc=desc, height=_BOX * 2 * len(rows), drawing=paper.join(pieces), below=below, css="attendance"
    )


_WORDS = ("present", "excused", "absent")


def _said(how: Came) -> str:
    return {"present": _("hadir"), "excused": _("izin"), "absent": _("tidak hadir")}.get(how, "–")


def _box(place: int, top: Fraction, label: Text, how: Came) -> SafeString:
    left = _BOX * place
    if how not in _WORDS:
        return SafeString("")
    box = format_html(
        '<rect class="{}" x="{}" y="{}" width="1.3em" height="1.3em" rx="3"><title>{}: {}</title></rect>',
        "s1" if how == "present" else "off",
        em(left + Fraction("0.1")),
        em(top),
        label,
        _said(how),
    )
    if how == "present":
        return box
    mark = format_html(
        '<text class="soft" x="{}" y="{}" text-anchor="middle" aria-hidden="true">{}</text>',
        em(left + Fraction("0.75")),
        em(top + Fraction("1.05")),
        "i" if how == "excused" else "×",
    )
    return paper.join([box, mark])


def _folded(title: Text, head: Sequence[Text], body: SafeString) -> SafeString:
    """The table behind the picture."""
    return format_html(
        '<details><summary>{}</summary><div class="table-wrap" tabindex="0" role="region" aria-label="{}">'
        '<table><caption class="sr">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>',
        _("Lihat daftar"),
        title,
        title,
        format_html_join("", '<th scope="col">{}</th>', ((name,) for name in head)),
        body,
    )

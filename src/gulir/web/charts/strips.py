"""Strips: how far something has come, and who was there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.web import words
from gulir.web.charts import paper
from gulir.web.charts.paper import Text, Unit, em, share

__all__ = ["attendance", "progress"]

Mark = bool | None
"""There, not there, or not known."""

_PER_LINE = 12
_BOX = Fraction("1.6")


def progress(title: Text, value: int, goal: int, *, unit: Unit = "money") -> SafeString:
    """How much of a goal is reached: a bar on its track, full at the goal, and the sentence that says it."""
    if goal <= 0:
        return paper.nothing(title)
    reached = Fraction(value, goal)
    said = _("%(value)s dari %(goal)s (%(percent)s)") % {
        "value": paper.full(value, unit),
        "goal": paper.full(goal, unit),
        "percent": words.percent(reached * 100, 0),
    }
    drawing = format_html(
        '<rect class="track" width="100%" height="0.9em" rx="4"/><rect class="s1" width="{}" height="0.9em" rx="4"/>',
        share(min(max(reached, Fraction(0)), Fraction(1))),
    )
    return format_html(
        '<figure class="chart progress"><figcaption>{0} <span class="said-small">{1}</span></figcaption>'
        '<svg role="img" width="100%" height="0.9em"><title>{0}: {1}</title>{2}</svg></figure>',
        title,
        said,
        drawing,
    )


def attendance(title: Text, marks: Sequence[tuple[Text, Mark]]) -> SafeString:
    """One box each: full = there, crossed = not there, hollow = not known; shape tells it, not colour."""
    if not marks:
        return paper.nothing(title)
    there = sum(1 for _label, mark in marks if mark)
    said = _("%(there)s dari %(all)s hadir") % {"there": words.count(there), "all": words.count(len(marks))}
    boxes = paper.join(_box(place, label, mark) for place, (label, mark) in enumerate(marks))
    lines = -(-len(marks) // _PER_LINE)
    rows = format_html_join(
        "", '<tr><th scope="row">{}</th><td>{}</td></tr>', ((label, _word(mark)) for label, mark in marks)
    )
    behind = format_html(
        '<details><summary>{}</summary><table><caption class="sr">{}</caption><tbody>{}</tbody></table></details>',
        _("Lihat daftar"),
        title,
        rows,
    )
    below = paper.join([format_html('<p class="small muted">{}</p>', said), behind])
    return paper.frame(title=title, desc=said, height=_BOX * lines, drawing=boxes, below=below, css="attendance")


def _word(mark: Mark) -> str:
    if mark is None:
        return _("belum tercatat")
    return _("hadir") if mark else _("tidak hadir")


def _box(place: int, label: Text, mark: Mark) -> SafeString:
    line, column = divmod(place, _PER_LINE)
    left, top = em(_BOX * column + Fraction("0.1")), em(_BOX * line + Fraction("0.1"))
    if mark:
        return format_html(
            '<rect class="s1" x="{}" y="{}" width="1.3em" height="1.3em" rx="3"><title>{}</title></rect>',
            left,
            top,
            label,
        )
    hollow = format_html(
        '<rect class="off" x="{}" y="{}" width="1.3em" height="1.3em" rx="3"><title>{}</title></rect>', left, top, label
    )
    if mark is None:
        return hollow
    middle = (em(_BOX * column + Fraction("0.75")), em(_BOX * line + Fraction("1.15")))
    return paper.join(
        [
            hollow,
            format_html('<text class="soft" x="{}" y="{}" text-anchor="middle" aria-hidden="true">×</text>', *middle),
        ]
    )

"""What changed for the mentored KSM beside those that were alike, with the number each figure rests on."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gulir.core.instruments import Instrument
from gulir.core.peers import FEWEST_BESIDE, Alike, Mentored
from gulir.core.problems.access import NotFound
from gulir.mentoring.queries.peers import Compared, Pair, compared
from gulir.web import charts, words
from gulir.web.instruments import item_name
from gulir.web.peers.page import READERS, sit_down
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, enter

__all__ = ["show"]

SAYS = {
    "nothing_to_compare": ("info", gettext_lazy("Belum ada yang dapat dibandingkan")),
    "too_few": ("watch", gettext_lazy("Terlalu sedikit untuk dikatakan")),
    "not_seen": ("info", gettext_lazy("Belum terlihat, bisa jadi kebetulan")),
    "more": ("good", gettext_lazy("Naik lebih banyak daripada KSM serupa")),
    "less": ("watch", gettext_lazy("Naik lebih sedikit daripada KSM serupa")),
}


@enter(*READERS)
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Each mentored KSM before and after, beside those alike; a sentence only where the number allows one."""
    sit_down(request, visit)
    try:
        found = compared(visit.book, visit.standing, on=visit.today)
    except NotFound as absent:
        raise Http404 from absent
    state, said = SAYS[found.change.says]
    median = found.change.median
    context = {
        "found": found,
        "change": found.change,
        "state": state,
        "said": said,
        "median": "–" if median is None or found.change.says == "too_few" else _points(median),
        "picture": _picture(found),
        "alike": _alike(found),
        "rows": _rows(found),
        "waiting": [(pair.row.mentee.name, until) for pair, until in found.waiting],
        "near": Alike(),
        "fewest": FEWEST_BESIDE,
        "most": found.most,
    }
    return render(request, "peers/compare.html", context)


def _points(value: Fraction) -> str:
    """Points with their sign, halves as they are: `+2,5`, `0`."""
    number = words.percent(abs(value), 0 if value.denominator == 1 else 1).removesuffix("%")
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number}"


def _picture(found: Compared) -> SafeString | str:
    """Two bars a KSM: its own change in points, and the middle change of those alike."""
    known = [one for one in found.change.groups if one.change is not None and one.beside is not None]
    rows = [
        (label % {"ksm": one.track.name}, Fraction(points))
        for one in known
        for label, points in ((_("KSM %(ksm)s"), one.change), (_("KSM yang serupa dengan %(ksm)s"), one.beside))
        if points is not None
    ]
    return charts.bars(_("Perubahan poin lima kebiasaan"), rows, unit="number", heading=_("KSM")) if rows else ""


def _alike(found: Compared) -> list[tuple[str, str, str]]:
    """Each mentored KSM with the names of those that stand beside it, and of those lost."""
    return [
        (one.track.name, ", ".join(name for name in one.alike if name not in one.lost), ", ".join(one.lost))
        for one in found.change.groups
        if one.alike
    ]


def _rows(found: Compared) -> Table:
    months = found.months
    before, after = (
        ngettext("%(n)s bulan sebelum", "%(n)s bulan sebelum", months) % {"n": months},
        ngettext("%(n)s bulan sesudah", "%(n)s bulan sesudah", months) % {"n": months},
    )
    return Table(
        caption=_("Lima kebiasaan, sebelum dan sesudah"),
        columns=(
            Column(label=_("KSM yang didampingi")), Column(label=before, kind="number"),
            Column(label=after, kind="number"), Column(label=_("Berubah"), kind="text", key=True),
            Column(label=_("KSM serupa berubah"), kind="text"), Column(label=_("Angsuran tertunggak"), kind="text"),
            Column(label=_("Pertemuan"), kind="number"),
        ),
        rows=[_row(found.form, pair, one) for pair, one in zip(found.pairs, found.change.groups, strict=True)],
        note=_("Poin dihitung dari catatan KSM sendiri; kebiasaan tanpa catatan tidak dibandingkan."),
        empty=_("Belum ada pendampingan yang cukup lama untuk dibandingkan."),
    )  # fmt: skip


def _row(instrument: Instrument, pair: Pair, one: Mentored) -> tuple[Any, ...]:
    track = one.track
    return (
        Cell(
            value=track.name,
            href=reverse("peers:show", args=[pair.row.pk]),
            note=", ".join(item_name(instrument, key) for key in track.both),
        ),
        sum(before for before, _after in track.both.values()) if track.both else None,
        sum(after for _before, after in track.both.values()) if track.both else None,
        "–" if one.change is None else _points(Fraction(one.change)),
        Cell(value="–" if one.beside is None else _points(one.beside), note=_beside(one)),
        _("%(before)s, lalu %(after)s") % {"before": track.overdue, "after": track.overdue_later},
        len(pair.sessions),
    )


def _beside(one: Mentored) -> str:
    """How many stand beside it with a later reading."""
    n = len(one.alike) - len(one.lost)
    return ngettext("%(n)s KSM serupa", "%(n)s KSM serupa", n) % {"n": n}

"""The KSM's own position: what it has and whose it is, and its figures of the last year."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.problems.access import NotFound
from gulir.mentoring.queries.position import Position, position_seen
from gulir.mentoring.queries.signs import group_seen
from gulir.web import words
from gulir.web.signs.lines import READERS, sit_down
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, enter

__all__ = ["show"]

FIGURES = {
    "retention": (
        gettext_lazy("Anggota lama yang masih ikut"),
        gettext_lazy("%(numerator)s dari %(denominator)s anggota sejak %(since)s."),
    ),
    "growth": (
        gettext_lazy("Pertambahan anggota"),
        gettext_lazy("%(numerator)s orang dari %(denominator)s anggota sejak %(since)s."),
    ),
    "fund_use": (
        gettext_lazy("Uang yang sedang dipinjam anggota"),
        gettext_lazy("%(numerator_rp)s dari %(denominator_rp)s uang KSM."),
    ),
    "with_loan": (
        gettext_lazy("Anggota yang sedang meminjam dari KSM"),
        gettext_lazy("%(numerator)s dari %(denominator)s anggota."),
    ),
    "past_due": (
        gettext_lazy("Pinjaman anggota yang lewat janji"),
        gettext_lazy("%(numerator_rp)s dari %(denominator_rp)s pinjaman."),
    ),
    "savings_to_debt": (
        gettext_lazy("Tabungan dibanding pinjaman ke UPK"),
        gettext_lazy("Tabungan %(numerator_rp)s, sisa pokok ke UPK %(denominator_rp)s."),
    ),
    "return": (
        gettext_lazy("Hasil setahun dari uang KSM"),
        gettext_lazy("Hasil %(numerator_rp)s dari rata-rata %(denominator_rp)s."),
    ),
}
"""What the house counts and can prove; it has no writing off among members, so that figure is left out."""


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """What the KSM has and whose it is; the UPK's books know none of it."""
    sit_down(request, visit, group)
    try:
        of = group_seen(visit.book, group, visit.standing)
        found = position_seen(visit.book, group, visit.standing, on=visit.today)
    except NotFound as absent:
        raise Http404 from absent
    context = {
        "g": of,
        "p": found,
        "on": visit.today,
        "has": _has(found) if found else None,
        "whose": _whose(found) if found else None,
        "figures": _figures(found, _loans(visit, of.pk)) if found else None,
        "meetings": reverse("members:meetings" if of.pk in visit.standing.groups else "calls:meetings", args=[of.pk]),
    }
    return render(request, "signs/position.html", context)


def _two(caption: str, rows: list[tuple[Cell, int]]) -> Table:
    return Table(
        caption=caption,
        columns=(Column(label=_("Bagian")), Column(label=_("Rupiah"), kind="money", key=True)),
        rows=rows,
        total=(_("Jumlah"), sum(amount for _cell, amount in rows)),
        cards=False,
    )


def _has(found: Position) -> Table:
    late = words.rupiah(found.late)
    note = _("%(amount)s di antaranya lewat janji") % {"amount": late} if found.late else ""
    return _two(
        _("Yang dimiliki KSM"),
        [
            (Cell(value=_("Uang di kotak")), found.books.cash),
            (Cell(value=_("Dipinjam anggota"), note=note), found.books.lent),
        ],
    )


def _whose(found: Position) -> Table:
    own = _("hasil %(earned)s, sumbangan dikurangi bantuan %(given)s sejak %(since)s") % {
        "earned": words.rupiah(found.year.profit),
        "given": words.rupiah(found.given),
        "since": words.short_date(found.since),
    }
    return _two(
        _("Milik siapa"),
        [
            (Cell(value=_("Tabungan anggota")), found.books.savings),
            (Cell(value=_("Titipan angsuran untuk UPK")), found.books.held),
            (Cell(value=_("Milik KSM bersama"), note=own), found.books.surplus),
        ],
    )


def _loans(visit: Visit, group: UUID) -> str:
    """Where this person reads the KSM's loans from the UPK, if at all."""
    if group in visit.standing.groups:
        return reverse("members:group", args=[group])
    return reverse("officers:group", args=[group]) if "officer" in visit.desks else ""


def _figures(found: Position, loans: str) -> Table:
    rows = []
    for key, (name, said) in FIGURES.items():
        one = found.figures[key]
        facts = {
            "numerator": words.count(one.numerator),
            "denominator": words.count(one.denominator),
            "numerator_rp": words.rupiah(one.numerator),
            "denominator_rp": words.rupiah(one.denominator),
            "since": words.short_date(found.since),
        }
        href = loans if key == "savings_to_debt" else ""
        rows.append((Cell(value=str(name), note=str(said) % facts, href=href), one.value))
    return Table(
        caption=_("Angka KSM"),
        note=_("Dihitung dari buku KSM sendiri; yang tidak ada pembaginya dikosongkan."),
        columns=(Column(label=_("Angka")), Column(label=_("Persen"), kind="percent", key=True)),
        rows=rows,
        cards=False,
    )

"""The file of a loan: every form with its paper, all of them as one, and new lines for a card printed before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.papers.loan_file import Form, LoanFile, file_of_application, file_of_loan, forms, held, printable
from gulir.papers.words import Words
from gulir.web import words
from gulir.web.officers.desk import as_of, at_desk
from gulir.web.tables import Cell, Column, Table, Value
from gulir.web.visits import Visit

__all__ = ["of_application", "of_loan"]

WAITS = {
    "asked": gettext_lazy("pinjaman dari buku lama tidak punya pengajuan di sini"),
    "grouped": gettext_lazy("menunggu KSM dicatat"),
    "peopled": gettext_lazy("menunggu anggota yang meminjam dicatat"),
    "visited": gettext_lazy("setelah kunjungan"),
    "decided": gettext_lazy("setelah keputusan"),
    "granted": gettext_lazy("setelah disetujui"),
    "payable": gettext_lazy("setelah disetujui"),
    "handed": gettext_lazy("setelah dicairkan"),
    "lent": gettext_lazy("setelah dicairkan"),
    "shared": gettext_lazy("setelah dicairkan dan dibagi ke anggota"),
    "repaid": gettext_lazy("setelah ada angsuran"),
    "late": gettext_lazy("bila ada angsuran terlewat"),
    "renewable or rescheduled": gettext_lazy("bila pinjaman kurang lancar atau lebih berat"),
    "hard or written_off": gettext_lazy("bila pinjaman kurang lancar atau lebih berat"),
    "settled": gettext_lazy("setelah lunas"),
    "punctual": gettext_lazy("setelah lunas tanpa satu pun angsuran terlambat"),
}
"""When a form that cannot be printed yet can be."""


@at_desk("loans", "trustee")
def of_application(request: HttpRequest, visit: Visit, application: UUID) -> HttpResponse:
    """The file of an application, and of its loan once it was paid out."""
    found = file_of_application(visit.book, application, standing=visit.standing, on=as_of(request, visit))
    back = {
        "href": reverse("officers:application", args=[application]),
        "label": found.asked.number if found.asked else "",
    }
    return _page(request, found, ("reports:application_form", application), back)


@at_desk("loans", "trustee")
def of_loan(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """The file of a loan."""
    found = file_of_loan(visit.book, loan, standing=visit.standing, on=as_of(request, visit))
    back = {"href": reverse("officers:loan", args=[loan]), "label": _("Kartu pinjaman")}
    return _page(request, found, ("reports:loan_form", loan), back, loan=loan)


def _page(
    request: HttpRequest, found: LoanFile, place: tuple[str, UUID], back: dict[str, str], *, loan: UUID | None = None
) -> HttpResponse:
    name, subject = place
    inside, may = held(found), printable(found)
    extra = [form for form in may if form not in inside]
    later = [form for form in forms().values() if form not in may]
    context: dict[str, Any] = {
        "file": found,
        "back": back,
        "count": len(inside),
        "whole": reverse(name, args=[subject, "berkas"]) if inside else "",
        "inside": _table(_("Isi berkas saat ini"), inside, place),
        "extra": _table(_("Dicetak bila perlu"), extra, place),
        "later": [(form.name(words.language()), WAITS[form.when]) for form in later],
        "lines": _lines(found),
        "printer": reverse("reports:card_lines", args=[loan]) if loan and found.lent and found.lent.cards else "",
    }
    return render(request, "officers/loan_file.html", context)


def _table(caption: str, found: list[Form], place: tuple[str, UUID]) -> Table:
    """The forms in the order of the catalogue, each leading to its paper; an official code where one is known."""
    name, subject = place
    rows: list[list[Value | Cell]] = [
        [
            Cell(value=form.name(words.language()), href=reverse(name, args=[subject, form.key]), note=form.kode_resmi),
            _("KSM") if form.by == "ksm" else "UPK",
        ]
        for form in sorted(found, key=lambda form: form.no)
    ]
    return Table(
        caption=caption,
        columns=(Column(label=_("Formulir")), Column(label=_("Milik"))),
        rows=rows,
        empty=_("Belum ada formulir yang dapat dicetak untuk pinjaman ini."),
        cards=False,
    )


def _lines(found: LoanFile) -> list[tuple[int, str]]:
    """The lines of the card to choose the first from, the newest on top."""
    said = Words(words.language())
    lines = found.lent.cards if found.lent else ()
    texts = [(n, f"{n} · {words.short_date(line.on)} · {said(line.what)}") for n, line in enumerate(lines, start=1)]
    return texts[::-1]

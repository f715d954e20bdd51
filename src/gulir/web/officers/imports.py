"""Bringing files in: try a file first and read what was found in every row, then bring it in whole, or undo it.

The bytes that were tried travel with the page, so that what is brought in is exactly what was checked; the books check
it again.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.messages import sentence
from gulir.core.problems import Finding, Problem
from gulir.core.roles import Ledger
from gulir.intake.columns import form as form_of
from gulir.intake.columns import sample
from gulir.intake.kind import Outcome
from gulir.intake.kinds import KINDS
from gulir.intake.policy import BRING_IN
from gulir.intake.queries import imports
from gulir.intake.services import import_file, withdraw
from gulir.ledger.queries import accounts
from gulir.web import words
from gulir.web.books import called
from gulir.web.fields import DayField
from gulir.web.officers.bank import BANKS
from gulir.web.officers.desk import at_desk, key_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, fresh_key, say

__all__ = ["LABELS", "confirm", "example", "index", "undo"]

LARGEST = 6 * 1024 * 1024
"""Bytes of a file the page takes; larger ones go in at the command line."""
FINDINGS = 200
LABELS = {
    "chart": gettext_lazy("Bagan akun"),
    "roles": gettext_lazy("Peran akun"),
    "opening": gettext_lazy("Saldo awal"),
    "vouchers": gettext_lazy("Bukti lama"),
    "loans": gettext_lazy("Pinjaman lama"),
    "loan-members": gettext_lazy("Bagian anggota pinjaman lama"),
    "loan-transactions": gettext_lazy("Kartu pinjaman lama"),
    "people": gettext_lazy("Warga"),
    "households": gettext_lazy("Rumah tangga"),
    "ksm": gettext_lazy("KSM"),
    "ksm-members": gettext_lazy("Anggota KSM"),
    "statement": gettext_lazy("Rekening koran"),
}


def _label(kind: str) -> str:
    return str(LABELS.get(kind, kind))


NO_BANKS: Mapping[str, str] = {}


class FileForm(forms.Form):
    """A file and what it is."""

    kind = forms.ChoiceField(label=gettext_lazy("Isi berkas"))
    file = forms.FileField(label=gettext_lazy("Berkas CSV, XLSX atau XLS"))
    dated = DayField(
        label=gettext_lazy("Tanggal saldo"), required=False, help_text=gettext_lazy("Hanya untuk saldo awal.")
    )
    account = forms.ChoiceField(
        label=gettext_lazy("Untuk rekening bank"),
        required=False,
        help_text=gettext_lazy("Hanya untuk rekening koran."),
    )

    def __init__(self, *args: Any, banks: Mapping[str, str] = NO_BANKS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [("", _("Pilih rekening")), *banks.items()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind, _label(kind)) for kind in KINDS]  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[bytes]:
        """A file that is not too large for a page."""
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if (given.size or 0) > LARGEST:
            raise forms.ValidationError(
                _("Berkas ini lebih dari 6 MB. Bawa masuk lewat baris perintah, atau bagi menjadi beberapa berkas.")
            )
        return given


class ReasonForm(forms.Form):
    """Why an import is undone."""

    reason = forms.CharField(label=gettext_lazy("Alasan pembatalan"), max_length=200)


@at_desk("home")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, and what was brought in so far."""
    form = FileForm(
        request.POST or None,
        request.FILES or None,
        initial={"kind": request.GET.get("isi", ""), "account": request.GET.get("rekening", "")},
        banks=_banks(visit),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        content = b"".join(given["file"].chunks())
        body = {
            "kind": given["kind"],
            "name": str(given["file"].name)[:200],
            "dated": given["dated"],
            "account": given["account"],
        }
        try:
            outcome = import_file(
                **body, content=content, book=visit.book, actor=visit.actor, at=visit.at, key=fresh_key(), dry_run=True
            )
        except Problem as refusal:
            form.add_error(None, say(refusal))
        else:
            return _tried(request, body, content, outcome)
    context = {
        "form": form,
        "table": _table(visit),
        "may": BRING_IN.allows(visit.standing),
        "kinds": [(kind, _label(kind), form_of(kind).help[words.language()]) for kind in KINDS],
    }
    return render(request, "officers/imports.html", context, status=422 if form.errors else 200)


def _banks(visit: Visit) -> dict[str, str]:
    """The bank accounts of the three books by code; a code two books share is one choice with both names."""
    found: dict[str, str] = {}
    for account in (a for ledger in Ledger for a in accounts(visit.book, ledger) if a.role in BANKS):
        before = found.get(account.code)
        found[account.code] = f"{before} / {called(account)}" if before else f"{account.code} {called(account)}"
    return found


def _table(visit: Visit) -> Table:
    may = BRING_IN.allows(visit.standing)
    rows = []
    for row in imports(visit.book, visit.standing):
        gone = row["withdrawn_at"] is not None
        mark = (
            Cell(value="", state="watch", word=_("Dibatalkan"))
            if gone
            else Cell(value=_("Batalkan"), href=reverse("officers:import_undo", args=[row["import"]]))
            if may
            else Cell(value=_("Sudah masuk"))
        )
        rows.append(
            (Cell(value=row["name"], note=_label(row["kind"])), row["recorded_at"], row["by"], row["rows"], mark)
        )
    return Table(
        caption=_("Berkas yang sudah masuk"),
        columns=(
            Column(label=_("Berkas")), Column(label=_("Pada"), kind="date"), Column(label=_("Oleh")),
            Column(label=_("Jumlah baris"), kind="number", key=True), Column(label=_("Keadaan")),
        ),
        rows=rows,
        empty=_("Belum ada berkas yang masuk."),
    )  # fmt: skip


def _tried(request: HttpRequest, body: dict[str, Any], content: bytes, outcome: Outcome) -> HttpResponse:
    """What the trial found, row by row, with the button that brings the same bytes in."""
    context = {
        "body": {**body, "dated": f"{body['dated']:%Y-%m-%d}" if body["dated"] else ""},
        "label": _label(body["kind"]),
        "outcome": outcome,
        "warnings": len(outcome.findings) - outcome.errors,
        "counts": sorted(outcome.counts.items()),
        "findings": _findings(outcome.findings),
        "hidden": max(0, len(outcome.findings) - FINDINGS),
        "content": base64.b64encode(content).decode() if outcome.done else "",
        "key": fresh_key(),
    }
    return render(request, "officers/import_tried.html", context, status=200 if outcome.done else 422)


def _findings(found: tuple[Finding, ...]) -> Table:
    states = {"error": ("bad", _("Kesalahan")), "warning": ("watch", _("Perhatian"))}
    rows = [
        (
            Cell(value=str(f.row) if f.row else _("Seluruh berkas"), state=states[f.level][0], word=states[f.level][1]),  # type: ignore[arg-type]
            f.column or "",
            sentence(f.code, f.facts, words.language()),
        )
        for f in found[:FINDINGS]
    ]
    return Table(
        caption=_("Yang ditemukan"),
        columns=(Column(label=_("Baris")), Column(label=_("Kolom")), Column(label=_("Keterangan"))),
        rows=rows,
        empty=_("Tidak ada yang perlu diperbaiki."),
    )


@at_desk("home")
def confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Bring in the bytes that were tried."""
    if request.method != "POST":
        return redirect("officers:imports")
    try:
        content = base64.b64decode(request.POST.get("content", ""), validate=True)
        dated = date.fromisoformat(request.POST["dated"]) if request.POST.get("dated") else None
    except (binascii.Error, ValueError) as broken:
        raise Http404 from broken
    kind = request.POST.get("kind", "")
    body: dict[str, Any] = {
        "kind": kind,
        "name": request.POST.get("name", "")[:200],
        "dated": dated,
        "account": request.POST.get("account", "")[:20],
    }
    try:
        outcome = import_file(
            **body, content=content, book=visit.book, actor=visit.actor, at=visit.at, key=key_of(request)
        )
    except Problem as refusal:
        messages.error(request, say(refusal))
        return redirect("officers:imports")
    if outcome.errors:
        return _tried(request, body, content, outcome)
    messages.success(
        request,
        _("%(kind)s sudah masuk: %(rows)s baris.")
        % {"kind": _label(kind), "rows": words.count(max(outcome.counts.values(), default=0))},
    )
    return redirect("officers:imports")


@at_desk("home")
def undo(request: HttpRequest, visit: Visit, entry: UUID) -> HttpResponse:
    """Undo an import, with a reason."""
    found = next((row for row in imports(visit.book, visit.standing) if row["import"] == entry), None)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, withdraw, form=form, import_id=entry, reason=form.cleaned_data["reason"])
        if done is not None:
            messages.success(request, _("Berkas dibatalkan. Bukti yang dibalik: %(reversed_vouchers)s.") % done)
            return redirect("officers:imports")
    context = {"row": found, "label": _label(found["kind"]), "form": form, "key": key_of(request)}
    return render(request, "officers/import_undo.html", context, status=422 if form.errors else 200)


@at_desk("home")
def example(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """A sample file of one kind, to fill in."""
    if kind not in KINDS:
        raise Http404
    answer = HttpResponse(sample(kind), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return answer

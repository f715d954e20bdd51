"""What one person prepared and a second person approves: late vouchers, crossings, the end of loading."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.problems.access import NotFound
from gulir.ledger.models import Draft
from gulir.ledger.policy import may_approve, may_keep, may_see_books
from gulir.ledger.queries import drafts
from gulir.ledger.services import approve_draft, withdraw_draft
from gulir.web import words
from gulir.web.drafts import DRAFT_KINDS, draft_facts, draft_lines
from gulir.web.officers.desk import Check, at_desk, key_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["index", "show", "withdraw"]


class ReasonForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200)


def _waiting(visit: Visit) -> list[Draft]:
    return drafts(visit.book) if may_see_books.allows(visit.standing) else []


def _draft(visit: Visit, draft: UUID) -> Draft:
    found = next((row for row in _waiting(visit) if row.pk == draft), None)
    if found is None:
        raise NotFound(what="draft", name=str(draft))
    return found


def _title(draft: Draft) -> str:
    if draft.kind == "live":
        return _("Buka hari pertama %(day)s") % {"day": words.long_date(date.fromisoformat(draft.body["on"]))}
    return str(draft.body["description"])


def _amount(draft: Draft) -> int | None:
    if draft.kind == "crossing":
        return int(draft.body["amount"])
    return sum(int(row[2]) for row in draft.body["entries"]) if draft.kind == "susulan" else None


@at_desk("vouchers", "trustee")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that waits for a second person, oldest first."""
    rows = [
        (
            Cell(value=_title(d), href=reverse("officers:draft", args=[d.pk])),
            str(DRAFT_KINDS[d.kind]),
            d.made_by.name,
            d.made_at,
            _amount(d),
        )
        for d in _waiting(visit)
    ]
    table = Table(
        caption=_("Menunggu orang kedua"),
        columns=(
            Column(label=_("Hal")), Column(label=_("Jenis")), Column(label=_("Disiapkan oleh")),
            Column(label=_("Pada"), kind="date"), Column(label=_("Jumlah"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Tidak ada yang menunggu. Bukti susulan dan pemindahan antar buku menunggu persetujuan di sini."),
    )  # fmt: skip
    return render(
        request, "officers/drafts.html", {"table": table, "count": len(rows), "may": may_keep.allows(visit.standing)}
    )


@at_desk("vouchers", "trustee")
def show(request: HttpRequest, visit: Visit, draft: UUID) -> HttpResponse:
    """Exactly what will enter the books, and the approval of it."""
    found = _draft(visit, draft)
    form = Check(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            request, visit, approve_draft, form=form, draft=found.pk, digest=request.POST.get("digest", "")
        )
        if done is not None:
            numbers = ", ".join(row["number"] for row in done["vouchers"])
            messages.success(
                request,
                _("Disetujui: bukti %(numbers)s.") % {"numbers": numbers}
                if numbers
                else _("Disetujui. Hari pertama terbuka."),
            )
            return redirect("officers:drafts")
    context = {
        "d": found,
        "title": _title(found),
        "kind": DRAFT_KINDS[found.kind],
        "amount": _amount(found),
        "lines": draft_lines(visit.book, found),
        "facts": draft_facts(found),
        "form": form,
        "key": key_of(request),
        "own": found.made_by.person == visit.actor.person,
        "may": may_approve.allows(visit.standing),
        "may_withdraw": may_keep.allows(visit.standing),
    }
    return render(request, "officers/draft.html", context, status=422 if form.errors else 200)


@at_desk("vouchers")
def withdraw(request: HttpRequest, visit: Visit, draft: UUID) -> HttpResponse:
    """Take a waiting paper back, with a reason."""
    found = _draft(visit, draft)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, withdraw_draft, form=form, draft=found.pk, reason=form.cleaned_data["reason"])
        if done is not None:
            messages.success(request, _("Ditarik kembali. Alasannya tersimpan."))
            return redirect("officers:drafts")
    context = {"d": found, "title": _title(found), "form": form, "key": key_of(request)}
    return render(request, "officers/draft_withdraw.html", context, status=422 if form.errors else 200)

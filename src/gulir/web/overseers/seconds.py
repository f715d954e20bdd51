"""The watcher as the second person: reads the count of the day, or a prepared voucher, and says yes or no."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.problems.access import NotFound
from gulir.core.problems.ledger import BooksNotBegun
from gulir.ledger.models import Draft
from gulir.ledger.policy import may_approve, may_confirm_day
from gulir.ledger.queries import DaySummary, cash_counts, day_summary, days, drafts
from gulir.ledger.services import approve_draft, confirm_day, refuse_day
from gulir.web import words
from gulir.web.drafts import DRAFT_KINDS, draft_facts, draft_lines
from gulir.web.officers.vouchers import LEDGERS
from gulir.web.overseers.desk import at_desk
from gulir.web.visits import Visit, carry_out, fresh_key

__all__ = ["day", "paper"]


class RefuseForm(forms.Form):
    """Why the count goes back."""

    reason = forms.CharField(label=gettext_lazy("Alasan dihitung ulang"), max_length=200)


@at_desk("home", books=True)
def day(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The count of the open day beside the books; the overseer counts again, then confirms or sends it back."""
    if not may_confirm_day.allows(visit.standing):
        raise PermissionDenied("day")
    try:
        summary = day_summary(visit.book)
    except BooksNotBegun:
        return render(request, "overseers/day.html", {"s": None})
    asked = request.POST.get("do", "")
    agreed = forms.Form(request.POST if asked == "confirm" else None)
    refusal = RefuseForm(request.POST if asked == "refuse" else None)
    if asked == "confirm" and summary.day and agreed.is_valid():
        if carry_out(request, visit, confirm_day, form=agreed, day=summary.day) is not None:
            messages.success(request, _("Cocok! %(day)s sudah ditutup.") % {"day": words.day(summary.day)})
            return redirect("overseers:home")
    elif asked == "refuse" and refusal.is_valid():
        reason = refusal.cleaned_data["reason"]
        if carry_out(request, visit, refuse_day, form=refusal, day=summary.day, reason=reason) is not None:
            messages.success(request, _("Hitungan dikembalikan. Kas dihitung ulang."))
            return redirect("overseers:home")
    counted = days(visit.book, from_=summary.day, as_of=summary.day)[0].counted_by if summary.day else None
    context = {
        "s": summary,
        "counts": _counts(visit, summary) if summary.state == "counted" else [],
        "own": counted is not None and counted.person == visit.standing.person,
        "agreed": agreed,
        "refusal": refusal,
        "key": fresh_key(),
        "key2": fresh_key(),
    }
    bad = bool(agreed.errors or refusal.errors)
    return render(request, "overseers/day.html", context, status=422 if bad else 200)


def _counts(visit: Visit, summary: DaySummary) -> list[dict[str, Any]]:
    """The last closing count of each cash box that was counted: booked, counted, why it differs, note by note."""
    assert summary.day is not None  # counted days have one
    found = cash_counts(visit.book, from_=summary.day, as_of=summary.day)
    kept = {count.account_id: count for count in reversed(found) if count.closing}
    return [
        {
            "count": count,
            "book": LEDGERS[count.account.ledger],
            "gap": count.counted - count.expected,
            "pieces": [(int(piece), number) for piece, number in count.denominations.items()],
        }
        for count in kept.values()
    ]


# ---------------------------------------------------------------- prepared vouchers


@at_desk("vouchers", books=True)
def paper(request: HttpRequest, visit: Visit, draft: UUID) -> HttpResponse:
    """Exactly what will enter the books, and the approval of it by whoever did not prepare it."""
    if not may_approve.allows(visit.standing):
        raise PermissionDenied("draft")
    found = next((row for row in drafts(visit.book) if row.pk == draft), None)
    if found is None:
        raise NotFound(what="draft", name=str(draft))
    agreed = forms.Form(request.POST or None)
    if request.method == "POST" and agreed.is_valid():
        digest = request.POST.get("digest", "")
        if carry_out(request, visit, approve_draft, form=agreed, draft=found.pk, digest=digest) is not None:
            messages.success(request, _("Disetujui. Terima kasih sudah membacanya."))
            return redirect("overseers:home")
    context = {
        "d": found,
        "kind": DRAFT_KINDS[found.kind],
        "lines": draft_lines(visit.book, found),
        "facts": _facts(found),
        "own": found.made_by.person == visit.standing.person,
        "agreed": agreed,
        "key": fresh_key(),
    }
    return render(request, "overseers/paper.html", context, status=422 if agreed.errors else 200)


def _facts(draft: Draft) -> list[tuple[str, str]]:
    """What the paper says, with the title and the sum that the officer's page shows in its head."""
    body, found = draft.body, draft_facts(draft)
    if "description" in body:
        found.insert(0, (_("Uraian"), str(body["description"])))
    if draft.kind == "live":
        found.append((_("Hari pertama"), words.long_date(date.fromisoformat(body["on"]))))
    if draft.kind == "crossing":
        found.append((_("Jumlah"), words.rupiah(int(body["amount"]))))
    return found

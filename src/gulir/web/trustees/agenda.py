"""The agenda: what waits, exactly what is shown of it, and the decision of a meeting about it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.reference import rule_texts
from gulir.community.queries import offices_at
from gulir.core.money import rupiah
from gulir.governance import queries
from gulir.governance.models import AgendaItem, Meeting
from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.services import adopt_rule, decide
from gulir.web import words
from gulir.web.tables import Cell, Column, Table
from gulir.web.trustees.desk import at_table
from gulir.web.visits import Visit, carry_out, fresh_key

__all__ = ["SUBJECTS", "index", "show", "title_of"]

SUBJECTS = {
    "rule": gettext_lazy("Perubahan aturan"),
    "loan": gettext_lazy("Pengajuan pinjaman"),
    "profit": gettext_lazy("Pembagian laba"),
    "write_off": gettext_lazy("Penghapusbukuan"),
    "suspension": gettext_lazy("Penghentian pinjaman"),
}
SHOWN = {
    "rule": gettext_lazy("Aturan"),
    "now": gettext_lazy("Sekarang"),
    "proposed": gettext_lazy("Diusulkan"),
    "effective_on": gettext_lazy("Berlaku mulai"),
    "ksm": gettext_lazy("KSM"),
    "amount": gettext_lazy("Jumlah"),
    "members": gettext_lazy("Anggota"),
    "instalments": gettext_lazy("Kali angsuran"),
    "rate_percent": gettext_lazy("Jasa per angsuran (%)"),
    "purpose": gettext_lazy("Kegunaan"),
    "year": gettext_lazy("Tahun"),
    "profit": gettext_lazy("Laba"),
    "reason": gettext_lazy("Alasan"),
}
MONEY = {"amount", "profit"}
DAYS = {"effective_on"}


class DecisionForm(forms.Form):
    """What a meeting decided."""

    meeting = forms.ChoiceField(label=gettext_lazy("Dalam rapat"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        widget=forms.RadioSelect,
        choices=[
            ("approved", gettext_lazy("Disetujui")),
            ("returned", gettext_lazy("Dikembalikan untuk diperbaiki")),
            ("rejected", gettext_lazy("Ditolak")),
        ],
    )
    manner = forms.ChoiceField(
        label=gettext_lazy("Cara memutuskan"),
        widget=forms.RadioSelect,
        choices=[("consensus", gettext_lazy("Mufakat")), ("vote", gettext_lazy("Pemungutan suara"))],
        initial="consensus",
    )
    votes_for = forms.IntegerField(label=gettext_lazy("Suara setuju"), min_value=0, required=False)
    against = forms.IntegerField(label=gettext_lazy("Suara menolak"), min_value=0, required=False)
    abstained = forms.IntegerField(label=gettext_lazy("Tidak memilih"), min_value=0, required=False)
    aside = forms.MultipleChoiceField(
        label=gettext_lazy("Menyatakan kepentingan dan tidak ikut memutuskan"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, meetings: list[Meeting], people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = [  # type: ignore[attr-defined]
            (str(m.pk), f"{m.number} · {words.short_date(m.held_on)}") for m in meetings
        ]
        self.fields["aside"].choices = people  # type: ignore[attr-defined]


def title_of(item: AgendaItem) -> str:
    """The item's title in words: a rule by its name, anything else as it was put on the agenda."""
    if item.subject_kind == "rule":
        return rule_texts()[item.subject_id].name.to(words.language())
    return str(item.shown["title"])


def shown_lines(item: AgendaItem) -> list[tuple[str, str]]:
    """What the board is shown, line by line, as people read it."""
    lines = []
    for key, label in SHOWN.items():
        if key not in item.shown:
            continue
        value = item.shown[key]
        if key == "rule":
            value = title_of(item)
        elif key in MONEY and isinstance(value, int):
            value = rupiah(value)
        elif key in DAYS:
            value = words.long_date(date.fromisoformat(str(value)))
        lines.append((str(label), str(value)))
    return lines


@at_table("agenda")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that waits, oldest first."""
    waiting = list(queries.agenda(visit.book, visit.standing))
    rows = [
        (
            Cell(value=title_of(item), href=reverse("trustees:item", args=[item.pk])),
            str(SUBJECTS.get(item.subject_kind, item.subject_kind)),
            item.put_on,
        )
        for item in waiting
    ]
    table = Table(
        caption=_("Menunggu keputusan"),
        columns=(Column(label=_("Hal")), Column(label=_("Jenis")), Column(label=_("Diajukan"), kind="date")),
        rows=rows,
        empty=_("Tidak ada yang menunggu keputusan. Usulan dari UPK dan usulan aturan akan muncul di sini."),
    )
    return render(request, "trustees/agenda.html", {"table": table, "count": len(waiting)})


@at_table("agenda")
def show(request: HttpRequest, visit: Visit, item: UUID) -> HttpResponse:
    """One item: exactly what is shown, and the form that records the meeting's decision on it."""
    found = queries.agenda(visit.book, visit.standing).filter(pk=item).first()
    if found is None:
        raise Http404
    open_meetings = list(queries.meetings(visit.book, visit.standing).filter(status="open"))
    holders = offices_at(visit.book, visit.today)
    people = [(str(h.person), h.name) for h in holders if h.office in ("trustee", "coordinator")]
    form = DecisionForm(request.POST or None, meetings=open_meetings, people=people)
    may = KEEPS_MEETINGS.allows(visit.standing)
    if request.method == "POST" and form.is_valid():
        done = _record(request, visit, found, form)
        if done is not None:
            messages.success(request, _("Keputusan %(number)s tercatat.") % {"number": done["number"]})
            return redirect("trustees:agenda")
    context = {
        "item": found,
        "title": title_of(found),
        "kind": SUBJECTS.get(found.subject_kind, found.subject_kind),
        "lines": shown_lines(found),
        "form": form,
        "may": may,
        "open_meetings": open_meetings,
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "trustees/item.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, visit: Visit, item: AgendaItem, form: DecisionForm) -> dict[str, Any] | None:
    given = form.cleaned_data
    done = carry_out(
        request,
        visit,
        decide,
        form=form,
        meeting=UUID(given["meeting"]),
        agenda=item.pk,
        digest=request.POST.get("digest", ""),
        outcome=given["outcome"],
        manner=given["manner"],
        votes_for=given["votes_for"] or 0,
        against=given["against"] or 0,
        abstained=given["abstained"] or 0,
        interests=dict.fromkeys(given["aside"], "pihak terkait"),
    )
    if done is not None and item.subject_kind == "rule" and given["outcome"] == "approved":
        adopt_rule(
            book=visit.book, key=f"adopt {done['decision']}", actor=visit.actor, at=visit.at, rule=item.subject_id
        )
    return done

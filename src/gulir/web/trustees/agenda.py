"""The agenda: what waits, exactly what is shown of it, and the decision of a meeting about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.community.queries import offices_at
from gulir.core.problems import Problem
from gulir.governance import queries
from gulir.governance.models import DECIDING_KINDS, AgendaItem, Meeting
from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.services import adopt_rule, decide
from gulir.governance.services.meetings import BOARD_OFFICES
from gulir.web import words
from gulir.web.tables import Cell, Column, Table
from gulir.web.trustees.desk import at_table
from gulir.web.trustees.subjects import kind_of, shown_lines, title_of
from gulir.web.visits import Visit, carry_out, fresh_key, say

__all__ = ["OUTCOMES", "decided_table", "index", "show", "waiting_table"]

RECENT = 20
"""Decisions below the agenda; older ones stand with their meetings."""
OUTCOMES = {
    "approved": gettext_lazy("Disetujui"),
    "returned": gettext_lazy("Dikembalikan"),
    "rejected": gettext_lazy("Ditolak"),
}
TONES: dict[str, Literal["good", "watch", "bad"]] = {"approved": "good", "returned": "watch", "rejected": "bad"}


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


@at_table("agenda")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that waits, oldest first; below it what was decided of late."""
    waiting = list(queries.agenda(visit.book, visit.standing))
    decided = list(queries.decisions(visit.book, visit.standing)[:RECENT])
    context = {
        "table": waiting_table(waiting),
        "decided": decided_table(decided),
        "count": len(waiting),
        "may": KEEPS_MEETINGS.allows(visit.standing),
    }
    return render(request, "trustees/agenda.html", context)


def waiting_table(waiting: Iterable[AgendaItem]) -> Table:
    """What waits for a meeting, each with its kind and since when."""
    rows = [
        (
            Cell(
                value=title_of(item.subject_kind, item.subject_id, item.shown["title"], item.shown),
                href=reverse("trustees:item", args=[item.pk]),
                note=kind_of(item.subject_kind),
            ),
            item.put_on,
        )
        for item in waiting
    ]
    return Table(
        caption=_("Menunggu keputusan"),
        columns=(Column(label=_("Hal")), Column(label=_("Masuk agenda"), kind="date")),
        rows=rows,
        empty=_("Tidak ada yang menunggu keputusan. Usulan dari UPK dan usulan aturan akan muncul di sini."),
    )


def decided_table(decided: Iterable[Any], *, over: bool = False) -> Table:
    """What was decided: the subject, the outcome and how it was reached; `over` when nothing more can be decided."""
    rows = [
        (
            Cell(
                value=title_of(d.subject_kind, d.subject_id, d.title, d.agenda.shown if d.agenda else None),
                href=reverse("trustees:item", args=[d.agenda_id]) if d.agenda_id else "",
                note=f"{kind_of('rule')} · {d.number}" if d.subject_kind == "rule" else d.number,
            ),
            Cell(value="", state=TONES[d.outcome], word=str(OUTCOMES[d.outcome])),
            _("Mufakat")
            if d.manner == "consensus"
            else _("%(yes)s setuju, %(no)s menolak") % {"yes": d.votes_for, "no": d.against},
            d.decided_on,
        )
        for d in decided
    ]
    return Table(
        caption=_("Sudah diputuskan"),
        columns=(
            Column(label=_("Hal")),
            Column(label=_("Keputusan")),
            Column(label=_("Cara")),
            Column(label=_("Tanggal"), kind="date"),
        ),
        rows=rows,
        empty=_("Rapat ini tidak mengambil keputusan.")
        if over
        else _("Belum ada keputusan. Buka satu hal dari agenda selama rapat berlangsung, lalu catat keputusannya."),
    )


@at_table("agenda")
def show(request: HttpRequest, visit: Visit, item: UUID) -> HttpResponse:
    """One item: exactly what is shown, and the form that records the meeting's decision on it."""
    found, decision = _item(visit, item)
    if found is None:
        raise Http404
    held = queries.meetings(visit.book, visit.standing).filter(status="open", kind__in=DECIDING_KINDS)
    open_meetings = list(held)
    people = [(str(h.person), h.name) for h in offices_at(visit.book, visit.today) if h.office in BOARD_OFFICES]
    form = DecisionForm(request.POST or None, meetings=open_meetings, people=people)
    if request.method == "POST" and form.is_valid() and decision is None:
        done = _record(request, visit, found, form)
        if done is not None:
            messages.success(request, _("Keputusan %(number)s tercatat.") % {"number": done["number"]})
            return redirect("trustees:agenda")
    context = {
        "item": found,
        "title": title_of(found.subject_kind, found.subject_id, found.shown["title"], found.shown),
        "kind": kind_of(found.subject_kind),
        "lines": shown_lines(found.subject_kind, found.subject_id, found.shown),
        "form": form,
        "decision": decision,
        "outcome": OUTCOMES[decision.outcome] if decision else "",
        "tone": TONES[decision.outcome] if decision else "",
        "may": KEEPS_MEETINGS.allows(visit.standing),
        "open_meetings": open_meetings,
        "voted": request.POST.get("manner") == "vote",
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "trustees/item.html", context, status=422 if form.errors else 200)


def _item(visit: Visit, item: UUID) -> tuple[AgendaItem | None, Any]:
    """The item while it waits, or once it was decided, with its decision."""
    waiting = queries.agenda(visit.book, visit.standing).filter(pk=item).first()
    if waiting is not None:
        return waiting, None
    decision = queries.decisions(visit.book, visit.standing).filter(agenda=item).select_related("agenda").first()
    return (decision.agenda, decision) if decision is not None else (None, None)


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
        _adopt(request, visit, item, done["decision"])
    return done


def _adopt(request: HttpRequest, visit: Visit, item: AgendaItem, decision: Any) -> None:
    """Let the decided rule come into force; when it cannot (the day it should begin has passed), say so."""
    try:
        adopt_rule(book=visit.book, key=f"adopt {decision}", actor=visit.actor, at=visit.at, rule=item.subject_id)
    except Problem as refusal:
        messages.warning(request, say(refusal))

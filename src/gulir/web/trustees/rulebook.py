"""The rulebook: every value the board works by, since when, by which decision, and where it comes from."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.reference import rule_texts, source_texts
from gulir.core.problems.rulebook import RuleUnknown
from gulir.core.rules import Rulebook, RuleDef, Rules, RuleType
from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.queries import rulebook
from gulir.governance.services import propose_rule
from gulir.web import words
from gulir.web.desks import sit_down_anywhere
from gulir.web.tables import Cell, Column, Table
from gulir.web.trustees.desk import READERS
from gulir.web.trustees.values import ProposalForm, in_words
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["index", "show"]

SHORT = 24
"""Letters of a value that still read well as the one figure of a page."""
TAGS = {
    "sourced": gettext_lazy("dari pedoman"),
    "inferred": gettext_lazy("disimpulkan dari data"),
    "default": gettext_lazy("pilihan Gulir"),
}
CHAPTERS = {
    "group": gettext_lazy("Syarat KSM"),
    "loan": gettext_lazy("Pinjaman"),
    "repayment": gettext_lazy("Angsuran"),
    "savings": gettext_lazy("Tabungan tanggung renteng"),
    "arrears": gettext_lazy("Tunggakan"),
    "collectibility": gettext_lazy("Kolektibilitas dan cadangan"),
    "provision": gettext_lazy("Kolektibilitas dan cadangan"),
    "indicator": gettext_lazy("Ukuran kinerja"),
    "lending": gettext_lazy("Ukuran kinerja"),
    "mentoring": gettext_lazy("Pendampingan KSM"),
    "cash": gettext_lazy("Kas dan bank"),
    "profit": gettext_lazy("Laba"),
    "rwt": gettext_lazy("Rapat dan pengurus"),
    "board": gettext_lazy("Rapat dan pengurus"),
    "office": gettext_lazy("Rapat dan pengurus"),
    "upk": gettext_lazy("Rapat dan pengurus"),
    "overseers": gettext_lazy("Rapat dan pengurus"),
}
OTHERS = gettext_lazy("Aturan lain")
ORIGINS = {
    "default": gettext_lazy("pilihan Gulir"),
    "infer": gettext_lazy("disimpulkan dari"),
    "methods": gettext_lazy("pegangan pendampingan"),
    "bg": gettext_lazy("pengetahuan umum"),
    "domain": gettext_lazy("pegangan program"),
    "peers": gettext_lazy("pengalaman di tempat lain"),
}
"""Words in the sources of the rules; the others (`S2`) name a text they were read in."""
PART = re.compile(r"[,;] ")
WORD = re.compile(r"S\d+|[a-z]+")
YEAR = re.compile(r"\((\d{4})\)")


@enter(*READERS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All rules in chapters, each with its value, since when and from where."""
    sit_down_anywhere(request, visit, "rulebook", rather="trustee")
    book = rulebook(visit.book)
    rules = book.at(visit.today)
    chapters: dict[str, list[Any]] = {}
    for key, definition in book.definitions.items():
        title = str(CHAPTERS.get(key.partition(".")[0], OTHERS))
        chapters.setdefault(title, []).append(_row(definition, rules))
    order = [str(t) for t in dict.fromkeys(map(str, [*CHAPTERS.values(), OTHERS]))]
    tables = [_table(title, chapters[title]) for title in order if title in chapters]
    own = sum(1 for history in book.rows.values() if history)
    context = {"tables": tables, "count": len(book.definitions), "own": own, "warnings": book.warnings(visit.today)}
    return render(request, "trustees/rulebook.html", context)


def _row(definition: RuleDef, rules: Rules) -> tuple[Any, ...]:
    value = rules.value(definition.key)
    used = rules.asked[definition.key]
    text = rule_texts()[definition.key]
    origin = used.decision or str(TAGS[used.tag.value])
    return (
        Cell(
            value=text.name.to(words.language()),
            href=reverse("trustees:rule", args=[definition.key]),
            note=text.meaning.to(words.language()),
        ),
        definition.code,
        in_words(definition, value),
        used.since,
        origin,
    )


def _table(title: str, rows: list[Any]) -> Table:
    return Table(
        caption=title,
        columns=(
            Column(label=_("Aturan")),
            Column(label=_("Kode"), kind="code"),
            Column(label=_("Nilai"), key=True),
            Column(label=_("Sejak"), kind="date"),
            Column(label=_("Dasar")),
        ),
        rows=rows,
        empty=_("Belum ada aturan."),
    )


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """One rule: what it means, its whole history, and the proposal of another value."""
    sit_down_anywhere(request, visit, "rulebook", rather="trustee")
    book = rulebook(visit.book)
    try:
        definition = book.definition(key)
    except RuleUnknown as unknown:
        raise Http404 from unknown
    now = book.at(visit.today).value(key)
    form = ProposalForm(request.POST or None, definition=definition, now=now)
    if request.method == "POST" and form.is_valid():
        starts = form.cleaned_data["effective_on"]
        done = carry_out(request, visit, propose_rule, form=form, rule=key, value=form.value(), effective_on=starts)
        if done is not None:
            messages.success(request, _("Usulan masuk agenda. Aturan berubah setelah rapat memutuskannya."))
            return redirect("trustees:item", item=done["agenda"])
    text = rule_texts()[key]
    value = in_words(definition, now)
    context = {
        "definition": definition,
        "name": text.name.to(words.language()),
        "meaning": text.meaning.to(words.language()),
        "value": value,
        "short": len(value) <= SHORT,
        "tag": TAGS[definition.tag.value],
        "sources": _source(definition.source) if definition.source != definition.tag.value else [],
        "table": _history(definition, book),
        "form": form,
        "may": definition.changeable
        and definition.type is not RuleType.TABLE
        and KEEPS_MEETINGS.allows(visit.standing),
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "trustees/rule.html", context, status=422 if form.errors else 200)


def _source(source: str) -> list[str]:
    """Where a value comes from, text by text, in the language of the page."""
    titles, language = source_texts(), words.language()

    def named(word: re.Match[str]) -> str:
        return titles[word[0]].to(language) if word[0] in titles else str(ORIGINS.get(word[0], word[0]))

    parts = [WORD.sub(named, part) for part in PART.split(source)]
    return [YEAR.sub(lambda year: _("(sejak %(year)s)") % {"year": year[1]}, part) for part in parts]


def _history(definition: RuleDef, book: Rulebook) -> Table:
    """Every version, the newest first, each with the value it had from its day on."""
    rows = [
        (
            in_words(definition, book.at(used.since or date.min).value(definition.key)),
            used.since,
            used.decision or str(TAGS[used.tag.value]),
        )
        for used in reversed(book.history(definition.key))
    ]
    return Table(
        caption=_("Riwayat"),
        columns=(Column(label=_("Nilai")), Column(label=_("Sejak"), kind="date"), Column(label=_("Dasar"))),
        rows=rows,
        empty=_("Belum pernah berubah."),
    )

"""What became of life after a loan: change with its number, its spread and who was lost, jobs, repeat loans."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.jobs import Jobs
from gulir.core.money import half_up
from gulir.core.outcomes import FEW, Seen
from gulir.governance.queries import rules_at
from gulir.lending.policy import READS_LOANS
from gulir.mentoring.models import FollowUpJob
from gulir.mentoring.policy import READS_ANSWERS, READS_OUTCOMES, WRITES_FOLLOW_UPS
from gulir.mentoring.queries.followups import Followed, followed
from gulir.mentoring.queries.outcomes import (
    ATTRITION,
    MEASURES,
    Outcomes,
    RoundOutcome,
    Work,
    borrowers,
    household_left,
    outcomes,
    profit,
)
from gulir.papers import build
from gulir.papers import render as to_file
from gulir.papers.reports.outcomes import ChangeLine, change_lines, index_notes, price_note
from gulir.papers.text import shown
from gulir.papers.values import Column as PaperColumn
from gulir.papers.words import Words
from gulir.web import charts, words
from gulir.web.desks import sit_down_anywhere
from gulir.web.outcomes.words import ANSWER_WORDS, ROUND_WORDS, WORKER_WORDS
from gulir.web.reports.show import TYPES
from gulir.web.tables import Cell, Column, State, Table
from gulir.web.visits import Visit, enter

__all__ = ["download", "index", "rows"]

READERS = ("facilitator", "officer", "trustee", "overseer", "coordinator")
GOOD = "indicator.repeat_rate_good"
"""The rule that says from which share of repeat borrowers on the rolling is good (R58)."""
SHORT = {
    "income": gettext_lazy("Laba usaha"), "capital": gettext_lazy("Modal usaha"), "left": gettext_lazy("Sisa serumah"),
}  # fmt: skip
FATES = {
    **ANSWER_WORDS, "missed": gettext_lazy("Tidak pernah ditanya"), "waiting": gettext_lazy("Belum ditanya"),
}  # fmt: skip
assert set(SHORT) == set(MEASURES)
assert set(FATES) == set(ATTRITION)
SAYS: Mapping[Seen, State] = {
    "nobody_twice": "info", "unchanged": "info", "too_few": "watch", "not_seen": "info", "rose": "good", "fell": "bad",
}  # fmt: skip
CHANCE = PaperColumn(label="", kind="percent")
ROWS = ("month_6", "month_12", "kerja", "ulang")


@enter(*READERS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All figures of today, each with why; pictures with their tables behind."""
    sit_down_anywhere(request, visit, "outcomes")
    if not READS_OUTCOMES.allows(visit.standing):
        raise PermissionDenied
    good_above = rules_at(visit.book, visit.today).percent(GOOD)
    found = outcomes(visit.book, visit.standing, on=visit.today, good_above=good_above)
    newest = next((one for one in reversed(found.rounds) if one.followed), None)
    repeat, said = found.repeat, Words(words.language())
    context = {
        "found": found,
        "newest": newest,
        "newest_word": ROUND_WORDS[newest.round] if newest else "",
        "median": _median(newest),
        "why": _why(visit, found, newest.round if newest else "month_6"),
        "parts": [_part(one, found) for one in found.rounds if one.asked],
        "picture": _picture(found),
        "work": found.work,
        "work_table": _work(found.work) if found.work else None,
        "fte": _one_decimal(found.work.all.fte) if found.work else "",
        "work_why": reverse("outcomes:rows", args=["kerja"]) if found.opens_rows else "#cara",
        "repeat": words.percent(repeat.value) if repeat.value is not None else "–",
        "repeat_why": reverse("outcomes:rows", args=["ulang"]) if READS_LOANS.allows(visit.standing) else "#cara",
        "good_above": words.percent(good_above, 0),
        "good": repeat.class_ == "good",
        "prices": [price_note(said, found), *index_notes(said, found)],
        "asks": WRITES_FOLLOW_UPS.allows(visit.standing),
        "few": FEW,
        "files": {form: reverse("outcomes:file", args=[form]) for form in TYPES},
    }
    return render(request, "outcomes/index.html", context)


def _why(visit: Visit, found: Outcomes, key: str) -> str:
    """The rows of a figure, for whoever may open them; else how it is computed."""
    return reverse("outcomes:rows", args=[key]) if found.opens_rows else "#cara"


def _median(one: RoundOutcome | None) -> int | None:
    if one is None or one.measures is None:
        return None
    middle = one.measures["income"].change.middle
    return half_up(middle.median) if middle else None


def _part(one: RoundOutcome, found: Outcomes) -> dict[str, Any]:
    """One round: its table of measures, who was lost, what became of the businesses."""
    share = Fraction(100 * one.followed, one.asked)
    return {
        "round": ROUND_WORDS[one.round],
        "one": one,
        "share": words.percent(share, 0),
        "table": _measures(one) if one.measures and one.followed else None,
        "lost": _lost(one.attrition) if one.attrition else None,
        "why": reverse("outcomes:rows", args=[one.round]) if found.opens_rows else "#cara",
    }


def _measures(one: RoundOutcome) -> Table:
    """The same lines as the papers: the middle half, how often chance would do it, what may be said."""
    said = Words(words.language())
    return Table(
        caption=said("outcome_change"),
        columns=(
            Column(label=_("Ukuran")), Column(label=_("Seperempat terbawah"), kind="money"),
            Column(label=_("Median"), kind="money", key=True), Column(label=_("Seperempat teratas"), kind="money"),
            Column(label=_("Peluang kebetulan"), kind="number"), Column(label=_("Yang boleh dikatakan")),
        ),
        rows=[_line(line, one, said) for line in change_lines(said, one)],
        note=_("Perubahan, bukan bukti pengaruh."),
    )  # fmt: skip


def _line(line: ChangeLine, one: RoundOutcome, said: Words) -> tuple[Any, ...]:
    """One line; a note says how many rose, fell and stayed, and of how many, where not all who answered count."""
    notes = []
    if line.label == said("outcome_real"):
        notes.append(said("outcome_judged", n=str(line.judged), of=str(one.followed)))
    if line.counted is not None:
        counted = dict(zip(("rose", "fell", "same"), line.counted, strict=True))
        notes.append(_("%(rose)s naik, %(fell)s turun, %(same)s tetap") % counted)
    chance = shown(line.chance, CHANCE, said.language) if line.chance else "–"
    return (
        Cell(value=line.label, note="; ".join(notes)),
        *(line.middle or (None, None, None)),
        chance,
        Cell(value="", state=SAYS[line.says], word=line.said),
    )


def _lost(found: Mapping[str, int]) -> Table:
    return Table(
        caption=_("Siapa yang menjawab, siapa yang tidak"),
        columns=(Column(label=_("Hasilnya")), Column(label=_("Anggota"), kind="number", key=True)),
        rows=[(str(FATES[name]), found[name]) for name in ATTRITION if found[name] or name == "answered"],
        total=(_("Semua yang sudah waktunya ditanya"), sum(found.values())),
    )


def _picture(found: Outcomes) -> SafeString | None:
    """The median change of each round side by side, or nothing while there is none to show."""
    shown = []
    for one in found.rounds:
        for name in MEASURES:
            middle = one.measures[name].change.middle if one.measures else None
            if middle is not None:
                label = _("%(what)s, %(when)s") % {"what": SHORT[name], "when": ROUND_WORDS[one.round]}
                shown.append((label, half_up(middle.median)))
    if not shown:
        return None
    title = _("Perubahan di tengah-tengah: separuh anggota di atasnya, separuh di bawahnya")
    return charts.bars(title, shown, heading=_("Ukuran"))


def _one_decimal(value: Fraction) -> str:
    return words.percent(value).removesuffix("%")


def _work(work: Work) -> Table:
    lines: list[tuple[str, Jobs]] = []
    if work.by_who is not None:
        lines += [(str(WORKER_WORDS[who]), one) for who, one in work.by_who.items()]
    lines += [(label, one) for label, one in ((_("Di antaranya perempuan"), work.women),
                                              (_("Di antaranya dari keluarga miskin"), work.poor)) if one]  # fmt: skip
    return Table(
        caption=_("Yang bekerja di usaha anggota"),
        columns=(
            Column(label=_("Siapa")), Column(label=_("Orang"), kind="number"),
            Column(label=_("Setara penuh waktu"), kind="number", key=True),
        ),
        rows=[(label, one.persons, _one_decimal(one.fte)) for label, one in lines],
        total=(_("Semua"), work.all.persons, _one_decimal(work.all.fte)),
        note=_("Setara penuh waktu: 40 jam seminggu, seorang paling banyak satu."),
        empty=_("Rinciannya terlalu kecil untuk ditunjukkan tanpa menunjuk orang."),
    )  # fmt: skip


@enter(*READERS)
def download(request: HttpRequest, visit: Visit, form: str) -> HttpResponse:
    """The figures of today as a file; never a row."""
    if form not in TYPES:
        raise Http404
    if not READS_OUTCOMES.allows(visit.standing):
        raise PermissionDenied
    made = build("outcomes", book=visit.book, as_of=visit.today, language=words.language(), standing=visit.standing)
    answer = HttpResponse(to_file(made, form), content_type=TYPES[form])
    name = f"{visit.board.code}-outcomes-{visit.today.isoformat()}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# ---------------------------------------------------------------- the rows behind a figure


@enter(*READERS)
def rows(request: HttpRequest, visit: Visit, what: str) -> HttpResponse:
    """The rows one figure was counted from, for whoever may open them."""
    sit_down_anywhere(request, visit, "outcomes")
    if what not in ROWS:
        raise Http404
    may = READS_OUTCOMES & (READS_LOANS if what == "ulang" else READS_ANSWERS)
    if not may.allows(visit.standing):
        raise PermissionDenied
    if what == "ulang":
        title, table = _("Anggota menurut banyaknya pinjaman"), _repeat(visit)
    else:
        found = sorted(followed(visit.book, visit.standing, on=visit.today), key=lambda row: (row.ksm, row.name))
        if what == "kerja":
            title, table = _("Yang bekerja, usaha demi usaha"), _workers(found)
        else:
            title = _("Dulu dan %(turn)s kemudian, anggota demi anggota") % {"turn": ROUND_WORDS[what]}
            table = _pairs(found, what)
    return render(request, "outcomes/rows.html", {"title": title, "table": table, "count": len(table.rows)})


def _who(row: Followed) -> Cell:
    return Cell(value=row.name, note=_("KSM %(ksm)s") % {"ksm": row.ksm})


def _pairs(found: list[Followed], key: str) -> Table:
    """Profit, capital and what is left: before, then, and the difference; lost ones with their reason and no figure."""
    shown: list[tuple[Any, ...]] = []
    for row in found:
        state = next(one.state for one in row.rounds if one.round == key)
        said = row.answers.get(key)
        if state == "coming":
            continue
        if said is None:
            fate = FATES["missed" if state == "missed" else "waiting"]
            shown.append((_who(row), None, None, None, None, Cell(value="", state="watch", word=fate)))
            continue
        href = reverse("outcomes:show", args=[said.pk])
        if said.answer != "answered":
            shown.append((_who(row), None, None, None, None, Cell(value="", state="watch", word=FATES[said.answer])))
            continue
        was, now = profit(row.baseline), profit(said)
        word = _("Berjalan") if said.alive else _("Berhenti")
        shown.append((
            Cell(value=row.name, href=href, note=_("KSM %(ksm)s") % {"ksm": row.ksm}),
            was, now, now - was, household_left(said) - household_left(row.baseline),
            Cell(value="", state="good" if said.alive else "bad", word=word),
        ))  # fmt: skip
    return Table(
        caption=_("Laba usaha sebulan"),
        columns=(
            Column(label=_("Anggota")), Column(label=_("Dulu"), kind="money"),
            Column(label=_("Kemudian"), kind="money"),
            Column(label=_("Selisih"), kind="money", key=True), Column(label=_("Selisih sisa serumah"), kind="money"),
            Column(label=_("Usaha")),
        ),
        rows=shown,
        empty=_("Belum ada anggota yang waktunya ditanya."),
    )  # fmt: skip


def _at_work(job: FollowUpJob) -> tuple[Any, ...]:
    return (
        str(WORKER_WORDS[job.who]), job.weekly_hours, job.months,
        _("Perempuan") if job.woman else _("Laki-laki"), _("Ya") if job.poor else _("Tidak"),
    )  # fmt: skip


def _workers(found: list[Followed]) -> Table:
    shown: list[tuple[Any, ...]] = []
    for row in found:
        if not row.answers:
            continue
        said = row.answers["month_12" if "month_12" in row.answers else "month_6"]
        href = reverse("outcomes:show", args=[said.pk])
        owner = Cell(value=row.name, href=href, note=_("KSM %(ksm)s") % {"ksm": row.ksm})
        shown += [(owner, *_at_work(job)) for job in sorted(said.jobs.all(), key=lambda one: one.line)]
    return Table(
        caption=_("Yang bekerja di usaha anggota"),
        columns=(
            Column(label=_("Usaha milik")), Column(label=_("Siapa")),
            Column(label=_("Jam seminggu"), kind="number", key=True), Column(label=_("Bulan setahun"), kind="number"),
            Column(label=_("Jenis kelamin")), Column(label=_("Keluarga miskin")),
        ),
        rows=shown,
        empty=_("Belum ada jawaban tentang yang bekerja."),
    )  # fmt: skip


def _repeat(visit: Visit) -> Table:
    found = borrowers(visit.book, visit.standing, on=visit.today)
    return Table(
        caption=_("Anggota menurut banyaknya pinjaman"),
        columns=(
            Column(label=_("Anggota")),
            Column(label=_("KSM")),
            Column(label=_("Pinjaman"), kind="number", key=True),
        ),
        rows=[(row.name, row.ksm, row.loans) for row in found],
        total=(_("Meminjam lebih dari sekali"), "", sum(row.loans > 1 for row in found)),
        empty=_("Belum ada yang meminjam."),
    )  # fmt: skip

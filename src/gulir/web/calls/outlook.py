"""Whom to visit: every KSM with its early warnings and all that waits for the next visit, and the list of next week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.community.queries import GroupRow, group_of
from gulir.core.early_warning import Coaching, topics_for
from gulir.core.visits import Reason
from gulir.core.vital_signs import Sign
from gulir.ledger.queries import open_day
from gulir.lending.queries import LoanRow
from gulir.lending.queries.today import FundToday, fund_today
from gulir.mentoring.policy import READS_WARNINGS
from gulir.mentoring.queries.signs import HABITS_FORM, low_habits_of
from gulir.mentoring.queries.visits import GroupToVisit, to_visit
from gulir.mentoring.queries.warnings import GroupWarned, WarningList, warning_list
from gulir.web import words
from gulir.web.calls.warning_words import fell_said, warning_said, why_said
from gulir.web.calls.words import reason_words
from gulir.web.signs.words import sentence_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit
from gulir.web.watch import Notice

__all__ = [
    "Outlook",
    "ToGo",
    "beside",
    "looked_ahead",
    "soon_notices",
    "suggested",
    "warned_notices",
    "warned_table",
    "week_table",
]

WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class ToGo:
    """One line of next week's list: the KSM, its warnings, and the other reasons to go."""

    row: GroupToVisit
    warned: GroupWarned | None
    reasons: tuple[Reason, ...]

    @property
    def visit_by(self) -> date | None:
        """The last day for one that cannot wait."""
        return self.warned.visit_by if self.warned else None

    @property
    def sentences(self) -> list[str]:
        """Why to go: each warning, each other reason."""
        said = why_said(self.warned) if self.warned else []
        said += [reason_words(one) for one in self.reasons]
        if not said and self.row.planned is not None:
            said = [_("Sudah dijanjikan untuk %(day)s.") % {"day": words.long_date(self.row.planned)}]
        return said


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Everything the desk of who visits is made of, read once."""

    rows: list[GroupToVisit]
    warnings: WarningList
    loans: tuple[LoanRow, ...]
    today: date

    def next_week(self) -> list[ToGo]:
        """Those with a warning in their order, then those with another reason, then those who were promised a day."""
        warned = {one.group.id: one for one in self.warnings.asked}
        others = [row.group.id for row in self.rows if row.reasons or self._comes(row.planned)]
        known = {row.group.id: row for row in self.rows}
        return [
            ToGo(row=known[key], warned=(found := warned.get(key)), reasons=beside(known[key].reasons, found))
            for key in dict.fromkeys((*warned, *others))
        ]

    def _comes(self, planned: date | None) -> bool:
        return planned is not None and self.today < planned <= self.today + WEEK


def beside(reasons: Sequence[Reason], warned: GroupWarned | None) -> tuple[Reason, ...]:
    """The reasons that no warning says already."""
    told = {one.key for one in warned.warned} if warned else set()
    return tuple(one for one in reasons if not (one.kind == "coverage" and "coverage_days" in told))


def looked_ahead(visit: Visit) -> Outlook:
    """What this person may read about every KSM, as it stands today by the rules in force."""
    fund = fund_today(visit.book, on=open_day(visit.book) or visit.today, standing=visit.standing)
    found = warning_list(visit.book, visit.standing, on=visit.today, loans=fund.rows, rules=fund.rules)
    most_days = found.limits.coverage_days
    rows = to_visit(visit.book, visit.standing, on=visit.today, loans=fund.rows, most_days=most_days)
    return Outlook(rows=rows, warnings=found, loans=fund.rows, today=visit.today)


def soon_notices(found: WarningList) -> list[Notice]:
    """Those with so many warnings that they are to be visited within days."""
    soon = found.soon
    if not soon:
        return []
    count, first = len(soon), soon[0]
    said = ngettext(
        "KSM %(ksm)s punya %(n)s tanda bahaya. Kunjungi paling lambat %(day)s.",
        "%(count)s KSM punya banyak tanda bahaya. Paling banyak: %(ksm)s, %(n)s tanda. Kunjungi paling lambat %(day)s.",
        count,
    )
    facts = {
        "count": count,
        "ksm": first.group.name,
        "n": len(first.warned),
        "day": words.long_date(first.visit_by) if first.visit_by else "",
    }
    return [Notice(state="bad", text=said % facts, href=reverse("calls:warnings"), link=_("Lihat daftar peringatan"))]


def warned_notices(visit: Visit, fund: FundToday) -> list[Notice]:
    """For a desk that watches: whom somebody should visit soon, else that there are warnings; nothing when none."""
    if not READS_WARNINGS.allows(visit.standing):
        return []
    found = warning_list(visit.book, visit.standing, on=visit.today, loans=fund.rows, rules=fund.rules)
    count = len(found.warned)
    if found.soon or not count:
        return soon_notices(found)
    said = ngettext("%(count)s KSM punya tanda bahaya.", "%(count)s KSM punya tanda bahaya.", count)
    href, link = reverse("calls:warnings"), _("Lihat daftar peringatan")
    return [Notice(state="info", text=said % {"count": count}, href=href, link=link)]


def suggested(visit: Visit, group: UUID) -> dict[str, str]:
    """What to coach a KSM at the next visit, each topic with its reasons in words: weaknesses seen, warnings."""
    ahead = looked_ahead(visit)
    row = next((one for one in ahead.rows if one.group.id == group), None)
    warned = ahead.warnings.of(group)
    low = low_habits_of(group_of(visit.book, group), visit.today)
    return {
        one.topic: _asked_by(one, low)
        for one in topics_for(warned.warned if warned else (), seen=row.topics if row else (), low=low)
    }


def _asked_by(one: Coaching, low: Mapping[str, Sign]) -> str:
    """Everything that asks for a topic, in one line."""
    said = [_("belum beres pada kunjungan terakhir")] if one.seen else []
    said += [warning_said(warned).rstrip(".") for warned in one.warned]
    for key in one.habits:
        sign = low[key]
        said.append(sentence_of(HABITS_FORM, key, 0, {"did": sign.did, "of": sign.of}).rstrip("."))
    return ", ".join(said)


# ---------------------------------------------------------------- as tables


def warned_table(rows: Sequence[GroupWarned], caption: str) -> Table:
    """KSM with their warnings, each a sentence that opens to its records."""
    return Table(
        caption=caption,
        columns=(
            Column(label=_("KSM")), Column(label=_("Tanda"), kind="number"),
            Column(label=_("Mengapa"), kind="html"), Column(label=_("Kunjungi paling lambat"), kind="date"),
        ),
        rows=[
            (
                _ksm(row.group),
                len(row.warned),
                _listed(_opening(row)),
                Cell(value=row.visit_by, state="bad", word=_("Segera")) if row.visit_by else None,
            )
            for row in rows
        ],
        empty=_("Tidak ada tanda bahaya. Semua KSM berjalan baik."),
    )  # fmt: skip


def week_table(rows: Sequence[ToGo], caption: str) -> Table:
    """Whom to visit first, why, and until when."""
    return Table(
        caption=caption,
        columns=(
            Column(label=_("KSM")), Column(label=_("Mengapa dikunjungi"), kind="html"),
            Column(label=_("Kunjungan terakhir"), kind="date"), Column(label=_("Kunjungi paling lambat"), kind="date"),
        ),
        rows=[
            (
                _ksm(one.row.group),
                _listed((said, "") for said in one.sentences),
                one.row.last.held_on if one.row.last else None,
                Cell(value=one.visit_by, state="bad", word=_("Segera")) if one.visit_by else None,
            )
            for one in rows
        ],
        empty=_("Minggu depan tidak ada yang mendesak."),
    )  # fmt: skip


def _page(group: GroupRow) -> str:
    return reverse("calls:group", args=[group.id])


def _ksm(group: GroupRow) -> Cell:
    return Cell(value=group.name, href=_page(group), note=_("RW %(rw)s") % {"rw": group.rw} if group.rw else "")


def _opening(row: GroupWarned) -> Iterator[tuple[str, str]]:
    """Each sentence with where it opens to its records."""
    for one in row.warned:
        yield warning_said(one), f"{_page(row.group)}#tanda-{one.key}"
    if row.stages_fallen:
        yield fell_said(row.stages_fallen), reverse("signs:group", args=[row.group.id])


def _listed(said: Iterable[tuple[str, str]]) -> SafeString:
    """Sentences under each other, each a link where there is something to open."""
    rows = [format_html('<a href="{}">{}</a>', href, text) if href else format_html("{}", text) for text, href in said]
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((row,) for row in rows)))

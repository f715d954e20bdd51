"""The early warnings in words: each a sentence with its figure, the rule behind it, and the records it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.base.reference import rule_definitions, rule_texts
from gulir.core.dates import month_name
from gulir.core.early_warning import Warned
from gulir.core.vital_signs import InstalmentDue, Meeting
from gulir.lending.queries import LoanRow
from gulir.mentoring.queries.warnings import GroupWarned
from gulir.web import words
from gulir.web.desks import loan_page
from gulir.web.trustees.desk import READERS
from gulir.web.trustees.values import in_words
from gulir.web.visits import Visit

__all__ = ["Opened", "fell_said", "opened", "warning_said", "why_said"]


def warning_said(one: Warned) -> str:
    """One warning as a sentence with the figure that was found."""
    n = int(one.figure)
    said = {
        "missed_meetings": ngettext(
            "%(n)s pertemuan terakhir tidak terjadi.", "%(n)s pertemuan terakhir tidak terjadi.", n
        ),
        "attendance_fall": _("Kehadiran turun %(points)s poin persen."),
        "savings_stopped": ngettext(
            "Tidak ada yang menabung pada %(n)s pertemuan terakhir.",
            "Tidak ada yang menabung pada %(n)s pertemuan terakhir.",
            n,
        ),
        "first_instalment_days": ngettext(
            "Angsuran pertama terlambat %(n)s hari.", "Angsuran pertama terlambat %(n)s hari.", n
        ),
        "leader_months": ngettext("Ketua berganti %(n)s hari yang lalu.", "Ketua berganti %(n)s hari yang lalu.", n)
        if n
        else _("Ketua berganti hari ini."),
        "coverage_days": ngettext("Sudah %(n)s hari belum dikunjungi.", "Sudah %(n)s hari belum dikunjungi.", n),
        "visit_after_months": ngettext(
            "Penggunaan %(n)s pinjaman belum pernah dilihat.", "Penggunaan %(n)s pinjaman belum pernah dilihat.", n
        ),
        "books_behind": ngettext(
            "Buku KSM belum beres pada %(n)s pemeriksaan terakhir.",
            "Buku KSM belum beres pada %(n)s pemeriksaan terakhir.",
            n,
        ),
        "other_users": ngettext(
            "Bagian pinjaman %(n)s anggota dipakai orang lain.", "Bagian pinjaman %(n)s anggota dipakai orang lain.", n
        ),
        "hard_months": _("Bulan depan, %(month)s, biasanya berat bagi warga."),
    }
    month = month_name(n, words.language()) if one.key == "hard_months" else ""
    return said[one.key] % {"n": n, "points": words.percent(one.figure).rstrip("%"), "month": month}


def fell_said(stages: int) -> str:
    """That a KSM fell since its last reading."""
    return ngettext(
        "Turun %(n)s tahap sejak penilaian sebelumnya.", "Turun %(n)s tahap sejak penilaian sebelumnya.", stages
    ) % {"n": stages}


def why_said(row: GroupWarned) -> list[str]:
    """Every sentence about one KSM: its warnings, and that it fell."""
    fell = [fell_said(row.stages_fallen)] if row.stages_fallen else []
    return [*(warning_said(one) for one in row.warned), *fell]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A warning opened: its sentence, the rule that made it one with its limit, and the records behind it."""

    key: str
    said: str
    rule: str
    meaning: str
    limit: str
    href: str
    rows: Sequence[tuple[str, str]]


def opened(visit: Visit, row: GroupWarned, loans: Sequence[LoanRow], visits: Mapping[UUID, date]) -> list[Opened]:
    """Every warning of one KSM with its rule and its records; `visits` are the days of the visits that one may read."""
    language = words.language()
    read_rules = set(READERS) & set(visit.desks)
    found = []
    for one in row.warned:
        text = rule_texts()[one.rule]
        found.append(
            Opened(
                key=one.key,
                said=warning_said(one),
                rule=text.name.to(language),
                meaning=text.meaning.to(language),
                limit=_limit(one),
                href=reverse("trustees:rule", args=[one.rule]) if read_rules else "",
                rows=[shown for name in one.rows if (shown := _record(visit, name, row, loans, visits, one.key))],
            )
        )
    return found


def _limit(one: Warned) -> str:
    if one.key == "hard_months":
        return month_name(int(one.limit), words.language())
    definition = next(rule for rule in rule_definitions() if rule.key == one.rule)
    return in_words(definition, one.limit)


def _record(
    visit: Visit, name: str, row: GroupWarned, loans: Sequence[LoanRow], visits: Mapping[UUID, date], key: str
) -> tuple[str, str] | None:
    """One record in words, and where it is opened."""
    kind, _colon, rest = name.partition(":")
    if kind == "meeting":
        found = next(one for one in row.known.meetings if one.row == name)
        return _met(found, key), reverse("signs:meeting", args=[rest])
    if kind == "turn":
        ends = next(one.planned_on for one in row.known.meetings if one.row == name)
        facts = {"begins": words.long_date(date.fromisoformat(rest)), "ends": words.long_date(ends)}
        return _("%(begins)s sampai %(ends)s: tidak ada catatan pertemuan") % facts, ""
    if kind == "loan":
        loan = next(one for one in loans if str(one.id) == rest)
        return _lent(loan, row, name, key), loan_page(visit, loan.id)
    if kind == "visit":
        on = visits.get(UUID(rest))
        said = _("Kunjungan %(day)s") % {"day": words.long_date(on)} if on else _("Kunjungan")
        return said, reverse("calls:show", args=[rest])
    if kind == "chair" and row.known.leader_changed:
        return _("Sejak %(day)s") % {"day": words.long_date(row.known.leader_changed.on)}, ""
    return None


def _met(one: Meeting, key: str) -> str:
    facts = {"day": words.long_date(one.planned_on), "came": len(one.present), "of": len(one.members)}
    if key == "savings_stopped":
        return _("%(day)s: %(came)s dari %(of)s hadir, tidak ada tabungan masuk") % facts
    return _("%(day)s: %(came)s dari %(of)s hadir") % facts


def _lent(loan: LoanRow, row: GroupWarned, name: str, key: str) -> str:
    facts = {"no": loan.loan_no, "out": words.long_date(loan.disbursed_on)}
    first: InstalmentDue | None = next((one for one in row.known.first_instalments if one.row == name), None)
    if key != "first_instalment_days" or first is None:
        return _("Pinjaman %(no)s, cair %(out)s") % facts
    facts["due"] = words.long_date(first.due_on)
    if first.paid_on is None:
        return _("Pinjaman %(no)s: jatuh tempo %(due)s, belum lunas") % facts
    facts["paid"] = words.long_date(first.paid_on)
    return _("Pinjaman %(no)s: jatuh tempo %(due)s, dibayar penuh %(paid)s") % facts

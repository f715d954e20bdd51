"""What is to be seen before an application is decided: surveys, exceptions, ties to officers, what is alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.messages import sentence
from gulir.base.reference import offices
from gulir.core.capacity import Economy
from gulir.governance.queries import rules_at
from gulir.lending.eligibility import warnings
from gulir.lending.models import Application, ApplicationShare, Survey
from gulir.lending.models.surveys import SCORES
from gulir.lending.queries.alike import alike_to
from gulir.lending.queries.related import Related, related
from gulir.lending.terms import monthly_of
from gulir.mentoring.queries import lived
from gulir.web import words
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, say

__all__ = ["HEADINGS", "Seen", "survey_table", "tie_words", "to_see"]

HEADINGS = {
    "character": gettext_lazy("Watak"),
    "capacity": gettext_lazy("Kemampuan"),
    "capital": gettext_lazy("Modal"),
    "condition": gettext_lazy("Keadaan usaha"),
    "collateral": gettext_lazy("Tanggung renteng"),
}
"""The five headings of a survey as people call them."""


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One thing to see, as a sentence with its weight."""

    state: Literal["info", "watch", "bad"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What an application's page shows before the decision."""

    remarks: list[Remark]
    table: Table | None
    waiting: list[ApplicationShare]


def to_see(visit: Visit, asked: Application, shares: Sequence[ApplicationShare], on: date) -> Seen:
    """Warnings, likenesses and ties of an application, and the survey of each share."""
    rules = rules_at(visit.book, on)
    people = {share.person_id: share.person.name for share in shares}
    first = shares[0] if shares else None
    found: list[Remark] = []
    if first is not None and asked.state in ("submitted", "verified"):
        amount = first.verified or first.asked
        per_month = monthly_of(asked.product, amount, on)
        each = warnings(
            visit.book, asked.group, shares, on, rules, per_month=Fraction(per_month, amount),
            lived=lived(asked.group_id, on),
        )  # fmt: skip
        found += [
            Remark(state="watch", text=sentence(finding.code, finding.facts, words.language())) for finding in each
        ]
        found += [Remark(state="watch", text=say(problem)) for problem in alike_to(asked, rules)]
    ties = related(visit.book, list(people), on) if asked.state in ("submitted", "verified", "approved") else []
    found = [Remark(state="info", text=tie_words(tie, people[tie.person])) for tie in ties] + found
    surveyed = [share for share in shares if _survey(share) is not None]
    waiting = [share for share in surveyed if _survey(share).is_open and asked.state == "verified"]  # type: ignore[union-attr]
    return Seen(remarks=found, table=survey_table(surveyed) if surveyed else None, waiting=waiting)


def _survey(share: ApplicationShare) -> Survey | None:
    return getattr(share, "survey", None)


def tie_words(tie: Related, name: str) -> str:
    """A tie to an office as a sentence: whose, in which office, and who decides then."""
    facts = {"name": name, "holder": tie.name, "office": offices()[tie.office].name.to(words.language())}
    if tie.own:
        return _("%(name)s adalah %(office)s. Diputuskan rapat BKM lengkap tanpa yang bersangkutan.") % facts
    return _("%(name)s keluarga %(holder)s (%(office)s). Diputuskan rapat BKM lengkap tanpa keluarganya.") % facts


def survey_table(shares: Sequence[ApplicationShare]) -> Table:
    """What the visit found of each share: what is left, what can be carried, what is asked, and the five headings."""
    rows = []
    for share in shares:
        seen = share.survey
        economy = Economy(
            income=share.income or 0, costs=share.costs or 0, other_income=seen.other_income,
            living_costs=seen.living_costs, other_instalments=seen.other_instalments,
        )  # fmt: skip
        rows.append((share.person.name, _judged(seen), _scores(seen), economy.left, seen.ceiling, seen.monthly))
    return Table(
        caption=_("Kemampuan rumah tangga sebulan"),
        columns=(
            Column(label=_("Anggota")), Column(label=_("Hasil")),
            Column(label=_("Watak, kemampuan, modal, keadaan, renteng")),
            Column(label=_("Sisa"), kind="money"), Column(label=_("Sanggup paling banyak"), kind="money"),
            Column(label=_("Angsuran"), kind="money", key=True),
        ),
        rows=rows,
        note=_("Sisa: pendapatan usaha dan lainnya dikurangi biaya usaha, biaya hidup dan angsuran lain."),
    )  # fmt: skip


def _judged(seen: Survey) -> Cell:
    if seen.monthly <= seen.ceiling:
        return Cell(value="", state="good", word=_("Sanggup"))
    if seen.is_open:
        return Cell(value="", state="bad", word=_("Melewati batas"), note=seen.exception)
    return Cell(value="", state="watch", word=_("Diizinkan"), note=f"{seen.exception} · {seen.allowed_reason}")


def _scores(seen: Survey) -> str:
    return " · ".join(str(getattr(seen, name) or "–") for name in SCORES)

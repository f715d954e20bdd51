"""The lines of the signs as the pages show them: question, sentence, points, and the rows behind; and their frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from gulir.core.instruments import Instrument
from gulir.core.vital_signs import Sign
from gulir.mentoring.queries.gathering import Gathered
from gulir.mentoring.queries.signs import Found
from gulir.web.desks import sit_down_anywhere
from gulir.web.instruments import item_name
from gulir.web.signs.rows import Behind, Rows
from gulir.web.signs.words import sentence_of
from gulir.web.visits import Visit

__all__ = ["READERS", "Line", "channel_said", "gathered_lines", "lines_of", "sit_down"]

READERS = ("facilitator", "officer", "trustee", "overseer", "member")
SENTENCES = {
    "more_than_loans": (
        gettext_lazy("Lebih dari pinjaman"),
        gettext_lazy("%(did)s dari %(of)s pertemuan membahas hal lain selain pinjaman."),
    ),
    "spoke": (gettext_lazy("Semua bersuara"), gettext_lazy("%(did)s dari %(of)s kehadiran ikut berbicara.")),
    "decided": (
        gettext_lazy("Masalah diputuskan"),
        gettext_lazy("%(did)s dari %(of)s masalah anggota sampai pada keputusan."),
    ),
    "solved": (gettext_lazy("Masalah selesai"), gettext_lazy("%(did)s dari %(of)s masalah anggota selesai.")),
}
NOTHING = {
    "more_than_loans": gettext_lazy("Belum ada pertemuan dalam setahun ini."),
    "spoke": gettext_lazy("Belum ada pertemuan dalam setahun ini."),
    "decided": gettext_lazy("Belum ada masalah anggota yang dibawa ke pertemuan."),
    "solved": gettext_lazy("Belum ada masalah anggota yang dibawa ke pertemuan."),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Line:
    """One answer on a page: its question, the sentence of the records, the points, and the rows behind it."""

    name: str
    said: str
    points: int | None
    most: int
    behind: list[Behind]
    note: str = ""

    @property
    def state(self) -> str:
        """How the points stand: full good, none bad, the rest to be watched; nothing without an answer."""
        if self.points is None:
            return "info"
        return "good" if self.points == self.most else "bad" if self.points == 0 else "watch"


def sit_down(request: HttpRequest, visit: Visit, group: UUID) -> None:
    """The frame of this person's own desk around a page about a KSM."""
    sit_down_anywhere(request, visit, str(group) if visit.desks == ("member",) else "groups", rather="facilitator")


def lines_of(form: Instrument, found: Mapping[str, Found], rows: Rows) -> list[Line]:
    """What the records answer, in the order of the instrument."""
    return [
        Line(
            name=item_name(form, item.key),
            said=sentence_of(form.key, item.key, found[item.key].points, found[item.key].figures),
            points=found[item.key].points,
            most=item.most,
            behind=rows.of(found[item.key].rows, found[item.key].missed),
        )
        for item in form.items
        if item.key in found
    ]


def channel_said(found: Gathered) -> str:
    """Why a KSM is called a loan channel only; nothing for one that is not."""
    if not found.channel:
        return ""
    n = len(found.channel)
    said = ngettext(
        "Dalam %(months)s bulan terakhir hanya ada %(n)s pertemuan, dan isinya pinjaman saja.",
        "Dalam %(months)s bulan terakhir %(n)s pertemuan semuanya hanya tentang pinjaman.",
        n,
    )
    return said % {"months": found.months, "n": n}


def gathered_lines(found: Gathered, rows: Rows) -> list[Line]:
    """The signs of gathering, each with its sentence and the rows behind it."""
    return [_line(found.signs[key], rows) for key in SENTENCES]


def _line(sign: Sign, rows: Rows) -> Line:
    name, said = SENTENCES[sign.key]
    return Line(
        name=str(name),
        said=str(said) % {"did": sign.did, "of": sign.of} if sign.of else str(NOTHING[sign.key]),
        points=None,
        most=0,
        behind=rows.of(sign.rows, sign.missed),
    )

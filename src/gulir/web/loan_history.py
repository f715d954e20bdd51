"""A loan whose schedule was changed is read as one loan: every card it was written on, and what came between."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.lending.models import Loan
from gulir.lending.queries.history import Chapter, history
from gulir.web.causes import CHANGES
from gulir.web.tables import Cell, Column, Table

__all__ = ["Story", "story"]

DIED = gettext_lazy("Seorang anggota meninggal")
WRITTEN_OFF = gettext_lazy("Dihapusbukukan")


@dataclass(frozen=True, kw_only=True)
class Story:
    """The cards of one loan as a table; `first` is where it began, `next` the card it goes on with; their pages."""

    table: Table
    first: Loan
    first_page: str
    next: Loan | None
    next_page: str


def story(loan: Loan, *, page: str) -> Story | None:
    """What the pages show of a loan with more than one card; `page` is the address of a card at this desk."""
    cards = history(loan)
    if len(cards) < 2:
        return None
    here = next(at for at, card in enumerate(cards) if card.loan.pk == loan.pk)
    later = cards[here + 1].loan if here + 1 < len(cards) else None
    return Story(
        table=_table(cards, loan, page),
        first=cards[0].loan,
        first_page=reverse(page, args=[cards[0].loan.pk]),
        next=later,
        next_page=reverse(page, args=[later.pk]) if later else "",
    )


def _table(cards: list[Chapter], loan: Loan, page: str) -> Table:
    return Table(
        caption=_("Satu pinjaman, beberapa kartu"),
        columns=(
            Column(label=_("Kartu")), Column(label=_("Sejak"), kind="date"), Column(label=_("Berakhir karena")),
            Column(label=_("Sisa pokok waktu mulai"), kind="money"),
            Column(label=_("Dibayar di kartu ini"), kind="money", key=True),
        ),
        rows=[
            (
                Cell(value=one.loan.loan_no, state="info", word=_("kartu ini"))
                if one.loan.pk == loan.pk
                else Cell(value=one.loan.loan_no, href=reverse(page, args=[one.loan.pk])),
                one.loan.disbursed_on, _ended(one), one.loan.principal, one.loan.principal_paid or None,
            )
            for one in cards
        ],
    )  # fmt: skip


def _ended(card: Chapter) -> Cell:
    """Why a card gave way to the next, and by which decision."""
    if card.ending is None:
        return Cell(value=_("Lunas") if card.loan.state == "settled" else _("Masih berjalan"))
    word = DIED if card.ending.covered else CHANGES.get(card.change, WRITTEN_OFF)
    return Cell(value=str(word), note=_("keputusan %(decision)s") % {"decision": card.ending.decision})

"""The three sides of one disbursement beside each other, and the form of whoever may tell one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gulir.core.problems.access import NotFound
from gulir.core.three_sides import Gap, Sides, Verdict, verdict
from gulir.governance.queries import rules_at
from gulir.ledger.queries import open_day
from gulir.lending.models import Arrival, Loan, Share
from gulir.lending.policy import WITNESSES_ARRIVAL
from gulir.lending.queries import loans_seen
from gulir.lending.queries.arrivals import live_arrivals, named_shares, sides_in
from gulir.lending.services import confirm_arrival, record_arrival, witness_arrivals
from gulir.web import words
from gulir.web.arrivals.forms import TellForm, WitnessForm
from gulir.web.desks import loan_page, sit_down_anywhere
from gulir.web.tables import Cell, Column, State, Table
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["show"]

WAYS = {
    "treasurer": gettext_lazy("buku bendahara"),
    "login": gettext_lazy("disebut sendiri"),
    "slip": gettext_lazy("disebut dengan slip"),
    "witness": gettext_lazy("disebut di depan saksi"),
}
TONES: dict[str, State] = {"waiting": "info", "late": "watch", "confirmed": "good", "differs": "bad"}
TITLES = {
    "waiting": gettext_lazy("Belum semua menyebut"),
    "late": gettext_lazy("Sudah lama, belum semua menyebut"),
    "confirmed": gettext_lazy("Cocok!"),
    "differs": gettext_lazy("Belum cocok"),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """Everything one page shows of one loan."""

    loan: Loan
    sides: Sides
    verdict: Verdict
    live: dict[UUID | None, Arrival]
    shares: list[Share]


@enter("officer", "trustee", "overseer", "facilitator", "member")
def show(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """UPK, treasurer and members beside each other; below, the one form that is this person's to fill in."""
    sit_down_anywhere(request, visit, "loans")
    told = _told(visit, loan)
    asked = request.POST.get("do", "")
    sheets = _sheets(request, visit, told, asked)
    if asked in sheets and sheets[asked].is_valid() and _carry(request, visit, told, asked, sheets[asked]):
        return redirect("arrivals:loan", loan=loan)
    context = {
        "loan": told.loan,
        "sides": told.sides,
        "tone": TONES[told.verdict.state],
        "title": TITLES[told.verdict.state],
        "said": _said(told),
        "gaps": [_gap(gap) for gap in told.verdict.gaps],
        "table": _table(told),
        "sheets": sheets,
        "key": fresh_key(),
        "back": loan_page(visit, loan),
        "slips": WITNESSES_ARRIVAL.allows(visit.standing) and told.sides.told < len(told.sides.hands),
    }
    bad = any(sheet.errors for sheet in sheets.values())
    return render(request, "arrivals/loan.html", context, status=422 if bad else 200)


def _told(visit: Visit, loan: UUID) -> Told:
    found = loans_seen(visit.book, visit.standing).filter(pk=loan).exclude(arrival="old").first()
    if found is None:
        raise Http404 from NotFound(what="pinjaman", name=str(loan))
    on = open_day(visit.book) or visit.today
    shares, live = named_shares(found), live_arrivals(found)
    sides = sides_in(found, shares, live)
    within = rules_at(visit.book, on).count("loan.arrival_days")
    return Told(
        loan=found,
        sides=sides,
        verdict=verdict(sides, days=(on - found.disbursed_on).days, within=within),
        live=live,
        shares=shares,
    )


# ---------------------------------------------------------------- in words


def _said(told: Told) -> str:
    if told.verdict.state == "confirmed":
        return _("UPK, bendahara KSM dan semua anggota menyebut jumlah yang sama.")
    if told.verdict.state == "differs":
        return _("Periksa bersama KSM, lalu betulkan di sini atau bawa ke rapat.")
    number, whole = told.sides.told, len(told.sides.hands)
    said = ngettext(
        "%(number)s dari %(whole)s anggota sudah menyebut.",
        "%(number)s dari %(whole)s anggota sudah menyebut.",
        whole,
    )
    text = said % {"number": number, "whole": whole}
    return text if told.sides.treasurer is not None else f"{text} {_('Buku bendahara KSM belum dilihat.')}"


def _gap(gap: Gap) -> str:
    facts = {
        "who": gap.member or _("Bendahara KSM"),
        "said": words.rupiah(gap.said),
        "should": words.rupiah(gap.should),
        "gap": words.rupiah(abs(gap.missing)),
    }
    if gap.missing > 0:
        return _("%(who)s menyebut %(said)s dari %(should)s: kurang %(gap)s.") % facts
    return _("%(who)s menyebut %(said)s dari %(should)s: lebih %(gap)s.") % facts


def _table(told: Told) -> Table:
    book = told.live.get(None)
    rows: list[tuple[Any, ...]] = [
        (Cell(value="UPK", note=_("bukti pencairan")), told.sides.paid, told.sides.paid, told.loan.disbursed_on),
        (_how(_("Bendahara KSM"), book), told.sides.paid, told.sides.treasurer, _when(book)),
    ]
    for share, hand in zip(told.shares, told.sides.hands, strict=True):
        word = told.live.get(share.person_id)
        rows.append((_how(hand.member, word), hand.share, hand.arrived, _when(word)))
    return Table(
        caption=_("Tiga pihak"),
        columns=(
            Column(label=_("Siapa")),
            Column(label=_("Seharusnya"), kind="money"),
            Column(label=_("Disebut"), kind="money", key=True),
            Column(label=_("Pada"), kind="date"),
        ),
        rows=rows,
        total=(_("Sampai di tangan anggota"), told.loan.principal, told.sides.arrived, None),
    )


def _how(name: str, word: Arrival | None) -> Cell:
    return Cell(value=name, note=WAYS[word.way] if word else _("belum menyebut"))


def _when(word: Arrival | None) -> Any:
    return word.on if word else None


# ---------------------------------------------------------------- the forms


def _sheets(request: HttpRequest, visit: Visit, told: Told, asked: str) -> dict[str, forms.Form]:
    """The forms this person may fill in, by the name they are sent with; the one that was sent is bound."""

    def sent(name: str) -> Any:
        return request.POST if asked == name else None

    mine, sheets = visit.standing.person, dict[str, forms.Form]()
    if any(share.person_id == mine for share in told.shares):
        label = _("Berapa yang sampai di tangan Anda sendiri?")
        sheets["self"] = TellForm(sent("self"), prefix="self", label=label, told=mine in told.live)
    if told.loan.group_id in visit.standing.led_groups:
        label = _("Berapa yang diterima KSM dari UPK, menurut buku Anda?")
        sheets["group"] = TellForm(sent("group"), prefix="group", label=label, told=None in told.live)
    if WITNESSES_ARRIVAL.allows(visit.standing) and told.loan.group_id not in visit.standing.groups:
        sheets["witness"] = WitnessForm(sent("witness"), shares=told.shares)
    return sheets


def _carry(request: HttpRequest, visit: Visit, told: Told, asked: str, sheet: forms.Form) -> bool:
    """Call the act behind the form; True when it was recorded."""
    if isinstance(sheet, WitnessForm):
        given = sheet.cleaned_data
        done = carry_out(
            request, visit, witness_arrivals, form=sheet, loan=told.loan.pk, amounts=sheet.amounts,
            treasurer=given["treasurer"], reason=given["reason"],
        )  # fmt: skip
    else:
        act, given = confirm_arrival if asked == "self" else record_arrival, sheet.cleaned_data
        why = given.get("reason", "")
        done = carry_out(request, visit, act, form=sheet, loan=told.loan.pk, amount=given["amount"], reason=why)
    if done is None:
        return False
    said = {
        "confirmed": _("Cocok! Tiga pihak menyebut jumlah yang sama."),
        "differs": _("Tercatat. Jumlahnya belum cocok, dan pengurus serta pengawas sekarang melihatnya."),
    }
    messages.success(request, said.get(done["state"], _("Tercatat. Terima kasih sudah menyebutkannya.")))
    return True

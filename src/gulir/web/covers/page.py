"""The sheet of the group meeting: who paid for whom, how long ago, what was promised; and one claim with its moves."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.community.queries import members
from gulir.core.claims import AGES, GROUP, ageing, nets, open_sum
from gulir.core.problems.access import NotFound
from gulir.ledger.queries import open_day
from gulir.lending.models import CoverMove, Loan, Repayment
from gulir.lending.policy import KEEPS_CLAIMS
from gulir.lending.queries import loans_seen
from gulir.lending.queries.covers import ClaimRow, claims_of
from gulir.lending.queries.history import chain_to
from gulir.lending.services import ease_claim, record_cover, take_back_easing
from gulir.web import words
from gulir.web.covers.forms import KINDS, SAVINGS, BackForm, CoverForm, EaseForm
from gulir.web.desks import loan_page, sit_down_anywhere
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["index", "show"]

DESKS = ("officer", "trustee", "overseer", "facilitator", "member")
RECEIPTS = 12


def _loan(visit: Visit, loan: UUID) -> Loan:
    found = loans_seen(visit.book, visit.standing).filter(pk=loan, group__isnull=False).first()
    if found is None:
        raise Http404 from NotFound(what="pinjaman", name=str(loan))
    return found


def _keeps(visit: Visit, loan: Loan) -> bool:
    """Whether this person writes the claims of this KSM."""
    near = {"facilitator", "loan_officer"} & visit.standing.offices
    return KEEPS_CLAIMS.allows(visit.standing) and bool(near or loan.group_id in visit.standing.led_groups)


@enter(*DESKS)
def index(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """Every claim on a loan, what each one has to get or to give, and the form to record a new one."""
    sit_down_anywhere(request, visit, "loans")
    found = _loan(visit, loan)
    form = _form(request, visit, found) if _keeps(visit, found) else None
    if form is not None and request.method == "POST" and form.is_valid() and _record(request, visit, form):
        return redirect("covers:loan", loan=loan)
    rows, on = claims_of(found), open_day(visit.book) or visit.today
    live = [row.claim for row in rows if not row.void]
    context = {
        "loan": found,
        "form": form,
        "owed": open_sum(live),
        "broken": sum(claim.broken(on) for claim in live),
        "table": _table(found, rows, on),
        "nets": _nets(nets(live)),
        "ages": _ages(ageing(live, on)) if live else None,
        "back": loan_page(visit, loan),
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "covers/loan.html", context, status=422 if form is not None and form.errors else 200)


def _form(request: HttpRequest, visit: Visit, loan: Loan) -> CoverForm | None:
    """The form over the receipts that stand; none while nothing was paid."""
    receipts = Repayment.objects.filter(loan__in=chain_to(loan), reverses=None, reversal=None, amount__gt=0)
    shown = list(receipts.order_by("-received_on", "-receipt")[:RECEIPTS])
    assert loan.group_id is not None  # asked when the loan was found
    people = members(loan.group_id, visit.today)
    return CoverForm(request.POST or None, members=people, receipts=shown) if shown else None


def _record(request: HttpRequest, visit: Visit, form: CoverForm) -> bool:
    given = form.cleaned_data
    done = carry_out(
        request, visit, record_cover, form=form, repayment=UUID(given["repayment"]), debtor=UUID(given["debtor"]),
        creditor=None if given["creditor"] == SAVINGS else UUID(given["creditor"]), amount=given["amount"],
        promise_on=given["promise_on"], note=given["note"],
    )  # fmt: skip
    if done is None:
        return False
    messages.success(request, _("Tercatat. Buku UPK tidak berubah: ini utang di dalam KSM."))
    return True


def _name(name: str) -> str:
    return name if name != GROUP else _("Tabungan KSM")


def _table(loan: Loan, rows: list[ClaimRow], on: date) -> Table:
    return Table(
        caption=_("Siapa menanggung siapa"),
        columns=(
            Column(label=_("Anggota")),
            Column(label=_("Ditanggung oleh")),
            Column(label=_("Sejak"), kind="date"),
            Column(label=_("Janji")),
            Column(label=_("Ditanggung"), kind="money"),
            Column(label=_("Masih terutang"), kind="money", key=True),
        ),
        rows=[_line(loan, row, on) for row in rows],
        total=(
            _("Jumlah"), "", None, "",
            sum(row.claim.amount for row in rows if not row.void),
            open_sum(row.claim for row in rows if not row.void),
        ),
        empty=_("Semua anggota membayar bagiannya sendiri. Tidak ada yang ditanggung."),
    )  # fmt: skip


def _line(loan: Loan, row: ClaimRow, on: date) -> tuple[Any, ...]:
    claim = row.claim
    who = Cell(value=claim.debtor, href=reverse("covers:claim", args=[loan.pk, row.id]), note=row.note or row.receipt)
    if row.void:
        word = Cell(value="", state="watch", word=_("kuitansi dibatalkan"))
    elif not claim.open:
        word = Cell(value="", state="good", word=_("selesai"))
    elif claim.promise_on is None:
        word = Cell(value=_("belum ada"))
    else:
        late = claim.broken(on)
        word = Cell(
            value=words.short_date(claim.promise_on), state="bad" if late else "", word=_("lewat") if late else ""
        )
    return who, _name(claim.creditor), claim.on, word, claim.amount, 0 if row.void else claim.open


def _nets(found: Any) -> list[tuple[str, int]]:
    """Who has to get and who has to give, the largest first; whoever is even is left out."""
    rows = [(_name(name), amount) for name, amount in found.items() if amount]
    return sorted(rows, key=lambda row: -row[1])


def _ages(sums: tuple[int, ...]) -> list[tuple[str, int]]:
    labels = [_("sampai %(days)s hari") % {"days": age} for age in AGES]
    return list(zip([*labels, _("lebih dari %(days)s hari") % {"days": AGES[-1]}], sums, strict=True))


# ---------------------------------------------------------------- one claim


@enter(*DESKS)
def show(request: HttpRequest, visit: Visit, loan: UUID, cover: UUID) -> HttpResponse:
    """One claim with everything that made it smaller, and the form to pay back, forgive or correct."""
    sit_down_anywhere(request, visit, "loans")
    found = _loan(visit, loan)
    row = next((row for row in claims_of(found) if row.id == cover), None)
    if row is None:
        raise Http404 from NotFound(what="tanggungan", name=str(cover))
    keeps = _keeps(visit, found)
    asked = request.POST.get("do", "")
    form = EaseForm(request.POST if asked == "ease" else None) if keeps and row.claim.open and not row.void else None
    if asked == "ease" and form is not None and form.is_valid() and _ease(request, visit, form, cover):
        return redirect("covers:claim", loan=loan, cover=cover)
    if asked == "back" and keeps and _take_back(request, visit):
        return redirect("covers:claim", loan=loan, cover=cover)
    moves = CoverMove.objects.filter(cover=cover).select_related("told_by", "reversal").order_by("on", "id")
    context = {
        "loan": found,
        "row": row,
        "claim": row.claim,
        "creditor": _name(row.claim.creditor),
        "form": form,
        "moves": [(move, KINDS[move.kind], _wrong(move)) for move in moves],
        "keeps": keeps,
        "key": fresh_key(),
    }
    return render(request, "covers/claim.html", context, status=422 if form is not None and form.errors else 200)


def _wrong(move: CoverMove) -> bool:
    """Whether this move can still be taken back."""
    return move.reverses_id is None and not hasattr(move, "reversal")


def _ease(request: HttpRequest, visit: Visit, form: EaseForm, cover: UUID) -> bool:
    given = form.cleaned_data
    done = carry_out(
        request, visit, ease_claim, form=form, cover=cover, amount=given["amount"], kind=given["kind"],
        reason=given["reason"],
    )  # fmt: skip
    if done is None:
        return False
    left = int(done["left"])
    said = _("Tercatat. Masih terutang %(left)s.") % {"left": words.rupiah(left)} if left else _("Lunas. Terima kasih!")
    messages.success(request, said)
    return True


def _take_back(request: HttpRequest, visit: Visit) -> bool:
    """Open the claim again; a refusal is told above the page."""
    form = BackForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        done = carry_out(request, visit, take_back_easing, form=form, move=given["move"], reason=given["reason"])
        if done is not None:
            messages.success(request, _("Dibatalkan. Utangnya terbuka lagi."))
    for told in form.errors.values():
        messages.error(request, " ".join(map(str, told)))
    return True

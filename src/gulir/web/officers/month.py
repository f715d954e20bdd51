"""Closing a month by its checklist, and bringing the provision to the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.dates import month_end
from gulir.core.roles import Ledger, Role
from gulir.governance.queries import rules_at
from gulir.ledger.models import Month
from gulir.ledger.policy import may_close_month
from gulir.ledger.queries import accounts, book_state, closed_months, month_checks, next_month
from gulir.ledger.queries.held import held_now
from gulir.ledger.queries.months import MonthCheck
from gulir.ledger.services import close_month
from gulir.lending.policy import KEEPS_BOOKS
from gulir.lending.queries import collectibility, control_totals, loans
from gulir.lending.queries.cards import class_table
from gulir.lending.queries.quality import ClassRow
from gulir.lending.services import post_provision
from gulir.web import words
from gulir.web.books import called
from gulir.web.officers.desk import OWN, Check, at_desk, key_of, report
from gulir.web.officers.vouchers import LEDGERS
from gulir.web.tables import Cell, Column, Table, Value
from gulir.web.visits import Visit, carry_out

__all__ = ["provision", "show"]

LABELS = {
    "days": gettext_lazy("Semua hari dalam bulan ini sudah ditutup"),
    "loans": gettext_lazy("Jumlah kartu pinjaman sama dengan buku besar"),
    "savings": gettext_lazy("Tabungan tanggung renteng sama dengan buku besar"),
    "provision": gettext_lazy("Cadangan risiko sudah dibukukan"),
    "savings_banked": gettext_lazy("Tabungan tanggung renteng tersimpan di rekeningnya sendiri"),
}
RECENT = 12
"""Closed months that stand open on the page; the older ones are folded below them."""
EXPLAINABLE = ("loans", "savings", "provision", "savings_banked")


@dataclass(frozen=True, kw_only=True)
class Task:
    """One point of the checklist as the page shows it."""

    number: int
    check: MonthCheck
    label: str
    href: str
    note: str
    explainable: bool
    typed: str
    due: bool = False

    @property
    def state(self) -> str:
        """How the list marks it."""
        return "done" if self.check.done else "now" if self.due else ""


@at_desk("day", "trustee")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The checklist of the month to close next, and the months that are closed."""
    state = book_state(visit.book)
    month = next_month(visit.book, state)
    if month is None:
        return render(request, "officers/month_none.html")
    end = month_end(month)
    totals = _totals(visit, end)
    typed = {name: request.POST.get(f"why_{name}", "").strip()[:200] for name in EXPLAINABLE}
    checks = month_checks(visit.book, month, totals, typed)
    first = next((n for n, check in enumerate(checks, start=1) if not check.done), 0)
    banks = {(a.ledger, a.code): called(a) for kept in Ledger for a in accounts(visit.book, kept)}
    provides = OWN in visit.desks
    tasks = [
        _task(n, check, typed, banks, due=n == first, provides=provides) for n, check in enumerate(checks, start=1)
    ]
    form = Check(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            request, visit, close_month, form=form, month=month, control_totals=totals,
            explanations={name: why for name, why in typed.items() if why and _differs(checks, name)},
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("Bulan %(month)s ditutup.") % {"month": words.month(month)})
            return redirect("officers:month")
    closed = closed_months(visit.book)
    context = {
        "month": month,
        "tasks": tasks,
        "left": sum(not task.check.done for task in tasks),
        "may": may_close_month.allows(visit.standing),
        "provides": provides,
        "open_day": state.open_day,
        "in_month": state.open_day is not None and state.open_day <= end,
        "form": form,
        "key": key_of(request),
        "closed": _closed(closed[:RECENT]),
        "older": _closed(closed[RECENT:]) if closed[RECENT:] else None,
        "year_ready": month.month == 1 and month.year > state.year_open,
        "year": state.year_open,
    }
    return render(request, "officers/month.html", context, status=422 if form.errors else 200)


def _totals(visit: Visit, end: date) -> dict[str, int]:
    """What cards and rules say at the month's end, for the checklist."""
    cards = {control.role: control.cards for control in control_totals(visit.book, as_of=end)}
    needed = sum(row.provision for row in _classes(visit, end))
    return {"loans": cards[Role.LOANS], "savings": cards[Role.TR_SAVINGS], "provision": needed}


def _classes(visit: Visit, on: date) -> list[ClassRow]:
    return collectibility(loans(visit.book, as_of=on), class_table(rules_at(visit.book, on)))


def _differs(checks: list[MonthCheck], name: str) -> bool:
    return any(c.check == name and c.difference for c in checks)


def _task(
    number: int,
    check: MonthCheck,
    typed: dict[str, str],
    banks: dict[tuple[str, str], str],
    *,
    due: bool,
    provides: bool,
) -> Task:
    """A point in words: what it is, by how much it is off, and where to mend it."""
    name = check.check
    links = {
        "days": reverse("officers:day"), "loans": reverse("officers:loans"), "savings": reverse("officers:loans"),
        "provision": reverse("officers:provision"), "savings_banked": reverse("officers:bank"),
    }  # fmt: skip
    label, href = LABELS.get(name, name), links.get(name, reverse("officers:bank"))
    if name == "provision" and not provides:
        href = ""
    if name.startswith("bank "):
        _word, ledger, code = name.split(" ", 2)
        facts = {"bank": banks.get((ledger, code), code), "ledger": LEDGERS[ledger]}
        label = _("%(bank)s di %(ledger)s cocok dengan rekening koran") % facts
        href = reverse("officers:bank_account", args=[ledger, code])
    return Task(
        number=number,
        check=check,
        label=str(label),
        href=href,
        note=_note(check),
        explainable=name in EXPLAINABLE and bool(check.difference),
        typed=typed.get(name, ""),
        due=due,
    )


def _note(check: MonthCheck) -> str:
    if check.check == "days":
        return "" if check.done else _("Masih %(days)s hari.") % {"days": check.found}
    if check.found is None:
        return _("Belum dicocokkan. Di buku %(amount)s.") % {"amount": words.rupiah(check.expected)}
    if not check.difference:
        return _("Cocok, %(amount)s.") % {"amount": words.rupiah(check.expected)} if check.expected else _("Cocok.")
    if check.check == "savings_banked":
        return _("Kurang %(amount)s di rekening tabungan.") % {"amount": words.rupiah(check.difference)}
    facts = {
        "books": words.rupiah(check.expected), "found": words.rupiah(check.found),
        "gap": words.rupiah(abs(check.difference)),
    }  # fmt: skip
    if check.check == "provision":
        return _("Pada akhir bulan perlu %(found)s, di buku %(books)s, selisih %(gap)s.") % facts
    return _("Di buku %(books)s, seharusnya %(found)s, selisih %(gap)s.") % facts


def _closed(months: list[Month]) -> Table:
    explained = any(c.get("explained") for m in months for c in m.checks)
    rows: list[tuple[Value | Cell, ...]] = [
        (
            words.month(m.first),
            m.closed_by.name,
            m.closed_at,
            Cell(value=int(m.totals.get("loans", 0)), href=report("loans", as_of=month_end(m.first))),
            *(["; ".join(c["explained"] for c in m.checks if c.get("explained"))] if explained else []),
        )
        for m in months
    ]
    return Table(
        caption=_("Bulan yang sudah ditutup"),
        columns=(
            Column(label=_("Bulan")), Column(label=_("Ditutup oleh")), Column(label=_("Pada"), kind="date"),
            Column(label=_("Saldo pinjaman"), kind="money", key=True),
            *([Column(label=_("Penjelasan selisih"))] if explained else []),
        ),
        rows=rows,
        empty=_("Belum ada bulan yang ditutup."),
    )  # fmt: skip


# ---------------------------------------------------------------- provision


@at_desk("day")
def provision(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the loans need by class, what the books hold, and the voucher that closes the gap."""
    state = book_state(visit.book)
    month = next_month(visit.book, state)
    on = min(state.open_day, month_end(month)) if state.open_day and month else visit.today
    rows = _classes(visit, on)
    needed = sum(row.provision for row in rows)
    held = held_now(visit.book, [Role.PROVISION])[Role.PROVISION]
    form = Check(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done: dict[str, Any] | None = carry_out(request, visit, post_provision, form=form, as_of=on)
        if done is not None:
            messages.success(
                request,
                _("Cadangan dibukukan dengan bukti %(number)s.") % done
                if done["number"]
                else _("Cadangan sudah pas, tidak ada yang dibukukan."),
            )
            return redirect("officers:month")
    table = Table(
        caption=_("Cadangan menurut kolektibilitas"),
        columns=(
            Column(label=_("Kelas"), kind="kol"), Column(label=_("Pinjaman"), kind="number"),
            Column(label=_("Saldo"), kind="money"), Column(label=_("Tarif"), kind="percent"),
            Column(label=_("Cadangan"), kind="money", key=True),
        ),
        rows=[
            (row.class_, Cell(value=row.loans, href=report("loans", as_of=on) if row.loans else ""), row.balance,
             row.rate_percent, row.provision)
            for row in rows
        ],
        total=(_("Jumlah"), sum(r.loans for r in rows), sum(r.balance for r in rows), None, needed),
    )  # fmt: skip
    context = {
        "table": table, "needed": needed, "held": held, "change": needed - held, "change_size": abs(needed - held),
        "on": on, "form": form, "key": key_of(request), "may": KEEPS_BOOKS.allows(visit.standing),
    }  # fmt: skip
    return render(request, "officers/provision.html", context, status=422 if form.errors else 200)

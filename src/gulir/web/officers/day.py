"""Closing a day: one person counts the cash by denomination, a second one confirms, and the next day opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.cash import DENOMINATIONS
from gulir.core.dates import month_end
from gulir.ledger.policy import may_close_day, may_confirm_day
from gulir.ledger.queries import cash_counts, closed_days_by_month, day_summary, days, vouchers
from gulir.ledger.queries.days import CashBox
from gulir.ledger.services import close_day, close_through, confirm_day, refuse_day
from gulir.web import words
from gulir.web.books import called
from gulir.web.fields import DayField
from gulir.web.officers.desk import Check, as_of, at_desk, key_of, movements
from gulir.web.officers.vouchers import LEDGERS
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["confirm", "empty", "history", "one", "show"]

MOST_PIECES = 99_999
DIGITS = len(str(MOST_PIECES))


@dataclass(kw_only=True)
class Counted:
    """One cash box while it is counted: pieces by denomination as typed, what they make, and why it differs."""

    box: CashBox
    name: str
    on: date
    pieces: dict[int, str] = field(default_factory=dict)
    reason: str = ""
    error: str = ""

    @property
    def prefix(self) -> str:
        """The beginning of the names of its boxes."""
        return f"n_{self.box.account.pk}"

    @property
    def why(self) -> str:
        """Where the balance of the book is read on."""
        return movements(self.box.account.code, self.box.account.ledger, self.on)

    @property
    def rows(self) -> list[tuple[int, str, int]]:
        """Denomination, what was typed, and the rupiah it makes."""
        return [(d, self.pieces.get(d, ""), d * self.number(d)) for d in DENOMINATIONS]

    def number(self, denomination: int) -> int:
        """How many pieces; nothing typed is none."""
        text = self.pieces.get(denomination, "").strip()
        return int(text) if text.isdecimal() and len(text) <= DIGITS else 0

    @property
    def total(self) -> int:
        """What lies in the box, in rupiah."""
        return sum(d * self.number(d) for d in DENOMINATIONS)

    @property
    def difference(self) -> int:
        """Counted less booked."""
        return self.total - self.box.balance

    @property
    def gap(self) -> int:
        """The size of the difference."""
        return abs(self.difference)

    def body(self) -> dict[str, Any]:
        """The count as the act takes it."""
        pieces = {str(d): self.number(d) for d in DENOMINATIONS if self.number(d)}
        account = self.box.account
        return {"account": account.code, "ledger": account.ledger, "denominations": pieces, "reason": self.reason}


class EmptyForm(forms.Form):
    """Through which day nothing happened."""

    through = DayField(label=gettext_lazy("Sampai dengan tanggal"))


class RefuseForm(forms.Form):
    """Why the count goes back."""

    reason = forms.CharField(label=gettext_lazy("Alasan dihitung ulang"), max_length=200)


@at_desk("day", "trustee")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where the open day stands: count, wait for the second person, or close empty days."""
    summary = day_summary(visit.book)
    may = may_close_day.allows(visit.standing)
    boxes = [_counted(request, box, as_of(request, visit)) for box in summary.boxes if box.moved]
    form = Check(request.POST or None)
    if request.method == "POST" and summary.day and "change" not in request.POST:
        answer = _count(request, visit, boxes, form, summary.day)
        if answer is not None:
            return answer
    again = "ulang" in request.GET
    context = {
        "s": summary,
        "boxes": boxes,
        "others": [_counted(request, box, as_of(request, visit)) for box in summary.boxes if not box.moved],
        "form": form,
        "may": may,
        "may_confirm": may_confirm_day.allows(visit.standing),
        "counting": summary.state == "open" or again or bool(request.POST),
        "any": sum(summary.vouchers.values()),
        "ahead": bool(summary.day and summary.day > visit.today),
        "empty_form": EmptyForm(initial={"through": visit.today}),
        "key": key_of(request),
        "faults": [b for b in boxes if b.error],
    }
    bad = bool(form.errors) or any(b.error for b in boxes)
    return render(request, "officers/day.html", context, status=422 if bad else 200)


def _counted(request: HttpRequest, box: CashBox, on: date) -> Counted:
    """A box with what was typed for it."""
    made = Counted(box=box, name=f"{LEDGERS[box.account.ledger]} · {called(box.account)}", on=on)
    made.pieces = {d: request.POST.get(f"{made.prefix}_{d}", "") for d in DENOMINATIONS}
    made.reason = request.POST.get(f"{made.prefix}_reason", "").strip()[:200]
    for d, text in made.pieces.items():
        if text.strip() and not (text.strip().isdecimal() and len(text.strip()) <= DIGITS):
            made.error = _("Tulis banyaknya lembar %(note)s sebagai bilangan bulat.") % {"note": words.rupiah(d)}
    return made


def _count(request: HttpRequest, visit: Visit, boxes: list[Counted], form: Check, day: date) -> HttpResponse | None:
    """Check the count, or write it; nothing when the page has to be shown again."""
    for counted in boxes:
        if counted.difference and not counted.reason and not counted.error:
            counted.error = _("%(box)s: dihitung %(counted)s, di buku %(booked)s. Tulis sebab selisih %(gap)s.") % {
                "box": counted.name, "counted": words.rupiah(counted.total),
                "booked": words.rupiah(counted.box.balance), "gap": words.rupiah(counted.gap),
            }  # fmt: skip
    if any(counted.error for counted in boxes):
        return None
    if "confirmed" not in request.POST:
        return render(request, "officers/day_check.html", {"boxes": boxes, "day": day, "key": key_of(request)})
    done = carry_out(request, visit, close_day, form=form, day=day, counts=[counted.body() for counted in boxes])
    if done is None:
        return None
    messages.success(request, _("Hitungan tercatat. Sekarang orang kedua menghitung ulang dan mengesahkan."))
    return redirect("officers:day")


# ---------------------------------------------------------------- the second person


@at_desk("day", "trustee")
def confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The second person reads the count beside the books, and confirms or sends it back."""
    summary = day_summary(visit.book)
    if summary.day is None or summary.state != "counted":
        return redirect("officers:day")
    kept = {
        c.account_id: c for c in reversed(cash_counts(visit.book, from_=summary.day, as_of=summary.day)) if c.closing
    }
    day = days(visit.book, from_=summary.day, as_of=summary.day)[0]
    counts = [kept[box.account.pk] for box in summary.boxes if box.counted is not None and box.account.pk in kept]
    form, refusal = Check(request.POST or None), RefuseForm()
    if request.method == "POST" and "refuse" in request.POST:
        refusal = RefuseForm(request.POST)
        if refusal.is_valid():
            done = carry_out(
                request, visit, refuse_day, form=refusal, day=summary.day, reason=refusal.cleaned_data["reason"]
            )
            if done is not None:
                messages.success(request, _("Hitungan dikembalikan. Kas dihitung ulang."))
                return redirect("officers:day")
    elif request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, confirm_day, form=form, day=summary.day)
        if done is not None:
            return redirect("officers:day_one", day=f"{summary.day:%Y-%m-%d}")
    own = day.counted_by is not None and day.counted_by.person == visit.actor.person
    context = {
        "s": summary,
        "counts": [
            (c, LEDGERS[c.account.ledger], c.counted - c.expected, [(int(d), n) for d, n in c.denominations.items()])
            for c in counts
        ],
        "own": own and not visit.standing.founder,
        "may": may_confirm_day.allows(visit.standing),
        "form": form,
        "refusal": refusal,
        "key": key_of(request),
        "total": sum(c.counted for c in counts),
    }
    bad = bool(form.errors) or bool(refusal.errors)
    return render(request, "officers/day_confirm.html", context, status=422 if bad else 200)


@at_desk("day", "trustee")
def one(request: HttpRequest, visit: Visit, day: str) -> HttpResponse:
    """One day: when it is closed, "Cocok!" with who counted, who confirmed, and what comes next."""
    try:
        on = date.fromisoformat(day)
    except ValueError as unclear:
        raise Http404 from unclear
    found = next(iter(days(visit.book, from_=on, as_of=on)), None)
    if found is None:
        raise Http404
    context = {
        "d": found,
        "counts": [c for c in cash_counts(visit.book, from_=on, as_of=on) if c.closing],
        "vouchers": vouchers(visit.book, visit.standing, from_=on, as_of=on).count(),
        "month": f"{on:%Y-%m}",
    }
    return render(request, "officers/day_one.html", context)


@at_desk("day")
def empty(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Close days on which nothing happened, in one go."""
    summary = day_summary(visit.book)
    form = EmptyForm(request.POST or None, initial={"through": visit.today})
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, close_through, form=form, through=form.cleaned_data["through"])
        if done is not None:
            opens = words.day(date.fromisoformat(str(done["open_day"])))
            messages.success(
                request,
                _("%(days)s hari tanpa bukti ditutup. Hari yang terbuka: %(opens)s.")
                % {"days": done["days"], "opens": opens},
            )
            return redirect("officers:day")
    context = {"s": summary, "form": form, "key": key_of(request)}
    return render(request, "officers/day_empty.html", context, status=422 if form.errors else 200)


@at_desk("day", "trustee")
def history(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The closed days of one month, the latest first; every other month with closed days is one link away."""
    months = closed_days_by_month(visit.book)
    asked = request.GET.get("bulan", "")
    month = next((m for m in months if f"{m:%Y-%m}" == asked), next(iter(months), None))
    years: dict[int, list[tuple[date, int]]] = {}
    order = list(months)
    for one, count in months.items():
        years.setdefault(one.year, []).append((one, count))
    place = order.index(month) if month else 0
    context = {
        "month": month,
        "table": _closed(visit, month),
        "count": months.get(month, 0) if month else 0,
        "years": years if len(months) > 1 else {},
        "earlier": order[place + 1] if place + 1 < len(order) else None,
        "later": order[place - 1] if place else None,
    }
    return render(request, "officers/days.html", context)


def _closed(visit: Visit, month: date | None) -> Table:
    """The closed days of a month, newest first, each with who counted, who confirmed, and what was off."""
    found, gaps = [], dict[date, int]()
    if month:
        end = month_end(month)
        found = [d for d in reversed(days(visit.book, from_=month, as_of=end)) if d.closed_at]
        for count in cash_counts(visit.book, from_=month, as_of=end):
            if count.closing and count.voucher_id:
                gaps[count.day] = gaps.get(count.day, 0) + count.counted - count.expected
    rows = [
        (
            Cell(
                value=words.short_date(d.day),
                href=reverse("officers:day_one", args=[f"{d.day:%Y-%m-%d}"]),
                note=_("tanpa bukti") if d.empty else "",
            ),
            d.counted_by.name if d.counted_by else "",
            d.confirmed_by.name if d.confirmed_by and not d.empty else "",
            None if d.empty else gaps.get(d.day, 0),
        )
        for d in found
    ]
    return Table(
        caption=words.month(month) if month else _("Hari yang sudah ditutup"),
        columns=(
            Column(label=_("Hari")), Column(label=_("Dihitung oleh")), Column(label=_("Disahkan oleh")),
            Column(label=_("Selisih"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Belum ada hari yang ditutup."),
        empty_action=_("Tutup hari"),
        empty_href=reverse("officers:day"),
    )  # fmt: skip

"""Collecting: pick the KSM who came, type only what differs, check it as sentences, record one repayment per row.

Every row carries a key of its own from the moment it is shown, so sending a page again has no second effect, and a row
that is refused never hides the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.lending.queries import due
from gulir.lending.queries.due import DueRow
from gulir.lending.services import record_repayment
from gulir.web import words
from gulir.web.fields import RupiahField
from gulir.web.officers.desk import as_of, at_desk, attempt
from gulir.web.visits import Visit, fresh_key, key_sent

__all__ = ["METHODS", "show"]

METHODS = ("cash", "bank")
MOST = 200
"""Rows of one sheet; a board that collects from more KSM at once picks them in two goes."""


@dataclass(kw_only=True)
class Line:
    """One row of the sheet: what was expected, what was typed, and what came of it. Rupiah."""

    row: DueRow
    key: str
    typed: str | int = ""
    typed_savings: str | int = ""
    amount: int = 0
    savings: int = 0
    error: str = ""
    error_savings: str = ""
    seen: int = 0
    done: dict[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """What the KSM hands over for this loan."""
        return self.amount + self.savings

    @property
    def empty(self) -> bool:
        """Whether nothing is to be recorded for this row."""
        return not self.total

    @property
    def said(self) -> str:
        """The row as a sentence."""
        facts = {
            "ksm": self.row.ksm, "no": self.row.loan_no, "amount": words.rupiah(self.amount),
            "savings": words.rupiah(self.savings),
        }  # fmt: skip
        if self.savings:
            return _("KSM %(ksm)s membayar %(amount)s untuk pinjaman %(no)s dan menabung %(savings)s.") % facts
        return _("KSM %(ksm)s membayar %(amount)s untuk pinjaman %(no)s.") % facts

    @property
    def remark(self) -> str:
        """How the amount differs from what was expected, or nothing."""
        gap = self.amount - self.row.expected
        if not gap:
            return ""
        if gap < 0:
            return _("Kurang %(gap)s dari yang seharusnya.") % {"gap": words.rupiah(-gap)}
        return _("Lebih %(gap)s dari yang seharusnya: menutup angsuran berikutnya atau menjadi titipan.") % {
            "gap": words.rupiah(gap)
        }


@at_desk("collect")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list to pick from, the sheet of those picked, the check, the result: one address."""
    on = as_of(request, visit)
    if request.method == "POST":
        return _post(request, visit, on)
    search = request.GET.get("q", "").strip()
    rows = due(visit.book, on=on, standing=visit.standing, search=search)
    picked = _ids(request.GET.getlist("loan"))
    if "semua" in request.GET:
        chosen = [row for row in rows if row.due][:MOST]
    else:
        chosen = [row for row in rows if row.loan in picked][:MOST]
    if chosen:
        lines = [
            Line(row=row, key=fresh_key(), typed=row.expected, amount=row.expected, seen=row.paid) for row in chosen
        ]
        return _sheet(request, lines, on)
    return _pick(request, rows, search, on)


def _ids(texts: list[str]) -> set[UUID]:
    """The loans named; what is no id is nobody's loan."""
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _pick(request: HttpRequest, rows: list[DueRow], search: str, on: date) -> HttpResponse:
    owing = [row for row in rows if row.due]
    context = {
        "owing": owing,
        "later": [row for row in rows if not row.due],
        "sum": sum(row.due for row in owing),
        "search": search,
        "on": on,
        "asked": "loan" in request.GET or "semua" in request.GET,
    }
    return render(request, "officers/collect_pick.html", context)


# ---------------------------------------------------------------- the sheet


def _sheet(
    request: HttpRequest, lines: list[Line], on: date, *, method: str = "cash", received: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "lines": lines,
        "on": on,
        "method": method,
        "received": received,
        "total": sum(line.total for line in lines),
        "expected": sum(line.row.expected for line in lines),
        "faults": [line for line in lines if line.error or line.error_savings],
        "received_error": _unread(received),
    }
    return render(request, "officers/collect_sheet.html", context, status=status)


def _read(text: str) -> tuple[int, str]:
    """The amount of one box, or the sentence about why it cannot be read; an empty box is nothing."""
    try:
        return RupiahField(required=False).clean(text.strip()) or 0, ""
    except ValidationError as unclear:
        return 0, unclear.messages[0]


def _unread(text: str) -> str:
    return _read(text)[1]


def _lines(request: HttpRequest, visit: Visit, on: date) -> list[Line]:
    """The rows of the sheet as they were sent, in the order of the sheet."""
    sent = _ids(request.POST.getlist("loan"))
    rows = {row.loan: row for row in due(visit.book, on=on, standing=visit.standing)}
    lines = []
    for loan in sorted(sent, key=lambda pk: list(rows).index(pk) if pk in rows else len(rows)):
        if loan not in rows:
            continue
        typed, saved = request.POST.get(f"pay_{loan.hex}", ""), request.POST.get(f"save_{loan.hex}", "")
        key = key_sent(request, f"key_{loan.hex}")
        line = Line(row=rows[loan], key=key, typed=typed, typed_savings=saved)
        line.seen = _seen(request, loan, rows[loan].paid)
        line.amount, line.error = _read(typed)
        line.savings, line.error_savings = _read(saved)
        if line.savings and not line.amount and not line.error:
            line.error = _("Isi juga angsurannya. Tabungan saja dicatat dari kartu pinjaman.")
        lines.append(line)
    return lines


def _seen(request: HttpRequest, loan: UUID, now: int) -> int:
    """What was paid when the sheet was opened; what is no count is taken as now."""
    told = request.POST.get(f"paid_{loan.hex}", "")
    return int(told) if told.isdecimal() and len(told) < 16 else now


def _post(request: HttpRequest, visit: Visit, on: date) -> HttpResponse:
    method = request.POST.get("method", "cash")
    method = method if method in METHODS else "cash"
    received = request.POST.get("received", "")
    if "confirmed" in request.POST:
        return _record(request, visit, method)
    lines = _lines(request, visit, on)
    if not lines:
        return redirect("officers:collect")
    faulty = any(line.error or line.error_savings for line in lines) or bool(_unread(received))
    if faulty or "change" in request.POST:
        return _sheet(request, lines, on, method=method, received=received, status=422 if faulty else 200)
    if all(line.empty for line in lines):
        lines[0].error = _("Belum ada yang dibayar. Isi jumlah pada baris KSM yang membayar.")
        return _sheet(request, lines, on, method=method, received=received, status=422)
    return _check(request, lines, method, received)


def _check(request: HttpRequest, lines: list[Line], method: str, received: str) -> HttpResponse:
    total = sum(line.total for line in lines)
    handed = _read(received)[0]
    context = {
        "lines": lines,
        "paying": [line for line in lines if not line.empty],
        "skipped": [line for line in lines if line.empty],
        "total": total,
        "method": method,
        "received": received,
        "handed": handed,
        "gap": handed - total,
        "gap_size": abs(handed - total),
    }
    return render(request, "officers/collect_check.html", context)


# ---------------------------------------------------------------- recording


def _record(request: HttpRequest, visit: Visit, method: str) -> HttpResponse:
    """One act per row, each with its own key; what was refused stands beside what was recorded."""
    done, refused = [], []
    for text in request.POST.getlist("loan"):
        row = _sent(request, text)
        if row is None:
            continue
        loan, amount, savings = row
        reply, sentence = attempt(
            visit,
            record_repayment,
            key=key_sent(request, f"key_{loan.hex}"),
            loan=loan,
            amount=amount + savings,
            savings=savings,
            method=method,
            paid_before=_told(request, loan),
        )
        name = request.POST.get(f"name_{loan.hex}", "")[:80]
        if reply is None:
            refused.append({"ksm": name, "loan": loan, "sentence": sentence, "amount": amount + savings})
        else:
            done.append({**reply, "ksm": name, "loan": loan, "amount": amount + savings})
    context = {
        "done": done,
        "refused": refused,
        "total": sum(row["amount"] for row in done),
        "settled": [row for row in done if row["state"] == "settled"],
        "again": f"{reverse('officers:collect')}?" + "&".join(f"loan={row['loan']}" for row in refused),
    }
    return render(request, "officers/collect_done.html", context, status=200 if done or not refused else 422)


def _told(request: HttpRequest, loan: UUID) -> int | None:
    """What the sheet showed as paid before; None where it did not say."""
    seen = _seen(request, loan, -1)
    return None if seen < 0 else seen


def _sent(request: HttpRequest, text: str) -> tuple[UUID, int, int] | None:
    """One checked row: loan, instalment, savings; nothing when it pays nothing or is no row at all."""
    loan = next(iter(_ids([text])), None)
    if loan is None:
        return None
    amount, savings = (
        _read(request.POST.get(f"pay_{loan.hex}", ""))[0],
        _read(request.POST.get(f"save_{loan.hex}", ""))[0],
    )
    return (loan, amount, savings) if amount or savings else None

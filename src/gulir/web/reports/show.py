"""One page per report: pick the day, read the figures and a picture, take it along as PDF, Excel or CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.problems import Problem
from gulir.core.roles import Ledger
from gulir.ledger.models import Voucher
from gulir.ledger.policy import may_see_books
from gulir.ledger.queries import accounts, open_day
from gulir.lending.policy import READS_LOANS
from gulir.mentoring.policy import READS_OUTCOMES
from gulir.papers import REPORTS, build
from gulir.papers import render as to_file
from gulir.papers.text import shown
from gulir.papers.values import Amount, Report, Row, Section
from gulir.papers.values import Column as PaperColumn
from gulir.papers.words import Words
from gulir.web import words
from gulir.web.desks import sit_down_anywhere
from gulir.web.reports.readings import figure, picture
from gulir.web.tables import Cell, Column, Table, Value
from gulir.web.visits import Visit, enter, say

__all__ = ["download", "index", "show", "slip"]

READERS = ("officer", "trustee", "overseer", "facilitator")
ABOUT = {
    "trial-balance": gettext_lazy("Saldo setiap akun; kedua sisi harus sama."),
    "position": gettext_lazy("Apa yang dimiliki dan dari mana asalnya."),
    "income": gettext_lazy("Pendapatan, biaya, dan sisanya."),
    "cash-book": gettext_lazy("Uang masuk dan keluar dengan sisa berjalan."),
    "ledger": gettext_lazy("Semua catatan satu akun."),
    "loans": gettext_lazy("Perkembangan pinjaman setiap KSM."),
    "loan-card": gettext_lazy("Kartu satu pinjaman."),
    "collectibility": gettext_lazy("Pinjaman menurut kelancaran, dan cadangan yang perlu."),
    "indicators": gettext_lazy("LAR, PAR, RR, CCr dan ROI dengan kelasnya."),
}
ICONS = {
    "trial-balance": "scale", "position": "landmark", "income": "chart-line", "cash-book": "banknote",
    "ledger": "book-open", "loans": "handshake", "loan-card": "credit-card", "collectibility": "chart-column",
    "indicators": "percent",
}  # fmt: skip
OPENS = {"LAR": "loans", "PAR": "loans", "RR": "loans", "CCr": "income", "ROI": "position"}
"""The report whose rows an indicator is counted from."""
BOOKS = {"trial-balance", "position", "income", "cash-book", "ledger"}
NEEDS_ACCOUNT = {"cash-book", "ledger"}
PERIOD = {"income", "cash-book", "ledger"}
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def may_read(visit: Visit, name: str) -> bool:
    """Reports of the books are for those who read the books; reports of the loans for all who see the loans."""
    return (may_see_books if name in BOOKS else READS_LOANS).allows(visit.standing)


@enter(*READERS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All reports, each with one sentence about what it tells."""
    sit_down_anywhere(request, visit, "reports")
    said = Words(words.language())
    items = [
        {
            "href": reverse("reports:show", args=[name]),
            "label": said.title(name),
            "hint": ABOUT[name],
            "icon": ICONS[name],
        }
        for name in REPORTS
        if name != "loan-card" and may_read(visit, name)
    ]
    outcomes = READS_OUTCOMES.allows(visit.standing)
    return render(request, "reports/index.html", {"items": items, "outcomes": outcomes})


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """One report as tables, as of the day asked for (the open day unless another is)."""
    sit_down_anywhere(request, visit, "reports")
    if name not in REPORTS:
        raise Http404
    asked = _asked(request, visit)
    try:
        made = _build(visit, name, asked)
    except Problem as refusal:
        return _refused(request, name, asked, refusal)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    leads = {other for other in REPORTS if may_read(visit, other)}
    context: dict[str, Any] = {
        "name": name,
        "report": made,
        "about": ABOUT[name],
        "tables": [_table(section, made, asked, leads) for section in made.sections],
        "figure": figure(made),
        "picture": picture(made),
        "asked": asked,
        "period": name in PERIOD,
        "accounts": accounts(visit.book, Ledger(asked["ledger"])) if name in NEEDS_ACCOUNT else (),
        "shown_account": made.data.get("code", ""),
        "files": {form: reverse("reports:file", args=[name, form]) + query for form in TYPES},
    }
    return render(request, "reports/show.html", context)


@enter(*READERS)
def download(request: HttpRequest, visit: Visit, name: str, form: str) -> HttpResponse:
    """The same report as a file; what cannot be told is told on the page."""
    if name not in REPORTS or form not in TYPES:
        raise Http404
    asked = _asked(request, visit)
    try:
        content = to_file(_build(visit, name, asked), form)
    except Problem as refusal:
        sit_down_anywhere(request, visit, "reports")
        return _refused(request, name, asked, refusal)
    answer = HttpResponse(content, content_type=TYPES[form])
    stamp = asked["as_of"].isoformat()
    answer["Content-Disposition"] = f'attachment; filename="{visit.board.code}-{name}-{stamp}.{form}"'
    return answer


def _refused(request: HttpRequest, name: str, asked: dict[str, Any], refusal: Problem) -> HttpResponse:
    """The page of the report with the reason in its place."""
    said: dict[str, Any] = {"refusal": say(refusal), "about": ABOUT[name], "asked": asked, "name": name}
    return render(request, "reports/show.html", said, status=refusal.status)


def _build(visit: Visit, name: str, asked: dict[str, Any]) -> Report:
    return build(name, book=visit.book, language=words.language(), standing=visit.standing, **asked)


def _asked(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """What the query asks for; a day that cannot be read falls back to the open day."""
    as_of = _day(request.GET.get("as_of", "")) or open_day(visit.book) or visit.today
    return {
        "as_of": as_of,
        "from_": _day(request.GET.get("from", "")) or as_of.replace(month=1, day=1),
        "account": request.GET.get("account", "").strip()[:20],
        "loan": request.GET.get("loan", "").strip()[:30],
        "ledger": request.GET.get("book", "upk") if request.GET.get("book") in ("secretariat", "activities") else "upk",
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@enter(*READERS)
def slip(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """A voucher by its number: its page at the officer's desk, its paper at every other."""
    found = Voucher.objects.filter(book_id=visit.book, label=number).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return redirect("officers:voucher" if "officer" in visit.desks else "reports:voucher", found)


# ---------------------------------------------------------------- one table: every figure leads to where it comes from

SAID = {"percent", "decimal"}
ACCOUNTS = {"trial-balance", "position", "income"}


def _table(section: Section, made: Report, asked: dict[str, Any], leads: set[str]) -> Table:
    rows: list[list[Value | Cell]]
    said = [_said(row, section) for row in section.rows]
    total = _said(section.total, section) if section.total else None
    if made.name in ACCOUNTS:
        rows = [_account(row, made, asked) for row in said]
    else:
        rows = [_row(row, section.columns, made, asked, leads) for row in said]
    columns = section.columns[1:] if made.name in ACCOUNTS else section.columns
    return Table(
        caption=section.title or made.heading.title,
        columns=[Column(label=c.label, kind=_kind(c, made), key=i == _key(columns)) for i, c in enumerate(columns)],
        rows=rows,
        total=total[1:] if total and made.name in ACCOUNTS else total,
        empty=section.empty or _("Belum ada catatan sampai tanggal ini."),
        cards=made.name not in ACCOUNTS,
    )


def _kind(column: PaperColumn, made: Report) -> Any:
    """Classes are drawn; decimals and percentages come as the papers write them."""
    classes = {"loans", "collectibility"}
    if column.kind == "number" and column.key == "collectibility" and made.name in classes:
        return "kol"
    return "number" if column.kind in SAID else column.kind


def _key(columns: Sequence[PaperColumn]) -> int:
    """The figure that stands first on a phone: an indicator's value, what is left, else the first amount."""
    keys = [c.key for c in columns]
    first = next((i for i, c in enumerate(columns) if c.kind == "money"), 0)
    return next((keys.index(key) for key in ("value", "balance") if key in keys), first)


def _account(row: Sequence[Value], made: Report, asked: dict[str, Any]) -> list[Value | Cell]:
    """An account leads to its movements: of the year for what is owned, of the period for what was earned."""
    code, name, *figures = row
    if not code:
        return [Cell(value=name, href=_to("income", asked) if made.name == "position" else "#angka"), *figures]
    since = asked["from_"] if made.name == "income" else asked["as_of"].replace(month=1, day=1)
    href = _to("ledger", asked, account=str(code), **{"from": since.isoformat()})
    return [Cell(value=f"{code} {name}", href=href), *figures]


def _row(
    row: Sequence[Value], columns: Sequence[PaperColumn], made: Report, asked: dict[str, Any], leads: set[str]
) -> list[Value | Cell]:
    """Numbers of vouchers, loans and accounts lead to them; an indicator leads to the rows it is counted from."""
    return [_cell(value, column.key, made, asked, row, leads) for value, column in zip(row, columns, strict=True)]


def _said(row: Row, section: Section) -> list[Value]:
    """A row as the table of a page takes it: what bears a unit or a decimal mark comes in the words of the papers."""
    return [
        shown(value, column, words.language()) if isinstance(value, Amount) or column.kind in SAID else value
        for value, column in zip(row, section.columns, strict=True)
    ]


def _cell(
    value: Value, key: str, made: Report, asked: dict[str, Any], row: Sequence[Value], leads: set[str]
) -> Value | Cell:
    if not value:
        return value
    if made.name in NEEDS_ACCOUNT and key == "description" and row[1] is None and asked["from_"] > date.min:
        before = asked["from_"] - timedelta(days=1)
        earlier = {"as_of": before.isoformat(), "from": before.replace(month=1, day=1).isoformat()}
        return Cell(value=value, href=_to(made.name, asked, account=made.data["code"], **earlier))
    if made.name in NEEDS_ACCOUNT and key == "number":
        return Cell(value=value, href=reverse("reports:slip", args=[value]))
    if made.name == "ledger" and key == "other":
        return Cell(value=value, href=_to("ledger", asked, account=str(value), **{"from": asked["from_"].isoformat()}))
    if made.name == "loan-card" and key == "number" and isinstance(value, str) and "-" in value and "ledger" in leads:
        return Cell(value=value, href=reverse("reports:slip", args=[value.removeprefix("KW-")]))
    if made.name == "collectibility" and key == "loans":
        return Cell(value=value, href=_to("loans", asked))
    if made.name == "loans" and key == "ksm":
        return Cell(value=value, href=_to("loan-card", asked, loan=str(row[0])))
    if made.name == "indicators" and key == "indicator" and OPENS[str(row[0])] in leads:
        return Cell(value=value, href=_to(OPENS[str(row[0])], asked))
    return value


def _to(name: str, asked: dict[str, Any], **more: str) -> str:
    """The address of another report as of the same day."""
    query = {"as_of": asked["as_of"].isoformat(), **more}
    if asked["ledger"] != "upk":
        query["book"] = asked["ledger"]
    return f"{reverse('reports:show', args=[name])}?{urlencode(query)}"

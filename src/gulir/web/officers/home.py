"""The officer's home: what is due today, what is wrong, six actions, one picture. At most sixteen queries."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.base.reference import offices
from gulir.community.queries import Holder, offices_at
from gulir.core.collectibility import provision
from gulir.core.indicators import LoanStanding
from gulir.core.roles import Role
from gulir.ledger.queries.held import held_now
from gulir.lending.queries import applications
from gulir.lending.queries.cards import class_table
from gulir.lending.queries.stopped import stop_at, stopped_since
from gulir.lending.queries.today import FundToday, fund_today
from gulir.lending.queries.waiting import Idle, idle_of, lies_long
from gulir.mentoring.policy import READS_WARNINGS
from gulir.web import charts, words
from gulir.web.officers.desk import as_of, at_desk, opened
from gulir.web.peers.waiting import to_answer
from gulir.web.seconds import Pending, may_second_count, may_second_paper, pending, waiting_for
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit
from gulir.web.watch import Notice, arrivals

__all__ = ["show"]

SHOWN = 5
TERM_WARNING = timedelta(days=90)
UPK_OFFICES = ("upk_manager", "loan_officer", "cashier", "bookkeeper")
HELD = (Role.CASH, Role.BANK, Role.BANK_TR, Role.LOANS, Role.PROVISION)
STEP_OF = {"loan_officer": "submitted", "upk_manager": "verified", "coordinator": "verified", "cashier": "approved"}
"""Which step of an application waits for which office."""


@at_desk("home")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Greeting, today, attention, actions, picture."""
    day = opened(request)
    fund = fund_today(visit.book, on=as_of(request, visit), standing=visit.standing)
    held = held_now(visit.book, HELD)
    waiting = list(applications(visit.book, visit.standing, states=("submitted", "verified", "approved")))
    seconds = pending(visit, day)
    mine = [a for a in waiting if a.state in {STEP_OF.get(office, "") for office in visit.standing.offices}]
    due = [row for row in fund.due if row.due]
    context = {
        "due_table": _due_table(due),
        "due_sum": sum(row.due for row in due),
        "due_count": len(due),
        "more": max(0, len(due) - SHOWN),
        "opened": day,
        "mine": mine,
        "seconds": [
            *waiting_for(visit, seconds, day="officers:day_confirm", paper="officers:draft"),
            *to_answer(visit),
        ],
        "waiting": len(waiting),
        "notices": [
            *_day_notices(visit, day),
            *_others_notices(visit, seconds),
            *_fund_notices(visit, fund, held),
            *_office_notices(visit),
        ],
        "picture": _picture(fund),
        "loan_sum": sum(row.balance for row in fund.rows),
        "cash": held[Role.CASH],
        "idle": words.percent(_idle(fund, held).figure.value or 0),
        "reads_warnings": READS_WARNINGS.allows(visit.standing),
        "cash_book": reverse("reports:show", args=["cash-book"]),
    }
    return render(request, "officers/home.html", context)


def _due_table(due: list[Any]) -> Table:
    rows = [
        (
            Cell(value=row.ksm, href=f"{reverse('officers:collect')}?loan={row.loan}", note=_place(row)),
            Cell(value="", state="bad", word=_("Terlambat")) if row.overdue else Cell(value=_("Hari ini")),
            row.due,
        )
        for row in due[:SHOWN]
    ]
    return Table(
        caption=_("Jatuh tempo sampai hari ini"),
        columns=(
            Column(label=_("KSM")),
            Column(label=_("Keadaan")),
            Column(label=_("Harus dibayar"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Tidak ada angsuran yang jatuh tempo hari ini. Selamat bekerja."),
    )


def _place(row: Any) -> str:
    if row.rw:
        return _("Pinjaman %(no)s · RW %(rw)s") % {"no": row.loan_no, "rw": row.rw}
    return _("Pinjaman %(no)s") % {"no": row.loan_no}


def _day_notices(visit: Visit, day: date | None) -> list[Notice]:
    """The open day when it is not today."""
    made = []
    if day is None:
        text = _(
            "Buku masih diisi dengan data lama. Hari pertama dibuka setelah saldo awal cocok dan disetujui dua orang."
        )
        made.append(Notice(state="info", text=text, href=reverse("officers:imports"), link=_("Bawa masuk berkas")))
    elif day < visit.today:
        text = _("Hari %(day)s belum ditutup.") % {"day": words.day(day)}
        made.append(Notice(state="watch", text=text, href=reverse("officers:day"), link=_("Tutup hari")))
    return made


def _others_notices(visit: Visit, found: Pending) -> list[Notice]:
    """A count and papers that wait for somebody else: what waits for this person stands under their own name."""
    made = []
    if found.counted is not None and not may_second_count(visit, found.counted):
        text = _("Kas sudah dihitung dan menunggu orang kedua.")
        made.append(Notice(state="info", text=text, href=reverse("officers:day"), link=_("Lihat")))
    others = sum(not may_second_paper(visit, paper) for paper in found.papers)
    if others:
        text = ngettext("%(count)s bukti menunggu orang kedua.", "%(count)s bukti menunggu orang kedua.", others) % {
            "count": others
        }
        made.append(Notice(state="info", text=text, href=reverse("officers:drafts"), link=_("Lihat")))
    return made


def _fund_notices(visit: Visit, fund: FundToday, held: dict[Role, int]) -> list[Notice]:
    """Arrears, cards against books, new loans stopped, provision, idle money."""
    made = []
    late = [row for row in fund.rows if row.in_arrears]
    if late:
        facts = {
            "count": len({row.ksm for row in late}),
            "amount": words.rupiah(sum(row.arrears_principal + row.arrears_jasa for row in late)),
            "worst": max(late, key=lambda row: row.days_late).ksm,
        }
        text = _("%(count)s KSM menunggak, seluruhnya %(amount)s. Paling lama: %(worst)s.") % facts
        made.append(
            Notice(
                state="bad", text=text, href=f"{reverse('officers:loans')}?keadaan=menunggak", link=_("Lihat pinjaman")
            )
        )
    cards = sum(row.balance for row in fund.rows)
    if cards != held[Role.LOANS]:
        facts = {"cards": words.rupiah(cards), "books": words.rupiah(held[Role.LOANS])}
        text = _("Jumlah kartu pinjaman %(cards)s tidak sama dengan buku besar %(books)s.") % facts
        made.append(Notice(state="bad", text=text, href=reverse("officers:month"), link=_("Kenapa angka ini?")))
    stopped = _stop_notices(visit, fund)
    made += [*stopped, *arrivals(fund)]
    table = class_table(fund.rules)
    needed = sum(provision(row.balance, row.collectibility, table=table) for row in fund.rows)
    if needed != held[Role.PROVISION]:
        facts = {"needed": words.rupiah(needed), "held": words.rupiah(held[Role.PROVISION])}
        text = _("Cadangan risiko yang perlu %(needed)s, di buku %(held)s.") % facts
        made.append(Notice(state="watch", text=text, href=reverse("officers:month"), link=_("Bukukan cadangan")))
    return made if stopped else [*made, *_idle_notices(visit, fund, held)]


def _idle_notices(visit: Visit, fund: FundToday, held: dict[Role, int]) -> list[Notice]:
    """Money that lies too long while nothing keeps it from being lent."""
    idle = _idle(fund, held)
    if not lies_long(visit.book, fund.rules.on, idle, fund.rules) or idle.figure.value is None:
        return []
    text = _("%(share)s dari dana bergulir menganggur, sudah %(days)s hari (%(amount)s di kas dan bank).") % {
        "days": words.count(fund.rules.count("cash.idle_days")),
        "share": words.percent(idle.figure.value),
        "amount": words.rupiah(idle.money),
    }
    return [Notice(state="watch", text=text, href=reverse("officers:waiting"), link=_("Bagaimana dihitung"))]


def _idle(fund: FundToday, held: dict[Role, int]) -> Idle:
    """What lies idle of the fund now."""
    return idle_of(cash=held[Role.CASH], bank=held[Role.BANK], loans=held[Role.LOANS], rules=fund.rules)


def _stop_notices(visit: Visit, fund: FundToday) -> list[Notice]:
    """Whether new loans are stopped: by hand, by LAR or PAR, or let go on by the members' meeting."""
    by_hand = stopped_since(visit.book)
    stand = [LoanStanding(row.ksm, row.balance, row.periods_late, row.arrears_principal) for row in fund.rows]
    stop = stop_at(visit.book, fund.rules.on, fund.rules, loans=stand)
    if by_hand is not None:
        text = _("Pinjaman baru dihentikan sejak %(day)s.") % {"day": words.long_date(by_hand.since)}
    elif stop.stands:
        text = _("Pinjaman baru ditunda: %(measures)s masuk kelas penundaan.") % {
            "measures": _(" dan ").join(stop.stopping)
        }
    elif stop.lift is not None:
        text = _("RWT mengizinkan pinjaman baru sampai %(day)s.") % {"day": words.long_date(stop.lift.until)}
    else:
        return []
    gone_on = stop.lift is not None and by_hand is None
    return [
        Notice(state="watch" if gone_on else "bad", text=text, href=reverse("officers:stopping"), link=_("Kenapa?"))
    ]


def _office_notices(visit: Visit) -> list[Notice]:
    """Offices of the UPK that nobody holds, and terms that end soon."""
    holders = offices_at(visit.book, visit.today)
    taken = {holder.office for holder in holders}
    names = offices()
    made = [
        Notice(state="watch", text=_("Belum ada %(office)s.") % {"office": names[office].name.to(words.language())})
        for office in UPK_OFFICES
        if office not in taken
    ]
    ending = [h for h in holders if h.ends_before is not None and h.ends_before - visit.today <= TERM_WARNING]
    return made + [Notice(state="watch", text=_ends(h, names[h.office].name.to(words.language()))) for h in ending]


def _ends(holder: Holder, office: str) -> str:
    assert holder.ends_before is not None  # chosen for it
    facts = {"name": holder.name, "office": office, "day": words.long_date(holder.ends_before)}
    return _("Masa tugas %(name)s sebagai %(office)s berakhir %(day)s.") % facts


def _picture(fund: FundToday) -> SafeString | str:
    """Balances by collectibility, with a reading as title."""
    amounts: dict[int, int] = {}
    for row in fund.rows:
        amounts[row.collectibility] = amounts.get(row.collectibility, 0) + row.balance
    total = sum(amounts.values())
    if not total:
        return ""
    good = Fraction(100 * amounts.get(1, 0), total)
    title = _("%(share)s saldo pinjaman lancar") % {"share": words.percent(good)}
    return charts.collectibility(title, [(_("Semua KSM"), amounts)])

"""The fund at a glance for those who watch over it: its figures, what wants attention in sentences, one picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.base.reference import indicator_classes, offices
from gulir.base.reference import indicators as indicator_texts
from gulir.community.queries import offices_at, terms_ending
from gulir.core.dates import month_end
from gulir.core.indicators import Figure, FundIndicators
from gulir.core.problems.ledger import BooksNotBegun
from gulir.core.roles import Role
from gulir.ledger.policy import may_confirm_day, may_see_books
from gulir.ledger.queries import book_state, next_month
from gulir.ledger.queries.held import held_now
from gulir.lending.queries import LoanRow, control_findings, indicators
from gulir.lending.queries.stopped import stopped_since
from gulir.lending.queries.today import FundToday, fund_today
from gulir.web import charts, words
from gulir.web.tables import State
from gulir.web.visits import Visit

__all__ = ["Glance", "Notice", "Shown", "arrivals", "glance", "notices", "picture", "shown_indicators"]

TONES: dict[str, State] = {"satisfactory": "good", "minimum": "watch", "suspend": "bad"}
NEEDED = ("coordinator", "overseer", "upk_manager", "cashier", "bookkeeper")
"""Offices without which the board's work stands still (domain 1.2)."""
HELD = (Role.CASH, Role.BANK, Role.BANK_TR, Role.LOANS)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing that wants attention, as a sentence with where to go."""

    state: State
    text: str
    href: str = ""
    link: str | Promise = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One indicator as people read it: name, value, the word of its class and the state of that word."""

    name: str
    value: str
    word: str
    state: State
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Glance:
    """Where the fund stands: the loans of today, money in rupiah, the programme's indicators."""

    on: date
    opened: date | None
    begun: bool
    fund: FundToday
    money: int
    savings: int
    loans: int
    indicators: FundIndicators


def glance(visit: Visit) -> Glance:
    """The fund as it stands on the open day, or today while no day is open."""
    try:
        opened, begun = book_state(visit.book).open_day, True
    except BooksNotBegun:
        opened, begun = None, False
    on = opened or visit.today
    fund = fund_today(visit.book, on=on, standing=visit.standing)
    held = held_now(visit.book, HELD)
    return Glance(
        on=on,
        opened=opened,
        begun=begun,
        fund=fund,
        money=held[Role.CASH] + held[Role.BANK],
        savings=held[Role.BANK_TR],
        loans=held[Role.LOANS],
        indicators=indicators(visit.book, as_of=on, rules=fund.rules),
    )


def shown_indicators(found: FundIndicators, names: Iterable[str]) -> list[Shown]:
    """These indicators in the language of the page, each with the word of its class."""
    return [_shown(name, found.named[name]) for name in names]


def _shown(name: str, figure: Figure) -> Shown:
    text, language = indicator_texts()[name], words.language()
    return Shown(
        name=text.name.to(language),
        value="–" if figure.value_percent is None else words.percent(figure.value_percent),
        word=indicator_classes()[figure.class_].to(language) if figure.class_ else "",
        state=TONES.get(figure.class_, ""),
        meaning=text.meaning.to(language),
    )


def notices(visit: Visit, seen: Glance, *more: Notice) -> list[Notice]:
    """What wants attention, the gravest first: money and books, arrears, lending, the calendar, offices, and `more`."""
    found = [*_books(visit, seen), *_loans(visit, seen), *_offices(visit), *more]
    weight = {"bad": 0, "watch": 1, "info": 2}
    return sorted(found, key=lambda notice: weight.get(notice.state, 3))


def _books(visit: Visit, seen: Glance) -> list[Notice]:
    """Books not begun, cards that differ from the books, a day or a month left open."""
    if not seen.begun:
        return [Notice(state="info", text=_("Buku BKM ini belum dimulai. UPK membawa masuk saldo awalnya dulu."))]
    made = [
        Notice(
            state="bad",
            text=_("Kartu dan buku besar berbeda %(amount)s.")
            % {"amount": words.rupiah(abs(finding.facts["difference"]))},
            href=reverse("reports:show", args=["loans"]),
            link=_("Lihat pinjaman"),
        )
        for finding in control_findings(visit.book, as_of=seen.on)
    ]
    if seen.opened is not None and seen.opened < visit.today:
        text = _("Hari %(day)s belum ditutup.") % {"day": words.day(seen.opened)}
        href = _day_page(visit)
        made.append(Notice(state="watch", text=text, href=href, link=_("Lihat hari itu") if href else ""))
    month = next_month(visit.book, book_state(visit.book))
    if month is not None and month_end(month) < visit.today:
        text = _("Buku %(month)s belum ditutup.") % {"month": words.month(month)}
        href = reverse("officers:month") if "trustee" in visit.desks else ""
        made.append(Notice(state="watch", text=text, href=href, link=_("Lihat bulan itu") if href else ""))
    return made


def _day_page(visit: Visit) -> str:
    """Where this person reads how far the open day is; nothing for who may not."""
    if "trustee" in visit.desks:
        return reverse("officers:day")
    confirms = may_confirm_day.allows(visit.standing) and may_see_books.allows(visit.standing)
    return reverse("overseers:day") if confirms else ""


def _loans(visit: Visit, seen: Glance) -> list[Notice]:
    """Arrears, the stop of new lending, indicators in the class that asks for it."""
    made = []
    late = [row for row in seen.fund.rows if row.in_arrears]
    if late:
        count = len({row.ksm for row in late})
        facts = {
            "count": count,
            "amount": words.rupiah(sum(row.arrears_principal + row.arrears_jasa for row in late)),
            "worst": max(late, key=lambda row: row.days_late).ksm,
        }
        said = ngettext(
            "%(count)s KSM menunggak, seluruhnya %(amount)s. Paling lama: %(worst)s.",
            "%(count)s KSM menunggak, seluruhnya %(amount)s. Paling lama: %(worst)s.",
            count,
        )
        text = said % facts
        made.append(
            Notice(state="bad", text=text, href=reverse("reports:show", args=["loans"]), link=_("Lihat pinjaman"))
        )
    made += arrivals(seen.fund)
    stopped = stopped_since(visit.book)
    if stopped is not None:
        facts = {"day": words.long_date(stopped.since), "reason": stopped.reason}
        text = _("Pinjaman baru dihentikan sejak %(day)s: %(reason)s.") % facts
        made.append(Notice(state="bad", text=text, href=reverse("trustees:agenda"), link=_("Agenda")))
    for name in seen.indicators.suspended:
        if stopped is not None and name in {"LAR", "PAR"}:
            continue
        shown = _shown(name, seen.indicators.named[name])
        text = _("%(name)s %(value)s masuk kelas %(word)s.") % {
            "name": shown.name, "value": shown.value, "word": shown.word.lower(),
        }  # fmt: skip
        href = reverse("reports:show", args=["indicators"])
        made.append(Notice(state="bad", text=text, href=href, link=_("Kenapa angka ini?")))
    return made


def arrivals(fund: FundToday) -> list[Notice]:
    """Loans whose three sides differ, one sentence each; and those of which too long not all have told."""
    made = []
    for row in fund.rows:
        if row.arrival == "differs":
            text = _("Pencairan KSM %(ksm)s belum cocok: UPK, bendahara dan anggota menyebut jumlah yang berbeda.")
            made.append(_arrival("bad", text % {"ksm": row.ksm}, row))
    within = fund.rules.count("loan.arrival_days")
    silent = [r for r in fund.rows if r.arrival == "waiting" and (fund.rules.on - r.disbursed_on).days > within]
    if silent:
        oldest = min(silent, key=lambda row: row.disbursed_on)
        facts = {"count": len(silent), "ksm": oldest.ksm}
        said = ngettext(
            "Belum semua menyebut uang yang diterima pada %(count)s pencairan. Paling lama: %(ksm)s.",
            "Belum semua menyebut uang yang diterima pada %(count)s pencairan. Paling lama: %(ksm)s.",
            len(silent),
        )
        made.append(_arrival("watch", said % facts, oldest))
    return made


def _arrival(state: State, text: str, row: LoanRow) -> Notice:
    return Notice(state=state, text=text, href=reverse("arrivals:loan", args=[row.id]), link=_("Lihat tiga pihak"))


def _offices(visit: Visit) -> list[Notice]:
    """Terms that end soon and offices that nobody holds."""
    names, language = offices(), words.language()
    made = []
    for ending in terms_ending(visit.book, visit.today):
        days = ending.days_left
        text = ngettext(
            "Masa tugas %(name)s sebagai %(office)s berakhir %(days)s hari lagi.",
            "Masa tugas %(name)s sebagai %(office)s berakhir %(days)s hari lagi.",
            days,
        ) % {"name": ending.holder.name, "office": names[ending.holder.office].name.to(language), "days": days}
        made.append(Notice(state="watch" if ending.within == 30 else "info", text=text))
    taken = {holder.office for holder in offices_at(visit.book, visit.today)}
    for office in NEEDED:
        if office not in taken:
            text = _("Belum ada %(office)s.") % {"office": names[office].name.to(language)}
            made.append(Notice(state="watch", text=text))
    return made


def picture(seen: Glance) -> SafeString | str:
    """Balances by collectibility, with a reading as title; nothing while nobody owes."""
    amounts: dict[int, int] = {}
    for row in seen.fund.rows:
        amounts[row.collectibility] = amounts.get(row.collectibility, 0) + row.balance
    total = sum(amounts.values())
    if not total:
        return ""
    title = _("%(share)s saldo pinjaman lancar") % {"share": words.percent(Fraction(100 * amounts.get(1, 0), total))}
    return charts.collectibility(title, [(_("Semua KSM"), amounts)])

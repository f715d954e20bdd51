"""A loan as people read it: the lines and the schedule of its card as tables, and where it stands in warm sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from gulir.lending.queries import Card, CardLine, DueRow, LoanRow
from gulir.web import words
from gulir.web.tables import Cell, Column, State, Table

__all__ = [
    "ARRIVALS",
    "EVENTS",
    "LATEST",
    "STATES",
    "all_instalments",
    "all_lines",
    "aloud",
    "last_receipt",
    "lines_table",
    "not_now",
    "older",
    "schedule_table",
    "spoken",
    "warmly",
]
LATEST = 3
"""So many of the newest lines of a card a phone shows at once."""

STATES: dict[str, Promise] = {
    "active": gettext_lazy("Berjalan"),
    "settled": gettext_lazy("Lunas"),
    "rescheduled": gettext_lazy("Dijadwal ulang"),
    "written_off": gettext_lazy("Dihapusbukukan"),
}
ARRIVALS: dict[str, tuple[State, Promise]] = {
    "waiting": ("info", gettext_lazy("belum semua menyebut")),
    "confirmed": ("good", gettext_lazy("cocok di tiga pihak")),
    "differs": ("bad", gettext_lazy("belum cocok")),
    "old": ("", gettext_lazy("dari buku lama")),
}
EVENTS: dict[str, Promise] = {
    "disbursement": gettext_lazy("Pencairan"),
    "repayment": gettext_lazy("Angsuran"),
    "reversal": gettext_lazy("Pembatalan"),
    "principal_payment": gettext_lazy("Bayar pokok (kartu lama)"),
    "jasa_payment": gettext_lazy("Bayar jasa (kartu lama)"),
    "savings_in": gettext_lazy("Tabungan masuk (kartu lama)"),
    "savings_out": gettext_lazy("Tabungan keluar (kartu lama)"),
    "surplus_out": gettext_lazy("Titipan dikembalikan"),
    "written_off": gettext_lazy("Dihapusbukukan"),
    "rescheduled": gettext_lazy("Dijadwal ulang"),
    "carried_on": gettext_lazy("Lanjutan pinjaman lama"),
    "death_covered": gettext_lazy("Bagian anggota yang meninggal dibayar dana risiko; sisanya dilanjutkan"),
    "goes_along": gettext_lazy("Dibawa ke kartu lanjutan"),
    "came_along": gettext_lazy("Dibawa dari kartu sebelumnya"),
    "loss": gettext_lazy("Rugi yang ditanggung UPK"),
    "loss_back": gettext_lazy("Pembatalan rugi"),
    "ksm_fee_in": gettext_lazy("Dana KSM masuk (kartu lama)"),
    "ksm_fee_out": gettext_lazy("Dana KSM keluar (kartu lama)"),
}


def lines_table(found: Card) -> Table:
    """What happened on the card, line by line with the balance after it; a receipt's number leads to its paper."""
    rows = [
        (
            Cell(value=line.on, state="watch", word=_("Dibatalkan")) if line.reversed else Cell(value=line.on),
            _event(line),
            line.principal or None,
            line.jasa or None,
            line.savings + line.surplus or None,
            line.balance,
        )
        for line in found.lines
    ]
    return Table(
        caption=_("Catatan kartu"),
        columns=(
            Column(label=_("Tanggal"), kind="date"),
            Column(label=_("Kejadian")),
            Column(label=_("Pokok"), kind="money"),
            Column(label=_("Jasa"), kind="money"),
            Column(label=_("Tabungan dan titipan"), kind="money"),
            Column(label=_("Sisa pokok"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Belum ada catatan pada kartu ini."),
        far=older(len(rows)),
        more=all_lines(len(rows)),
    )


def older(count: int) -> frozenset[int]:
    """The places of all lines but the newest; of a short list none."""
    return frozenset(range(count - LATEST)) if count > LATEST + 1 else frozenset()


def all_lines(count: int) -> str:
    """What opens the older lines on a phone."""
    return ngettext("Lihat semua %(n)s catatan", "Lihat semua %(n)s catatan", count) % {"n": count}


def not_now(found: Card, unpaid: Collection[int], on: date) -> frozenset[int]:
    """The places of instalments that are neither due by `on` nor next; `unpaid` are the numbers still open."""
    places = [place for place, line in enumerate(found.schedule) if line.no in unpaid]
    coming = [place for place in places if found.schedule[place].due_on > on]
    near = {place for place in places if place not in coming} | set(coming[:1])
    far = frozenset(range(len(found.schedule))) - near
    return far if len(far) > 1 else frozenset()


def all_instalments(found: Card) -> str:
    """What opens the rest of the schedule on a phone."""
    n = len(found.schedule)
    return ngettext("Lihat semua %(n)s angsuran", "Lihat semua %(n)s angsuran", n) % {"n": n}


def _event(line: CardLine) -> Cell:
    """What happened, with the number of its receipt; a repayment leads to the receipt's paper."""
    href = reverse("reports:receipt", args=[line.repayment]) if line.repayment and line.what == "repayment" else ""
    return Cell(value=str(EVENTS[line.what]), note=line.reference, href=href)


def schedule_table(found: Card, on: date) -> Table:
    """The schedule, each instalment with whether it is paid, as the payments so far cover it from the oldest on."""
    listed = list(_instalments(found, on))
    rows = [
        (
            Cell(value=due_on, note=_("angsuran ke-%(no)s") % {"no": no}),
            principal,
            jasa,
            principal + jasa,
            Cell(value="", state=state, word=word),
        )
        for no, due_on, principal, jasa, state, word in listed
    ]
    return Table(
        caption=_("Jadwal angsuran"),
        columns=(
            Column(label=_("Jatuh tempo"), kind="date"),
            Column(label=_("Pokok"), kind="money"),
            Column(label=_("Jasa") if found.loan.reported is None else _("Bagi hasil"), kind="money"),
            Column(label=_("Jumlah"), kind="money", key=True),
            Column(label=_("Keadaan")),
        ),
        rows=rows,
        total=(
            Cell(value=_("Jumlah")),
            found.loan.principal,
            found.loan.jasa,
            found.loan.principal + found.loan.jasa,
            None,
        ),
        far=not_now(found, {no for no, *_rest, state, _word in listed if state != "good"}, on),
        more=all_instalments(found),
    )


def _instalments(found: Card, on: date) -> Iterator[tuple[int, date, int, int, State, str]]:
    """Each instalment with its state: all payments together cover the oldest first (domain 3.12)."""
    principal, jasa = found.row.principal_paid, found.row.jasa_paid + found.loan.jasa_waived
    for line in found.schedule:
        left = max(0, line.cum_principal - principal) + max(0, line.cum_jasa - jasa)
        state: State = "" if left else "good"
        word = _("Lunas") if not left else ""
        if left and line.due_on < on:
            state, word = "bad", _("Terlambat")
        elif left and line.due_on == on:
            state, word = "watch", _("Hari ini")
        yield line.no, line.due_on, line.principal, line.jasa, state, word


def last_receipt(found: Card) -> tuple[date, int] | None:
    """Day and sum of the last receipt that stands on the card."""
    lines = [line for line in found.lines if line.what == "repayment" and not line.reversed]
    if not lines:
        return None
    last = lines[-1]
    return last.on, last.principal + last.jasa + last.savings + last.surplus + last.fee


def aloud(row: LoanRow, due: DueRow | None, on: date, paid: tuple[date, int] | None = None) -> str:
    """The same for the ear: in Indonesian whatever the page speaks, sums in words, and the last receipt when given."""
    with override("id"):
        said = [spoken(row, due, money=words.spelled)]
        if paid is not None:
            facts = {"day": words.day(paid[0]), "amount": words.spelled(paid[1])}
            said.append(_("Kuitansi terakhir: %(day)s, sebesar %(amount)s.") % facts)
        return " ".join([*said, warmly(row, due, on)[1]])


def spoken(row: LoanRow, due: DueRow | None, *, money: Callable[[int], str] = words.rupiah) -> str:
    """Where the loan stands as one paragraph that can be read aloud: what is owed, what comes next and when."""
    facts = {"ksm": row.ksm, "principal": money(row.principal), "balance": money(row.balance)}
    if not row.balance:
        return _("Pinjaman KSM %(ksm)s sebesar %(principal)s sudah lunas.") % facts
    owed = _("KSM %(ksm)s masih berutang pokok %(balance)s dari %(principal)s.") % facts
    if due is None or (not due.due and due.next_on is None):
        return owed
    if due.due:
        said = _("Yang harus dibayar sekarang %(amount)s.") % {"amount": money(due.due)}
    else:
        assert due.next_on is not None  # asked above
        facts = {"amount": money(due.next_amount), "day": words.day(due.next_on)}
        said = _("Angsuran berikutnya %(amount)s, jatuh tempo %(day)s.") % facts
    return f"{owed} {said}"


def warmly(row: LoanRow, due: DueRow | None, on: date) -> tuple[State, str]:
    """A word from a good neighbour: thanks for what was paid, no blame for what was not."""
    if not row.balance:
        return "good", _("Pinjaman ini sudah lunas. Selamat dan terima kasih.")
    if due is not None and due.due and not due.overdue:
        return "info", _("Angsuran ini jatuh tempo hari ini. UPK menunggu KSM Anda.")
    if row.missed_instalments:
        count = row.missed_instalments
        text = ngettext(
            "Ada %(count)s angsuran yang belum terbayar. Bicarakan di KSM; UPK siap mencari jalan bersama Anda.",
            "Ada %(count)s angsuran yang belum terbayar. Bicarakan di KSM; UPK siap mencari jalan bersama Anda.",
            count,
        )
        return "watch", text % {"count": count}
    if due is not None and due.next_on is not None and (due.next_on - on).days <= 7:
        days = (due.next_on - on).days
        text = ngettext(
            "Angsuran berikutnya tinggal %(days)s hari lagi.", "Angsuran berikutnya tinggal %(days)s hari lagi.", days
        )
        return "info", text % {"days": days}
    return "good", _("Semua angsuran sampai hari ini sudah dibayar. Terima kasih.")

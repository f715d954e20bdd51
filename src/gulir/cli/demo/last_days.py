"""November 2026 up to the day that stays open: an application at every step, a meeting without its quorum, drafts."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from gulir.cli.demo.calendar import LAST_DAY
from gulir.cli.demo.lending_days import ask, receive, sign, verify
from gulir.cli.demo.meetings import hold_board
from gulir.cli.demo.office import Happening, Office
from gulir.cli.demo.plan import Payment, Turn
from gulir.cli.demo.till import BANK, CASH
from gulir.core.roles import Role
from gulir.governance import services as governance
from gulir.ledger import services as ledger
from gulir.ledger.queries import account_for, balance_at, cash_book
from gulir.lending import services as lending

__all__ = ["applications_of_their_own", "last_happenings"]

APPROVED, HALF_SIGNED, VERIFIED, ASKED = (Turn(place=place, number=3, month=23) for place in (1, 2, 3, 4))
REFUSED = Turn(place=8, number=2, month=17)
SENT_BACK = Turn(place=12, number=2, month=15)
UNBOOKED = 1_150_000
"""A transfer on the bank's statement that nobody has booked yet."""


def applications_of_their_own() -> tuple[Happening, ...]:
    """Two applications that did not come through: one was refused, one was sent back to be mended."""
    return (
        (date(2026, 2, 24), lambda office: ask(office, SENT_BACK)),
        (date(2026, 2, 25), _send_back),
        (date(2026, 4, 22), lambda office: ask(office, REFUSED)),
        (date(2026, 5, 6), _refuse),
    )


def _send_back(office: Office) -> None:
    office.do(
        "loan_officer",
        lending.return_application,
        application=office.loans[SENT_BACK.place, SENT_BACK.number].application,
        reason="Rincian usaha dua anggota belum lengkap",
    )


def _refuse(office: Office) -> None:
    office.do(
        "upk_manager",
        lending.reject_application,
        application=office.loans[REFUSED.place, REFUSED.number].application,
        reason="Pinjaman yang lalu sering terlambat; mohon menabung tertib tiga bulan lebih dahulu",
    )


def _put_first(office: Office) -> None:
    office.do(
        "upk_manager",
        lending.put_first,
        application=office.loans[APPROVED.place, APPROVED.number].application,
        reason="Pasar pindah minggu depan dan sewa lapaknya harus dibayar dulu",
    )


def last_happenings() -> tuple[Happening, ...]:
    """What waits for someone on the last day, and what came before it."""
    return (
        (date(2026, 11, 2), lambda office: ask(office, APPROVED)),
        (date(2026, 11, 3), lambda office: _statement(office, date(2026, 10, 1), date(2026, 10, 31))),
        (date(2026, 11, 4), lambda office: ask(office, HALF_SIGNED)),
        (date(2026, 11, 9), lambda office: verify(office, APPROVED)),
        (date(2026, 11, 10), lambda office: ask(office, VERIFIED)),
        (date(2026, 11, 12), lambda office: verify(office, HALF_SIGNED)),
        (date(2026, 11, 13), lambda office: sign(office, APPROVED, "upk_manager")),
        (date(2026, 11, 16), lambda office: sign(office, APPROVED, "coordinator")),
        (date(2026, 11, 17), _put_first),
        (date(2026, 11, 17), lambda office: verify(office, VERIFIED)),
        (date(2026, 11, 17), lambda office: sign(office, HALF_SIGNED, "upk_manager")),
        (date(2026, 11, 18), _reward_proposed),
        (date(2026, 11, 19), _too_few_came),
        (date(2026, 11, 20), lambda office: ask(office, ASKED)),
        (LAST_DAY, lambda office: _statement(office, date(2026, 11, 1), date(2026, 11, 20), unbooked=UNBOOKED)),
        (LAST_DAY, _late_receipt),
        (LAST_DAY, _two_receipts),
    )


def _reward_proposed(office: Office) -> None:
    """A larger reward for paying on time waits for the board."""
    office.do("secretary", governance.propose_rule, rule="iptw.percent", value="15", effective_on=date(2027, 1, 1))


def _too_few_came(office: Office) -> None:
    meeting = hold_board(office, 4)
    minutes = "Hanya empat dari sembilan anggota hadir; rapat tidak mengambil keputusan dan diundang ulang."
    office.do("secretary", governance.close_meeting, meeting=meeting, minutes=minutes)


def _late_receipt(office: Office) -> None:
    """A stationery receipt found too late waits for a second person."""
    office.do(
        "bookkeeper",
        ledger.record_susulan,
        original_on=date(2026, 11, 6),
        description="Fotokopi formulir pengajuan",
        reason="Nota baru diserahkan petugas hari ini",
        entries=[{"debit": "51030", "credit": CASH, "amount": 18_500}],
    )


def _two_receipts(office: Office) -> None:
    """One group brings an instalment it has owed for long, another pays before its day; nobody has counted yet."""
    for place in (11, 19):
        turn = next(turn for turn in (Turn(place=place, number=2, month=0),) if (place, 2) in office.loans)
        receive(office, Payment(day=LAST_DAY, turn=turn, instalments=1))


def _statement(office: Office, first: date, last: date, *, unbooked: int = 0) -> None:
    """The bank's statement of the fund's account for a period, line by line as the bank would send it."""
    account = account_for(office.book, Role.BANK)
    rows = cash_book(account, from_=first, as_of=last).rows
    lines: list[dict[str, Any]] = [
        {"on": row.on, "text": row.description, "amount": row.received - row.paid} for row in rows
    ]
    balance = balance_at(account, as_of=last)
    if unbooked:
        lines.append({"on": last, "text": "TRF MASUK KSM", "amount": unbooked})
    content = "\n".join(f"{line['on']};{line['text']};{line['amount']}" for line in lines)
    office.do(
        "bookkeeper",
        ledger.import_statement,
        account=BANK,
        lines=lines,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        source="rekening koran",
        closing_balance=balance + unbooked,
    )

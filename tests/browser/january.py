"""The real UPK on its last loading day: its books brought in, its offices held, its first day open (tests/real)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from gulir.base.commands import Command
from gulir.base.models import Actor
from gulir.community import services as community
from gulir.community.passwords import Password
from gulir.community.queries import founding_actor, installation_book
from gulir.intake.services import import_file
from gulir.ledger import services as ledger
from gulir.lending import services as lending

__all__ = ["FIRST_DAY", "PASSWORD", "Susukan", "open_susukan"]

REAL = Path(__file__).parents[1] / "real"
LOADING = date(2022, 12, 31)
FIRST_DAY = date(2023, 1, 2)
PASSWORD = "dana-bergulir-milik-warga"
PEOPLE = {
    "sari": ("Sari Handayani", "P", "secretary"),
    "darmo": ("Darmo Wiyono", "L", "upk_manager"),
    "joko": ("Joko Prasetyo", "L", "loan_officer"),
    "rini": ("Rini Astuti", "P", "cashier"),
    "wulan": ("Wulan Kusuma", "P", "bookkeeper"),
    "rahma": ("Rahma Dewanti", "P", "coordinator"),
}
ROAD = (
    ("chart", "upk_trial_balance_2022-12-31.csv"), ("roles", "upk_roles.csv"), ("chart", "upk_accounts_to_add.csv"),
    ("opening", "upk_trial_balance_2022-12-31.csv"), ("loans", "upk_loans_2022-12-31.csv"),
    ("loan-transactions", "upk_loan_transactions_to_2022-12-31.csv"),
)  # fmt: skip


@dataclass
class Susukan:
    """The board and a clock of its own: every page and every act reads `now`."""

    book: UUID
    founder: Actor
    today: date = LOADING
    ticks: int = 0

    def now(self) -> datetime:
        """Noon of today, a second later at each reading."""
        self.ticks += 1
        return datetime.combine(self.today, time(5, 0), tzinfo=UTC) + timedelta(seconds=self.ticks)

    def do(self, act: Command[Any], **body: Any) -> dict[str, Any]:
        """Let the founder do something, as long as the board has no coordinator."""
        return act(book=self.book, key=f"susukan-{next(_keys)}", actor=self.founder, at=self.now(), **body)


_keys = count(1)


def open_susukan(monkeypatch: Any) -> Susukan:
    """Found the board, bring the real books in, open 2 January 2023, and fill its offices, the coordinator last."""
    founder = founding_actor()
    made = community.found_board(
        book=installation_book().pk, key="susukan", actor=founder,
        at=datetime(2022, 12, 30, 5, 0, tzinfo=UTC), code="susukan", name="BKM Susukan", opened_on=date(2023, 1, 1),
    )  # fmt: skip
    board = Susukan(book=UUID(made["book"]), founder=founder)
    monkeypatch.setattr("gulir.web.visits.timezone.now", board.now)
    for kind, name in ROAD:
        outcome = import_file(
            kind=kind, name=name, content=(REAL / name).read_bytes(), book=board.book, actor=founder, at=board.now(),
            key=f"road-{kind}-{name}", dated=LOADING if kind == "opening" else None,
        )  # fmt: skip
        assert outcome.done, (name, outcome.findings)
    board.do(lending.define_product, code="PDB12", name="Pinjaman 12 bulan", instalments=12)
    board.today = FIRST_DAY
    board.do(ledger.go_live, on=FIRST_DAY)
    for login, (name, sex, office) in PEOPLE.items():
        person = UUID(board.do(community.register_person, name=name, sex=sex, rw="1", rt="1")["person"])
        board.do(community.add_login, person=person, username=login, password=Password(PASSWORD))
        board.do(community.take_office, person=person, office=office, starts_on=date(2022, 12, 1))
    return board

"""What meetings decide: new schedules, loans written off, lending stopped and opened, and the days that pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gulir.core.dates import add_months
from gulir.governance import services as governance
from gulir.governance.models import AgendaItem
from gulir.ledger import services as ledger
from gulir.ledger.models import Day, Voucher
from gulir.ledger.queries import balance_at, cash_to_count
from gulir.lending import services as lending
from gulir.lending.models import Loan
from tests.ledger.stage import pieces
from tests.machine.borrowing import PICK
from tests.machine.laws import classes
from tests.machine.town import EVERYBODY, Town

__all__ = ["Endings", "pass_days"]

VOTERS = ("Bu Rahma", "Pak Karno", "Bu Lastri", "Tari")
"""Pak Wiryo stays away: his sister borrows with Dahlia."""
CAUSES = ("unable", "business_failed", "disaster")
LAST_YEAR = 2027
CARRIED_OUT = {
    "restructuring": lending.restructure, "write_off": lending.write_off, "death_cover": lending.cover_death,
}  # fmt: skip


def pass_days(town: Town, days: int) -> None:
    """So many days pass: each that saw money is counted by one and confirmed by another, the empty ones in one act."""
    goal = town.live() + timedelta(days=days)
    while (here := town.live()) < goal:
        town.fund.today = here
        counted = Day.objects.get(book_id=town.book, day=here).counted_by_id is not None
        if counted or Voucher.objects.filter(book_id=town.book, dated=here).exists():
            counts = []
            for box in cash_to_count(town.book, here).values():
                odd = balance_at(box) % 100
                if box.ledger == "upk":
                    town.money -= odd
                counts.append(
                    {
                        "account": box.code, "ledger": box.ledger, "reason": "Recehan",
                        "denominations": pieces(balance_at(box) - odd),
                    }
                )  # fmt: skip
            assert town.do("cashier", ledger.close_day, counts=counts) is not None
            assert town.do("upk_manager", ledger.confirm_day) is not None
        else:
            town.fund.today = goal - timedelta(days=1)
            assert town.do("cashier", ledger.close_through, through=town.fund.today) is not None
    town.fund.today = goal


class Endings:
    """What is decided, and what ends."""

    town: Town
    pay_off: Callable[[Loan, int], None]

    @rule(days=st.sampled_from((1, 3, 7, 7, 14, 31, 62)))
    def wait(self, days: int) -> None:
        """Days pass, and time alone makes no class better (I14)."""
        if self.town.live().year >= LAST_YEAR:
            return
        before = classes(self.town)
        pass_days(self.town, days)
        after = classes(self.town)
        for number, stood in before.items():
            assert after[number] >= stood, f"waiting took {number} from {stood} to {after[number]}"

    @rule(pick=PICK, kind=st.sampled_from(("holiday", "moved", "extra_terms", "rate_cut", "rescheduled")))
    def propose_a_schedule(self, pick: int, kind: str) -> None:
        """A new schedule of some kind, with all members or without one, is laid before a meeting."""
        running = self.town.loans("active")
        if not running:
            return
        loan = running[pick % len(running)]
        more: dict[str, Any] = {}
        if kind in ("extra_terms", "rescheduled"):
            more["instalments"] = 12 + pick % 6
        if kind in ("rate_cut", "rescheduled"):
            more["rate_percent"] = "0.5"
        if pick % 5 == 0:
            more["without"] = self.town.person(EVERYBODY[loan.ksm][pick % 3])
        self.town.do(
            "loan_officer", lending.propose_restructuring, loan=loan.pk, kind=kind,
            first_due_on=add_months(self.town.today, 1 + pick % 2), cause=CAUSES[pick % 3], reason="Panen gagal",
            **more,
        )  # fmt: skip

    @rule(pick=PICK)
    def propose_to_write_off(self, pick: int) -> None:
        """A loan that is late is laid before the members' meeting."""
        running = self.town.loans("active")
        if running and pick % 2:
            self.town.do(
                "loan_officer", lending.propose_write_off, loan=running[pick % len(running)].pk, cause=CAUSES[pick % 3],
                reason="Pasar terbakar",
            )  # fmt: skip

    @rule(pick=PICK, kind=st.sampled_from(("rwt", "rwt", "board")))
    def decide(self, pick: int, kind: str) -> None:
        """A meeting decides what waits: mostly yes."""
        waiting = list(AgendaItem.objects.filter(book_id=self.town.book, status="waiting").order_by("put_on", "pk"))
        if not waiting:
            return
        item = waiting[pick % len(waiting)]
        here = [governance.Present(name=name, sex="P", person=self.town.person(name)) for name in VOTERS]
        held = self.town.do(
            "secretary", governance.hold_meeting, kind="board" if item.subject_kind == "loan_application" else kind,
            held_on=self.town.today, invited=5, attendance=here, place="Balai",
        )  # fmt: skip
        assert held is not None
        self.town.do(
            "secretary", governance.decide, meeting=UUID(held["meeting"]), agenda=item.pk, digest=item.digest,
            outcome="rejected" if pick % 9 == 0 else "approved",
        )  # fmt: skip

    @rule(pick=PICK)
    def carry_out(self, pick: int) -> None:
        """What was decided about a loan is carried out; money moves only where a rebate was granted."""
        running = self.town.loans("active")
        if running:
            act = (lending.restructure, lending.write_off, lending.cover_death)[pick % 3]
            decided = AgendaItem.objects.filter(
                book_id=self.town.book, subject_id__in=[str(loan.pk) for loan in running], status="decided"
            ).order_by("-pk")
            chosen = decided[pick % 2 : pick % 2 + 1].first() or decided.first()
            if chosen is not None and chosen.subject_kind == "margin_rebate":
                self.pay_off(next(loan for loan in running if str(loan.pk) == chosen.subject_id), pick)
                return
            loan = chosen.subject_id if chosen is not None else str(running[pick % len(running)].pk)
            if chosen is not None:
                act = CARRIED_OUT[chosen.subject_kind]
            self.town.do("bookkeeper", act, loan=UUID(loan))

    @rule(pick=PICK, amount=st.sampled_from((50_000, 200_000, 1_000_000)))
    def recover(self, pick: int, amount: int) -> None:
        """Something comes back of what was written off."""
        gone = self.town.loans("written_off", "rescheduled")
        if gone and self.town.do("cashier", lending.recover, loan=gone[pick % len(gone)].pk, amount=amount):
            self.town.money += amount

    @rule(pick=PICK)
    def stop_or_go_on(self, pick: int) -> None:
        """Lending is stopped by hand, opened again, or let go on although the indicators stop it."""
        if pick % 3 == 0:
            self.town.do("upk_manager", lending.resume)
        elif pick % 3 == 1:
            until = self.town.today + timedelta(days=30)
            self.town.do("upk_manager", lending.ask_to_go_on, until=until, reason="Tiga KSM selalu lancar")
        elif pick % 4 == 2:
            self.town.do("overseer", lending.suspend, reason="Kas belum dihitung ulang")

    @rule()
    def provide(self) -> None:
        """The provision is brought to what the loans need."""
        self.town.do("bookkeeper", lending.post_provision, as_of=self.town.today)

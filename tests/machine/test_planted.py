"""The control of the machine: a defect is planted in the product, and a walk must find it within a few hundred steps.

Each defect is one that a careless change could make: a rupiah lost on the way to the books, a guard forgotten, a row
moved behind the product's back, a protection no longer asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from hypothesis.stateful import rule

from gulir.governance.models import Decision
from gulir.ledger.models import Transfer
from gulir.ledger.services import posting, profits, reversals
from gulir.lending.queries import early
from gulir.lending.services import covers, deaths, disbursements, held, history, rebates, repayments
from gulir.mentoring.services import followups, meetings, peers
from tests.care.tampering import tamper
from tests.machine import hostile_books, hostile_inherited, hostile_loans
from tests.machine.borrowing import PICK
from tests.machine.hostile_farewells import ATTACKS
from tests.machine.hostile_listening import ATTACKS as LISTENING
from tests.machine.inherited import SPLITS
from tests.machine.mornings import MORNINGS, town_for
from tests.machine.village import Ran, Village, walk

pytestmark = pytest.mark.django_db
WITHIN = 700
"""The most steps until a planted defect is found."""


def hunt(*, morning: str, machine: type[Village] = Village, plant: Callable[[], object] = lambda: None) -> str:
    """Walk until the defect is found; what the machine says of it."""
    ran, town = Ran(), town_for(morning)
    MORNINGS[morning](town)
    plant()
    with pytest.raises((AssertionError, DatabaseError)) as found:
        walk(town, seed=5, examples=WITHIN // 100, steps=100, machine=machine, ran=ran, shrink=False)
    assert ran.steps <= 2 * WITHIN  # a walk that failed is walked once more to tell it
    return f"{type(found.value).__name__}: {found.value}"


def by_name(told: str, act: str) -> bool:
    """Whether the machine speaks of this act, or the database itself was the witness."""
    return act in told or told.startswith("IntegrityError")


def test_a_rupiah_lost_on_the_way_to_the_books(monkeypatch):
    honest = repayments.post

    def crooked(act: Any, *, entries: Any, **more: Any) -> Any:
        (debit, credit, amount, *rest), *others = entries
        return honest(act, entries=[(debit, credit, amount - 1, *rest), *others], **more)

    told = hunt(morning="lent", plant=lambda: monkeypatch.setattr(repayments, "post", crooked))
    assert "the plain list says" in told


def test_a_loan_paid_out_without_its_last_share(monkeypatch):
    honest = disbursements.Share.objects.bulk_create

    class Shares:
        class objects:  # noqa: N801  (stands where the model's manager stands)
            @staticmethod
            def bulk_create(rows: Any) -> Any:
                return honest(list(rows)[:-1])

        def __new__(cls, **fields: Any) -> Any:
            from gulir.lending.models import Share

            return Share(**fields)

    told = hunt(morning="quiet", plant=lambda: monkeypatch.setattr(disbursements, "Share", Shares))
    assert "share" in told.lower()


class Thief(Village):
    """Among the others somebody with the database in hand."""

    @rule()
    def move_a_row(self) -> None:
        """Guards off, a rupiah out of a voucher, guards forgotten."""
        row = Transfer.objects.filter(book_id=self.town.book, debit__role="cash", amount__gt=1).last()
        if row is not None:
            tamper("UPDATE ledger_transfer SET amount = amount - 1 WHERE id = %s", row.pk)


def test_a_row_moved_behind_the_back_of_the_product():
    told = hunt(morning="lent", machine=Thief)
    assert "lie" in told or "left something behind" in told


class Forger(Village):
    """Somebody who takes a fact out of the chain."""

    @rule()
    def lose_a_fact(self) -> None:
        """The last fact but one is gone."""
        tamper("UPDATE base_fact SET sequence = sequence + 100000 WHERE sequence = 3 AND book_id = %s", self.town.book)


def test_a_fact_taken_out_of_the_chain():
    assert hunt(morning="quiet", machine=Forger)


def test_a_claim_larger_than_the_payment_it_names(monkeypatch):
    told = hunt(
        morning="lent",
        machine=Doubter,
        plant=lambda: monkeypatch.setattr(covers, "_check_amount", lambda paid, amount: None),
    )
    assert "cover" in told


class Alone(Village):
    """Among the others a bookkeeper who takes back what she wrote herself, again and again."""

    @rule()
    def take_back_alone(self) -> None:
        """The attack of the sieges, by itself."""
        hostile_books.undo_ones_own(self.town, 0)


def test_a_second_person_no_longer_asked(monkeypatch):
    told = hunt(
        morning="counting",
        machine=Alone,
        plant=lambda: monkeypatch.setattr(reversals, "second_person", lambda *a: None),
    )
    assert "reverse_voucher" in told


class Asker(Village):
    """Among the others somebody who asks for blocked savings, again and again."""

    @rule(pick=PICK)
    def ask(self, pick: int) -> None:
        """The attack of the sieges, by itself."""
        hostile_loans.ATTACKS["give blocked savings back"](self.town, pick)


def test_savings_given_back_while_the_loan_runs(monkeypatch):
    told = hunt(
        morning="lent", machine=Asker, plant=lambda: monkeypatch.setattr(held, "_still_owes", lambda loan: False)
    )
    assert "return_savings" in told


def test_a_sum_a_meeting_took_and_did_not_write(monkeypatch):
    honest = meetings.write_parts

    def forgetful(act: Any, of: Any, key: Any, sheet: Any, worked: Any) -> None:
        from dataclasses import replace

        honest(act, of, key, sheet, replace(worked, lines=worked.lines[:-1]))

    told = hunt(morning="lent", plant=lambda: monkeypatch.setattr(meetings, "write_parts", forgetful))
    assert told


def test_a_death_covered_that_nobody_decided(monkeypatch):
    def undecided(act: Any, loan: Any) -> Any:
        found = Decision.objects.filter(book=act.book, agenda__subject_kind="death_cover").latest("pk")
        return found, found.agenda.shown if found.agenda is not None else {}

    told = hunt(morning="mourning", machine=Grantor, plant=lambda: monkeypatch.setattr(deaths, "_decision", undecided))
    assert by_name(told, "cover_death")


class Mourner(Village):
    """A hard year: again and again members die, the meeting decides, and what it decided is carried out."""

    def bury(self, pick: int) -> None:
        """Told, decided, paid out of a fund that may not hold it, or that does: loan after loan, whatever is drawn."""
        for other in range(pick, pick + 35, 7):
            self.tell_of_a_death(other)
            for _ in range(3):
                self.decide(1, "rwt")
            ATTACKS["cover a death from an empty fund"](self.town, other)
            self.carry_out(other)

    @rule(pick=PICK)
    def bury_in_the_morning(self, pick: int) -> None:
        """Often enough that no walk goes by without it."""
        self.bury(pick)

    @rule(pick=PICK)
    def bury_in_the_evening(self, pick: int) -> None:
        """And once more."""
        self.bury(pick)


class Grantor(Village):
    """Among the others somebody who asks for what nobody granted: a death, a rebate, one where there is no margin."""

    @rule(pick=PICK)
    def cover_undecided(self, pick: int) -> None:
        """The attack of the sieges, by itself."""
        ATTACKS["cover a death nobody decided"](self.town, pick)

    @rule(pick=PICK)
    def rebate_on_no_margin(self, pick: int) -> None:
        """The attack of the sieges, by itself."""
        ATTACKS["a rebate where there is no margin"](self.town, pick)

    @rule(pick=PICK)
    def pay_a_sale_off(self, pick: int) -> None:
        """A sale is paid off, with the rebate that was granted or without one."""
        for loan in self.town.loans("active"):
            if loan.method == "murabahah":
                self.pay_off(loan, pick)


class Doubter(Village):
    """Among the others somebody who offers any mentor, writes any answer and claims more than was paid."""

    @rule(pick=PICK)
    def mentor_anybody(self, pick: int) -> None:
        """The attacks of the sieges, by themselves."""
        for name, attack in LISTENING.items():
            if "mentor" in name:
                attack(self.town, pick)

    @rule(pick=PICK)
    def write_anything(self, pick: int) -> None:
        """The attacks of the sieges, by themselves."""
        for name in ("answer though lost", "sell without a business", "work where nobody works"):
            LISTENING[name](self.town, pick)

    @rule(pick=PICK)
    def claim_too_much(self, pick: int) -> None:
        """The attack of the sieges, by itself."""
        hostile_loans.cover_more_than_was_paid(self.town, pick)


def nobody_asks_the_fund(monkeypatch: pytest.MonkeyPatch) -> None:
    """The act asks what the fund holds and the books ask again: either alone holds it, so both are forgotten."""
    monkeypatch.setattr(deaths, "balance_at", lambda account: 10**9)
    monkeypatch.setattr(posting, "_check_risk_fund", lambda legs: None)


def test_a_fund_for_the_dead_that_pays_what_it_does_not_hold(monkeypatch):
    told = hunt(morning="mourning", machine=Mourner, plant=lambda: nobody_asks_the_fund(monkeypatch))
    assert by_name(told, "cover_death")


def test_a_part_of_the_dead_that_the_others_go_on_owing(monkeypatch):
    honest = deaths.carry_on

    def greedy(act: Any, loan: Any, seen: Any, on: Any) -> Any:
        first, *others = seen["lines"]
        taken = [first[0], first[1], first[2] + 1, *first[3:]]
        return honest(act, loan, {**seen, "lines": [taken, *others]}, on)

    def plant() -> None:
        monkeypatch.setattr(deaths, "carry_on", greedy)
        nobody_asks_the_fund(monkeypatch)

    assert hunt(morning="mourning", machine=Mourner, plant=plant)


def test_a_rebate_that_nobody_granted(monkeypatch):
    told = hunt(
        morning="mourning",
        machine=Grantor,
        plant=lambda: monkeypatch.setattr(early, "rebate_of", lambda loan: (300_001, "")),
    )
    assert "was spared 300001, granted 300000" in told


def test_a_rebate_on_what_is_no_margin(monkeypatch):
    told = hunt(
        morning="mourning", machine=Grantor, plant=lambda: monkeypatch.setattr(rebates, "has_margin", lambda loan: True)
    )
    assert by_name(told, "propose_rebate")


def test_a_mentor_that_nobody_looked_at(monkeypatch):
    told = hunt(
        morning="listened", machine=Doubter, plant=lambda: monkeypatch.setattr(peers, "_check_pair", lambda *a: None)
    )
    assert by_name(told, "offer_mentoring")


def test_an_answer_that_nobody_looked_at(monkeypatch):
    told = hunt(
        morning="listened",
        machine=Doubter,
        plant=lambda: monkeypatch.setattr(followups, "_check_sheet", lambda sheet: None),
    )
    assert by_name(told, "record_followup")


class Heir(Village):
    """Among the others a bookkeeper who has the old cards and the old profit in hand, again and again."""

    @rule(pick=PICK)
    def write_on_an_old_card(self, pick: int) -> None:
        """The attack of the sieges, by itself."""
        hostile_inherited.ATTACKS["an old card of a loan paid out here"](self.town, pick)

    @rule(pick=PICK)
    def give_out_undecided(self, pick: int) -> None:
        """By a meeting of the board, and by what the members decided before."""
        for which in ("give out what the board alone decided", "give out what was decided before"):
            hostile_inherited.ATTACKS[which](self.town, pick)

    @rule(pick=PICK)
    def give_out_undecided_once_more(self, pick: int) -> None:
        """Often enough that no walk goes by without it before the profit is given out."""
        self.give_out_undecided(pick)

    @rule(pick=PICK)
    def split_at_once(self, pick: int) -> None:
        """Whoever has which part is written down."""
        self.split_an_old_loan(pick)


def test_a_loan_settled_by_a_line_of_an_old_card(monkeypatch):
    told = hunt(
        morning="lent",
        machine=Heir,
        plant=lambda: monkeypatch.setattr(history, "_check_history", lambda *a: None),
    )
    assert "bring_in_card_entries" in told


def test_a_profit_given_out_by_any_meeting(monkeypatch):
    honest = profits._decision

    def any_of_them(act: Any, decision: Any, closed: Any, amounts: Any) -> Any:
        found = Decision.objects.filter(book=act.book, pk=decision).first()
        return found or honest(act, decision, closed, amounts)

    told = hunt(morning="inherited", machine=Heir, plant=lambda: monkeypatch.setattr(profits, "_decision", any_of_them))
    assert "allocate_profit" in told


class Giver(Village):
    """Members who cannot wait for their part of the profit."""

    @rule(pick=PICK)
    def share_at_once(self, pick: int) -> None:
        """Laid before the members, decided and given out."""
        self.share_the_profit(pick, SPLITS[0])

    @rule(pick=PICK)
    def give_out_twice(self, pick: int) -> None:
        """The attack of the sieges, by itself."""
        hostile_inherited.give_out_twice(self.town, pick)


def test_a_rupiah_of_the_profit_that_goes_to_nobody(monkeypatch):
    honest = profits.profit_allocation

    def greedy(shares: Any) -> Any:
        (role, amount), *others = shares
        return honest([(role, amount - 1), *others])

    told = hunt(
        morning="inherited", machine=Giver, plant=lambda: monkeypatch.setattr(profits, "profit_allocation", greedy)
    )
    assert "LABA-2025" in told


def test_a_profit_that_was_given_out_before(monkeypatch):
    told = hunt(
        morning="given out",
        machine=Giver,
        plant=lambda: monkeypatch.setattr(profits, "profit_voucher", lambda *a: None),
    )
    assert "_profit by bookkeeper went through" in told


def test_a_member_of_an_old_loan_who_is_left_out(monkeypatch):
    honest = history.Share.objects.bulk_create

    class Shares:
        class objects:  # noqa: N801  (stands where the model's manager stands)
            filter = staticmethod(history.Share.objects.filter)

            @staticmethod
            def bulk_create(rows: Any, **more: Any) -> Any:
                every = list(rows)
                return honest(every[:-1] if every[0].person_id else every, **more)

        def __new__(cls, **fields: Any) -> Any:
            from gulir.lending.models import Share

            return Share(**fields)

    told = hunt(morning="inherited", machine=Heir, plant=lambda: monkeypatch.setattr(history, "Share", Shares))
    assert "was split otherwise" in told

"""What a board brings along from its old books, and what it does about it: cards, members' shares, a year to close.

Charts, opening and old loans only come in while the books load, so they are walked in the morning `inherited`, on the
way to its first open day: on live books an old loan that is still owed would part the cards from the books. Cards of
loans that were paid back long ago may still be found later; they move no rupiah.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gulir.core.dates import add_months
from gulir.governance.models import AgendaItem, Decision
from gulir.ledger import services as ledger
from gulir.ledger.models import Account, BookState, Voucher, Year
from gulir.ledger.queries import next_month
from gulir.lending import services as lending
from gulir.lending.models import Loan, Share
from gulir.lending.queries import profit_gates, provision_needed
from gulir.lending.services import OldEntry, OldLoan, OldShare
from tests.lending.stage import OPENS, Fund
from tests.machine.borrowing import PICK
from tests.machine.laws import moves_are_listed
from tests.machine.town import EVERYBODY, FOUND, Town

__all__ = ["YEAR_BEFORE", "SPLITS", "Inherited", "decided_split", "load", "old_loan", "shares_of"]

YEAR_BEFORE = OPENS.year - 1
EARNED, SPENT, PROVIDED = 4_654_321, 1_210_000, 1_000_000
CARDS: tuple[tuple[str, str, str, int, int, int, date, int], ...] = (
    ("L-1", "Melati", "1.5", 5_000_000, 10, 4, date(2025, 10, 15), 50_000),
    ("L-2", "Kenanga", "1", 3_000_000, 12, 3, date(2025, 11, 20), 10_000),
    ("L-3", "Mawar", "1.5", 2_000_000, 10, 10, date(2025, 2, 10), 0),
    ("L-4", "Dahlia", "2", 500_000, 10, 5, date(2025, 9, 5), 0),
)
"""Number, KSM, percent, principal, instalments, how many were paid, paid out on, savings with each of those."""
OWN_CHART = (
    {"code": "31051", "name": "Cadangan kami", "kind": "equity", "role": "general_reserve"},
    {"code": "51099", "name": "Biaya rapat kami", "kind": "expense"},
)
SPLITS: tuple[Mapping[str, str], ...] = (
    {"capital": "50", "social": "20", "bop": "10", "overseers": "5", "upk_bonus": "10", "reserve": "5"},
    {"capital": "100"},
    {"capital": "100/3", "social": "100/3", "reserve": "100/3"},
    {"overseers": "62.5", "upk_bonus": "37.5"},
    {"capital": "99.99", "bop": "0.01", "social": "0"},
)


def old_loan(number: str, ksm: str, percent: str, principal: int, instalments: int, on: date) -> OldLoan:
    """A loan as the old book has it."""
    return OldLoan(
        loan_no=number, ksm=ksm, rw="01", disbursed_on=on, principal=principal, instalments=instalments,
        rate_percent=percent,
    )  # fmt: skip


def lines(row: OldLoan, paid: int, saved: int = 0) -> list[OldEntry]:
    """The card: paid out, so many instalments, savings beside them, and a line of nothing as the paper has it."""
    made = [OldEntry(loan_no=row.loan_no, on=row.disbursed_on, type="disbursement", amount=row.principal)]
    for number in range(1, paid + 1):
        on = add_months(row.disbursed_on, number)
        jasa = int(row.principal * Fraction(row.rate_percent) / 100)
        for kind, amount in (
            ("principal_payment", row.principal // row.instalments), ("jasa_payment", jasa), ("savings_in", saved),
        ):  # fmt: skip
            made.append(OldEntry(loan_no=row.loan_no, on=on, type=kind, amount=amount))
    return made


def load(fund: Fund) -> list[dict[str, Any]]:
    """The old books of the board: a chart with accounts of its own, four loans with their cards, what 2025 earned."""
    assert fund.do("bookkeeper", ledger.extend_chart, rows=OWN_CHART, ledger="upk")["added"] == len(OWN_CHART)
    assert fund.do("upk_manager", ledger.use_programme_chart)["added"] > len(OWN_CHART)
    (reserve,) = Account.objects.filter(book_id=fund.book, ledger="upk", role="general_reserve")
    assert reserve.code == "31051", "the programme's chart took a role from the board's own account"
    rows = [old_loan(no, ksm, percent, owed, count, on) for no, ksm, percent, owed, count, _, on, _ in CARDS]
    fund.do("bookkeeper", lending.bring_in_loans, rows=rows)
    entries = [one for row, card in zip(rows, CARDS, strict=True) for one in lines(row, card[5], card[7])]
    done = fund.do("bookkeeper", lending.bring_in_card_entries, rows=entries)
    lent = sum(owed - owed // count * paid for _, _, _, owed, count, paid, _, _ in CARDS)
    saved = sum(card[5] * card[7] for card in CARDS)
    assert (done["loans"], done["balance"]) == (len(CARDS), lent)
    return [
        {"code": "11030", "debit": lent},
        {"code": "51030", "debit": SPENT},
        {"code": "21020", "credit": saved},
        {"code": "12010", "credit": PROVIDED},
        {"code": "41010", "credit": EARNED},
        {"code": "31030", "credit": lent + SPENT - saved - PROVIDED - EARNED},
    ]


def shares_of(town: Town, loan: Loan, pick: int) -> list[OldShare]:
    """The members' parts of an old loan: three, four or five of them, as even as rupiah go, the first has the rest.

    Of a KSM that is gone they are people of another one now.
    """
    names = EVERYBODY.get(loan.ksm, EVERYBODY["Melati"])[: 3 + pick % 3]
    part, rest = divmod(loan.principal, len(names))
    return [OldShare(person=town.person(name), amount=part + (0 if n else rest)) for n, name in enumerate(names)]


def unassigned(town: Town) -> list[Loan]:
    """Old loans of which nobody knows the members yet."""
    rows = Share.objects.filter(loan__book_id=town.book, live=True, person=None, principal__gt=0, loan__imported=True)
    return [row.loan for row in rows.select_related("loan").order_by("loan__loan_no")]


def decided_split(town: Town, year: int) -> tuple[Decision, Mapping[str, str]] | None:
    """The last word of the members' meeting on a year's profit, and the percents that were decided."""
    found = Decision.objects.filter(
        book_id=town.book, subject_kind="profit", subject_id=str(year), outcome="approved", meeting__kind="rwt"
    )
    last = found.select_related("agenda").order_by("-decided_on", "-id").first()
    if last is None or last.agenda is None:
        return None
    return last, next(one for one in SPLITS if set(one) == set(last.agenda.shown["amounts"]))


def given_out(town: Town, year: int) -> Voucher | None:
    """The voucher that gave the profit out and stands: by what it moves, and not by what the product says of it."""
    found = Voucher.objects.filter(
        book_id=town.book, kind="ordinary", reversed_by=None, reference=f"LABA-{year}",
        transfers__debit__role="result_carried",
    )  # fmt: skip
    return found.first()


class Inherited:
    """Old loans, old cards, and the year that nobody closed."""

    town: Town

    @rule(pick=PICK)
    def split_an_old_loan(self, pick: int) -> None:
        """Who has which part of an old loan is written down."""
        waiting = unassigned(self.town)
        if waiting:
            loan = waiting[pick % len(waiting)]
            rows = shares_of(self.town, loan, pick)
            if self.town.do(("bookkeeper", "upk_manager")[pick % 2], lending.split_shares, loan=loan.pk, rows=rows):
                kept = Share.objects.filter(loan=loan, live=True, principal__gt=0)
                found = dict(kept.values_list("person_id", "principal"))
                assert found == {row.person: row.amount for row in rows}, f"{loan} was split otherwise"

    @rule(pick=PICK)
    def find_an_old_card(self, pick: int) -> None:
        """The card of a loan that was paid back long ago turns up; nothing of it is left, so the books need nothing."""
        number = f"{FOUND}{Loan.objects.filter(book_id=self.town.book, imported=True).count()}"
        ksm = (*EVERYBODY, "Cempaka")[pick % (len(EVERYBODY) + 1)]
        row = old_loan(number, ksm, "1", 600_000 * (1 + pick % 3), 6, OPENS - timedelta(days=300 + pick))
        if self.town.do("bookkeeper", lending.bring_in_loans, rows=[row]) is None:
            return
        moves_are_listed(self.town)  # as a loan that runs, before its card pays it back
        saved = [
            OldEntry(loan_no=number, on=OPENS - timedelta(days=100 - n), type=kind, amount=25_000 * (pick % 2))
            for n, kind in enumerate(("savings_in", "savings_out"))
        ]
        done = self.town.do("bookkeeper", lending.bring_in_card_entries, rows=[*lines(row, 6), *saved])
        assert done is not None, "a card that was paid back is kept"
        assert (done["loans"], done["balance"]) == (1, 0)

    @rule()
    def use_the_chart(self) -> None:
        """The programme's chart once more: every account is there, nothing is added or changed."""
        before = list(Account.objects.filter(book_id=self.town.book).order_by("pk").values_list())
        done = self.town.do("coordinator", ledger.use_programme_chart)
        assert done is not None
        assert done["added"] == 0
        assert list(Account.objects.filter(book_id=self.town.book).order_by("pk").values_list()) == before

    @rule(pick=PICK)
    def end_the_year(self, pick: int) -> None:
        """The year is closed when its last month is; now and then somebody tries before."""
        state = BookState.objects.get(book_id=self.town.book)
        first = next_month(self.town.book, state)
        if pick % 20 == 0 or (first is not None and first.year > state.year_open):
            self.town.do("upk_manager", ledger.close_year, year=state.year_open)

    @rule(pick=PICK, split=st.sampled_from(SPLITS))
    def share_the_profit(self, pick: int, split: Mapping[str, str]) -> None:
        """The profit of a closed year goes on: laid before the members, given out as decided, or taken back."""
        year = Year.objects.filter(book_id=self.town.book, ledger="upk").order_by("-year").first()
        if year is None:
            return
        given, decided = given_out(self.town, year.year), decided_split(self.town, year.year)
        if given is not None:
            if pick % 3 == 0:
                self.town.do("upk_manager", ledger.reverse_voucher, voucher=given.pk, reason="Salah bagi")
            return
        waiting = AgendaItem.objects.filter(book_id=self.town.book, subject_kind="profit", status="waiting").exists()
        if decided is None or pick % 5 == 0:
            if not waiting or pick % 4 == 0:
                shares = split if pick % 3 else None  # nothing: the rulebook's own, which is the first of them
                self.town.do("bookkeeper", ledger.propose_profit, year=year.year, shares=shares)
            return
        day = self.town.live()
        self.town.do(
            "bookkeeper", ledger.allocate_profit, year=year.year, shares=decided[1], decision=decided[0].pk,
            provision_needed=provision_needed(self.town.book, day),
            gates_shut=profit_gates(self.town.book, year=year.year, on=day),
        )  # fmt: skip

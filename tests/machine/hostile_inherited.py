"""Attacks on old books and closed years: history of what happened here, sums that do not meet, undecided profit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gulir.core.dates import add_months
from gulir.governance.models import Decision
from gulir.ledger import services as ledger
from gulir.ledger.models import BookState, Year
from gulir.lending import services as lending
from gulir.lending.models import Loan, Share
from gulir.lending.queries.paid import savings_by_loan
from gulir.lending.services import OldEntry, OldShare
from tests.lending.stage import OPENS
from tests.machine.attempts import Attack, late, plainly
from tests.machine.inherited import SPLITS, YEAR_BEFORE, decided_split, given_out, old_loan, shares_of
from tests.machine.town import Town

__all__ = ["ATTACKS"]

BEFORE = OPENS - timedelta(days=30)
NOBODY = UUID(int=5)


# ---------------------------------------------------------------- profit


def closed(town: Town) -> int | None:
    """The last closed year of the UPK."""
    return Year.objects.filter(book_id=town.book, ledger="upk").order_by("-year").values_list("year", flat=True).first()


def to_give(town: Town) -> int | None:
    """The closed year whose profit is not given out."""
    year = closed(town)
    return year if year is not None and given_out(town, year) is None else None


def proposes(code: str, shares: Mapping[str, str]) -> Attack:
    """A split that is none."""

    def tried(town: Town, pick: int) -> bool:
        year = to_give(town)
        if year is None:
            return False
        town.break_in("bookkeeper", ledger.propose_profit, (code,), year=year, shares=shares)
        return True

    return tried


def gives(*codes: str, found: Callable[[Town, int], Decision | None], who: str = "bookkeeper", **body: Any) -> Attack:
    """Profit given out by a decision that is none of it, or none at all."""

    def tried(town: Town, pick: int) -> bool:
        year = to_give(town)
        decision = found(town, year) if year is not None else None
        if year is None or decision is None:
            return False
        given = {"shares": SPLITS[0], "provision_needed": 0, **body}
        if "shares" not in body and decision.agenda is not None:
            shown = set(decision.agenda.shown["amounts"])
            given["shares"] = next(one for one in SPLITS if set(one) == shown)
        town.break_in(who, ledger.allocate_profit, codes, year=year, decision=decision.pk, **given)
        return True

    return tried


def decisions(town: Town, year: int, **which: Any) -> list[Decision]:
    """What meetings said of a year's profit, newest first."""
    found = Decision.objects.filter(book_id=town.book, subject_kind="profit", subject_id=str(year), **which)
    return list(found.select_related("agenda").order_by("-decided_on", "-id"))


def by_the_board(town: Town, year: int) -> Decision | None:
    """Approved by a meeting of the board, where the members have to."""
    return next(iter(decisions(town, year, outcome="approved", meeting__kind="board")), None)


def turned_down(town: Town, year: int) -> Decision | None:
    """The members said no."""
    return next(iter(decisions(town, year, outcome="rejected", meeting__kind="rwt")), None)


def said_before(town: Town, year: int) -> Decision | None:
    """What the members decided before they decided otherwise."""
    return next(iter(decisions(town, year, outcome="approved", meeting__kind="rwt")[1:]), None)


def decided(town: Town, year: int) -> Decision | None:
    """What the members decided last."""
    last = decided_split(town, year)
    return last[0] if last is not None else None


def not_as_decided(town: Town, pick: int) -> bool:
    """Decided, and other parts than those."""
    year = to_give(town)
    last = decided_split(town, year) if year is not None else None
    if last is None:
        return False
    other = next(one for one in SPLITS[pick % 3 :] if set(one) != set(last[1]))
    town.break_in(
        "bookkeeper", ledger.allocate_profit, ("DecisionMissing",), year=year, shares=other, decision=last[0].pk,
        provision_needed=0,
    )  # fmt: skip
    return True


def of_no_decision(town: Town, pick: int) -> bool:
    """A decision there is not, or one on something else."""
    year = to_give(town)
    if year is None:
        return False
    other = Decision.objects.filter(book_id=town.book).exclude(subject_kind="profit").order_by("pk").first()
    town.break_in(
        "upk_manager", ledger.allocate_profit, ("DecisionMissing",), year=year, shares=SPLITS[pick % len(SPLITS)],
        decision=other.pk if other is not None and pick % 2 else NOBODY, provision_needed=0,
    )  # fmt: skip
    return True


def behind_a_shut_gate(town: Town, pick: int) -> bool:
    """Too many loans are late; or less was provided for than they ask."""
    year = to_give(town)
    if year is None:
        return False
    body: dict[str, Any] = {} if pick % 2 else {"gates_shut": ("LAR",)}
    code = "ReserveTooSmall" if pick % 2 else "ProfitGateShut"
    town.break_in(
        "bookkeeper", ledger.allocate_profit, (code,), year=year, shares=SPLITS[0], decision=NOBODY,
        provision_needed=10**11, **body,
    )  # fmt: skip
    return True


def give_out_twice(town: Town, pick: int) -> bool:
    """What was given out is laid before the members again, or given out again."""
    year = closed(town)
    if year is None or given_out(town, year) is None:
        return False
    if pick % 2:
        town.break_in("bookkeeper", ledger.propose_profit, ("ProfitAlreadyAllocated",), year=year)
    else:
        last = decided_split(town, year)
        assert last is not None
        town.break_in(
            "bookkeeper", ledger.allocate_profit, ("ProfitAlreadyAllocated",), year=year, shares=last[1],
            decision=last[0].pk, provision_needed=0,
        )  # fmt: skip
    return True


def close_a_year_again(town: Town, pick: int) -> bool:
    """The year that was closed, or one before the books began."""
    year = BookState.objects.get(book_id=town.book).year_open - 1 - pick % 2
    town.break_in("bookkeeper", ledger.close_year, ("YearNotNext",), year=year)
    return True


def late_into_a_closed_year(town: Town, pick: int) -> bool:
    """Late for a year whose result was told; whoever approves it is refused, and its maker takes it back."""
    year = BookState.objects.get(book_id=town.book).year_open - 1
    made = town.do(
        "bookkeeper", ledger.record_susulan, original_on=date(year, 12, 30), description="Nota lama", for_year=year,
        reason="Terselip", entries=[{"debit": "51030", "credit": "21010", "amount": 1_000}],
    )  # fmt: skip
    assert made is not None
    draft = UUID(made["draft"])
    town.break_in("upk_manager", ledger.approve_draft, ("YearClosedForVouchers",), draft=draft, digest=made["digest"])
    assert town.do("bookkeeper", ledger.withdraw_draft, draft=draft, reason="Tahun sudah ditutup") is not None
    return True


# ---------------------------------------------------------------- old cards and their shares


def old(town: Town, **which: Any) -> list[Loan]:
    """Loans of the old books."""
    return list(Loan.objects.filter(book_id=town.book, imported=True, **which).order_by("loan_no"))


def enters(*codes: str, of: Callable[[Town], list[Loan]], **line: Any) -> Attack:
    """A line on a card that is wrong in one thing."""

    def tried(town: Town, pick: int) -> bool:
        found = of(town)
        if not found:
            return False
        loan = found[pick % len(found)]
        given = {"loan_no": loan.loan_no, "on": BEFORE, "type": "principal_payment", "amount": 1, **line}
        given = {name: value.made(town, loan) if isinstance(value, late) else value for name, value in given.items()}
        town.break_in("bookkeeper", lending.bring_in_card_entries, codes, rows=[OldEntry(**given)])
        return True

    return tried


def running(town: Town) -> list[Loan]:
    """Old loans that run."""
    return old(town, state="active")


def ended(town: Town) -> list[Loan]:
    """Old loans that were written off or go on in another."""
    return old(town, state__in=("written_off", "rescheduled"))


def paid_out_here(town: Town) -> list[Loan]:
    """Loans of this board's own books."""
    return [loan for loan in town.loans() if not loan.imported]


def more_savings(town: Town, loan: Loan) -> int:
    """A rupiah more than is held."""
    return savings_by_loan(town.book).get(loan.pk, 0) + 1


def splits(*codes: str, rows: Callable[[Town, Loan, int], list[OldShare]]) -> Attack:
    """Members' parts that are wrong in one thing."""

    def tried(town: Town, pick: int) -> bool:
        found = Share.objects.filter(loan__book_id=town.book, live=True, person=None, principal__gt=0)
        share = found.select_related("loan").order_by("pk")[pick % 2 :].first() or found.first()
        if share is None:
            return False
        town.break_in("bookkeeper", lending.split_shares, codes, loan=share.loan_id, rows=rows(town, share.loan, pick))
        return True

    return tried


def moved(town: Town, loan: Loan, pick: int) -> list[OldShare]:
    """A rupiah too many or too few; or right in sum, with a part of nothing or of less than nothing."""
    first, *rest = shares_of(town, loan, pick)
    change = (1, -1, -first.amount, -first.amount - 1)[pick % 4]
    made = [OldShare(person=first.person, amount=first.amount + change), *rest]
    if pick % 4 >= 2:
        made[1] = OldShare(person=made[1].person, amount=made[1].amount - change)
    return made


def twice(town: Town, loan: Loan, pick: int) -> list[OldShare]:
    """One member has two parts."""
    rows = shares_of(town, loan, pick)
    return [*rows[:-1], OldShare(person=rows[0].person, amount=rows[-1].amount)]


def of_a_stranger(town: Town, loan: Loan, pick: int) -> list[OldShare]:
    """A part of somebody of the board next door, or of nobody."""
    rows = shares_of(town, loan, pick)
    person = town.away.stage.people["Yuni"] if pick % 2 else NOBODY
    return [*rows[:-1], OldShare(person=person, amount=rows[-1].amount)]


def split_again(town: Town, pick: int) -> bool:
    """A loan whose members are known, of old books or paid out here."""
    for loan in [*town.loans()[pick % 3 :], *town.loans()]:
        if not Share.objects.filter(loan=loan, live=True, person=None, principal__gt=0).exists():
            rows = [OldShare(person=town.person("Yuni"), amount=loan.principal)]
            town.break_in("upk_manager", lending.split_shares, ("SharesSplitAlready",), loan=loan.pk, rows=rows)
            return True
    return False


def bring_in_a_loan_twice(town: Town, pick: int) -> bool:
    """A number that another loan has."""
    if not (found := town.loans()):
        return False
    row = old_loan(found[pick % len(found)].loan_no, "Melati", "1", 600_000, 6, date(YEAR_BEFORE, 3, 1))
    town.break_in("bookkeeper", lending.bring_in_loans, ("LoanNumberTaken",), rows=[row])
    return True


FUNCTIONS = (
    not_as_decided, of_no_decision, behind_a_shut_gate, give_out_twice, close_a_year_again, late_into_a_closed_year,
    split_again, bring_in_a_loan_twice,
)  # fmt: skip
NEXT_DOOR = late(lambda town, pick: town.strange["loan"])
ATTACKS: dict[str, Attack] = {
    **{function.__name__: function for function in FUNCTIONS},
    "give out what the board alone decided": gives("DecisionMissing", found=by_the_board),
    "give out what was turned down": gives("DecisionMissing", found=turned_down),
    "give out what was decided before": gives("DecisionMissing", found=said_before),
    "give out by the cashier": gives("NotAllowed", found=decided, who="cashier"),
    "give out by the coordinator": gives("NotAllowed", found=decided, who="coordinator"),
    "give out less than all": gives("ProfitSplitNotWhole", found=decided, shares={"capital": "99"}),
    "give out to a pocket": gives("BadInput", found=decided, shares={"saku": "100"}),
    "a profit that is not whole": proposes("ProfitSplitNotWhole", {"capital": "60", "social": "39.99"}),
    "a profit with a part below nothing": proposes("ProfitSplitNotWhole", {"capital": "150", "social": "-50"}),
    "a profit for a pocket": proposes("BadInput", {"saku": "100"}),
    "a profit by halves": proposes("BadInput", {"capital": "separuh"}),
    "a profit of a year that runs": plainly("bookkeeper", ledger.propose_profit, "NotFound", year=2031),
    "give out a year that runs": plainly(
        "bookkeeper", ledger.allocate_profit, "NotFound", year=2031, shares=SPLITS[0], decision=NOBODY,
        provision_needed=0,
    ),
    "a chart by the cashier": plainly("cashier", ledger.use_programme_chart, "NotAllowed"),
    "no card at all": plainly("bookkeeper", lending.bring_in_card_entries, "NothingBroughtIn", rows=[]),
    "a card of no loan": plainly(
        "bookkeeper", lending.bring_in_card_entries, "NotFound",
        rows=[OldEntry(loan_no="tidak ada", on=BEFORE, type="jasa_payment", amount=1)],
    ),
    "an old card of a loan paid out here": enters("HistoryAfterLive", of=paid_out_here),
    "an old card of a loan that ended": enters("LoanNotActive", of=ended, type="savings_in"),
    "a card of today": enters("HistoryAfterLive", of=old, on=late(lambda town, loan: town.today)),
    "a card of nothing known": enters("BadInput", of=old, type="hadiah"),
    "a card below nothing": enters("AmountNegative", of=old, amount=-1),
    "a card above the loan": enters(
        "PrincipalOverpaid", of=running, amount=late(lambda town, loan: loan.balance + 1)
    ),
    "a card that gives back what is not held": enters(
        "SavingsTooSmall", of=running, type="savings_out", amount=late(more_savings)
    ),
    "an old loan of today": plainly(
        "bookkeeper", lending.bring_in_loans, "HistoryAfterLive",
        rows=late(lambda town, pick: [old_loan("Z-1", "Melati", "1", 600_000, 6, add_months(OPENS, pick % 3))]),
    ),
    "an old loan without a KSM": plainly(
        "bookkeeper", lending.bring_in_loans, "BadInput",
        rows=[old_loan("Z-1", " ", "1", 600_000, 6, date(YEAR_BEFORE, 3, 1))],
    ),
    "parts that are not the loan": splits("SharesDiffer", rows=moved),
    "no parts": splits("SharesDiffer", rows=lambda town, loan, pick: []),
    "a member with two parts": splits("ShareTwice", rows=twice),
    "a part of a stranger": splits("NotFound", rows=of_a_stranger),
    "split a loan of next door": plainly("bookkeeper", lending.split_shares, "NotFound", loan=NEXT_DOOR, rows=[]),
}  # fmt: skip

"""The profit of a closed year: proposed to the members' meeting, given out as it decided (domain 4.6, R38)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.core.facts.books import ProfitAllocated
from gulir.core.postings import PROFIT_ROLES, profit_allocation
from gulir.core.postings import allocate_profit as share_out
from gulir.core.problems.access import NotFound
from gulir.core.problems.ledger import DecisionMissing, ProfitAlreadyAllocated, ProfitGateShut, ReserveTooSmall
from gulir.core.problems.money import BadInput
from gulir.core.roles import Ledger, Role
from gulir.governance.models import Decision
from gulir.governance.queries import rules_at
from gulir.governance.services.agenda import put_on_agenda
from gulir.ledger import policy
from gulir.ledger.models import Year
from gulir.ledger.queries.balances import control_balance
from gulir.ledger.queries.years import profit_reference, profit_voucher
from gulir.ledger.services.posting import post
from gulir.ledger.services.purposes import business_day

__all__ = ["SUBJECT", "allocate_profit", "propose_profit"]

SUBJECT = "profit"


def _year(act: Act, year: int) -> Year:
    closed = Year.objects.filter(book=act.book, ledger=Ledger.UPK.value, year=year).first()
    if closed is None:
        raise NotFound(what="year", name=str(year))
    if profit_voucher(act.book.pk, year) is not None:
        raise ProfitAlreadyAllocated(year=year)
    return closed


def _amounts(result: int, shares: Mapping[str, Any]) -> dict[str, int]:
    """Rupiah by part; refused: an unknown part, a split that is not whole, a loss."""
    unknown = sorted(set(shares) - set(PROFIT_ROLES))
    if unknown:
        raise BadInput(path=f"shares.{unknown[0]}", expected=" | ".join(PROFIT_ROLES))
    try:
        percents = {name: Fraction(str(percent)) for name, percent in shares.items()}
    except (ValueError, ZeroDivisionError):
        raise BadInput(path="shares", expected="percent") from None
    return share_out(result, percents)


@command("ledger.propose_profit", may=policy.may_close_year)
def propose_profit(act: Act, *, year: int, shares: Mapping[str, Any] | None = None) -> Result:
    """Put the allocation of a closed year's profit on the agenda of the members' meeting.

    `shares` are percents by part (capital, social, bop, overseers, upk_bonus, reserve); left out, the rulebook's
    (`profit.split`). Gives `{"agenda": id, "digest", "amounts": {part: rupiah}}`.
    """
    closed = _year(act, year)
    parts = dict(shares or rules_at(act.book.pk, business_day(act)).shares("profit.split"))
    amounts = _amounts(closed.result, parts)

    item = put_on_agenda(
        act,
        subject_kind=SUBJECT,
        subject_id=str(year),
        title=f"Pembagian laba {year}",
        shown={"year": year, "profit": closed.result, "amounts": amounts},
    )
    return {"agenda": item.pk, "digest": item.digest, "amounts": amounts}


@command("ledger.allocate_profit", may=policy.may_close_year)
def allocate_profit(
    act: Act,
    *,
    year: int,
    shares: Mapping[str, Any],
    decision: UUID,
    provision_needed: int,
    gates_shut: Sequence[str] = (),
) -> Result:
    """Give the profit out as the members' meeting (RWT) decided, and only so.

    The context above passes the provision that is needed and the measures that forbid it (`gates_shut`, such as LAR
    of class suspend). Refused: no approval by an RWT, another or an older one (`DecisionMissing`), a shut gate
    (`ProfitGateShut`), a reserve below what is needed (`ReserveTooSmall`), a second time. Gives `{"voucher", "number",
    "amounts"}`.
    """
    closed = _year(act, year)
    amounts = _amounts(closed.result, shares)
    for gate in gates_shut:
        raise ProfitGateShut(gate=gate[:40])
    booked = control_balance(act.book.pk, [Role.PROVISION])["provision"]
    if booked < provision_needed:
        raise ReserveTooSmall(booked=booked, needed=provision_needed)
    decided = _decision(act, decision, closed, amounts)

    moved = [(PROFIT_ROLES[part], amount) for part, amount in amounts.items()]
    voucher = post(
        act,
        entries=profit_allocation(moved),
        description=f"Pembagian laba {year}, {decided.number}",
        reference=profit_reference(year),
    )
    act.tell(
        ProfitAllocated(
            year=year,
            amount=closed.result,
            shares=tuple(f"{part}={amount}" for part, amount in amounts.items()),
            decision=decided.number,
            number=voucher.label,
        )
    )
    return {"voucher": voucher.pk, "number": voucher.label, "amounts": amounts}


def _decision(act: Act, decision: UUID, closed: Year, amounts: Mapping[str, int]) -> Decision:
    """The RWT's approval of exactly these amounts, and its last one: what it decided before stands no more."""
    found = (
        Decision.objects.filter(
            book=act.book,
            subject_kind=SUBJECT,
            subject_id=str(closed.year),
            outcome="approved",
            meeting__kind="rwt",
        )
        .select_related("agenda")
        .order_by("-decided_on", "-id")
        .first()
    )
    shown = found.agenda.shown if found is not None and found.agenda is not None else {}
    same = shown.get("amounts") == dict(amounts) and shown.get("profit") == closed.result
    if found is None or str(found.pk) != str(decision) or not same:
        raise DecisionMissing(subject=f"{SUBJECT} {closed.year}")
    return found

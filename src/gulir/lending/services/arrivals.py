"""After the money was paid out: the treasurer and each member tell what reached their hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.texts import check_text
from gulir.community.queries import members
from gulir.core.facts.lending import ArrivalDiffers, ArrivalTold, DisbursementConfirmed
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import ArrivalAboveLoan, ArrivalNegative, NoArrivalToTell, ShareMissing, WitnessTooNear
from gulir.core.three_sides import verdict
from gulir.lending.models import Arrival, Loan
from gulir.lending.policy import TELLS_FOR_GROUP, TELLS_FOR_ONESELF, WITNESSES_ARRIVAL
from gulir.lending.queries.arrivals import live_arrivals, sides_of
from gulir.lending.services.owed import any_loan
from gulir.lending.slips import slip_code

__all__ = ["confirm_arrival", "record_arrival", "witness_arrivals"]

Told = tuple[UUID | None, int]
"""Who told (None: the treasurer), and how many rupiah."""


@command("lending.record_arrival", may=TELLS_FOR_GROUP)
def record_arrival(act: Act, *, loan: UUID, amount: int, reason: str = "") -> Result:
    """The KSM's officer records what the KSM received from the UPK. Told before, it is corrected, with a reason."""
    found = _told_of(act, loan)
    if found.group_id not in act.standing.led_groups:
        raise NotAllowed(act=act.command)
    return _tell(act, found, [(None, amount)], "treasurer", reason)


@command("lending.confirm_arrival", may=TELLS_FOR_ONESELF)
def confirm_arrival(act: Act, *, loan: UUID, amount: int, reason: str = "", slip: str = "") -> Result:
    """A member tells what reached their own hand, at their login or with the code of their `slip`.

    Told before, it is corrected, with a reason; a slip tells once. Refused: another's loan, another's slip.
    """
    found = _told_of(act, loan)
    mine = act.actor.person
    share = found.shares.filter(live=True, person_id=mine).first()
    if share is None or (slip and slip != slip_code(share)):
        raise NotFound(what="pinjaman", name=str(loan))
    return _tell(act, found, [(mine, amount)], "slip" if slip else "login", reason)


@command("lending.witness_arrivals", may=WITNESSES_ARRIVAL)
def witness_arrivals(
    act: Act, *, loan: UUID, amounts: Mapping[UUID, int], treasurer: int | None = None, reason: str = ""
) -> Result:
    """Members who tell it face to face, each with what reached the hand, and the treasurer's book when it was shown.

    Whoever hears it is none of them. Refused: a witness of the same KSM (`WitnessTooNear`), nobody at all, someone
    without a share.
    """
    found = _told_of(act, loan)
    if any(row.person == act.actor.person for row in members(found.group_id, act.today)):  # type: ignore[arg-type]
        raise WitnessTooNear(ksm=found.ksm)
    if not amounts and treasurer is None:
        raise ShareMissing(what=found.ksm)
    if set(amounts) - set(_shares(found)):
        raise NotFound(what="anggota", name=found.ksm)
    told: list[Told] = [*amounts.items(), *([(None, treasurer)] if treasurer is not None else [])]
    return _tell(act, found, told, "witness", reason)


def _told_of(act: Act, loan: UUID) -> Loan:
    """A loan paid out here, whose arrival can be told."""
    found = any_loan(act, loan)
    if found.arrival == "old" or found.group_id is None:
        raise NoArrivalToTell(loan=found.loan_no)
    return found


def _shares(loan: Loan) -> frozenset[UUID]:
    return frozenset(loan.shares.filter(live=True, person__isnull=False).values_list("person_id", flat=True))


def _tell(act: Act, loan: Loan, told: Sequence[Told], way: str, reason: str) -> Result:
    """Check, write one row each, and judge; whoever has told before corrects the row that stands, and says why."""
    check_text(reason=(reason, 200))
    for _, amount in told:
        if amount < 0:
            raise ArrivalNegative(amount=amount)
        if amount > loan.principal:
            raise ArrivalAboveLoan(amount=amount, most=loan.principal)
    before, said = live_arrivals(loan), reason.strip()
    if not said and any(person in before for person, _ in told):
        raise ReasonMissing

    Arrival.objects.bulk_create(
        Arrival(
            book=act.book,
            loan=loan,
            person_id=person,
            way=way if person else "treasurer",
            amount=amount,
            on=act.today,
            told_by=act.actor,
            reason=said if person in before else "",
            corrects=before.get(person),
        )
        for person, amount in told
    )
    return _judge(act, loan, len(told))


def _judge(act: Act, loan: Loan, count: int) -> Result:
    """Tell that it was told; and when the three sides become one, or begin to differ, tell that too."""
    sides, no, group = sides_of(loan), loan.loan_no, loan.ksm
    state = verdict(sides, days=0, within=0).state
    act.tell(ArrivalTold(loan=no, group=group, told=count, on=act.today, loan_id=str(loan.pk)))
    if state == loan.arrival:
        return {"loan": loan.pk, "state": state}
    Loan.objects.filter(pk=loan.pk).update(arrival=state)
    if state == "confirmed":
        act.tell(
            DisbursementConfirmed(loan=no, group=group, principal=loan.principal, on=act.today, loan_id=str(loan.pk))
        )
    elif state == "differs":
        act.tell(
            ArrivalDiffers(
                loan=no,
                group=group,
                on=act.today,
                loan_id=str(loan.pk),
                paid=sides.paid,
                treasurer=sides.treasurer,
                arrived=sides.arrived,
            )
        )
    return {"loan": loan.pk, "state": state}

"""A member who died: what was left of their part is paid out of the fund set aside for it, by decision of the board.

The claim on the heirs ends there and joint liability for that part with it (domain 3.11). The others go on with their
own parts, on the days they were asked on before; no money moves.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.plain import plain
from gulir.base.texts import check_text
from gulir.core import postings
from gulir.core.facts.endings import DeathCovered, DeathCoverProposed
from gulir.core.problems.endings import (
    DeathCoverNotDecided,
    DeathDayUnlikely,
    DeathLetterMissing,
    NobodyGoesOn,
    NothingToCover,
    ResultIsShared,
    RiskFundTooSmall,
)
from gulir.core.restructuring import rounded
from gulir.core.roles import Role
from gulir.governance.models import Decision
from gulir.governance.queries import decision_for
from gulir.governance.services import put_on_agenda
from gulir.ledger.queries import account_for, balance_at
from gulir.ledger.services import post
from gulir.lending.models import Ending, Loan
from gulir.lending.policy import HANDLES, KEEPS_BOOKS
from gulir.lending.queries.history import chain_to
from gulir.lending.services.endings import jasa_left
from gulir.lending.services.held import carry_held
from gulir.lending.services.owed import Owed, any_loan, read_loan
from gulir.lending.services.repayments import entries_of
from gulir.lending.services.restructurings import Rest, carry_on, rest_of, shares_of

__all__ = ["DEATH_COVER", "cover_death", "propose_death_cover"]

DEATH_COVER = "death_cover"


@command("lending.propose_death_cover", may=HANDLES)
def propose_death_cover(act: Act, *, loan: UUID, person: UUID, died_on: date, letter: str, note: str = "") -> Result:
    """Ask the board to pay what is left of a dead member's part out of the fund set aside for it, by the death letter.

    Refused: no letter (`DeathLetterMissing`), a day after today or before the loan (`DeathDayUnlikely`), a member whose
    part is paid (`NothingToCover`), the only borrower (`NobodyGoesOn`), a loan that shares its result.
    """
    check_text(letter=(letter, 60), note=(note, 200))
    owed, found = read_loan(act, loan), any_loan(act, loan)
    rest = _left_by(owed, found, person)
    if not letter.strip():
        raise DeathLetterMissing
    if not chain_to(found)[-1].disbursed_on <= died_on <= act.today:
        raise DeathDayUnlikely(loan=found.loan_no, on=died_on)

    put_on_agenda(
        act, subject_kind=DEATH_COVER, subject_id=str(found.pk),
        title=f"Anggota meninggal, pinjaman {found.loan_no} {found.ksm}", parties=list(shares_of(found)),
        shown=_shown(found, rest, person=person, died_on=died_on, letter=letter.strip(), reason=note.strip()),
    )  # fmt: skip

    act.tell(
        DeathCoverProposed(
            loan=found.loan_no, group=found.ksm, amount=rest.lost, on=owed.on, loan_id=str(found.pk),
            person_id=str(person), died_on=died_on, letter=letter.strip(), note=note.strip(),
        ),
        on=owed.on,
    )  # fmt: skip
    return {"loan": found.pk, "covered": rest.lost, "jasa": rest.lost_jasa}


def _left_by(owed: Owed, loan: Loan, person: UUID) -> Rest:
    """The rest of a loan without a dead member's part, and that part; the member's own saving stays the group's."""
    if loan.reported is not None:
        raise ResultIsShared(loan=loan.loan_no)
    if list(shares_of(loan)) == [person]:
        raise NobodyGoesOn(loan=loan.loan_no)
    rest = rest_of(owed, loan, person)
    if not rest.lost:
        raise NothingToCover(loan=loan.loan_no)
    return rest


def _shown(loan: Loan, rest: Rest, **told: Any) -> dict[str, Any]:
    """What the board is shown, to the last instalment of the others; its decision binds exactly this."""
    lines = rounded(rest.dues, round_to=loan.round_to)
    return dict(
        plain(
            {
                "loan": loan.loan_no,
                "ksm": loan.ksm,
                "amount": loan.balance,
                "jasa": jasa_left(loan),
                "covered": rest.lost,
                "covered_jasa": rest.lost_jasa,
                "rate_percent": loan.rate_percent,
                "cause": "death",
                "change": DEATH_COVER,
                "lines": [list(line) for line in lines],
                **told,
            }
        )
    )


@command("lending.cover_death", may=KEEPS_BOOKS)
def cover_death(act: Act, *, loan: UUID) -> Result:
    """Pay a dead member's part out of the fund for it, as the board decided; the others go on on a new card.

    Its jasa is not asked, nothing of it is claimed. Refused: no such decision, or something was paid since
    (`DeathCoverNotDecided`); less was set aside (`RiskFundTooSmall`).
    """
    owed, found = read_loan(act, loan), any_loan(act, loan)
    decision, seen = _decision(act, found)
    died_on = date.fromisoformat(seen["died_on"])
    held = balance_at(account_for(act.book.pk, Role.RISK_FUND))
    if held < seen["covered"]:
        raise RiskFundTooSmall(held=held, wanted=seen["covered"])

    booked = post(
        act,
        entries=entries_of(found, postings.death_covered(seen["covered"])),
        description=f"Dana risiko kematian, pinjaman {found.loan_no} {found.ksm}, keputusan {decision.number}",
    )
    ending = Ending.objects.create(
        id=new_id(),
        book=act.book,
        loan=found,
        kind="rescheduled",
        on=owed.on,
        principal=found.balance,
        jasa=jasa_left(found),
        written_off=0,
        covered=seen["covered"],
        claim=0,
        died_on=died_on,
        letter=seen["letter"],
        cause="death",
        person_id=UUID(seen["person"]),
        decision=decision.number,
        voucher=booked,
        made_by=act.actor,
    )
    new = carry_on(act, found, {**seen, "without": seen["person"]}, owed.on)
    savings, surplus = carry_held(act, found, new, owed.on)

    act.tell(
        DeathCovered(
            loan=found.loan_no, group=found.ksm, amount=ending.covered, new_loan=new.loan_no, decision=decision.number,
            on=owed.on, number=booked.label, loan_id=str(found.pk), new_loan_id=str(new.pk), person_id=seen["person"],
            jasa=seen["covered_jasa"], died_on=died_on, letter=ending.letter, savings=savings, surplus=surplus,
        ),
        on=owed.on,
    )  # fmt: skip
    return {
        "loan": new.pk, "loan_no": new.loan_no, "covered": ending.covered, "number": booked.label,
        "decision": decision.number,
    }  # fmt: skip


def _decision(act: Act, loan: Loan) -> tuple[Decision, dict[str, Any]]:
    """The approval of a board or members' meeting that binds the loan as it stands now, and what was shown."""
    found = decision_for(act.book.pk, subject_kind=DEATH_COVER, subject_id=str(loan.pk))
    if found is None or found.agenda is None or found.meeting.kind not in ("board", "rwt"):
        raise DeathCoverNotDecided(loan=loan.loan_no)
    seen: dict[str, Any] = found.agenda.shown
    if (seen["amount"], seen["jasa"]) != (loan.balance, jasa_left(loan)):
        raise DeathCoverNotDecided(loan=loan.loan_no)
    return found, seen

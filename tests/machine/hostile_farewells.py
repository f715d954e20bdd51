"""Attacks on what a board grants: deaths without letter or decision, an empty fund, rebates on what is no margin."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gulir.core.roles import Role
from gulir.governance.queries import decision_for
from gulir.ledger.queries import account_for, balance_at
from gulir.lending import services as lending
from gulir.lending.models import Loan
from tests.machine.attempts import Attack, late, on_loan, plainly
from tests.machine.town import Town

__all__ = ["ATTACKS"]

RUNNING = ("active",)
TODAY = late(lambda town, loan: town.today)
CRUMBS = 2
"""So few rupiah of principal that the last of five members has no part of it."""


def parts(loan: Loan) -> list[Any]:
    """Who has a part of the loan, in the order of the parts."""
    rows = loan.shares.filter(live=True, person__isnull=False).order_by("id")
    return list(rows.values_list("person_id", flat=True))


def shared_by_many(town: Town, loan: Loan) -> bool:
    """Several members owe it, and its result is not shared."""
    return loan.reported is None and len(parts(loan)) > 1


def much_is_left(town: Town, loan: Loan) -> bool:
    """Several members owe it, and every one of them a part that can be seen."""
    return shared_by_many(town, loan) and loan.balance > 1_000


def decided(town: Town, loan: Loan) -> dict[str, Any] | None:
    """What a meeting was shown of a death, when it said yes."""
    found = decision_for(town.book, subject_kind="death_cover", subject_id=str(loan.pk))
    return found.agenda.shown if found is not None and found.agenda is not None else None


def stands(town: Town, loan: Loan) -> bool:
    """Whether such a decision speaks of the loan as it is now."""
    seen = decided(town, loan)
    return seen is not None and (seen["amount"], seen["jasa"]) == (
        loan.balance, max(0, loan.jasa - loan.jasa_paid - loan.jasa_waived),
    )  # fmt: skip


def fund_is_short(town: Town, loan: Loan) -> bool:
    """Decided, and less was set aside."""
    seen = decided(town, loan)
    if seen is None or not stands(town, loan):
        return False
    return balance_at(account_for(town.book, Role.RISK_FUND)) < int(seen["covered"])


def sold(town: Town, loan: Loan) -> bool:
    """A sale with a margin."""
    return loan.method == "murabahah"


def dies(*codes: str, when: Any = much_is_left, **body: Any) -> Attack:
    """A death told of the last member of a loan, wrong in one thing."""
    given = {"person": late(lambda town, loan: parts(loan)[-1]), "died_on": TODAY, "letter": "474.3/1", **body}
    return on_loan(RUNNING, "loan_officer", lending.propose_death_cover, *codes, when=when, **given)


def rebate(*codes: str, when: Any = sold, **body: Any) -> Attack:
    """A rebate asked for, wrong in one thing."""
    given = {"amount": 1_000, "reason": "Lunas lebih awal", **body}
    return on_loan(RUNNING, "loan_officer", lending.propose_rebate, *codes, when=when, **given)


ATTACKS: dict[str, Attack] = {
    "a death without a letter": dies("DeathLetterMissing", letter=" "),
    "a death tomorrow": dies("DeathDayUnlikely", died_on=late(lambda town, loan: town.today + timedelta(days=1))),
    "a death before the loan": dies("DeathDayUnlikely", died_on=date(2025, 1, 1)),
    "a death of a stranger": dies("NotFound", person=late(lambda town, loan: town.person("Pak Karno"))),
    "a death next door": plainly(
        "loan_officer", lending.propose_death_cover, "NotFound", loan=late(lambda town, pick: town.strange["loan"]),
        person=late(lambda town, pick: town.person("Yuni")), died_on=TODAY, letter="474.3/1",
    ),
    "a death where nobody goes on": dies(
        "NobodyGoesOn", when=lambda town, loan: loan.reported is None and len(parts(loan)) == 1
    ),
    "a death of a part that is paid": dies(
        "NothingToCover",
        when=lambda town, loan: shared_by_many(town, loan) and len(parts(loan)) == 5 and loan.balance <= CRUMBS,
    ),
    "a death where the result is shared": dies("ResultIsShared", when=lambda town, loan: loan.reported is not None),
    "cover a death nobody decided": on_loan(
        RUNNING, "bookkeeper", lending.cover_death, "DeathCoverNotDecided",
        when=lambda town, loan: not stands(town, loan),
    ),
    "cover a death from an empty fund": on_loan(
        RUNNING, "bookkeeper", lending.cover_death, "RiskFundTooSmall", when=fund_is_short
    ),
    "cover a death next door": plainly(
        "bookkeeper", lending.cover_death, "NotFound", loan=late(lambda town, pick: town.strange["loan"])
    ),
    "cover a death of what is over": on_loan(
        ("settled", "rescheduled", "written_off"), "bookkeeper", lending.cover_death, "LoanNotActive"
    ),
    "a rebate of nothing": rebate("RebateTooLarge", amount=0),
    "a rebate of less than nothing": rebate("RebateTooLarge", amount=-1),
    "a rebate above the margin": rebate("RebateTooLarge", amount=10**9),
    "a rebate without a word": rebate("ReasonMissing", reason=" "),
    "a rebate where there is no margin": rebate("MarginIsNone", when=lambda town, loan: not sold(town, loan)),
    "a rebate next door": plainly(
        "loan_officer", lending.propose_rebate, "NotFound", amount=1, reason="Lunas lebih awal",
        loan=late(lambda town, pick: town.strange["loan"]),
    ),
    "a new margin on what was sold": on_loan(
        RUNNING, "loan_officer", lending.propose_restructuring, "MarginIsFixed", kind="rescheduled", cause="unable",
        reason="Gagal panen", instalments=12, rate_percent="1",
        first_due_on=late(lambda town, loan: town.today + timedelta(days=40)), when=sold,
    ),
    "pay on an old card": on_loan(
        RUNNING, "cashier", lending.record_repayment, "PaidMeanwhile", amount=50_000,
        paid_before=late(lambda town, loan: loan.principal_paid + loan.jasa_paid + 1),
    ),
}  # fmt: skip

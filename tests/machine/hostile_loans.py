"""Attacks on loans that run: wrong sums, wrong states, wrong hands, mistakes undone out of turn, unpaired claims."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from gulir.base.ids import new_id
from gulir.governance.queries import rules_at
from gulir.lending import services as lending
from gulir.lending.models import Cover, CoverMove, Ending, Instalment, Loan, Provision, Repayment, Result, Reward
from gulir.lending.queries.handling import where_it_stands
from gulir.lending.queries.history import chain_to
from gulir.lending.queries.paid import savings_by_loan, surplus_by_loan
from tests.machine.attempts import Attack, late, on_loan, plainly
from tests.machine.town import EVERYBODY, Town

__all__ = ["ATTACKS"]

RUNNING = ("active",)
OVER = ("settled", "rescheduled", "written_off")
ANY = ("active", *OVER)


def savings(town: Town, loan: Loan) -> int:
    """What the UPK holds of a loan's savings."""
    return savings_by_loan(town.book).get(loan.pk, 0)


def titipan(town: Town, loan: Loan) -> int:
    """What the UPK holds of a loan's titipan."""
    return surplus_by_loan(town.book).get(loan.pk, 0)


def shares_result(town: Town, loan: Loan) -> bool:
    """Whether the loan shares the result."""
    return loan.reported is not None


def fixed(town: Town, loan: Loan) -> bool:
    """Whether the loan has jasa or a margin."""
    return loan.reported is None


def is_late(town: Town, loan: Loan) -> bool:
    """Whether something of it is overdue today."""
    lines = Instalment.objects.filter(loan=loan, due_on__lt=town.live())
    return lines.filter(cum_principal__gt=loan.principal_paid).exists()


def is_on_time(town: Town, loan: Loan) -> bool:
    """Whether nothing of it has fallen due yet or all that did is paid."""
    lines = Instalment.objects.filter(loan=loan, due_on__lte=town.live())
    last = lines.order_by("-no").first()
    return last is None or (
        last.cum_principal <= loan.principal_paid and last.cum_jasa <= loan.jasa_paid + loan.jasa_waived
    )


def renewed(town: Town, loan: Loan) -> bool:
    """Whether it goes on from a loan that got a new schedule; a death is none."""
    return Ending.objects.filter(loan__in=[one.pk for one in chain_to(loan)[1:]], covered=0).exists()


def nothing_held(town: Town, loan: Loan) -> bool:
    """Neither savings nor titipan."""
    return savings(town, loan) + titipan(town, loan) == 0


def first_line(town: Town, loan: Loan) -> int:
    """The next period to be reported."""
    return (loan.reported or 0) + 1


# ---------------------------------------------------------------- on payments, receipts and claims


def standing(town: Town) -> list[Repayment]:
    """Payments that brought money and were not taken back, newest first."""
    found = Repayment.objects.filter(book_id=town.book, reverses=None, reversal=None, amount__gt=0)
    return list(found.select_related("loan", "made_by").order_by("-voucher__recorded_at", "-pk"))


def take_back_an_older_one(town: Town, pick: int) -> bool:
    """Not the last payment of its loan."""
    seen: set[UUID] = set()
    for row in standing(town):
        if row.loan_id in seen and row.loan.ended_on is None and not Reward.objects.filter(loan=row.loan).exists():
            town.break_in(
                "upk_manager", lending.reverse_repayment, ("RepaymentNotLast",), repayment=row.pk, reason="Salah"
            )
            return True
        seen.add(row.loan_id)
    return False


def take_back_twice(town: Town, pick: int) -> bool:
    """A payment that was taken back already."""
    gone = Repayment.objects.filter(book_id=town.book, reverses=None, reversal__isnull=False).exclude(method="loss")
    row = gone.order_by("-voucher__recorded_at").first()
    if row is None:
        return False
    town.break_in("upk_manager", lending.reverse_repayment, ("AlreadyReversed",), repayment=row.pk, reason="Salah")
    return True


def take_back_of_one_that_ended(town: Town, pick: int) -> bool:
    """Of a loan that goes on in another or was written off."""
    row = next((row for row in standing(town) if row.loan.ended_on is not None), None)
    if row is None:
        return False
    town.break_in("upk_manager", lending.reverse_repayment, ("LoanNotActive",), repayment=row.pk, reason="Salah")
    return True


def take_back_after_the_reward(town: Town, pick: int) -> bool:
    """Of a loan whose reward was paid."""
    kept = Reward.objects.filter(book_id=town.book, voucher__reversed_by=None)
    paid = set(kept.values_list("loan_id", flat=True))
    row = next((row for row in standing(town) if row.loan_id in paid), None)
    if row is None:
        return False
    town.break_in("upk_manager", lending.reverse_repayment, ("RewardPaidBefore",), repayment=row.pk, reason="Salah")
    return True


def cover_more_than_was_paid(town: Town, pick: int) -> bool:
    """A claim larger than the payment it names."""
    return _cover(town, pick, "CoverAboveRepayment", amount=10**9)


def cover_nothing(town: Town, pick: int) -> bool:
    """A claim of no rupiah, or below."""
    return _cover(town, pick, "CoverOfNothing", amount=-(pick % 2))


def cover_oneself(town: Town, pick: int) -> bool:
    """Debtor and creditor are one."""
    return _cover(town, pick, "CoversOneself", oneself=True)


def cover_with_an_old_promise(town: Town, pick: int) -> bool:
    """To be paid back yesterday."""
    return _cover(town, pick, "PromiseInThePast", amount=1, promise_on=town.today - timedelta(days=1))


def cover_for_a_stranger(town: Town, pick: int) -> bool:
    """For somebody who is not of the KSM."""
    return _cover(town, pick, "MemberNotOfGroup", stranger=True)


def cover_in_another_ksm(town: Town, pick: int) -> bool:
    """By the chair of another KSM."""
    return _cover(town, pick, "NotAllowed", by_neighbour=True)


def _cover(
    town: Town, pick: int, code: str, *, amount: int = 1_000, oneself: bool = False, stranger: bool = False,
    by_neighbour: bool = False, **more: Any,
) -> bool:  # fmt: skip
    for row in standing(town):
        told = sum(
            c.amount - sum(m.amount for m in c.moves.all() if m.kind == "mistake")
            for c in Cover.objects.filter(repayment=row).prefetch_related("moves")
        )
        if told + 1_000 > row.amount or row.loan.group_id is None:  # an old loan that no KSM was tied to yet
            continue
        names = EVERYBODY[row.loan.ksm]
        debtor = "Pak Karno" if stranger else names[0]
        creditor = names[0 if oneself else 1]
        neighbour = next(EVERYBODY[name][0] for name in EVERYBODY if name != row.loan.ksm)
        town.break_in(
            neighbour if by_neighbour else "facilitator", lending.record_cover, (code,), repayment=row.pk,
            debtor=town.person(debtor), creditor=town.person(creditor), amount=amount, **more,
        )  # fmt: skip
        return True
    return False


def cover_of_one_taken_back(town: Town, pick: int) -> bool:
    """Of a payment that does not stand."""
    gone = Repayment.objects.filter(book_id=town.book, reverses=None, reversal__isnull=False, amount__gt=0)
    row = gone.filter(loan__group__isnull=False).first()
    if row is None:
        return False
    debtor = town.person(EVERYBODY[row.loan.ksm][0])
    town.break_in(
        "facilitator", lending.record_cover, ("AlreadyReversed",), repayment=row.pk, debtor=debtor, amount=1_000
    )
    return True


def pay_back_more_than_is_owed(town: Town, pick: int) -> bool:
    """More than the claim."""
    row = Cover.objects.filter(book_id=town.book).first()
    if row is None:
        return False
    town.break_in("facilitator", lending.ease_claim, ("PaybackAboveClaim",), cover=row.pk, amount=row.amount + 1)
    return True


def forgive_without_a_word(town: Town, pick: int) -> bool:
    """Forgiven, and nobody says why; or in a way there is not."""
    row = Cover.objects.filter(book_id=town.book).first()
    if row is None:
        return False
    kind, code = (("forgiven", "ReasonMissing"), ("gone", "MethodUnknown"))[pick % 2]
    town.break_in("facilitator", lending.ease_claim, (code,), cover=row.pk, amount=1, kind=kind)
    return True


def take_an_easing_back_twice(town: Town, pick: int) -> bool:
    """What was taken back is."""
    row = CoverMove.objects.filter(book_id=town.book, reverses=None, reversal__isnull=False).first()
    if row is None:
        return False
    town.break_in("facilitator", lending.take_back_easing, ("AlreadyReversed",), move=row.pk, reason="Lagi")
    return True


# ---------------------------------------------------------------- on arrears and results


def step_out_of_turn(town: Town, pick: int) -> bool:
    """Another step of the ladder than the one that is due."""
    day = town.live()
    for loan in town.loans("active"):
        (found,) = where_it_stands([loan], day, rules_at(town.book, day)) or (None,)
        if found is None or found.next.step.value != "warning_3":
            town.break_in(
                "loan_officer", lending.handle_arrears, ("StepNotDue",), loan=loan.pk, step="warning_3", to="Ketua"
            )
            return True
    return False


def step_too_early(town: Town, pick: int) -> bool:
    """Before the KSM had time to answer."""
    day = town.live()
    for found in where_it_stands(town.loans("active"), day, rules_at(town.book, day)):
        if found.next.from_day > day:
            town.break_in(
                "loan_officer", lending.handle_arrears, ("StepTooEarly",), loan=found.row.id, cause="unable",
                step=found.next.step.value, to="Ketua",
            )  # fmt: skip
            return True
    return False


def take_a_result_back_alone(town: Town, pick: int) -> bool:
    """Whoever wrote a report down takes it back too; or something was paid on it."""
    row = Result.objects.filter(book_id=town.book, takes_back=None, taken_back=None).order_by("-pk").first()
    if row is None or row.loan.state not in ("active", "settled"):
        return False
    before = Instalment.objects.filter(loan=row.loan, no=row.no - 1).first()
    known = before.cum_principal if before else 0
    used = row.loan.principal_paid - row.borne > known or row.loan.jasa_paid + row.loan.jasa_waived > (
        row.loan.jasa - row.share
    )
    if row.no == row.loan.reported and not used:
        return False
    expected = ("ResultInUse",) if row.loan.state == "active" or row.borne else ("LoanNotActive",)
    town.break_in("upk_manager", lending.take_back_result, expected, report=row.pk, reason="Salah")
    return True


def provide_for_a_day_twice(town: Town, pick: int) -> bool:
    """The same day again."""
    row = Provision.objects.filter(book_id=town.book).order_by("-as_of").first()
    if row is None:
        return False
    town.break_in("bookkeeper", lending.post_provision, ("ProvisionPostedAlready",), as_of=row.as_of)
    return True


FUNCTIONS = (
    take_back_an_older_one, take_back_twice, take_back_of_one_that_ended, take_back_after_the_reward,
    cover_more_than_was_paid, cover_nothing, cover_oneself, cover_with_an_old_promise, cover_for_a_stranger,
    cover_in_another_ksm, cover_of_one_taken_back, pay_back_more_than_is_owed, forgive_without_a_word,
    take_an_easing_back_twice, step_out_of_turn, step_too_early, take_a_result_back_alone, provide_for_a_day_twice,
)  # fmt: skip
HANDLE = {"step": "call", "to": "Ketua"}
PROPOSE = {"kind": "holiday", "cause": "unable", "reason": "Gagal panen"}
NEXT_MONTH = late(lambda town, loan: town.today + timedelta(days=40))
LATER = late(lambda town, loan: town.today + timedelta(days=1))
ATTACKS: dict[str, Attack] = {
    **{function.__name__: function for function in FUNCTIONS},
    "pay nothing": on_loan(RUNNING, "cashier", lending.record_repayment, "NothingToRepay", amount=0),
    "pay less than nothing": on_loan(RUNNING, "cashier", lending.record_repayment, "NothingToRepay", amount=-50_000),
    "pay only savings": on_loan(
        RUNNING, "cashier", lending.record_repayment, "NothingToRepay", amount=50_000, savings=50_000
    ),
    "pay far too much": on_loan(RUNNING, "cashier", lending.record_repayment, "AmountTooLarge", amount=10**13),
    "pay in shells": on_loan(RUNNING, "cashier", lending.record_repayment, "MethodUnknown", amount=1, method="kerang"),
    "pay on another day": on_loan(
        RUNNING, "cashier", lending.record_repayment, "DayNotOpen", amount=50_000,
        received_on=late(lambda town, loan: town.live() - timedelta(days=1)),
    ),
    "pay on what is over": on_loan(OVER, "cashier", lending.record_repayment, "LoanNotActive", amount=50_000),
    "settle what is over": on_loan(OVER, "cashier", lending.settle_early, "LoanNotActive"),
    "settle for another sum": on_loan(RUNNING, "cashier", lending.settle_early, "QuoteChanged", expected=1, when=fixed),
    "settle before the report": on_loan(
        RUNNING, "cashier", lending.settle_early, "ResultNotReported",
        when=lambda town, loan: loan.reported is not None and Instalment.objects.filter(
            loan=loan, no__gt=loan.reported, due_on__lte=town.live()
        ).exists(),
    ),
    "give blocked savings back": on_loan(RUNNING, "cashier", lending.return_savings, "SavingsBlocked", amount=1),
    "give more savings back": on_loan(
        ("settled",), "cashier", lending.return_savings, "SavingsTooSmall",
        amount=late(lambda town, loan: savings(town, loan) + 1),
    ),
    "save nothing": on_loan(RUNNING, "cashier", lending.receive_savings, "NothingToRepay", amount=0),
    "set off more than is saved": on_loan(
        RUNNING, "cashier", lending.set_off_savings, "SavingsTooSmall",
        amount=late(lambda town, loan: savings(town, loan) + 1),
    ),
    "set off before anything is due": on_loan(
        RUNNING, "cashier", lending.set_off_savings, "NothingDue", amount=1,
        when=lambda town, loan: savings(town, loan) > 0 and fixed(town, loan) and is_on_time(town, loan),
    ),
    "refund titipan that is not there": on_loan(
        ANY, "cashier", lending.refund_surplus, "SurplusTooSmall",
        amount=late(lambda town, loan: titipan(town, loan) + 1),
    ),
    "use titipan that is not there": on_loan(
        RUNNING, "cashier", lending.apply_surplus, "SurplusTooSmall",
        when=lambda town, loan: titipan(town, loan) == 0,
    ),
    "reward who has not finished": on_loan(RUNNING, "cashier", lending.pay_reward, "RewardNotEarned"),
    "reward twice": on_loan(
        ANY, "cashier", lending.pay_reward, "RewardPaidBefore",
        when=lambda town, loan: Reward.objects.filter(loan=loan, voucher__reversed_by=None).exists(),
    ),
    "call it something else": on_loan(
        RUNNING, "loan_officer", lending.handle_arrears, "StepUnknown", **{**HANDLE, "step": "shout"}
    ),
    "tell nobody": on_loan(
        RUNNING, "loan_officer", lending.handle_arrears, "AddresseeMissing", **{**HANDLE, "to": " "}
    ),
    "send a pigeon": on_loan(RUNNING, "loan_officer", lending.handle_arrears, "WayUnknown", **HANDLE, way="pigeon"),
    "blame the moon": on_loan(RUNNING, "loan_officer", lending.handle_arrears, "CauseUnknown", **HANDLE, cause="moon"),
    "a team without a cause": on_loan(
        RUNNING, "loan_officer", lending.handle_arrears, "CauseMissing", **{**HANDLE, "step": "team"}
    ),
    "report what is not shared": on_loan(
        RUNNING, "loan_officer", lending.report_result, "ResultNotExpected", no=1, result=1, when=fixed
    ),
    "report out of order": on_loan(
        RUNNING, "loan_officer", lending.report_result, "ResultNotNext", result=1,
        no=late(lambda town, loan: first_line(town, loan) + 1),
        when=lambda town, loan: shares_result(town, loan) and loan.reported < loan.instalments,
    ),
    "report too early": on_loan(
        RUNNING, "loan_officer", lending.report_result, "ResultTooEarly", result=1, no=late(first_line),
        when=lambda town, loan: shares_result(town, loan) and loan.reported < loan.instalments and not (
            Instalment.objects.filter(loan=loan, no=loan.reported, due_on__lt=town.live()).exists()
            or (loan.reported == 0 and loan.disbursed_on < town.live())
        ),
    ),
    "a schedule for who will not pay": on_loan(
        RUNNING, "loan_officer", lending.propose_restructuring, "CauseNotHelped", first_due_on=NEXT_MONTH,
        **{**PROPOSE, "cause": "unwilling"},
    ),
    "a schedule for a cause there is not": on_loan(
        RUNNING, "loan_officer", lending.propose_restructuring, "CauseUnknown", first_due_on=NEXT_MONTH,
        **{**PROPOSE, "cause": "moon"},
    ),
    "a schedule of no kind": on_loan(
        RUNNING, "loan_officer", lending.propose_restructuring, "NewScheduleDoesNotFit", first_due_on=NEXT_MONTH,
        **{**PROPOSE, "kind": "magic"},
    ),
    "a schedule of what is shared": on_loan(
        RUNNING, "loan_officer", lending.propose_restructuring, "ResultIsShared", first_due_on=NEXT_MONTH, **PROPOSE,
        when=shares_result,
    ),
    "a second schedule": on_loan(
        RUNNING, "loan_officer", lending.propose_restructuring, "RescheduledBefore", first_due_on=NEXT_MONTH, **PROPOSE,
        when=renewed,
    ),
    "a schedule while savings can pay": on_loan(
        RUNNING, "loan_officer", lending.propose_restructuring, "HeldCanStillPay", first_due_on=NEXT_MONTH, **PROPOSE,
        when=lambda town, loan: fixed(town, loan) and loan.replaces_id is None and is_late(town, loan)
        and not nothing_held(town, loan),
    ),
    "a schedule nobody decided": on_loan(
        RUNNING, "bookkeeper", lending.restructure, "NewScheduleNotDecided",
        when=lambda town, loan: not _decided(town, loan, "restructuring"),
    ),
    "write off what is on time": on_loan(
        RUNNING, "loan_officer", lending.propose_write_off, "LoanNotLate", cause="unable", reason="Sudah lama",
        when=lambda town, loan: fixed(town, loan) and is_on_time(town, loan),
    ),
    "write off while savings can pay": on_loan(
        RUNNING, "loan_officer", lending.propose_write_off, "HeldCanStillPay", cause="unable", reason="Sudah lama",
        when=lambda town, loan: is_late(town, loan) and fixed(town, loan) and not nothing_held(town, loan),
    ),
    "write off what nobody decided": on_loan(
        RUNNING, "bookkeeper", lending.write_off, "WriteOffNotDecided",
        when=lambda town, loan: is_late(town, loan) and fixed(town, loan) and nothing_held(town, loan)
        and not _decided(town, loan, "write_off"),
    ),
    "recover what was never lost": on_loan(RUNNING, "cashier", lending.recover, "NoClaim", amount=1),
    "recover too much": on_loan(("written_off",), "cashier", lending.recover, "ClaimTooSmall", amount=10**9),
    "tell of more than was lent": on_loan(
        ANY, "facilitator", lending.witness_arrivals, "ArrivalAboveLoan", amounts={}, treasurer=10**9,
        when=lambda town, loan: loan.arrival != "old",
    ),
    "tell of less than nothing": on_loan(
        ANY, "facilitator", lending.witness_arrivals, "ArrivalNegative", amounts={}, treasurer=-1,
        when=lambda town, loan: loan.arrival != "old",
    ),
    "tell of nobody": on_loan(
        ANY, "facilitator", lending.witness_arrivals, "ShareMissing", amounts={},
        when=lambda town, loan: loan.arrival != "old",
    ),
    "tell of a loan that carries on": on_loan(
        ANY, "facilitator", lending.witness_arrivals, "NoArrivalToTell", amounts={}, treasurer=1,
        when=lambda town, loan: loan.arrival == "old",
    ),
    "tell for another": on_loan(ANY, "Rusdi", lending.confirm_arrival, "NotFound", amount=1,
                                when=lambda town, loan: loan.arrival != "old"),
    "provide for tomorrow": plainly("bookkeeper", lending.post_provision, "DateAfterToday", as_of=LATER),
    "a loan of next door": plainly(
        "cashier", lending.record_repayment, "NotFound", amount=1, loan=late(lambda town, pick: town.strange["loan"])
    ),
    "write off next door": plainly(
        "bookkeeper", lending.write_off, "NotFound", loan=late(lambda town, pick: town.strange["loan"])
    ),
    "a loan nobody knows": plainly("cashier", lending.settle_early, "NotFound", loan=late(lambda town, pick: new_id())),
}  # fmt: skip


def _decided(town: Town, loan: Loan, kind: str) -> bool:
    from gulir.governance.queries import decision_for

    return decision_for(town.book, subject_kind=kind, subject_id=str(loan.pk)) is not None

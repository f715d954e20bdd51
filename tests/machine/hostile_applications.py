"""Attacks on what leads to a loan: strangers, too much, the wrong step, what was shown before, one's own signature."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from gulir.core.approval import shown_digest
from gulir.lending import services as lending
from gulir.lending.models import Application, Pledge, Priority, Product, Suspension
from tests.lending.offers import ONCE
from tests.machine.attempts import Attack, late, on_application, plainly
from tests.machine.town import EVERYBODY, KSM, Town

__all__ = ["ATTACKS"]

STALE = "0" * 64


def shares(town: Town, *amounts: int, names: tuple[str, ...] = EVERYBODY["Kenanga"]) -> list[lending.AskedShare]:
    """What the first members of a KSM ask for."""
    return [
        lending.AskedShare(person=town.person(name), amount=amount)
        for name, amount in zip(names, amounts, strict=False)
    ]


def free(town: Town) -> str | None:
    """A KSM that may ask today: nothing of it runs or is claimed."""
    taken = {loan.ksm for loan in town.loans("active", "written_off", "rescheduled")}
    return next((name for name in KSM if name not in taken), None)


def asks(codes: str, *amounts: int, **more: Any) -> Attack:
    """An application by a KSM that may ask, wrong in one thing."""

    def tried(town: Town, pick: int) -> bool:
        name = free(town)
        if name is None:
            return False
        body = {"product": town.fund.product, "purpose": "Modal", **more}
        if Product.objects.get(pk=town.fund.product).closed_on is not None and "product" not in more:
            return False
        given = shares(town, *amounts, names=EVERYBODY[name])
        town.break_in(
            "loan_officer", lending.submit_application, codes.split(), group=town.group(name), shares=given, **body
        )
        return True

    return tried


def ask_by_one_that_may_not(town: Town, pick: int) -> bool:
    """Too small, no women, or with a loan that runs."""
    codes: tuple[str, ...]
    name, codes = (("Kecil", ("GroupTooSmall",)), ("Bapak", ("GroupTooFewWomen",)))[pick % 2]
    if pick % 3 == 0 and (loans := [loan for loan in town.loans("active") if loan.ksm in KSM]):
        name, codes = loans[pick % len(loans)].ksm, ("GroupHasLoan", "GroupHasArrears")
    if Product.objects.get(pk=town.fund.product).closed_on is not None:
        return False
    town.break_in(
        "loan_officer", lending.submit_application, codes, group=town.group(name), product=town.fund.product,
        shares=shares(town, 500_000, names=EVERYBODY[name]), purpose="Modal",
    )  # fmt: skip
    return True


def ask_for_what_is_closed(town: Town, pick: int) -> bool:
    """A product no longer offered."""
    name, closed = free(town), Product.objects.filter(book_id=town.book).exclude(closed_on=None).first()
    if name is None or closed is None:
        return False
    town.break_in(
        "loan_officer", lending.submit_application, ("ProductClosed",), group=town.group(name), product=closed.pk,
        shares=shares(town, 500_000, names=EVERYBODY[name]), purpose="Modal",
    )  # fmt: skip
    return True


def found(asked: Application, **first: Any) -> list[lending.VerifiedShare]:
    """Every member as asked; the first one otherwise."""
    rows = list(asked.shares.order_by("id"))
    return [
        lending.VerifiedShare(**{"person": row.person_id, "amount": row.asked, **(first if n == 0 else {})})
        for n, row in enumerate(rows)
    ]


def verifies(code: str, **first: Any) -> Attack:
    """A visit whose first share is wrong."""
    return on_application(
        ("submitted",), "loan_officer", lending.verify_application, code,
        shares=late(lambda town, asked: found(asked, **first)),
    )  # fmt: skip


def sign_ones_own(town: Town, pick: int) -> bool:
    """The manager took the application, and signs it."""
    mine = [
        asked for asked in town.applications("verified")
        if asked.submitted_by.person == town.person("Pak Darto") and going(town) and not waits(asked)
    ]  # fmt: skip
    return bool(mine) and _sign(town, mine[0], "upk_manager", "VerifierSigns")


def sign_twice(town: Town, pick: int) -> bool:
    """The same person once more."""
    for asked in town.applications("verified"):
        row = asked.signatures.filter(digest=shown_digest(lending.shown(asked))).first()
        if row is not None and going(town):
            who = "upk_manager" if "upk_manager" in row.offices else "coordinator"
            return _sign(town, asked, who, "SignedAlready")
    return False


def sign_what_waits(town: Town, pick: int) -> bool:
    """A share above what the household carries was not allowed yet."""
    waiting = [asked for asked in town.applications("verified") if waits(asked)]
    return bool(waiting) and going(town) and _sign(town, waiting[0], "coordinator", "ExceptionWaits")


def sign_before_the_board(town: Town, pick: int) -> bool:
    """The last signature under a loan to a trustee's sister, and the board has not decided."""
    from gulir.governance.queries import decision_for

    for asked in town.applications("verified"):
        first = asked.signatures.filter(digest=shown_digest(lending.shown(asked))).first()
        decided = decision_for(town.book, subject_kind="loan_application", subject_id=str(asked.pk))
        theirs = asked.shares.filter(person=town.person("Fitri")).exists()
        if theirs and first is not None and decided is None and going(town) and not waits(asked):
            other = "coordinator" if "upk_manager" in first.offices else "upk_manager"
            mine = town.fund.stage.actor(other).person
            if asked.submitted_by.person != mine:
                return _sign(town, asked, other, "BoardDecisionMissing")
    return False


def sign_while_it_is_stopped(town: Town, pick: int) -> bool:
    """Lending is stopped by hand, or by its indicators."""
    for asked in town.applications("verified"):
        if not going(town):
            return _sign(town, asked, "coordinator", "LendingIsSuspended", "IndicatorsStopLending")
    return False


def _sign(town: Town, asked: Application, who: str, *codes: str) -> bool:
    town.break_in(who, lending.sign_application, codes, application=asked.pk, digest=shown_digest(lending.shown(asked)))
    return True


def going(town: Town) -> bool:
    """Whether new loans are signed today."""
    from gulir.governance.queries import rules_at
    from gulir.lending.queries.stopped import stop_at

    if Suspension.objects.filter(book_id=town.book, until=None).exists():
        return False
    return not stop_at(town.book, town.live(), rules_at(town.book, town.live())).stands


def waits(asked: Application) -> bool:
    """Whether somebody has to allow a share of it first."""
    return any(
        row.survey.exception and row.survey.allowed_by_id is None
        for row in asked.shares.select_related("survey") if getattr(row, "survey", None)
    )  # fmt: skip


def allow_what_needs_nothing(town: Town, pick: int) -> bool:
    """A share within what the household carries."""
    for asked in town.applications("verified"):
        for row in asked.shares.select_related("survey"):
            if getattr(row, "survey", None) and not row.survey.is_open:
                town.break_in(
                    "coordinator", lending.allow_exception, ("NothingToAllow",), application=asked.pk,
                    person=row.person_id, reason="Baik",
                )  # fmt: skip
                return True
    return False


def pay_out_before_all_signed(town: Town, pick: int) -> bool:
    """Approved, but not all have signed joint liability."""
    if not going(town):
        return False
    running = {loan.ksm for loan in town.loans("active", "written_off", "rescheduled")}
    for asked in town.applications("approved"):
        name = asked.group.name
        signed = Pledge.objects.filter(group=asked.group_id).count()
        if name not in running and signed < len(EVERYBODY[name]):
            town.break_in("cashier", lending.disburse, ("LiabilityNotSigned",), application=asked.pk)
            return True
    return False


def pay_out_a_second_loan(town: Town, pick: int) -> bool:
    """Approved, while another loan of the KSM runs."""
    running = {loan.ksm for loan in town.loans("active")}
    for asked in town.applications("approved"):
        if asked.group.name in running and going(town):
            town.break_in("cashier", lending.disburse, ("GroupHasLoan", "GroupHasArrears"), application=asked.pk)
            return True
    return False


def put_first_twice(town: Town, pick: int) -> bool:
    """What comes first already."""
    row = Priority.objects.filter(application__book_id=town.book, application__state="approved").first()
    if row is None:
        return False
    town.break_in(
        "coordinator", lending.put_first, ("ComesFirstAlready",), application=row.application_id, reason="Lagi"
    )
    return True


def pledge_twice(town: Town, pick: int) -> bool:
    """Who has signed signs again."""
    row = Pledge.objects.filter(book_id=town.book, group__name__in=KSM).first()
    if row is None:
        return False
    town.break_in(
        "loan_officer", lending.see_pledges, ("PledgedAlready",), group=row.group_id, people=[row.person_id],
        signed_on=town.today,
    )  # fmt: skip
    return True


def suspend_or_resume_out_of_turn(town: Town, pick: int) -> bool:
    """Stopped twice, or opened while nothing is stopped."""
    if Suspension.objects.filter(book_id=town.book, until=None).exists():
        town.break_in("overseer", lending.suspend, ("LendingIsSuspended",), reason="Lagi")
    else:
        town.break_in("overseer", lending.resume, ("NotSuspended",))
    return True


def go_on_although_nothing_stops(town: Town, pick: int) -> bool:
    """The members' meeting is asked for nothing; or for too long, or for yesterday."""
    from gulir.governance.queries import rules_at
    from gulir.lending.queries.stopped import stop_at

    if pick % 3 == 0:
        town.break_in("overseer", lending.ask_to_go_on, ("LiftTooShort",), until=town.today, reason="Mohon")
    elif pick % 3 == 1:
        far = town.today + timedelta(days=4_000)
        town.break_in("overseer", lending.ask_to_go_on, ("LiftTooLong",), until=far, reason="Mohon")
    elif not stop_at(town.book, town.live(), rules_at(town.book, town.live())).stopping:
        soon = town.today + timedelta(days=20)
        town.break_in("overseer", lending.ask_to_go_on, ("NothingStopsLending",), until=soon, reason="Mohon")
    else:
        return False
    return True


def offers(*codes: str, **terms: Any) -> Attack:
    """A product that is none."""
    return plainly("upk_manager", lending.define_product, *codes, **{"code": "X", "name": "Aneh", **terms})


def form(code: str, **more: Any) -> Attack:
    """A form that cannot be."""
    return plainly(
        "loan_officer", lending.fill_member_form, code, group=MELATI,
        **{"person": late(lambda town, pick: town.person("Yuni")), "amount": 1, "business": "Warung", **more},
    )  # fmt: skip


FUNCTIONS = (
    ask_by_one_that_may_not, ask_for_what_is_closed, sign_ones_own, sign_twice, sign_what_waits, sign_before_the_board,
    sign_while_it_is_stopped, allow_what_needs_nothing, pay_out_before_all_signed, pay_out_a_second_loan,
    put_first_twice, pledge_twice, suspend_or_resume_out_of_turn, go_on_although_nothing_stops,
)  # fmt: skip
MELATI = late(lambda town, pick: town.group("Melati"))
YUNI = late(lambda town, pick: [town.person("Yuni")])
OTHER_STATES = ("returned", "rejected", "withdrawn", "approved", "disbursed")
ATTACKS: dict[str, Attack] = {
    **{function.__name__: function for function in FUNCTIONS},
    "ask for a stranger": plainly(
        "loan_officer", lending.submit_application, "MemberNotOfGroup", "GroupHasLoan", "GroupHasArrears",
        "GroupHasWrittenOff", "ProductClosed", group=MELATI, purpose="Modal",
        product=late(lambda town, pick: town.fund.product),
        shares=late(lambda town, pick: shares(town, 1, names=("Pak Karno",))),
    ),
    "ask for nobody": asks("ShareMissing"),
    "ask for nothing": asks("ShareMissing", 0),
    "ask for a fortune": asks("TooMuchForFirstLoan TooMuchPerMember", 10**9),
    "ask with the product of next door": asks("NotFound", 500_000, product=UUID(int=0)),
    "ask for the group of next door": plainly(
        "loan_officer", lending.submit_application, "NotFound", purpose="Modal", shares=[],
        group=late(lambda town, pick: town.strange["group"]), product=late(lambda town, pick: town.fund.product),
    ),
    "verify next door": plainly(
        "loan_officer", lending.verify_application, "NotFound", shares=[],
        application=late(lambda town, pick: town.strange["application"]),
    ),
    "verify out of turn": on_application(
        OTHER_STATES, "loan_officer", lending.verify_application, "StepNotNext", shares=[]
    ),
    "sign out of turn": on_application(
        ("submitted", *OTHER_STATES), "coordinator", lending.sign_application, "StepNotNext", digest=STALE
    ),
    "sign what was shown before": on_application(
        ("verified",), "coordinator", lending.sign_application, "ApplicationChanged", digest=STALE
    ),
    "pay out what is not approved": on_application(
        ("submitted", "verified", "returned", "rejected", "withdrawn", "disbursed"), "cashier", lending.disburse,
        "StepNotNext",
    ),
    "pay out in shells": on_application(("approved",), "cashier", lending.disburse, "MethodUnknown", out_of="kerang"),
    "reject what is over": on_application(
        OTHER_STATES, "coordinator", lending.reject_application, "StepNotNext", reason="Tidak"
    ),
    "reject without a word": on_application(
        ("submitted", "verified"), "coordinator", lending.reject_application, "ReasonMissing", reason=" "
    ),
    "withdraw what is over": on_application(
        ("rejected", "withdrawn", "disbursed"), "loan_officer", lending.withdraw_application, "StepNotNext",
        reason="Batal",
    ),
    "mend what was not sent back": on_application(
        ("submitted", "verified", "rejected"), "loan_officer", lending.resubmit_application, "StepNotNext", shares=[]
    ),
    "put first what is not approved": on_application(
        ("submitted", "rejected"), "coordinator", lending.put_first, "StepNotNext", reason="Penting"
    ),
    "visit not everybody": on_application(
        ("submitted",), "loan_officer", lending.verify_application, "ShareMissing",
        shares=late(lambda town, asked: found(asked)[1:]),
    ),
    "visit one twice": on_application(
        ("submitted",), "loan_officer", lending.verify_application, "ShareTwice",
        shares=late(lambda town, asked: [*found(asked), found(asked)[0]]),
    ),
    "visit a stranger": on_application(
        ("submitted",), "loan_officer", lending.verify_application, "MemberNotOfGroup",
        shares=late(
            lambda town, asked: [
                *found(asked), lending.VerifiedShare(person=town.person("Pak Karno"), amount=1)
            ]
        ),
    ),
    "find nothing": on_application(
        ("submitted",), "loan_officer", lending.verify_application, "NothingVerified",
        shares=late(
            lambda town, asked: [lending.VerifiedShare(person=row.person_id, amount=0) for row in asked.shares.all()]
        ),
    ),
    "find more than was asked": verifies("VerifiedAboveAsked", amount=10**9),
    "find less than nothing": verifies("SurveyNegative", income=-1, costs=0),
    "find a household below zero": verifies("SurveyNegative", income=1, costs=0, living_costs=-1),
    "score five": verifies("ScoreUnclear", character=5),
    "load too much": verifies("AboveCapacity", income=100, costs=0),
    "allow without a word": on_application(
        ("verified",), "coordinator", lending.allow_exception, "ReasonMissing", reason="",
        person=late(lambda town, asked: asked.shares.first().person_id),
    ),
    "the same code again": offers("ProductCodeTaken", code="PDB10"),
    "a product for a century": offers("TermNotAllowed", instalments=600, method="flat"),
    "a usurer's product": offers("RateNotAllowed", rate_percent="40"),
    "a product once in five months": offers("IntervalTooLong", every=5, instalments=2),
    "a product without a term": offers("InstalmentCountOutOfRange", "TermNotAllowed", "BadInput", instalments=-1),
    "a product at no interval": offers("IntervalOutOfRange", every=0),
    "a product rounded to millions": offers("RoundingUnitOutOfRange", round_to=10**9),
    "a product at a strange rate": offers("RateUnclear", rate_percent="banyak"),
    "a product for the greedy": offers(
        "ShareNotAllowed", method="mudharabah", share_percent="99", instalments=3
    ),
    "shares and jasa": offers("SharingHasNoJasa", method="mudharabah", rate_percent="1", share_percent="30"),
    "shares beyond all": offers("RateUnclear", method="musyarakah", share_percent="30", loss_percent="101"),
    "a harvest that is none": offers(
        "SeasonImpossible", unit="harvest", harvests=(lending.Season("Panen", 13, 1),)
    ),
    "the same harvest twice": offers("SeasonTwice", unit="harvest", harvests=(*ONCE, *ONCE)),
    "harvests too far": offers("HarvestTooFar", "TermNotAllowed", unit="harvest", harvests=ONCE, instalments=3),
    "a form of nothing": form("FormUnclear", amount=0),
    "a form of a stranger": form("MemberNotOfGroup", person=late(lambda town, pick: town.person("Pak Karno"))),
    "another's form": plainly(
        "Tini", lending.fill_member_form, "FormOfAnother", group=late(lambda town, pick: town.group("Mawar")),
        person=late(lambda town, pick: town.person("Rukmi")), amount=1, business="Warung",
    ),
    "pledge tomorrow": plainly(
        "loan_officer", lending.see_pledges, "PledgeInFuture", group=MELATI, people=YUNI,
        signed_on=late(lambda town, pick: town.today + timedelta(days=1)),
    ),
    "pledge nobody": plainly(
        "loan_officer", lending.see_pledges, "ShareMissing", group=MELATI, people=[],
        signed_on=late(lambda town, pick: town.today),
    ),
    "bring old loans into live books": plainly(
        "bookkeeper", lending.bring_in_loans, "HistoryAfterLive", "NothingBroughtIn", rows=[]
    ),
}  # fmt: skip

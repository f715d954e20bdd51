"""Attacks on a KSM's own record and on visits: sums that are not there, rows that do not fit, days out of order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from gulir.base.ids import new_id
from gulir.lending.models import Loan
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import GroupMeeting, GroupRules, Visit
from gulir.mentoring.queries import last_meeting, open_loans
from gulir.mentoring.services import Came, Money, Promised, Said, Sheet
from gulir.mentoring.services.visit_sheets import Heard, Pledged, Used, VisitSheet
from tests.machine.attempts import Attack, late, plainly
from tests.machine.gatherings import Table, loan_sheet, routine, table
from tests.machine.town import EVERYBODY, KSM, Town
from tests.mentoring.stage import RULES

__all__ = ["ATTACKS"]


def meets(*codes: str, sheet: Callable[[Table], Sheet | None]) -> Attack:
    """A meeting of today whose sheet is wrong in one thing, by a KSM that has not met today."""

    def tried(town: Town, pick: int) -> bool:
        for name in (*KSM[pick % 4 :], *KSM[: pick % 4]):
            last = last_meeting(town.group(name))
            at = table(town, name)
            if (last is not None and last.held_on >= town.today) or (given := sheet(at)) is None:
                continue
            town.break_in(at.names[0], mentoring.hold_meeting, codes, group=at.group, on=town.today, sheet=given)
            return True
        return False

    return tried


def own(at: Table, kind: str, amount: int, **more: Any) -> Sheet:
    """All save, and the chair moves a sum."""
    return at.sheet_of([*at.saved(), Money(kind=kind, amount=amount, person=at.who(at.names[0]), **more)])


def shared(at: Table, kind: str, amount: int) -> Sheet:
    """All save, and a sum moves that is the group's."""
    return at.sheet_of([*at.saved(), Money(kind=kind, amount=amount, note="Bersama")])


def away(at: Table, *came: str) -> tuple[Came, ...]:
    """Who came, in words; the reason is missing."""
    return tuple(Came(person=at.who(name), came=word) for name, word in zip(at.names, came, strict=True))


def overpaid(at: Table) -> Sheet | None:
    """More paid back than was lent out of the box."""
    loan = next(iter(open_loans(at.group)), None)
    if loan is None:
        return None
    return at.sheet_of([Money(kind="repayment", amount=loan.balance + 1, person=loan.person, loan=loan.id)])


def meet_out_of_order(town: Town, pick: int) -> bool:
    """On the day of the last meeting, or before it."""
    for name in KSM:
        last = last_meeting(town.group(name))
        if last is not None:
            at = table(town, name)
            day = last.held_on - timedelta(days=pick % 3)
            town.break_in(
                at.names[0], mentoring.hold_meeting, ("KsmMeetingOutOfOrder",), group=at.group, on=day,
                sheet=at.sheet_of(at.saved()),
            )  # fmt: skip
            return True
    return False


def put_an_old_one_right(town: Town, pick: int) -> bool:
    """A meeting that another followed."""
    for name in KSM:
        rows = GroupMeeting.objects.filter(group=town.group(name), correction=None).order_by("-number")[1:2]
        for row in rows:
            at = table(town, name)
            town.break_in(
                at.names[0], mentoring.correct_meeting, ("KsmMeetingFollowed",), meeting=row.pk, reason="Lama",
                sheet=at.sheet_of([]),
            )  # fmt: skip
            return True
    return False


def put_right_without_a_word(town: Town, pick: int) -> bool:
    """No reason; or the chair of another KSM."""
    for number, name in enumerate(KSM):
        row = GroupMeeting.objects.filter(group=town.group(name), correction=None).order_by("-number").first()
        if row is not None:
            at = table(town, name)
            who, code, reason = at.names[0], "ReasonMissing", " "
            if pick % 2:
                who, code, reason = EVERYBODY[KSM[number - 1]][0], "NotAllowed", "Iri"
            town.break_in(who, mentoring.correct_meeting, (code,), meeting=row.pk, reason=reason, sheet=at.sheet_of([]))
            return True
    return False


def agree_backwards(town: Town, pick: int) -> bool:
    """Rules from before the newest."""
    row = GroupRules.objects.filter(group=town.group("Melati")).order_by("-number").first()
    assert row is not None
    town.break_in(
        "Yuni", mentoring.agree_on_rules, ("GroupRulesBackwards",), group=town.group("Melati"),
        starts_on=row.starts_on - timedelta(days=1), **RULES,
    )  # fmt: skip
    return True


def agrees(code: str, **other: Any) -> Attack:
    """Rules that are none."""
    return plainly("Yuni", mentoring.agree_on_rules, code, group=MELATI, starts_on=TODAY, **{**RULES, **other})


MELATI = late(lambda town, pick: town.group("Melati"))
TODAY = late(lambda town, pick: town.today)
TOMORROW = late(lambda town, pick: town.today + timedelta(days=1))


# ---------------------------------------------------------------- visits


def newest(town: Town, name: str) -> Visit | None:
    """The newest record of a KSM's visits."""
    return Visit.objects.filter(group=town.group(name), correction=None).order_by("-number").first()


def visits(*codes: str, sheet: Callable[[Town, str], VisitSheet], who: str = "facilitator") -> Attack:
    """A visit of today that is wrong in one thing."""

    def tried(town: Town, pick: int) -> bool:
        name = KSM[pick % 4]
        town.break_in(
            who, mentoring.record_visit, codes, group=town.group(name), on=town.today, sheet=sheet(town, name)
        )
        return True

    return tried


def visits_a_loan(*codes: str, young: bool = False, **more: Any) -> Attack:
    """A visit about a loan that is wrong in one thing."""

    def tried(town: Town, pick: int) -> bool:
        for loan in owed_by_chairs(town):
            if (loan.disbursed_on >= town.today) is young:
                town.break_in(
                    "facilitator", mentoring.record_visit, codes, group=town.group(loan.ksm), on=town.today,
                    sheet=loan_sheet(town, loan.ksm, loan.pk, **more),
                )  # fmt: skip
                return True
        return False

    return tried


def owed_by_chairs(town: Town) -> list[Loan]:
    """Loans in which the chair has a part: of an old loan nobody may know the members yet."""
    return [
        loan for loan in town.loans()
        if loan.ksm in KSM and loan.shares.filter(live=True, person=town.person(EVERYBODY[loan.ksm][0])).exists()
    ]  # fmt: skip


def visit_out_of_order(town: Town, pick: int) -> bool:
    """Before the last one."""
    for name in KSM:
        row = newest(town, name)
        if row is not None:
            town.break_in(
                "facilitator", mentoring.record_visit, ("VisitOutOfOrder",), group=town.group(name),
                on=row.held_on - timedelta(days=1), sheet=routine(town, name),
            )  # fmt: skip
            return True
    return False


def correct_an_old_visit(town: Town, pick: int) -> bool:
    """A record that another followed."""
    who = town.fund.stage.actor("facilitator")
    for name in KSM:
        row = Visit.objects.filter(
            group=town.group(name), correction=None, written_by=who, purpose="routine"
        ).order_by("number").first()  # fmt: skip
        last = newest(town, name)
        if row is not None and last is not None and row.pk != last.pk:
            town.break_in(
                "facilitator", mentoring.correct_visit, ("VisitFollowed",), call=row.pk, reason="Lama",
                sheet=routine(town, name),
            )  # fmt: skip
            return True
    return False


def answer_wrongly(town: Town, pick: int) -> bool:
    """With nothing, with a novel, or by another KSM."""
    for number, name in enumerate(KSM):
        row = newest(town, name)
        if row is not None:
            who, said, code = (
                (EVERYBODY[name][0], " ", "VisitLineEmpty"), (EVERYBODY[name][0], "x" * 700, "NoteTooLong"),
                (EVERYBODY[KSM[number - 1]][0], "Iri", "NotAllowed"),
            )[pick % 3]  # fmt: skip
            town.break_in(who, mentoring.reply_to_visit, (code,), call=row.pk, said=said)
            return True
    return False


def look_and_not_see(town: Town, pick: int) -> bool:
    """No photo of the business, and nothing says why."""
    for loan in owed_by_chairs(town):
        if loan.disbursed_on < town.today:
            chair = town.person(EVERYBODY[loan.ksm][0])
            use = Used(person=chair, user="borrower", used_for="Warung", alive="yes")
            sheet = loan_sheet(town, loan.ksm, loan.pk, uses=[use])
            town.break_in(
                "facilitator", mentoring.record_visit, ("UseNotSeen",), group=town.group(loan.ksm), on=town.today,
                sheet=sheet,
            )  # fmt: skip
            return True
    return False


FUNCTIONS = (
    look_and_not_see, meet_out_of_order, put_an_old_one_right, put_right_without_a_word, agree_backwards,
    visit_out_of_order, correct_an_old_visit, answer_wrongly,
)  # fmt: skip
ATTACKS: dict[str, Attack] = {
    **{function.__name__: function for function in FUNCTIONS},
    "meet tomorrow": plainly(
        "Yuni", mentoring.hold_meeting, "MeetingInFuture", group=MELATI, on=TOMORROW,
        sheet=late(lambda town, pick: table(town, "Melati").sheet_of([])),
    ),
    "meet for another KSM": plainly(
        "Tini", mentoring.hold_meeting, "NotAllowed", group=MELATI, on=TODAY,
        sheet=late(lambda town, pick: table(town, "Melati").sheet_of([])),
    ),
    "meet next door": plainly(
        "Yuni", mentoring.hold_meeting, "NotFound", group=late(lambda town, pick: town.strange["group"]), on=TODAY,
        sheet=late(lambda town, pick: table(town, "Melati").sheet_of([])),
    ),
    "meet without rules": plainly(
        "Kartini", mentoring.hold_meeting, "GroupRulesMissing", group=late(lambda town, pick: town.group("Kecil")),
        on=TODAY, sheet=late(lambda town, pick: table(town, "Kecil").sheet_of([])),
    ),
    "leave one out": meets("AttendanceIncomplete", sheet=lambda at: at.sheet_of([], attendance=at.came()[1:])),
    "nobody came": meets("NobodyCame", sheet=lambda at: at.sheet_of([], attendance=away(at, *["absent"] * 5))),
    "excused for nothing": meets(
        "ExcuseMissing", sheet=lambda at: at.sheet_of([], attendance=away(at, "excused", *["present"] * 4))
    ),
    "came by magic": meets(
        "KsmWordUnknown", sheet=lambda at: at.sheet_of([], attendance=away(at, "magic", *["present"] * 4))
    ),
    "a stranger came": meets(
        "NotAMember",
        sheet=lambda at: at.sheet_of(
            [], attendance=[*at.came()[1:], Came(person=at.stage.people["Pak Karno"], came="present")]
        ),
    ),
    "two decide for five": meets(
        "QuorumMissed",
        sheet=lambda at: at.sheet_of(
            [Money(kind="cost", amount=1, note="Kopi")],
            attendance=away(at, "present", "present", "absent", "absent", "absent"),
        ),
    ),
    "take more than the box holds": meets("BoxShort", "SavingsGivenAway", sheet=lambda at: shared(at, "cost", 10**9)),
    "lend more than the box holds": meets(
        "BoxShort", sheet=lambda at: at.sheet_of(at.saved(), [at.lend(at.names[0], at.before().cash + 10**6)])
    ),
    "draw more than was saved": meets("SavedLess", sheet=lambda at: own(at, "withdrawal", 10**9)),
    "pay the box too much": meets("OwedLess", sheet=overpaid),
    "hand on more than came": meets("CollectedLess", sheet=lambda at: shared(at, "handed", 10**9)),
    "give savings away": meets(
        "SavingsGivenAway", sheet=lambda at: shared(at, "welfare", at.before().surplus + 1)
    ),
    "count something else": meets(
        "CountDiffers", sheet=lambda at: at.sheet(counted=at.before().cash + 1, money=[])
    ),
    "lend above the rule": meets(
        "InternalLoanTooLarge",
        sheet=lambda at: at.sheet_of([], [at.lend(at.names[0], 700_000)]) if at.before().cash > 700_000 else None,
    ),
    "lend to a stranger": meets(
        "NotAMember", "InternalLoanTooLarge", sheet=lambda at: at.sheet_of([], [at.lend("Pak Karno", 1_000)])
    ),
    "spend on nothing": meets(
        "LineEmpty", sheet=lambda at: at.sheet_of([*at.saved(), Money(kind="welfare", amount=1)])
    ),
    "savings of nobody": meets("LineNotOfThisKind", sheet=lambda at: at.sheet_of([Money(kind="savings", amount=1)])),
    "money of no kind": meets("KsmWordUnknown", sheet=lambda at: at.sheet_of([Money(kind="magic", amount=0)])),
    "a sum below zero": meets("AmountNegative", sheet=lambda at: own(at, "savings", -5)),
    "a sum of nothing": meets("AmountMissing", sheet=lambda at: own(at, "savings", 0)),
    "a sum above all": meets("AmountTooLarge", sheet=lambda at: own(at, "savings", 10**13)),
    "talk about nothing": meets(
        "LineEmpty", sheet=lambda at: at.sheet_of([], agenda=[Said(topic="welfare", said=" ")])
    ),
    "talk about the moon": meets(
        "KsmWordUnknown", sheet=lambda at: at.sheet_of([], agenda=[Said(topic="moon", said="Terang")])
    ),
    "promise nothing": meets("LineEmpty", sheet=lambda at: at.sheet_of([], promises=[Promised(said=" ")])),
    "keep a promise nobody made": meets("NotFound", sheet=lambda at: at.sheet_of([], results={999_999_999: "kept"})),
    "meet now and then": agrees("RhythmUnknown", every="moon"),
    "a quorum of none": agrees("GroupRuleOutOfBounds", quorum_percent=0),
    "visit tomorrow": plainly(
        "facilitator", mentoring.record_visit, "VisitInFuture", group=MELATI, on=TOMORROW,
        sheet=late(lambda town, pick: routine(town, "Melati")),
    ),
    "visit next door": plainly(
        "facilitator", mentoring.record_visit, "NotFound", group=late(lambda town, pick: town.strange["group"]),
        on=TODAY, sheet=late(lambda town, pick: routine(town, "Melati")),
    ),
    "visit without being sent": visits("NotAllowed", who="loan_officer", sheet=routine),
    "meet nobody there": visits("NobodyMet", sheet=lambda town, name: routine(town, name, met=[])),
    "meet a stranger there": visits(
        "NotAMember", sheet=lambda town, name: routine(town, name, met=[town.person("Pak Karno")])
    ),
    "visit for no time": visits("VisitMinutesUnclear", sheet=lambda town, name: routine(town, name, minutes=0)),
    "visit for the weather": visits(
        "VisitWordUnknown", sheet=lambda town, name: routine(town, name, purpose="weather")
    ),
    "hear nothing": visits(
        "VisitLineEmpty", sheet=lambda town, name: routine(town, name, heard=[Heard(topic="business", said=" ")])
    ),
    "find and not advise": visits(
        "FindingWithoutAdvice", sheet=lambda town, name: routine(town, name, condition="Kosong")
    ),
    "promise for yesterday": visits(
        "PromiseBeforeVisit",
        sheet=lambda town, name: routine(
            town, name, promises=[Pledged(who="Ketua", said="Buku", due_on=date(2026, 1, 1))]
        ),
    ),
    "keep a promise of no visit": visits(
        "NotFound", sheet=lambda town, name: routine(town, name, results={999_999_999: "kept"})
    ),
    "look at no loan": visits("NotFound", sheet=lambda town, name: loan_sheet(town, name, new_id())),
    "look at the loan next door": visits(
        "NotFound", sheet=lambda town, name: loan_sheet(town, name, town.strange["loan"])
    ),
    "look before the money came": visits_a_loan("LoanVisitTooEarly", young=True),
    "look at no use": visits_a_loan("LoanUseMissing", uses=[]),
    "look at a stage there is not": visits_a_loan("VisitWordUnknown", stage="moon"),
}  # fmt: skip

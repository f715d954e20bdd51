"""Attacks on what is read and told of a KSM: forms that do not fit, words left out, answers out of their time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

from gulir.base.ids import new_id
from gulir.community.models import Group
from gulir.core.handover import ROUTINES, quarter_of
from gulir.core.peers import Peer
from gulir.governance.queries import rules_at
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import (
    AgendaItem,
    Assessment,
    FollowUp,
    HandoverReading,
    HelpRound,
    PeerPair,
    PeerSession,
    PriceIndex,
    WelfareDeed,
)
from gulir.mentoring.queries import last_meeting
from gulir.mentoring.queries.peers import begun_on, peers_on, running
from gulir.mentoring.queries.signs import KOTAKU_FORM
from gulir.mentoring.services import FollowUpSheet, JobTold, PriceTold, WouldAsk
from tests.machine.attempts import Attack, late, plainly
from tests.machine.listening import answers, asked_again
from tests.machine.town import EVERYBODY, KSM, Town

__all__ = ["ATTACKS"]

MELATI = late(lambda town, pick: town.group("Melati"))
BASE = 2022


def keeps(*codes: str, **body: Any) -> Attack:
    """A reading that is wrong in one thing."""
    given = {"group": MELATI, "instrument": KOTAKU_FORM, "reason": "Dibaca ulang", **body}
    return plainly("facilitator", mentoring.keep_assessment, *codes, **given)


def read_twice_a_day(town: Town, pick: int) -> bool:
    """Read today already, and no word why again."""
    found = Assessment.objects.filter(book_id=town.book, read_on=town.today).order_by("group_id").first()
    if found is None:
        return False
    town.break_in(
        "facilitator", mentoring.keep_assessment, ("AssessmentRepeated",), group=found.group_id,
        instrument=found.instrument,
    )  # fmt: skip
    return True


def answer_a_reading(town: Town, pick: int) -> bool:
    """Without a word, or by an officer of another KSM."""
    found = Assessment.objects.filter(book_id=town.book).select_related("group").order_by("-kept_at").first()
    if found is None:
        return False
    mine, other = EVERYBODY[found.group.name][0], EVERYBODY["Mawar" if found.group.name == "Melati" else "Melati"][0]
    who, said, code = ((mine, " ", "ReplyEmpty"), (other, "Kami lebih baik", "NotAllowed"))[pick % 2]
    town.break_in(who, mentoring.reply_to_assessment, (code,), assessment=found.pk, said=said)
    return True


# ---------------------------------------------------------------- whom members ask


def network(*codes: str, given: Callable[[Town], Sequence[WouldAsk]], who: str = "facilitator") -> Attack:
    """Answers that cannot be."""
    return plainly(
        who, mentoring.keep_network, *codes, group=MELATI, reason="Lagi",
        answers=late(lambda town, pick: given(town)),
    )  # fmt: skip


def of_melati(town: Town) -> list[WouldAsk]:
    """What Melati would honestly answer."""
    return answers(town, "Melati")


def itself(town: Town) -> list[WouldAsk]:
    """The first names herself."""
    first, *rest = of_melati(town)
    return [replace(first, named=[first.person]), *rest]


def asked_twice_a_day(town: Town, pick: int) -> bool:
    """Members were asked today already."""
    found = HelpRound.objects.filter(book_id=town.book, asked_on=town.today).select_related("group").first()
    if found is None:
        return False
    town.break_in(
        "facilitator", mentoring.keep_network, ("HelpRepeated",), group=found.group_id,
        answers=answers(town, found.group.name),
    )  # fmt: skip
    return True


# ---------------------------------------------------------------- deeds and problems


def tells(*codes: str, **body: Any) -> Attack:
    """A deed told of the last meeting of some KSM, wrong in one thing."""

    def tried(town: Town, pick: int) -> bool:
        for name in (*KSM[pick % 4 :], *KSM[: pick % 4]):
            last = last_meeting(town.group(name))
            if last is None:
                continue
            given = {"deed": "sick", "member": True, "said": "Menjenguk", **body}
            town.break_in(EVERYBODY[name][0], mentoring.tell_welfare, codes, meeting=last.pk, **given)
            return True
        return False

    return tried


def take_a_deed_back_twice(town: Town, pick: int) -> bool:
    """It does not count any more."""
    found = WelfareDeed.objects.filter(book_id=town.book, taken_back__isnull=False).select_related("group").first()
    if found is None:
        return False
    who = EVERYBODY[found.group.name][0]
    town.break_in(who, mentoring.take_back_welfare, ("DeedTakenBack",), deed=found.pk, reason="Belum jadi")
    return True


def close_a_problem(town: Town, pick: int) -> bool:
    """Twice, or without a word."""
    rows = AgendaItem.objects.filter(meeting__book_id=town.book, topic="member_problem", meeting__correction=None)
    item = rows.filter(end__isnull=pick % 2 == 1).select_related("meeting__group").order_by("pk").first()
    if item is None:
        return False
    said, code = (" ", "ProblemEndEmpty") if pick % 2 else ("Sudah", "ProblemClosed")
    town.break_in(EVERYBODY[item.meeting.group.name][0], mentoring.close_problem, (code,), item=item.pk, said=said)
    return True


# ---------------------------------------------------------------- one KSM beside another


def known_today(town: Town) -> Mapping[UUID, Peer]:
    """What is known today of every KSM."""
    groups = Group.objects.filter(pk__in=[town.group(name) for name in KSM])
    return peers_on(town.book, town.today, list(groups))


def speaks_against(town: Town, mentor: str, mentee: str, known: Mapping[UUID, Peer]) -> str:
    """What must be refused today when the first is to mentor the second; nothing when it may."""
    one, other = town.group(mentor), town.group(mentee)
    begun = running().values_list("pk", flat=True)
    if PeerPair.objects.filter(mentor_id=one, mentee_id=other, end=None).exclude(pk__in=begun).exists():
        return "PeerOfferOpen"
    if running().filter(mentee_id=other).exists():
        return "MenteeTaken"
    if known[one].missed > rules_at(town.book, town.today).count("mentoring.mentor_missed"):
        return "MentorInArrears"
    first, second = known[one].rank, known[other].rank
    if first is None:
        return "MentorUnread"
    return "MentorStageLower" if second is not None and first < second else ""


def mentor_against(code: str) -> Attack:
    """An offer against which just this speaks."""

    def tried(town: Town, pick: int) -> bool:
        pairs, known = list(permutations(KSM, 2)), known_today(town)
        for mentor, mentee in (*pairs[pick % 12 :], *pairs[: pick % 12]):
            if speaks_against(town, mentor, mentee, known) == code:
                town.break_in(
                    "facilitator", mentoring.offer_mentoring, (code,), mentor=town.group(mentor),
                    mentee=town.group(mentee), topics="Buku kas",
                )  # fmt: skip
                return True
        return False

    return tried


def sits_together(*codes: str, **body: Any) -> Attack:
    """A session of a mentoring that runs, wrong in one thing."""

    def tried(town: Town, pick: int) -> bool:
        pair = running().filter(book_id=town.book).order_by("pk").first()
        if pair is None:
            return False
        given = {"held_on": town.today, "came": 1, "shown": "Menghitung kas", **body}
        if "days" in given:
            given["held_on"] = (begun_on(pair) or town.today) + timedelta(days=given.pop("days"))
        town.break_in("facilitator", mentoring.record_peer_session, codes, pair=pair.pk, **given)
        return True

    return tried


def sit_together_before_both_agreed(town: Town, pick: int) -> bool:
    """Offered, and one of them has not said yes."""
    begun = running().values_list("pk", flat=True)
    pair = PeerPair.objects.filter(book_id=town.book, end=None).exclude(pk__in=begun).order_by("pk").first()
    if pair is None:
        return False
    town.break_in(
        "facilitator", mentoring.record_peer_session, ("PeerNotAgreed",), pair=pair.pk, held_on=town.today, came=1,
        shown="Menghitung kas",
    )  # fmt: skip
    return True


def write_a_day_twice(town: Town, pick: int) -> bool:
    """Both KSM sat there, and one of them has written it down already; or nobody sat anywhere."""
    stands = PeerSession.objects.filter(pair__in=running().filter(book_id=town.book), taken_back=None)
    found = stands.select_related("pair__mentor", "pair__mentee").order_by("pk").first()
    if found is None:
        given: dict[str, Any] = {"pair": new_id(), "held_on": town.today, "came": 1, "shown": "Menghitung kas"}
        town.break_in("facilitator", mentoring.record_peer_session, ("NotFound",), **given)
        return True
    who = ("facilitator", *(EVERYBODY[one.name][0] for one in (found.pair.mentor, found.pair.mentee)))[pick % 3]
    town.break_in(
        who, mentoring.record_peer_session, ("PeerSessionWritten",), pair=found.pair_id, held_on=found.held_on, came=1,
        shown="Menghitung kas",
    )  # fmt: skip
    return True


def take_a_session_back(town: Town, pick: int) -> bool:
    """Twice, without a word, or what the other KSM wrote; one that never was, while there is none."""
    rows = PeerSession.objects.filter(pair__book_id=town.book).select_related("pair__mentor", "pair__mentee")
    found = rows.filter(taken_back__isnull=pick % 3 != 0).order_by("pk").first()
    if found is None:
        town.break_in(
            "facilitator", mentoring.take_back_session, ("NotFound",), session=new_id(), reason="Salah hitung"
        )
        return True
    code, said, who = ("PeerTakenBackBefore", "ReasonMissing", "NotAllowed")[pick % 3], "Salah hitung", "facilitator"
    if code == "ReasonMissing":
        said = " "
    if code == "NotAllowed":
        who = EVERYBODY[(found.pair.mentor if found.side == "mentee" else found.pair.mentee).name][0]
    town.break_in(who, mentoring.take_back_session, (code,), session=found.pk, reason=said)
    return True


def go_on_after_the_end(town: Town, pick: int) -> bool:
    """What has ended is ended again, sat together in, or agreed to."""
    pair = PeerPair.objects.filter(book_id=town.book, end__isnull=False).select_related("mentee").order_by("pk").first()
    if pair is None:
        return False
    if pick % 3 == 0:
        town.break_in("facilitator", mentoring.end_mentoring, ("PeerEnded",), pair=pair.pk, reason="Selesai")
    elif pick % 3 == 1:
        town.break_in(
            "facilitator", mentoring.record_peer_session, ("PeerEnded",), pair=pair.pk, held_on=town.today, came=1,
            shown="Menghitung kas",
        )  # fmt: skip
    else:
        who = EVERYBODY[pair.mentee.name][0]
        town.break_in(who, mentoring.agree_to_mentoring, ("PeerEnded",), pair=pair.pk, group=pair.mentee_id)
    return True


def agree_for_the_others(town: Town, pick: int) -> bool:
    """An officer of one KSM says yes for the other."""
    pair = PeerPair.objects.filter(book_id=town.book).select_related("mentor").order_by("pk").first()
    if pair is None:
        return False
    who = EVERYBODY[pair.mentor.name][0]
    town.break_in(who, mentoring.agree_to_mentoring, ("NotAllowed",), pair=pair.pk, group=pair.mentee_id)
    return True


# ---------------------------------------------------------------- the hand-over and prices


def climb_again(town: Town, pick: int) -> bool:
    """Another reading without a word: of why it is read again, or of what was seen."""
    last = HandoverReading.objects.filter(book_id=town.book).order_by("-number").first()
    if last is None or quarter_of(last.read_on) != quarter_of(town.today):
        return False
    stood = {row.routine: row.level for row in last.levels.all()}
    if pick % 2:
        town.break_in("facilitator", mentoring.read_handover, ("HandoverRepeated",), levels=stood)
    else:
        moved = {routine: level % 4 + 1 for routine, level in stood.items()}
        town.break_in("facilitator", mentoring.read_handover, ("RungUnexplained",), levels=moved, reason="Lagi")
    return True


def answer_the_ladder_with_nothing(town: Town, pick: int) -> bool:
    """The board says nothing."""
    last = HandoverReading.objects.filter(book_id=town.book).order_by("-number").first()
    if last is None:
        return False
    town.break_in("coordinator", mentoring.reply_to_handover, ("HandoverReplyEmpty",), reading=last.pk, said=" ")
    return True


def prices(*codes: str, **body: Any) -> Attack:
    """A price index that cannot be."""
    given = {"base_year": BASE, "source": "BPS", "rows": late(lambda town, pick: [month(town)]), **body}
    return plainly("facilitator", mentoring.write_price_index, *codes, **given)


def month(town: Town, hundredths: int = 10_637, days: int = 0) -> PriceTold:
    """This month's index, or that of so many days later."""
    return PriceTold(month=town.today + timedelta(days=days), hundredths=hundredths)


def another_number(town: Town, pick: int) -> bool:
    """A month that stands, with another number and no word why."""
    known = PriceIndex.objects.filter(book_id=town.book, base_year=BASE).order_by("-year", "-month", "-version").first()
    if known is None:
        return False
    row = PriceTold(month=town.today.replace(year=known.year, month=known.month, day=1),
                    hundredths=known.hundredths + 1)  # fmt: skip
    town.break_in(
        "facilitator", mentoring.write_price_index, ("PriceIndexDiffers",), base_year=BASE, source="BPS", rows=[row]
    )
    return True


# ---------------------------------------------------------------- members asked again


def asks_again(*codes: str, turn: str = "", days: int = 0, **body: Any) -> Attack:
    """An answer of a member whose round is due, wrong in one thing."""

    def tried(town: Town, pick: int) -> bool:
        due = next(asked_again(town), None)
        if due is None:
            return False
        sheet = FollowUpSheet(**{"asked_on": town.today + timedelta(days=days), "answer": "answered", **body})
        town.break_in("facilitator", mentoring.record_followup, codes, person=due[0], turn=turn or due[1], sheet=sheet)
        return True

    return tried


def ask_again_twice(town: Town, pick: int) -> bool:
    """What is written already."""
    due = next(asked_again(town, written=True), None)
    if due is None:
        return False
    sheet = FollowUpSheet(asked_on=town.today, answer="answered")
    town.break_in(
        "facilitator", mentoring.record_followup, ("FollowUpWritten",), person=due[0], turn=due[1], sheet=sheet
    )
    return True


def correct_an_older_answer(town: Town, pick: int) -> bool:
    """A newer one has taken its place."""
    old = FollowUp.objects.filter(book_id=town.book, correction__isnull=False).first()
    if old is None:
        return False
    sheet = FollowUpSheet(asked_on=old.asked_on, answer="answered")
    town.break_in(
        "facilitator", mentoring.correct_followup, ("FollowUpCorrectedBefore",), followup=old.pk, reason="Salah",
        sheet=sheet,
    )  # fmt: skip
    return True


HELPER = JobTold(who="family", weekly_hours=20, months=6, woman=True, poor=False)
FUNCTIONS = (
    read_twice_a_day, answer_a_reading, asked_twice_a_day, take_a_deed_back_twice, close_a_problem,
    sit_together_before_both_agreed, write_a_day_twice, take_a_session_back, go_on_after_the_end,
    agree_for_the_others, climb_again, answer_the_ladder_with_nothing, another_number, ask_again_twice,
    correct_an_older_answer,
)  # fmt: skip
ATTACKS: dict[str, Attack] = {
    **{function.__name__: function for function in FUNCTIONS},
    **{f"mentor against {code}": mentor_against(code)
       for code in ("PeerOfferOpen", "MenteeTaken", "MentorInArrears", "MentorUnread", "MentorStageLower")},
    "read by the moon": keeps("InstrumentUnknown", instrument="moon"),
    "answer what is not asked": keeps("ItemUnknown", told={"moon": 1}),
    "answer with too many points": keeps("AnswerUnknown", told={"agenda": 99}),
    "answer what is counted": keeps("ItemComputed", told={"meetings": 3}),
    "read a KSM next door": keeps("NotFound", group=late(lambda town, pick: town.strange["group"])),
    "ask one alone": network("HelpTooFew", given=lambda town: of_melati(town)[:1]),
    "ask one twice": network("HelpAskedTwice", given=lambda town: [*of_melati(town), of_melati(town)[0]]),
    "ask oneself": network("HelpFromOneself", given=itself),
    "ask the whole village": network(
        "HelpNamesTooMany", given=lambda town: [replace(one, outside=9) for one in of_melati(town)]
    ),
    "ask a stranger": network(
        "NotAMember", given=lambda town: [*of_melati(town), WouldAsk(person=town.person("Pak Karno"))]
    ),
    "ask the neighbours' KSM": network("NotAllowed", given=of_melati, who="Tini"),
    "a deed of no kind": tells("DeedKindUnknown", deed="moon"),
    "a deed without a word": tells("DeedUntold", said=" "),
    "a deed worth less than nothing": tells("AmountNegative", worth=-1),
    "a deed without end": tells("HoursImpossible", hours=10**6),
    "mentor oneself": plainly(
        "facilitator", mentoring.offer_mentoring, "PeerItself", mentor=MELATI, mentee=MELATI, topics="Buku kas"
    ),
    "mentor without a topic": plainly(
        "facilitator", mentoring.offer_mentoring, "PeerUntold", mentor=MELATI, topics=" ",
        mentee=late(lambda town, pick: town.group("Mawar")),
    ),
    "mentor next door": plainly(
        "facilitator", mentoring.offer_mentoring, "NotFound", mentor=MELATI, topics="Buku kas",
        mentee=late(lambda town, pick: town.strange["group"]),
    ),
    "sit together before it began": sits_together("PeerDayImpossible", days=-1),
    "sit together tomorrow": sits_together("PeerDayImpossible", days=10_000),
    "sit together with nobody": sits_together("PeerNobodyCame", came=0),
    "sit together with the village": sits_together("PeerNobodyCame", came=99),
    "sit together in silence": sits_together("PeerUntold", shown=" "),
    "climb nothing": plainly("facilitator", mentoring.read_handover, "NothingRead", levels={}),
    "climb the moon": plainly("facilitator", mentoring.read_handover, "ItemUnknown", levels={"moon": 1}),
    "climb too high": plainly("facilitator", mentoring.read_handover, "AnswerUnknown", levels={ROUTINES[0]: 5}),
    "prices of no month": prices("PriceIndexEmpty", rows=()),
    "prices of nobody": prices("PriceSourceMissing", source=" "),
    "prices of the future": prices("PriceBaseUnclear", base_year=2999),
    "prices twice": prices("PriceIndexTwice", rows=late(lambda town, pick: [month(town)] * 2), reason="Lagi"),
    "prices of nothing": prices("PriceIndexImpossible", rows=late(lambda town, pick: [month(town, 0)])),
    "prices of next year": prices("PriceIndexImpossible", rows=late(lambda town, pick: [month(town, days=400)])),
    "ask who never told": plainly(
        "facilitator", mentoring.record_followup, "NothingToCompare", turn="month_6",
        person=late(lambda town, pick: town.person("Pak Karno")),
        sheet=late(lambda town, pick: FollowUpSheet(asked_on=town.today, answer="answered")),
    ),
    "ask tomorrow": asks_again("FollowUpInFuture", days=1),
    "ask out of time": asks_again("FollowUpNotOpen", days=-3_650),
    "ask in no round": asks_again("FollowUpUnclear", turn="moon"),
    "answer like the moon": asks_again("FollowUpUnclear", answer="moon"),
    "answer though lost": asks_again("LostAnswers", answer="moved", alive=True),
    "sell without a business": asks_again("GoneBusinessEarns", turnover=1_000),
    "work where nobody works": asks_again("JobsExceedWorkers", alive=True, jobs=(HELPER,)),
    "correct an answer nobody gave": plainly(
        "facilitator", mentoring.correct_followup, "NotFound", followup=late(lambda town, pick: new_id()),
        reason="Salah", sheet=late(lambda town, pick: FollowUpSheet(asked_on=town.today, answer="answered")),
    ),
}  # fmt: skip

"""One KSM mentors another: offered, agreed to by both, sat together, ended with its reason."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.texts import check_text
from gulir.community.models import Group
from gulir.community.queries import group_of, members
from gulir.core.dates import Zone, business_date
from gulir.core.facts.peers import (
    PeerMentoringAgreed,
    PeerMentoringBegun,
    PeerMentoringEnded,
    PeerMentoringOffered,
    PeerOfferDeclined,
    PeerSessionHeld,
    PeerSessionTakenBack,
)
from gulir.core.peers import check_mentor
from gulir.core.problems import Problem
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.community import GroupNotActive, ReasonMissing
from gulir.core.problems.peers import (
    MenteeTaken,
    MentorNotReady,
    MentorStageLower,
    PeerDayImpossible,
    PeerEnded,
    PeerItself,
    PeerNobodyCame,
    PeerNotAgreed,
    PeerOfferOpen,
    PeerSecondPerson,
    PeerSessionWritten,
    PeerTakenBackBefore,
    PeerUntold,
)
from gulir.governance.queries import rules_at
from gulir.mentoring.models import PeerAgreement, PeerEnd, PeerPair, PeerSession, PeerSessionBack
from gulir.mentoring.policy import (
    AGREES_TO_PEERS,
    BRINGS_PEERS_TOGETHER,
    KEEPS_PEERS,
    READS_SIGNS,
    reads_of,
    takes_sessions_back,
)
from gulir.mentoring.queries.peers import begun_on, peers_on, running, wrote_for

__all__ = [
    "agree_to_mentoring",
    "end_mentoring",
    "offer_mentoring",
    "record_peer_session",
    "take_back_session",
]

SAID = 200


@command("mentoring.offer_mentoring", may=KEEPS_PEERS)
def offer_mentoring(act: Act, *, mentor: UUID, mentee: UUID, topics: str) -> Result:
    """The facilitator, or an officer of either KSM, offers that one mentors the other in these topics. Answers `pair`.

    An officer's offer is the yes of their own KSM. Refused: `PeerItself`, `NotAllowed`, `PeerUntold`, `NoteTooLong`,
    `GroupNotActive`, `MenteeTaken`, `PeerOfferOpen`, `MentorInArrears`, `MentorUnread`, `MentorStageLower`, `NotFound`;
    `MentorNotReady` in place of the three for whoever may not read that of the KSM.
    """
    teaches, learns = group_of(act.book.pk, mentor), group_of(act.book.pk, mentee)
    speaks_for = next((one for one in (teaches, learns) if one.pk in act.standing.led_groups), None)
    if speaks_for is None and not BRINGS_PEERS_TOGETHER.allows(act.standing):
        raise NotAllowed(act=act.command)
    if teaches.pk == learns.pk:
        raise PeerItself(group=teaches.name)
    text = topics.strip()
    if not text:
        raise PeerUntold
    check_text(topics=(text, SAID))
    if PeerPair.objects.filter(mentor=teaches, mentee=learns, end=None).exclude(pk__in=running().values("pk")).exists():
        raise PeerOfferOpen(mentor=teaches.name, mentee=learns.name)
    _check_pair(act, teaches, learns)

    pair = PeerPair.objects.create(
        book=act.book, mentor=teaches, mentee=learns, topics=text, offered_on=act.today, offered_by=act.actor,
        offered_at=act.at,
    )  # fmt: skip
    if speaks_for is not None:
        PeerAgreement.objects.create(pair=pair, group=speaks_for, agreed_on=act.today, by=act.actor, at=act.at)

    act.tell(
        PeerMentoringOffered(
            mentor=teaches.name,
            mentee=learns.name,
            on=act.today,
            topics=text,
            agreed=speaks_for.name if speaks_for else "",
            pair_id=str(pair.pk),
        )
    )
    return {"pair": pair.pk}


@command("mentoring.agree_to_mentoring", may=AGREES_TO_PEERS)
def agree_to_mentoring(act: Act, *, pair: UUID, group: UUID) -> Result:
    """An officer says yes for one of the two KSM; with the second yes, by another person, the mentoring begins.

    What speaks against the mentor is asked again. Answers `agreement` and `begun`. Refused: `NotAllowed`, `PeerEnded`,
    `PeerSecondPerson`, `GroupNotActive`, `MenteeTaken`, `MentorInArrears`, `MentorUnread`, `MentorStageLower`,
    `NotFound`; `MentorNotReady` in place of the three for whoever may not read that of the KSM.
    """
    of = _pair(act, pair)
    speaks_for = next((one for one in (of.mentor, of.mentee) if one.pk == group), None)
    if speaks_for is None:
        raise NotFound(what="group", name=str(group))
    if speaks_for.pk not in act.standing.led_groups:
        raise NotAllowed(act=act.command)
    said = list(PeerAgreement.objects.filter(pair=of))
    if _ended(of) or any(one.group_id == speaks_for.pk for one in said):
        raise PeerEnded
    if any(one.by_id == act.actor.pk for one in said):
        raise PeerSecondPerson(group=speaks_for.name)
    _check_pair(act, of.mentor, of.mentee)

    row = PeerAgreement.objects.create(pair=of, group=speaks_for, agreed_on=act.today, by=act.actor, at=act.at)

    mentor, mentee, key = of.mentor.name, of.mentee.name, str(of.pk)
    act.tell(PeerMentoringAgreed(mentor=mentor, mentee=mentee, group=speaks_for.name, on=act.today, pair_id=key))
    if said:
        act.tell(PeerMentoringBegun(mentor=mentor, mentee=mentee, on=act.today, pair_id=key))
    return {"agreement": row.pk, "begun": bool(said)}


@command("mentoring.record_peer_session", may=KEEPS_PEERS)
def record_peer_session(act: Act, *, pair: UUID, held_on: date, came: int, shown: str) -> Result:
    """The two KSM sat together: how many of the mentored came, and what was shown and practised. Answers `number`.

    Refused: `NotAllowed`, `PeerEnded`, `PeerNotAgreed`, `PeerUntold`, `NoteTooLong`, `PeerDayImpossible` (before it
    began or after today), `PeerNobodyCame`, `GroupNotActive` (the mentor had no members that day),
    `PeerSessionWritten` (one stands for that day already), `NotFound`.
    """
    of = _pair(act, pair)
    _check_part(act, of)
    if _ended(of):
        raise PeerEnded
    begun = begun_on(of)
    if begun is None:
        raise PeerNotAgreed
    text = shown.strip()
    if not text:
        raise PeerUntold
    check_text(shown=(text, SAID))
    if not begun <= held_on <= act.today:
        raise PeerDayImpossible(earliest=begun, latest=act.today)
    most = len(members(of.mentee_id, held_on))
    if not 1 <= came <= most:
        raise PeerNobodyCame(group=of.mentee.name, members=most)
    if not members(of.mentor_id, held_on):
        raise GroupNotActive(group=of.mentor.name)

    replaces = _taken_back_on(act, of, held_on)

    number = PeerSession.objects.filter(pair=of).count() + 1
    PeerSession.objects.create(
        pair=of, number=number, held_on=held_on, came=came, shown=text, side=_side(act, of), replaces=replaces,
        told_by=act.actor, told_at=act.at,
    )  # fmt: skip

    act.tell(
        PeerSessionHeld(
            mentor=of.mentor.name,
            mentee=of.mentee.name,
            on=held_on,
            number=number,
            came=came,
            shown=text,
            pair_id=str(of.pk),
        )
    )
    return {"number": number}


@command("mentoring.take_back_session", may=KEEPS_PEERS)
def take_back_session(act: Act, *, session: UUID, reason: str) -> Result:
    """A session was written wrongly: it stays and counts no more; its day may be written anew. Answers `number`.

    Both KSM sat there, so neither takes back alone what the other wrote: officers of the KSM that wrote it do, or the
    facilitator. Also after the mentoring ended, for what never happened would count for ever. Refused: `NotAllowed`,
    `ReasonMissing`, `NoteTooLong`, `PeerTakenBackBefore`, `NotFound`.
    """
    wrong = (
        PeerSession.objects.filter(pair__book=act.book, pk=session)
        .select_related("pair__mentor", "pair__mentee", "taken_back")
        .first()
    )
    if wrong is None:
        raise NotFound(what="pertemuan", name=str(session))
    of, why = wrong.pair, reason.strip()
    if not takes_sessions_back(act.standing, wrote_for(wrong)):
        raise NotAllowed(act=act.command)
    if not why:
        raise ReasonMissing
    check_text(reason=(why, SAID))
    if hasattr(wrong, "taken_back"):
        raise PeerTakenBackBefore(number=wrong.number)

    PeerSessionBack.objects.create(session=wrong, reason=why, by=act.actor, at=act.at)

    act.tell(
        PeerSessionTakenBack(
            mentor=of.mentor.name,
            mentee=of.mentee.name,
            on=wrong.held_on,
            number=wrong.number,
            reason=why,
            pair_id=str(of.pk),
        )
    )
    return {"number": wrong.number}


@command("mentoring.end_mentoring", may=KEEPS_PEERS)
def end_mentoring(act: Act, *, pair: UUID, reason: str) -> Result:
    """The facilitator, or an officer of either KSM, ends the mentoring or declines its offer, and says why.

    Answers `end`. Refused: `NotAllowed`, `PeerEnded`, `ReasonMissing`, `NoteTooLong`, `NotFound`.
    """
    of, why = _pair(act, pair), reason.strip()
    _check_part(act, of)
    if _ended(of):
        raise PeerEnded
    if not why:
        raise ReasonMissing
    check_text(reason=(why, SAID))

    row = PeerEnd.objects.create(pair=of, ended_on=act.today, reason=why, by=act.actor, at=act.at)

    told = PeerMentoringEnded if begun_on(of) else PeerOfferDeclined
    act.tell(told(mentor=of.mentor.name, mentee=of.mentee.name, on=act.today, reason=why, pair_id=str(of.pk)))
    return {"end": row.pk}


def _pair(act: Act, pair: UUID) -> PeerPair:
    found = PeerPair.objects.select_related("mentor", "mentee").filter(book=act.book, pk=pair).first()
    if found is None:
        raise NotFound(what="pendampingan", name=str(pair))
    return found


def _check_part(act: Act, of: PeerPair) -> None:
    """The facilitator, or who leads one of the two."""
    if not BRINGS_PEERS_TOGETHER.allows(act.standing) and not {of.mentor_id, of.mentee_id} & act.standing.led_groups:
        raise NotAllowed(act=act.command)


def _side(act: Act, of: PeerPair) -> str:
    """For whom this person writes: the KSM they lead, else as the facilitator."""
    sides = {of.mentor_id: "mentor", of.mentee_id: "mentee"}
    return next((side for group, side in sides.items() if group in act.standing.led_groups), "facilitator")


def _taken_back_on(act: Act, of: PeerPair, day: date) -> PeerSession | None:
    """The session of that day that is written anew; nothing when there was none. One that stands is refused."""
    written = PeerSession.objects.filter(pair=of, held_on=day).select_related("told_by", "taken_back")
    last = written.order_by("number").last()
    if last is not None and not hasattr(last, "taken_back"):
        raise PeerSessionWritten(on=day, by=last.told_by.name, written=business_date(last.told_at, Zone[act.book.zone]))
    return last


def _check_pair(act: Act, mentor: Group, mentee: Group) -> None:
    """What speaks against it today: a KSM that is no more, a mentor the mentee has, the mentor's arrears or stage.

    Arrears and stage are named to whoever may read them of that KSM; nobody learns them by trying.
    """
    for one in (mentor, mentee):
        if one.status != "active":
            raise GroupNotActive(group=one.name)
    if running().filter(mentee=mentee).exists():
        raise MenteeTaken(group=mentee.name)
    known = peers_on(act.book.pk, act.today, [mentor, mentee])
    most = rules_at(act.book.pk, act.today).count("mentoring.mentor_missed")
    try:
        check_mentor(known[mentor.pk], known[mentee.pk], most_missed=most)
    except Problem as refusal:
        told_of = (mentor, mentee) if isinstance(refusal, MentorStageLower) else (mentor,)
        if all(reads_of(READS_SIGNS, act.standing, one.pk) for one in told_of):
            raise
        raise MentorNotReady(mentor=mentor.name, mentee=mentee.name) from None


def _ended(pair: PeerPair) -> bool:
    return PeerEnd.objects.filter(pair=pair).exists()

"""Which KSM mentors which, for those who may know; what speaks against a mentor; what changed beside KSM alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from gulir.base.policy import Standing
from gulir.base.reference import instrument, instruments
from gulir.community.models import Group, Membership
from gulir.core.dates import Period, add_months
from gulir.core.instruments import Instrument, score
from gulir.core.peers import Alike, MentoringChange, Peer, Track, beside_the_alike, overdue
from gulir.core.problems.access import NotFound
from gulir.core.vital_signs import habit_points
from gulir.governance.queries import rules_at
from gulir.mentoring.models import Assessment, PeerAgreement, PeerPair, PeerSession
from gulir.mentoring.policy import READS_ALL_PEERS, READS_PEERS
from gulir.mentoring.queries.records import (
    Records,
    booked_until,
    habits_on,
    loans_of_many,
    missed_by_loan,
    records_of_many,
)
from gulir.mentoring.queries.signs import HABITS_FORM, KOTAKU_FORM

__all__ = [
    "Compared",
    "Load",
    "Pair",
    "PairState",
    "begun_on",
    "compared",
    "loads",
    "offers_to_answer",
    "pair_from",
    "pair_of",
    "pairs_listed",
    "pairs_seen",
    "peers_on",
    "running",
    "states_seen",
    "wrote_for",
]

BOTH = 2
"""A mentoring runs when so many of its two KSM have agreed."""


def running() -> QuerySet[PeerPair]:
    """The pairs both KSM agreed to and none has ended, of every board; a caller narrows them."""
    return PeerPair.objects.annotate(said=Count("agreements")).filter(said=BOTH, end=None)


def begun_on(pair: PeerPair) -> date | None:
    """The day on which the second KSM agreed; nothing before."""
    return _begun(list(PeerAgreement.objects.filter(pair=pair)))


def _begun(said: Sequence[PeerAgreement]) -> date | None:
    return max(one.agreed_on for one in said) if len(said) == BOTH else None


def peers_on(book: UUID, on: date, groups: Collection[Group]) -> dict[UUID, Peer]:
    """These KSM as the rule about mentors takes them: missed instalments of the worst loan, and the last stage kept.

    Loans are read as far as the books of the UPK are open.
    """
    loans = loans_of_many(book, [one.pk for one in groups], on)
    missed = missed_by_loan(loans, booked_until(book, on), rules_at(book, on))
    newest = Window(RowNumber(), partition_by=F("group_id"), order_by=F("number").desc())
    kept = Assessment.objects.filter(group__in=groups, instrument=KOTAKU_FORM, read_on__lte=on).annotate(nth=newest)
    ranks = {row.group_id: instruments()[KOTAKU_FORM, row.version].rank(row.stage) for row in kept.filter(nth=1)}
    return {
        one.pk: Peer(name=one.name, missed=max(missed[one.pk].values(), default=0), rank=ranks.get(one.pk))
        for one in groups
    }


# ---------------------------------------------------------------- the pairs


PairState = Literal["offered", "running", "ended", "declined", "dissolved"]
"""How far a mentoring has come; `dissolved` is one nobody has ended although one of the two KSM is no more."""


def _stated(rows: QuerySet[PeerPair]) -> QuerySet[Any]:
    """The pairs, each with how many said yes (`said`) and how far it has come (`state`)."""
    agreed = PeerAgreement.objects.filter(pair=OuterRef("pk")).order_by().values("pair")
    said = Subquery(agreed.annotate(n=Count("pk")).values("n"))
    state = Case(
        When(end__isnull=False, said=BOTH, then=Value("ended")),
        When(end__isnull=False, then=Value("declined")),
        When(~Q(mentor__status="active") | ~Q(mentee__status="active"), then=Value("dissolved")),
        When(said=BOTH, then=Value("running")),
        default=Value("offered"),
    )
    return rows.annotate(said=said).annotate(state=state)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A mentoring or the offer of one, as far as it has come. `waiting` are the KSM whose yes is missing.

    `written` are all its sessions, also those that were taken back; `sessions` are those that stand.
    """

    row: PeerPair
    state: PairState
    agreements: tuple[PeerAgreement, ...]
    written: tuple[PeerSession, ...]

    @property
    def sessions(self) -> tuple[PeerSession, ...]:
        """The sessions that stand: what was taken back counts nowhere."""
        return tuple(one for one in self.written if not hasattr(one, "taken_back"))

    @property
    def begun(self) -> date | None:
        """Since when it runs, or ran."""
        return _begun(self.agreements)

    @property
    def waiting(self) -> tuple[Group, ...]:
        """The KSM that have not agreed yet."""
        said = {one.group_id for one in self.agreements}
        return tuple(one for one in (self.row.mentor, self.row.mentee) if one.pk not in said)

    @property
    def gone(self) -> tuple[Group, ...]:
        """Those of the two KSM that were dissolved."""
        return tuple(one for one in (self.row.mentor, self.row.mentee) if one.status != "active")

    @property
    def last_session(self) -> date | None:
        """The last day they sat together."""
        return max((one.held_on for one in self.sessions), default=None)


def wrote_for(session: PeerSession) -> UUID | None:
    """The KSM whose officer wrote a session down; nothing when it was the facilitator."""
    return {"mentor": session.pair.mentor_id, "mentee": session.pair.mentee_id}.get(session.side)


def _listed(rows: QuerySet[PeerPair]) -> QuerySet[Any]:
    """The pairs with all that `Pair` reads of them, the newest offer first."""
    agreements = Prefetch("agreements", PeerAgreement.objects.select_related("group", "by").order_by("agreed_on", "at"))
    sessions = PeerSession.objects.select_related("told_by", "taken_back__by").order_by("number")
    seen = _stated(rows).select_related("mentor", "mentee", "offered_by", "end__by")
    return seen.prefetch_related(agreements, Prefetch("sessions", sessions)).order_by(
        "-offered_on", "-offered_at", "-pk"
    )


def pair_from(row: Any) -> Pair:
    """A row of `pairs_listed` as people read it."""
    return Pair(row=row, state=row.state, agreements=tuple(row.agreements.all()), written=tuple(row.sessions.all()))


def _visible(book: UUID, standing: Standing) -> QuerySet[PeerPair]:
    return PeerPair.objects.filter(READS_PEERS.visible(standing), book_id=book)


def pairs_listed(book: UUID, standing: Standing, *, states: Collection[str] = (), text: str = "") -> QuerySet[Any]:
    """The mentorings and offers this person may see, ready to be cut into pages: in these states, of KSM of a name."""
    rows = _listed(_visible(book, standing))
    if states:
        rows = rows.filter(state__in=states)
    if text:
        rows = rows.filter(Q(mentor__name__icontains=text) | Q(mentee__name__icontains=text))
    return rows


def states_seen(book: UUID, standing: Standing) -> Counter[str]:
    """How many mentorings and offers this person may see in each state."""
    return Counter(_stated(_visible(book, standing)).values_list("state", flat=True))


def pairs_seen(book: UUID, standing: Standing) -> list[Pair]:
    """The mentorings and offers this person may see, the newest offer first."""
    return [pair_from(row) for row in pairs_listed(book, standing)]


def offers_to_answer(book: UUID, standing: Standing) -> QuerySet[PeerPair]:
    """The offers that wait for the yes of a KSM this person leads, the oldest first."""
    said = PeerAgreement.objects.filter(pair=OuterRef("pk"))
    waits = [
        Q(**{f"{side}__in": standing.led_groups}) & ~Exists(said.filter(group=OuterRef(side)))
        for side in ("mentor", "mentee")
    ]
    rows = _stated(_visible(book, standing)).filter(waits[0] | waits[1], state="offered")
    return rows.select_related("mentor", "mentee").order_by("offered_on", "offered_at")


def pair_of(book: UUID, pair: UUID, standing: Standing) -> Pair:
    """One mentoring with its sessions, else `NotFound`."""
    found = [pair_from(row) for row in pairs_listed(book, standing).filter(pk=pair)]
    if not found:
        raise NotFound(what="pendampingan", name=str(pair))
    return found[0]


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one mentor carries: the KSM it mentors now, and how often it sat with them since a day."""

    mentor: Group
    mentees: tuple[str, ...]
    sessions: int
    heavy: bool


def loads(book: UUID, standing: Standing, *, since: date, most: int) -> list[Load]:
    """Each KSM that mentors now, who carries most first; `heavy` is one that mentors more than `most`."""
    lately = Count("sessions", filter=Q(sessions__held_on__gte=since, sessions__taken_back=None))
    rows = _stated(_visible(book, standing)).filter(state="running").annotate(lately=lately)
    by_mentor: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows.select_related("mentor", "mentee"):
        by_mentor[row.mentor_id].append(row)
    found = [
        Load(
            mentor=mine[0].mentor,
            mentees=tuple(sorted(one.mentee.name for one in mine)),
            sessions=sum(one.lately for one in mine),
            heavy=len(mine) > most,
        )
        for mine in by_mentor.values()
    ]
    return sorted(found, key=lambda load: (-len(load.mentees), -load.sessions, load.mentor.name))


# ---------------------------------------------------------------- before and after


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The first mentoring of each KSM beside those alike; `waiting` are those whose months are not over, until when.

    `pairs` go with `change.groups`, one by one. `form` is the instrument read, `most` its points. `months` is how far
    the records look back and ahead of the day a mentoring began.
    """

    months: int
    form: Instrument
    most: int
    pairs: tuple[Pair, ...]
    change: MentoringChange
    waiting: tuple[tuple[Pair, date], ...]


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What the tracks of a board are read from: its KSM, who belonged to them when, their records, who takes part."""

    months: int
    form: Instrument
    groups: Mapping[UUID, Group]
    terms: Mapping[UUID, Sequence[Period]]
    records: Mapping[UUID, Records]
    taking_part: Mapping[UUID, date]

    def members(self, group: UUID, on: date) -> int:
        """How many belonged to a KSM on a day."""
        return sum(on in term for term in self.terms.get(group, ()))

    def points(self, group: UUID, on: date) -> dict[str, int]:
        """The points of the habits that have records in the months before a day."""
        found = habit_points(habits_on(self.records[group], on, months=self.months), self.form)
        return {key: points for key, points in found.items() if points is not None}

    def track(self, group: UUID, begins: date, ends: date) -> Track:
        """A KSM on the first day and on the last."""
        points, of = self.points(group, begins), self.groups[group]
        all_points = {item.key: points.get(item.key) for item in self.form.items}
        known = self.records[group].instalments
        return Track(
            name=of.name,
            stage=score(self.form, computed=all_points, told={}).stage,
            members=self.members(group, begins),
            months=max(0, (begins.year - of.formed_on.year) * 12 + begins.month - of.formed_on.month),
            points=points,
            later=self.points(group, ends) if self.members(group, ends) else None,
            overdue=overdue(known, on=begins),
            overdue_later=overdue(known, on=ends),
            taking_part=self.takes_part(group, ends),
        )

    def others(self, begins: date, ends: date) -> list[Track]:
        """Every KSM that had members on the first day and took part in no mentoring by the last."""
        apart = [key for key in self.groups if not self.takes_part(key, ends)]
        return [self.track(key, begins, ends) for key in apart if self.members(key, begins)]

    def takes_part(self, group: UUID, until: date) -> bool:
        """Whether a KSM was mentor or mentored by a day."""
        begun = self.taking_part.get(group)
        return begun is not None and begun <= until


def compared(book: UUID, standing: Standing, *, on: date) -> Compared:
    """What changed for the mentored KSM beside those that were alike, as the records say on a day.

    For those who may read every mentoring; else `NotFound`. A fixed number of statements.
    """
    if not READS_ALL_PEERS.allows(standing):
        raise NotFound(what="pendampingan", name="")
    months = rules_at(book, on).count("mentoring.peer_months")
    begun = [(one.begun, one) for one in pairs_seen(book, standing) if one.begun is not None]
    begun.sort(key=lambda one: (one[0], one[1].row.offered_at))
    firsts = {one.row.mentee_id: one.row.pk for _day, one in reversed(begun)}
    first = [(one, day, add_months(day, months)) for day, one in begun if firsts[one.row.mentee_id] == one.row.pk]
    over = [(one, day, ends) for one, day, ends in first if ends <= on]
    seen = _seen(book, on, [one for _day, one in begun], months) if over else None
    tracks = [(seen.track(one.row.mentee_id, day, ends), seen.others(day, ends)) for one, day, ends in over if seen]
    return Compared(
        months=months,
        form=(form := instrument(HABITS_FORM, on)),
        most=sum(item.most for item in form.items),
        pairs=tuple(one for one, _day, _ends in over),
        change=beside_the_alike(tracks, within=Alike()),
        waiting=tuple((one, ends) for one, _day, ends in first if ends > on),
    )


def _seen(book: UUID, on: date, begun: Iterable[Pair], months: int) -> _Seen:
    groups = {one.pk: one for one in Group.objects.filter(book_id=book).order_by("code")}
    terms: dict[UUID, list[Period]] = defaultdict(list)
    rows = Membership.objects.filter(group__in=groups).values_list("group_id", "starts_on", "ends_before")
    for group, starts_on, ends_before in rows:
        terms[group].append(Period(starts_on, ends_before))
    part: dict[UUID, date] = {}
    for one in begun:
        for group in (one.row.mentor_id, one.row.mentee_id):
            if one.begun is not None:
                part[group] = min(part.get(group, one.begun), one.begun)
    return _Seen(
        months=months,
        form=instrument(HABITS_FORM, on),
        groups=groups,
        terms=terms,
        records=records_of_many(book, list(groups), on),
        taking_part=part,
    )

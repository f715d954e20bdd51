"""Whether a KSM is a place where neighbours gather and work for welfare, or a channel for loans only.

What meetings are about, who speaks, what members do for each other and for others, which problems find an end, and whom
one would ask for help. Each sign names its records. Source: methods 6.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gulir.core.dates import Period, add_months
from gulir.core.vital_signs import Sign

__all__ = [
    "Network",
    "Raised",
    "Talk",
    "WelfareAct",
    "WelfareDone",
    "closing",
    "gathering",
    "loan_channel_only",
    "network",
    "networks",
    "welfare",
]

LOAN_TOPICS = frozenset({"loans"})


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A meeting that was held: what it was about, who came and who spoke. `row` is its record."""

    row: str
    on: date
    topics: frozenset[str]
    present: frozenset[str] = frozenset()
    spoke: frozenset[str] = frozenset()

    @property
    def only_loans(self) -> bool:
        """Whether nothing but loans and instalments was talked about."""
        return self.topics <= LOAN_TOPICS


def gathering(talks: Iterable[Talk]) -> dict[str, Sign]:
    """Meetings that were about more than loans, and members who spoke among those who came.

    >>> talks = [Talk(row="m1", on=date(2026, 1, 5), topics=frozenset({"loans"}), present=frozenset("ab")),
    ...          Talk(row="m2", on=date(2026, 2, 5), topics=frozenset({"loans", "welfare"}), present=frozenset("ab"),
    ...               spoke=frozenset("a"))]
    >>> signs = gathering(talks)
    >>> signs["more_than_loans"].missed, signs["spoke"].did, signs["spoke"].of
    (('m1',), 1, 4)
    """
    held = list(talks)
    rows = tuple(one.row for one in held)
    loans = tuple(one.row for one in held if one.only_loans)
    silent = tuple(one.row for one in held if not one.present <= one.spoke)
    return {
        "more_than_loans": Sign(
            key="more_than_loans", did=len(held) - len(loans), of=len(held), rows=rows, missed=loans
        ),
        "spoke": Sign(
            key="spoke",
            did=sum(len(one.spoke & one.present) for one in held),
            of=sum(len(one.present) for one in held),
            rows=rows,
            missed=silent,
        ),
    }


def loan_channel_only(talks: Sequence[Talk], *, since: date, on: date, months: int) -> tuple[str, ...]:
    """The meetings of the last `months` months when all of them were about loans alone; nothing otherwise.

    A KSM younger than that is not judged yet, and one that did not meet at all is another matter (`five_habits`).

    >>> only = [Talk(row=f"m{n}", on=date(2026, n, 5), topics=frozenset({"loans"})) for n in (1, 2, 3)]
    >>> loan_channel_only(only, since=date(2025, 1, 1), on=date(2026, 3, 31), months=3)
    ('m1', 'm2', 'm3')
    """
    begins = add_months(on, -months)
    if since > begins:
        return ()
    held = [one for one in talks if begins < one.on <= on]
    return tuple(one.row for one in held) if all(one.only_loans for one in held) else ()


@dataclass(frozen=True, kw_only=True)
class WelfareAct:
    """Something the KSM did for somebody: `member` whether it was for one of its own; worth in rupiah, hours given."""

    row: str
    on: date
    kind: str
    member: bool
    worth: int = 0
    hours: int = 0


@dataclass(frozen=True, kw_only=True)
class WelfareDone:
    """What was done in a period: how many acts, for others among them, their worth in rupiah and hours."""

    acts: int
    for_others: int
    worth: int
    hours: int
    per_member_year: Fraction | None
    rows: tuple[str, ...]

    @property
    def others_percent(self) -> Fraction | None:
        """The share for people who are no members; nothing while nothing was done."""
        return Fraction(100 * self.for_others, self.acts) if self.acts else None


def welfare(acts: Iterable[WelfareAct], *, period: Period, members: int) -> WelfareDone:
    """The acts of a period with an end, and how many that is for each member in a year of 365 days.

    >>> acts = [WelfareAct(row=f"w{n}", on=date(2026, n, 3), kind="sick", member=n < 3, worth=50_000)
    ...         for n in (1, 2, 3)]
    >>> done = welfare(acts, period=Period.year(2026), members=10)
    >>> done.acts, done.worth, done.per_member_year, done.others_percent
    (3, 150000, Fraction(3, 10), Fraction(100, 3))
    """
    done = [one for one in acts if one.on in period]
    days = period.days
    return WelfareDone(
        acts=len(done),
        for_others=sum(not one.member for one in done),
        worth=sum(one.worth for one in done),
        hours=sum(one.hours for one in done),
        per_member_year=Fraction(365 * len(done), days * members) if days and members > 0 else None,
        rows=tuple(one.row for one in done),
    )


@dataclass(frozen=True, kw_only=True)
class Raised:
    """A member's problem brought to a meeting: whether something was decided, and whether it was solved."""

    row: str
    decided: bool = False
    solved: bool = False


def closing(problems: Iterable[Raised]) -> dict[str, Sign]:
    """Problems that came to a decision, and those that found an end, out of all that were raised.

    >>> found = closing([Raised(row="p1", decided=True, solved=True), Raised(row="p2", decided=True), Raised(row="p3")])
    >>> found["decided"].did, found["solved"].did, found["solved"].missed
    (2, 1, ('p2', 'p3'))
    """
    raised = list(problems)
    rows = tuple(one.row for one in raised)

    def sign(key: str, missed: tuple[str, ...]) -> Sign:
        return Sign(key=key, did=len(raised) - len(missed), of=len(raised), rows=rows, missed=missed)

    return {
        "decided": sign("decided", tuple(one.row for one in raised if not (one.decided or one.solved))),
        "solved": sign("solved", tuple(one.row for one in raised if not one.solved)),
    }


@dataclass(frozen=True, kw_only=True)
class Network:
    """Whom members would ask for help: pairs with a tie of all pairs, who stands alone, which poor are reached.

    A tie is there when one of two names the other. `alone` has no tie; a poor member is reached when somebody names
    them.
    """

    asked: int
    ties: int
    pairs: int
    alone: tuple[str, ...]
    poor: int
    poor_reached: int

    @property
    def density_percent(self) -> Fraction | None:
        """Ties out of all that could be; nothing for fewer than two people."""
        return Fraction(100 * self.ties, self.pairs) if self.pairs else None


def network(named: Mapping[str, Iterable[str]], *, poor: Iterable[str] = ()) -> Network:
    """The network among those asked, each of whom named a few; names of others and of oneself do not count.

    >>> found = network({"Yuni": ["Karti"], "Karti": ["Yuni", "Pak RT"], "Tini": ["Yuni"], "Siti": []}, poor=["Tini"])
    >>> found.ties, found.density_percent, found.alone, found.poor_reached
    (2, Fraction(100, 3), ('Siti',), 0)
    """
    people = set(named)
    ties = {frozenset((one, other)) for one, others in named.items() for other in others if other in people - {one}}
    reached = {other for one, others in named.items() for other in others if other != one}
    linked = {person for tie in ties for person in tie}
    counted = people & set(poor)
    return Network(
        asked=len(people),
        ties=len(ties),
        pairs=len(people) * (len(people) - 1) // 2,
        alone=tuple(sorted(people - linked)),
        poor=len(counted),
        poor_reached=len(counted & reached),
    )


def networks(
    before: Mapping[str, Iterable[str]], after: Mapping[str, Iterable[str]], *, poor: Iterable[str] = ()
) -> tuple[Network, Network]:
    """The network of the same people at both rounds: whoever was asked only once is left out of both.

    >>> one, two = networks({"Yuni": ["Karti"], "Karti": [], "Tini": []}, {"Yuni": ["Karti"], "Karti": ["Yuni"]})
    >>> one.asked, one.density_percent == two.density_percent
    (2, True)
    """
    both = set(before) & set(after)
    listed = list(poor)
    first, second = (network({who: names[who] for who in both}, poor=listed) for names in (before, after))
    return first, second

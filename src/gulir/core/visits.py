"""What follows from visits to a KSM: what is due to be seen of a loan, which promises are open, who waits longest.

Nothing here reads a clock: `on` is the day on which somebody looks. Sources: methods 6.5 and domain 3.11 (real user
and use of a loan one month after it was paid out, and again in the middle of its term).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

__all__ = [
    "FIRST_LOOK_DAYS",
    "LoanLook",
    "PromiseState",
    "Reason",
    "looks_due",
    "open_topics",
    "order_of_visits",
    "promise_state",
    "share_kept",
    "uncovered",
    "visit_reasons",
]

FIRST_LOOK_DAYS = 30
TOPIC_OF = {
    "books": "bookkeeping",
    "cash": "bookkeeping",
    "savings": "bookkeeping",
    "rules": "rules",
    "meeting": "rules",
    "business": "business",
}
"""Which coaching answers which weakness that was seen."""


@dataclass(frozen=True, kw_only=True)
class LoanLook:
    """One of the two looks at a loan: `stage` first or middle; state done, coming, today or overdue; days late."""

    stage: str
    due_on: date
    state: str
    days: int = 0


def looks_due(
    *, paid_out: date, last_due: date, seen: Iterable[str], on: date, first_days: int = FIRST_LOOK_DAYS
) -> tuple[LoanLook, ...]:
    """The look one month after a loan was paid out, and the one at half its term, each with how it stands on a day.

    >>> looks = looks_due(paid_out=date(2026, 1, 5), last_due=date(2026, 11, 5), seen=["first"], on=date(2026, 6, 8))
    >>> [(look.stage, look.due_on.isoformat(), look.state, look.days) for look in looks]
    [('first', '2026-02-04', 'done', 0), ('middle', '2026-06-06', 'overdue', 2)]

    A loan so short that its middle comes no later than the first look is looked at once.
    """
    done = set(seen)
    first = paid_out + timedelta(days=first_days)
    middle = paid_out + timedelta(days=(last_due - paid_out).days // 2)
    days = [("first", first), *([("middle", middle)] if middle > first else [])]
    return tuple(_look(stage, due_on, on, done=stage in done) for stage, due_on in days)


def _look(stage: str, due_on: date, on: date, *, done: bool) -> LoanLook:
    if done:
        return LoanLook(stage=stage, due_on=due_on, state="done")
    late = (on - due_on).days
    state = "coming" if late < 0 else "overdue" if late else "today"
    return LoanLook(stage=stage, due_on=due_on, state=state, days=max(late, 0))


@dataclass(frozen=True, kw_only=True)
class PromiseState:
    """How a promise stands: kept, broken, coming, today or overdue with the days since it was due."""

    state: str
    days: int = 0


def promise_state(*, due_on: date, results: Sequence[str], on: date) -> PromiseState:
    """The last word about a promise; one that still waits goes by its day.

    >>> promise_state(due_on=date(2026, 3, 1), results=["waiting"], on=date(2026, 3, 4))
    PromiseState(state='overdue', days=3)
    >>> promise_state(due_on=date(2026, 3, 1), results=["waiting", "kept"], on=date(2026, 3, 4)).state
    'kept'
    """
    if results and results[-1] in ("kept", "broken"):
        return PromiseState(state=results[-1])
    late = (on - due_on).days
    return PromiseState(state="coming" if late < 0 else "overdue" if late else "today", days=max(late, 0))


def share_kept(states: Iterable[str]) -> Fraction | None:
    """Promises kept among those of which it is known, in percent; nothing while none is known.

    >>> share_kept(["kept", "broken", "kept", "coming"])
    Fraction(200, 3)
    >>> share_kept(["coming"]) is None
    True
    """
    known = [state for state in states if state in ("kept", "broken")]
    return Fraction(100 * known.count("kept"), len(known)) if known else None


def uncovered(*, last_visit: date | None, since: date, on: date, most_days: int) -> int | None:
    """Days without a visit when they are more than `most_days`, counted from the last visit or from `since`.

    >>> uncovered(last_visit=date(2026, 1, 1), since=date(2025, 1, 1), on=date(2026, 3, 2), most_days=60) is None
    True
    >>> uncovered(last_visit=date(2026, 1, 1), since=date(2025, 1, 1), on=date(2026, 3, 3), most_days=60)
    61
    """
    days = (on - (last_visit or since)).days
    return days if days > most_days else None


def open_topics(weak: Iterable[str], coached: Iterable[str]) -> tuple[str, ...]:
    """The coaching that the weaknesses of the last visit ask for and that was not given there.

    >>> open_topics(["books", "cash", "meeting"], ["bookkeeping"])
    ('rules',)
    """
    given = set(coached)
    wanted = dict.fromkeys(TOPIC_OF[name] for name in weak)
    return tuple(topic for topic in wanted if topic not in given)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a KSM should be visited: kind arrears, loan, promise, coverage or topic, with its days or number."""

    kind: str
    number: int


GRAVITY = ("arrears", "loan", "promise", "coverage", "topic")


def visit_reasons(
    *,
    days_late: int = 0,
    looks: Iterable[LoanLook] = (),
    promises: Iterable[PromiseState] = (),
    uncovered_days: int | None = None,
    topics: int = 0,
) -> tuple[Reason, ...]:
    """Everything that asks for a visit, the gravest first; each is a count or days somebody can look up.

    >>> visit_reasons(days_late=12, uncovered_days=75)
    (Reason(kind='arrears', number=12), Reason(kind='coverage', number=75))
    """
    due = sum(look.state in ("today", "overdue") for look in looks)
    told = sum(promise.state in ("today", "overdue") for promise in promises)
    numbers = {
        "arrears": days_late,
        "loan": due,
        "promise": told,
        "coverage": uncovered_days or 0,
        "topic": topics,
    }
    return tuple(Reason(kind=kind, number=numbers[kind]) for kind in GRAVITY if numbers[kind])


def order_of_visits(found: Iterable[tuple[str, Sequence[Reason]]]) -> list[tuple[str, Sequence[Reason]]]:
    """Names with their reasons, in the order to visit them: gravest reason first, then its number, then by name.

    >>> arrears, far = Reason(kind="arrears", number=3), Reason(kind="coverage", number=90)
    >>> [name for name, _ in order_of_visits([("Mawar", [far]), ("Melati", [arrears]), ("Dahlia", [])])]
    ['Melati', 'Mawar']

    There is no hidden score: who has no reason is not on the list.
    """
    asked = [(name, reasons) for name, reasons in found if reasons]
    return sorted(asked, key=lambda one: ([(GRAVITY.index(r.kind), -r.number) for r in one[1]], one[0]))

"""Refusals that any act may give: who may do what, doing it twice, a text that is too long."""

from __future__ import annotations

from gulir.core.problems import Problem

__all__ = [
    "BoardUnknown",
    "ClockBehind",
    "CommandBusy",
    "KeyReused",
    "NotAllowed",
    "NotFound",
    "NoteTooLong",
    "SecondPersonNeeded",
]


class NotAllowed(Problem):
    """The person who asks holds no office that may do this."""

    status = 403
    act: str


class NotFound(Problem):
    """There is no such thing, or the person who asks may not see it: both sound the same."""

    status = 404
    what: str
    name: str


class BoardUnknown(Problem):
    """No board has this code."""

    status = 404
    board: str


class KeyReused(Problem):
    """The same idempotency key came with another body: the first act stands, this one is refused."""

    status = 409
    act: str


class SecondPersonNeeded(Problem):
    """Whoever made it cannot be the one who confirms it, compared by natural person."""

    status = 403
    act: str


class CommandBusy(Problem):
    """Others hold the books just now; nothing was written and it can be tried again."""

    status = 503
    act: str


class ClockBehind(Problem):
    """This machine's clock stands before the last thing recorded in the book; it must be set right first."""

    status = 503
    recorded_on: str


class NoteTooLong(Problem):
    """A text is longer than its box."""

    field: str
    limit: int

"""The demonstration as a whole: Karang Anyar with two years of books, every row of it written by an act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gulir.cli.demo.cast import CAST, DESKS, MEMBER_LOGIN, password_of
from gulir.cli.demo.founding import CODE, begin
from gulir.cli.demo.story import live_through
from gulir.cli.demo.village import draw_village
from gulir.cli.words import text
from gulir.community.queries import boards
from gulir.core.problems.demo import DemoNeedsOwnPlace

__all__ = ["EDITION", "DemoMade", "Login", "build", "logins"]

EDITION = 10
"""Counted up when the story changes: an older demonstration is told of at its start."""


@dataclass(frozen=True, kw_only=True)
class Login:
    """One printed login: at which desk it sits."""

    desk: str
    login: str
    password: str


@dataclass(frozen=True, kw_only=True)
class DemoMade:
    """What was made: the board's code, its open day, by how many acts, and who may log in."""

    board: str
    open_day: date
    acts: int
    logins: tuple[Login, ...]


def logins() -> tuple[Login, ...]:
    """One login for each desk, and one for each office at the officers' desk.

    >>> [one.desk for one in logins()][:3], logins()[0].login
    (['officer', 'manager', 'bookkeeper'], 'kasir')
    """
    made = [Login(desk=one.desk, login=one.login, password=password_of(one.login)) for one in CAST if one.login]
    made.append(Login(desk="member", login=MEMBER_LOGIN, password=password_of(MEMBER_LOGIN)))
    return tuple(sorted(made, key=lambda one: DESKS.index(one.desk)))


def build(say: Callable[[str], None]) -> DemoMade:
    """Live through the two years in the migrated, empty database in use; `say` hears how far it is.

    The same every time but for ids, salts and seals. Refused with `DemoNeedsOwnPlace` when there is a board already.
    """
    if boards():
        raise DemoNeedsOwnPlace(place=CODE)
    say(text("Karang Anyar: warga, KSM, pengurus …", "Karang Anyar: residents, groups, officers …"))
    office = begin(draw_village())
    live_through(office, say)
    return DemoMade(board=CODE, open_day=office.open_day, acts=office.acts, logins=logins())

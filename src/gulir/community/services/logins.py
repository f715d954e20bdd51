"""Logins: given to a known person, shut, given a new password. Who identified the person is in the fact.

What opens the books to someone takes two: a login on a sworn statement opens when the witness says so, a new password
of someone in office counts when a second person confirms it (`login_changes`).
"""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gulir.base.commands import Act, Result, command
from gulir.base.models import Actor
from gulir.community.models import LoginChange, OfficeTerm, Person, User
from gulir.community.passwords import Password
from gulir.community.policy import GIVES_LOGINS, WITNESS_OFFICES
from gulir.community.queries import person_of
from gulir.core.facts.access import PasswordAsked, PasswordChanged, UserAdded, UserBlocked
from gulir.core.problems.access import NotAllowed, NotFound, SecondPersonNeeded
from gulir.core.problems.community import (
    IdentityMissing,
    LoginTaken,
    LoginUnclear,
    PasswordTooWeak,
    PersonHasLogin,
    ReasonMissing,
)

__all__ = ["add_login", "block_login", "put_password", "set_password"]

LOGIN = re.compile(r"[a-z][a-z0-9.\-]{2,39}\Z", re.ASCII)


@command("community.add_login", may=GIVES_LOGINS)
def add_login(
    act: Act, *, person: UUID, username: str, password: Password, sworn_before: UUID | None = None, language: str = "id"
) -> Result:
    """A login for a person of this board. Answers `user` and `actor`.

    The person is identified by a NIK, or by a sworn statement that `sworn_before`, a second person in office who is
    neither of the two and holds no cash, has seen; such a login stays shut until the witness says so themselves
    (`witness_login`). While the board has no coordinator the founder's word is enough, and the fact says so.
    Refused: `LoginUnclear`, `LoginTaken`, `PersonHasLogin`, `IdentityMissing`, `SecondPersonNeeded`,
    `PasswordTooWeak`, `NotFound`.
    """
    login = username.strip().lower()
    if not LOGIN.match(login):
        raise LoginUnclear(login=username[:40])
    who = person_of(act.book.pk, person)
    had = User.objects.filter(person=who).values_list("username", flat=True).first()
    if had is not None:
        raise PersonHasLogin(login=had)
    if User.objects.filter(username=login).exists():
        raise LoginTaken(login=login)
    identified_by = _identified(act, who, sworn_before)
    hashed = _hashed(password, login, who.name)

    actor = Actor.objects.create(person=who.pk, name=who.name)
    user = _write(
        User(
            username=login,
            password=hashed,
            person=who,
            actor=actor,
            language=language,
            date_joined=act.at,
            is_active=identified_by != "sworn",
        )
    )
    if identified_by == "sworn":
        LoginChange.objects.create(
            book=act.book, user=user, kind="sworn", witness_id=sworn_before, asked_by=act.actor, asked_at=act.at
        )

    act.tell(
        UserAdded(
            user_id=str(user.pk),
            person_id=str(who.pk),
            login=login,
            identified_by=identified_by,
            witness_id=str(sworn_before) if identified_by == "sworn" else "",
        )
    )
    return {"user": user.pk, "actor": actor.pk, "login": login}


@command("community.block_login", may=GIVES_LOGINS)
def block_login(act: Act, *, username: str, reason: str) -> Result:
    """Shut a login of this board's people at once.

    Refused: `NotFound`, `ReasonMissing`, `NotAllowed` (serves another board only).
    """
    user = _user(act, username)
    _refuse_elsewhere(act, user)
    if not reason.strip():
        raise ReasonMissing

    User.objects.filter(pk=user.pk).update(is_active=False)

    act.tell(UserBlocked(user_id=str(user.pk), reason=reason.strip()[:200]))
    return {"user": user.pk}


@command("community.set_password", may=GIVES_LOGINS)
def set_password(act: Act, *, username: str, password: Password, reason: str = "") -> Result:
    """A new password for someone who forgot theirs: open sessions end, a shut login opens.

    For someone in office it only waits, as `change`, until a second person confirms it: whoever could set the cashier's
    password alone could act as the cashier. Asking again replaces what waited. Nobody asks for themselves.
    Refused: `NotFound`, `PasswordTooWeak`, `SecondPersonNeeded` (oneself), `NotAllowed` (serves another board only).
    """
    user = _user(act, username)
    _refuse_elsewhere(act, user)
    if user.person_id == act.actor.person and not act.standing.founder:
        raise SecondPersonNeeded(act=act.command)
    hashed = _hashed(password, user.username, user.person.name if user.person else "")

    change = None
    if act.standing.founder or not _serves(user, act.today):
        put_password(user, hashed)
    else:
        change = _ask(act, user, hashed, reason.strip()[:200])

    if change is None:
        act.tell(PasswordChanged(user_id=str(user.pk)))
    else:
        act.tell(PasswordAsked(user_id=str(user.pk), reason=change.reason))
    return {"user": user.pk, "change": change.pk if change else None}


def put_password(user: User, hashed: str) -> None:
    """A step of an act: the password is the new one; a shut login opens, if it is known whose it is."""
    User.objects.filter(pk=user.pk).update(password=hashed, is_active=_known(user))


def _known(user: User) -> bool:
    """Whether the person is identified: by a NIK, by a witness who said so, or from before anyone was sworn in."""
    if user.person is not None and user.person.nik:
        return True
    states = set(LoginChange.objects.filter(user=user, kind="sworn").values_list("state", flat=True))
    return not states or "confirmed" in states


def _ask(act: Act, user: User, hashed: str, reason: str) -> LoginChange:
    """Let the new password wait; what was asked before is put aside."""
    earlier = LoginChange.objects.filter(user=user, kind="password", state="waiting")
    earlier.update(state="refused", password="", decided_by=act.actor, decided_at=act.at)
    return LoginChange.objects.create(
        book=act.book, user=user, kind="password", password=hashed, reason=reason, asked_by=act.actor, asked_at=act.at
    )


def _serves(user: User, on: date) -> bool:
    """Whether the person of a login is in office somewhere."""
    return bool(_boards_served(user, on))


def _boards_served(user: User, on: date) -> set[UUID]:
    terms = OfficeTerm.objects.filter(person=user.person_id, starts_on__lte=on).exclude(ends_before__lte=on)
    return set(terms.values_list("book_id", flat=True))


def _refuse_elsewhere(act: Act, user: User) -> None:
    """Knowing someone who serves another board is no right over the login with which they serve it."""
    served = _boards_served(user, act.today)
    if served and act.book.pk not in served:
        raise NotAllowed(act=act.command)


def _identified(act: Act, who: Person, sworn_before: UUID | None) -> str:
    """How we know that this is the person: `nik`, `sworn` or `founder`."""
    if who.nik:
        return "nik"
    if sworn_before is not None:
        witness = person_of(act.book.pk, sworn_before)
        speaks = User.objects.filter(person=witness, is_active=True).exists()
        if witness.pk in (who.pk, act.actor.person) or not speaks or not _may_witness(act, witness, act.today):
            raise SecondPersonNeeded(act=act.command)
        return "sworn"
    if act.standing.founder:
        return "founder"
    raise IdentityMissing


def _may_witness(act: Act, person: Person, on: date) -> bool:
    terms = OfficeTerm.objects.filter(book=act.book, person=person, office__in=WITNESS_OFFICES, starts_on__lte=on)
    return terms.exclude(ends_before__lte=on).exists()


def _hashed(password: Password, login: str, name: str) -> str:
    """The hash of a password that passes the installation's validators."""
    words = name.split()
    likeness = User(username=login, first_name=" ".join(words[:1]), last_name=" ".join(words[1:]))
    try:
        validate_password(password.opened(), user=likeness)
    except ValidationError as weak:
        raise PasswordTooWeak(reasons=tuple(sorted({str(e.code) for e in weak.error_list}))) from None
    return make_password(password.opened())


def _user(act: Act, username: str) -> User:
    """A login of someone this board knows."""
    user = User.objects.select_related("person").filter(username=username.strip().lower()).first()
    if user is None or user.person is None:
        raise NotFound(what="login", name=username[:40])
    person_of(act.book.pk, user.person.pk)
    return user


def _write(user: User) -> User:
    """Write the login; two boards that choose one name at the same moment do not both get it."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        if "username" in str(error):
            raise LoginTaken(login=user.username) from error
        raise
    return user

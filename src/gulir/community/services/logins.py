"""Logins: given to a known person, shut, given a new password. Who identified the person is in the fact."""

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
from gulir.community.models import OfficeTerm, Person, User
from gulir.community.passwords import Password
from gulir.community.policy import GIVES_LOGINS
from gulir.community.queries import person_of
from gulir.core.facts.access import PasswordChanged, UserAdded, UserBlocked
from gulir.core.problems.access import NotFound, SecondPersonNeeded
from gulir.core.problems.community import (
    IdentityMissing,
    LoginTaken,
    LoginUnclear,
    PasswordTooWeak,
    PersonHasLogin,
    ReasonMissing,
)

__all__ = ["add_login", "block_login", "set_password"]

LOGIN = re.compile(r"[a-z][a-z0-9.\-]{2,39}\Z", re.ASCII)


@command("community.add_login", may=GIVES_LOGINS)
def add_login(
    act: Act, *, person: UUID, username: str, password: Password, sworn_before: UUID | None = None, language: str = "id"
) -> Result:
    """A login for a person of this board. Answers `user` and `actor`.

    The person is identified by a NIK, or by a sworn statement that `sworn_before`, a second person in office who is
    neither of the two, has seen. While the board has no coordinator the founder's word is enough, and the fact says so.
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
    user = _write(User(username=login, password=hashed, person=who, actor=actor, language=language, date_joined=act.at))

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
    """Shut a login of this board's people at once. Refused: `NotFound`, `ReasonMissing`."""
    user = _user(act, username)
    if not reason.strip():
        raise ReasonMissing

    User.objects.filter(pk=user.pk).update(is_active=False)

    act.tell(UserBlocked(user_id=str(user.pk), reason=reason.strip()[:200]))
    return {"user": user.pk}


@command("community.set_password", may=GIVES_LOGINS)
def set_password(act: Act, *, username: str, password: Password) -> Result:
    """A new password for someone who forgot theirs: open sessions end, a shut login opens.

    Refused: `NotFound`, `PasswordTooWeak`.
    """
    user = _user(act, username)
    hashed = _hashed(password, user.username, user.person.name if user.person else "")

    User.objects.filter(pk=user.pk).update(password=hashed, is_active=True)

    act.tell(PasswordChanged(user_id=str(user.pk)))
    return {"user": user.pk}


def _identified(act: Act, who: Person, sworn_before: UUID | None) -> str:
    """How we know that this is the person: `nik`, `sworn` or `founder`."""
    if who.nik:
        return "nik"
    if sworn_before is not None:
        witness = person_of(act.book.pk, sworn_before)
        if witness.pk in (who.pk, act.actor.person) or not _in_office(act, witness, act.today):
            raise SecondPersonNeeded(act=act.command)
        return "sworn"
    if act.standing.founder:
        return "founder"
    raise IdentityMissing


def _in_office(act: Act, person: Person, on: date) -> bool:
    terms = OfficeTerm.objects.filter(book=act.book, person=person, starts_on__lte=on)
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

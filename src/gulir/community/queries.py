"""What the community can be asked: who stands where, which boards, groups, members, offices there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Q, QuerySet

from gulir.base.models import Actor, Book, Fact
from gulir.base.policy import STRANGER, Standing
from gulir.base.reference import offices
from gulir.base.rows import Row, ask, day_of, id_of
from gulir.community.models import Area, Board, Group, Kinship, LoginChange, Membership, OfficeTerm, Person, User
from gulir.community.people import mask_nik, nik_of
from gulir.community.policy import CONFIRMS_PASSWORDS, SEES_GROUPS, SEES_PEOPLE
from gulir.core.problems.access import BoardUnknown, NotFound

__all__ = [
    "DESKS",
    "EndingTerm",
    "GroupRow",
    "Holder",
    "LoginRow",
    "MemberRow",
    "actor_for_login",
    "actor_for_person",
    "board_of",
    "boards",
    "boards_of",
    "desks_of",
    "founding_actor",
    "group_named",
    "group_of",
    "groups",
    "installation_book",
    "login_changes",
    "logins",
    "masked_nik",
    "members",
    "nik_revealed_to",
    "offices_at",
    "people",
    "person_for",
    "person_of",
    "relatives",
    "standing",
    "standing_in",
    "terms_ending",
]

DESKS = ("officer", "trustee", "overseer", "facilitator", "coordinator", "member")
"""The desks behind a login, in the order in which a person who has several meets them."""
LEADERS = frozenset({"chair", "secretary", "treasurer"})
WARN_DAYS = (30, 90, 180)
"""Days before the end of a term at which a warning begins (domain 1.2)."""


# ---------------------------------------------------------------- who stands where

NOW = "starts_on <= %s AND (ends_before IS NULL OR ends_before > %s)"
STANDING = f"""
SELECT 'group', m.role, m.group_id, a.person FROM base_actor a JOIN community_membership m ON m.person_id = a.person
WHERE a.id = %s AND m.book_id = %s AND {NOW}
UNION ALL
SELECT 'office', t.office, NULL, a.person FROM base_actor a JOIN community_officeterm t ON t.person_id = a.person
WHERE a.id = %s AND t.book_id = %s AND {NOW}
UNION ALL
SELECT 'founder', '', NULL, a.person FROM base_actor a WHERE a.id = %s AND a.founder AND NOT EXISTS
  (SELECT 1 FROM community_officeterm t WHERE t.book_id = %s AND t.office = 'coordinator' AND {NOW})
UNION ALL
SELECT 'person', '', NULL, a.person FROM base_actor a WHERE a.id = %s
"""  # noqa: S608  (the one thing put in is the constant above)


def standing(actor_id: UUID, book_id: UUID, on: date) -> Standing:
    """Where an actor stands towards a board on a day, in one statement: offices, groups, groups they lead, founder."""
    return standing_in(ask(STANDING, [*(actor_id, book_id, on, on) * 3, actor_id]))


def standing_in(rows: Sequence[Row]) -> Standing:
    """The standing that rows of `(kind, word, group, person)` tell; a stranger when there is none."""
    if not rows:
        return STRANGER
    return Standing(
        person=id_of(rows[0][3]),
        offices=frozenset(word for kind, word, _, _ in rows if kind == "office"),
        groups=frozenset(id_of(group) for kind, _, group, _ in rows if kind == "group"),
        led_groups=frozenset(id_of(group) for kind, word, group, _ in rows if kind == "group" and word in LEADERS),
        founder=any(kind == "founder" for kind, _, _, _ in rows),
    )


def installation_book() -> Book:
    """The installation's own book, made on first use: boards are founded in it."""
    book, _ = Book.objects.get_or_create(code="")
    return book


def founding_actor() -> Actor:
    """Who acts before anyone holds an office: may do everything on a board without coordinator, nothing on others."""
    key = uuid5(installation_book().pk, "founder")
    actor, _ = Actor.objects.get_or_create(pk=key, defaults={"name": "Pendiri", "founder": True})
    return actor


def actor_for_login(username: str) -> Actor:
    """The actor behind a login that may be used; refused with `NotFound` when there is none."""
    user = User.objects.select_related("actor").filter(username=username.strip().lower(), is_active=True).first()
    if user is None or user.actor is None:
        raise NotFound(what="login", name=username[:40])
    return user.actor


def actor_for_person(person: Person) -> Actor:
    """The actor of a natural person, made when they act for the first time: with or without a login they are one."""
    found = Actor.objects.filter(person=person.pk).order_by("id").first()
    return found or Actor.objects.create(person=person.pk, name=person.name)


def person_for(actor: Actor) -> Person | None:
    """The registered person behind an actor; nobody for the founding actor."""
    return Person.objects.filter(pk=actor.person).first()


def desks_of(standing: Standing) -> tuple[str, ...]:
    """The desks a person may sit at, in a fixed order; the founder sits at the officer's and the trustee's."""
    known = offices()
    desks = {known[office].desk for office in standing.offices if office in known}
    if standing.founder:
        desks |= {"officer", "trustee"}
    if standing.groups:
        desks.add("member")
    return tuple(desk for desk in DESKS if desk in desks)


# ---------------------------------------------------------------- boards


def board_of(book: UUID | str) -> Board:
    """The board of a book's id or of a code; refused with `BoardUnknown`."""
    which = Q(book_id=book) if isinstance(book, UUID) else Q(code__iexact=book.strip())
    board = Board.objects.select_related("book", "area").filter(which).first()
    if board is None:
        raise BoardUnknown(board=str(book)[:40])
    return board


def boards() -> list[Board]:
    """Every board of the installation, by code."""
    return list(Board.objects.select_related("book", "area").order_by("code"))


BELONGS = """
SELECT b.id, b.book_id, b.code, b.name, b.area_id, b.opened_on, b.chart, k.code, k.zone, a.code, a.level, a.name,
  a.parent_id
FROM community_board b JOIN base_book k ON k.id = b.book_id LEFT JOIN community_area a ON a.id = b.area_id
WHERE b.book_id IN
  (SELECT t.book_id FROM base_actor w JOIN community_officeterm t ON t.person_id = w.person WHERE w.id = %s
   UNION SELECT m.book_id FROM base_actor w JOIN community_membership m ON m.person_id = w.person WHERE w.id = %s)
ORDER BY b.code
"""


def boards_of(actor_id: UUID) -> list[Board]:
    """The boards where this actor's person holds or held an office or a membership, by code.

    Every page asks this first, so it goes as one plain statement: the mapper's own takes a hundred times as long.
    """
    return [_board(row) for row in ask(BELONGS, [actor_id, actor_id])]


def _board(row: Row) -> Board:
    """A board with its book and its place as read; what its book counts is read when somebody asks for it."""
    key, book, code, name, area, opened_on, chart, book_code, zone, *place = row
    book, area = id_of(book), area and id_of(area)
    read = (id_of(key), book, code, name, area, day_of(opened_on), chart)
    board = Board.from_db(DEFAULT_DB_ALIAS, ("id", "book_id", "code", "name", "area_id", "opened_on", "chart"), read)
    board.book = Book.from_db(DEFAULT_DB_ALIAS, ("id", "code", "zone"), (book, book_code, zone))
    if area:
        parent = place.pop()
        here = (area, *place, parent and id_of(parent))
        board.area = Area.from_db(DEFAULT_DB_ALIAS, ("id", "code", "level", "name", "parent_id"), here)
    return board


# ---------------------------------------------------------------- offices


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Someone in an office on a day."""

    term: UUID
    person: UUID
    name: str
    sex: str
    office: str
    starts_on: date
    ends_before: date | None


@dataclass(frozen=True, kw_only=True)
class EndingTerm:
    """A term that ends soon: `within` is the warning it has reached, 30, 90 or 180 days."""

    holder: Holder
    ends_before: date
    days_left: int
    within: int


def _current(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_before=None) | Q(ends_before__gt=on))


def offices_at(book: UUID, on: date) -> list[Holder]:
    """Who holds which office on a day, in the order of the programme's offices."""
    order = {office: place for place, office in enumerate(offices())}
    terms = OfficeTerm.objects.select_related("person").filter(_current(on), book_id=book)
    rows = [_holder(term) for term in terms]
    return sorted(rows, key=lambda row: (order.get(row.office, len(order)), row.name, row.term))


def terms_ending(book: UUID, on: date) -> list[EndingTerm]:
    """Terms that end within 180 days, soonest first, each with the narrowest warning it has reached."""
    found = []
    for holder in offices_at(book, on):
        if holder.ends_before is None:
            continue
        left = (holder.ends_before - on).days
        within = next((days for days in WARN_DAYS if left <= days), None)
        if within is not None:
            found.append(EndingTerm(holder=holder, ends_before=holder.ends_before, days_left=left, within=within))
    return sorted(found, key=lambda row: (row.days_left, row.holder.office, row.holder.name))


def _holder(term: OfficeTerm) -> Holder:
    return Holder(
        term=term.pk,
        person=term.person_id,
        name=term.person.name,
        sex=term.person.sex,
        office=term.office,
        starts_on=term.starts_on,
        ends_before=term.ends_before,
    )


def relatives(book: UUID, *people: UUID) -> frozenset[UUID]:
    """Everyone declared as a spouse, parent, child or sibling of one of these people at this board."""
    pairs = Kinship.objects.filter(Q(one__in=people) | Q(other__in=people), book_id=book)
    found = set()
    for one, other in pairs.values_list("one_id", "other_id"):
        found |= ({other} if one in people else set()) | ({one} if other in people else set())
    return frozenset(found)


# ---------------------------------------------------------------- groups and people


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """A group as a list shows it, with how many belong to it now."""

    id: UUID
    code: str
    name: str
    rw: str
    formed_on: date
    status: str
    members: int
    women: int


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """A member of a group on a day."""

    person: UUID
    name: str
    sex: str
    role: str
    poor_listed: bool
    starts_on: date


def groups(book: UUID, standing: Standing, on: date, *, with_dissolved: bool = False) -> list[GroupRow]:
    """The groups this person may see, by code, with members and women of that day; one statement."""
    now = Q(memberships__starts_on__lte=on) & (Q(memberships__ends_before=None) | Q(memberships__ends_before__gt=on))
    found = Group.objects.filter(SEES_GROUPS.visible(standing), book_id=book)
    if not with_dissolved:
        found = found.filter(status="active")
    counted = found.annotate(
        members=Count("memberships", filter=now),
        women=Count("memberships", filter=now & Q(memberships__person__sex="P")),
    )
    names = ("id", "code", "name", "rw", "formed_on", "status", "members", "women")
    return [GroupRow(**row) for row in counted.order_by("code").values(*names)]


def members(group: UUID, on: date) -> list[MemberRow]:
    """Who belongs to a group on a day: chair, secretary, treasurer, then the others by name."""
    order = {"chair": 0, "secretary": 1, "treasurer": 2}
    found = Membership.objects.select_related("person").filter(_current(on), group_id=group)
    rows = [
        MemberRow(
            person=m.person_id,
            name=m.person.name,
            sex=m.person.sex,
            role=m.role,
            poor_listed=m.person.poor_listed,
            starts_on=m.starts_on,
        )
        for m in found
    ]
    return sorted(rows, key=lambda row: (order.get(row.role, 3), row.name, row.person))


def group_of(book: UUID, group: UUID) -> Group:
    """A group of this board; one of another board is `NotFound` like one that is not."""
    found = Group.objects.filter(book_id=book, pk=group).first()
    if found is None:
        raise NotFound(what="group", name=str(group))
    return found


def group_named(book: UUID, text: str) -> Group | None:
    """The group of this board with this code or, among active ones, this name; nothing when there is none."""
    word = text.strip()
    found = Group.objects.filter(book_id=book).filter(Q(code__iexact=word) | Q(name__iexact=word, status="active"))
    return found.order_by("status", "code").first()


def person_of(book: UUID, person: UUID) -> Person:
    """A person this board knows; everyone else is `NotFound`."""
    found = Person.objects.filter(pk=person, residencies__book=book).first()
    if found is None:
        raise NotFound(what="person", name=str(person))
    return found


def people(book: UUID, standing: Standing, *, search: str = "") -> QuerySet[Person]:
    """The people of a board this person may see, by name; `search` looks in the name."""
    found = Person.objects.filter(SEES_PEOPLE.visible(standing), residencies__book=book)
    if search.strip():
        found = found.filter(name__icontains=search.strip())
    return found.order_by("name", "pk").distinct()


# ---------------------------------------------------------------- logins


@dataclass(frozen=True, kw_only=True)
class LoginRow:
    """A login of someone this board knows: the offices they hold here, whether it is open, what waits for it."""

    user: int
    login: str
    person: UUID
    name: str
    offices: tuple[str, ...]
    elsewhere: bool
    open: bool
    guarded: bool
    seen_at: datetime | None
    waiting: tuple[str, ...]


def logins(book: UUID, on: date) -> list[LoginRow]:
    """Every login of the people of a board, office-holders first, then by name, in a fixed number of statements.

    `elsewhere`: the person serves only another board, whose business the login is.
    """
    found = list(
        User.objects.select_related("person")
        .filter(person__residencies__book=book)
        .annotate(guards=Count("authenticator", distinct=True))
        .order_by("person__name", "pk")
    )
    here: dict[UUID, list[str]] = {}
    away: set[UUID] = set()
    order = {office: place for place, office in enumerate(offices())}
    for term in OfficeTerm.objects.filter(_current(on), person__in=[user.person_id for user in found]):
        if term.book_id == book:
            here.setdefault(term.person_id, []).append(term.office)
        else:
            away.add(term.person_id)
    waits: dict[int, list[str]] = {}
    for user, kind in LoginChange.objects.filter(book=book, state="waiting").values_list("user_id", "kind"):
        waits.setdefault(user, []).append(kind)
    rows = [
        LoginRow(
            user=user.pk,
            login=user.username,
            person=user.person.pk,
            name=user.person.name,
            offices=tuple(sorted(here.get(user.person.pk, ()), key=lambda office: order.get(office, len(order)))),
            elsewhere=user.person.pk in away and user.person.pk not in here,
            open=user.is_active,
            guarded=bool(user.guards),
            seen_at=user.last_login,
            waiting=tuple(waits.get(user.pk, ())),
        )
        for user in found
        if user.person is not None
    ]
    return sorted(rows, key=lambda row: (not row.offices, row.name, row.user))


def login_changes(book: UUID, standing: Standing) -> list[LoginChange]:
    """What waits for this very person about logins: statements sworn before them, passwords they may confirm."""
    found = LoginChange.objects.select_related("user__person", "asked_by").filter(book_id=book, state="waiting")
    return [row for row in found.order_by("asked_at", "pk") if _second(row, standing)]


def _second(row: LoginChange, standing: Standing) -> bool:
    if row.kind == "sworn":
        return row.witness_id == standing.person
    return CONFIRMS_PASSWORDS.allows(standing) and standing.person not in (row.asked_by.person, row.user.person_id)


def masked_nik(person: Person) -> str:
    """The NIK with its middle hidden, as pages show it; empty when there is none."""
    nik = nik_of(person)
    return mask_nik(nik) if nik else ""


def nik_revealed_to(*, actor: Actor, book: UUID, sequence: int) -> str:
    """The open NIK that `reveal_nik` let this actor see: asked with the number of the fact it left, by nobody else."""
    fact = Fact.objects.filter(book_id=book, sequence=sequence, kind="NikRevealed", actor=actor).first()
    if fact is None:
        raise NotFound(what="nik", name=str(sequence))
    return nik_of(person_of(book, UUID(fact.secret.private["person_id"])))

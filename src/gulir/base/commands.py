"""`@command`: one transaction, one lock, one key, one fact or nothing.

A command is called with `book`, `key`, `actor`, `at` and then its own keyword arguments:

1. the board's book row is locked by an `UPDATE`, the first statement on both engines;
2. the rights of the actor are read inside the transaction and asked;
3. the function runs with an `Act`; it writes its rows and tells its facts;
4. the reply is stored under the key, for ever, and everything commits together.

A key that was answered before cannot be stored again: all of it rolls back, and the stored reply is given (same body,
same person, and still allowed) or the act is refused (`KeyReused`). So an ordinary act pays nothing for the repeats.

A refusal rolls everything back, does not consume the key, and leaves one `CommandRefused` fact in a
transaction of its own. Inside a running command another one is joined by `.within(act, …)`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, OperationalError, transaction

from gulir.base.fields import blind
from gulir.base.models import Actor, Book, Reply
from gulir.base.plain import plain
from gulir.base.policy import Rule, Standing, require, standing_of
from gulir.base.rows import as_json, ask, carry, in_few_messages, insert_rows, over_the_wire
from gulir.core.canon import fingerprint
from gulir.core.facts import Fact as Told
from gulir.core.facts.access import CommandRefused
from gulir.core.leaves import commit, leaf_bytes
from gulir.core.problems import Problem
from gulir.core.problems.access import ClockBehind, CommandBusy, KeyReused, NotAllowed, NotFound

__all__ = ["COMMANDS", "Act", "Ahead", "Command", "Result", "Swift", "command"]

P = ParamSpec("P")
Result = dict[str, Any]
Read = dict[str, Any]
COMMANDS: dict[str, Command[Any]] = {}
ZONES = {"WIB": ZoneInfo("Asia/Jakarta"), "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}
CLOCK_TOLERANCE = timedelta(minutes=10)
REPLY = ("book_id", "key", "command", "fingerprint", "result")
FACT = (
    "book_id", "sequence", "kind", "command", "actor_id", "happened_on", "recorded_at", "public", "commitment", "leaf",
)  # fmt: skip
TELL = f"INSERT INTO base_fact ({', '.join(FACT)}) VALUES ({', '.join(['%s'] * len(FACT))}) RETURNING id"  # noqa: S608
LOCK = "UPDATE base_book SET acts = acts + 1 WHERE id = %s RETURNING code, zone, acts, facts, recorded_at"


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What a swift act read with its lock: the book's row, where the actor stands, and what only the act knows."""

    book: Sequence[Any]
    standing: Standing
    more: Read = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Swift:
    """How an act of every day goes in two statements where the database is over the wire.

    `read` locks the book and reads all that the act will ask (None when there is no such book); `writes` is the
    statement that takes all its rows as one JSON mapping of table to rows. Elsewhere the act reads and writes as ever.
    """

    read: Callable[[UUID, Actor, datetime, dict[str, Any]], Ahead | None]
    writes: str


@dataclass(kw_only=True)
class Act:
    """A command while it runs: the locked book, who acts, when, with which rights.

    `ahead` is what a swift act has read already; `held` are its rows, written together by `flush`.
    """

    book: Book
    actor: Actor
    at: datetime
    command: str
    key: str
    standing: Standing
    told: int = 0
    swift: Swift | None = None
    ahead: Read = field(default_factory=dict)
    held: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The business date of `at` in the board's own zone."""
        return self.at.astimezone(ZONES[self.book.zone]).date()

    def require(self, rule: Rule) -> None:
        """Ask one more rule, about what only the loaded rows could tell."""
        require(rule, self.standing, act=self.command)

    def tell(self, fact: Told, *, on: date | None = None) -> int:
        """Record what happened, in this transaction: public part, salted commitment, leaf, private part; its number."""
        self.told += 1
        self.book.facts += 1
        salt = secrets.token_bytes(32)
        public, private = plain(fact.public()), plain(fact.private())
        commitment = commit(salt, {**public, **private})
        leaf = leaf_bytes(kind=fact.kind, sequence=self.book.facts, recorded_on=self.at.date(), commitment=commitment)
        row = (
            self.book.pk, self.book.facts, fact.kind, self.command, self.actor.pk, on or self.today, self.at, public,
            commitment.hex(), leaf.decode(),
        )  # fmt: skip
        if self.swift:
            told = dict(zip(FACT, row, strict=True), salt=salt.hex(), private=private)
            self.held.setdefault("base_fact", []).append(told)
        else:
            ((fact_id,),) = ask(TELL, row)
            insert_rows("base_secret", ("fact_id", "salt", "private"), [(fact_id, salt, private)])
        return self.book.facts

    def put(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows of a table now, or hold them until `flush` when the act is swift."""
        if self.swift:
            self.held.setdefault(table, []).extend(dict(zip(columns, row, strict=True)) for row in rows)
        else:
            insert_rows(table, columns, rows)

    def flush(self) -> None:
        """Write what is held; an act that must read its own rows does this first."""
        if self.swift and self.held:
            carry(self.swift.writes, [as_json(self.held)])
            self.held.clear()


class Command(Generic[P]):
    """An act of one context, callable from every door in the same way."""

    def __init__(
        self, name: str, may: Rule, body: Callable[Concatenate[Act, P], Result], swift: Swift | None = None
    ) -> None:
        self.name, self.may, self.body, self.swift = name, may, body, swift
        update_wrapper(self, body)

    def __call__(self, *args: P.args, book: UUID, key: str, actor: Actor, at: datetime, **body: P.kwargs) -> Result:  # type: ignore[valid-type]
        """Run the whole road and return the reply; the same key gives the same reply again."""
        try:
            return self._run(book, key, actor, at, body)
        except OperationalError as error:
            if "lock" in str(error) or "deadlock" in str(error):
                raise CommandBusy(act=self.name) from error
            raise
        except (Problem, IntegrityError) as error:
            refusal: Exception = error
            if not isinstance(error, NotAllowed | ClockBehind):
                prior = Reply.objects.filter(book_id=book, key=key).values("fingerprint", "result").first()
                if prior is not None and prior["fingerprint"] == self._mark(actor, body):
                    return dict(prior["result"])
                refusal = KeyReused(act=self.name) if prior is not None else error
            if isinstance(refusal, Problem):
                self._refused(book, actor, at, body, refusal)
            raise refusal from None

    def _mark(self, actor: Actor, body: dict[str, Any]) -> str:
        """The keyed mark of an act: kept for ever, so nobody may find a NIK in its body by trying them all."""
        return blind(fingerprint(self.name, plain(body), str(actor.person)), field="base.command")

    def within(self, act: Act, *args: P.args, **body: P.kwargs) -> Result:
        """Do this as a part of a running command: same transaction, same lock, same key; the rights are asked again."""
        require(self.may, act.standing, act=self.name)
        return self.body(act, *args, **body)

    def _run(self, book_id: UUID, key: str, actor: Actor, at: datetime, body: dict[str, Any]) -> Result:
        with in_few_messages() if self.swift else transaction.atomic():
            ahead = self.swift.read(book_id, actor, at, body) if self.swift and over_the_wire() else None
            book = _locked(book_id, at, ahead.book) if ahead else _lock(book_id, at)
            act = Act(
                book=book,
                actor=actor,
                at=max(at, book.recorded_at or at),
                command=self.name,
                key=key,
                standing=ahead.standing if ahead else Standing(),
                swift=self.swift if ahead else None,
                ahead=ahead.more if ahead else {},
            )
            if ahead is None:
                act.standing = standing_of(actor=actor.pk, book=book.pk, on=act.today)
            require(self.may, act.standing, act=self.name)
            mark = self._mark(actor, body)
            result: Result = plain(self._do(act, body))
            if not act.told:
                raise RuntimeError(f"{self.name} told no fact")
            act.put("base_reply", REPLY, [(book.pk, key, self.name, mark, result)])
            act.flush()
            return result

    def _do(self, act: Act, body: dict[str, Any]) -> Result:
        do: Any = self.body
        return dict(do(act, **body))

    def _refused(self, book_id: UUID, actor: Actor, at: datetime, body: dict[str, Any], refusal: Problem) -> None:
        if isinstance(refusal, ClockBehind) or (isinstance(refusal, NotFound) and refusal.facts["what"] == "book"):
            return
        with transaction.atomic():
            book = _lock(book_id, at)
            act = Act(
                book=book,
                actor=actor,
                at=max(at, book.recorded_at or at),
                command=self.name,
                key="",
                standing=Standing(),
            )
            digest = self._mark(actor, body)
            act.tell(CommandRefused(code=refusal.code, command=self.name, digest=digest))


def command(
    name: str, *, may: Rule, swift: Swift | None = None
) -> Callable[[Callable[Concatenate[Act, P], Result]], Command[P]]:
    """Make a function of `(act, *, …)` the act `name` ("lending.record_repayment"), which `may` allows."""

    def wrap(body: Callable[Concatenate[Act, P], Result]) -> Command[P]:
        made: Command[P] = Command(name, may, body, swift)
        COMMANDS[name] = made
        return made

    return wrap


def _lock(book_id: UUID, at: datetime) -> Book:
    """The book, locked by the first statement of the transaction."""
    rows = ask(LOCK, [book_id])
    if not rows:
        raise NotFound(what="book", name=str(book_id))
    return _locked(book_id, at, rows[0])


def _locked(book_id: UUID, at: datetime, row: Sequence[Any]) -> Book:
    """The book of a row of `LOCK`; a clock far behind is refused."""
    recorded_at = datetime.fromisoformat(row[4]) if isinstance(row[4], str) else row[4]
    if recorded_at is not None and recorded_at.tzinfo is None:
        recorded_at = recorded_at.replace(tzinfo=UTC)
    book = Book(id=book_id, code=row[0], zone=row[1], acts=row[2], facts=row[3], recorded_at=recorded_at)
    book._state.adding = False  # noqa: SLF001  (the row exists: it was read by the UPDATE)
    if recorded_at is not None and at < recorded_at - CLOCK_TOLERANCE:
        raise ClockBehind(recorded_on=recorded_at.date().isoformat())
    return book

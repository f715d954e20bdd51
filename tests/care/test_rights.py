"""Who may do what: every act with every office, as written in `rights.txt`; a new act without its line fails.

    x  whoever holds this office may          .  refused with `NotAllowed`, before anything else is looked at

The founder column is the founding actor, who acts only while a board has no coordinator. A stranger is anyone without
an office here.
"""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from gulir.base import policy
from gulir.base.commands import COMMANDS
from gulir.base.models import Actor, Book
from gulir.base.policy import NOBODY, STRANGER, Standing, everyone
from gulir.base.reference import offices
from gulir.core.problems.access import NotAllowed

for room in ("community", "governance", "ledger", "lending", "mentoring", "intake"):
    importlib.import_module(f"gulir.{room}.services")
importlib.import_module("gulir.care.records")
importlib.import_module("gulir.care.tokens")

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
AT = datetime(2026, 4, 2, 5, 0, tzinfo=UTC)
OFFICES = list(offices())
COLUMNS = ["stranger", "founder", *OFFICES]
ACTS = sorted(name for name, act in COMMANDS.items() if act.body.__module__.startswith("gulir."))


def stands(column: str) -> Standing:
    """Someone with this one office, the founder, or a stranger."""
    if column == "stranger":
        return STRANGER
    return Standing(founder=True) if column == "founder" else Standing(offices=frozenset({column}))


def table(acts=ACTS) -> str:
    """The table as the policies are now."""
    width = max(map(len, ACTS)) + 2
    lines = [f"{'':{width}}{' '.join('|' * n)}{' ' if n else ''}{column}" for n, column in enumerate(COLUMNS)]
    for name in acts:
        marks = ("x" if COMMANDS[name].may.allows(stands(column)) else "." for column in COLUMNS)
        lines.append(f"{name:{width}}{' '.join(marks)}")
    return "\n".join(lines) + "\n"


def test_everyone_may_do_exactly_what_is_written():
    assert table() == (HERE / "rights.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ACTS)
def test_a_right_that_is_given_or_taken_is_seen(name, monkeypatch):
    """Negative control: open to all, or shut to all, the table differs."""
    written = (HERE / "rights.txt").read_text(encoding="utf-8")
    changed = 0
    for rule in (everyone, NOBODY):
        monkeypatch.setattr(COMMANDS[name], "may", rule)
        changed += table() != written
    assert changed >= (1 if name in OPEN | SHUT else 2)


OPEN = {name for name in ACTS if COMMANDS[name].may.allows(STRANGER)}
SHUT = {name for name in ACTS if not any(COMMANDS[name].may.allows(stands(column)) for column in COLUMNS)}
"""Acts of a KSM's own members: no office opens them."""
"""What a login alone may do; what it may do with, the act asks itself."""


def test_what_is_open_to_a_login_without_office_is_known():
    assert {"care.issue_token"} == OPEN


@pytest.fixture
def call(db, monkeypatch):
    """Call an act with an empty body as someone of one office; gives how it ended."""
    book, actor = Book.objects.create(code="hak"), Actor.objects.create(name="Siti")

    def calling(name: str, column: str) -> str:
        monkeypatch.setattr(policy, "_readers", [lambda actor, book, on: stands(column)])
        try:
            with transaction.atomic():
                COMMANDS[name](book=book.pk, key=f"{name}{column}", actor=actor, at=AT)
        except NotAllowed:
            return "refused"
        except Exception as other:  # noqa: BLE001  (it got past the door: what happened there is another test's business)
            return type(other).__name__
        return "done"

    return calling


@pytest.mark.parametrize("name", ACTS)
def test_who_may_not_is_refused_before_anything_else(call, name):
    may_not = [column for column in COLUMNS if not COMMANDS[name].may.allows(stands(column))]
    assert {column: call(name, column) for column in may_not} == dict.fromkeys(may_not, "refused")


@pytest.mark.parametrize("name", [name for name in ACTS if name not in OPEN])
def test_with_the_rule_taken_away_a_stranger_gets_past_the_door(call, name, monkeypatch):
    """Negative control: it was this rule that refused."""
    monkeypatch.setattr(COMMANDS[name], "may", everyone)
    assert call(name, "stranger") != "refused"

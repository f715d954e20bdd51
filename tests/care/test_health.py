"""Whether the house can work: told by codes, and refused at the door when it cannot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from gulir.base.models import Book, Fact, Outbox
from gulir.care import health
from gulir.care.health import ready, require_ready, unknown_changes, waiting_changes
from gulir.care.outbox import send_waiting
from gulir.community.queries import founding_actor, installation_book
from gulir.community.services import add_area
from gulir.core.problems.care import DatabaseNewer, DatabaseNotReady

pytestmark = pytest.mark.django_db

AT = datetime(2026, 4, 2, 5, 0, tzinfo=UTC)


def codes() -> list[str]:
    return [finding["code"] for finding in ready(AT)]


def test_a_house_in_order_is_ready():
    assert ready(AT) == []
    assert (waiting_changes(), unknown_changes()) == ([], [])
    require_ready()


def test_changes_that_wait_are_told():
    MigrationRecorder(connection).record_unapplied("intake", "0001_files_brought_in")
    assert codes() == ["DatabaseNotReady"]
    assert "intake.0001_files_brought_in" in waiting_changes()
    with pytest.raises(DatabaseNotReady):
        require_ready()


def test_a_database_of_a_newer_version_is_told():
    MigrationRecorder(connection).record_applied("ledger", "9999_from_the_future")
    assert codes() == ["DatabaseNewer"]
    with pytest.raises(DatabaseNewer) as refusal:
        require_ready()
    assert refusal.value.facts == {"unknown": "ledger.9999_from_the_future"}


def test_migrations_of_apps_we_do_not_have_are_not_ours_to_judge():
    MigrationRecorder(connection).record_applied("somebody_else", "0001_initial")
    assert codes() == []


def test_a_database_that_does_not_answer_is_told(monkeypatch):
    def silent():
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "_changes", silent)
    assert codes() == ["DatabaseSilent"]


def test_a_clock_that_stands_before_the_books_is_told():
    Book.objects.create(code="X", recorded_at=AT + timedelta(hours=2))
    assert codes() == ["ClockBehind"]
    assert ready(AT + timedelta(hours=2)) == []


def test_keys_that_cannot_be_read_are_told(monkeypatch):
    def unreadable():
        raise PermissionError

    monkeypatch.setattr(health, "field_key", unreadable)
    assert codes() == ["KeysUnreadable"]
    monkeypatch.setattr(health, "field_key", lambda: b"short")
    assert codes() == ["KeysUnreadable"]


def test_a_full_disk_is_told_before_it_is_full(monkeypatch):
    monkeypatch.setattr(health, "LEAST_ROOM", 2**60)
    assert codes() == ["DiskFull"]


def test_a_house_that_cannot_be_written_is_told(monkeypatch):
    monkeypatch.setattr(health.os, "access", lambda folder, how: False)
    assert codes() == ["CannotWrite"]


# ---------------------------------------------------------------- asked from outside


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_whoever_watches_may_ask_for_the_head_alone_and_nobody_may_post(address):
    assert Client().head(address).status_code == 200
    assert Client().post(address).status_code == 405
    assert Client().get(address, HTTP_HOST="10.0.0.1").status_code == 400  # only the names the house goes by


def test_a_silent_database_makes_the_house_unready_and_not_dead(monkeypatch):
    def silent(*words, **more):
        raise OperationalError("gone")

    monkeypatch.setattr(connections["default"], "cursor", silent)
    assert Client().get("/healthz").status_code == 200
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (503, "DatabaseSilent")
    assert answer.json()["findings"][0]["facts"] == {"said": "OperationalError"}  # a stranger learns no more


# ---------------------------------------------------------------- the outbox


def wait(kind: str, body: str) -> None:
    book, actor = installation_book(), founding_actor()
    add_area(book=book.pk, key=body, actor=actor, at=AT, code=f"33.{body}", name="Kota", level="city")
    fact = Fact.objects.latest("id")
    Outbox.objects.create(book=installation_book(), fact=fact, kind=kind, payload={"text": body})


def test_what_waits_leaves_once_and_in_order(tmp_path):
    wait("sms", "71")
    wait("mail", "72")
    assert send_waiting(tmp_path / "out", at=AT) == 2
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [name.split("-")[1] for name in names] == ["sms.json", "mail.json"]
    assert send_waiting(tmp_path / "out", at=AT) == 0
    assert not Outbox.objects.filter(sent_at=None).exists()


def test_nothing_waiting_makes_no_folder(tmp_path):
    assert send_waiting(tmp_path / "out", at=AT) == 0
    assert not (tmp_path / "out").exists()


def test_what_could_not_be_written_still_waits(tmp_path):
    wait("sms", "71")
    (tmp_path / "out").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OSError, match="out"):
        send_waiting(tmp_path / "out", at=AT)
    assert Outbox.objects.filter(sent_at=None).count() == 1

"""A backup holds everything and nobody can read it; a restore checks it whole before anything is touched."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import sqlite3
import struct
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from django.db import connection

from gulir.base import keys
from gulir.base.models import Actor, Fact
from gulir.care import backup as packing
from gulir.care import engines, sealing
from gulir.care.backup import make_backup
from gulir.care.check import check_house
from gulir.care.place import Place
from gulir.care.sealing import Opener, Sealer, read_header
from gulir.community.models import Person
from gulir.community.people import nik_of
from gulir.community.queries import founding_actor, installation_book
from gulir.community.services import add_area
from gulir.core.problems import Problem
from gulir.core.problems.care import (
    BackupDamaged,
    BackupNewer,
    BackupNotOurs,
    BackupOfOtherEngine,
    BackupOlder,
    BackupPassphraseWrong,
    PassphraseShort,
    ToolFailed,
    ToolMissing,
)
from gulir.ledger.models import Account
from gulir.version import VERSION
from tests import databases
from tests.care.house import AT, NIK, PASSPHRASE, bring_back, make, more_work, refused, state

# ---------------------------------------------------------------- there and back


def test_everything_comes_back(place, file, home):
    facts = Fact.objects.count()
    Account.objects.filter(code="11010", ledger="upk").update(name="Kas lain")
    (home / "attachments" / "ab" / "abcd").write_bytes(b"lain")
    (home / "keys" / "field.key").write_bytes(b"0" * 32)
    keys._read.cache_clear()

    told = bring_back(place, file, replace=True)

    keys._read.cache_clear()
    assert told["facts"] == facts == Fact.objects.count()
    assert Account.objects.get(code="11010", ledger="upk").name == "Kas"
    assert (home / "attachments" / "ab" / "abcd").read_bytes() == b"foto kuitansi"
    assert nik_of(Person.objects.get(name="Rina")) == NIK
    assert [f.code for f in check_house(home)] == []
    with connection.cursor() as cursor, pytest.raises(Exception, match="never_changed"):
        cursor.execute("UPDATE base_fact SET kind = 'x'")


def test_a_backup_comes_back_into_an_empty_house(place, file, home, tmp_path):
    """Another computer: an empty folder and an empty database."""
    facts = Fact.objects.count()
    if connection.vendor == "sqlite":
        empty = tmp_path / "empty" / "gulir.sqlite3"
        empty.parent.mkdir()
        other = Place(
            home=empty.parent,
            engine="sqlite",
            database={**place.database, "NAME": str(empty)},
            environment=place.environment,
        )
        bring_back(other, file)
        with sqlite3.connect(empty) as there:
            assert there.execute("SELECT count(*) FROM base_fact").fetchone()[0] == facts
        there.close()
    else:
        databases._administer('CREATE DATABASE "bare"')
        other = Place(
            home=tmp_path / "bare",
            engine="postgresql",
            database={**place.database, "NAME": "bare"},
            environment=place.environment,
        )
        here = databases.current()
        databases.use("bare")
        try:
            bring_back(other, file)
            assert Fact.objects.count() == facts
        finally:
            databases.use(here)
            databases.drop("bare")
    assert (other.home / "keys" / "field.key").read_bytes() == (home / "keys" / "field.key").read_bytes()


def test_nothing_in_the_file_can_be_read_without_the_passphrase(file, home):
    content = file.read_bytes()
    for secret in (b"Rina", NIK.encode(), b"foto kuitansi", (home / "keys" / "field.key").read_bytes(), b"base_fact"):
        assert secret not in content


def test_two_backups_of_one_house_share_no_part(place, tmp_path):
    make(place, tmp_path / "one")
    make(place, tmp_path / "two")
    one, two = ((tmp_path / name).read_bytes()[-4096:] for name in ("one", "two"))
    assert one != two


def test_the_digest_told_is_that_of_the_file(place, tmp_path):
    told = make(place, tmp_path / "x")
    assert told["sha256"] == hashlib.sha256((tmp_path / "x").read_bytes()).hexdigest()
    assert told["bytes"] == (tmp_path / "x").stat().st_size


def test_a_backup_that_fails_half_way_bears_no_name(place, tmp_path, monkeypatch):
    def fail(*words, **more):
        raise OSError("disk full")

    monkeypatch.setattr(packing, "_seal", fail)
    with pytest.raises(OSError, match="disk full"):
        make(place, tmp_path / "x")
    assert not list(tmp_path.glob("x*"))


@pytest.mark.parametrize("words", ["", "pendek", "sebelas hur"])
def test_a_passphrase_that_is_too_short_seals_nothing(place, tmp_path, words):
    with pytest.raises(PassphraseShort):
        make_backup(place, tmp_path / "x", passphrase=words, version=VERSION, at=AT, chance=secrets.token_bytes)
    assert not list(tmp_path.glob("x*"))


# ---------------------------------------------------------------- what is refused, with nothing changed


def flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


DAMAGED: dict[str, tuple[Callable[[bytes], bytes], type[Problem]]] = {
    "an empty file": (lambda c: b"", BackupNotOurs),
    "another file": (lambda c: b"SQLite format 3\x00" + c, BackupNotOurs),
    "half the magic word": (lambda c: c[:8], BackupNotOurs),
    "no header": (lambda c: c[:15], BackupDamaged),
    "half a header": (lambda c: c[:40], BackupDamaged),
    "an endless header": (lambda c: c[:15] + b"\xff\xff\xff\xff" + c[19:], BackupDamaged),
    "an empty header": (lambda c: c[:15] + b"\x00\x00\x00\x00" + c[19:], BackupDamaged),
    "a changed header": (lambda c: flip(c, 30), BackupDamaged),
    "only the header": (lambda c: c[: header_end(c)], BackupDamaged),
    "cut in the first part": (lambda c: c[: header_end(c) + 100], BackupDamaged),
    "cut in the middle": (lambda c: c[: len(c) // 2], BackupDamaged),
    "one byte short": (lambda c: c[:-1], BackupDamaged),
    "one byte too many": (lambda c: c + b"\x00", BackupDamaged),
    "twice": (lambda c: c + c[header_end(c) :], BackupDamaged),
    "a changed byte in the first part": (lambda c: flip(c, header_end(c) + 50), BackupDamaged),
    "a changed byte in the middle": (lambda c: flip(c, len(c) // 2), BackupDamaged),
    "a changed last byte": (lambda c: flip(c, len(c) - 1), BackupDamaged),
    "a changed length of a part": (lambda c: flip(c, header_end(c) + 3), BackupDamaged),
    "a part of absurd length": (
        lambda c: c[: header_end(c)] + b"\xff\xff\xff\xff" + c[header_end(c) + 4 :], BackupDamaged,
    ),
    "the last part alone": (lambda c: c[: header_end(c)] + parts(c)[-1], BackupDamaged),
    "without its last part": (lambda c: c[: header_end(c)] + b"".join(parts(c)[:-1]), BackupDamaged),
    "without its first part": (lambda c: c[: header_end(c)] + b"".join(parts(c)[1:]), BackupDamaged),
    "parts in another order": (lambda c: c[: header_end(c)] + b"".join(reversed(parts(c))), BackupDamaged),
    "a part twice": (lambda c: c[: header_end(c)] + b"".join([parts(c)[0], *parts(c)]), BackupDamaged),
}  # fmt: skip


def header_end(content: bytes) -> int:
    return 15 + 4 + int.from_bytes(content[15:19], "big") + 32


def parts(content: bytes) -> list[bytes]:
    found, at = [], header_end(content)
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big") + 4
        found.append(content[at : at + size])
        at += size
    return found


@pytest.fixture
def small(monkeypatch):
    """Parts of 16 KiB, so that a small house has many of them."""
    monkeypatch.setattr(sealing, "PART", 16 * 1024)


def test_a_damaged_backup_is_refused_and_nothing_changes(small, place, tmp_path):
    """Every story, one after the other, on one house."""
    good = tmp_path / "good"
    make(place, good)
    content, before = good.read_bytes(), state(place)
    assert len(parts(content)) > 3
    for story, (spoil, refusal) in DAMAGED.items():
        bad = tmp_path / "bad"
        bad.write_bytes(spoil(content))
        assert refused(place, bad) is refusal, story
        assert state(place) == before, story
    bring_back(place, good, replace=True)


def test_a_wrong_passphrase_is_told_apart_from_damage(place, file):
    before = state(place)
    for words in ("", "empat kata mudah diingaT", PASSPHRASE + " "):
        with pytest.raises(BackupPassphraseWrong):
            bring_back(place, file, passphrase=words, replace=True)
    assert state(place) == before


def test_a_backup_of_a_newer_version_is_refused(place, tmp_path):
    path = tmp_path / "newer"
    make(place, path, version="99.0.0")
    with pytest.raises(BackupNewer):
        bring_back(place, path, replace=True)
    assert bring_back(place, path, version="99.0.1", replace=True)["version"] == "99.0.0"


def test_versions_are_compared_as_numbers(place, tmp_path):
    path = tmp_path / "x"
    make(place, path, version="0.10.0")
    with pytest.raises(BackupNewer):
        bring_back(place, path, replace=True, version="0.9.9")


def test_a_backup_of_the_other_engine_is_refused(place, file):
    other = "postgresql" if place.engine == "sqlite" else "sqlite"
    with pytest.raises(BackupOfOtherEngine):
        bring_back(
            Place(home=place.home, engine=other, database=place.database, environment=place.environment),
            file,
            replace=True,
        )


def test_newer_books_are_never_overwritten_without_a_word(place, file):
    more_work()
    before = state(place)
    with pytest.raises(BackupOlder) as refusal:
        bring_back(place, file)
    assert refusal.value.facts["here"] == refusal.value.facts["there"] + 1
    assert state(place) == before

    bring_back(place, file, replace=True)
    assert Fact.objects.count() == before[0] - 1


def test_the_same_books_may_be_brought_back(place, file):
    assert bring_back(place, file)["facts"] == Fact.objects.count()


def test_books_of_another_history_are_never_overwritten_without_a_word(place, file, tmp_path):
    """As many facts, and not the same ones: two houses that went their own ways."""
    more_work()
    other = tmp_path / "other"
    make(place, other)
    bring_back(place, file, replace=True)
    add_area(
        book=installation_book().pk, key="else", actor=founding_actor(), at=AT, code="33.79", name="Lain", level="city"
    )
    with pytest.raises(BackupOlder):
        bring_back(place, other)


# ---------------------------------------------------------------- a forged file with the right passphrase


def forge(path: Path, place: Place, members: list[tuple[str, bytes]], *, kind: bytes = tarfile.REGTYPE) -> Path:
    """A well sealed file with whatever inside: made by someone who knows the passphrase."""
    told = {"version": VERSION, "engine": place.engine, "made_at": AT.isoformat(), "facts": 1}
    with path.open("wb") as out:
        sealer = Sealer(out, PASSPHRASE, told, chance=secrets.token_bytes)
        with tarfile.open(fileobj=cast("Any", sealer), mode="w|") as tar:
            for name, content in members:
                entry = tarfile.TarInfo(name)
                entry.size, entry.type = len(content) if kind == tarfile.REGTYPE else 0, kind
                tar.addfile(entry, io.BytesIO(content) if kind == tarfile.REGTYPE else None)
        sealer.close()
    return path


def manifest(**files: str) -> bytes:
    return json.dumps({"books": {}, "files": {"database": "0" * 64, **files}}).encode()


FORGED = {
    "no database": [("manifest.json", b'{"books": {}, "files": {}}')],
    "no books": [("manifest.json", b'{"files": {"database": "00"}}')],
    "no manifest": [("database", b"x")],
    "a manifest that is no JSON": [("manifest.json", b"{")],
    "a database that is another": [("manifest.json", manifest()), ("database", b"x")],
    "a file outside": [("manifest.json", manifest()), ("../../evil", b"x")],
    "an absolute path": [("manifest.json", manifest()), ("/tmp/evil", b"x")],
    "a folder of its own": [("manifest.json", manifest()), ("secret.key", b"x")],
    "a folder without a file": [("manifest.json", manifest()), ("keys", b"x")],
}


def test_a_forged_file_is_refused_and_writes_nowhere(place, tmp_path):
    before = state(place)
    for story, members in FORGED.items():
        path = forge(tmp_path / "forged", place, members)
        assert refused(place, path) is BackupDamaged, story
        assert state(place) == before, story
    assert not (tmp_path.parent / "evil").exists()
    link = forge(tmp_path / "link", place, [("keys/link", b"")], kind=tarfile.SYMTYPE)
    with pytest.raises(BackupDamaged):
        bring_back(place, link, replace=True)


@pytest.mark.parametrize(
    "kdf", [{"n": 2**30}, {"n": 1000}, {"n": 512}, {"r": 1}, {"p": 9}, {"salt": "zz"}, {"n": "65536"}]
)
def test_a_header_that_asks_for_absurd_work_is_a_damaged_one(file, kdf):
    header, _ = read_header(io.BytesIO(file.read_bytes()))
    header["kdf"] = {**header["kdf"], **kdf}
    raw = json.dumps(header, sort_keys=True).encode()
    head = sealing.MAGIC + struct.pack(">I", len(raw)) + raw
    with pytest.raises(BackupDamaged):
        Opener(io.BytesIO(head + hashlib.sha256(head).digest()), PASSPHRASE)


# ---------------------------------------------------------------- PostgreSQL's own tools


@pytest.mark.postgres_only
def test_a_tool_that_is_missing_is_named(place, tmp_path):
    bare = Place(home=place.home, engine=place.engine, database=place.database, environment={"PATH": str(tmp_path)})
    with pytest.raises(ToolMissing):
        make(bare, tmp_path / "x")


@pytest.mark.postgres_only
def test_a_tool_that_gives_up_is_told_and_its_password_is_not(place, tmp_path):
    wrong = Place(
        home=place.home,
        engine=place.engine,
        environment=place.environment,
        database={**place.database, "NAME": "nowhere"},
    )
    with pytest.raises(ToolFailed) as refusal:
        make(wrong, tmp_path / "x")
    assert str(place.database["PASSWORD"] or "no password") not in str(refusal.value.facts)


@pytest.mark.sqlite_only
def test_a_database_that_sqlite_finds_unsound_is_not_put_in_place(place, file, monkeypatch):
    """The backup is whole, the database inside it was broken before: found before anything is replaced."""
    before = state(place)
    real = engines._sound

    def broken(copy: Path) -> None:
        with copy.open("r+b") as raw:
            raw.seek(4096)
            raw.write(b"\xff" * 8192)
        real(copy)

    monkeypatch.setattr(engines, "_sound", broken)
    with pytest.raises(BackupDamaged):
        bring_back(place, file, replace=True)
    assert state(place) == before


@pytest.mark.sqlite_only
def test_a_backup_is_whole_while_others_write(place, tmp_path):
    """The copy is one moment of the books, not a mixture."""
    stop = threading.Event()

    def write() -> None:
        with sqlite3.connect(str(place.database["NAME"]), timeout=20) as there:
            n = 0
            while not stop.is_set():
                there.execute("UPDATE base_actor SET name = ?", (f"x{n % 2}",))
                there.commit()
                n += 1
        there.close()

    worker = threading.Thread(target=write)
    worker.start()
    try:
        make(place, tmp_path / "busy")
    finally:
        stop.set()
        worker.join()
    bring_back(place, tmp_path / "busy", replace=True)
    assert Actor.objects.values("name").distinct().count() == 1

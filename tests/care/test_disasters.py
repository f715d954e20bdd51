"""What goes wrong on the day itself: the disk is full, the power goes, somebody still works, the keys are lost."""

from __future__ import annotations

import errno
import io
import os
import resource
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from gulir.base import keys
from gulir.base.models import Attachment, Fact
from gulir.care import backup as packing
from gulir.care import engines, sealing
from gulir.care import restore as unpacking
from gulir.care.check import check_house
from gulir.care.health import ready, require_keys, require_ready, waiting_changes
from gulir.care.place import Place
from gulir.care.sealing import Opener, Sealer
from gulir.cli.main import main
from gulir.community.models import Person
from gulir.core.problems import Problem
from gulir.core.problems.care import (
    BackupDamaged,
    BackupNotOurs,
    BackupPassphraseWrong,
    CannotWrite,
    DatabaseUnsound,
    HouseInUse,
    KeysUnreadable,
    ToolFailed,
)
from tests.care.house import AT, PASSPHRASE, bring_back, make, more_work, refused, state

FULL = OSError(errno.ENOSPC, "No space left on device", "/media/usb/x")


def leftovers(*folders: Path) -> list[str]:
    """Half files and unsealed copies."""
    return sorted(p.name for folder in folders for p in folder.iterdir() if p.name.startswith(".") or ".part" in p.name)


# ---------------------------------------------------------------- no room


def test_a_full_disk_refuses_the_backup_and_leaves_nothing(place, tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "_seal", lambda *words: (_ for _ in ()).throw(FULL))
    with pytest.raises(CannotWrite) as refusal:
        make(place, tmp_path / "x")
    assert refusal.value.facts == {"said": "/media/usb/x: No space left on device"}
    assert not (tmp_path / "x").exists()
    assert leftovers(tmp_path, place.home) == []


def test_a_disk_that_fills_up_on_the_way_keeps_the_last_good_backup(place, tmp_path, file, monkeypatch):
    """The disk takes so many bytes and not one more, at every twentieth of the file."""
    good, size = file.read_bytes(), file.stat().st_size
    for room in range(0, size, size // 20):
        monkeypatch.setattr(
            packing, "Sealer", lambda out, *words, room=room, **more: Sealer(Small(out, room), *words, **more)
        )
        with pytest.raises(CannotWrite):
            make(place, file)
        assert file.read_bytes() == good
        assert leftovers(tmp_path, place.home) == []


class Small:
    """A disk with so much room."""

    def __init__(self, out, room):
        self.out, self.room = out, room

    def write(self, data):
        if len(data) > self.room:
            self.out.write(data[: self.room])
            raise FULL
        self.room -= len(data)
        return self.out.write(data)


@pytest.mark.sqlite_only
def test_a_full_disk_is_told_by_the_command_itself(place, tmp_path):
    """A child that may write files of 100 KiB and no more: the copy of the database does not fit."""
    made = child("backup", str(tmp_path / "x"), home=place.home, largest=100 * 1024)
    assert (made.returncode, made.stderr.split(":")[0]) == (2, "CannotWrite"), made.stderr
    assert "Traceback" not in made.stderr
    assert not list(tmp_path.glob("x*"))
    assert leftovers(place.home) == []


def test_a_backup_into_a_device_that_is_full_is_told(place):
    with Path("/dev/full").open("wb") as full:
        made = child("backup", "-", home=place.home, stdout=full)
    assert (made.returncode, made.stderr.split(":")[0]) == (2, "CannotWrite"), made.stderr
    assert Fact.objects.filter(kind="BackupMade").count() == 0


@pytest.mark.parametrize("name", ["no-such-folder/x", "."])
def test_a_place_that_is_none_is_bad_usage(place, run, tmp_path, name):
    answer = run("backup", str(tmp_path / name))
    assert (answer.code, answer.out) == (64, "")


def test_a_restore_that_does_not_fit_changes_nothing(place, file, monkeypatch):
    before = state(place)

    def full(*words):
        raise FULL

    for module, name in ((unpacking.shutil, "copyfileobj"), (engines, "put_back")):
        with monkeypatch.context() as patch:
            patch.setattr(unpacking if name == "put_back" else module, name, full)
            assert refused(place, file) is CannotWrite
        assert state(place) == before
    assert bring_back(place, file, replace=True)


def test_another_fault_stays_loud(place, tmp_path, monkeypatch):
    """Negative control: what is no matter of the disk is not called one."""
    monkeypatch.setattr(packing, "_seal", lambda *words: (_ for _ in ()).throw(OSError(errno.EPIPE, "gone")))
    with pytest.raises(OSError, match="gone"):
        make(place, tmp_path / "x")


# ---------------------------------------------------------------- stopped half way


SLOWLY = """
real = packing._seal
def slow(*words):
    print("sealing", file=sys.stderr, flush=True)
    time.sleep(30)
    return real(*words)
packing._seal = slow
"""
PROGRAM = """
import sys, time
import gulir.cli.door as door
door.start()
from gulir.care import backup as packing, sealing
sealing.COST["n"] = 1024
{slowly}
from gulir.cli.main import main
sys.exit(main({words!r}))
"""


def child(*words, home, largest=None, stdout=subprocess.PIPE):
    """The program in a process of its own, on this very database; `largest` limits the files it may write."""
    limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))) if largest else None
    begun = started(*words, home=home, stdout=stdout, preexec_fn=limit)
    out, err = begun.communicate(timeout=60)
    return subprocess.CompletedProcess(words, begun.returncode, out, err)


def heed_interrupts():
    """Whoever starts the tests in the background ignores Ctrl+C for all their children: this one shall hear it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def started(*words, home, slowly="", **more):
    """The same, while it runs; with `slowly` it says when it begins to seal, and waits."""
    env = {
        **os.environ, "GULIR_HOME": str(home), "GULIR_BACKUP_PASSPHRASE": PASSPHRASE, "GULIR_LANGUAGE": "en",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
    }  # fmt: skip
    connections.close_all()
    more.setdefault("preexec_fn", heed_interrupts)
    code = PROGRAM.format(slowly=slowly, words=list(words))
    return subprocess.Popen([sys.executable, "-c", code], env=env, stderr=subprocess.PIPE, text=True, **more)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_backup_that_is_stopped_leaves_no_half_file_and_no_unsealed_copy(place, tmp_path, how):
    working = started("backup", str(tmp_path / "x"), home=place.home, slowly=SLOWLY)
    assert working.stderr.readline() == "sealing\n"
    working.send_signal(how)
    said = working.communicate(timeout=30)[1]
    assert (working.returncode, "Traceback" in said) == (130, False), said
    assert not list(tmp_path.glob("x*"))
    assert leftovers(place.home) == []


def test_a_backup_that_was_killed_never_bears_the_name_and_is_tidied_up_later(place, tmp_path):
    working = started("backup", str(tmp_path / "x"), home=place.home, slowly=SLOWLY)
    assert working.stderr.readline() == "sealing\n"
    working.kill()
    working.communicate(timeout=30)
    assert not (tmp_path / "x").exists()
    assert refused(place, tmp_path / "x.part") is BackupNotOurs
    (room,) = place.home.glob(".working-*")
    assert room.stat().st_mode & 0o077 == 0  # nobody else may read the unsealed copy

    make(place, tmp_path / "x")  # another one may still be at work there: it stays for a day
    assert room.exists()
    yesterday = (AT - timedelta(days=2)).timestamp()
    os.utime(room, (yesterday, yesterday))
    make(place, tmp_path / "x")
    assert leftovers(tmp_path, place.home) == []
    assert bring_back(place, tmp_path / "x")["facts"] == Fact.objects.count()


@pytest.mark.sqlite_only
def test_a_broken_database_makes_no_backup(place, tmp_path):
    """A backup that could never be brought back would be worse than none."""
    spoil(place)

    def copy():
        packing.copy_database(place, tmp_path / "copy")
        packing.require_sound(place, tmp_path / "copy")

    with pytest.raises(DatabaseUnsound):
        copy()


def spoil(place: Place) -> None:
    connections.close_all()
    with sqlite3.connect(place.file) as there:
        there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    there.close()
    with place.file.open("r+b") as raw:
        raw.seek(4096 * 5)
        raw.write(secrets.token_bytes(4096 * 20))


# ---------------------------------------------------------------- somebody still works


OPENED = {
    "sqlite": "import sqlite3; c = sqlite3.connect({name!r}); c.execute('PRAGMA journal_mode=WAL')",
    "postgresql": "import psycopg; c = psycopg.connect({url!r}, autocommit=True)",
}


@pytest.fixture
def worker(place):
    """Another process that has the database open, as `gulir serve` has."""
    connections.close_all()
    words = OPENED[place.engine].format(name=str(place.file), url=os.environ["GULIR_DATABASE"])
    words += "; c.execute('SELECT count(*) FROM base_fact').fetchall()"
    other = subprocess.Popen(
        [sys.executable, "-c", f"{words}; print('open', flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdout.readline() == "open\n"
    yield other
    other.kill()
    other.communicate()


@pytest.mark.parametrize("replace", [True, False])
def test_a_house_in_which_somebody_works_is_not_replaced(place, file, worker, replace):
    before = state(place)
    with pytest.raises(HouseInUse):
        bring_back(place, file, replace=replace)
    assert state(place) == before


def test_when_the_others_have_gone_it_is(place, file, worker):
    """Negative control: the very same, after the other process ended."""
    worker.communicate("\n", timeout=20)
    more_work()
    assert bring_back(place, file, replace=True)["facts"] == Fact.objects.count()


def test_a_backup_may_be_made_while_others_work(place, tmp_path, worker):
    make(place, tmp_path / "x")
    worker.communicate("\n", timeout=20)
    assert bring_back(place, tmp_path / "x")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("content", [b"no database at all" * 300, b"", b"SQLite format 3\x00" + b"\xff" * 8192])
def test_a_house_whose_database_is_past_reading_is_restored(place, file, content):
    """The day one needs a backup: nothing in that file can be newer."""
    facts = Fact.objects.count()
    connections.close_all()
    for suffix in ("-wal", "-shm"):
        Path(f"{place.file}{suffix}").unlink(missing_ok=True)
    place.file.write_bytes(content)
    bring_back(place, file)
    assert Fact.objects.count() == facts
    assert check_house(place.home) == []


# ---------------------------------------------------------------- the disk lied: every byte of a sealed file


@pytest.fixture(scope="module")
def sealed():
    """A sealed stream of three parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "COST", {"n": 2**10, "r": 8, "p": 1})
        patch.setattr(sealing, "PART", 64)
        out = io.BytesIO()
        sealer = Sealer(out, PASSPHRASE, {"version": "1.0.0"}, chance=secrets.token_bytes)
        sealer.write(bytes(range(150)))
        sealer.close()
    return out.getvalue()


def opened(content: bytes) -> bytes:
    opener = Opener(io.BytesIO(content), PASSPHRASE)
    found = opener.read()
    opener.finish()
    return found


def test_the_sealed_stream_opens(sealed):
    assert opened(sealed) == bytes(range(150))


def test_no_byte_of_a_sealed_file_can_be_changed(sealed, monkeypatch):
    """Each one, in the magic word, the header, the digest, the lengths, the parts and their tags."""
    monkeypatch.setattr(sealing, "PART", 64)
    taken = []
    for at in range(len(sealed)):
        try:
            opened(sealed[:at] + bytes([sealed[at] ^ 0x20]) + sealed[at + 1 :])
        except (BackupDamaged, BackupNotOurs):
            continue
        taken.append(at)
    assert taken == []


def test_a_sealed_file_can_be_cut_off_nowhere(sealed, monkeypatch):
    monkeypatch.setattr(sealing, "PART", 64)
    taken = []
    for size in range(len(sealed)):
        try:
            opened(sealed[:size])
        except (BackupDamaged, BackupNotOurs):
            continue
        taken.append(size)
    assert taken == []


@pytest.mark.parametrize(
    "words", [f"{PASSPHRASE}\n", PASSPHRASE.upper(), PASSPHRASE[:-1], "", "empat kata mudah diinga\u0301t"]
)
def test_only_the_very_passphrase_opens(sealed, words):
    with pytest.raises(BackupPassphraseWrong):
        Opener(io.BytesIO(sealed), words)


# ---------------------------------------------------------------- older, lost, wrong


def test_a_backup_of_an_older_version_is_brought_up_to_date(place, tmp_path, run, monkeypatch):
    """The house lacked the newest change when it was backed up; after the restore it has it."""
    call_command("migrate", "lending", "0003", verbosity=0)
    assert waiting_changes()
    path = tmp_path / "older"
    make(place, path, version="0.0.1")
    call_command("migrate", verbosity=0)
    monkeypatch.setenv("GULIR_BACKUP_PASSPHRASE", PASSPHRASE)

    answer = run("restore", str(path))

    assert answer.code == 0, answer.err
    assert waiting_changes() == []
    assert Fact.objects.latest("id").kind == "BackupRestored"
    assert check_house(place.home) == []


def test_a_file_that_was_missing_at_the_backup_is_told_by_the_check(place, tmp_path):
    Attachment.objects.create(sha256="ab" * 32, name="foto.jpg", media_type="image/jpeg", size=3, added_at=AT)
    shutil.rmtree(place.home / "attachments")
    make(place, tmp_path / "x")
    bring_back(place, tmp_path / "x", replace=True)
    assert [f.code for f in check_house(place.home)] == ["AttachmentMissing"]


def lose(home: Path) -> None:
    shutil.rmtree(home / "keys")
    keys._read.cache_clear()


def change(home: Path) -> None:
    (home / "keys" / "field.key").write_bytes(secrets.token_bytes(32))
    keys._read.cache_clear()


def shorten(home: Path) -> None:
    (home / "keys" / "field.key").write_bytes(b"short")
    keys._read.cache_clear()


@pytest.mark.parametrize("harm", [lose, change, shorten])
def test_keys_that_do_not_open_what_is_sealed_stop_everything_and_are_not_made_anew(place, file, run, harm):
    require_keys()
    harm(place.home)
    assert [f["code"] for f in ready(AT)] == ["KeysUnreadable"]
    for begin in (require_keys, require_ready):
        with pytest.raises(KeysUnreadable):
            begin()
    for words in (["init"], ["check"], ["backup", str(place.home / "y")], ["worker", "--once"]):
        answer = run(*words)
        assert (answer.code, answer.err.split(":")[0]) == (2, "KeysUnreadable"), words
    assert (harm is lose) is not (place.home / "keys" / "field.key").exists()

    bring_back(place, file)
    keys._read.cache_clear()
    require_ready()


def test_a_house_without_anything_sealed_may_make_its_keys(place):
    """Negative control: nobody's number is sealed, so nothing is lost."""
    Person.objects.update(nik="", nik_index="")
    lose(place.home)
    assert ready(AT) == []
    require_keys()
    assert (place.home / "keys" / "field.key").stat().st_size == 32


# ---------------------------------------------------------------- what the database answers


@pytest.mark.sqlite_only
def test_a_full_disk_is_a_refusal_in_every_command(place, run):
    """SQLite may not take one page more: the act is refused with its reason, and nothing of it stays."""
    facts = Fact.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        answers = [run("board", "add", f"Y{n}", "--name", "BKM Y") for n in range(6)]
        cursor.execute("PRAGMA max_page_count = 1000000")
    last = answers[-1]
    assert (last.code, last.err.split(":")[0]) == (2, "CannotWrite"), last.err
    assert "Traceback" not in last.err
    done = sum(answer.code == 0 for answer in answers)
    assert Fact.objects.filter(kind="BoardFounded").count() == 1 + done
    assert Fact.objects.count() >= facts


@pytest.mark.sqlite_only
def test_a_database_that_sqlite_cannot_read_is_told(place, run):
    spoil(place)
    answer = run("check")
    assert (answer.code, answer.err.split(":")[0]) == (2, "DatabaseUnsound"), answer.err


@pytest.mark.postgres_only
def test_a_server_that_does_not_answer_is_told(tmp_path):
    env = {**os.environ, "GULIR_DATABASE": "postgresql://nobody:x@127.0.0.1:1/none", "GULIR_HOME": str(tmp_path)}
    env["PYTHONPATH"] = str(Path(__file__).resolve().parents[2] / "src")
    words = [sys.executable, "-m", "gulir.cli.main", "board", "list"]
    began = time.monotonic()
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "DatabaseSilent"), done.stderr[-800:]
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 60


@pytest.mark.postgres_only
def test_a_dump_that_cannot_be_taken_leaves_nothing(place, tmp_path):
    other = Place(
        home=place.home, engine=place.engine, environment=place.environment, database={**place.database, "PORT": "1"}
    )
    with pytest.raises(ToolFailed):
        make(other, tmp_path / "x")
    assert leftovers(tmp_path, place.home) == []


def test_these_refusals_tell_the_truth_in_both_languages():
    from gulir.base.messages import sentence

    problems: list[Problem] = [CannotWrite(said="x"), HouseInUse(), KeysUnreadable()]
    for problem in problems:
        for language in ("id", "en"):
            assert len(sentence(problem.code, problem.facts, language).split()) > 5
    assert main(["--version"]) == 0

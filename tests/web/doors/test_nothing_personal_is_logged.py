"""No NIK, telephone, name or password reaches a log, whatever goes wrong: pages, commands, files, the database."""

from __future__ import annotations

import io
import logging
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from gulir.base.discreet import Discreet
from gulir.base.models import Fact, Secret
from gulir.cli.main import _fault
from gulir.community.models import Person
from gulir.community.services import people
from tests.cli.stage import runner
from tests.web.doors.neighbours import rows

NIK, OTHER_NIK, PHONE = "3372015203801234", "3372015203804321", "081377665544"
NAME, OTHER, LOGIN = "Quixwhistle", "Zephyrine", "quagga.login"
PASSWORD, WRONG = "Rahasia-Okapi-77", "Salah-Okapi-78"
MARKS = (NIK, OTHER_NIK, PHONE, PHONE[1:], NAME, OTHER, LOGIN, PASSWORD, WRONG)
NEVER = (NIK, OTHER_NIK, PHONE, PHONE[1:], PASSWORD, WRONG)
"""What no table holds in the clear, and no command says; a name and a login stand where people need them."""


def marks_in(text: str, marks=MARKS) -> list[str]:
    return [mark for mark in marks if mark.lower() in text.lower()]


class Log(logging.Handler):
    """Everything that was logged: as the handlers of the settings write it, and every message of every logger."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.written = io.StringIO()
        self.records: list[logging.LogRecord] = []

    def emit(self, record):
        self.records.append(record)

    def messages(self) -> str:
        return "\n".join(f"{record.name} {record.getMessage()}" for record in self.records)


@pytest.fixture
def log(caplog, monkeypatch):
    """The handlers that the settings ask for, writing here; and all loggers, at every level."""
    kept, root = Log(), logging.getLogger()
    ours = [handler for handler in root.handlers if isinstance(handler.formatter, Discreet)]
    assert len(ours) == 1, "one handler of the settings, at the root"
    monkeypatch.setattr(ours[0], "stream", kept.written)
    monkeypatch.setattr(root, "handlers", [*root.handlers, kept])
    for name in ("", *logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name or None)
    return kept


@pytest.fixture
def desk(hall):
    """The secretary's browser, which shows a page where the server failed."""
    client = hall.at("secretary")
    client.raise_request_exception = False
    return client


def person(**more):
    return {"name": NAME, "sex": "P", "nik": NIK, "phone": PHONE, "rw": "01", "rt": "02", "key": "k", **more}


def file(text: str, name: str = f"daftar {NAME}.csv"):
    return SimpleUploadedFile(name, text.encode())


def journeys(hall, desk, monkeypatch) -> list[int]:
    """Everything that can go right and wrong with somebody's data on the pages; the status of each answer."""
    new, told = reverse("officers:person_new"), []

    def send(address, data, client=desk):
        answer = client.post(address, data)
        told.append(answer.status_code)
        return answer

    stranger = Client(raise_request_exception=False)
    send("/akun/login/", {"login": LOGIN, "password": WRONG}, stranger)
    send(new, person())  # taken
    send(new, person(key="k2"))  # the NIK is taken
    send(new, person(nik=NIK[:-1], key="k3"))  # the NIK is too short
    send(new, person(name="", key="k4"))
    send(new, person(phone=f"{PHONE}x", nik="", key="k5"))
    send(new, person(name=NAME * 9, key="k6"))
    send("/upk/warga/0/", person())  # no such page
    send(new, person(), hall.at("overseer"))  # not theirs
    told.append(desk.get(reverse("officers:people"), {"q": NAME}).status_code)
    registered = Person.objects.get(name=NAME)
    login = reverse("secretariat:login_new") + f"?warga={registered.pk}"
    send(login, {"username": LOGIN, "password": "1234", "again": "1234", "key": "l1"})
    send(login, {"username": LOGIN, "password": PASSWORD, "again": PASSWORD, "key": "l2"})
    send("/akun/login/", {"login": LOGIN, "password": WRONG}, stranger)
    send("/akun/login/", {"login": LOGIN, "password": PASSWORD}, stranger)
    heads = "name;sex;rw;nik;phone\n"
    for text in (f"{heads}{OTHER};X;01;{NIK};{PHONE}\n{OTHER};P;01;123{NIK};{PHONE}\n", f"{NAME}\x00{NIK}", ""):
        send(reverse("officers:imports"), {"kind": "people", "file": file(text)})
    send(reverse("officers:import_confirm"), {"kind": "people", "name": NAME, "content": f"!{NIK}"})
    with monkeypatch.context() as broken:  # the server fails with somebody's number in the message
        broken.setattr("gulir.web.officers.people.register_person", fails)
        send(new, person(key="k7"))
    with monkeypatch.context() as broken, transaction.atomic():  # the database refuses the row
        broken.setattr(people, "read_sex", lambda _: "X")
        send(new, person(nik=OTHER_NIK, name=OTHER, key="k8"))
        transaction.set_rollback(True)
    return told


def fails(**given):
    raise ValueError(f"{given['name']} {given['nik']} {given['phone']}")


def test_pages_log_nothing_about_anybody(hall, desk, log, monkeypatch, capfd):
    told = journeys(hall, desk, monkeypatch)
    assert {200, 302, 403, 404, 422, 500} <= set(told)
    assert told.count(500) == 2
    out, err = capfd.readouterr()
    assert "Internal Server Error: /upk/warga/baru/" in log.written.getvalue()
    assert marks_in(log.written.getvalue()) == []
    assert marks_in(log.messages()) == []
    assert marks_in(out + err) == []


def test_a_refusal_is_told_without_what_was_refused(hall, desk, monkeypatch):
    journeys(hall, desk, monkeypatch)
    refused = Fact.objects.filter(kind="CommandRefused")
    assert refused.count() >= 3
    kept = [*refused.values_list("public", "leaf"), *Secret.objects.filter(fact__in=refused).values_list("private")]
    assert marks_in(str(kept)) == []
    assert marks_in(str(list(Fact.objects.values_list("public", "leaf"))), NEVER) == []


def test_no_table_holds_a_number_or_a_password_in_the_clear(hall, desk, monkeypatch):
    journeys(hall, desk, monkeypatch)
    assert {table: found for table, cells in rows(free=()).items() if (found := marks_in(str(cells), NEVER))} == {}


def test_no_file_of_the_house_is_named_after_anybody_or_holds_what_is_sealed(hall, desk, monkeypatch):
    journeys(hall, desk, monkeypatch)
    home = Path(settings.GULIR_HOME)
    files = [path for path in home.rglob("*") if path.is_file() and ".sqlite3" not in path.name]
    assert any(path.is_relative_to(home / "cache") for path in files), "failed logins are counted there"
    assert marks_in("\n".join(str(path.relative_to(home)) for path in files)) == []
    assert {path.name: found for path in files if (found := marks_in(opened(path)))} == {}


def opened(path: Path) -> str:
    """The text of a file, unpacked where it is a counter of the cache."""
    content = path.read_bytes()
    if path.suffix == ".djcache":
        unpack = zlib.decompressobj()
        content = content[content.index(b"\x78\x9c") :] if b"\x78\x9c" in content else content
        content = unpack.decompress(content)
    return content.decode(errors="replace")


def test_commands_say_nothing_that_is_sealed(db, monkeypatch, capfd, log, tmp_path):
    """A name is said to whoever typed it; a number, a telephone, a password never."""
    run = runner(capfd)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n" * 9))
    assert run("board", "add", "X", "--name", "BKM X", "--opens-on", "2026-01-05").code == 0
    add = ("user", "add", LOGIN, "--name", NAME, "--board", "X", "--from", "2026-01-01", "--office")
    answers = [run(*add, "cashier", "--nik", NIK), run(*add, "bookkeeper", "--nik", NIK), run(*add, "raja")]
    answers.append(run(*add, "cashier", "--nik", NIK[:-2]))
    bad = tmp_path / "warga.csv"
    for text in (
        f"{OTHER};X;01;{NIK};{PHONE}",
        f"{OTHER};P;01;{NIK}9;{PHONE}",
        f"{OTHER};P;01;{OTHER_NIK};{PHONE}9999",
    ):
        bad.write_text(f"name;sex;rw;nik;phone\n{text}\n")
        answers += [run("import", "people", str(bad), "--board", "X", *more) for more in ((), ("--json",))]
    answers.append(run("check", "--board", "X"))
    assert {0, 1, 2} <= {answer.code for answer in answers}
    assert [marks_in(answer.out + answer.err, NEVER) for answer in answers] == [[]] * len(answers)
    assert marks_in(log.written.getvalue() + log.messages()) == []


# ---------------------------------------------------------------- what the tests would find


def test_a_plain_log_would_tell_who_it_was(hall, desk, log, monkeypatch):
    """Negative control: the records do hold it, only the handlers of the settings keep silent about it."""
    journeys(hall, desk, monkeypatch)
    plain = "\n".join(map(logging.Formatter().format, log.records))
    assert set(marks_in(plain)) >= {NIK, PHONE, NAME}
    assert (OTHER in plain) == (connection.vendor == "postgresql")  # it repeats the row that it refuses


def test_a_message_with_a_name_in_it_would_be_found(log):
    logging.getLogger("gulir.anything").warning("refused %s", NAME)
    assert marks_in(log.written.getvalue()) == [NAME]
    assert marks_in(log.messages()) == [NAME]


def test_the_constraint_that_refused_is_named(db, capsys):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Person.objects.create(name=NAME, sex="X")
    _fault(refused.type, refused.value, refused.tb)
    said = capsys.readouterr().err
    assert "a_person_is_a_woman_or_a_man" in said
    assert "IntegrityError" in said
    assert marks_in(said) == []


def test_the_server_keeps_no_list_of_who_asked_for_what(monkeypatch):
    """Addresses hold what people search for."""
    from gulir.cli import house

    asked = {}

    class Server:
        def __init__(self, *_names, **given):
            asked.update(given)

        def serve(self):
            asked["served"] = True

    monkeypatch.setattr("granian.Granian", Server)
    house._serve("127.0.0.1", 8000, 1)
    assert asked["served"]
    assert asked["log_access"] is False

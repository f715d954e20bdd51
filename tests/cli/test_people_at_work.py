"""Logins at the command line: who acts is who gave the password or the key; two people close a day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from gulir.cli import door
from gulir.community.models import OfficeTerm, Person, User
from gulir.core.problems.care import LoginNotKnown, TokenNotValid

pytestmark = pytest.mark.django_db

PASSWORD = "melati-di-teras-rumah"
DAY = date(2026, 1, 5)
NOON = datetime(2026, 1, 5, 5, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """The door's own clock, a second later at every look."""
    ticks = iter(range(1, 100_000))
    monkeypatch.setattr(door, "now", lambda: NOON + timedelta(seconds=next(ticks)))


@pytest.fixture
def typed(monkeypatch):
    """What people type at the password prompt, by login."""
    passwords = {}
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("gulir.cli.door.getpass.getpass", lambda prompt, stream=None: passwords.get("all", PASSWORD))
    return passwords


@pytest.fixture
def board(run, clock, typed):
    """A live board with a cashier, a bookkeeper and a manager."""
    assert run("board", "add", "X", "--name", "BKM X", "--opens-on", "2026-01-05").code == 0
    for login, name, office in (
        ("siti", "Siti Aminah", "cashier"),
        ("budi", "Budi Santoso", "bookkeeper"),
        ("darto", "Darto Wibowo", "upk_manager"),
    ):
        answer = run("user", "add", login, "--name", name, "--office", office, "--board", "X", "--from", "2026-01-01")
        assert answer.code == 0, answer.err
    assert run("board", "live", "X", "--on", "2026-01-05").code == 0
    return run


def test_a_user_is_a_person_a_login_and_an_office_with_its_term(run, clock, typed):
    run("board", "add", "X", "--name", "BKM X", "--opens-on", "2026-01-05")
    answer = run(
        "user", "add", "siti", "--name", "Siti Aminah", "--office", "cashier", "--board", "X", "--from", "2026-01-01",
        "--to", "2026-12-31", "--nik", "3372015203800001", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    person = Person.objects.get(name="Siti Aminah")
    term = OfficeTerm.objects.get(person=person)
    assert (term.office, term.starts_on, term.ends_before) == ("cashier", date(2026, 1, 1), date(2027, 1, 1))
    assert User.objects.get(username="siti").check_password(PASSWORD)
    assert "3372015203800001" not in answer.out + answer.err

    more = run("user", "add", "siti", "--name", "Siti Aminah", "--office", "loan_officer", "--board", "X")
    assert more.code == 0, more.err
    assert Person.objects.filter(name="Siti Aminah").count() == 1
    assert OfficeTerm.objects.filter(person=person).count() == 2


def test_an_office_that_may_not_be_held_leaves_no_login_behind(run, clock, typed):
    """All or nothing: a refused office takes the new person and login with it."""
    run("board", "add", "X", "--name", "BKM X", "--opens-on", "2026-01-05")
    answer = run("user", "add", "siti", "--name", "Siti Aminah", "--office", "raja", "--board", "X")
    assert (answer.code, answer.err.split(":")[0]) == (2, "OfficeUnknown")
    assert not User.objects.filter(username="siti").exists()
    assert not Person.objects.filter(name="Siti Aminah").exists()


def test_incompatible_offices_are_refused(board):
    answer = board("user", "add", "siti", "--name", "Siti Aminah", "--office", "bookkeeper", "--board", "X")
    assert (answer.code, answer.err.split(":")[0]) == (2, "OfficesIncompatible")


def test_two_people_close_a_day(board):
    counted = board("close", "day", "2026-01-05", "--board", "X", "--as", "siti")
    assert counted.code == 0, counted.err
    same = board("close", "day", "2026-01-05", "--board", "X", "--confirm", "--as", "siti")
    assert (same.code, same.err.split(":")[0]) == (2, "SecondPersonNeeded")
    done = board("close", "day", "2026-01-05", "--board", "X", "--confirm", "--as", "budi", "--json")
    assert json.loads(done.out) == {"day": "2026-01-05", "open_day": "2026-01-06"}


def test_a_count_comes_from_a_file(board, tmp_path):
    file = tmp_path / "kas.json"
    file.write_text(
        '[{"account": "11010", "denominations": {"1000": 5}, "reason": "sisa kembalian"}]', encoding="utf-8"
    )
    answer = board("close", "day", "2026-01-05", "--board", "X", "--count", str(file), "--as", "siti", "--json")
    assert json.loads(answer.out) == {"day": "2026-01-05", "counted": 5000, "difference": 5000}


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"account": "11010"}', '[{"denominations": []}]', "\xff"])
def test_a_count_that_is_none_is_refused(board, tmp_path, content):
    file = tmp_path / "kas.json"
    file.write_bytes(content.encode("latin-1"))
    answer = board("close", "day", "2026-01-05", "--board", "X", "--count", str(file), "--as", "siti")
    assert (answer.code, answer.err.split(":")[0]) == (2, "BadInput")


def test_whoever_holds_no_right_is_refused(board):
    answer = board("close", "month", "2026-01", "--board", "X", "--as", "siti")
    assert (answer.code, answer.err.split(":")[0]) == (2, "NotAllowed")


def test_a_wrong_password_and_an_unknown_login_sound_the_same(board, typed):
    typed["all"] = "salah-semua-salah"
    wrong = board("close", "day", "2026-01-05", "--board", "X", "--as", "siti")
    unknown = board("close", "day", "2026-01-05", "--board", "X", "--as", "hantu")
    assert (wrong.code, unknown.code) == (2, 2)
    assert wrong.err.replace("siti", "hantu") == unknown.err


def test_a_blocked_login_may_not_act(board):
    User.objects.filter(username="siti").update(is_active=False)
    with pytest.raises(LoginNotKnown):
        door.actor("siti")


def test_without_a_terminal_the_password_is_not_guessed(board, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    answer = board("close", "day", "2026-01-05", "--board", "X", "--as", "siti")
    assert answer.code == 64
    assert "GULIR_TOKEN" in answer.err


def token(board, login: str = "siti", days: int = 30) -> str:
    answer = board("user", "token", login, "--board", "X", "--days", str(days), "--json")
    assert answer.code == 0, answer.err
    return str(json.loads(answer.out)["token"])


def test_a_key_lets_a_script_act(board, monkeypatch, typed):
    monkeypatch.setenv("GULIR_TOKEN", token(board))
    typed["all"] = "nobody asks"
    answer = board("close", "day", "2026-01-05", "--board", "X", "--as", "siti")
    assert answer.code == 0, answer.err


def test_a_key_of_another_login_opens_nothing(board, monkeypatch):
    monkeypatch.setenv("GULIR_TOKEN", token(board))
    with pytest.raises(TokenNotValid):
        door.actor("budi")


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "x", lambda t: t.replace(":", "")]
)
def test_a_changed_key_opens_nothing(board, monkeypatch, spoil):
    monkeypatch.setenv("GULIR_TOKEN", spoil(token(board)))
    with pytest.raises(TokenNotValid):
        door.actor("siti")


def test_a_key_ends_by_its_day_and_by_a_new_password(board, monkeypatch):
    given = token(board, days=1)
    monkeypatch.setenv("GULIR_TOKEN", given)
    assert door.actor("siti").name == "Siti Aminah"

    monkeypatch.setattr(door, "now", lambda: NOON + timedelta(days=2))
    with pytest.raises(TokenNotValid):
        door.actor("siti")

    monkeypatch.setattr(door, "now", lambda: NOON)
    user = User.objects.get(username="siti")
    user.set_password("sandi-yang-baru-sekali")
    User.objects.filter(pk=user.pk).update(password=user.password)
    with pytest.raises(TokenNotValid):
        door.actor("siti")


def test_once_there_is_a_coordinator_the_founder_does_nothing_more(board):
    answer = board(
        "user", "add", "hasan", "--name", "Hasan", "--office", "coordinator", "--board", "X", "--from", "2026-01-01"
    )
    assert answer.code == 0, answer.err
    refused = board("close", "through", "2026-01-05", "--board", "X")
    assert (refused.code, refused.err.split(":")[0]) == (2, "NotAllowed")


def test_a_month_and_a_year_are_closed_by_their_checklists(board, monkeypatch):
    later = datetime(2027, 1, 2, 5, 0, tzinfo=UTC)
    ticks = iter(range(1, 100_000))
    monkeypatch.setattr(door, "now", lambda: later + timedelta(seconds=next(ticks)))
    early = board("close", "month", "2026-01", "--board", "X", "--as", "budi")
    assert (early.code, early.err.split(":")[0]) == (2, "DaysStillOpen")

    assert board("close", "through", "2027-01-01", "--board", "X", "--as", "siti").code == 0
    wrong = board("close", "month", "2026-02", "--board", "X", "--as", "budi")
    assert (wrong.code, wrong.err.split(":")[0]) == (2, "MonthNotNext")
    for month in range(1, 13):
        done = board("close", "month", f"2026-{month:02d}", "--board", "X", "--as", "budi", "--json")
        assert done.code == 0, done.err
        assert json.loads(done.out)["month"] == f"2026-{month:02d}"

    year = board("close", "year", "2026", "--board", "X", "--as", "budi")
    assert year.code == 0, year.err
    again = board("close", "year", "2026", "--board", "X", "--as", "budi")
    assert again.code == 2

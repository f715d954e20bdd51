"""The calendar of a demonstration: turned on from a page, never back, and unknown where real books are kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse

from gulir.care.calendar import NAME, ahead, turn_back_to_the_world, turn_on
from gulir.cli import door
from gulir.community import services as community
from gulir.ledger.models import Day
from gulir.web.calendar import MOST
from gulir.web.words import day as day_in_words
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings):
    place = Path(settings.GULIR_HOME)
    turn_back_to_the_world(place)
    yield place
    turn_back_to_the_world(place)


@pytest.fixture
def hall(founded, monkeypatch, home):
    return make_hall(monkeypatch, founded)


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def turn(hall, to, who="cashier"):
    return hall.send(who, "calendar", to=to.isoformat())


@pytest.mark.parametrize("who", ["cashier", "trustee", "overseer", "facilitator", "Yuni"])
def test_a_newcomer_at_any_desk_turns_the_calendar_and_the_books_stay(hall, home, demo, who):
    day, first = hall.fund.open_day(), hall.fund.today
    assert turn(hall, first + timedelta(days=31), who).status_code == 302
    page = words(hall.see(who, "calendar"))
    assert "Data contoh untuk belajar" in page
    assert ahead(home) == timedelta(days=31)
    assert hall.fund.open_day() == day
    assert f"Hari ini sekarang {day_in_words(first + timedelta(days=31))}." in page


def test_what_is_done_after_it_is_done_on_that_day(hall, home, demo):
    first = hall.fund.today
    through = first + timedelta(days=6)
    refused = hall.send("cashier", "officers:day_empty", through=through.isoformat(), key="a")
    assert refused.status_code == 422
    turn(hall, first + timedelta(days=7))
    assert hall.send("cashier", "officers:day_empty", through=through.isoformat(), key="b").status_code == 302
    assert Day.objects.get(book=hall.fund.book, day=through).closed_at.date() == first + timedelta(days=7)


@pytest.mark.parametrize("days", [-1, 0, MOST.days + 1])
def test_it_is_not_turned_back_and_not_too_far(hall, home, demo, days):
    assert turn(hall, hall.fund.today + timedelta(days=days)).status_code == 422
    assert ahead(home) == timedelta()


@pytest.mark.parametrize("text", ["", "besok", "2026-02-30"])
def test_what_is_no_day_is_told(hall, home, demo, text):
    assert hall.send("cashier", "calendar", to=text).status_code == 422
    assert ahead(home) == timedelta()


def test_it_stops_before_nobody_may_do_anything(hall, home, demo):
    """An office that ends would leave its holder without a desk, and the calendar has no way back."""
    today = hall.fund.today
    wati = hall.fund.do("secretary", community.register_person, name="Wati", sex="P")["person"]
    hall.fund.do(
        "coordinator", community.take_office, person=UUID(wati), office="upl", starts_on=today,
        ends_before=today + timedelta(days=20),
    )  # fmt: skip
    said = turn(hall, today + timedelta(days=20))
    assert "masa jabatan" in words(said)
    assert turn(hall, today + timedelta(days=19)).status_code == 302


def test_it_does_not_wait_for_whoever_only_visits(hall, home, demo):
    """The facilitator's term ends; day, loans and decisions go on."""
    term = hall.fund.stage.terms["Mas Bayu"]
    hall.fund.do("coordinator", community.end_office, term=term, on=hall.fund.today + timedelta(days=20))
    assert turn(hall, hall.fund.today + timedelta(days=30)).status_code == 302


def test_where_real_books_are_kept_there_is_no_such_page_and_the_file_is_not_read(hall, home):
    assert hall.see("cashier", "calendar").status_code == 404
    assert turn(hall, hall.fund.today + timedelta(days=1)).status_code == 404
    assert not (home / NAME).exists()
    turn_on(home, 30)
    through = hall.fund.today + timedelta(days=6)
    assert hall.send("cashier", "officers:day_empty", through=through.isoformat(), key="a").status_code == 422
    assert reverse("calendar") not in hall.see("cashier", "officers:home").content.decode()


def test_the_command_line_reads_the_same_calendar(home, demo, settings):
    turn_on(home, 30)
    there = door.now()
    settings.DEMO = False
    assert timedelta(days=29) < there - door.now() < timedelta(days=31)


def test_the_calendar_itself_never_goes_back(tmp_path):
    assert turn_on(tmp_path, 3) == timedelta(days=3)
    assert turn_on(tmp_path, 4) == timedelta(days=7)
    with pytest.raises(ValueError, match="-1"):
        turn_on(tmp_path, -1)
    assert ahead(tmp_path) == timedelta(days=7)

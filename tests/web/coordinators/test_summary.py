"""Those who look from outside have a home: figures and offices, no borrower's name, nothing to change."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gulir.base.models import Actor
from gulir.base.reference import offices
from gulir.community import services
from gulir.community.models import OfficeTerm, User
from gulir.community.queries import DESKS, board_of
from gulir.web.desks import DESKS as HOMES
from tests.community.stage import FIRST, empty_board
from tests.web.stage import words


def someone_in(hall, office: str) -> Client:
    """A person who holds this office at the board of the hall, logged in."""
    person = hall.fund.do("secretary", services.register_person, name="Pak Lurah", sex="L")["person"]
    hall.fund.stage.people["Pak Lurah"] = person
    hall.fund.do("secretary", services.take_office, person=person, office=office, starts_on=date(2026, 2, 1))
    actor = Actor.objects.create(person=person, name="Pak Lurah")
    user = User.objects.create_user(username="pak.lurah", actor=actor, person_id=person)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_desk_of_every_office_has_a_first_page():
    assert {office.desk for office in offices().values()} <= set(HOMES)
    assert set(DESKS) == set(HOMES)


@pytest.mark.parametrize("office", sorted(offices()))
def test_everyone_in_office_arrives_at_a_page(hall, office):
    OfficeTerm.objects.filter(book=hall.fund.book, office="coordinator").update(ends_before=date(2026, 2, 1))
    answer = someone_in(hall, office).get("/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain


@pytest.mark.parametrize("office", ["village_head", "city_coordinator"])
def test_they_read_figures_and_no_borrower(hall, office):
    hall.fund.pay(hall.fund.lend("Melati"), 575_000)
    client = someone_in(hall, office)
    answer = client.get("/", follow=True)
    assert answer.redirect_chain[-1][0] == reverse("coordinators:home")
    said = words(answer)
    assert "Anda membaca ringkasan tanpa nama peminjam" in said
    assert "Rp9.500.000" in said or "Pinjaman di tangan warga" in said
    for name in ("Yuni", "Karti", "Sumi"):
        assert name not in said
    assert client.get(reverse("trustees:rulebook")).status_code == 200


def test_only_the_head_of_the_village_reads_who_holds_which_office(hall):
    assert "Bu Rahma" in words(someone_in(hall, "village_head").get("/", follow=True))


def test_the_city_reads_how_many_not_who(hall):
    said = words(someone_in(hall, "city_coordinator").get("/", follow=True))
    assert "Bu Rahma" not in said
    assert "Koordinator BKM" in said


@pytest.mark.parametrize("office", ["village_head", "city_coordinator"])
@pytest.mark.parametrize(
    "page",
    ["officers:home", "trustees:home", "trustees:agenda", "overseers:home", "members:home", "secretariat:people"],
)
def test_no_other_door_opens_for_them(hall, office, page):
    assert someone_in(hall, office).get(reverse(page)).status_code == 403


@pytest.mark.parametrize("who", ["cashier", "coordinator", "overseer", "Yuni"])
def test_the_summary_is_for_them_alone(hall, who):
    assert hall.see(who, "coordinators:home").status_code == 403


def test_a_coordinator_of_two_boards_sees_both_side_by_side(hall):
    client = someone_in(hall, "city_coordinator")
    other = empty_board("kampung-baru")
    person = hall.fund.stage.people["Pak Lurah"]
    OfficeTerm.objects.create(book_id=other.book, person_id=person, office="city_coordinator", starts_on=FIRST)
    said = words(client.get(reverse("coordinators:home")))
    assert "BKM yang Anda dampingi" in said
    assert board_of(other.book).name in said
    assert board_of(hall.fund.book).name in said

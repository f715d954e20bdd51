"""A KSM's meetings read at other desks, and the ways there: from the KSM's page, a loan's card, a warning."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gulir.mentoring import services as mentoring
from gulir.mentoring.models import GroupMeeting
from gulir.mentoring.services import Came, Money, Said, Sheet
from tests.lending.stage import MEMBERS, OPENS
from tests.mentoring.stage import RULES
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(founded, monkeypatch):
    return make_hall(monkeypatch, founded)


def group(hall, name="Melati"):
    return hall.fund.stage.groups[name]


def hold(hall, box=0):
    """A meeting of today at which Agus is ill and Karti's trouble is talked about."""
    came = [Came(person=hall.person(name), came="present") for name in MEMBERS["Melati"][:-1]]
    money = [Money(kind="savings", amount=10_000, person=one.person) for one in came]
    sheet = Sheet(
        attendance=[*came, Came(person=hall.person("Agus"), came="excused", reason="Sakit jantung")],
        money=money,
        counted=box + 40_000,
        agenda=[Said(topic="member_problem", said="Gerobak Karti dicuri")],
    )
    made = hall.fund.do("Yuni", mentoring.hold_meeting, group=group(hall), on=hall.fund.today, sheet=sheet)
    return made["meeting"]


@pytest.fixture
def met(hall):
    hall.fund.do("Yuni", mentoring.agree_on_rules, group=group(hall), starts_on=OPENS, **RULES)
    return hold(hall)


@pytest.mark.parametrize("who", ["loan_officer", "upk_manager", "trustee", "overseer", "bookkeeper", "facilitator"])
def test_other_desks_read_the_list_and_one_meeting(hall, met, who):
    page = hall.see(who, "calls:meetings", group(hall))
    assert "4 dari 5" in words(page)
    assert "Rp40.000" in words(page)
    href = reverse("signs:meeting", args=[met])
    assert href in page.content.decode()
    read = words(hall.at(who).get(href))
    assert "Hadir 4 dari 5 anggota" in read
    inside = who == "facilitator"
    assert ("Gerobak" in read) == ("Sakit jantung" in read) == inside
    assert ("1 pembicaraan tentang masalah anggota tidak ditampilkan" in read) != inside


@pytest.mark.parametrize(
    ("who", "status"), [("Yuni", 200), ("Agus", 200), ("Tini", 404), ("cashier", 403), ("overseer", 200)]
)
def test_who_reads_the_list(hall, met, who, status):
    assert hall.see(who, "calls:meetings", group(hall)).status_code == status


def test_the_list_of_a_ksm_that_never_met_is_empty(hall):
    assert "KSM ini belum mencatat pertemuan." in words(hall.see("overseer", "calls:meetings", group(hall, "Mawar")))


def test_a_meeting_that_was_corrected_is_listed_once(hall, met):
    came = [Came(person=hall.person(name), came="present") for name in MEMBERS["Melati"]]
    sheet = Sheet(attendance=came, money=(), counted=0)
    hall.fund.do("Yuni", mentoring.correct_meeting, meeting=met, reason="Salah tulis", sheet=sheet)
    page = words(hall.see("overseer", "calls:meetings", group(hall)))
    assert page.count("Pertemuan ke-1") == 1
    assert "diperbaiki" in page
    assert "Rp40.000" not in page


def test_the_way_back_is_a_page_that_opens(hall, met):
    for who in ("bookkeeper", "loan_officer", "overseer", "Yuni", "Agus"):
        page = hall.see(who, "calls:meetings", group(hall)).content.decode()
        back = page.split('class="crumbs"')[1].split('href="')[1].split('"')[0]
        assert hall.at(who).get(back).status_code == 200, (who, back)


def test_a_warning_opens_to_the_meetings_it_comes_from(hall, met):
    hall.fund.today += timedelta(days=7)
    second = GroupMeeting.objects.count()
    for _ in range(2):
        came = [Came(person=hall.person(name), came="present") for name in MEMBERS["Melati"]]
        sheet = Sheet(attendance=came, money=(), counted=40_000)
        hall.fund.do("Yuni", mentoring.hold_meeting, group=group(hall), on=hall.fund.today, sheet=sheet)
        hall.fund.today += timedelta(days=7)
    assert GroupMeeting.objects.count() == second + 2
    page = hall.see("overseer", "calls:group", group(hall)).content.decode()
    assert "Tidak ada yang menabung pada 2 pertemuan terakhir." in page
    last = GroupMeeting.objects.latest("number")
    assert reverse("signs:meeting", args=[last.pk]) in page
    assert "5 dari 5 hadir, tidak ada tabungan masuk" in page


# ---------------------------------------------------------------- the ways there


@pytest.mark.parametrize(
    ("who", "page", "leads"),
    [
        ("loan_officer", "officers:group", True), ("cashier", "officers:group", False),
        ("Yuni", "members:group", True), ("Agus", "members:group", False),
    ],
)  # fmt: skip
def test_the_page_of_a_ksm_leads_to_its_visits_for_who_may_read_them(hall, who, page, leads):
    read = hall.see(who, page, group(hall)).content.decode()
    assert (reverse("calls:group", args=[group(hall)]) in read) == leads


@pytest.mark.parametrize(
    ("who", "page", "leads"),
    [
        ("loan_officer", "officers:loan", True), ("cashier", "officers:loan", False),
        ("trustee", "officers:loan", True), ("overseer", "overseers:loan", True),
        ("Yuni", "members:card", True), ("Agus", "members:card", False),
    ],
)  # fmt: skip
def test_the_card_of_a_loan_leads_to_the_visits_for_who_may_read_them(hall, who, page, leads):
    loan = hall.fund.lend()
    read = hall.see(who, page, loan.pk).content.decode()
    assert (reverse("calls:group", args=[group(hall)]) in read) == leads


@pytest.mark.parametrize(("who", "home"), [("trustee", "trustees:home"), ("overseer", "overseers:home")])
def test_who_watches_over_the_board_is_told_of_warnings(hall, who, home):
    assert "tanda bahaya" not in words(hall.see(who, home))
    hall.move_to(OPENS + timedelta(days=61))
    page = hall.see(who, home)
    assert "2 KSM punya tanda bahaya." in words(page)
    assert reverse("calls:warnings") in page.content.decode()


def test_the_officers_home_leads_to_the_list_for_who_may_read_it(hall):
    for who, leads in (("loan_officer", True), ("upk_manager", True), ("cashier", False), ("bookkeeper", False)):
        assert (reverse("calls:warnings") in hall.see(who, "officers:home").content.decode()) == leads

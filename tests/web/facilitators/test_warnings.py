"""The early-warning list on its pages: every warning a sentence that opens to its records; one sheet for next week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gulir.base.reference import rule_texts
from gulir.mentoring import services as mentoring
from gulir.mentoring.services import Came, Money, Sheet
from gulir.mentoring.services.visit_sheets import VisitSheet
from gulir.mentoring.services.visits import record_visit
from gulir.web.calls.ahead import RULES
from tests.lending.stage import MEMBERS, OPENS
from tests.mentoring.stage import RULES as AGREED
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(founded, monkeypatch, settings, tmp_path):
    settings.GULIR_HOME = tmp_path
    return make_hall(monkeypatch, founded)


def group(hall, name="Melati"):
    return hall.fund.stage.groups[name]


def visit(hall, name="Melati", **more):
    met = [hall.person(MEMBERS[name][0])]
    sheet = VisitSheet(**{"purpose": "routine", "minutes": 30, "met": met, **more})
    hall.fund.do("facilitator", record_visit, group=group(hall, name), on=hall.fund.today, sheet=sheet)


def meeting(hall):
    came = [Came(person=hall.person(name), came="present") for name in MEMBERS["Melati"]]
    money = [Money(kind="savings", amount=10_000, person=one.person) for one in came]
    sheet = Sheet(attendance=came, money=money, counted=50_000)
    hall.fund.do("Yuni", mentoring.hold_meeting, group=group(hall), on=hall.fund.today, sheet=sheet)


def worried(hall):
    """KSM Melati stopped meeting, pays late, its books are behind and nobody saw what the loan is used for."""
    hall.fund.do("Yuni", mentoring.agree_on_rules, group=group(hall), starts_on=OPENS, **AGREED)
    meeting(hall)
    hall.fund.lend()
    visit(hall, books="no")
    visit(hall, "Mawar")
    hall.move_to(OPENS + timedelta(days=50))


def test_every_warning_is_a_sentence_with_its_rule_and_its_records(hall):
    worried(hall)
    page = words(hall.see("facilitator", "calls:group", group(hall)))
    for said in (
        "6 pertemuan terakhir tidak terjadi.",
        "9 Maret 2026 sampai 15 Maret 2026: tidak ada catatan pertemuan",
        "Angsuran pertama terlambat 19 hari.",
        "belum lunas",
        "Penggunaan 1 pinjaman belum pernah dilihat.",
        "Buku KSM belum beres pada 1 pemeriksaan terakhir.",
        "Kunjungan 2 Maret 2026",
        rule_texts()["mentoring.missed_meetings"].meaning.id,
        "Pertemuan terlewat berturut-turut : 2 pertemuan",
        "kunjungi paling lambat 28 April 2026",
    ):
        assert said in page
    raw = hall.see("facilitator", "calls:group", group(hall)).content.decode()
    assert reverse("trustees:rule", args=["mentoring.missed_meetings"]) in raw
    assert 'id="tanda-missed_meetings"' in raw


def test_a_ksm_without_a_warning_shows_none(hall):
    worried(hall)
    page = words(hall.see("facilitator", "calls:group", group(hall, "Mawar")))
    assert "Tanda bahaya" not in page


def test_the_home_names_who_cannot_wait_and_leads_to_the_list(hall):
    worried(hall)
    raw = hall.see("facilitator", "facilitators:home").content.decode()
    page = words(hall.see("facilitator", "facilitators:home"))
    assert "KSM Melati punya 4 tanda bahaya. Kunjungi paling lambat 28 April 2026." in page
    assert f"{reverse('calls:group', args=[group(hall)])}#tanda-books_behind" in raw
    assert reverse("calls:warnings") in raw
    assert reverse("calls:week") in raw


def test_a_calm_home_has_no_warning(hall):
    for name in ("Melati", "Mawar"):
        visit(hall, name)
    page = words(hall.see("facilitator", "facilitators:home"))
    assert "Tidak ada tanda bahaya. Semua KSM berjalan baik." in page
    assert "Minggu depan tidak ada yang mendesak." in page


def test_the_list_says_who_was_visited_and_what_each_warning_means(hall):
    worried(hall)
    page = words(hall.see("facilitator", "calls:warnings"))
    assert "Dengan 3 tanda atau lebih, KSM dikunjungi dalam 7 hari." in page
    assert "100% KSM dikunjungi dalam 60 hari terakhir; 0 KSM belum." in page
    assert all(rule_texts()[key].meaning.id in page for key in RULES)
    assert "Mawar" not in page
    hall.move_to(OPENS + timedelta(days=61))
    page = words(hall.see("facilitator", "calls:warnings"))
    assert "0% KSM dikunjungi dalam 60 hari terakhir; 2 KSM belum." in page
    assert page.index("Melati") < page.index("Mawar")


def test_next_week_holds_those_with_warnings_other_reasons_and_promised_days(hall):
    worried(hall)
    page = words(hall.see("facilitator", "calls:week"))
    assert "Melati" in page
    assert "Mawar" not in page
    visit(hall, "Mawar", next_on=hall.fund.today + timedelta(days=7))
    page = words(hall.see("facilitator", "calls:week"))
    assert "Sudah dijanjikan untuk 28 April 2026." in page
    assert page.index("Melati") < page.index("Mawar")


def test_what_a_warning_says_is_not_said_twice(hall):
    hall.move_to(OPENS + timedelta(days=61))
    page = words(hall.see("facilitator", "calls:week"))
    assert page.count("hari belum dikunjungi.") == 2  # once for each KSM


@pytest.mark.parametrize("page", ["calls:warnings", "calls:week"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("facilitator", 200), ("loan_officer", 200), ("upk_manager", 200), ("trustee", 200), ("overseer", 200),
     ("Yuni", 200), ("Agus", 403), ("cashier", 403), ("bookkeeper", 403)],
)  # fmt: skip
def test_who_reads_the_lists(hall, page, who, status):
    assert hall.see(who, page).status_code == status


def test_who_leads_a_ksm_reads_of_their_own_alone(hall):
    hall.move_to(OPENS + timedelta(days=61))
    for page in ("calls:warnings", "calls:week"):
        read = words(hall.see("Yuni", page))
        assert "Melati" in read
        assert "Mawar" not in read


def test_english(hall):
    worried(hall)
    client = hall.at("facilitator")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    for page, args in (("calls:warnings", ()), ("calls:week", ()), ("calls:group", (group(hall),))):
        read = words(hall.see("facilitator", page, *args))
        assert "pertemuan terakhir" not in read
        assert "meetings did not take place" in read

"""The visit by clicking: the household, the five headings, the refusal with what fits, the exception."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gulir.community.models import Kinship, Person
from gulir.lending import services as lending
from gulir.lending.models import Application, Survey
from tests.lending.test_applications import ask
from tests.web.stage import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(hall):
    return ask(hall.fund, [(hall.person("Yuni"), 3_000_000)])


def visit(hall, asked, **boxes):
    sent = {
        "visit-TOTAL_FORMS": "1", "visit-INITIAL_FORMS": "1", "visit-0-person": str(hall.person("Yuni")),
        "visit-0-amount": "3000000", "note": "", "key": "kunjungan",
        **{f"visit-0-{name}": value for name, value in boxes.items()},
    }  # fmt: skip
    return hall.send("loan_officer", "officers:application_verify", asked, **sent)


def test_too_much_is_said_on_the_form_with_what_would_fit(hall, asked):
    answer = visit(hall, asked, income="600.000", costs="400.000")
    assert answer.status_code == 422
    assert "rumah tangganya sanggup Rp150.000" in words(answer)
    assert "sekitar Rp1.300.000" in words(answer)
    assert not Survey.objects.exists()


def test_with_a_reason_it_waits_for_somebody_else(hall, asked):
    visit(hall, asked, income="600.000", costs="400.000", character="4", exception="Kiriman dari anaknya")
    page = hall.see("coordinator", "officers:application", asked)
    assert "Bagian Yuni melewati kemampuan rumah tangganya" in words(page)
    address = reverse("officers:exception", args=[asked, hall.person("Yuni")])
    assert address in page.content.decode()
    one = words(hall.see("coordinator", "officers:exception", asked, hall.person("Yuni")))
    assert "Kiriman dari anaknya" in one
    assert hall.at("coordinator").post(address, {"reason": ""}).status_code == 422
    assert hall.at("coordinator").post(address, {"reason": "Sudah dilihat sendiri"}).status_code == 302
    assert Survey.objects.get().allowed_reason == "Sudah dilihat sendiri"
    assert "Diizinkan" in words(hall.see("coordinator", "officers:application", asked))


def test_the_boxes_begin_with_what_the_member_wrote(hall, asked):
    hall.fund.do(
        "Yuni", lending.fill_member_form, group=hall.fund.stage.groups["Melati"], person=hall.person("Yuni"),
        amount=3_000_000, business="Warung sayur", turnover=2_345_000, costs=1_000_000, living_costs=321_000,
    )  # fmt: skip
    page = hall.see("loan_officer", "officers:application_verify", asked).content.decode()
    assert "2.345.000" in page
    assert "321.000" in page
    assert "Warung sayur" in page


def test_the_page_shows_the_survey_and_what_to_weigh(hall, asked):
    Person.objects.filter(pk=hall.person("Yuni")).update(poor_listed=False)
    visit(hall, asked, income="900.000", costs="400.000", capital="2")
    page = words(hall.see("upk_manager", "officers:application", asked))
    assert "Lihat dulu sebelum memutuskan" in page
    assert "Yuni belum tercatat dalam daftar PS2." in page
    assert "Rp375.000" in page
    assert "Kemampuan rumah tangga sebulan" in words(hall.see("upk_manager", "officers:application_sign", asked))


def test_kin_of_an_officer_is_said_before_anything_is_decided(hall, asked):
    pair = sorted((hall.person("Yuni"), hall.person("Bu Rahma")))
    Kinship.objects.create(
        book_id=hall.fund.book, one_id=pair[0], other_id=pair[1], relation="sibling", declared_on=hall.fund.today
    )
    page = words(hall.see("upk_manager", "officers:application", asked))
    assert "Yuni keluarga Bu Rahma" in page
    assert "Diputuskan rapat BKM lengkap" in page


def test_what_is_alike_is_shown_and_nothing_is_refused(hall, asked):
    fund = hall.fund
    texts = ("Warung sayur di depan rumah Pak RT", "Warung sayur didepan rumah Pak RT")
    Application.objects.get(pk=asked).shares.update(business=texts[0])
    other = ask(fund, [(hall.person("Tini"), 500_000)], group="Mawar")
    Application.objects.get(pk=other).shares.update(business=texts[1])
    page = words(hall.see("upk_manager", "officers:application", other))
    assert "Tini dan Yuni (KSM Melati, PGJ-2026-0001) menulis usaha dengan kata yang sama." in page
    fund.verify(other)

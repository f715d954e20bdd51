"""The facilitator asks a member again in one form; who may read sees then and now, and a correction beside it."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.lending import services as lending
from gulir.mentoring.models import FollowUp
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db
SIX = date(2026, 9, 2)


@pytest.fixture
def hall(founded, monkeypatch):
    """Yuni and Karti filled in their forms, KSM Melati borrowed; six months have passed."""
    made = make_hall(monkeypatch, founded)
    fund = made.fund
    for name in ("Yuni", "Karti"):
        fund.do(
            "loan_officer", lending.fill_member_form, group=fund.stage.groups["Melati"], person=made.person(name),
            amount=1_000_000, business="Warung", business_since=2020, capital=500_000, turnover=2_000_000,
            costs=1_500_000,
        )  # fmt: skip
    fund.lend("Melati")
    fund.today = SIX
    return made


def answers(**more):
    """What a form sends for an ordinary answer; everything left out is empty."""
    return {
        "key": "k1", "asked_on": SIX.isoformat(), "answer": "answered", "alive": "yes", "workers": "2",
        "capital": "900.000", "turnover": "2.600.000", "costs": "1.800.000", "j1_who": "owner", "j1_hours": "48",
        "j1_months": "12", "j1_sex": "P", "j1_poor": "on", **more,
    }  # fmt: skip


def send(hall, name="Yuni", turn="month_6", **more):
    return hall.send("facilitator", "outcomes:ask", hall.person(name), turn, **answers(**more))


def test_the_desk_says_how_many_wait_and_the_list_leads_to_the_form(hall):
    assert "2 anggota menunggu ditanya ulang" in words(hall.see("facilitator", "facilitators:home"))
    page = hall.see("facilitator", "outcomes:due")
    assert f"/perubahan/tanya/{hall.person('Yuni')}/month_6/" in page.content.decode()
    assert "Perlu ditanya" in words(page)
    send(hall)
    assert "1 anggota menunggu ditanya ulang" in words(hall.see("facilitator", "facilitators:home"))
    assert (
        f"/perubahan/tanya/{hall.person('Yuni')}/month_6/"
        not in hall.see("facilitator", "outcomes:due").content.decode()
    )


def test_a_round_that_waits_longer_than_the_rule_is_late(hall):
    hall.fund.today = date(2026, 10, 2)
    assert "Terlambat" not in words(hall.see("facilitator", "outcomes:due"))
    hall.fund.today = date(2026, 10, 3)
    assert "Terlambat, 31 hari menunggu" in words(hall.see("facilitator", "outcomes:due"))


def test_the_questions_are_those_of_the_form_before_the_loan(hall):
    page = words(hall.see("facilitator", "outcomes:ask", hall.person("Yuni"), "month_6"))
    for label in ("Yang bekerja di usaha ini", "Modal sekarang", "Penjualan sebulan", "Biaya usaha sebulan",
                  "Pendapatan lain serumah sebulan", "Biaya hidup serumah sebulan", "Angsuran lain sebulan",
                  "Tanggungan"):  # fmt: skip
        assert label in page
    assert "2.000.000" not in page  # what was said before is not put into anybody's mouth


def test_an_answer_is_written_and_read_beside_how_it_was(hall):
    answer = send(hall)
    row = FollowUp.objects.get()
    assert answer.headers["Location"] == f"/perubahan/jawaban/{row.pk}/"
    page = words(hall.see("overseer", "outcomes:show", row.pk))
    for text in ("Rp2.000.000", "Rp2.600.000", "Rp600.000", "Pemilik", "48", "Perempuan"):
        assert text in page
    assert "Betulkan" not in page
    assert "Betulkan" in words(hall.see("facilitator", "outcomes:show", row.pk))


def test_who_is_lost_stays_in_the_count(hall):
    answer = hall.send(
        "facilitator", "outcomes:ask", hall.person("Yuni"), "month_6", key="k", asked_on=SIX.isoformat(),
        answer="moved", note="Ke Batam",
    )  # fmt: skip
    assert answer.status_code == 302
    page = words(hall.see("facilitator", "outcomes:show", FollowUp.objects.get().pk))
    assert "Pindah" in page
    assert "tetap dihitung" in page


@pytest.mark.parametrize(("more", "told"), [
    ({"alive": ""}, "Pilih ya atau tidak."),
    ({"j1_hours": ""}, "Isi siapa, jam, bulan, dan jenis kelaminnya."),
    ({"alive": "no"}, "Usaha yang sudah berhenti"),
    ({"workers": "0"}, "daftar pekerja"),
    ({"asked_on": "2026-09-01"}, "tidak termasuk"),
    ({"asked_on": "2026-09-03"}, "belum tiba"),
])  # fmt: skip
def test_what_is_wrong_is_told_on_the_form_and_what_was_typed_stays(hall, more, told):
    answer = send(hall, **more)
    assert answer.status_code == 422
    assert told in words(answer)
    assert "2.600.000" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_a_correction_begins_with_what_was_written_and_needs_a_reason(hall):
    send(hall)
    wrong = FollowUp.objects.get()
    page = hall.see("facilitator", "outcomes:correct", wrong.pk).content.decode()
    assert 'value="2.600.000"' in page
    assert 'value="48"' in page
    body = answers(key="k2", turnover="3.000.000")
    assert hall.send("facilitator", "outcomes:correct", wrong.pk, **body).status_code == 422
    hall.send("facilitator", "outcomes:correct", wrong.pk, **body, reason="Salah dengar")
    right = FollowUp.objects.get(corrects=wrong)
    assert right.turnover == 3_000_000
    assert "sudah diperbaiki" in words(hall.see("facilitator", "outcomes:show", wrong.pk))
    assert "Salah dengar" in words(hall.see("facilitator", "outcomes:show", right.pk))


def test_who_does_not_ask_gets_no_form_and_who_may_not_read_gets_no_answers(hall):
    send(hall)
    key = FollowUp.objects.get().pk
    for who in ("overseer", "loan_officer", "upk_manager"):
        page = hall.see(who, "outcomes:due")
        assert page.status_code == 200
        assert "/month_6/" not in page.content.decode()
        assert hall.see(who, "outcomes:ask", hall.person("Karti"), "month_6").status_code == 403
        assert hall.see(who, "outcomes:correct", key).status_code == 403
        assert hall.see(who, "outcomes:show", key).status_code == 200
    for who in ("cashier", "bookkeeper", "trustee", "coordinator", "Yuni"):
        for page, args in (("outcomes:due", ()), ("outcomes:show", (key,))):
            assert hall.see(who, page, *args).status_code == 403, (who, page)


def test_somebody_who_is_not_followed_and_a_round_that_is_none_are_not_there(hall):
    assert hall.see("facilitator", "outcomes:ask", hall.person("Parti"), "month_6").status_code == 404
    assert hall.see("facilitator", "outcomes:ask", hall.person("Yuni"), "month_9").status_code == 404


def test_the_pages_are_english_for_who_reads_english(hall):
    send(hall)
    client = hall.at("facilitator")
    client.cookies["django_language"] = "en"
    page = hall.see("facilitator", "outcomes:due")
    assert "Asking members again" in words(page)
    assert "Tanya ulang" not in words(page)

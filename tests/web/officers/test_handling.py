"""The officer's page of those who are late: it says what is to be done, and a step is recorded from it once."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from gulir.lending.models import Handling
from tests.web.officers.test_acts import hidden, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(hall):
    found = hall.fund.lend("Melati")
    hall.move_to(date(2026, 5, 4))
    return found


def test_the_list_names_the_group_its_arrears_and_the_letter(hall, loan):
    shown = text_of(hall.at("loan_officer").get(reverse("officers:handling")))
    assert "Surat Teguran 1" in shown
    assert "32 hari" in shown
    assert "1 KSM menunggak, 1 langkah hari ini" in shown


def test_a_letter_is_recorded_once_and_stands_in_the_history(hall, loan):
    address = reverse("officers:handling_one", args=[loan.pk])
    form = hidden(hall.at("loan_officer").get(address))
    sent = {**form, "to": "Yuni, ketua", "way": "hand", "cause": "", "note": "Panen gagal"}
    for _ in range(2):
        hall.send("loan_officer", "officers:handling_one", loan.pk, **sent)
    row = Handling.objects.get()
    assert (row.step, row.to, row.arrears) == ("warning_1", "Yuni, ketua", 1_150_000)
    after = text_of(hall.at("loan_officer").get(address))
    assert "PT-2026-0001" in after
    assert "Panen gagal" in after
    assert "Hari ini tidak ada yang perlu dilakukan" in after


def test_without_a_name_nothing_is_recorded_and_the_page_says_so(hall, loan):
    form = hidden(hall.at("loan_officer").get(reverse("officers:handling_one", args=[loan.pk])))
    answer = hall.send("loan_officer", "officers:handling_one", loan.pk, **{**form, "to": " ", "way": "hand"})
    assert answer.status_code == 422
    assert not Handling.objects.exists()


def test_a_cashier_reads_what_is_to_be_done_without_the_form(hall, loan):
    shown = hall.at("cashier").get(reverse("officers:handling_one", args=[loan.pk])).content.decode()
    assert "Surat Teguran 1" in shown
    assert 'name="to"' not in shown


def test_a_member_sees_none_of_it(hall, loan):
    assert hall.at("Yuni").get(reverse("officers:handling")).status_code == 403


def test_home_and_list_count_the_same_groups_and_rupiah_before_and_after_the_letter(hall, loan):
    """A group that was told today is in arrears as before: it moves below, with what was done, and is counted."""
    address = reverse("officers:handling_one", args=[loan.pk])

    def counted():
        home = text_of(hall.at("loan_officer").get(reverse("officers:home")))
        page = text_of(hall.at("loan_officer").get(reverse("officers:handling")))
        late = text_of(hall.at("loan_officer").get(reverse("officers:loans") + "?keadaan=menunggak"))
        assert "1 KSM menunggak, seluruhnya Rp1.150.000" in home
        assert "Melati" in late
        assert "Rp1.150.000" in page
        return page

    assert "1 KSM menunggak, 1 langkah hari ini" in counted()
    hall.send("loan_officer", "officers:handling_one", loan.pk, **hidden(hall.at("loan_officer").get(address)),
              to="Yuni", way="hand", cause="", note="")  # fmt: skip
    after = counted()
    assert "1 KSM menunggak, 0 langkah hari ini" in after
    assert "Menunggak, langkahnya sudah diambil" in after
    assert "Surat Teguran 1 4 Mei 2026" in after


def test_who_is_not_late_stands_in_neither_list(hall):
    hall.fund.lend("Melati")
    page = text_of(hall.at("loan_officer").get(reverse("officers:handling")))
    assert "0 KSM menunggak, 0 langkah hari ini" in page
    assert "langkahnya sudah diambil" not in page

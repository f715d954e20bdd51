"""The list of what a KSM needs is read beforehand: by its officers on their page, by the UPK on theirs."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from gulir.community.models import Person
from tests.web.stage import words

pytestmark = pytest.mark.django_db


def melati(hall):
    return hall.fund.stage.groups["Melati"]


def test_the_officer_reads_what_to_do_and_the_rule_behind_it(hall):
    Person.objects.filter(pk=hall.person("Yuni")).update(poor_listed=False)
    hall.fund.lend("Melati")
    answer = hall.see("loan_officer", "officers:requirements", melati(hall))
    page = words(answer)
    assert "KSM Melati belum dapat mengajukan pinjaman." in page
    assert "Pinjaman berikutnya sesudah lunas." in page
    assert "Satu pinjaman pada satu waktu" in page
    assert reverse("trustees:rule", args=["group.members_min"]) in answer.content.decode()
    assert "Ajukan pinjaman" not in page


def waiting(answer):
    """The first words of every row that waits on a phone."""
    rows = answer.content.decode().split('<tr class="far">')[1:]
    return [re.search(r">\s*([^<>\s][^<>]*?)\s*<", row)[1] for row in rows]


@pytest.mark.parametrize(("who", "page"), [("loan_officer", "officers"), ("Yuni", "members")])
def test_what_is_missing_comes_first_and_what_is_met_waits_on_a_phone(hall, who, page):
    hall.fund.lend("Melati")
    answer = hall.see(who, f"{page}:requirements", melati(hall))
    rows, far = words(answer), waiting(answer)
    assert "Satu pinjaman pada satu waktu" not in far
    assert "Anggota KSM peminjam paling sedikit" in far
    assert rows.index("Satu pinjaman pada satu waktu") < rows.index("Anggota KSM peminjam paling sedikit")
    assert {"Yuni", "Parti"} <= set(far)  # the ladder of who may not apply yet
    assert f"Lihat {rows.count('Terpenuhi')} syarat yang terpenuhi" in rows


def test_the_ladder_of_who_may_apply_does_not_wait(hall):
    assert "Yuni" not in waiting(hall.see("Yuni", "members:requirements", melati(hall)))


def test_a_group_that_may_apply_is_led_on(hall):
    page = words(hall.see("loan_officer", "officers:requirements", melati(hall)))
    assert "KSM Melati boleh mengajukan pinjaman." in page
    assert "Ajukan pinjaman" in page
    assert "Pinjaman ke-1" in page
    assert "Rp3.000.000" in page


def test_the_officers_of_the_ksm_read_the_same_list_of_their_own(hall):
    """Yuni leads Melati; Parti only belongs to it, and Mawar is not hers."""
    page = words(hall.see("Yuni", "members:requirements", melati(hall)))
    assert "KSM Melati boleh mengajukan pinjaman." in page
    assert "5 anggota" in page
    assert hall.see("Yuni", "members:requirements", hall.fund.stage.groups["Mawar"]).status_code == 404
    assert hall.see("Parti", "members:requirements", melati(hall)).status_code == 404


def test_the_link_stands_where_the_group_is(hall):
    address = reverse("officers:requirements", args=[melati(hall)])
    assert address in hall.see("loan_officer", "officers:group", melati(hall)).content.decode()
    address = reverse("members:requirements", args=[melati(hall)])
    assert address in hall.see("Yuni", "members:group", melati(hall)).content.decode()
    assert address not in hall.see("Parti", "members:group", melati(hall)).content.decode()


def test_it_reads_in_english(hall):
    client = hall.at("loan_officer")
    client.cookies["django_language"] = "en"
    page = words(client.get(reverse("officers:requirements", args=[melati(hall)])))
    assert "Group Melati may apply for a loan." in page
    assert "What a loan needs" in page


def test_saving_and_meeting_are_lines_of_their_own_with_their_rules(hall):
    """A KSM that wrote nothing down here reads what is missing; it may apply, and the board weighs it."""
    answer = hall.see("loan_officer", "officers:requirements", melati(hall))
    page = words(answer)
    assert "Menabung sebelum pinjaman pertama" in page
    assert "Menurut catatannya Melati menabung 0 bulan berturut-turut" in page
    assert reverse("trustees:rule", args=["group.months_saving_min"]) in answer.content.decode()
    own = words(hall.see("Yuni", "members:requirements", melati(hall)))
    assert "Menabung sebelum pinjaman pertama" in own

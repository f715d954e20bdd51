"""A KSM's officer holds a meeting on one sheet; its members read it; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gulir.mentoring.models import GroupMeeting, GroupRules
from gulir.mentoring.queries import books_of
from tests.lending.stage import MEMBERS
from tests.web.stage import words

RULES = {
    "every": "month", "savings": "10.000", "fine": "1000", "quorum_percent": "60", "loan_most": "500rb",
    "loan_months": "3", "jasa": "1,5", "starts_on": "2026-01-01",
}  # fmt: skip


@pytest.fixture
def melati(hall):
    return hall.fund.stage.groups["Melati"]


@pytest.fixture
def agreed(hall, melati):
    hall.send("Yuni", "members:group_rules", melati, **RULES)
    return melati


def filled(hall, **other):
    """What the sheet sends: all came and saved, one borrowed, one promised."""
    sent = {"held_on": hall.fund.today.isoformat(), "place": "Rumah Bu Yuni", "counted": "20.000"}
    for name in MEMBERS["Melati"]:
        mine = f"m-{hall.person(name).hex}"
        sent |= {f"{mine}-came": "present", f"{mine}-savings": "10.000"}
    sent |= {
        "l0-person": str(hall.person("Karti")), "l0-amount": "30.000", "l0-purpose": "Dagangan",
        "a0-topic": "welfare", "a0-said": "Bu Parti sakit", "a0-decided": "Dijenguk hari Minggu",
        "p0-person": str(hall.person("Sumi")), "p0-said": "membawa buku kas", "p0-due_on": "2026-04-02",
    }  # fmt: skip
    return sent | other


def test_rules_come_first_and_are_written_as_people_say_them(hall, melati):
    assert hall.see("Yuni", "members:meeting_new", melati).url == reverse("members:group_rules", args=[melati])
    assert hall.send("Yuni", "members:group_rules", melati, **RULES).status_code == 302
    rules = GroupRules.objects.get()
    assert (rules.loan_jasa_bp, rules.loan_most, rules.savings) == (150, 500_000, 10_000)
    again = hall.see("Yuni", "members:group_rules", melati).content.decode()
    assert 'value="1,5"' in again
    for odd in ({"jasa": "1,555"}, {"jasa": "x"}, {"quorum_percent": "0"}, {"savings": "-1"}):
        assert hall.send("Yuni", "members:group_rules", melati, **{**RULES, **odd}).status_code == 422
    assert GroupRules.objects.count() == 1


def test_the_sheet_knows_everyone_and_what_each_brings(hall, agreed):
    page = hall.see("Yuni", "members:meeting_new", agreed).content.decode()
    for name in MEMBERS["Melati"]:
        assert name in page
    assert page.count('value="10.000"') == 5


def test_a_meeting_is_read_once_more_and_then_closed(hall, agreed):
    check = words(hall.send("Yuni", "members:meeting_new", agreed, **filled(hall)))
    assert "Kotak berisi Rp0, masuk Rp50.000, keluar Rp30.000; sekarang Rp20.000." in check
    assert GroupMeeting.objects.count() == 0
    done = hall.send("Yuni", "members:meeting_new", agreed, **filled(hall), confirmed="1", key="tekan")
    meeting = GroupMeeting.objects.get()
    assert done.url == reverse("members:meeting", args=[meeting.pk])
    hall.send("Yuni", "members:meeting_new", agreed, **filled(hall), confirmed="1", key="tekan")
    assert GroupMeeting.objects.count() == 1
    page = words(hall.see("Parti", "members:meeting", meeting.pk))
    assert "Hadir 5 dari 5 anggota." in page
    assert "Diputuskan: Dijenguk hari Minggu." in page
    assert "Sumi berjanji: membawa buku kas." in page
    assert "Perbaiki" not in page
    home = words(hall.see("Parti", "members:meetings", agreed))
    assert "Dipinjam anggota Rp30.000" in home
    assert "Catat pertemuan" not in home


def test_what_was_sent_goes_along_to_the_second_look(hall, agreed):
    page = hall.send("Yuni", "members:meeting_new", agreed, **filled(hall)).content.decode()
    for name, value in filled(hall).items():
        assert f'name="{name}" value="{value}"' in page
    back = hall.send("Yuni", "members:meeting_new", agreed, **filled(hall), change="1").content.decode()
    assert 'value="membawa buku kas"' in back


def test_a_count_that_differs_is_said_before_anything_is_written(hall, agreed):
    page = hall.send("Yuni", "members:meeting_new", agreed, **filled(hall, counted="19.000"))
    assert page.status_code == 422
    assert "Uang di kotak Rp19.000, sedangkan catatan Rp20.000." in words(page)
    assert 'value="Rumah Bu Yuni"' in page.content.decode()
    told = hall.send("Yuni", "members:meeting_new", agreed, **filled(hall, counted="19.000", difference="kembalian"))
    assert "Uang kurang Rp1.000: kembalian." in words(told)


@pytest.mark.parametrize(
    "odd",
    [
        {"counted": "x"}, {"held_on": "32-13-2026"}, {"l1-amount": "5.000"}, {"l0-person": "bukan-siapa-siapa"},
        {"p0-due_on": "besok"}, {"a0-topic": "cuaca"}, {"place": "x" * 81}, {"counted": ""},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_asked_again(hall, agreed, odd):
    assert hall.send("Yuni", "members:meeting_new", agreed, **filled(hall, **odd)).status_code == 422
    assert GroupMeeting.objects.count() == 0


def test_the_act_has_the_last_word_on_the_sheet(hall, agreed):
    """Too large a loan passes the second look's arithmetic, and the act refuses it; the sheet stays as it was."""
    much = filled(hall, gift="900.000", counted="350.000", **{"l0-amount": "600.000"})
    page = hall.send("Yuni", "members:meeting_new", agreed, **much, confirmed="1")
    assert page.status_code == 422
    assert "Aturan KSM membolehkan paling banyak Rp500.000" in words(page)
    assert GroupMeeting.objects.count() == 0


def test_the_newest_meeting_is_corrected_from_what_was_written(hall, agreed):
    hall.send("Yuni", "members:meeting_new", agreed, **filled(hall), confirmed="1")
    wrong = GroupMeeting.objects.get()
    page = hall.see("Yuni", "members:meeting_correct", wrong.pk).content.decode()
    for written in ('value="membawa buku kas"', 'value="30.000"', 'value="Rumah Bu Yuni"'):
        assert written in page
    fine = {f"m-{hall.person('Agus').hex}-fine": "1.000", "counted": "21.000", "reason": "Denda terlewat"}
    assert (
        hall.send("Yuni", "members:meeting_correct", wrong.pk, **filled(hall, **{**fine, "reason": ""})).status_code
        == 422
    )
    hall.send("Yuni", "members:meeting_correct", wrong.pk, **filled(hall, **fine), confirmed="1")
    right = GroupMeeting.objects.get(corrects=wrong)
    assert (right.counted, books_of(agreed).cash) == (21_000, 21_000)
    assert "Catatan ini sudah diperbaiki." in words(hall.see("Parti", "members:meeting", wrong.pk))
    assert "Denda terlewat" in words(hall.see("Parti", "members:meeting", right.pk))
    assert hall.see("Yuni", "members:meeting_correct", wrong.pk).status_code == 404


def test_a_second_meeting_asks_for_promises_and_loans(hall, agreed):
    hall.send("Yuni", "members:meeting_new", agreed, **filled(hall), confirmed="1")
    hall.move_to(hall.fund.today + timedelta(days=31))
    page = words(hall.see("Yuni", "members:meeting_new", agreed))
    assert "Janji yang lalu" in page
    assert "Sisa Rp30.000" in page


def test_only_officers_of_the_ksm_write_and_only_its_members_read(hall, agreed):
    hall.send("Yuni", "members:meeting_new", agreed, **filled(hall), confirmed="1")
    meeting = GroupMeeting.objects.get().pk
    for page, arg in (
        ("members:meeting_new", agreed), ("members:group_rules", agreed), ("members:meeting_correct", meeting),
    ):  # fmt: skip
        assert hall.see("Agus", page, arg).status_code == 404
        assert hall.see("Tini", page, arg).status_code == 404
    for page, arg in (("members:meetings", agreed), ("members:meeting", meeting)):
        assert hall.see("Agus", page, arg).status_code == 200
        assert hall.see("Tini", page, arg).status_code == 404


def test_the_sheet_proposes_each_members_part_of_what_falls_due_before_the_next_meeting(hall, agreed):
    """575,000 on 2 April: before the meeting of March it stands ready, at that of April the next, less what is held."""

    def proposed():
        page = hall.see("Yuni", "members:meeting_new", agreed).content.decode()
        return [page.count(f'value="{amount}"') for amount in ("115.000", "15.000")]

    assert proposed() == [0, 0]
    hall.fund.lend("Melati")
    assert proposed() == [0, 0], "the next meeting is on the day it falls due"
    hall.move_to(hall.fund.today + timedelta(days=1))
    assert proposed() == [5, 0]
    mine = {f"m-{hall.person(name).hex}-instalment": "100.000" for name in MEMBERS["Melati"]}
    sent = filled(hall, counted="520.000", **mine)
    assert hall.send("Yuni", "members:meeting_new", agreed, **sent, confirmed="1").status_code == 302
    assert proposed() == [0, 5]

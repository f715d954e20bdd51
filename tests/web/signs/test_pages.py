"""How a KSM lives, on one page for its members and all who may know; a reading is kept and answered there."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from gulir.base.models import Actor
from gulir.mentoring.models import AgendaItem, Assessment, AssessmentReply, HelpRound, ProblemEnd, WelfareDeed
from gulir.mentoring.services import Came, Lent, Money, Said, Sheet, agree_on_rules, hold_meeting, keep_assessment
from tests.lending.stage import MEMBERS
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(founded, monkeypatch):
    """KSM Melati has met, and lent its member Karti a little; two weeks passed since."""
    made = make_hall(monkeypatch, founded)
    fund, stage = made.fund, made.fund.stage
    for name in MEMBERS["Melati"] + MEMBERS["Mawar"]:
        stage.actors.setdefault(name, Actor.objects.create(person=stage.people[name], name=name))
    fund.do(
        "Yuni", agree_on_rules, group=group(made), starts_on=fund.today, every="week", savings=10_000, fine=0,
        quorum_percent=60, loan_most=500_000, loan_months=1, loan_jasa_bp=0,
    )  # fmt: skip
    sheet = Sheet(
        attendance=[Came(person=stage.people[name], came="present") for name in MEMBERS["Melati"]],
        money=[Money(kind="savings", amount=10_000, person=stage.people[name]) for name in MEMBERS["Melati"]],
        lent=[Lent(person=stage.people["Karti"], amount=20_000)],
        counted=30_000,
    )
    made.held = fund.do("Yuni", hold_meeting, group=group(made), on=fund.today, sheet=sheet)["meeting"]
    made.move_to(fund.today + timedelta(days=15))
    return made


def group(hall):
    return hall.fund.stage.groups["Melati"]


def keep(hall, instrument="ksm_kotaku", **more):
    return UUID(
        hall.fund.do("facilitator", keep_assessment, group=group(hall), instrument=instrument, **more)["assessment"]
    )


def test_each_sign_is_a_sentence_that_opens_to_its_rows(hall):
    answer = hall.see("Parti", "signs:group", group(hall))
    page = words(answer)
    assert "Bertemu 1 dari 2 kali." in page
    assert "Giliran sejak 9 Mar 2026 lewat tanpa pertemuan" in page
    assert "5 dari 5 setoran tabungan masuk." in page
    assert "1 dari 1 pinjaman antaranggota belum lewat janjinya." in page
    assert "Karti Rp20.000, sampai 2 Apr 2026" in page
    assert "Lima kebiasaan KSM, versi 1" in page
    assert f"/kesehatan/pertemuan/{hall.held}/" in answer.content.decode()
    assert "Belum dinilai" in page


def test_who_owes_what_among_members_stays_among_them(hall):
    for who, reads in (("Parti", True), ("facilitator", True), ("overseer", False), ("upk_manager", False)):
        page = words(hall.see(who, "signs:group", group(hall)))
        assert ("Karti" in page) is reads
        assert "1 dari 1 pinjaman antaranggota belum lewat janjinya." in page


def test_the_meeting_behind_a_sign_opens_for_who_may_read_it(hall):
    for who in ("Parti", "facilitator", "overseer", "trustee", "upk_manager"):
        assert "Pertemuan ke-1 KSM Melati" in words(hall.see(who, "signs:meeting", hall.held))
    assert hall.see("Tini", "signs:meeting", hall.held).status_code == 404
    assert hall.see("cashier", "signs:meeting", hall.held).status_code == 404


def test_a_ksm_without_records_is_told_so_and_not_blamed(hall):
    page = words(hall.see("Tini", "signs:group", hall.fund.stage.groups["Mawar"]))
    assert "Belum ada pertemuan yang dijadwalkan." in page
    assert "Belum ada penilaian yang disimpan." in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200), ("loan_officer", 200), ("upk_manager", 200), ("trustee", 200), ("overseer", 200),
        ("forum", 200), ("Parti", 200), ("Tini", 404), ("cashier", 404),
    ],
)  # fmt: skip
def test_who_sees_how_a_ksm_lives(hall, who, status):
    kept = keep(hall)
    assert hall.see(who, "signs:group", group(hall)).status_code == status
    assert hall.see(who, "signs:show", kept).status_code == status


def test_a_stranger_is_asked_who_they_are(hall):
    assert Client().get(f"/kesehatan/ksm/{group(hall)}/").status_code == 302
    assert hall.see("Parti", "signs:show", UUID(int=7)).status_code == 404


def test_the_facilitator_keeps_a_reading_with_answers_and_comments(hall):
    page = ("signs:keep", group(hall), "ksm_kotaku")
    assert "Yang terbaca dari catatan" in words(hall.see("facilitator", *page))
    sent = {"a_rules": "3", "a_safety": "", "n_safety": "Belum dilihat", "n_meetings": "Hujan", "key": "k"}
    assert hall.send("facilitator", *page, **sent).status_code == 302
    kept = Assessment.objects.get()
    shown = words(hall.see("Parti", "signs:show", kept.pk))
    assert "tertulis dan dijalankan" in shown
    assert "Hujan" in shown
    assert "Belum dilihat" in shown
    hall.send("facilitator", *page, **sent)  # the same press again
    assert Assessment.objects.count() == 1


def test_a_second_reading_of_the_day_asks_why(hall):
    keep(hall)
    page = ("signs:keep", group(hall), "ksm_kotaku")
    assert hall.send("facilitator", *page, key="a").status_code == 422
    assert Assessment.objects.count() == 1
    assert hall.send("facilitator", *page, key="b", reason="Pertemuan baru dicatat").status_code == 302
    assert "Pertemuan baru dicatat" in words(hall.see("Yuni", "signs:show", Assessment.objects.get(number=2).pk))


@pytest.mark.parametrize(
    "wrong", [{"a_rules": "4"}, {"a_rules": "x"}, {"n_rules": "x" * 201}, {"n_meetings": "a\x00b"}]
)
def test_a_bad_answer_is_told_and_nothing_is_kept(hall, wrong):
    assert hall.send("facilitator", "signs:keep", group(hall), "ksm_kotaku", **wrong).status_code == 422
    assert not Assessment.objects.exists()


def test_what_the_records_answer_cannot_be_sent(hall):
    hall.send("facilitator", "signs:keep", group(hall), "ksm_kotaku", a_meetings="3", key="k")
    assert Assessment.objects.get().answers.get(item="meetings").points == 1


@pytest.mark.parametrize("who", ["Yuni", "upk_manager", "overseer", "trustee", "loan_officer"])
def test_others_keep_nothing(hall, who):
    page = ("signs:keep", group(hall), "ksm_kotaku")
    assert hall.see(who, *page).status_code == 403
    assert hall.send(who, *page, key="k").status_code == 403
    assert "Nilai: Formulir Kotaku" not in words(hall.see(who, "signs:group", group(hall)))
    assert not Assessment.objects.exists()


def test_an_unknown_instrument_is_not_there(hall):
    assert hall.see("facilitator", "signs:keep", group(hall), "shg_grading").status_code == 404


def test_the_ksm_answers_beside_the_reading(hall):
    kept = keep(hall)
    assert "Ada penilaian baru" in words(hall.see("Yuni", "signs:group", group(hall)))
    said = "Kami bertemu hari Minggu, belum dicatat."
    assert hall.send("Yuni", "signs:show", kept, said=said, key="r").status_code == 302
    for who in ("facilitator", "overseer", "Parti"):
        assert said in words(hall.see(who, "signs:show", kept))
    assert "Ada penilaian baru" not in words(hall.see("Yuni", "signs:group", group(hall)))


@pytest.mark.parametrize("who", ["Parti", "facilitator", "overseer", "trustee"])
def test_who_only_reads_answers_nothing(hall, who):
    kept = keep(hall)
    hall.send(who, "signs:show", kept, said="Bukan kami", key=who)
    assert 'name="said"' not in hall.see(who, "signs:show", kept).content.decode()
    assert not AssessmentReply.objects.exists()


def test_an_empty_answer_is_told(hall):
    kept = keep(hall)
    for said in ("", "   ", "x" * 601):
        assert hall.send("Yuni", "signs:show", kept, said=said, key="r").status_code == 422
    assert not AssessmentReply.objects.exists()


def test_a_stage_that_rose_is_told(hall):
    keep(hall)
    hall.move_to(hall.fund.today + timedelta(days=1))
    keep(hall, told={"agenda": 3, "rules": 3, "records": 3, "safety": 3, "partners": 1})
    page = words(hall.see("Parti", "signs:group", group(hall)))
    assert "Naik dari penilaian sebelumnya" in page
    assert "Tumbuh" in page


def test_it_is_reached_from_the_pages_of_the_ksm(hall):
    where = f"/kesehatan/ksm/{group(hall)}/"
    assert where in hall.see("Parti", "members:group", group(hall)).content.decode()
    assert where in hall.see("facilitator", "calls:group", group(hall)).content.decode()
    assert where in hall.see("upk_manager", "officers:group", group(hall)).content.decode()


# ---------------------------------------------------------------- gathering, and the group's own position


def deed(hall, **more):
    given = {
        "do": "deed", "meeting": hall.held, "deed": "sick", "whom": "other", "said": "Menjenguk Bu Sri",
        "worth": "30.000", "hours": "2", "key": "d",
    }  # fmt: skip
    return {**given, **more}


def test_an_officer_tells_a_deed_and_takes_it_back(hall):
    page = ("signs:together", group(hall))
    assert hall.send("Yuni", *page, **deed(hall)).status_code == 302
    for who in ("Parti", "overseer", "facilitator"):
        shown = words(hall.see(who, *page))
        assert ("Menjenguk Bu Sri" in shown) is (who != "overseer")
        assert "Menolong yang sakit" in shown
        assert "1 kegiatan dalam setahun, 1 di antaranya untuk yang bukan anggota." in shown
    told = WelfareDeed.objects.get()
    hall.send("Yuni", *page, do="back", deed=told.pk, reason="", key="b")
    assert WelfareDeed.objects.count() == 1
    hall.send("Yuni", *page, do="back", deed=told.pk, reason="Tercatat dua kali", key="c")
    assert "Menjenguk Bu Sri" not in words(hall.see("Yuni", *page))
    assert WelfareDeed.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"meeting": ""}, {"meeting": "x"}, {"deed": "party"}, {"whom": ""}, {"said": " "}, {"worth": "1,5"},
     {"worth": "-1"}, {"hours": "-1"}, {"hours": "1001"}, {"said": "x" * 201}],
)  # fmt: skip
def test_a_bad_deed_is_told_and_nothing_is_kept(hall, wrong):
    assert hall.send("Yuni", "signs:together", group(hall), **deed(hall, **wrong)).status_code == 422
    assert not WelfareDeed.objects.exists()


def test_a_members_problem_is_closed_with_how(hall):
    fund = hall.fund
    sheet = Sheet(
        attendance=[Came(person=fund.stage.people[name], came="present") for name in MEMBERS["Melati"]],
        agenda=[Said(topic="member_problem", said="Gerobak hilang")],
        counted=30_000,
    )
    fund.do("Yuni", hold_meeting, group=group(hall), on=fund.today, sheet=sheet)
    page = ("signs:together", group(hall))
    assert "belum selesai" in words(hall.see("Parti", *page))
    for who, reads in (("Parti", True), ("facilitator", True), ("overseer", False), ("upk_manager", False)):
        for one in (*page,), ("signs:group", group(hall)):
            assert ("Gerobak hilang" in words(hall.see(who, *one))) is reads
        assert "0 dari 1 masalah anggota selesai." in words(hall.see(who, *page))
    item = AgendaItem.objects.get(said="Gerobak hilang")
    hall.send("Yuni", *page, do="close", item=item.pk, said="", key="a")
    assert not ProblemEnd.objects.exists()
    hall.send("Yuni", *page, do="close", item=item.pk, said="Ditemukan di pasar", key="b")
    assert "Ditemukan di pasar" in words(hall.see("Parti", *page))
    assert "1 dari 1 masalah anggota selesai." in words(hall.see("Parti", "signs:group", group(hall)))


@pytest.mark.parametrize("who", ["Parti", "facilitator", "overseer", "trustee"])
def test_who_only_reads_tells_no_deed(hall, who):
    page = ("signs:together", group(hall))
    hall.send(who, *page, **deed(hall, key=who))
    assert 'name="deed"' not in hall.see(who, *page).content.decode()
    assert not WelfareDeed.objects.exists()


def test_a_loan_channel_is_flagged_with_its_reason(hall):
    fund = hall.fund
    mawar = fund.stage.groups["Mawar"]
    fund.do(
        "Tini", agree_on_rules, group=mawar, starts_on=fund.today, every="month", savings=0, fine=0, quorum_percent=60,
        loan_most=0, loan_months=1, loan_jasa_bp=0,
    )  # fmt: skip
    came = [Came(person=fund.stage.people[name], came="present") for name in MEMBERS["Mawar"]]
    for days in (0, 60):
        hall.move_to(fund.today + timedelta(days=days))
        fund.do("Tini", hold_meeting, group=mawar, on=fund.today, sheet=Sheet(attendance=came, counted=0))
    assert "Hanya saluran pinjaman" not in words(hall.see("overseer", "signs:group", mawar))
    hall.move_to(fund.today + timedelta(days=125))
    page = words(hall.see("overseer", "signs:group", mawar))
    assert "Hanya saluran pinjaman" in page
    assert "Dalam 6 bulan terakhir hanya ada 1 pertemuan, dan isinya pinjaman saja." in page
    assert "Hanya saluran pinjaman" not in words(hall.see("overseer", "signs:group", group(hall)))


def test_the_groups_own_position_balances(hall):
    for who in ("Parti", "overseer", "facilitator"):
        page = words(hall.see(who, "signs:position", group(hall)))
        assert "Rp30.000" in page
        assert page.count("Rp50.000") >= 3  # both sums, and the members' savings
        assert "1 dari 5 anggota." in page
    assert hall.see("Tini", "signs:position", group(hall)).status_code == 404
    assert "belum mencatat pertemuan" in words(hall.see("Tini", "signs:position", hall.fund.stage.groups["Mawar"]))


# ---------------------------------------------------------------- the network of help


def answers(hall, **named):
    """What a form of the whole KSM sends: `Yuni=("Karti",)` names a member; all are asked."""
    sent = {"key": "n"}
    for name in MEMBERS["Melati"]:
        person = hall.person(name)
        sent[f"q_{person}"] = "on"
        sent[f"n_{person}"] = [str(hall.person(other)) for other in named.get(name, ())]
        sent[f"o_{person}"] = "0"
    return sent


def test_members_are_asked_and_the_figures_change(hall):
    page = ("signs:network_ask", group(hall))
    assert "belum ditanya" in words(hall.see("Parti", "signs:network", group(hall)))
    assert hall.see("Yuni", *page).status_code == 200
    assert hall.send("Yuni", *page, **answers(hall, Yuni=("Karti",))).status_code == 302
    assert "Baru ditanya sekali" in words(hall.see("Parti", "signs:network", group(hall)))
    hall.move_to(hall.fund.today + timedelta(days=30))
    more = answers(hall, Yuni=("Karti", "Sumi"), Karti=("Yuni",), Parti=("Agus",))
    assert hall.send("facilitator", *page, **{**more, "key": "m"}).status_code == 302
    shown = words(hall.see("overseer", "signs:network", group(hall)))
    assert "Dari 5 anggota yang menjawab dua kali, ikatannya berubah dari 10,0% menjadi 30,0%." in shown
    assert "3 dari 10" in shown


def test_one_person_outside_is_one_in_english_too(hall):
    sent = answers(hall) | {f"o_{hall.person('Yuni')}": "1", f"o_{hall.person('Karti')}": "2"}
    assert hall.send("Yuni", "signs:network_ask", group(hall), **sent).status_code == 302
    hall.at("Yuni").post(reverse("set_language"), {"language": "en", "next": "/"})
    page = words(hall.see("Yuni", "signs:network", group(hall)))
    assert "1 person outside the group" in page
    assert "2 people outside the group" in page


def test_names_stay_inside(hall):
    hall.send("Yuni", "signs:network_ask", group(hall), **answers(hall, Yuni=("Karti",)))
    for who, reads in (("Parti", True), ("facilitator", True), ("overseer", False), ("upk_manager", False)):
        page = words(hall.see(who, "signs:network", group(hall)))
        assert ("Karti" in page) is reads
        assert "1 dari 10" in page
    assert hall.see("Tini", "signs:network", group(hall)).status_code == 404


def test_an_answer_that_is_not_right_is_told_and_what_was_typed_is_kept(hall):
    page, yuni = ("signs:network_ask", group(hall)), hall.person("Yuni")
    good = answers(hall)
    too_many = {**answers(hall, Yuni=("Karti", "Sumi", "Parti")), f"o_{yuni}": "1"}
    alone = {key: value for key, value in good.items() if not key.startswith("q_")}
    oneself = {**good, f"n_{yuni}": [str(yuni)]}
    for wrong in (too_many, alone, oneself, {**good, f"o_{yuni}": "9"}):
        assert hall.send("Yuni", *page, **wrong).status_code == 422
    assert not HelpRound.objects.exists()


def test_members_open_one_by_one_and_whoever_names_somebody_was_asked(hall):
    page, (yuni, parti) = ("signs:network_ask", group(hall)), (hall.person("Yuni"), hall.person("Parti"))
    folded = re.findall(r"<details class=.card.( open)?>", hall.see("Yuni", *page).content.decode())
    assert folded == [" open", "", "", "", ""]
    wrong = {**answers(hall), f"n_{parti}": [str(yuni), str(hall.person("Karti")), str(hall.person("Sumi"))]}
    answer = hall.send("Yuni", *page, **{**wrong, f"o_{parti}": "1"})
    assert re.findall(r"<details class=.card.( open)?>", answer.content.decode()).count(" open") == 2
    named = {"key": "k", f"n_{yuni}": [str(parti)], f"o_{parti}": "1"}
    assert hall.send("Yuni", *page, **named).status_code == 302
    assert HelpRound.objects.get().asked == 2


@pytest.mark.parametrize("who", ["Parti", "overseer", "trustee", "upk_manager"])
def test_others_ask_nobody(hall, who):
    assert hall.see(who, "signs:network_ask", group(hall)).status_code == 403
    assert hall.send(who, "signs:network_ask", group(hall), **answers(hall)).status_code == 403
    assert not HelpRound.objects.exists()


def test_asking_again_on_the_same_day_says_why(hall):
    page = ("signs:network_ask", group(hall))
    hall.send("Yuni", *page, **answers(hall))
    assert hall.send("Yuni", *page, **{**answers(hall), "key": "b"}).status_code == 422
    again = {**answers(hall), "key": "c", "reason": "Sumi datang terlambat"}
    assert hall.send("Yuni", *page, **again).status_code == 302
    assert HelpRound.objects.count() == 2

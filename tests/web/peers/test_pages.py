"""One KSM mentoring another on the screen: offered, agreed to, told, ended, compared; and who sees what of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gulir.base.ids import new_id
from gulir.community.models import Group, Membership
from gulir.community.services import join_group, leave_group
from gulir.core.dates import add_months, long_date
from gulir.mentoring.models import PeerEnd, PeerPair, PeerSession
from gulir.mentoring.queries.peers import Load
from gulir.mentoring.queries.signs import KOTAKU_FORM
from gulir.mentoring.services import agree_to_mentoring, keep_assessment, offer_mentoring, record_peer_session
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db
HIGH = {"agenda": 3, "rules": 3, "records": 3, "safety": 3, "partners": 3, "issues": 3}
MAY_READ = ("facilitator", "trustee", "overseer", "Yuni", "Parti", "Tini")


@pytest.fixture
def hall(founded, monkeypatch):
    """KSM Melati was found on a high stage, so that it may mentor."""
    hall = make_hall(monkeypatch, founded)
    hall.fund.do("facilitator", keep_assessment, group=key(hall, "Melati"), instrument=KOTAKU_FORM, told=HIGH)
    return hall


def key(hall, name):
    return hall.fund.stage.groups[name]


def offered(hall, who="facilitator"):
    body = {"mentor": key(hall, "Melati"), "mentee": key(hall, "Mawar"), "topics": "Mengisi buku kas"}
    return UUID(hall.fund.do(who, offer_mentoring, **body)["pair"])


def running(hall):
    pair = offered(hall, "Yuni")
    hall.fund.do("Tini", agree_to_mentoring, pair=pair, group=key(hall, "Mawar"))
    return pair


def later(hall, day):
    hall.fund.move_to(day)
    hall.clients.clear()


def test_an_empty_page_says_so_and_leads_on(hall):
    page = words(hall.see("facilitator", "peers:index"))
    assert "Belum ada KSM yang mendampingi KSM lain." in page
    assert "Tawarkan pendampingan" in page
    assert "Tawarkan pendampingan" not in words(hall.see("overseer", "peers:index"))


def test_the_facilitator_brings_two_together_and_sees_who_may_mentor(hall):
    form = words(hall.see("facilitator", "peers:offer"))
    can, cannot = form.split("KSM belum dapat mendampingi")
    assert "Siapa yang dapat mendampingi" in can
    assert "belum pernah dinilai" not in can
    assert "Tahap KSM Mawar belum pernah dinilai" in cannot
    sent = {"mentor": key(hall, "Melati"), "mentee": key(hall, "Mawar"), "topics": "Mengisi buku kas", "key": "k1"}
    assert hall.send("facilitator", "peers:offer", **sent).status_code == 302
    pair = PeerPair.objects.get(book_id=hall.fund.book)
    page = words(hall.see("facilitator", "peers:show", pair.pk))
    assert "Menunggu persetujuan pengurus KSM Melati." in page
    assert "Menunggu persetujuan pengurus KSM Mawar." in page
    assert "Setuju untuk KSM" not in page


def test_a_refused_offer_keeps_what_was_typed(hall):
    sent = {"mentor": key(hall, "Mawar"), "mentee": key(hall, "Melati"), "topics": "Menabung bersama", "key": "k1"}
    answer = hall.send("facilitator", "peers:offer", **sent)
    assert answer.status_code == 422
    assert "Tahap KSM Mawar belum pernah dinilai. Minta pendamping menilainya dulu." in words(answer)
    assert "Menabung bersama" in answer.content.decode()
    assert not PeerPair.objects.exists()


def test_an_officer_of_a_ksm_sees_no_others_stage_or_arrears(hall):
    page = words(hall.see("Tini", "peers:offer"))
    assert "Siapa yang dapat mendampingi" not in page
    assert f'value="{key(hall, "Mawar")}" selected' in hall.see("Tini", "peers:offer").content.decode()


def test_both_agree_on_the_page_and_it_begins(hall):
    pair = offered(hall)
    for who, group in (("Yuni", "Melati"), ("Tini", "Mawar")):
        assert "Menunggu jawaban Anda" in words(hall.see(who, "peers:index"))
        page = words(hall.see(who, "peers:show", pair))
        assert f"Setuju untuk KSM {group}" in page
        assert hall.send(who, "peers:show", pair, key=f"k-{who}", group=key(hall, group)).status_code == 302
    page = words(hall.see("Tini", "peers:show", pair))
    assert "Kedua KSM setuju. Pendampingan mulai hari ini." in page
    assert "Berjalan" in page
    assert "Catat pertemuan belajar" in page


def test_saying_yes_for_a_ksm_one_does_not_lead_is_no_choice(hall):
    pair = offered(hall)
    answer = hall.send("Yuni", "peers:show", pair, key="k1", group=key(hall, "Mawar"))
    assert answer.status_code == 422
    assert len(PeerPair.objects.get(pk=pair).agreements.all()) == 0


def test_a_session_is_told_and_read(hall):
    pair = running(hall)
    today = hall.fund.today
    bad = hall.send("Tini", "peers:session", pair, key="s0", held_on=today - timedelta(days=9), came=3, shown="Buku")
    assert bad.status_code == 422
    assert "Tanggal harus antara" in words(bad)
    assert (
        hall.send("Tini", "peers:session", pair, key="s1", held_on=today, came=4, shown="Mengisi buku").status_code
        == 302
    )
    page = words(hall.see("overseer", "peers:show", pair))
    assert "Mengisi buku" in page
    assert PeerSession.objects.get(pair=pair).came == 4


def test_it_ends_with_a_reason_that_both_read(hall):
    pair = running(hall)
    assert hall.send("Yuni", "peers:end", pair, key="e0", reason="").status_code == 422
    assert hall.send("Yuni", "peers:end", pair, key="e1", reason="Sudah bisa sendiri").status_code == 302
    page = words(hall.see("Tini", "peers:show", pair))
    assert "Sudah bisa sendiri" in page
    assert "Akhiri pendampingan" not in page
    assert "Catat pertemuan belajar" not in page
    for step in ("session", "end"):
        assert hall.see("Yuni", f"peers:{step}", pair).status_code == 302  # nothing is left to fill in


def test_an_offer_is_declined(hall):
    pair = offered(hall)
    assert "Tolak atau tarik tawaran" in words(hall.see("Tini", "peers:show", pair))
    hall.send("Tini", "peers:end", pair, key="e1", reason="Belum sempat")
    assert "Tidak jadi" in words(hall.see("facilitator", "peers:index"))


@pytest.mark.parametrize("who", MAY_READ)
def test_both_ksm_and_the_programme_read_it(hall, who):
    pair = running(hall)
    assert hall.see(who, "peers:index").status_code == 200
    assert "KSM Melati mendampingi KSM Mawar" in words(hall.see(who, "peers:show", pair))


def test_whoever_has_no_part_reads_and_writes_nothing(hall):
    pair = running(hall)
    for name in ("index", "offer", "compare"):
        assert hall.see("cashier", f"peers:{name}").status_code == 403
    assert hall.see("cashier", "peers:show", pair).status_code == 403
    for who in ("Parti", "overseer", "trustee"):
        assert hall.see(who, "peers:offer").status_code == 403
        assert hall.see(who, "peers:session", pair).status_code == 403
        assert hall.send(who, "peers:end", pair, key="x", reason="Bukan saya").status_code == 403
    assert hall.see("Yuni", "peers:compare").status_code == 404
    assert hall.see("facilitator", "peers:session", pair).status_code == 200  # control


def test_the_comparison_says_when_it_can_be_read_and_how_few_it_rests_on(hall):
    running(hall)
    until = add_months(hall.fund.today, 3)
    page = words(hall.see("facilitator", "peers:compare"))
    assert "Belum ada yang dapat dibandingkan" in page
    assert "KSM Mawar: dapat dibandingkan mulai" in page
    later(hall, until)
    page = words(hall.see("trustee", "peers:compare"))
    assert "Perubahan, bukan bukti pengaruh" in page
    assert "0 dari 1 KSM yang didampingi" in page  # neither KSM ever wrote anything down


def test_a_mentor_that_carries_too_much_is_marked(hall, monkeypatch):
    from gulir.web.peers import listing as room

    running(hall)
    assert "Terlalu banyak" not in words(hall.see("facilitator", "peers:index"))
    kept = room.loads
    monkeypatch.setattr(room, "loads", lambda book, standing, *, since, most: kept(book, standing, since=since, most=0))
    assert "Terlalu banyak" in words(hall.see("facilitator", "peers:index"))


# ---------------------------------------------------------------- a session that was written wrongly


def sat(hall, who="Yuni", shown="Mengisi buku kas"):
    """Both sat together today; who wrote it down. Gives the mentoring and the session."""
    pair = running(hall)
    hall.fund.do(who, record_peer_session, pair=pair, held_on=hall.fund.today, came=4, shown=shown)
    return pair, PeerSession.objects.get(pair=pair)


def test_a_session_is_taken_back_on_the_page_and_stays_to_be_read(hall):
    pair, session = sat(hall)
    page = hall.see("Yuni", "peers:show", pair)
    assert reverse("peers:session_back", args=[pair, session.pk]) in page.content.decode()
    form = words(hall.see("Yuni", "peers:session_back", pair, session.pk))
    assert "Mengisi buku kas" in form
    assert "Sesudahnya yang benar dapat dicatat" in form
    assert hall.send("Yuni", "peers:session_back", pair, session.pk, key="b0", reason="").status_code == 422
    assert hall.send("Yuni", "peers:session_back", pair, session.pk, key="b1", reason="Belum jadi").status_code == 302
    for who in ("Yuni", "Tini", "overseer"):
        page = hall.see(who, "peers:show", pair)
        assert "<s>Mengisi buku kas</s>" in page.content.decode()
        assert "Belum jadi" in words(page)
        assert "Pertemuan belajar 0" in words(page)
    assert "session_back" not in hall.see("Yuni", "peers:show", pair).content.decode()
    assert hall.see("Yuni", "peers:session_back", pair, session.pk).status_code == 302  # nothing is left to take back


def test_neither_ksm_sees_the_way_to_take_back_what_the_other_wrote(hall):
    pair, session = sat(hall, "Tini")
    address = reverse("peers:session_back", args=[pair, session.pk])
    assert address not in hall.see("Yuni", "peers:show", pair).content.decode()
    assert "ditarik oleh KSM yang mencatatnya atau oleh pendamping" in words(hall.see("Yuni", "peers:show", pair))
    assert hall.see("Yuni", "peers:session_back", pair, session.pk).status_code == 403
    assert hall.send("Yuni", "peers:session_back", pair, session.pk, key="b1", reason="Keliru").status_code == 403
    for who in ("Tini", "facilitator"):
        assert address in hall.see(who, "peers:show", pair).content.decode()
    for who in ("Parti", "overseer", "trustee"):
        assert "Keliru?" not in words(hall.see(who, "peers:show", pair))
    assert not hasattr(PeerSession.objects.get(), "taken_back")


def test_a_session_of_another_mentoring_is_not_there(hall):
    pair, session = sat(hall)
    assert hall.see("facilitator", "peers:session_back", pair, new_id()).status_code == 404
    assert hall.see("facilitator", "peers:session_back", new_id(), session.pk).status_code == 404


def test_after_the_end_the_page_says_that_nothing_is_written_in_its_place(hall):
    pair, session = sat(hall)
    hall.send("Yuni", "peers:end", pair, key="e1", reason="Sudah bisa sendiri")
    form = words(hall.see("facilitator", "peers:session_back", pair, session.pk))
    assert "penggantinya tidak dapat dicatat" in form
    sent = {"key": "b1", "reason": "Belum jadi"}
    assert hall.send("facilitator", "peers:session_back", pair, session.pk, **sent).status_code == 302
    assert "Pertemuan belajar 0" in words(hall.see("Yuni", "peers:show", pair))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "sudah dicatat Yuni pada {day}. Bila catatan itu keliru, tarik dulu"),
        ("en", "was written down already, by Yuni on {day}. If that is wrong, take it back first"),
    ],
)
def test_the_second_ksm_hears_who_wrote_the_same_day_already_and_what_to_do(hall, language, said):
    pair, _session = sat(hall)
    hall.at("Tini").cookies[settings.LANGUAGE_COOKIE_NAME] = language
    sent = {"key": "s1", "held_on": hall.fund.today, "came": 3, "shown": "Buku kas juga"}
    answer = hall.send("Tini", "peers:session", pair, **sent)
    assert answer.status_code == 422
    assert said.format(day=long_date(hall.fund.today, language)) in words(answer)
    assert "Buku kas juga" in answer.content.decode()
    assert PeerSession.objects.count() == 1


# ---------------------------------------------------------------- a long list


def dropped(hall, count):
    """As many offers that were declined, put straight into the tables."""
    fund, at = hall.fund, datetime.combine(hall.fund.today, time(9, 0), tzinfo=UTC)
    by, mentor, mentee = fund.stage.actor("facilitator"), key(hall, "Melati"), key(hall, "Mawar")
    rows = [
        PeerPair(
            book_id=fund.book, mentor_id=mentor, mentee_id=mentee, topics=f"Topik {n}", offered_on=fund.today,
            offered_by=by, offered_at=at + timedelta(seconds=n),
        )
        for n in range(count)
    ]  # fmt: skip
    PeerPair.objects.bulk_create(rows)
    PeerEnd.objects.bulk_create(
        [PeerEnd(pair=row, ended_on=fund.today, reason="Belum sempat", by=by, at=at) for row in rows]
    )


def statements(hall, who, **query):
    """How often the index asks the database; the first look is not counted."""
    hall.see(who, "peers:index", **query)
    with CaptureQueriesContext(connection) as seen:
        hall.see(who, "peers:index", **query)
    return len(seen)


MOST_STATEMENTS = 22


def test_five_hundred_mentorings_come_page_by_page_for_as_many_statements_as_two(hall):
    sat(hall)
    dropped(hall, 1)
    few = {who: statements(hall, who) for who in ("facilitator", "Yuni")}
    dropped(hall, 500)
    assert {who: statements(hall, who) for who in few} == few
    assert max(few.values()) <= MOST_STATEMENTS
    first, last = (hall.at("facilitator").get(reverse("peers:index"), {"page": n}) for n in (1, 11))
    assert [page.content.decode().count('class="hit"') for page in (first, last)] == [50, 2]
    assert "Halaman 1 dari 11" in words(first)
    assert "502 baris" in words(first)
    assert ["Mengisi buku kas" in words(page) for page in (first, last)] == [False, True]  # the oldest offer
    assert "Beban KSM pendamping" in words(first)
    assert "Beban KSM pendamping" not in words(last)


def test_a_list_that_asks_once_a_row_would_be_seen(hall, monkeypatch):
    """The negative control: a reading for each mentoring, and more of them cost more."""
    from gulir.web.peers import listing as room

    usual = room.pair_from
    monkeypatch.setattr(room, "pair_from", lambda row: usual(PeerPair.objects.filter(pk=row.pk).exists() and row))
    dropped(hall, 1)
    few = statements(hall, "facilitator")
    dropped(hall, 9)
    assert statements(hall, "facilitator") == few + 9


def test_the_list_is_sifted_by_state_and_by_name(hall):
    sat(hall)
    dropped(hall, 3)
    page = words(hall.see("facilitator", "peers:index"))
    assert "Semua 4 Berjalan 1 Menunggu jawaban 0 Selesai 3" in page
    assert "KSM dibubarkan" not in page
    for query, lines in (
        ({"keadaan": "berjalan"}, 1), ({"keadaan": "selesai"}, 3), ({"keadaan": "menunggu"}, 0), ({"q": "meLA"}, 4),
        ({"q": "Dahlia"}, 0), ({"keadaan": "moon"}, 4), ({"keadaan": "selesai", "q": "mawar"}, 3),
    ):  # fmt: skip
        shown = hall.see("trustee", "peers:index", **query).content.decode()
        assert shown.count('class="hit"') == lines, query
        assert ("Tidak ada pendampingan yang cocok." in shown) == (lines == 0)


def test_whoever_sees_only_their_own_sifts_nothing(hall):
    dropped(hall, 2)
    page = hall.see("Parti", "peers:index", keadaan="berjalan", q="Dahlia").content.decode()
    assert page.count('class="hit"') == 2
    assert "Cari KSM" not in page


def test_only_the_mentors_that_carry_most_are_shown(hall, monkeypatch):
    from gulir.web.peers import listing as room

    running(hall)
    one = Group.objects.get(pk=key(hall, "Melati"))
    carried = [Load(mentor=one, mentees=("Mawar",), sessions=3, heavy=False)] * 13
    monkeypatch.setattr(room, "loads", lambda *a, **k: carried)
    page = words(hall.see("facilitator", "peers:index"))
    assert "3 KSM pendamping lain tidak membawa lebih dari yang di sini." in page
    monkeypatch.setattr(room, "loads", lambda *a, **k: carried[:10])
    assert "tidak membawa lebih" not in words(hall.see("facilitator", "peers:index"))


# ---------------------------------------------------------------- what waits stands on the homes


def test_an_open_offer_stands_on_the_home_of_whoever_answers_until_it_is_answered(hall):
    pair = offered(hall)
    address = reverse("peers:show", args=[pair])
    for who in ("Yuni", "Tini"):
        page = hall.see(who, "members:home")
        assert "Menunggu jawaban Anda" in words(page)
        assert "KSM Melati mendampingi KSM Mawar." in words(page)
        assert address in page.content.decode()
    for who in ("Parti",):  # a member without office answers nothing
        assert "Menunggu jawaban Anda" not in words(hall.see(who, "members:home"))
    hall.send("Yuni", "peers:show", pair, key="k1", group=key(hall, "Melati"))
    assert "Menunggu jawaban Anda" not in words(hall.see("Yuni", "members:home"))
    assert "Menunggu jawaban Anda" in words(hall.see("Tini", "members:home"))
    hall.send("Tini", "peers:end", pair, key="k2", reason="Belum sempat")
    assert "Menunggu jawaban Anda" not in words(hall.see("Tini", "members:home"))


def test_who_also_sits_at_another_desk_finds_it_there(hall):
    pair, fund = offered(hall), hall.fund
    assert "Baca dan jawab" not in words(hall.see("loan_officer", "officers:home"))
    old = Membership.objects.get(group=key(hall, "Mawar"), role="secretary")
    fund.do("secretary", leave_group, group=old.group_id, person=old.person_id, on=fund.today)
    new = fund.stage.actor("loan_officer").person
    fund.do("secretary", join_group, group=old.group_id, person=new, on=fund.today, role="secretary")
    page = hall.see("loan_officer", "officers:home")
    assert "Baca dan jawab" in words(page)
    assert reverse("peers:show", args=[pair]) in page.content.decode()


def test_the_facilitator_sees_which_offers_wait_and_for_how_long(hall):
    said = "tawaran pendampingan menunggu jawaban"
    assert said not in words(hall.see("facilitator", "facilitators:home"))
    pair = offered(hall)
    page = hall.see("facilitator", "facilitators:home")
    assert f"1 {said} sejak" in words(page)
    assert f"{reverse('peers:index')}?keadaan=menunggu" in page.content.decode()
    for who in ("overseer", "trustee"):
        assert said not in words(hall.see(who, f"{who}s:home"))
    hall.send("Yuni", "peers:show", pair, key="k1", group=key(hall, "Melati"))
    assert said in words(hall.see("facilitator", "facilitators:home"))  # the other KSM has not answered
    hall.send("Tini", "peers:show", pair, key="k2", group=key(hall, "Mawar"))
    assert said not in words(hall.see("facilitator", "facilitators:home"))


def test_many_offers_leave_the_home_short(hall, monkeypatch):
    from gulir.web.peers import waiting as room

    offered(hall)
    (one,) = room.offers_to_answer(hall.fund.book, hall.fund.stage.stands("Tini", hall.fund.today))
    monkeypatch.setattr(room, "offers_to_answer", lambda book, standing: [one] * 7)
    page = words(hall.see("Tini", "members:home"))
    assert page.count("Baca dan jawab") == 5
    assert "2 tawaran lagi menunggu jawaban." in page
    assert words(hall.see("Tini", "peers:index")).count("Baca dan jawab") == 7


@pytest.mark.parametrize(("language", "label"), [("id", "KSM yang didampingi"), ("en", "Mentored group")])
def test_one_ksm_is_chosen_where_one_is_meant(hall, language, label):
    hall.at("Yuni").cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = hall.see("Yuni", "peers:offer").content.decode()
    assert re.search(rf"<label[^>]*>\s*{label}\s*<", page)

"""One KSM mentoring another on the screen: offered, agreed to, told, ended, compared; and who sees what of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from gulir.core.dates import add_months
from gulir.mentoring.models import PeerPair, PeerSession
from gulir.mentoring.queries.signs import KOTAKU_FORM
from gulir.mentoring.services import agree_to_mentoring, keep_assessment, offer_mentoring
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
    from gulir.web.peers import page as room

    running(hall)
    assert "Terlalu banyak" not in words(hall.see("facilitator", "peers:index"))
    kept = room.loads
    monkeypatch.setattr(room, "loads", lambda pairs, *, since, most: kept(pairs, since=since, most=0))
    assert "Terlalu banyak" in words(hall.see("facilitator", "peers:index"))

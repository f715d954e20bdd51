"""The facilitator at work: the list of today, a visit written down without a script, read and answered by the KSM."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gulir.governance.services import adopt_rule, propose_rule
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import Visit, VisitPhoto, VisitPromise, VisitReply
from gulir.mentoring.services import Came, Money, Sheet
from gulir.web.photos import photo_file
from tests.lending.stage import OPENS
from tests.lending.test_stopping import meet
from tests.mentoring.stage import RULES
from tests.pictures import COMMENT, JPEG, PLACE, PNG, photo
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(founded, monkeypatch, settings, tmp_path):
    settings.GULIR_HOME = tmp_path
    return make_hall(monkeypatch, founded)


def sheet(hall, **more):
    """What a form sends for an ordinary visit; everything left out is empty."""
    return {
        "key": "k1", "held_on": hall.fund.today.isoformat(), "minutes": "30", "purpose": "routine",
        "met": [str(hall.person("Yuni"))], "books": "no", "cash": "yes", "savings": "unseen", "rules": "yes",
        "meeting": "yes", **more,
    }  # fmt: skip


def group(hall, name="Melati"):
    return hall.fund.stage.groups[name]


def written(hall, **more):
    answer = hall.send("facilitator", "calls:write", group(hall), **sheet(hall, **more))
    assert answer.status_code == 302, words(answer)
    return Visit.objects.filter(book_id=hall.fund.book).latest("written_at")


def promised(hall):
    day = (hall.fund.today + timedelta(days=3)).isoformat()
    return {"p1_who": "Karti", "p1_said": "Melengkapi buku kas", "p1_due": day}


def test_a_visit_is_written_in_one_form(hall):
    page = hall.see("facilitator", "calls:write", group(hall)).content.decode()
    assert 'enctype="multipart/form-data"' in page
    row = written(
        hall,
        **promised(hall),
        photos=SimpleUploadedFile("buku.jpg", JPEG, "image/jpeg"),
        h1_topic="illness", h1_said="Anak Bu Sumi sakit",
        t1_topic="bookkeeping", t1_said="Bendahara, buku kas", t1_minutes="20",
    )  # fmt: skip
    assert (row.number, row.books, row.minutes) == (1, "no", 30)
    read = words(hall.see("facilitator", "calls:show", row.pk))
    for said in ("Yuni", "Melengkapi buku kas", "Anak Bu Sumi sakit", "Bendahara, buku kas"):
        assert said in read
    photo = VisitPhoto.objects.get(visit=row)
    answer = hall.see("overseer", "calls:photo", photo.pk)
    assert (b"".join(answer.streaming_content), answer.headers["Content-Type"]) == (JPEG, "image/jpeg")
    assert hall.see("cashier", "calls:photo", photo.pk).status_code == 404


def test_what_was_heard_and_coached_takes_several_lines(hall):
    row = written(
        hall,
        h1_topic="illness", h1_said="Anak sakit", h3_topic="business", h3_said="Warung sepi", h3_consent="on",
        t1_topic="rules", t1_said="Aturan bersama semua", t1_minutes="15",
        t2_topic="marketing", t2_said="Yuni, menata dagangan", t2_minutes="25",
    )  # fmt: skip
    notes = list(row.notes.order_by("line").values_list("kind", "topic", "consent", "minutes"))
    assert notes == [
        ("heard", "illness", False, 0), ("heard", "business", True, 0), ("taught", "rules", True, 15),
        ("taught", "marketing", True, 25),
    ]  # fmt: skip
    form = hall.see("facilitator", "calls:correct", row.pk).content.decode()
    assert form.index("Anak sakit") < form.index("Warung sepi") < form.index("Aturan bersama semua")
    hall.send(
        "facilitator", "calls:correct", row.pk,
        **sheet(hall, key="c1", reason="Kurang satu", t1_topic="rules", t1_said="Aturan", t1_minutes="15"),
    )  # fmt: skip
    assert Visit.objects.get(corrects=row).notes.count() == 1


def test_photos_are_kept_without_place_and_words_under_the_digest_of_what_is_kept(hall):
    sent = [SimpleUploadedFile(f"S7.5592_{n}.jpg", one, "image/jpeg") for n, one in enumerate((photo(up=6), PNG, JPEG))]
    row = written(hall, photos=[*sent, SimpleUploadedFile("lagi.jpg", JPEG, "image/jpeg")])
    kept = list(VisitPhoto.objects.filter(visit=row).select_related("file").order_by("line"))
    assert [one.file.name for one in kept] == ["foto.jpg", "foto.png", "foto.jpg"]  # the same photo twice is one
    for one in kept:
        content = photo_file(one.file_id).read_bytes()
        assert sha256(content).hexdigest() == one.file_id
        assert len(content) == one.file.size
        assert PLACE not in content
        assert COMMENT not in content
    everything = b"".join(path.read_bytes() for path in settings.GULIR_HOME.rglob("*") if path.is_file())
    assert JPEG in everything
    assert PLACE not in everything


def test_too_many_photos_are_refused(hall):
    many = [SimpleUploadedFile(f"{n}.jpg", JPEG, "image/jpeg") for n in range(9)]
    answer = hall.send("facilitator", "calls:write", group(hall), **sheet(hall, photos=many))
    assert answer.status_code == 422
    assert "Paling banyak 8 foto." in words(answer)


def test_the_form_suggests_what_to_coach_and_why(hall):
    form = words(hall.see("facilitator", "calls:write", group(hall)))
    assert "Disarankan" not in form
    written(hall, meeting="no")  # and books are not in order
    form = words(hall.see("facilitator", "calls:write", group(hall)))
    said = "Buku KSM belum beres pada 1 pemeriksaan terakhir, Buku beres pada 0 dari 1 pemeriksaan"
    assert f"Disarankan untuk KSM ini: Pembukuan (belum beres pada kunjungan terakhir, {said}); Aturan KSM" in form


def test_each_visit_says_how_many_of_its_promises_were_kept(hall):
    first = written(hall, **promised(hall), p2_who="Yuni", p2_said="Rapat", p2_due=promised(hall)["p1_due"])
    kept, broken = VisitPromise.objects.filter(visit=first).order_by("line")
    assert "0 dari 2" in words(hall.see("facilitator", "calls:group", group(hall)))
    written(hall, key="k2", **{f"r{kept.pk}": "kept", f"r{broken.pk}": "broken"})
    assert "1 dari 2" in words(hall.see("facilitator", "calls:group", group(hall)))
    page = words(hall.see("facilitator", "calls:show", first.pk))
    assert page.index("Ditepati") < page.index("Tidak ditepati")


def test_the_same_form_sent_twice_is_one_visit(hall):
    for _ in range(2):
        hall.send("facilitator", "calls:write", group(hall), **sheet(hall))
    assert Visit.objects.filter(book_id=hall.fund.book).count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"met": []}, "Pilih siapa yang ditemui"),
        ({"minutes": "0"}, "1"),
        ({"p1_who": "Karti"}, "Isi siapa, janjinya, dan tanggalnya."),
        ({"t1_topic": "rules", "t1_said": "Aturan"}, "Isi berapa menit."),
        ({"t3_topic": "rules", "t3_minutes": "5"}, "Pilih pokoknya dan tulis isinya."),
        ({"h2_said": "Sepi"}, "Pilih pokoknya dan tulis isinya."),
        ({"condition": "Buku kosong"}, "Tulis keadaannya dan sarannya."),
        ({"held_on": "2027-01-01"}, "belum terjadi"),
    ],
)
def test_what_is_not_right_is_said_and_what_was_typed_is_kept(hall, more, said):
    answer = hall.send("facilitator", "calls:write", group(hall), **sheet(hall, place="Balai RW", **more))
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="Balai RW"' in answer.content.decode()
    assert not Visit.objects.filter(book_id=hall.fund.book).exists()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("surat.pdf", b"%PDF-1.7 a letter", "application/pdf"),
        SimpleUploadedFile("page.jpg", b"<script>alert(1)</script>", "image/jpeg"),
        SimpleUploadedFile("besar.jpg", JPEG + b"x" * (5 * 1024 * 1024), "image/jpeg"),
    ],
)
def test_only_photos_are_kept(hall, upload):
    upload.seek(0)
    answer = hall.send("facilitator", "calls:write", group(hall), **sheet(hall, photos=upload))
    assert answer.status_code == 422
    assert "tidak dapat disimpan" in words(answer)


def test_the_home_says_what_is_due_and_why(hall):
    written(hall, **promised(hall), next_on=(hall.fund.today + timedelta(days=5)).isoformat())
    home = words(hall.see("facilitator", "facilitators:home"))
    assert "Tidak ada kunjungan yang harus dilakukan hari ini." in home
    hall.move_to(OPENS + timedelta(days=5))
    home = words(hall.see("facilitator", "facilitators:home"))
    assert "Kunjungan yang dijanjikan" in home
    assert "Lewat 2 hari" in home
    promise = VisitPromise.objects.get(visit__book_id=hall.fund.book)
    form = hall.see("facilitator", "calls:write", group(hall)).content.decode()
    assert f'name="r{promise.pk}"' in form
    written(hall, key="k2", **{f"r{promise.pk}": "kept"})
    home = words(hall.see("facilitator", "facilitators:home"))
    assert "Tidak ada janji yang jatuh tempo." in home


def test_the_use_of_a_loan_is_seen_from_todays_list(hall):
    loan = hall.fund.lend("Melati")
    hall.move_to(OPENS + timedelta(days=30))
    home = hall.see("facilitator", "facilitators:home").content.decode()
    href = f"{reverse('calls:write', args=[group(hall)])}?pinjaman={loan.pk}&amp;tahap=first"
    assert href in home
    share = loan.shares.get(person=hall.person("Yuni"))
    body = sheet(
        hall, purpose="loan", stage="first",
        **{f"u{share.pk}_user": "family", f"u{share.pk}_for": "Warung sayur", f"u{share.pk}_alive": "yes"},
    )  # fmt: skip
    address = href.replace("&amp;", "&")
    assert "belum berfoto" in words(hall.at("loan_officer").post(address, body))
    body[f"u{share.pk}_photo"] = SimpleUploadedFile("warung.jpg", JPEG, "image/jpeg")
    assert hall.at("loan_officer").post(address, body).status_code == 302
    row = Visit.objects.get(loan=loan)
    assert "Keluarganya" in words(hall.see("upk_manager", "calls:show", row.pk))
    assert href not in hall.see("facilitator", "facilitators:home").content.decode()


def test_a_loan_of_another_ksm_or_none_opens_no_form(hall):
    loan = hall.fund.lend("Mawar")
    page = reverse("calls:write", args=[group(hall)])
    for asked in (loan.pk, "x"):
        assert hall.at("facilitator").get(page, {"pinjaman": asked}).status_code == 404


def test_the_ksm_reads_and_answers_beside_the_record(hall):
    row = written(hall, h1_topic="illness", h1_said="Anak Bu Sumi sakit")
    page = words(hall.see("Yuni", "calls:show", row.pk))
    assert "Anak Bu Sumi sakit" not in page
    assert "1 hal diceritakan tanpa persetujuan" in page
    hall.send("Yuni", "calls:show", row.pk, said="Buku ada di rumah Bu Karti.", key="r1")
    assert VisitReply.objects.get(visit=row).by.name == "Yuni"
    assert "Buku ada di rumah Bu Karti." in words(hall.see("overseer", "calls:show", row.pk))
    hall.send("overseer", "calls:show", row.pk, said="Bukan", key="r2")
    assert VisitReply.objects.filter(visit=row).count() == 1


def test_who_wrote_it_corrects_it_with_a_reason(hall):
    row = written(hall, **promised(hall), t1_topic="rules", t1_said="Aturan", t1_minutes="15")
    form = hall.see("facilitator", "calls:correct", row.pk).content.decode()
    assert "Melengkapi buku kas" in form
    answer = hall.send("facilitator", "calls:correct", row.pk, **sheet(hall, key="c1", books="yes"))
    assert answer.status_code == 422  # no reason
    hall.send("facilitator", "calls:correct", row.pk, **sheet(hall, key="c1", books="yes", reason="Salah lihat"))
    newer = Visit.objects.get(corrects=row)
    assert (newer.books, newer.reason) == ("yes", "Salah lihat")
    assert "Catatan ini sudah diperbaiki" in words(hall.see("facilitator", "calls:show", row.pk))
    for who in ("overseer", "Yuni"):
        assert hall.see(who, "calls:correct", newer.pk).status_code == 403


@pytest.mark.parametrize(
    ("who", "status"),
    [("facilitator", 200), ("loan_officer", 200), ("overseer", 200), ("trustee", 200), ("Yuni", 200), ("Agus", 403),
     ("cashier", 403), ("Tini", 404)],
)  # fmt: skip
def test_who_sees_the_way_of_a_ksm(hall, who, status):
    assert hall.see(who, "calls:group", group(hall)).status_code == status


def test_the_way_of_a_ksm_in_pictures(hall):
    fund = hall.fund
    fund.do("Yuni", mentoring.agree_on_rules, group=group(hall), starts_on=OPENS, **RULES)
    names = ("Yuni", "Karti", "Sumi", "Parti", "Agus")
    came = [Came(person=hall.person(name), came="present") for name in names[:-1]]
    came.append(Came(person=hall.person("Agus"), came="excused", reason="Sakit"))
    money = [Money(kind="savings", amount=10_000, person=hall.person(name)) for name in names[:-1]]
    meeting = Sheet(attendance=came, counted=40_000, money=money)
    fund.do("Yuni", mentoring.hold_meeting, group=group(hall), on=fund.today, sheet=meeting)
    fund.lend("Melati")
    written(hall)
    answer = hall.see("facilitator", "calls:group", group(hall))
    page = words(answer)
    assert "1 pertemuan, 1 kunjungan, 1 pinjaman" in page
    assert "Dari 5 undangan, 4 kali hadir" in page
    assert "Tabungan anggota di KSM Rp40.000" in page
    assert re.search(r'<svg role="img"', answer.content.decode())
    assert "4 dari 5 hadir" in page  # the table behind the picture


def test_other_pages_stand_in_the_facilitators_frame(hall):
    page = words(hall.see("facilitator", "overseers:loans"))
    assert "Meja pendamping" in page
    assert "Meja pengawas" in words(hall.see("overseer", "overseers:loans"))
    assert "Meja pengawas" not in words(hall.see("facilitator", "reports:index"))
    assert "Meja pendamping" in words(hall.see("facilitator", "reports:show", "loans"))
    assert "Meja pengawas" in words(hall.see("overseer", "reports:index"))


def test_english(hall):
    row = written(hall, **promised(hall))
    client = hall.at("facilitator")
    hall.see("facilitator", "calls:show", row.pk)  # the message that it is written down was read in Indonesian
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    for page, args in (("facilitators:home", ()), ("calls:index", ()), ("calls:show", (row.pk,))):
        read = words(hall.see("facilitator", page, *args))
        assert "Kunjungan" not in read, page


def test_how_long_a_ksm_may_wait_is_the_boards_to_decide(hall):
    """The alarm reads the rulebook: shortened by a decision it rings earlier, from the day on which it holds."""
    fund = hall.fund
    said = "7 hari belum dikunjungi"
    assert said not in words(hall.see("facilitator", "facilitators:home"))
    tomorrow = fund.today + timedelta(days=1)
    fund.do("coordinator", propose_rule, rule="mentoring.coverage_days", value=7, effective_on=tomorrow)
    meet(fund, subject="rule")
    fund.do("coordinator", adopt_rule, rule="mentoring.coverage_days")
    assert said not in words(hall.see("facilitator", "facilitators:home"))
    hall.move_to(tomorrow)
    assert said in words(hall.see("facilitator", "facilitators:home"))

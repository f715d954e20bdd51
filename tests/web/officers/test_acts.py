"""What an officer does on the pages reaches the books: once, by the right person, or not at all with a reason."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from gulir.ledger.models import BookState, Day, Draft, Month, Voucher
from gulir.lending.models import Application, Loan, Repayment
from tests.lending.stage import MEMBERS

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def hidden(answer) -> dict[str, str]:
    """The hidden inputs of a page."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", answer.content.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def sheet_of(hall, *loans):
    """The collection sheet of these loans, as it is first shown."""
    query = "&".join(f"loan={loan.pk}" for loan in loans)
    return hall.at("cashier").get(f"{reverse('officers:collect')}?{query}")


# ---------------------------------------------------------------- collecting


def test_a_repayment_is_collected_checked_and_recorded_once(hall):
    """Pre-filled with the instalment; read back as a sentence; sent twice it is one receipt."""
    loan = hall.fund.lend("Melati")
    shown = sheet_of(hall, loan)
    assert 'value="575.000"' in shown.content.decode()
    sent = {**hidden(shown), f"pay_{loan.pk.hex}": "575.000", f"save_{loan.pk.hex}": "25.000", "method": "cash"}

    check = hall.send("cashier", "officers:collect", **sent, received="590.000")
    assert "KSM Melati membayar Rp575.000 untuk pinjaman 1 dan menabung Rp25.000." in text_of(check)
    assert "kurang Rp10.000 dari jumlah di bawah" in text_of(check)
    assert not Repayment.objects.exists()

    confirmed = {**hidden(check), "confirmed": "1"}
    first = hall.send("cashier", "officers:collect", **confirmed)
    again = hall.send("cashier", "officers:collect", **confirmed)
    paid = Repayment.objects.get()
    assert (paid.amount, paid.savings, paid.principal, paid.jasa) == (600_000, 25_000, 500_000, 75_000)
    assert paid.receipt in text_of(first)
    assert paid.receipt in text_of(again)


def test_two_sheets_of_one_instalment_record_it_once_and_say_why(hall):
    """Two desks opened the same card; the second is told what happened, and a fresh sheet may record the next one."""
    loan = hall.fund.lend("Melati")
    sheets = [hidden(sheet_of(hall, loan)) for _ in range(2)]
    body = {f"pay_{loan.pk.hex}": "575.000", "method": "cash"}
    checks = [hidden(hall.send("cashier", "officers:collect", **sheet, **body)) for sheet in sheets]
    first, second = [hall.send("cashier", "officers:collect", **check, confirmed="1") for check in checks]
    assert (first.status_code, second.status_code) == (200, 422)
    assert "mungkin angsuran ini sudah dicatat" in text_of(second)
    assert Repayment.objects.count() == 1
    fresh = hidden(hall.send("cashier", "officers:collect", **hidden(sheet_of(hall, loan)), **body))
    assert hall.send("cashier", "officers:collect", **fresh, confirmed="1").status_code == 200
    assert Repayment.objects.count() == 2


def test_one_refused_row_never_hides_the_others(hall):
    """A loan that was paid off meanwhile is refused with its sentence; the other is recorded."""
    first, second = hall.fund.lend("Melati"), hall.fund.lend("Mawar", each=500_000)
    sent = {"confirmed": "1", "method": "cash", "loan": [str(first.pk), str(second.pk)]}
    for loan, key in ((first, "a"), (second, "b")):
        sent |= {f"pay_{loan.pk.hex}": "575000", f"key_{loan.pk.hex}": key, f"name_{loan.pk.hex}": loan.ksm}
    hall.fund.pay(first, 5_750_000)
    assert Loan.objects.get(pk=first.pk).state == "settled"
    done = hall.send("cashier", "officers:collect", **sent)
    assert done.status_code == 200
    assert Repayment.objects.filter(loan=second).count() == 1
    assert Repayment.objects.filter(loan=first).count() == 1
    assert "Ada yang perlu diperbaiki" in text_of(done)
    assert "Melati (Rp575.000)" in text_of(done)


def test_what_cannot_be_read_is_told_at_the_box_and_kept(hall):
    """An unclear amount comes back with its sentence and what was typed; nothing is recorded."""
    loan = hall.fund.lend("Melati")
    sent = {**hidden(sheet_of(hall, loan)), f"pay_{loan.pk.hex}": "1,250", "method": "cash"}
    answer = hall.send("cashier", "officers:collect", **sent)
    assert answer.status_code == 422
    assert 'value="1,250"' in answer.content.decode()
    assert f'href="#pay_{loan.pk.hex}"' in answer.content.decode()
    empty = {**sent, f"pay_{loan.pk.hex}": ""}
    assert "Belum ada yang dibayar" in text_of(hall.send("cashier", "officers:collect", **empty))
    assert not Repayment.objects.exists()


def test_who_is_no_cashier_is_refused_with_a_sentence(hall):
    """The loan officer may look; recording is the cashier's."""
    loan = hall.fund.lend("Melati")
    sent = {**hidden(sheet_of(hall, loan)), f"pay_{loan.pk.hex}": "575000", "method": "cash", "confirmed": "1"}
    answer = hall.send("loan_officer", "officers:collect", **sent)
    assert answer.status_code == 422
    assert not Repayment.objects.exists()
    assert "Melati" in text_of(answer)


# ---------------------------------------------------------------- the way of a loan


def test_a_loan_goes_from_asking_to_money_over_the_pages(hall):
    """Asked, visited, signed twice by two people, paid out once; every step by whom it belongs to."""
    fund = hall.fund
    product = fund.product
    fund.pledge("Melati")
    page = hall.at("loan_officer").get(f"{reverse('officers:application_new')}?ksm={fund.stage.groups['Melati']}")
    sent = {**hidden(page), "product": str(product), "purpose": "Modal warung"}
    sent |= {f"share-{n}-amount": "1.000.000" for n in range(len(MEMBERS["Melati"]))}
    asked = hall.at("loan_officer").post(page.request["PATH_INFO"] + f"?ksm={fund.stage.groups['Melati']}", sent)
    application = Application.objects.get()
    assert asked.status_code == 302
    assert application.asked == 5_000_000

    visit = hall.see("loan_officer", "officers:application_verify", application.pk)
    found = {**hidden(visit), "note": "Usaha lancar"}
    found |= {f"visit-{n}-amount": "900.000" for n in range(5)}
    assert hall.send("loan_officer", "officers:application_verify", application.pk, **found).status_code == 302

    for who in ("upk_manager", "coordinator"):
        page = hall.see(who, "officers:application_sign", application.pk)
        assert "36,5%" in text_of(page)
        assert hall.send(who, "officers:application_sign", application.pk, **hidden(page)).status_code == 302
    application.refresh_from_db()
    assert (application.state, application.decided) == ("approved", 4_500_000)

    page = hall.see("cashier", "officers:application_pay", application.pk)
    assert "Rp4.500.000" in text_of(page)
    for _ in range(2):
        hall.send("cashier", "officers:application_pay", application.pk, **hidden(page), confirmed="1")
    loan = Loan.objects.get()
    assert loan.principal == 4_500_000
    assert hall.see("cashier", "officers:loan", loan.pk).status_code == 200


def test_another_digest_is_not_signed(hall):
    """A signature on something else than what is shown is refused, with the reason on the page."""
    application = hall.fund.verify(hall.fund.apply("Melati"))
    answer = hall.send("upk_manager", "officers:application_sign", application, digest="0" * 64, key="k")
    assert answer.status_code == 422
    assert not Application.objects.get(pk=application).signatures.exists()


def test_an_application_is_rejected_with_its_reason(hall):
    """The reason stands on the application."""
    application = hall.fund.verify(hall.fund.apply("Melati"))
    hall.send("upk_manager", "officers:application_end", application, "tolak", reason="Usaha belum jalan", key="k")
    assert Application.objects.get(pk=application).state == "rejected"
    assert "Usaha belum jalan" in text_of(hall.see("loan_officer", "officers:application", application))


def test_the_last_repayment_is_undone_with_its_reason(hall):
    """Without a reason nothing happens; with one the card says so and the balance is as before; twice is once."""
    loan = hall.fund.lend("Melati")
    paid = hall.fund.pay(loan, 575_000)["repayment"]
    assert hall.send("upk_manager", "officers:loan_undo", loan.pk, paid, key="k0").status_code == 422
    for _ in range(2):
        hall.send("upk_manager", "officers:loan_undo", loan.pk, paid, reason="Salah catat", key="k1")
    assert Repayment.objects.filter(reverses=paid).count() == 1
    assert Loan.objects.get(pk=loan.pk).balance == 5_000_000
    assert "Dibatalkan" in text_of(hall.see("upk_manager", "officers:loan", loan.pk))


def test_a_loan_is_paid_off_early_after_the_quote(hall):
    """The quote is what is booked, and the card says paid off."""
    loan = hall.fund.lend("Melati")
    page = hall.see("cashier", "officers:loan_settle", loan.pk)
    quote = re.search(r"melunasi pinjaman 1 dengan Rp([0-9.]+)", text_of(page))[1].replace(".", "")
    hall.send("cashier", "officers:loan_settle", loan.pk, **hidden(page), confirmed="1")
    loan.refresh_from_db()
    assert loan.state == "settled"
    assert Repayment.objects.get().amount == int(quote)


# ---------------------------------------------------------------- vouchers


def voucher_form(page, *rows, **more):
    """A filled voucher form: rows of account and amount."""
    sent = {**hidden(page), "description": "ATK dan fotokopi", **more}
    for n, row in enumerate(rows):
        sent |= {f"row-{n}-{name}": value for name, value in row.items()}
    return sent


def test_an_expense_is_written_checked_and_recorded_once(hall):
    """Cash out to one account; read back before it is recorded; sent twice it is one voucher."""
    page = hall.at("bookkeeper").get(reverse("officers:voucher_new") + "?cara=keluar")
    sent = voucher_form(page, {"account": "51030", "amount": "126.000"}, money="11010")
    check = hall.send("bookkeeper", "officers:voucher_new", **sent)
    assert "Uang Rp126.000 (seratus dua puluh enam ribu rupiah) keluar: ATK dan fotokopi." in text_of(check)
    before = Voucher.objects.count()
    for _ in range(2):
        hall.send("bookkeeper", "officers:voucher_new", **hidden(check), confirmed="1")
    assert Voucher.objects.count() == before + 1
    made = Voucher.objects.get(description="ATK dan fotokopi")
    assert (made.type, made.total) == ("KK", 126_000)

    listed = hall.see("bookkeeper", "officers:vouchers", q="fotokopi", jenis="KK")
    assert made.label in text_of(listed)
    own = hall.send("bookkeeper", "officers:voucher_undo", made.pk, reason="Keliru", key="k1")
    assert own.status_code == 422
    assert hall.send("upk_manager", "officers:voucher_undo", made.pk, reason="Keliru", key="k2").status_code == 302
    assert "Sudah dibatalkan" in text_of(hall.see("bookkeeper", "officers:voucher", made.pk))


def test_unequal_sides_are_not_recorded(hall):
    """Without cash both sides must be equal; a row without account says so."""
    page = hall.at("bookkeeper").get(reverse("officers:voucher_new") + "?cara=bukan-kas")
    rows = (
        {"account": "51030", "side": "debit", "amount": "5000"},
        {"account": "31010", "side": "credit", "amount": "4000"},
    )
    check = hall.send("bookkeeper", "officers:voucher_new", **voucher_form(page, *rows))
    assert "Debit dan kredit berbeda Rp1.000" in text_of(check)
    forced = hall.send("bookkeeper", "officers:voucher_new", **hidden(check), confirmed="1")
    assert forced.status_code == 422
    alone = hall.send("bookkeeper", "officers:voucher_new", **voucher_form(page, {"amount": "5000"}))
    assert alone.status_code == 422
    assert not Voucher.objects.filter(description="ATK dan fotokopi").exists()


def test_a_late_voucher_waits_for_a_second_person(hall):
    """Its maker cannot approve it; another person does, and it enters the books once."""
    page = hall.see("bookkeeper", "officers:voucher_late")
    rows = (
        {"account": "51030", "side": "debit", "amount": "45000"},
        {"account": "11010", "side": "credit", "amount": "45000"},
    )
    sent = voucher_form(page, *rows, original_on="2026-03-01", reason="Nota terlambat")
    assert hall.send("bookkeeper", "officers:voucher_late", **sent).status_code == 302
    draft = Draft.objects.get(kind="susulan")
    own = hall.send("bookkeeper", "officers:draft", draft.pk, digest=draft.digest, key="k1")
    assert own.status_code == 422
    page = hall.see("upk_manager", "officers:draft", draft.pk)
    assert "Nota terlambat" in text_of(page)
    assert hall.send("upk_manager", "officers:draft", draft.pk, **hidden(page)).status_code == 302
    assert Voucher.objects.get(kind="susulan").total == 45_000


# ---------------------------------------------------------------- closing


def counted(hall, amount):
    """The count of the UPK's cash box as it is typed."""
    from gulir.ledger.queries import account_at

    box = account_at(hall.fund.book, "11010").pk
    pieces, left = {}, amount
    for note in (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100):
        pieces[f"n_{box}_{note}"], left = str(left // note), left % note
    return pieces, f"n_{box}_reason"


def test_a_day_is_closed_by_two_people(hall):
    """Counted by one, confirmed by another; the counter cannot confirm; then the next day is open."""
    hall.fund.lend("Melati")
    pieces, _reason = counted(hall, 45_000_000)
    check = hall.send("cashier", "officers:day", **pieces, key="k")
    assert "dihitung Rp45.000.000, sama dengan buku." in text_of(check)
    assert hall.send("cashier", "officers:day", **hidden(check), confirmed="1").status_code == 302
    assert "Menunggu orang kedua" in text_of(hall.see("cashier", "officers:day"))

    own = hall.send("cashier", "officers:day_confirm", key="k1", confirmed="1")
    assert own.status_code == 422
    other = hall.send("upk_manager", "officers:day_confirm", key="k2", confirmed="1")
    assert other.url == reverse("officers:day_one", args=["2026-03-02"])
    assert "Cocok!" in text_of(hall.at("upk_manager").get(other.url))
    assert BookState.objects.get(book_id=hall.fund.book).open_day == date(2026, 3, 3)


def test_a_difference_needs_its_reason_and_is_put_aside(hall):
    """Short by 5,000 without a word is not taken; with a reason it is booked apart; the second may send it back."""
    hall.fund.lend("Melati")
    pieces, reason = counted(hall, 44_995_000)
    silent = hall.send("cashier", "officers:day", **pieces, key="k")
    assert silent.status_code == 422
    assert "Tulis sebab selisih Rp5.000" in text_of(silent)
    check = hall.send("cashier", "officers:day", **pieces, **{reason: "Salah kembalian"}, key="k")
    assert "Kurang Rp5.000 karena: Salah kembalian" in text_of(check)
    hall.send("cashier", "officers:day", **hidden(check), confirmed="1")
    assert Voucher.objects.filter(description__contains="Salah kembalian").exists()
    back = hall.send("upk_manager", "officers:day_confirm", refuse="1", reason="Hitung lagi", key="k3")
    assert back.status_code == 302
    assert Day.objects.get(book_id=hall.fund.book, day=date(2026, 3, 2)).refused


def test_empty_days_close_in_one_go(hall):
    """Through today, and not beyond it."""
    hall.fund.today = date(2026, 3, 6)
    far = hall.send("cashier", "officers:day_empty", through="2026-03-09", key="k1")
    assert far.status_code == 422
    assert hall.send("cashier", "officers:day_empty", through="2026-03-05", key="k2").status_code == 302
    assert BookState.objects.get(book_id=hall.fund.book).open_day == date(2026, 3, 6)


def test_a_month_closes_by_its_checklist(hall):
    """Not while days are open or the bank is not compared; after both it closes, and stands in the list."""
    hall.fund.lend("Melati")
    hall.move_to(date(2026, 3, 31))
    page = hall.see("bookkeeper", "officers:provision")
    assert page.status_code == 200
    hall.move_to(date(2026, 4, 1))
    early = hall.send("bookkeeper", "officers:month", key="k1")
    assert early.status_code == 422
    sent = {"through": "2026-03-31", "bank_balance": "100.000.000", "key": "k2"}
    assert hall.send("bookkeeper", "officers:bank_account", "upk", "11021", **sent).status_code == 302
    page = text_of(hall.see("bookkeeper", "officers:month"))
    assert "Tutup Maret 2026" in page
    why = {f"why_{name}": "Sudah diketahui" for name in ("loans", "savings", "provision", "savings_banked")}
    done = hall.send("bookkeeper", "officers:month", key="k3", **why)
    assert done.status_code == 302, text_of(done)
    assert Month.objects.get().first == date(2026, 3, 1)


# ---------------------------------------------------------------- people and files


def test_a_group_is_formed_and_gets_its_members(hall):
    """Formed, a person found by name joins as its chair."""
    sent = {"code": "K09", "name": "Kenanga", "rw": "03", "formed_on": "2026-03-02", "key": "k1"}
    formed = hall.send("loan_officer", "officers:group_new", **sent)
    assert formed.status_code == 302
    hall.send("loan_officer", "officers:person_new", name="Bu Tutik", sex="P", key="k2")
    address = formed.url + "anggota/?q=tutik"
    page = hall.at("loan_officer").get(address)
    person = re.search(r'name="person" value="([^"]*)"', page.content.decode())[1]
    joined = hall.at("loan_officer").post(address, {"person": person, "role": "chair", "on": "2026-03-02", "key": "k3"})
    assert joined.status_code == 302
    assert "Bu Tutik" in text_of(hall.at("loan_officer").get(formed.url))


def test_who_holds_the_money_registers_nobody(hall):
    """The cashier's attempt comes back with a sentence."""
    answer = hall.send("cashier", "officers:person_new", name="Hantu", sex="P", key="k")
    assert answer.status_code == 422
    assert "Mintalah petugas pinjaman atau sekretaris" in text_of(answer)
    assert "Daftarkan</button>" not in answer.content.decode()


def upload(text: str):
    """A file as a browser sends it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("warga.csv", text.encode(), content_type="text/csv")


def test_a_file_is_tried_first_then_brought_in_then_undone(hall):
    """The trial keeps nothing; what was tried goes in once; undoing takes it out again."""
    good = upload("name,sex,rw,rt\nBu Wagini,P,01,02\nPak Tarno,L,01,02\n")
    tried = hall.send("upk_manager", "officers:imports", kind="people", file=good)
    assert tried.status_code == 200, text_of(tried)
    assert "Berkas ini bisa masuk" in text_of(tried)
    assert "Wagini" not in text_of(hall.see("upk_manager", "officers:people"))
    sent = hidden(tried)
    for _ in range(2):
        hall.send("upk_manager", "officers:import_confirm", **sent)
    assert text_of(hall.see("upk_manager", "officers:people")).count("Bu Wagini") == 1
    from gulir.intake.models import Import

    entry = Import.objects.get()
    assert hall.send("upk_manager", "officers:import_undo", entry.pk, reason="Salah berkas", key="k").status_code == 302
    assert "Wagini" not in text_of(hall.see("upk_manager", "officers:people"))


def test_a_bad_file_tells_its_rows_and_changes_nothing(hall):
    """Row and column of what is wrong; no button to bring it in."""
    bad = upload("name,sex\nBu Wagini,X\n")
    tried = hall.send("upk_manager", "officers:imports", kind="people", file=bad)
    assert tried.status_code == 422
    assert "Berkas ini belum bisa masuk" in text_of(tried)
    assert "sex" in text_of(tried)
    assert "content" not in hidden(tried)


def test_pages_look_at_the_open_day_not_at_the_clock(hall):
    """Books that were left open for weeks: arrears, the quote and the schedule to come are those of the open day."""
    loan = hall.fund.lend("Melati")
    application = hall.fund.verify(hall.fund.apply("Mawar"))
    before = text_of(hall.see("cashier", "officers:loan", loan.pk))
    quoted = text_of(hall.see("cashier", "officers:loan_settle", loan.pk))
    plan = text_of(hall.see("upk_manager", "officers:application_sign", application))
    hall.fund.today = date(2026, 5, 20)
    hall.clients.clear()  # nobody stays logged in that long
    assert "Menunggak" not in before
    assert text_of(hall.see("cashier", "officers:loan", loan.pk)) == before
    assert text_of(hall.see("cashier", "officers:loan_settle", loan.pk)) == quoted
    assert text_of(hall.see("upk_manager", "officers:application_sign", application)) == plan
    assert "Menunggak" not in text_of(hall.see("overseer", "overseers:loan", loan.pk))


def test_a_quote_that_changed_since_it_was_read_is_not_booked(hall):
    loan = hall.fund.lend("Melati")
    page = hall.see("cashier", "officers:loan_settle", loan.pk).content.decode()
    told = re.search(r'name="expected" value="(\d+)"', page)[1]
    hall.fund.pay(loan, 575_000)
    sent = {"key": "s1", "method": "cash", "expected": told, "confirmed": "1"}
    answer = hall.send("cashier", "officers:loan_settle", loan.pk, **sent)
    assert answer.status_code == 422
    loan.refresh_from_db()
    assert loan.state == "active"
    again = re.search(r'name="expected" value="(\d+)"', answer.content.decode())[1]
    assert int(again) < int(told)
    assert hall.send("cashier", "officers:loan_settle", loan.pk, **{**sent, "expected": again}).status_code == 302
    loan.refresh_from_db()
    assert loan.state == "settled"

"""The 27 forms of the loan line: which are there when, what they say, and what they never say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from gulir.base.policy import STRANGER, Standing
from gulir.base.reference import ReferenceBroken, reference_folder
from gulir.community.models import Group, Person
from gulir.community.people import mask_nik, nik_index, sealed_nik
from gulir.core.problems.access import NotFound
from gulir.core.terbilang import rupiah_in_words
from gulir.lending import services as lending
from gulir.lending.models import Application, Loan
from gulir.mentoring.models import GroupRules
from gulir.papers.loan_file import (
    Form,
    LoanFile,
    card_lines,
    file_of_application,
    file_of_loan,
    forms,
    held,
    printable,
    single,
    whole,
)
from gulir.papers.loan_file.catalogue import form_number, read_forms
from gulir.papers.loan_file.paper import card_shape, placed
from gulir.papers.loan_file.stages import STAGES, stages
from gulir.papers.typeset import FOLDER
from tests.lending.stage import Fund, make_fund
from tests.lending.test_endings import decide
from tests.papers.pdf_text import pages, squeezed

pytestmark = pytest.mark.django_db
OFFICER = Standing(offices=frozenset({"cashier"}))
HANDBOOK = """
1 Permohonan & Keputusan Pemberian Pinjaman 2 Pengajuan pinjaman anggota 3 Fotokopi KTP 4 BA Pembentukan KSM
5 Aturan main KSM 6 Pernyataan tanggung renteng 7 Format usulan kegiatan ekonomi 8 Blanko pemeriksaan
9 Usulan petugas UPK 10 Putusan manajer 11 Surat Perjanjian Pinjaman 12 Surat kuasa anggota ke pengurus
13 BA pencairan + daftar hadir 14 Tanda terima per anggota 15 Kuitansi / Bukti Kas Keluar 16 Rencana angsuran
17 Kartu pinjaman KSM 18 Kartu angsuran anggota 19 Bukti Kas Masuk 20 Slip setoran bank
21 Surat tagihan / teguran 1-3 22 Laporan kunjungan ke peminjam 23 BA penjadwalan ulang 24 BA penghapusbukuan
25 Daftar penerima IPTW 26 Surat pernyataan ahli waris / santunan kematian 27 Surat lunas
"""
"""The catalogue as the handbook lists it (domain 2.4)."""
BEFORE = {1, 2, 3, 4, 5, 6, 7, 8, 12}
"""The forms of an application that nobody has looked at yet."""
LENT = {*range(1, 19), 22} - {19}


def numbers(found: Sequence[Form]) -> set[int]:
    return {form.no for form in found}


def asked_file(fund: Fund, application: UUID) -> LoanFile:
    return file_of_application(fund.book, application, standing=OFFICER, on=fund.today)


def loan_file(fund: Fund, loan: Loan) -> LoanFile:
    return file_of_loan(fund.book, loan.pk, standing=OFFICER, on=fund.today)


@pytest.fixture
def fund() -> Fund:
    return make_fund()


# ---------------------------------------------------------------- files at every stage


def just_asked(fund: Fund) -> LoanFile:
    return asked_file(fund, fund.apply())


def visited(fund: Fund) -> LoanFile:
    return asked_file(fund, fund.verify(fund.apply()))


def approved(fund: Fund) -> LoanFile:
    return asked_file(fund, fund.approve(fund.verify(fund.apply())))


def rejected(fund: Fund) -> LoanFile:
    application = fund.apply()
    fund.do("upk_manager", lending.reject_application, application=application, reason="Usaha belum berjalan")
    return asked_file(fund, application)


def paid_out(fund: Fund) -> LoanFile:
    return loan_file(fund, fund.lend())


def repaid(fund: Fund) -> LoanFile:
    loan = fund.lend()
    fund.pay(loan, 600_000, savings=25_000)
    return loan_file(fund, loan)


def late(fund: Fund) -> LoanFile:
    loan = fund.lend()
    return file_of_loan(fund.book, loan.pk, standing=OFFICER, on=fund.today + timedelta(days=70))


def hard(fund: Fund) -> LoanFile:
    loan = fund.lend()
    return file_of_loan(fund.book, loan.pk, standing=OFFICER, on=fund.today + timedelta(days=200))


def settled(fund: Fund) -> LoanFile:
    loan = fund.lend()
    fund.pay(loan, 5_750_000)
    return loan_file(fund, loan)


STATES: dict[str, tuple[Callable[[Fund], LoanFile], set[int]]] = {
    "asked": (just_asked, BEFORE),
    "visited": (visited, BEFORE | {9}),
    "approved": (approved, BEFORE | {9, 10, 11, 13, 14, 16}),
    "rejected": (rejected, BEFORE | {10}),
    "paid out": (paid_out, LENT),
    "repaid": (repaid, LENT | {19, 20}),
    "late": (late, LENT | {21}),
    "hard": (hard, LENT | {21}),
    "settled": (settled, LENT | {19, 20, 25, 27}),
}


@pytest.mark.parametrize("state", STATES)
def test_the_file_holds_what_applies_at_its_stage_in_the_order_of_the_folder(fund: Fund, state: str) -> None:
    made, expected = STATES[state]
    found = held(made(fund))
    assert numbers(found) == expected
    assert [form.folder for form in found] == sorted(form.folder for form in found)


@pytest.mark.parametrize("state", STATES)
def test_every_form_that_may_be_printed_is_a_paper_about_this_ksm(fund: Fund, state: str) -> None:
    made, _ = STATES[state]
    file = made(fund)
    for form in printable(file):
        text = squeezed("".join(pages(single(file, form.key))))
        assert squeezed(f"{form.id.upper()}") in text, form.key
        assert "Melati" in text, form.key
        assert squeezed(file.board) in text, form.key


@pytest.mark.parametrize("state", STATES)
def test_the_whole_file_is_its_cover_and_all_its_forms(fund: Fund, state: str) -> None:
    made, _ = STATES[state]
    file = made(fund)
    found = [squeezed(page) for page in pages(whole(file))]
    assert "BERKASPINJAMAN" in found[0]
    starts = [next(n for n, p in enumerate(found[1:], 1) if squeezed(f.id.upper()) in p) for f in held(file)]
    assert starts == sorted(starts)
    assert len(set(starts)) == len(starts)  # each begins on a page of its own


def test_every_form_is_reached_by_one_of_these_states(fund: Fund) -> None:
    reached = set().union(
        *(numbers(printable(made(make_fund(code=f"m{n}")))) for n, (made, _) in enumerate(STATES.values()))
    )
    assert reached == set(range(1, 28))


# ---------------------------------------------------------------- sums


SUMS = {
    "permohonan", "putusan_manajer", "perjanjian", "tanggung_renteng", "surat_kuasa", "ba_pencairan", "kas_keluar",
    "rencana_angsuran", "kartu_pinjaman", "laporan_kunjungan", "ahli_waris", "surat_lunas",
}  # fmt: skip
"""The forms on which the whole loan stands."""


def test_sums_stand_in_figures_and_in_words(fund: Fund) -> None:
    file = settled(fund)
    for key in SUMS:
        text = squeezed("".join(pages(single(file, key))))
        assert "5.000.000" in text, key
        words = 5_750_000 if key == "rencana_angsuran" else 5_000_000
        assert squeezed(rupiah_in_words(words)) in text, key


@pytest.mark.parametrize("key", ["pengajuan_anggota", "tanda_terima", "kartu_anggota"])
def test_every_member_has_their_own_paper_with_their_own_sum(fund: Fund, key: str) -> None:
    text = squeezed("".join(pages(single(paid_out(fund), key))))
    assert text.count(squeezed(rupiah_in_words(1_000_000))) == 5
    for name in ("Yuni", "Karti", "Sumi", "Parti", "Agus"):
        assert name in text


def test_a_letter_names_what_is_owed_and_counts_its_step(fund: Fund) -> None:
    file = late(fund)
    assert file.lent is not None
    owed = file.lent.arrears_principal + file.lent.arrears_jasa
    text = squeezed("".join(pages(single(file, "surat_teguran"))))
    assert owed == 2 * 575_000
    assert squeezed(rupiah_in_words(owed)) in text
    assert "Teguranpertama" in text  # no letter is passed over, however late
    assert "1.1/ST/UPK-" in text


def test_a_letter_that_was_recorded_says_what_it_said_then(fund: Fund) -> None:
    loan = fund.lend()
    fund.move_to(date(2026, 5, 4))
    first = loan_file(fund, loan)
    fund.do("loan_officer", lending.handle_arrears, loan=loan.pk, step="warning_1", to="Ketua KSM")
    again = file_of_loan(fund.book, loan.pk, standing=OFFICER, on=date(2026, 5, 20))
    assert first.lent is not None
    assert again.lent is not None
    assert first.lent.letter is not None
    assert again.lent.letter == replace(first.lent.letter, recorded=True)
    second = file_of_loan(fund.book, loan.pk, standing=OFFICER, on=date(2026, 6, 10))
    assert second.lent is not None
    assert second.lent.letter is not None
    assert (second.lent.letter.step, second.lent.letter.recorded) == (2, False)


def test_a_loan_a_few_days_late_is_told_what_it_owes_and_not_warned(fund: Fund) -> None:
    loan = fund.lend()
    file = file_of_loan(fund.book, loan.pk, standing=OFFICER, on=date(2026, 4, 6))
    text = squeezed("".join(pages(single(file, "surat_teguran"))))
    assert "Tagihan" in text
    assert "Teguran" not in text.replace("TEGURAN", "").replace("danteguran", "")
    assert squeezed(rupiah_in_words(575_000)) in text


def test_a_loan_written_off_has_its_minutes_with_the_decision(fund: Fund) -> None:
    loan = fund.lend()
    fund.move_to(date(2026, 6, 10))
    fund.do("loan_officer", lending.propose_write_off, loan=loan.pk, cause="business_failed", reason="Pasar terbakar")
    number = decide(fund)
    fund.do("bookkeeper", lending.write_off, loan=loan.pk)
    file = loan_file(fund, loan)
    assert numbers(held(file)) == LENT | {24}
    text = squeezed("".join(pages(single(file, "ba_penghapusbukuan"))))
    assert squeezed(number) in text
    for amount in (5_000_000, 5_750_000):
        assert squeezed(rupiah_in_words(amount)) in text
    with pytest.raises(NotFound):
        single(file, "ba_penjadwalan")


def test_a_new_schedule_has_its_minutes_and_the_loan_that_carries_on_no_receipt_of_money(fund: Fund) -> None:
    loan = fund.lend()
    fund.move_to(date(2026, 6, 10))
    fund.do(
        "loan_officer", lending.propose_restructuring, loan=loan.pk, kind="holiday", first_due_on=date(2026, 7, 2),
        cause="unable", reason="Panen gagal",
    )  # fmt: skip
    number = decide(fund, "board")
    new = Loan.objects.get(pk=fund.do("bookkeeper", lending.restructure, loan=loan.pk)["loan"])
    old_file, new_file = loan_file(fund, loan), loan_file(fund, new)
    assert numbers(held(old_file)) == LENT | {23}
    text = squeezed("".join(pages(single(old_file, "ba_penjadwalan"))))
    for said in (number, "1-R1", rupiah_in_words(new.principal), "2Juli2026"):
        assert squeezed(said) in text
    assert numbers(held(new_file)) & {11, 13, 14, 15, 23} == set()
    assert {16, 17, 18, 22} <= numbers(held(new_file))


def test_the_rules_a_ksm_recorded_stand_in_its_form(fund: Fund) -> None:
    application = fund.apply()
    assert "paling sedikit" not in "".join(pages(single(asked_file(fund, application), "aturan_main")))
    GroupRules.objects.create(
        book_id=fund.book, group_id=fund.stage.groups["Melati"], number=1, starts_on=fund.today, every="month",
        savings=10_000, fine=0, quorum_percent=60, loan_most=500_000, loan_months=6, loan_jasa_bp=150,
        told_by=fund.stage.actor("loan_officer"),
    )  # fmt: skip
    text = squeezed("".join(pages(single(asked_file(fund, application), "aturan_main"))))
    for said in ("palingsedikit60%", "Rp10.000setiappertemuan", "jasa1,5%sebulan", "Tidakadadenda", "2Maret2026"):
        assert said in text


def test_the_members_parts_of_every_instalment_are_the_instalment(fund: Fund) -> None:
    file = paid_out(fund)
    for n, due in enumerate(file.schedule):
        parts = [member.instalments[n] for member in file.members]
        assert (sum(p for p, _ in parts), sum(j for _, j in parts)) == (due.principal, due.jasa)
    assert [sum(p for p, _ in member.instalments) for member in file.members] == [1_000_000] * 5


def test_a_voucher_is_printed_for_each_payment_that_stands(fund: Fund) -> None:
    loan = fund.lend()
    fund.pay(loan, 600_000, savings=25_000)
    wrong = fund.pay(loan, 575_000)
    fund.do("bookkeeper", lending.reverse_repayment, repayment=UUID(str(wrong["repayment"])), reason="Salah catat")
    text = squeezed("".join(pages(single(loan_file(fund, loan), "kas_masuk"))))
    assert squeezed(rupiah_in_words(600_000)) in text
    assert "angsuranke-1pinjaman1,tunai" in text
    assert str(wrong["receipt"]) not in text


def test_the_reward_is_shared_among_the_members(fund: Fund) -> None:
    file = settled(fund)
    assert file.lent is not None
    text = squeezed("".join(pages(single(file, "penerima_iptw"))))
    assert file.lent.reward == 75_000
    assert squeezed(rupiah_in_words(75_000)) in text
    assert text.count("15.000") == 5


# ---------------------------------------------------------------- what is not so is not printed


@pytest.mark.parametrize(
    "key", ["surat_lunas", "penerima_iptw", "surat_teguran", "kas_masuk", "ba_penghapusbukuan", "nothing"]
)
def test_no_paper_says_what_is_not_so(fund: Fund, key: str) -> None:
    """A letter of settlement for a loan that is still owed would be worth money to the wrong hand."""
    with pytest.raises(NotFound):
        single(paid_out(fund), key)


def test_what_nobody_recorded_is_a_line_and_no_value(fund: Fund) -> None:
    file = just_asked(fund)
    assert all(member.income is None for member in file.members)
    assert "Rp0" not in squeezed("".join(pages(single(file, "ekonomi_rumah_tangga"))))


# ---------------------------------------------------------------- numbers and codes


def test_the_catalogue_is_the_handbook_s() -> None:
    listed = [(int(n), name.strip()) for n, name in re.findall(r"(\d+) ([A-Z][^\d]*(?:1-3)?)", HANDBOOK)]
    assert [n for n, _ in listed] == list(range(1, 28))
    assert [form.no for form in forms().values()] == list(range(1, 28))
    for (_, name), form in zip(listed, forms().values(), strict=True):
        first = re.findall(r"[a-z]+", name.lower().replace("ba ", "berita acara "))
        shared = set(first) & set(re.findall(r"[a-z]+", form.id.lower()))
        assert len(shared) >= min(2, len(first)), (name, form.id)


def test_each_form_has_one_template_and_each_template_a_form() -> None:
    have = {path.stem for path in (FOLDER / "forms").glob("*.typ")} - {"kit", "sampul"}
    assert have == set(forms())


def test_only_the_one_code_that_was_seen_is_printed(fund: Fund) -> None:
    table = tomllib.loads((reference_folder() / "papers" / "forms.toml").read_text(encoding="utf-8"))["form"]
    assert {key: row["kode_resmi"] for key, row in table.items() if row["kode_resmi"]} == {"perjanjian": "PB.03"}
    assert "PB.03" in squeezed("".join(pages(single(paid_out(fund), "perjanjian"))))
    assert all(row["id"] and row["en"] for row in table.values())


@pytest.mark.parametrize("wrong", [{"when": "someday"}, {"filed": "soon"}, {"en": " "}, {"no": 2}, {"folder": 7}])
def test_a_catalogue_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    table = tomllib.loads((reference_folder() / "papers" / "forms.toml").read_text(encoding="utf-8"))["form"]
    assert list(read_forms(table)) == list(forms())
    with pytest.raises(ReferenceBroken):
        read_forms(table | {"permohonan": table["permohonan"] | wrong})


def test_a_number_has_its_month_in_roman_and_waits_for_the_loan(fund: Fund) -> None:
    form = forms()["perjanjian"]
    assert form_number(form, approved(fund)) == ""
    other = make_fund(code="anggrek")
    assert re.fullmatch(r"1/SPPB/UPK-[A-Z-]+/III/2026", form_number(form, paid_out(other)))


def test_every_stage_of_the_reference_is_one_that_can_be(fund: Fund) -> None:
    used = {stage for form in forms().values() for stage in (*form.when.split(" or "), *form.filed.split(" or "))}
    assert used - {"never"} <= set(STAGES)
    assert stages(paid_out(fund)) >= {"asked", "granted", "lent", "shared"}


# ---------------------------------------------------------------- rights and privacy


def test_a_stranger_reads_no_file(fund: Fund) -> None:
    loan = fund.lend()
    with pytest.raises(NotFound):
        file_of_loan(fund.book, loan.pk, standing=STRANGER, on=fund.today)
    with pytest.raises(NotFound):
        file_of_application(fund.book, UUID(str(loan.application_id)), standing=STRANGER, on=fund.today)


def test_a_member_reads_the_file_of_their_own_group_without_what_the_visit_found(fund: Fund) -> None:
    application = fund.apply()
    rows = Application.objects.get(pk=application).shares.all()
    found = [
        lending.VerifiedShare(person=row.person_id, amount=row.asked, income=2_150_000, costs=1_400_000) for row in rows
    ]
    fund.do("loan_officer", lending.verify_application, application=application, shares=found)
    own = Standing(groups=frozenset({UUID(str(fund.stage.groups["Melati"]))}))
    other = Standing(groups=frozenset({UUID(str(fund.stage.groups["Mawar"]))}))
    theirs = file_of_application(fund.book, application, standing=own, on=fund.today)
    assert "2.150.000" not in "".join(pages(whole(theirs)))
    assert "2.150.000" in squeezed("".join(pages(whole(asked_file(fund, application)))))
    with pytest.raises(NotFound):
        file_of_application(fund.book, application, standing=other, on=fund.today)


def test_no_nik_is_printed_in_clear(fund: Fund) -> None:
    loan = fund.lend()
    fund.pay(loan, 5_750_000)
    niks = [f"337201520380{n:04d}" for n in range(1, 6)]
    for share, nik in zip(loan.shares.order_by("id"), niks, strict=True):
        person = UUID(str(share.person_id))
        Person.objects.filter(pk=person).update(nik=sealed_nik(nik, person), nik_index=nik_index(nik))
    file = loan_file(fund, loan)
    text = squeezed("".join(pages(whole(file))))
    assert [member.nik for member in file.members] == [mask_nik(nik) for nik in niks]
    assert all(squeezed(mask_nik(nik)) in text for nik in niks)
    assert not any(nik in text or nik[4:12] in text for nik in niks)


def test_what_a_member_wrote_and_the_visit_found_stands_in_their_forms(fund: Fund) -> None:
    first = fund.stage.people["Yuni"]
    fund.do(
        "loan_officer", lending.fill_member_form, group=fund.stage.groups["Melati"], person=first, amount=1_000_000,
        business="Warung sayur", business_since=2019, workers=2, capital=750_000, turnover=3_100_000, costs=2_000_000,
        other_income=310_000, living_costs=620_000, other_instalments=90_000, dependants=3,
    )  # fmt: skip
    application = fund.apply()
    rows = Application.objects.get(pk=application).shares.order_by("id")
    found = [
        lending.VerifiedShare(
            person=row.person_id, amount=row.asked, income=3_000_000, costs=2_100_000, living_costs=500_000,
            other_income=130_000, character=4, capacity=2,
        )
        for row in rows
    ]  # fmt: skip
    fund.do("loan_officer", lending.verify_application, application=application, shares=found)
    file = asked_file(fund, application)
    wrote = squeezed(pages(single(file, "ekonomi_rumah_tangga"))[0])
    for said in ("3.100.000", "3.410.000", "2.710.000", "Rp700.000", "Rp750.000", "2019,2orang", "3orang"):
        assert said in wrote, said
    saw = squeezed(pages(single(file, "blanko_pemeriksaan"))[0])
    for said in ("3.000.000", "130.000", "530.000", "nilai4dari4", "nilai2dari4"):
        assert said in saw, said
    assert "sejak2019" in squeezed(pages(single(file, "pengajuan_anggota"))[0])
    own = Standing(groups=frozenset({UUID(str(fund.stage.groups["Melati"]))}))
    theirs = file_of_application(fund.book, application, standing=own, on=fund.today)
    assert "3.100.000" not in "".join(pages(whole(theirs)))


# ---------------------------------------------------------------- hostile names


HOSTILE = ('O\'Neil "Ibu" #set', "$ x^2 $ *tebal* _miring_", "Sri 💰 Aminah \\ ]]", "N" * 80, "#pagebreak() @label <b>")


def test_no_name_breaks_a_paper(fund: Fund) -> None:
    loan = fund.lend()
    fund.pay(loan, 5_750_000)
    ids = list(loan.shares.order_by("id").values_list("person_id", flat=True))
    for person, name in zip(ids, HOSTILE, strict=True):
        Person.objects.filter(pk=person).update(name=name)
    assert loan.group is not None
    Group.objects.filter(pk=loan.group.pk).update(name='KSM #"$] Melati')
    text = squeezed("".join(pages(whole(loan_file(fund, loan)))))
    for name in HOSTILE:
        assert squeezed(name.replace("💰", "")) in text.replace("💰", ""), name


# ---------------------------------------------------------------- the pre-printed card


def test_a_card_gets_its_new_lines_and_nothing_else(fund: Fund) -> None:
    file = repaid(fund)
    text = squeezed("".join(pages(card_lines(file, first=2))))
    assert "Melati" not in text
    assert "4.500.000" in text
    assert "5.000.000" not in text  # the line of the payout was printed before


def test_a_line_stands_on_its_own_place_whichever_is_printed_first(fund: Fund) -> None:
    file = repaid(fund)
    assert file.lent is not None
    shape = card_shape()
    (from_first,), (from_second,) = (placed(file.lent.cards, shape, first=n) for n in (1, 2))
    assert from_second == from_first[len(shape.column) :]
    assert from_second[0]["top"] == shape.first_line + shape.line_height + shape.shift_down


def test_a_full_side_goes_on_behind(fund: Fund) -> None:
    file = repaid(fund)
    assert file.lent is not None
    shape = card_shape()
    many = [file.lent.cards[0]] * (shape.lines + 1)
    assert [len(side) // len(shape.column) for side in placed(many, shape, first=shape.lines)] == [1, 1]
    assert placed(many, shape, first=shape.lines + 1)[0][0]["top"] == shape.first_line + shape.shift_down


def test_the_card_of_the_reference_fits_its_paper() -> None:
    shape = card_shape()
    assert shape.first_line + shape.lines * shape.line_height <= shape.height
    edges = [(c["left"], c["left"] + c["width"]) for c in shape.column]
    assert all(end <= start for (_, end), (start, _) in pairwise(edges))
    assert edges[-1][1] <= shape.width


@pytest.mark.parametrize("first", [0, -1, 99])
def test_a_line_the_card_does_not_have_is_not_there(fund: Fund, first: int) -> None:
    with pytest.raises(NotFound):
        card_lines(repaid(fund), first=first)


def test_the_same_file_is_the_same_bytes(fund: Fund) -> None:
    file = paid_out(fund)
    assert single(file, "perjanjian") == single(file, "perjanjian")
    assert file.on == date(2026, 3, 2)

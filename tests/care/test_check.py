"""A sound board has no findings; whatever is changed behind the guards' back is found, and named."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction

from gulir.base.models import Attachment, Book, Fact
from gulir.care.check import check_board, check_house
from gulir.care.checks.guards import guards_here, guards_listed
from gulir.care.checks.house import attachment_path
from gulir.community.models import Person
from gulir.community.services import register_person
from gulir.ledger.models import Account, AccountSum, Day, Transfer, Voucher
from gulir.lending.models import Instalment, Loan, Repayment, Share
from tests.care.tampering import tamper

ON = date(2026, 4, 2)
NOON = datetime(2026, 4, 2, 5, 0, tzinfo=UTC)


def codes(book: Book) -> list[str]:
    return sorted({f.code for f in check_board(book, on=ON)})


def test_a_sound_board_has_no_findings(book):
    assert check_board(book, on=ON) == []


# ---------------------------------------------------------------- facts


def last_fact(book: Book) -> Fact:
    return Fact.objects.filter(book=book).order_by("-sequence")[0]


def test_a_public_field_that_was_changed_is_found(book):
    fact = Fact.objects.filter(book=book, kind="RepaymentRecorded")[0]
    fact.public["amount"] = 1
    assert tamper("UPDATE base_fact SET public = %s WHERE id = %s", json.dumps(fact.public), fact.pk) == 1
    found = {(f.code, f.facts["sequence"]) for f in check_board(book, on=ON)}
    assert found == {("FactCommitmentDiffers", fact.sequence), ("FactContradicted", fact.sequence)}


def test_a_private_field_that_was_changed_is_found(book):
    fact = Fact.objects.filter(book=book, kind="RepaymentRecorded")[0]
    tamper("UPDATE base_secret SET private = %s WHERE fact_id = %s", '{"payer": "orang lain"}', fact.pk)
    assert codes(book) == ["FactCommitmentDiffers"]


def test_a_fact_that_was_told_as_another_is_found(book):
    tamper("UPDATE base_fact SET kind = 'DayClosed' WHERE id = %s", last_fact(book).pk)
    assert codes(book) == ["FactLeafDiffers"]


def test_a_fact_that_was_moved_to_another_day_is_found(book):
    tamper("UPDATE base_fact SET recorded_at = %s WHERE id = %s", "2026-01-01 00:00:00+00:00", last_fact(book).pk)
    assert codes(book) == ["FactLeafDiffers"]


def test_a_fact_that_was_taken_away_is_found(book):
    fact = Fact.objects.get(book=book, sequence=5)
    tamper("DELETE FROM base_secret WHERE fact_id = %s", fact.pk)
    tamper("DELETE FROM base_fact WHERE id = %s", fact.pk)
    missing, count = check_board(book, on=ON)
    assert (missing.code, missing.facts["sequence"]) == ("FactMissing", 5)
    assert count.code == "FactCountDiffers"


def test_the_last_fact_taken_away_is_found_too(book):
    fact = last_fact(book)
    tamper("DELETE FROM base_secret WHERE fact_id = %s", fact.pk)
    tamper("DELETE FROM base_fact WHERE id = %s", fact.pk)
    assert codes(book) == ["FactCountDiffers"]


def test_an_erased_private_part_is_a_warning_and_no_error(book):
    """Erasing is a right; that it happened is told, and every leaf still stands."""
    tamper("DELETE FROM base_secret WHERE fact_id = %s", last_fact(book).pk)
    (finding,) = check_board(book, on=ON)
    assert (finding.code, finding.level) == ("FactSecretMissing", "warning")


# ---------------------------------------------------------------- books


def paid(book: Book) -> Voucher:
    return Voucher.objects.filter(book=book, type="KM").order_by("number")[0]


def test_a_total_that_was_changed_is_found(book):
    tamper("UPDATE ledger_voucher SET total = total + 1 WHERE id = %s", paid(book).pk)
    (finding,) = [f for f in check_board(book, on=ON) if f.code == "VoucherSumDiffers"]
    assert finding.facts["number"] == paid(book).label


def test_an_amount_that_was_changed_is_found(book):
    transfer = Transfer.objects.filter(voucher=paid(book))[0]
    tamper("UPDATE ledger_transfer SET amount = amount + 1 WHERE id = %s", transfer.pk)
    assert "VoucherSumDiffers" in codes(book)


def test_a_transfer_that_was_taken_away_is_found(book):
    transfer = Transfer.objects.filter(voucher=paid(book))[0]
    tamper("DELETE FROM ledger_transfer WHERE id = %s", transfer.pk)
    assert "VoucherSumDiffers" in codes(book)


def test_a_voucher_without_any_transfer_is_found(book):
    tamper("DELETE FROM ledger_transfer WHERE voucher_id = %s", paid(book).pk)
    found = [f for f in check_board(book, on=ON) if f.code == "VoucherSumDiffers"]
    assert [f.facts["transfers"] for f in found] == [0]


def test_a_number_that_was_skipped_is_found(book):
    voucher = paid(book)
    tamper("UPDATE ledger_voucher SET number = 99 WHERE id = %s", voucher.pk)
    found = [f.facts["number"] for f in check_board(book, on=ON) if f.code == "VoucherNumberMissing"]
    assert found[0] == voucher.label


def test_a_number_that_was_given_twice_is_found(book):
    first, second = Voucher.objects.filter(book=book, type="KM", year=2026).order_by("number")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            pytest.skip("SQLite cannot lose a table's own unique constraint")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_voucher DROP CONSTRAINT a_voucher_number_is_given_once")
    tamper("UPDATE ledger_voucher SET number = %s WHERE id = %s", first.number, second.pk)
    assert "VoucherNumberTwice" in codes(book)


def test_money_moved_to_an_account_of_another_ledger_is_found(book):
    transfer = Transfer.objects.filter(voucher=paid(book))[0]
    other = Account.objects.get(book=book, ledger="secretariat", code="11010")
    tamper("UPDATE ledger_transfer SET debit_id = %s WHERE id = %s", other.pk, transfer.pk)
    assert {"TransferStrays", "TransfersUnbalanced"} <= set(codes(book))


def test_a_kept_sum_that_differs_is_found(book):
    kept = AccountSum.objects.filter(account__book=book, account__code="11021").first()
    assert kept is not None, "closing days keeps sums"
    AccountSum.objects.filter(pk=kept.pk).update(debit=kept.debit + 5)
    (finding,) = check_board(book, on=ON)
    assert (finding.code, finding.facts["kept"] - finding.facts["built"]) == ("AccountSumDiffers", 5)


def test_a_day_that_vanished_is_found(book):
    day = Day.objects.filter(book=book).order_by("day")[3]
    tamper("DELETE FROM ledger_day WHERE id = %s", day.pk)
    (finding,) = check_board(book, on=ON)
    assert (finding.code, finding.facts["on"]) == ("DayMissing", day.day)


def test_live_books_without_an_open_day_are_found(book):
    tamper("UPDATE ledger_bookstate SET open_day = NULL WHERE book_id = %s", book.pk)
    assert codes(book) == ["DayMissing"]


def test_money_that_was_never_there_is_found(book):
    """A receipt made smaller than what was paid out of it later."""
    opening = Voucher.objects.get(book=book, kind="opening", ledger="upk")
    cash = Account.objects.get(book=book, ledger="upk", code="11010")
    tamper("UPDATE ledger_transfer SET amount = 1 WHERE voucher_id = %s AND debit_id = %s", opening.pk, cash.pk)
    bank = Account.objects.get(book=book, ledger="upk", code="11021")
    tamper("UPDATE ledger_transfer SET amount = 1 WHERE voucher_id = %s AND debit_id = %s", opening.pk, bank.pk)
    assert {"VoucherSumDiffers", "CashBelowZero", "OpeningNotZero"} <= set(codes(book))


# ---------------------------------------------------------------- loans


def lent() -> Loan:
    return Loan.objects.get(imported=False)


def test_a_loan_that_says_more_was_paid_is_found(book):
    tamper("UPDATE lending_loan SET principal_paid = principal_paid + 1000 WHERE id = %s", lent().pk)
    found = [f for f in check_board(book, on=ON) if f.code == "LoanSumsDiffer"]
    assert [f.facts["kept"] - f.facts["built"] for f in found] == [1000]


def test_jasa_that_was_forgiven_in_silence_is_found(book):
    tamper("UPDATE lending_loan SET jasa_paid = jasa_paid + 1000 WHERE id = %s", lent().pk)
    assert codes(book) == ["LoanSumsDiffer"]


def test_an_old_card_line_that_was_changed_is_found(book):
    tamper("UPDATE lending_cardentry SET amount = 5000000 WHERE loan_id = %s", Loan.objects.get(loan_no="L-1").pk)
    assert {"LoanSumsDiffer", "ControlDiffers"} == set(codes(book))


def test_an_instalment_that_was_changed_is_found(book):
    line = Instalment.objects.filter(loan=lent())[0]
    tamper("UPDATE lending_instalment SET principal = principal - 1 WHERE id = %s", line.pk)
    assert "InstalmentsDiffer" in codes(book)


def test_a_share_that_was_changed_is_found(book):
    share = Share.objects.filter(loan=lent(), live=True)[0]
    tamper("UPDATE lending_share SET principal = principal + 1 WHERE id = %s", share.pk)
    (finding,) = check_board(book, on=ON)
    assert finding.code == "LoanSharesDiffer"


def test_a_receipt_that_was_changed_is_found(book):
    row = Repayment.objects.filter(book=book)[0]
    tamper("UPDATE lending_repayment SET amount = amount - 1 WHERE id = %s", row.pk)
    found = [f for f in check_board(book, on=ON) if f.code == "RepaymentPartsDiffer"]
    assert {f.facts["receipt"] for f in found} == {row.receipt}


def test_a_receipt_whose_spread_was_changed_is_found(book):
    row = Repayment.objects.filter(book=book).exclude(parts=[])[0]
    tamper("UPDATE lending_repayment SET parts = '[[1, 5, 5]]' WHERE id = %s", row.pk)
    assert codes(book) == ["RepaymentPartsDiffer"]


def test_a_card_that_differs_from_its_account_is_found(book):
    """Principal booked as jasa: the books balance and the cards do not agree."""
    loans, income = (Account.objects.get(book=book, ledger="upk", code=code) for code in ("11030", "41010"))
    transfer = Transfer.objects.filter(credit=loans, voucher__kind="ordinary")[0]
    tamper("UPDATE ledger_transfer SET credit_id = %s WHERE id = %s", income.pk, transfer.pk)
    (finding,) = [f for f in check_board(book, on=ON) if f.code == "ControlDiffers"]
    assert finding.facts["role"] == "loans"


# ---------------------------------------------------------------- the house


def test_a_sound_house_has_no_findings(book, tmp_path):
    assert check_house(tmp_path) == []


def keep(home: Path, content: bytes) -> Attachment:
    digest = hashlib.sha256(content).hexdigest()
    path = attachment_path(home, digest)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return Attachment.objects.create(
        sha256=digest, name="kuitansi.jpg", media_type="image/jpeg", size=len(content), added_at=NOON
    )


def test_a_file_that_is_gone_or_another_is_found(book, tmp_path):
    kept = keep(tmp_path, b"foto kuitansi")
    assert check_house(tmp_path) == []
    path = attachment_path(tmp_path, kept.sha256)
    path.write_bytes(b"foto lain")
    assert [f.code for f in check_house(tmp_path)] == ["AttachmentChanged"]
    path.unlink()
    assert [f.code for f in check_house(tmp_path)] == ["AttachmentMissing"]


def test_a_sealed_number_moved_to_another_person_is_found(fund, tmp_path):
    fund.do("secretary", register_person, name="Rina", sex="P", nik="3372015203800001")
    assert check_house(tmp_path) == []
    rina = Person.objects.get(name="Rina")
    thief = Person.objects.filter(nik="").exclude(pk=rina.pk)[0]
    Person.objects.filter(pk=thief.pk).update(nik=rina.nik, nik_index="x" * 64)
    (finding,) = check_house(tmp_path)
    assert (finding.code, finding.facts["people"]) == ("SealsBroken", 1)


def test_a_guard_that_is_gone_or_asleep_is_found(book, tmp_path):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER a_posted_voucher_takes_no_transfer")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER a_posted_voucher_takes_no_transfer")
    (finding,) = check_house(tmp_path)
    assert (finding.code, finding.facts["guard"]) == (
        "GuardMissing",
        "ledger_transfer.a_posted_voucher_takes_no_transfer",
    )


def test_the_list_of_guards_is_that_of_the_migrations(db):
    """After a migration with a trigger: `python -m tools.guards`."""
    assert guards_here() == guards_listed(connection.vendor)


def test_an_attachment_and_a_constraint_are_looked_at_on_each_engine(book, tmp_path):
    if connection.vendor == "sqlite":
        with transaction.atomic():
            tamper("UPDATE lending_share SET loan_id = %s WHERE id = %s", uuid4(), Share.objects.all()[0].pk)
            said = [f.facts["said"] for f in check_house(tmp_path) if f.code == "DatabaseUnsound"]
            transaction.set_rollback(True)
        assert said[0].startswith("lending_share 1 -> lending_loan")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE base_actor ADD CONSTRAINT never CHECK (name <> '') NOT VALID")
        assert [f.facts["said"] for f in check_house(tmp_path)] == ["never"]

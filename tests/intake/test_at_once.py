"""Two people bring the same file in at the same moment: it comes in once."""

from __future__ import annotations

from gulir.intake.columns import sample
from gulir.intake.models import Import
from gulir.ledger.models import Voucher
from tests.intake.stage import loading_board
from tests.races import at_once


def test_the_same_file_from_two_desks_comes_in_once(fresh_database):
    board = loading_board()
    content = "voucher;date;description;debit_code;credit_code;amount\nA1;2026-01-05;Modal;11010;31010;1000\n"

    answers = at_once([lambda: board.bring("vouchers", content), lambda: board.bring("vouchers", content, who="ratna")])

    assert sorted(answer.done for answer in answers) == [False, True]
    told = next(answer for answer in answers if not answer.done)
    assert told.findings[0].code == "AlreadyImported"
    assert Import.objects.filter(kind="vouchers").count() == 1
    assert Voucher.objects.filter(reference="A1").count() == 1


def test_two_files_at_once_both_come_in_and_number_without_a_gap(fresh_database):
    board = loading_board()
    rows = "voucher;date;description;debit_code;credit_code;amount\n"
    files = [rows + "".join(f"{name}{n};2026-01-05;Modal;11010;31010;5\n" for n in range(40)) for name in "AB"]

    answers = at_once([lambda: board.bring("vouchers", files[0]), lambda: board.bring("vouchers", files[1])])

    assert [answer.counts["vouchers"] for answer in answers] == [40, 40]
    numbers = Voucher.objects.filter(type="KM", year=2026).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 81))


def test_a_dry_run_beside_a_real_one_leaves_nothing(fresh_database):
    board = loading_board()
    tried, done = at_once([
        lambda: board.bring("people", sample("people"), dry_run=True), lambda: board.bring("ksm", sample("ksm")),
    ])  # fmt: skip
    assert (tried.done, tried.import_id, done.done) == (True, None, True)
    assert list(Import.objects.values_list("kind", flat=True)) == ["ksm"]

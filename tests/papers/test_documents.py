"""Papers of one thing, and who may print them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from gulir.base.policy import STRANGER, Standing
from gulir.community.queries import board_of
from gulir.core.problems.access import NotFound
from gulir.lending import services as lending
from gulir.lending.models import Loan, Repayment
from gulir.papers.documents import card_paper, kuitansi, receipt_data, voucher_paper
from gulir.papers.words import Words
from tests.lending.stage import Fund, make_fund

pytestmark = pytest.mark.django_db
OFFICER = Standing(offices=frozenset({"cashier"}))


@pytest.fixture
def fund() -> Fund:
    made = make_fund()
    made.pay(made.lend(), 600_000, savings=25_000)
    return made


def test_a_receipt_says_the_sum_in_words_and_what_is_left(fund: Fund) -> None:
    said = receipt_data(board_of(fund.book), Repayment.objects.get(), Words("id"))
    assert said["words"] == "Enam ratus ribu rupiah"
    assert ["Sisa pinjaman", "Rp4.500.000"] in said["parts"]


def test_a_receipt_keeps_the_balance_of_its_own_day(fund: Fund) -> None:
    first = Repayment.objects.get()
    fund.pay(Loan.objects.get(), 575_000)
    said = receipt_data(board_of(fund.book), Repayment.objects.get(pk=first.pk), Words("id"))
    assert ["Sisa pinjaman", "Rp4.500.000"] in said["parts"]


def test_a_receipt_tells_where_the_principal_paid_before_went(fund: Fund) -> None:
    first = Repayment.objects.get()
    assert receipt_data(board_of(fund.book), first, Words("id"))["went"] == ""
    fund.move_to(fund.today + timedelta(days=1))
    fund.lend("Mawar")
    fund.pay(Loan.objects.get(ksm="Melati"), 575_000)
    second = Repayment.objects.exclude(pk=first.pk).get()
    said = receipt_data(board_of(fund.book), second, Words("id"))["went"]
    assert first.receipt in said or second.receipt in said
    assert "KSM Mawar" in said


def test_a_cancelled_receipt_thanks_nobody(fund: Fund) -> None:
    fund.move_to(fund.today + timedelta(days=1))
    fund.lend("Mawar")
    fund.pay(Loan.objects.get(ksm="Melati"), 575_000)
    second = Repayment.objects.order_by("voucher__recorded_at").last()
    assert second is not None
    assert receipt_data(board_of(fund.book), second, Words("id"))["went"]
    fund.do("upk_manager", lending.reverse_repayment, repayment=second.pk, reason="Salah catat")
    for paid in Repayment.objects.exclude(amount__gt=590_000):
        assert receipt_data(board_of(fund.book), paid, Words("id"))["went"] == ""


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_paper_is_a_pdf(fund: Fund, language: str) -> None:
    paid = Repayment.objects.get()
    papers = [
        kuitansi(fund.book, [paid.pk], standing=OFFICER, language=language, copy=True),
        voucher_paper(fund.book, paid.voucher_id, standing=OFFICER, language=language),
        card_paper(fund.book, paid.loan_id, standing=OFFICER, as_of=fund.today, language=language),
    ]
    assert [paper[:4] for paper in papers] == [b"%PDF"] * 3


def test_a_stranger_prints_nothing(fund: Fund) -> None:
    paid = Repayment.objects.get()
    with pytest.raises(NotFound):
        kuitansi(fund.book, [paid.pk], standing=STRANGER)
    with pytest.raises(NotFound):
        voucher_paper(fund.book, paid.voucher_id, standing=STRANGER)
    with pytest.raises(NotFound):
        card_paper(fund.book, paid.loan_id, standing=STRANGER, as_of=fund.today)


def test_a_member_prints_the_receipts_of_their_own_group_only(fund: Fund) -> None:
    paid = Repayment.objects.get()
    own = Standing(groups=frozenset({UUID(str(fund.stage.groups["Melati"]))}))
    other = Standing(groups=frozenset({UUID(str(fund.stage.groups["Mawar"]))}))
    assert kuitansi(fund.book, [paid.pk], standing=own)
    with pytest.raises(NotFound):
        kuitansi(fund.book, [paid.pk], standing=other)

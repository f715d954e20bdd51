"""Old loans and their cards come in without touching the books; what cannot be is refused by its code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from gulir.core.problems import Problem
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.intake import PrincipalOverpaid
from gulir.core.problems.lending import (
    HistoryAfterLive,
    LoanNotActive,
    LoanNumberTaken,
    NothingBroughtIn,
    SavingsTooSmall,
)
from gulir.core.problems.loans import (
    InstalmentCountOutOfRange,
    IntervalOutOfRange,
    PrincipalOutOfRange,
    PrincipalTooSmallToSpread,
    RateOutOfRange,
    RoundingUnitOutOfRange,
)
from gulir.core.problems.money import AmountNegative, BadInput, RateUnclear
from gulir.ledger import services as ledger
from gulir.ledger.models import Voucher
from gulir.lending import services as lending
from gulir.lending.models import CardEntry, Loan
from gulir.lending.queries import loans
from gulir.lending.queries.paid import savings_held
from gulir.lending.services.withdrawals import withdraw_card_entries, withdraw_loans
from tests.ledger.stage import raise_village
from tests.lending.stage import make_fund
from tests.lending.test_endings import decide

pytestmark = pytest.mark.django_db
GOOD = lending.OldLoan(
    loan_no="1", ksm="KSM 01", rw="1", disbursed_on=date(2025, 4, 20), principal=12_000_000, instalments=12,
    rate_percent="1.5",
)  # fmt: skip
PAID = lending.OldEntry(loan_no="1", on=date(2025, 5, 20), type="principal_payment", amount=1_000_000)


@pytest.fixture(scope="module")
def loading(django_db_setup, django_db_blocker):
    """A board with the programme's chart that still loads its history."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        village = raise_village()
        village.do(ledger.use_programme_chart)
        yield village
        transaction.set_rollback(True)


@pytest.fixture
def village(loading, db):
    return loading


def bring(village, *rows, who="budi", **more):
    return village.do(lending.bring_in_loans, who, rows=list(rows) or [GOOD], **more)


def enter(village, *rows, who="budi", **more):
    return village.do(lending.bring_in_card_entries, who, rows=list(rows) or [PAID], **more)


def loan(number="1"):
    return Loan.objects.get(loan_no=number, withdrawn=False)


def test_a_loan_comes_with_schedule_and_one_share_and_no_voucher(village):
    bring(village)
    assert (loan().schedule.count(), loan().shares.get().principal) == (12, 12_000_000)
    assert (loan().round_to, loan().round_on, loan().round, loan().imported) == (1, "principal", "nearest", True)
    assert not Voucher.objects.exists()


def test_a_card_line_moves_its_loan(village):
    bring(village)
    jasa = replace(PAID, type="jasa_payment", amount=180_000)
    assert enter(village, PAID, jasa)["balance"] == 11_000_000
    assert (loan().principal_paid, loan().jasa_paid) == (1_000_000, 180_000)


def test_a_line_of_nothing_is_kept_and_moves_nothing(village):
    bring(village)
    enter(village, replace(PAID, amount=0))
    assert (CardEntry.objects.get().amount, loan().principal_paid) == (0, 0)


def test_the_same_line_twice_is_two_lines(village):
    """Two instalments on one day look alike on paper; the importer warns, the card keeps both."""
    bring(village)
    enter(village, PAID, PAID)
    assert loan().principal_paid == 2_000_000


def test_a_loan_paid_back_on_its_card_is_settled_on_the_day_of_the_last_line(village):
    bring(village)
    late = replace(PAID, on=date(2025, 9, 9), amount=8_000_000)
    enter(village, late, replace(PAID, on=date(2025, 6, 1), amount=4_000_000))
    assert (loan().state, loan().settled_on) == ("settled", date(2025, 9, 9))


def test_an_old_loan_called_paid_off_is_in_no_arrears(village):
    """Its last jasa never came, and the old book let it go."""
    bring(village)
    enter(village, replace(PAID, amount=12_000_000))
    [row] = loans(village.book.pk, as_of=date(2026, 1, 1))
    assert (row.balance, row.missed_instalments, row.collectibility) == (0, 0, 1)


def test_more_jasa_than_was_asked_is_taken_as_the_card_has_it(village):
    bring(village)
    enter(village, replace(PAID, type="jasa_payment", amount=9_000_000))
    assert loan().jasa_paid == 9_000_000


def test_old_savings_are_held(village):
    bring(village)
    enter(village, replace(PAID, type="savings_in", amount=90_000), replace(PAID, type="savings_out", amount=40_000))
    assert savings_held(loan().pk) == 50_000


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"principal": 0}, PrincipalOutOfRange),
        ({"principal": -1}, PrincipalOutOfRange),
        ({"principal": 10**12 + 1}, PrincipalOutOfRange),
        ({"principal": 11}, PrincipalTooSmallToSpread),
        ({"instalments": 0}, InstalmentCountOutOfRange),
        ({"instalments": -3}, InstalmentCountOutOfRange),
        ({"instalments": 1001}, InstalmentCountOutOfRange),
        ({"rate_percent": ""}, RateUnclear),
        ({"rate_percent": "1,5"}, RateUnclear),
        ({"rate_percent": "1.5%"}, RateUnclear),
        ({"rate_percent": "-0.1"}, RateUnclear),
        ({"rate_percent": "lima"}, RateUnclear),
        ({"rate_percent": "1e3"}, RateUnclear),
        ({"rate_percent": "6/0"}, RateUnclear),
        ({"rate_percent": "101"}, (RateUnclear, RateOutOfRange)),
        ({"every": 0}, IntervalOutOfRange),
        ({"every": 367}, IntervalOutOfRange),
        ({"round_to": -5}, RoundingUnitOutOfRange),
        ({"round_to": 10**7}, RoundingUnitOutOfRange),
        ({"method": "bunga"}, BadInput),
        ({"method": ""}, BadInput),
        ({"method": "FLAT"}, BadInput),
        ({"method": "mudharabah"}, BadInput),
        ({"method": "musyarakah"}, BadInput),
        ({"unit": "harvest"}, BadInput),
        ({"unit": "year"}, BadInput),
        ({"unit": ""}, BadInput),
        ({"round": "up!"}, BadInput),
        ({"round": ""}, BadInput),
        ({"round_on": "jasa"}, BadInput),
        ({"round_on": ""}, BadInput),
        ({"loan_no": ""}, BadInput),
        ({"loan_no": "  "}, BadInput),
        ({"ksm": ""}, BadInput),
        ({"loan_no": "9" * 31}, NoteTooLong),
        ({"ksm": "K" * 81}, NoteTooLong),
        ({"rw": "0001"}, NoteTooLong),
    ],
)
def test_a_loan_that_cannot_be_is_refused(village, changed, problem):
    with pytest.raises(problem):
        bring(village, replace(GOOD, **changed))
    assert not Loan.objects.exists()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"loan_no": "2"}, NotFound),
        ({"loan_no": ""}, NotFound),
        ({"type": "angsuran"}, BadInput),
        ({"type": ""}, BadInput),
        ({"type": "PRINCIPAL_PAYMENT"}, BadInput),
        ({"amount": -1}, AmountNegative),
        ({"amount": -1_000_000, "type": "jasa_payment"}, AmountNegative),
        ({"amount": 12_000_001}, PrincipalOverpaid),
        ({"type": "savings_out"}, SavingsTooSmall),
    ],
)
def test_a_line_that_cannot_be_is_refused_and_none_of_the_others_stays(village, changed, problem):
    bring(village)
    with pytest.raises(problem):
        enter(village, PAID, replace(PAID, **changed))
    assert not CardEntry.objects.exists()


def test_no_more_is_paid_back_over_several_files_than_was_lent(village):
    bring(village)
    enter(village, replace(PAID, amount=11_500_000))
    with pytest.raises(PrincipalOverpaid):
        enter(village)


def test_a_number_is_given_once(village):
    bring(village)
    with pytest.raises(LoanNumberTaken):
        bring(village)
    with pytest.raises(LoanNumberTaken):
        bring(village, replace(GOOD, loan_no="2"), replace(GOOD, loan_no="2"))


def test_no_row_is_nothing(village):
    for act in (lending.bring_in_loans, lending.bring_in_card_entries):
        with pytest.raises(NothingBroughtIn):
            village.do(act, "budi", rows=[])


@pytest.mark.parametrize("who", ["siti", "dewi", "hasan", "rini", "joko", "tuti"])
def test_others_bring_nothing_in(village, who):
    with pytest.raises(NotAllowed):
        bring(village, who=who)
    with pytest.raises(NotAllowed):
        enter(village, who=who)


def test_on_live_books_history_ends_the_day_before(village):
    village.do(ledger.post_opening, rows=[{"code": "11010", "debit": 100}, {"code": "31010", "credit": 100}])
    draft = village.do(ledger.go_live, "ratna", on=village.today)["draft"]
    village.do(ledger.approve_draft, "hasan", draft=draft, digest=village.digest(draft))
    bring(village)
    with pytest.raises(HistoryAfterLive):
        bring(village, replace(GOOD, loan_no="2", disbursed_on=village.today))
    with pytest.raises(HistoryAfterLive):
        enter(village, replace(PAID, on=village.today))


def test_a_loan_paid_out_here_takes_no_old_card_line(db):
    """It would be settled without a rupiah, and cards and books would part."""
    fund = make_fund(logins=False)
    lent = fund.lend()
    before = PAID.on
    for kind, amount in (("principal_payment", lent.principal), ("jasa_payment", 1), ("savings_in", 1)):
        line = lending.OldEntry(loan_no=lent.loan_no, on=before, type=kind, amount=amount)
        with pytest.raises(HistoryAfterLive) as refused:
            fund.do("bookkeeper", lending.bring_in_card_entries, rows=[line])
        assert refused.value.facts == {"loan": lent.loan_no, "on": fund.today, "live_on": fund.today}
    lent.refresh_from_db()
    assert (lent.state, lent.principal_paid) == ("active", 0)


def test_a_loan_that_ended_takes_no_old_card_line(db):
    """A refusal in words, and not the database's: a loan that was written off stands still."""
    fund = make_fund(logins=False)
    old = replace(GOOD, disbursed_on=date(2025, 4, 20))
    fund.do("bookkeeper", lending.bring_in_loans, rows=[old])
    fund.do("loan_officer", lending.propose_write_off, loan=loan().pk, cause="business_failed", reason="Pasar terbakar")
    decide(fund)
    fund.do("bookkeeper", lending.write_off, loan=loan().pk)
    for kind in ("principal_payment", "savings_in"):
        with pytest.raises(LoanNotActive):
            fund.do("bookkeeper", lending.bring_in_card_entries, rows=[replace(PAID, type=kind)])


# ---------------------------------------------------------------- taken back


class Running:
    """What a step needs of a running act."""

    def __init__(self, book):
        self.book = book


def test_lines_withdrawn_leave_the_loan_as_it_was(village):
    bring(village)
    first, second = uuid4(), uuid4()
    enter(village, PAID, import_ref=first)
    enter(village, replace(PAID, amount=11_000_000), import_ref=second)
    assert loan().state == "settled"
    assert withdraw_card_entries(Running(village.book), import_ref=second) == 1
    assert (loan().state, loan().settled_on, loan().principal_paid) == ("active", None, 1_000_000)


def test_a_withdrawn_loan_leaves_its_number_free(village):
    ref = uuid4()
    bring(village, import_ref=ref)
    enter(village)
    assert withdraw_loans(Running(village.book), import_ref=ref) == 1
    bring(village)
    assert loan().principal_paid == 0


def test_every_refusal_here_has_its_sentence():
    """A refusal that nobody can read is none."""
    from gulir.base.messages import sentence
    from gulir.core.problems import lending as room

    for name in room.__all__:
        problem: type[Problem] = getattr(room, name)
        for language in ("id", "en"):
            said = sentence(name, dict.fromkeys(problem.names, "7"), language)
            assert not said.startswith(name), name

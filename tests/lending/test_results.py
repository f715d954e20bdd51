"""A shared result: the group reports each period; the fund's share falls due, or the fund bears its part of a loss."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.db.utils import DatabaseError

from gulir.base.models import Book, Fact
from gulir.care.checks.loans import check_loans
from gulir.community.models import OfficeTerm
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound, SecondPersonNeeded
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import (
    LoanNotActive,
)
from gulir.core.problems.money import AmountTooLarge
from gulir.core.problems.results import (
    ResultInUse,
    ResultNotExpected,
    ResultNotNext,
    ResultNotReported,
    ResultTooEarly,
)
from gulir.core.roles import Role
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Instalment, Loan, Repayment, Result, Share
from gulir.lending.queries import control_findings, loans
from tests.care.tampering import tamper
from tests.lending.days import advance
from tests.lending.offers import lend, offer

pytestmark = pytest.mark.django_db
EACH = [600_000] * 5


@pytest.fixture
def loan(fund):
    """Three million under mudharabah, three months, thirty percent; it is the day of the first instalment."""
    product = offer(fund, method="mudharabah", instalments=3, share_percent="30")
    made, _ = lend(fund, product, EACH)
    advance(fund, date(2026, 4, 2))
    return made


@pytest.fixture
def partner(fund):
    """Three million under musyarakah: forty percent of a profit, half of a loss."""
    product = offer(fund, method="musyarakah", instalments=3, share_percent="40", loss_percent="50")
    made, _ = lend(fund, product, EACH)
    advance(fund, date(2026, 4, 2))
    return made


def report(fund, loan, result, no=1, who="loan_officer", **more):
    return fund.do(who, lending.report_result, loan=loan.pk, no=no, result=result, **more)


def take_back(fund, report, who="upk_manager", reason="Salah tulis"):
    return fund.do(who, lending.take_back_result, report=report, reason=reason)


def lines(loan):
    return list(Instalment.objects.filter(loan=loan).order_by("no").values_list("principal", "jasa", "cum_jasa"))


def test_nothing_but_principal_is_owed_before_a_report(loan):
    assert lines(loan) == [(1_000_000, 0, 0)] * 3
    assert (loan.jasa, loan.reported, loan.rate_percent) == (0, 0, "0")


def test_the_share_of_a_profit_falls_due_with_its_instalment(fund, loan):
    said = report(fund, loan, 900_000)
    assert (said["share"], said["borne"], said["balance"]) == (270_000, 0, 3_000_000)
    assert lines(loan) == [(1_000_000, 270_000, 270_000), (1_000_000, 0, 270_000), (1_000_000, 0, 270_000)]
    loan.refresh_from_db()
    assert (loan.jasa, loan.reported) == (270_000, 1)


def test_a_loss_lowers_the_principal_and_no_money_moves(fund, loan):
    before = control_balance(fund.book, [Role.BANK, Role.CASH])
    said = report(fund, loan, -400_000)
    assert (said["share"], said["borne"], said["balance"]) == (0, 400_000, 2_600_000)
    assert said["number"].startswith("PB-")
    held = control_balance(fund.book, [Role.LOANS, Role.PROVISION_EXPENSE])
    assert held == {Role.LOANS: 2_600_000, Role.PROVISION_EXPENSE: 400_000}
    assert control_balance(fund.book, [Role.BANK, Role.CASH]) == before
    assert control_findings(fund.book, as_of=fund.today) == []
    assert fund.pay(loan, 600_000)["balance"] == 2_000_000


def test_in_musyarakah_the_group_bears_its_own_part_of_a_loss(fund, partner):
    assert report(fund, partner, -400_000)["borne"] == 200_000
    assert report(fund, partner, 0, no=2, **at(fund, date(2026, 5, 2))) == {
        "report": Result.objects.latest("id").pk, "share": 0, "borne": 0, "number": "", "balance": 2_800_000,
        "state": "active",
    }  # fmt: skip


def at(fund, day):
    advance(fund, day)
    return {}


def test_a_loss_larger_than_the_loan_ends_it_and_takes_no_rupiah_more(fund, loan):
    said = report(fund, loan, -9_000_000)
    assert (said["borne"], said["state"], said["balance"]) == (3_000_000, "settled", 0)
    assert Fact.objects.filter(kind="LoanSettled").count() == 1
    with pytest.raises(LoanNotActive):
        fund.pay(loan, 1)


def test_money_for_a_period_that_was_not_reported_is_held(fund, loan):
    paid = fund.pay(loan, 1_270_000)
    assert (paid["principal"], paid["jasa"], paid["surplus"]) == (0, 0, 1_270_000)
    report(fund, loan, 900_000)
    used = fund.do("cashier", lending.apply_surplus, loan=loan.pk)
    assert (used["used"], used["held"]) == (1_270_000, 0)
    assert Loan.objects.get().principal_paid == 1_000_000


def test_nothing_is_paid_ahead_of_its_report(fund, loan):
    report(fund, loan, 900_000)
    paid = fund.pay(loan, 2_000_000)
    assert (paid["principal"], paid["jasa"], paid["surplus"]) == (1_000_000, 270_000, 730_000)


def test_it_is_late_like_any_other_loan(fund, loan):
    [row] = loans(fund.book, as_of=fund.today)
    assert (row.missed_instalments, row.arrears_principal, row.arrears_jasa) == (1, 1_000_000, 0)
    report(fund, loan, 900_000)
    fund.pay(loan, 1_270_000)
    assert loans(fund.book, as_of=fund.today)[0].missed_instalments == 0


def test_a_late_report_leaves_yesterday_as_it_was(fund, loan):
    def then():
        [row] = loans(fund.book, as_of=date(2026, 4, 5))
        return row.balance, row.missed_instalments, row.collectibility

    advance(fund, date(2026, 4, 9))
    before = then()
    report(fund, loan, 900_000)
    assert then() == before


def test_paying_off_early_needs_the_report_of_what_is_over(fund, loan):
    with pytest.raises(ResultNotReported):
        fund.do("cashier", lending.settle_early, loan=loan.pk)
    report(fund, loan, 900_000)
    done = fund.do("cashier", lending.settle_early, loan=loan.pk)
    assert (done["amount"], done["waived"]) == (3_270_000, 0)
    assert Loan.objects.get().state == "settled"


@pytest.mark.parametrize("engine_path", ["swift", "plain"])
def test_both_paths_of_a_repayment_know_what_was_reported(fund, loan, monkeypatch, engine_path):
    if engine_path == "plain":
        monkeypatch.setattr(lending.record_repayment, "swift", None)
    assert fund.pay(loan, 100_000)["surplus"] == 100_000
    report(fund, loan, 900_000)
    paid = fund.pay(loan, 1_270_000)
    assert (paid["principal"], paid["jasa"], paid["surplus"]) == (1_000_000, 270_000, 0)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"no": 2}, ResultNotNext),
        ({"no": 0}, ResultNotNext),
        ({"no": -1}, ResultNotNext),
        ({"result": 10**12 + 1}, AmountTooLarge),
        ({"result": -(10**12) - 1}, AmountTooLarge),
        ({"note": "x" * 201}, NoteTooLong),
        ({"loan": uuid4()}, NotFound),
    ],
)
def test_a_report_that_cannot_be_is_refused(fund, loan, body, problem):
    with pytest.raises(problem):
        fund.do("loan_officer", lending.report_result, **{"loan": loan.pk, "no": 1, "result": 900_000, **body})
    assert not Result.objects.exists()


def test_a_period_is_reported_once(fund, loan):
    report(fund, loan, 900_000)
    with pytest.raises(ResultNotNext):
        report(fund, loan, 900_000)


def test_the_same_key_twice_is_one_report(fund, loan):
    assert report(fund, loan, 900_000, key="k") == report(fund, loan, 900_000, key="k")
    assert Result.objects.count() == 1


def test_a_period_has_to_begin_first(fund, loan):
    report(fund, loan, 900_000)
    with pytest.raises(ResultTooEarly):
        report(fund, loan, 900_000, no=2)
    advance(fund, date(2026, 4, 3))
    assert report(fund, loan, 900_000, no=2)["share"] == 270_000


def test_a_loan_with_jasa_waits_for_no_report(fund):
    made = fund.lend()
    with pytest.raises(ResultNotExpected):
        report(fund, made, 900_000)


def test_after_the_last_period_there_is_nothing_more_to_report(fund, loan):
    for no in (1, 2, 3):
        report(fund, loan, 0, no=no)
        advance(fund, date(2026, 4 + no, 2))
    with pytest.raises(ResultNotExpected):
        report(fund, loan, 0, no=4)


@pytest.mark.parametrize("who", ["cashier", "bookkeeper", "upk_manager", "coordinator", "overseer", "Yuni"])
def test_others_write_no_report(fund, loan, who):
    with pytest.raises(NotAllowed):
        report(fund, loan, 900_000, who=who)


def test_it_is_told_without_what_the_business_earned(fund, loan):
    report(fund, loan, 900_000, note="Warung ramai")
    told = Fact.objects.get(kind="ResultReported")
    assert (told.public["share"], told.public["no"]) == (270_000, 1)
    assert "900000" not in str(told.public)
    assert told.secret.private["result"] == 900_000


# ---------------------------------------------------------------- taken back


def test_a_wrong_report_is_taken_back_and_made_anew(fund, loan):
    wrong = report(fund, loan, 9_000_000)["report"]
    take_back(fund, wrong)
    loan.refresh_from_db()
    assert (lines(loan), loan.jasa, loan.reported) == ([(1_000_000, 0, 0)] * 3, 0, 0)
    assert report(fund, loan, 900_000)["share"] == 270_000


@pytest.mark.parametrize("result", [-400_000, -9_000_000])
def test_a_loss_taken_back_is_owed_again(fund, loan, result):
    wrong = report(fund, loan, result)["report"]
    take_back(fund, wrong)
    loan.refresh_from_db()
    assert (loan.state, loan.balance, loan.reported) == ("active", 3_000_000, 0)
    assert control_balance(fund.book, [Role.LOANS, Role.PROVISION_EXPENSE]) == {
        Role.LOANS: 3_000_000, Role.PROVISION_EXPENSE: 0,
    }  # fmt: skip
    assert control_findings(fund.book, as_of=fund.today) == []
    assert Repayment.objects.aggregate(sum=Sum("borne"))["sum"] == 0


def test_what_was_paid_on_it_goes_back_first(fund, loan):
    wrong = report(fund, loan, 900_000)["report"]
    fund.pay(loan, 100_000)
    with pytest.raises(ResultInUse):
        take_back(fund, wrong)
    fund.do("upk_manager", lending.reverse_repayment, repayment=Repayment.objects.get().pk, reason="Salah")
    take_back(fund, wrong)
    assert Loan.objects.get().reported == 0


def test_only_the_last_report_is_taken_back(fund, loan):
    first = report(fund, loan, 900_000)["report"]
    advance(fund, date(2026, 4, 3))
    report(fund, loan, 100_000, no=2)
    with pytest.raises(ResultInUse):
        take_back(fund, first)


def test_it_is_taken_back_once_and_its_mirror_never(fund, loan):
    wrong = report(fund, loan, 900_000)["report"]
    take_back(fund, wrong)
    for which in (wrong, Result.objects.latest("id").pk, 999_999):
        with pytest.raises(NotFound):
            take_back(fund, which)


def test_a_loss_is_no_receipt_to_be_reversed(fund, loan):
    """The loss goes with its report, or the schedule would say what nobody reported."""
    report(fund, loan, -400_000)
    with pytest.raises(NotFound):
        fund.do("upk_manager", lending.reverse_repayment, repayment=Repayment.objects.get().pk, reason="Salah")


def test_a_reason_is_given(fund, loan):
    wrong = report(fund, loan, 900_000)["report"]
    with pytest.raises(ReasonMissing):
        take_back(fund, wrong, reason="  ")


@pytest.mark.parametrize("who", ["loan_officer", "cashier", "coordinator", "overseer", "Yuni"])
def test_others_take_nothing_back(fund, loan, who):
    wrong = report(fund, loan, 900_000)["report"]
    with pytest.raises(NotAllowed):
        take_back(fund, wrong, who=who)


def test_who_wrote_it_does_not_take_it_back(fund, loan):
    wrong = report(fund, loan, 900_000)["report"]
    maker = fund.stage.actor("loan_officer")
    OfficeTerm.objects.filter(person_id=maker.person).update(ends_before=fund.today)
    OfficeTerm.objects.create(book_id=fund.book, person_id=maker.person, office="bookkeeper", starts_on=fund.today)
    with pytest.raises(SecondPersonNeeded):
        fund.do("loan_officer", lending.take_back_result, report=wrong, reason="Salah tulis")


# ---------------------------------------------------------------- the database, whoever writes


def quoted(value):
    return f"'{value.hex if connection.vendor == 'sqlite' else value}'"


REPORT = (
    "INSERT INTO lending_result (book_id, loan_id, no, result, share, borne, reported_on, note, made_by_id, loss_id,"
    " takes_back_id) SELECT book_id, loan_id, {no}, result, {share}, borne, reported_on, note, made_by_id, loss_id,"
    " {back} FROM lending_result WHERE loan_id = {loan}"
)
ATTACKS = {
    "a share is added to a line": ("UPDATE lending_instalment SET jasa = 5 WHERE loan_id = {loan}", "was_reported"),
    "a share is taken off a line": (
        "UPDATE lending_instalment SET jasa = 0, cum_jasa = 0 WHERE loan_id = {loan}", "was_reported",
    ),
    "fixed jasa is forgiven": (
        "UPDATE lending_instalment SET jasa = 0, cum_jasa = 0 WHERE loan_id = {fixed}", "was_reported",
    ),
    "the jasa of a loan is lowered": ("UPDATE lending_loan SET jasa = 0 WHERE id = {loan}", "was_reported"),
    "the jasa of a fixed loan is lowered": ("UPDATE lending_loan SET jasa = 0 WHERE id = {fixed}", "was_reported"),
    "a report is claimed": ("UPDATE lending_loan SET reported = 3 WHERE id = {loan}", "was_reported"),
    "a fixed loan begins to share": ("UPDATE lending_loan SET reported = 0 WHERE id = {fixed}", "was_reported"),
    "a period is passed over": (REPORT.replace("{no}", "3").replace("{back}", "NULL"), "in_order"),
    "a period is reported twice": (REPORT.replace("{no}", "1").replace("{back}", "NULL"), "in_order"),
    "a loan with jasa reports": (
        REPORT.replace("{no}", "1").replace("{back}", "NULL").replace("book_id, loan_id, 1", "book_id, {fixed}, 1"),
        "in_order",
    ),
    "more is taken back than was reported": (
        REPORT.replace("{no}", "1").replace("{back}", "id").replace("{share}", "-share - 1"), "mirrored",
    ),
    "a report is changed": ("UPDATE lending_result SET share = 1 WHERE loan_id = {loan}", "never"),
    "a report is deleted": ("DELETE FROM lending_result WHERE loan_id = {loan}", "never"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(fund, loan, attack):
    report(fund, loan, 900_000)
    fixed = lend(fund, offer(fund), [1_000_000] * 5, group="Mawar")[0]
    sql, name = ATTACKS[attack]
    names = {"loan": quoted(loan.pk), "fixed": quoted(fixed.pk), "share": "share"}
    with pytest.raises(DatabaseError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(**names))


def test_the_check_finds_a_line_that_asks_what_nobody_reported(fund, loan):
    report(fund, loan, 900_000)
    book = Book.objects.get(pk=fund.book)
    assert list(check_loans(book, on=fund.today)) == []
    tamper("UPDATE lending_instalment SET jasa = jasa + 1 WHERE loan_id = %s AND no = 1", loan.pk)
    found = [f.facts for f in check_loans(book, on=fund.today) if f.code == "ResultsDiffer"]
    assert [(row["no"], row["asked"] - row["reported"]) for row in found] == [(1, 1)]


def test_a_loss_names_the_row_that_lowers_the_loan(fund, loan):
    report(fund, loan, -400_000)
    advance(fund, date(2026, 4, 3))
    with pytest.raises(DatabaseError, match="lowers_the_loan"), transaction.atomic():
        Result.objects.create(
            book_id=fund.book, loan=loan, no=2, result=-900, share=0, borne=900, reported_on=fund.today,
            made_by=fund.stage.actor("loan_officer"), loss=Repayment.objects.get(),
        )  # fmt: skip


@pytest.mark.parametrize(("method", "reported"), [("mudharabah", None), ("flat", 0), ("mudharabah", 1)])
def test_a_loan_shares_its_result_or_has_its_jasa(fund, method, reported):
    made = Loan(
        id=uuid4(), book_id=fund.book, loan_no="X", ksm="Melati", disbursed_on=fund.today, principal=1, jasa=0,
        instalments=1, method=method, rate_percent="0", reported=reported,
    )  # fmt: skip
    line = Instalment(no=1, due_on=fund.today, principal=1, jasa=0, cum_principal=1, cum_jasa=0, loan_id=made.pk)
    line.save()
    Share.objects.create(loan_id=made.pk, principal=1)
    with pytest.raises(DatabaseError, match="beforehand"), transaction.atomic():
        made.save(force_insert=True)
    transaction.set_rollback(True)

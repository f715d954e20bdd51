"""The plain sheet is the truth: what is signed is what the schedule asks, the books take in, and the card shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import accumulate
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gulir.core.plain_sheet import plain_sheet
from gulir.core.problems.results import SheetChanged
from gulir.core.roles import Role
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Application, Instalment, Loan
from gulir.lending.queries import card, control_findings
from gulir.lending.terms import build_schedule, terms_of
from tests.lending.days import advance
from tests.lending.offers import FIXED, ONCE, RICE, SHARED, lend, offer

pytestmark = pytest.mark.django_db
WATCHED = (Role.LOANS, Role.JASA_INCOME, Role.BANK, Role.SURPLUS, Role.PROVISION_EXPENSE)
AMOUNTS = st.lists(st.integers(100_000, 3_000_000), min_size=5, max_size=5)
PROPERTY = settings(
    max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def books(fund):
    return control_balance(fund.book, WATCHED)


def moved(before, after):
    """What an account holds more than before, by role."""
    return {role: after[role] - before[role] for role in before if after[role] != before[role]}


def sums_of(loan):
    lines = list(Instalment.objects.filter(loan=loan).order_by("no"))
    assert [line.cum_principal for line in lines] == list(accumulate(line.principal for line in lines))
    assert [line.cum_jasa for line in lines] == list(accumulate(line.jasa for line in lines))
    return sum(line.principal for line in lines), sum(line.jasa for line in lines), lines


@pytest.mark.parametrize("kind", FIXED)
def test_sign_pay_out_pay_back_and_every_rupiah_is_the_sheets(fund, kind):
    product = offer(fund, **FIXED[kind])

    @PROPERTY
    @given(amounts=AMOUNTS, pieces=st.lists(st.integers(1, 4_000_000), max_size=4))
    def story(amounts, pieces):
        here = replace(fund)
        with transaction.atomic():
            before = books(here)
            loan, sheet = lend(here, product, amounts)
            principal, jasa, lines = sums_of(loan)
            assert (sheet["received"], sheet["jasa"], sheet["to_pay"]) == (principal, jasa, principal + jasa)
            assert (loan.principal, loan.jasa, loan.principal) == (principal, jasa, sum(amounts))
            assert sheet["last_instalment"] == lines[-1].principal + lines[-1].jasa
            assert sheet["per_instalment"] in {line.principal + line.jasa for line in lines}

            left = sheet["to_pay"]
            for piece in [*pieces, *(line.principal + line.jasa for line in lines)]:
                paying = min(piece, left)
                left -= paying
                if paying:
                    here.pay(loan, paying, method="bank")
            loan.refresh_from_db()

            assert (left, loan.state, loan.balance, loan.jasa_paid) == (0, "settled", 0, sheet["jasa"])
            assert moved(before, books(here)) == {Role.JASA_INCOME: sheet["jasa"], Role.BANK: sheet["jasa"]}
            shown = card(here.book, loan.pk, as_of=here.today)
            assert sum(line.jasa for line in shown.lines) == sheet["jasa"]
            assert sum(line.principal for line in shown.lines) == sheet["received"]
            assert shown.lines[-1].balance == 0
            assert control_findings(here.book, as_of=here.today) == []
            transaction.set_rollback(True)

    story()


@pytest.mark.parametrize("kind", SHARED)
def test_a_shared_result_is_paid_as_reported_and_not_a_rupiah_else(fund, kind):
    """Signed: the principal and the ratio. Paid: the principal less what the fund bore, and its share of profits."""
    product = offer(fund, **SHARED[kind])

    @settings(PROPERTY, max_examples=3)
    @given(amounts=AMOUNTS, results=st.lists(st.integers(-900_000, 900_000), min_size=3, max_size=3))
    def story(amounts, results):
        here = replace(fund)
        with transaction.atomic():
            before = books(here)
            loan, sheet = lend(here, product, amounts)
            assert (sheet["to_pay"], sheet["jasa"], loan.jasa) == (sum(amounts), 0, 0)
            shares = borne = paid = 0
            for line, result in zip(list(loan.schedule.order_by("no")), results, strict=False):
                advance(here, line.due_on)
                said = here.do("loan_officer", lending.report_result, loan=loan.pk, no=line.no, result=result)
                shares, borne = shares + said["share"], borne + said["borne"]
                due = Instalment.objects.get(pk=line.pk)
                now = due.cum_principal + due.cum_jasa - borne - paid
                if now > 0:
                    here.pay(loan, now, method="bank")
                    paid += now
            loan.refresh_from_db()
            assert (loan.state, loan.balance, loan.jasa) == ("settled", 0, shares)
            assert paid == sheet["to_pay"] + shares - borne
            change = {Role.JASA_INCOME: shares, Role.BANK: shares - borne, Role.PROVISION_EXPENSE: borne}
            assert moved(before, books(here)) == {role: amount for role, amount in change.items() if amount}
            shown = card(here.book, loan.pk, as_of=here.today)
            assert (sum(line.jasa for line in shown.lines), shown.lines[-1].balance) == (shares, 0)
            assert control_findings(here.book, as_of=here.today) == []
            transaction.set_rollback(True)

    story()


def test_the_margin_is_fixed_in_rupiah_when_it_is_signed(fund):
    """Murabahah: what is signed is an amount of money; the loan is made from that amount, not from a rate."""
    product = offer(fund, method="murabahah", instalments=10, rate_percent="1.5")
    loan, sheet = lend(fund, product, [1_000_000] * 5)
    assert (sheet["jasa"], loan.jasa) == (750_000, 750_000)
    again = build_schedule(terms_of(loan, principal=loan.principal, disbursed_on=loan.disbursed_on, margin=700_000))
    assert again.total_jasa == 700_000


def verified(fund, **terms):
    product = offer(fund, **terms)
    fund.pledge("Melati")
    shares = [lending.AskedShare(person=fund.stage.people[n], amount=1_000_000) for n in ("Yuni", "Karti", "Sumi")]
    asked = fund.do(
        "loan_officer", lending.submit_application, group=fund.stage.groups["Melati"], product=product, shares=shares,
        purpose="Modal sawah",
    )  # fmt: skip
    return fund.verify(UUID(asked["application"]))


def test_the_harvests_that_are_signed_are_named(fund):
    application = verified(fund, method="flat", unit="harvest", harvests=RICE)
    sheet = Application.objects.get(pk=application).sheet
    assert sheet["due_dates"] == ["2026-04-15", "2026-09-15"]
    # one month to the first harvest, five more to the second, 1.5 % of three million each
    assert (sheet["jasa"], sheet["per_instalment"], sheet["last_instalment"]) == (6 * 45_000, 2_045_000, 1_225_000)


def test_a_harvest_that_has_passed_since_signing_is_not_paid_out(fund):
    application = fund.approve(verified(fund, method="flat", unit="harvest", harvests=RICE))
    advance(fund, date(2026, 4, 1))
    with pytest.raises(SheetChanged):
        fund.do("cashier", lending.disburse, application=application)
    assert not Loan.objects.exists()


def test_within_the_same_month_it_is_still_the_sheet_that_was_signed(fund):
    application = fund.approve(verified(fund, method="flat", unit="harvest", harvests=ONCE, instalments=1))
    advance(fund, date(2026, 3, 20))
    fund.do("cashier", lending.disburse, application=application)
    [line] = Instalment.objects.all()
    assert (line.due_on, line.principal, line.jasa) == (date(2026, 7, 31), 3_000_000, 180_000)


def test_another_sheet_is_another_digest(fund):
    """What is signed binds the sums of the sheet."""
    application = Application.objects.select_related("group", "product").get(
        pk=verified(fund, method="flat", instalments=10)
    )
    before = lending.shown(application)
    application.sheet = {**application.sheet, "to_pay": application.sheet["to_pay"] + 1}
    assert lending.shown(application) != before
    assert before["plain_sheet"]["to_pay"] == 3_450_000


def test_the_sheet_of_the_core_is_the_one_that_is_signed(fund):
    application = Application.objects.select_related("product").get(pk=verified(fund, method="annuity", instalments=12))
    made = build_schedule(terms_of(application.product, principal=3_000_000, disbursed_on=fund.today))
    sheet = plain_sheet(made)
    assert (application.sheet["to_pay"], application.sheet["per_instalment"]) == (sheet.to_pay, sheet.per_instalment)

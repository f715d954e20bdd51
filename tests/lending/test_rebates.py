"""A margin is a price: paid off early it is owed whole, unless the board grants a rebate that nobody promised."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.endings import MarginIsFixed, MarginIsNone, RebateTooLarge
from gulir.core.problems.lending import QuoteChanged
from gulir.core.repayment import Due, SettlementRule, settlement
from gulir.core.roles import Role
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Loan
from gulir.lending.queries import control_findings
from gulir.lending.queries.early import quote_early
from tests.lending.offers import lend, offer
from tests.lending.test_endings import decide
from tests.lending.test_restructurings import propose as propose_new

LINES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5)), min_size=1, max_size=24)


@given(LINES, st.integers(0, 30), st.integers(0, 10**7))
def test_a_rebate_spares_what_is_not_due_and_never_a_rupiah_more(lines, months, rebate):
    owed = [Due(n, date(2026 + n // 12, n % 12 + 1, 1), p, j) for n, (p, j) in enumerate(lines)]
    on = date(2026 + months // 12, months % 12 + 1, 1)
    whole = settlement(owed, on, rule=SettlementRule.FULL_TERM)
    found = settlement(owed, on, rule=SettlementRule.FULL_TERM, rebate=rebate)
    most = sum(due.jasa for due in owed if due.due_on > on)
    assert found.waived == min(rebate, most)
    assert found.total == whole.total - found.waived
    assert sum(part.principal for part in found.parts) == sum(due.principal for due in owed)


# ---------------------------------------------------------------- granted by the board

pytestmark: list[pytest.MarkDecorator] = [pytest.mark.django_db]


@pytest.fixture
def sale(fund) -> Loan:
    """Five millions of goods with 750,000 of margin, over ten months; one instalment is paid."""
    found, _ = lend(fund, offer(fund, method="murabahah", instalments=10, rate_percent="1.5"), [1_000_000] * 5)
    fund.move_to(date(2026, 4, 2))
    fund.pay(found, 575_000)
    return Loan.objects.get(pk=found.pk)


def ask(fund, loan, amount=500_000, reason="Lunas sebelum waktunya"):
    return fund.do("loan_officer", lending.propose_rebate, loan=loan.pk, amount=amount, reason=reason)


def quote(fund, loan):
    return quote_early(fund.book, loan.pk, on=fund.today, standing=fund.stage.stands("cashier"))


def test_without_a_decision_the_margin_is_owed_whole(fund, sale):
    """The rule that spares the jasa of months to come is for charges by the month, not for a price."""
    assert (quote(fund, sale).total, quote(fund, sale).waived) == (4_500_000 + 675_000, 0)
    ask(fund, sale)
    assert quote(fund, sale).waived == 0
    done = fund.do("cashier", lending.settle_early, loan=sale.pk)
    assert (done["amount"], done["waived"]) == (5_175_000, 0)
    assert control_balance(fund.book, [Role.JASA_INCOME]) == {"jasa_income": 750_000}


def test_a_loan_with_jasa_by_the_month_is_spared_as_the_rulebook_says(fund):
    found = fund.lend()
    assert quote(fund, found).waived == 9 * 75_000


def test_what_the_board_granted_is_not_asked(fund, sale):
    ask(fund, sale)
    decide(fund, "board")
    assert (quote(fund, sale).total, quote(fund, sale).waived) == (4_675_000, 500_000)
    with pytest.raises(QuoteChanged):
        fund.do("cashier", lending.settle_early, loan=sale.pk, expected=5_175_000)
    done = fund.do("cashier", lending.settle_early, loan=sale.pk, expected=4_675_000)
    assert (done["amount"], done["waived"]) == (4_675_000, 500_000)
    after = Loan.objects.get(pk=sale.pk)
    assert (after.state, after.balance, after.jasa_waived) == ("settled", 0, 500_000)
    assert control_findings(fund.book, as_of=fund.today) == []
    assert Fact.objects.get(kind="RebateProposed").public["amount"] == 500_000


def test_a_rebate_that_was_refused_is_none(fund, sale):
    ask(fund, sale)
    decide(fund, "board", outcome="rejected")
    assert quote(fund, sale).waived == 0


def test_it_was_granted_on_what_was_left_then(fund, sale):
    ask(fund, sale)
    decide(fund, "board")
    fund.pay(sale, 575_000)
    assert quote(fund, Loan.objects.get(pk=sale.pk)).waived == 0


@pytest.mark.parametrize("amount", [0, -1, 675_001])
def test_nothing_or_more_than_the_margin_to_come_is_refused(fund, sale, amount):
    with pytest.raises(RebateTooLarge):
        ask(fund, sale, amount)


def test_a_margin_that_fell_due_is_owed(fund, sale):
    fund.move_to(date(2026, 5, 2))
    with pytest.raises(RebateTooLarge) as refused:
        ask(fund, sale, 675_000)
    assert refused.value.facts["most"] == 600_000


def test_where_there_is_no_margin_there_is_no_rebate(fund):
    with pytest.raises(MarginIsNone):
        ask(fund, fund.lend())


def test_a_reason_is_asked_and_not_everybody_may_ask(fund, sale):
    with pytest.raises(ReasonMissing):
        ask(fund, sale, reason=" ")
    with pytest.raises(NotAllowed):
        fund.do("cashier", lending.propose_rebate, loan=sale.pk, amount=1, reason="x")


def test_what_is_owed_of_a_sale_is_not_lent_on_with_a_new_margin(fund, sale):
    """More time may be given, and nothing be added for it (DSN-MUI 48/2005)."""
    new = {"first_due_on": date(2026, 6, 2)}
    with pytest.raises(MarginIsFixed):
        propose_new(fund, sale, kind="rescheduled", instalments=12, rate_percent="1", **new)
    propose_new(fund, sale, kind="extra_terms", instalments=18, **new)
    decide(fund, "board")
    later = Loan.objects.get(pk=fund.do("bookkeeper", lending.restructure, loan=sale.pk)["loan"])
    assert (later.principal, later.jasa) == (4_500_000, 675_000)

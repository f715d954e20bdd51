"""A month closes by its checklist, a year when its months are closed, a profit as the members' meeting decided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gulir.base.ids import new_id
from gulir.base.models import Fact
from gulir.core.dates import month_end
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.books import ProfitSplitNotWhole
from gulir.core.problems.ledger import (
    BankNotReconciled,
    BooksStillLoading,
    DaysStillOpen,
    DecisionMissing,
    MonthCheckFailed,
    MonthNotNext,
    ProfitAlreadyAllocated,
    ProfitGateShut,
    ReserveTooSmall,
    VoucherTextTooLong,
    YearClosedForVouchers,
    YearNotNext,
    YearNotOver,
)
from gulir.core.problems.money import BadInput
from gulir.core.roles import Role
from gulir.governance.models import AgendaItem
from gulir.governance.services.decisions import decide
from gulir.governance.services.meetings import Present, hold_meeting
from gulir.ledger import queries, services
from gulir.ledger.models import Month, Voucher, Year
from gulir.ledger.queries.years import profit_voucher
from tests.ledger.stage import ByOffice, close_until

pytestmark = pytest.mark.django_db
TOTALS = {"loans": 0, "savings": 0, "provision": 0}
JANUARY = date(2026, 1, 1)


def close_days(village, through):
    """Close the open day with a count where cash moved, then the empty days that follow."""
    close_until(ByOffice(village), through + timedelta(days=1))


def reconcile(village, through, **more):
    bank = village.account("11021")
    body = {"account": "11021", "through": through, "bank_balance": queries.balance_at(bank, as_of=through), **more}
    return village.do(services.reconcile_bank, **body)


def close_month(village, month, **more):
    close_days(village, month_end(month))
    reconcile(village, month_end(month))
    return village.do(services.close_month, "ratna", month=month, **{"control_totals": TOTALS, **more})


def close_months(village, year, *, first=1):
    for month in range(first, 13):
        close_month(village, date(year, month, 1))


# ---------------------------------------------------------------- months


def test_a_month_closes_when_everything_agrees(live):
    live.spend()
    told = close_month(live, JANUARY)
    assert told == {
        "month": "2026-01",
        "totals": {"loans": 0, "savings": 0, "provision": 0, "cash": 4_974_000, "bank": 50_000_000},
    }
    month = Month.objects.get(book=live.book)
    assert {check["check"] for check in month.checks} == {
        "days", "bank secretariat 11020", "bank upk 11021", "bank upk 11022", "loans", "savings", "provision",
        "savings_banked",
    } | {check["check"] for check in month.checks if check["check"].startswith("bank activities")}  # fmt: skip
    assert Fact.objects.get(book=live.book, kind="MonthClosed").public["vouchers"] == 1
    assert [m.first for m in queries.closed_months(live.book.pk)] == [JANUARY]


def test_the_checklist_says_what_is_left_to_do(live):
    live.post([(Role.LOANS, Role.BANK, 1_000_000)])
    checks = {c.check: c for c in queries.month_checks(live.book.pk, JANUARY, {"loans": 900_000})}
    assert (checks["days"].found, checks["days"].done) == (31, False)
    assert (checks["bank upk 11021"].found, checks["bank upk 11021"].difference) == (None, None)
    assert checks["bank upk 11022"].done
    assert (checks["loans"].expected, checks["loans"].difference, checks["loans"].done) == (1_000_000, -100_000, False)
    assert (checks["savings"].found, checks["savings"].done) == (None, False)


def test_days_of_the_month_must_be_closed(live):
    with pytest.raises(DaysStillOpen):
        live.do(services.close_month, "ratna", month=JANUARY, control_totals=TOTALS)


def test_months_close_one_after_another(live):
    close_days(live, date(2026, 2, 28))
    with pytest.raises(MonthNotNext) as refused:
        live.do(services.close_month, "ratna", month=date(2026, 2, 1), control_totals=TOTALS)
    assert refused.value.facts == {"month": "2026-02", "expected": "2026-01"}
    close_month(live, JANUARY)
    with pytest.raises(MonthNotNext):
        close_month(live, JANUARY)
    close_month(live, date(2026, 2, 1))


def test_a_bank_account_must_be_reconciled_through_the_months_end(live):
    close_days(live, date(2026, 1, 31))
    with pytest.raises(BankNotReconciled) as refused:
        live.do(services.close_month, "ratna", month=JANUARY, control_totals=TOTALS)
    assert refused.value.facts == {"account": "11021", "through": date(2026, 1, 31), "difference": None}
    reconcile(live, date(2026, 1, 31), bank_balance=49_990_000)
    with pytest.raises(BankNotReconciled) as refused:
        live.do(services.close_month, "ratna", month=JANUARY, control_totals=TOTALS)
    assert refused.value.facts["difference"] == -10_000
    reconcile(live, date(2026, 1, 31))
    live.do(services.close_month, "ratna", month=JANUARY, control_totals=TOTALS)


def test_a_reconciliation_is_worth_nothing_after_the_books_moved(live):
    live.today = date(2026, 1, 31)
    close_days(live, date(2026, 1, 30))
    reconcile(live, date(2026, 1, 31))
    live.do(
        services.record_voucher, description="Biaya", entries=[{"debit": "51060", "credit": "11021", "amount": 5_000}]
    )
    close_days(live, date(2026, 1, 31))
    with pytest.raises(BankNotReconciled):
        live.do(services.close_month, "ratna", month=JANUARY, control_totals=TOTALS)


def test_cards_that_differ_from_their_account_stop_the_month(live):
    live.post([(Role.LOANS, Role.BANK, 1_000_000)])
    with pytest.raises(MonthCheckFailed) as refused:
        close_month(live, JANUARY)
    assert refused.value.facts == {"check": "loans", "expected": 1_000_000, "found": 0, "difference": -1_000_000}


def test_a_known_difference_passes_with_its_written_explanation(live):
    live.post([(Role.LOANS, Role.BANK, 1_000_000)])
    close_month(live, JANUARY, explanations={"loans": "Selisih buku lama 2022, diputuskan RWT"})
    kept = {check["check"]: check for check in Month.objects.get(book=live.book).checks}
    assert (kept["loans"]["found"], kept["loans"]["explained"][:8]) == (0, "Selisih ")


def test_savings_must_lie_in_their_bank_account(live):
    live.post([(Role.CASH, Role.TR_SAVINGS, 200_000)])
    with pytest.raises(MonthCheckFailed) as refused:
        close_month(live, JANUARY, control_totals={**TOTALS, "savings": 200_000})
    assert refused.value.facts["check"] == "savings_banked"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"control_totals": {"loans": 0, "savings": 0}}, BadInput),
        ({"control_totals": {**TOTALS, "arisan": 0}}, BadInput),
        ({"control_totals": {**TOTALS, "loans": "0"}}, BadInput),
        ({"explanations": {"bank": "x"}}, BadInput),
        ({"explanations": {"loans": "x" * 201}}, VoucherTextTooLong),
    ],
)
def test_a_wrong_checklist_is_refused(live, body, refusal):
    with pytest.raises(refusal):
        close_month(live, JANUARY, **body)


def test_a_month_is_closed_by_those_who_may_on_live_books(live, village):
    with pytest.raises(NotAllowed):
        live.do(services.close_month, "siti", month=JANUARY, control_totals=TOTALS)


def test_nothing_closes_while_loading(village):
    village.do(services.use_programme_chart)
    for act, who, body in (
        (services.close_month, "ratna", {"month": JANUARY, "control_totals": TOTALS}),
        (services.close_year, "ratna", {"year": 2026}),
        (services.close_day, "siti", {}),
        (services.close_through, "ratna", {"through": JANUARY}),
        (services.count_cash, "siti", {"account": "11010", "denominations": {}}),
    ):
        with pytest.raises(BooksStillLoading):
            village.do(act, who, **body)


# ---------------------------------------------------------------- years


@pytest.fixture
def year_end(live):
    """2026 worked and closed month by month: 600,000 jasa, 26,000 stationery, provision of 100,000."""
    live.post([(Role.CASH, Role.JASA_INCOME, 600_000)])
    live.spend(26_000)
    live.post([(Role.PROVISION_EXPENSE, Role.PROVISION, 100_000)])
    for month in range(1, 13):
        close_month(live, date(2026, month, 1), control_totals={**TOTALS, "provision": 100_000})
    return live


def test_a_year_closes_to_the_result_and_carries_it(year_end):
    told = year_end.do(services.close_year, "ratna", year=2026)
    assert told == {"year": 2026, "results": {"upk": 474_000, "secretariat": 0, "activities": 0}}
    voucher = Year.objects.get(book=year_end.book, ledger="upk").voucher
    assert (voucher.kind, voucher.for_year, voucher.dated) == ("closing", 2026, date(2027, 1, 1))
    assert Year.objects.get(book=year_end.book, ledger="secretariat").voucher is None
    assert queries.control_balance(
        year_end.book.pk, [Role.RESULT_CARRIED, Role.RESULT_OF_YEAR, Role.JASA_INCOME, Role.PROVISION_EXPENSE]
    ) == {"result_carried": 474_000, "result_of_year": 0, "jasa_income": 0, "provision_expense": 0}

    before = queries.position(year_end.book.pk, as_of=date(2026, 12, 31))
    assert (before.result, before.difference) == (474_000, 0)
    after = queries.position(year_end.book.pk, as_of=date(2027, 1, 1))
    assert (after.result, after.difference, after.total_equity) == (0, 0, before.total_equity)
    income = queries.income(year_end.book.pk, from_=date(2026, 1, 1), as_of=date(2026, 12, 31))
    assert (income.total_income, income.total_expense, income.result) == (600_000, 126_000, 474_000)
    assert queries.income(year_end.book.pk, from_=date(2027, 1, 1), as_of=date(2027, 12, 31)).result == 0


def test_a_closed_year_takes_nothing_more(year_end):
    with pytest.raises(YearClosedForVouchers):  # its December is closed
        year_end.post([(Role.PROVISION_EXPENSE, Role.PROVISION, 1)], for_year=2026)
    year_end.do(services.close_year, "ratna", year=2026)
    with pytest.raises(YearClosedForVouchers):
        year_end.post([(Role.PROVISION_EXPENSE, Role.PROVISION, 1)], for_year=2026)
    with pytest.raises(YearNotNext):
        year_end.do(services.close_year, "ratna", year=2026)


def test_a_reversal_after_december_closed_counts_in_the_new_year(year_end):
    voucher = Voucher.objects.get(book=year_end.book, type="PB", kind="ordinary")
    with year_end.act("ratna") as act:
        mirror = services.reverse(act, voucher=voucher.pk, reason="Cadangan terlalu besar")
    assert (mirror.for_year, mirror.dated) == (2027, date(2027, 1, 1))


def test_a_loss_is_carried_too(live):
    live.spend(26_000)
    close_months(live, 2026)
    assert live.do(services.close_year, "ratna", year=2026)["results"]["upk"] == -26_000
    assert queries.control_balance(live.book.pk, [Role.RESULT_CARRIED]) == {"result_carried": -26_000}


def test_a_year_waits_for_its_months(live):
    with pytest.raises(YearNotOver) as refused:
        live.do(services.close_year, "ratna", year=2026)
    assert refused.value.facts == {"year": 2026, "month": "2026-01"}
    with pytest.raises(YearNotNext):
        live.do(services.close_year, "ratna", year=2027)


def test_a_year_brought_in_open_is_closed_at_once(unclosed):
    told = unclosed.do(services.close_year, "ratna", year=2025)
    assert told["results"]["upk"] == 1_000_000
    assert queries.position(unclosed.book.pk, as_of=JANUARY).difference == 0


# ---------------------------------------------------------------- profit

SPLIT = {"capital": "50", "social": "20", "bop": "10", "overseers": "5", "upk_bonus": "10", "reserve": "5"}


def decided(village, agenda, *, kind="rwt", outcome="approved"):
    """A decision of a meeting on exactly what the agenda shows."""
    people = [Present(name=f"Warga {n}", sex="P") for n in range(30)]
    if kind == "board":
        people = [Present(name="Hasan", sex="L", person=village.people["hasan"].person)]
    held = village.do(
        hold_meeting, "dewi", kind=kind, held_on=village.today, invited=len(people) + 5, attendance=people
    )
    item = AgendaItem.objects.get(pk=agenda)
    told = village.do(decide, "dewi", meeting=held["meeting"], agenda=item.pk, digest=item.digest, outcome=outcome)
    return told["decision"]


@pytest.fixture
def profit(unclosed):
    """1,000,000 earned in 2025, the year closed."""
    unclosed.do(services.close_year, "ratna", year=2025)
    return unclosed


def give(village, decision, **more):
    return village.do(
        services.allocate_profit, "ratna",
        **{"year": 2025, "shares": SPLIT, "decision": decision, "provision_needed": 0, **more},
    )  # fmt: skip


def test_the_profit_goes_where_the_members_decided(profit):
    proposed = profit.do(services.propose_profit, "ratna", year=2025)
    assert proposed["amounts"]["capital"] == 500_000
    told = give(profit, decided(profit, proposed["agenda"]))
    assert told["amounts"] == {
        "capital": 500_000, "social": 200_000, "bop": 100_000, "overseers": 50_000, "upk_bonus": 100_000,
        "reserve": 50_000,
    }  # fmt: skip
    held = queries.control_balance(
        profit.book.pk,
        [
            Role.RESULT_CARRIED,
            Role.CAPITAL_FROM_PROFIT,
            Role.SOCIAL_FUND,
            Role.BOP_FUND,
            Role.PAYABLE,
            Role.GENERAL_RESERVE,
        ],
    )
    assert list(held.values()) == [0, 500_000, 200_000, 100_000, 150_000, 50_000]
    with pytest.raises(ProfitAlreadyAllocated):
        give(profit, new_id())


def test_a_profit_given_out_wrongly_is_taken_back_and_given_out_again(profit):
    decision = decided(profit, profit.do(services.propose_profit, "ratna", year=2025)["agenda"])
    wrong = give(profit, decision)["voucher"]
    profit.do(services.reverse_voucher, "budi", voucher=wrong, reason="Salah bagi")
    assert profit_voucher(profit.book.pk, 2025) is None
    again = give(profit, decision)
    assert str(profit_voucher(profit.book.pk, 2025).pk) == again["voucher"]
    assert queries.control_balance(profit.book.pk, [Role.RESULT_CARRIED])["result_carried"] == 0


def test_a_voucher_that_bears_the_reference_of_a_profit_gives_none_out(profit):
    profit.spend(reference="LABA-2025")
    assert profit_voucher(profit.book.pk, 2025) is None
    assert give(profit, decided(profit, profit.do(services.propose_profit, "ratna", year=2025)["agenda"]))


def test_only_the_members_meeting_gives_profit_out(profit):
    agenda = profit.do(services.propose_profit, "ratna", year=2025, shares=SPLIT)["agenda"]
    with pytest.raises(DecisionMissing):
        give(profit, new_id())
    with pytest.raises(DecisionMissing):
        give(profit, decided(profit, agenda, kind="board"))


def test_a_rejection_gives_nothing_out(profit):
    agenda = profit.do(services.propose_profit, "ratna", year=2025, shares=SPLIT)["agenda"]
    with pytest.raises(DecisionMissing):
        give(profit, decided(profit, agenda, outcome="rejected"))


def test_other_shares_than_decided_are_not_given(profit):
    agenda = profit.do(services.propose_profit, "ratna", year=2025, shares=SPLIT)["agenda"]
    with pytest.raises(DecisionMissing):
        give(profit, decided(profit, agenda), shares={"capital": "100"})


def test_what_the_members_decided_before_stands_no_more(profit):
    first = decided(profit, profit.do(services.propose_profit, "ratna", year=2025, shares=SPLIT)["agenda"])
    all_of_it = {"capital": "100"}
    last = decided(profit, profit.do(services.propose_profit, "ratna", year=2025, shares=all_of_it)["agenda"])
    with pytest.raises(DecisionMissing):
        give(profit, first)
    assert give(profit, last, shares=all_of_it)["amounts"] == {"capital": 1_000_000}


def test_an_unhealthy_fund_gives_no_profit_out(profit):
    decision = decided(profit, profit.do(services.propose_profit, "ratna", year=2025)["agenda"])
    with pytest.raises(ProfitGateShut) as refused:
        give(profit, decision, gates_shut=["LAR"])
    assert refused.value.facts == {"gate": "LAR"}
    with pytest.raises(ReserveTooSmall) as short:
        give(profit, decision, provision_needed=1)
    assert short.value.facts == {"booked": 0, "needed": 1}


def test_wrong_shares_are_refused(profit):
    for shares, refusal in (
        ({"capital": "99"}, ProfitSplitNotWhole),
        ({"kas": "100"}, BadInput),
        ({"capital": "separuh"}, BadInput),
        ({"capital": "1/0"}, BadInput),
    ):
        with pytest.raises(refusal):
            profit.do(services.propose_profit, "ratna", year=2025, shares=shares)


def test_a_year_not_closed_has_no_profit(live):
    with pytest.raises(NotFound):
        live.do(services.propose_profit, "ratna", year=2026)
    assert live.state.open_day + timedelta(days=0) == JANUARY

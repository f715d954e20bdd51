"""The fund as a whole: the provision in the books, and lending stopped and opened again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from gulir.core.collectibility import ClassTable
from gulir.core.problems.access import NotAllowed, NoteTooLong
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.ledger import DateAfterToday
from gulir.core.problems.lending import (
    LendingIsSuspended,
    NotSuspended,
    ProvisionPostedAlready,
)
from gulir.core.roles import Role
from gulir.governance import services as governance
from gulir.governance.models import AgendaItem
from gulir.ledger import services as ledger
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Suspension
from gulir.lending.queries import collectibility, loans, provision_needed
from gulir.lending.queries.paid import savings_by_loan
from gulir.lending.queries.stopped import stopped_since
from tests.lending.days import advance

pytestmark = pytest.mark.django_db


def provide(fund, as_of=None, who="bookkeeper"):
    return fund.do(who, lending.post_provision, as_of=as_of or fund.today)


def held(fund):
    return control_balance(fund.book, [Role.PROVISION])["provision"]


def test_a_loan_without_arrears_needs_one_percent(fund):
    fund.lend()
    assert provide(fund)["needed"] == held(fund) == 50_000


def test_it_follows_the_loans_up_and_down(fund):
    loan = fund.lend()
    provide(fund)
    advance(fund, date(2026, 4, 2))
    assert provide(fund)["change"] == 450_000
    assert held(fund) == 500_000
    advance(fund, date(2026, 4, 3))
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    assert (provide(fund)["change"], held(fund)) == (-500_000, 0)


def test_nothing_is_booked_when_the_books_agree_and_it_is_told(fund):
    fund.lend()
    provide(fund)
    advance(fund, date(2026, 3, 3))
    assert provide(fund) == {"needed": 50_000, "change": 0, "number": ""}


def test_one_day_is_provided_for_once(fund):
    provide(fund)
    with pytest.raises(ProvisionPostedAlready):
        provide(fund)


def test_no_day_to_come_is_provided_for(fund):
    with pytest.raises(DateAfterToday):
        provide(fund, date(2026, 3, 3))


def test_the_fact_names_the_rules_it_rests_on(fund):
    from gulir.base.models import Fact

    fund.lend()
    provide(fund)
    versions = " ".join(Fact.objects.get(kind="ProvisionPosted").public["rule_versions"])
    assert "R34 provision.percents" in versions
    assert "R32 R33 collectibility.starts_at" in versions


def test_savings_are_deducted_where_the_rule_says_so(fund):
    """From class 2 on, 200,000 of savings make the provision 20,000 smaller (R34)."""
    loan = fund.lend()
    fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=200_000)
    rows = loans(fund.book, as_of=date(2026, 4, 2))
    saved = savings_by_loan(fund.book)
    plain = [row.provision for row in collectibility(rows, ClassTable())]
    less = [row.provision for row in collectibility(rows, ClassTable(savings_from_class=2), saved)]
    assert (plain[1], less[1]) == (500_000, 480_000)


def test_a_month_without_loans_needs_nothing(fund):
    assert provision_needed(fund.book, fund.today) == 0


@pytest.mark.parametrize("who", ["cashier", "loan_officer", "coordinator", "overseer", "Yuni"])
def test_others_do_not_provide(fund, who):
    with pytest.raises(NotAllowed):
        provide(fund, who=who)


# ---------------------------------------------------------------- stopped and opened again (R31)


def meet(fund, kind):
    """A meeting approves what waits about the stop."""
    item = AgendaItem.objects.get(book_id=fund.book, subject_kind="suspension", status="waiting")
    people = fund.stage.people
    names = ("Bu Rahma", "Pak Karno", "Bu Lastri", "Pak Wiryo", "Tari")
    here = [governance.Present(name=name, sex="P", person=people[name]) for name in names]
    held_ = fund.do(
        "secretary", governance.hold_meeting, kind=kind, held_on=fund.today, invited=5, attendance=here, place="Balai",
        chair="Bu Rahma",
    )  # fmt: skip
    fund.do(
        "secretary", governance.decide, meeting=UUID(held_["meeting"]), agenda=item.pk, digest=item.digest,
        outcome="approved",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["upk_manager", "coordinator", "overseer"])
def test_lending_is_stopped_with_a_reason(fund, who):
    fund.do(who, lending.suspend, reason="PAR di atas 20 persen")
    assert stopped_since(fund.book).reason == "PAR di atas 20 persen"


def test_only_the_members_meeting_opens_it_again(fund):
    fund.do("overseer", lending.suspend, reason="PAR di atas 20 persen")
    with pytest.raises(LendingIsSuspended):
        fund.do("coordinator", lending.resume)
    meet(fund, "rwt")
    fund.do("coordinator", lending.resume)
    assert stopped_since(fund.book) is None
    assert Suspension.objects.get().decision.startswith("KPT-")


def test_the_board_alone_does_not_open_it(fund):
    fund.do("overseer", lending.suspend, reason="PAR di atas 20 persen")
    meet(fund, "board")
    with pytest.raises(LendingIsSuspended):
        fund.do("coordinator", lending.resume)


def test_an_old_decision_opens_no_new_stop(fund):
    fund.do("overseer", lending.suspend, reason="Pertama")
    meet(fund, "rwt")
    fund.do("coordinator", lending.resume)
    fund.do("overseer", lending.suspend, reason="Kedua")
    with pytest.raises(LendingIsSuspended):
        fund.do("coordinator", lending.resume)


def test_it_is_stopped_once_at_a_time(fund):
    fund.do("overseer", lending.suspend, reason="Sekali")
    with pytest.raises(LendingIsSuspended):
        fund.do("upk_manager", lending.suspend, reason="Dua kali")


def test_what_goes_on_is_not_opened(fund):
    with pytest.raises(NotSuspended):
        fund.do("coordinator", lending.resume)


@pytest.mark.parametrize(("reason", "problem"), [("", ReasonMissing), ("  ", ReasonMissing), ("x" * 201, NoteTooLong)])
def test_a_stop_has_a_reason(fund, reason, problem):
    with pytest.raises(problem):
        fund.do("overseer", lending.suspend, reason=reason)


@pytest.mark.parametrize("who", ["cashier", "bookkeeper", "loan_officer", "secretary", "Yuni"])
def test_others_neither_stop_nor_open(fund, who):
    for act, body in ((lending.suspend, {"reason": "x"}), (lending.resume, {})):
        with pytest.raises(NotAllowed):
            fund.do(who, act, **body)


@pytest.mark.parametrize("months", range(14))
def test_what_lies_ahead_may_stand_in_one_line(fund, months):
    """A loan stands on a day as its whole schedule says, whatever is paid of it, before, during and after its term."""
    from gulir.core.arrears import ArrearsRules, arrears_of
    from gulir.core.dates import add_months
    from gulir.lending.dues import schedules_of

    loan = fund.lend()
    on = add_months(fund.today, months)
    whole = schedules_of([loan.pk])[loan.pk]
    short = schedules_of([loan.pk], until=on)[loan.pk]
    assert len(whole) == loan.instalments
    assert len(short) <= len(whole)
    for grace in (0, 5):
        rules = ArrearsRules(grace_days=grace)
        for paid in (0, 500_000, 2_500_000, loan.principal):
            for jasa in (0, 75_000, loan.jasa):
                assert arrears_of(short, paid, jasa, on, rules=rules) == arrears_of(whole, paid, jasa, on, rules=rules)


def test_an_unhealthy_fund_shuts_the_gates_of_its_profit(fund):
    """LAR and PAR of the day, CCr of the year whose profit is given out (domain 4.6)."""
    from gulir.lending.queries import profit_gates

    fund.lend()
    year = fund.today.year
    assert profit_gates(fund.book, year=year, on=fund.today) == ()
    late = fund.today.replace(year=year + 1)
    assert profit_gates(fund.book, year=year, on=late) == ("LAR", "PAR")
    fund.do("bookkeeper", ledger.record_voucher, description="ATK", entries=[
        {"debit": "51030", "credit": "11010", "amount": 1_000_000}
    ])  # fmt: skip
    assert profit_gates(fund.book, year=year, on=fund.today) == ("CCr",)

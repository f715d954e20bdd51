"""The early warnings of a KSM, read from its records: each rule fires and stops; who reads them; how often one asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gulir.base.policy import Standing
from gulir.community.queries import standing
from gulir.community.services import form_group, join_group, name_group_officer, register_person
from gulir.governance.queries import rules_at
from gulir.governance.services import adopt_rule, propose_rule
from gulir.lending.queries.today import fund_today
from gulir.mentoring import services as mentoring
from gulir.mentoring.queries import last_meeting
from gulir.mentoring.queries.warnings import warning_list
from gulir.mentoring.services import Came, Money, Sheet
from gulir.mentoring.services.visit_sheets import Used, VisitSheet
from gulir.mentoring.services.visits import record_visit
from tests.lending.stage import MEMBERS, OPENS, make_fund
from tests.lending.test_stopping import meet
from tests.mentoring.stage import RULES

pytestmark = pytest.mark.django_db
EVERYONE = MEMBERS["Melati"]


@pytest.fixture(scope="module")
def opened(django_db_setup, django_db_blocker):
    """A board that lends, inside a transaction that ends with the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_fund()
        transaction.set_rollback(True)


@pytest.fixture
def fund(opened, db):
    """The board on its first day, whatever the story before did."""
    return replace(opened)


def see(fund, who):
    actor = fund.stage.actors.get(who) or fund.stage.actor(who)
    return standing(actor.pk, fund.book, fund.today)


def listed(fund, who="facilitator"):
    eyes = see(fund, who) if isinstance(who, str) else who
    loans = fund_today(fund.book, on=fund.today, standing=eyes).rows
    return warning_list(fund.book, eyes, on=fund.today, loans=loans, rules=rules_at(fund.book, fund.today))


def warned(fund, group="Melati"):
    """The warnings of a KSM by key; the month that is hard or not is left out of these stories."""
    found = listed(fund).of(fund.stage.groups[group])
    return {one.key: one for one in found.warned if one.key != "hard_months"}


def agree(fund, group="Melati", who="Yuni", **more):
    fund.do(who, mentoring.agree_on_rules, group=fund.stage.groups[group], **{"starts_on": fund.today, **RULES, **more})


def gather(fund, box, *, group="Melati", who="Yuni", away=(), each=10_000):
    """A meeting of today; those who are away come without excuse, who comes saves."""
    names = MEMBERS[group]
    key = fund.stage.people
    came = [Came(person=key[name], came="absent" if name in away else "present") for name in names]
    money = [Money(kind="savings", amount=each, person=key[n]) for n in names if n not in away] if each else []
    counted = box + each * (len(names) - len(away))
    sheet = Sheet(attendance=came, money=money, counted=counted)
    fund.do(who, mentoring.hold_meeting, group=fund.stage.groups[group], on=fund.today, sheet=sheet)
    return counted


def visit(fund, group="Melati", who="facilitator", **more):
    met = [fund.stage.people[MEMBERS[group][0]]]
    sheet = VisitSheet(**{"purpose": "routine", "minutes": 30, "met": met, **more})
    made = fund.do(who, record_visit, group=fund.stage.groups[group], on=fund.today, sheet=sheet)
    return UUID(made["visit"])


def use(fund, user, name="Yuni"):
    return Used(person=fund.stage.people[name], user=user, used_for="Warung", alive="yes", note="Tanpa foto")


def box_of(fund):
    last = last_meeting(fund.stage.groups["Melati"])
    return last.counted if last else 0


def later(fund, days):
    fund.today += timedelta(days=days)


# ---------------------------------------------------------------- each rule, from records


def test_a_ksm_that_keeps_its_rhythm_and_is_visited_has_no_warning(fund):
    agree(fund)
    box = 0
    for _ in range(3):
        box = gather(fund, box)
        later(fund, 7)
    visit(fund, books="yes")
    assert warned(fund) == {}


def test_two_turns_without_a_meeting_warn_and_one_does_not(fund):
    agree(fund)
    gather(fund, 0)
    later(fund, 15)
    visit(fund)
    assert warned(fund) == {}
    later(fund, 6)
    found = warned(fund)["missed_meetings"]
    assert (found.figure, found.limit, found.rule) == (2, 2, "mentoring.missed_meetings")
    assert found.rows == ("turn:2026-03-09", "turn:2026-03-16")
    gather(fund, 50_000)
    later(fund, 7)
    assert "missed_meetings" not in warned(fund)


def test_a_ksm_without_rules_misses_no_meeting(fund):
    later(fund, 40)
    assert warned(fund, "Mawar").keys() == {"coverage_days"}


def test_attendance_that_falls_warns_with_both_halves_behind_it(fund):
    agree(fund)
    visit(fund)
    box = 0
    for away in ((), (), (), ("Agus",), ("Agus", "Parti"), ("Agus", "Parti")):
        box = gather(fund, box, away=away)
        later(fund, 7)
    found = warned(fund)["attendance_fall"]
    assert (found.figure, found.limit) == (Fraction(100, 3), 20)  # from 15 of 15 to 10 of 15
    assert len(found.rows) == 6
    assert all(row.startswith("meeting:") for row in found.rows)


def test_savings_that_stop_warn_and_begin_again(fund):
    agree(fund)
    visit(fund)
    box = gather(fund, 0)
    for _ in range(2):
        later(fund, 7)
        box = gather(fund, box, each=0)
    assert warned(fund)["savings_stopped"].figure == 2
    later(fund, 7)
    gather(fund, box)
    assert "savings_stopped" not in warned(fund)


def test_a_first_instalment_that_is_late_warns_until_the_loan_ends(fund):
    loan = fund.lend()
    due = loan.schedule.get(no=1).due_on
    fund.move_to(due + timedelta(days=1))
    visit(fund)
    late = warned(fund)["first_instalment_days"]
    assert (late.figure, late.rows) == (1, (f"loan:{loan.pk}",))
    first = loan.schedule.get(no=1)
    fund.pay(loan, first.principal + first.jasa)
    assert warned(fund)["first_instalment_days"].figure == 1  # it was late, and stays so


def test_a_first_instalment_in_time_does_not_warn(fund):
    loan = fund.lend()
    first = loan.schedule.get(no=1)
    fund.move_to(first.due_on)
    fund.pay(loan, first.principal + first.jasa)
    fund.move_to(first.due_on + timedelta(days=1))
    visit(fund)
    assert "first_instalment_days" not in warned(fund)


def test_a_new_leader_is_a_warning_for_three_months(fund):
    group = fund.stage.groups["Melati"]
    people = fund.stage.people
    later(fund, 7)
    fund.do("secretary", name_group_officer, group=group, person=people["Yuni"], role="member", on=fund.today)
    assert warned(fund)["leader_months"].figure == 0  # nobody leads it
    later(fund, 7)
    fund.do("secretary", name_group_officer, group=group, person=people["Sumi"], role="chair", on=fund.today)
    assert warned(fund)["leader_months"].figure == 0
    later(fund, 5)
    assert warned(fund)["leader_months"].figure == 5
    fund.today = date(2026, 6, 16)
    assert "leader_months" not in warned(fund)


def test_the_first_leader_of_a_ksm_is_no_change(fund):
    assert "leader_months" not in warned(fund)


def test_a_loan_whose_use_nobody_saw_warns_until_somebody_looks(fund):
    loan = fund.lend()
    visit_day = OPENS + timedelta(days=20)
    fund.today = visit_day
    visit(fund)
    assert "visit_after_months" not in warned(fund)
    fund.today = date(2026, 4, 3)
    found = warned(fund)["visit_after_months"]
    assert (found.figure, found.rule, found.rows) == (1, "loan.visit_after_months", (f"loan:{loan.pk}",))
    visit(fund, purpose="loan", loan=loan.pk, stage="first", uses=[use(fund, "borrower")])
    assert "visit_after_months" not in warned(fund)


def test_books_behind_warn_until_they_are_found_in_order(fund):
    behind = visit(fund, books="no")
    later(fund, 1)
    visit(fund)  # nobody looked at the books
    assert warned(fund)["books_behind"].rows == (f"visit:{behind}",)
    later(fund, 1)
    visit(fund, books="yes")
    assert "books_behind" not in warned(fund)


def test_somebody_else_who_uses_a_share_warns_until_the_borrower_does(fund):
    loan = fund.lend()
    later(fund, 3)
    uses = [use(fund, "other"), use(fund, "unknown", "Sumi")]
    seen = visit(fund, purpose="loan", loan=loan.pk, stage="first", uses=uses)
    found = warned(fund)["other_users"]
    assert (found.figure, found.rows) == (1, (f"visit:{seen}",))
    later(fund, 3)
    visit(fund, purpose="loan", loan=loan.pk, stage="middle", uses=[use(fund, "borrower")])
    assert "other_users" not in warned(fund)


def test_the_month_before_a_hard_one_warns_everybody(fund):
    for day, hard in ((date(2026, 6, 15), True), (date(2026, 7, 15), False)):
        fund.today = day
        assert all(any(one.key == "hard_months" for one in row.warned) == hard for row in listed(fund).rows)


def test_how_many_meetings_may_be_missed_is_the_boards_to_decide(fund):
    agree(fund)
    fund.do("coordinator", propose_rule, rule="mentoring.missed_meetings", value=1, effective_on=date(2026, 3, 10))
    meet(fund, subject="rule")
    fund.do("coordinator", adopt_rule, rule="mentoring.missed_meetings")
    later(fund, 7)
    assert "missed_meetings" not in warned(fund)
    later(fund, 1)
    assert warned(fund)["missed_meetings"].limit == 1


# ---------------------------------------------------------------- the list


def test_who_has_most_warnings_is_visited_first_and_soon(fund):
    agree(fund)
    visit(fund, books="no")
    visit(fund, "Mawar")
    fund.lend()
    fund.today = date(2026, 5, 1)
    found = listed(fund)
    assert [row.group.name for row in found.rows] == ["Melati", "Mawar"]
    first = found.rows[0]
    assert [one.key for one in first.warned] == [
        "missed_meetings", "first_instalment_days", "visit_after_months", "books_behind",
    ]  # fmt: skip
    assert (first.visit_by, found.soon, found.warned) == (date(2026, 5, 8), [first], [first])


def test_a_ksm_that_fell_a_stage_is_on_the_list_without_a_warning(fund):
    agree(fund)
    everything = {"agenda": 3, "rules": 3, "records": 3, "safety": 3, "partners": 3, "issues": 3}
    for name in ("Melati", "Mawar"):
        visit(fund, name)
    for told in ({}, everything):
        gather(fund, box_of(fund))
        group = fund.stage.groups["Melati"]
        fund.do("facilitator", mentoring.keep_assessment, group=group, instrument="ksm_kotaku", told=told)
        later(fund, 1)
    assert listed(fund).asked == []  # it rose
    fund.do("facilitator", mentoring.keep_assessment, group=group, instrument="ksm_kotaku", told={})
    found = listed(fund)
    assert [(row.group.name, row.warned, row.stages_fallen > 0) for row in found.asked] == [("Melati", (), True)]
    assert found.rows[0].group.name == "Melati"
    assert found.soon == found.warned == []


def test_the_alarm_says_how_many_were_not_visited(fund):
    visit(fund)
    fund.today = OPENS + timedelta(days=60)
    assert listed(fund).coverage.alarmed == (("Mawar", (fund.today - date(2026, 1, 1)).days),)
    assert listed(fund).coverage.percent == 50
    later(fund, 1)
    assert listed(fund).coverage.percent == 0


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("facilitator", ["Mawar", "Melati"]), ("loan_officer", ["Mawar", "Melati"]), ("trustee", ["Mawar", "Melati"]),
        ("overseer", ["Mawar", "Melati"]), ("Yuni", ["Melati"]), ("Agus", []), ("cashier", []),
        (Standing(), []),
    ],
)  # fmt: skip
def test_who_reads_which_warnings(fund, who, seen):
    assert sorted(row.group.name for row in listed(fund, who).rows) == seen


def test_the_list_asks_as_often_for_many_ksm_as_for_few(fund):
    def asked():
        eyes = see(fund, "facilitator")
        loans = fund_today(fund.book, on=fund.today, standing=eyes).rows
        rules = rules_at(fund.book, fund.today)
        with CaptureQueriesContext(connection) as seen:
            warning_list(fund.book, eyes, on=fund.today, loans=loans, rules=rules)
        return len(seen)

    agree(fund)
    gather(fund, 0)
    loan = fund.lend()
    later(fund, 3)
    visit(fund, purpose="loan", loan=loan.pk, stage="first", uses=[use(fund, "borrower")])
    few = asked()
    for number in range(6):
        made = fund.do("secretary", form_group, code=f"KSM-9{number}", name=f"Baru {number}", formed_on=fund.today)
        told = fund.do("secretary", register_person, name=f"Ketua {number}", sex="P")
        group, person = UUID(made["group"]), UUID(told["person"])
        fund.do("secretary", join_group, group=group, person=person, on=fund.today, role="chair")
    agree(fund, "Mawar", "Tini")
    gather(fund, 0, group="Mawar", who="Tini")
    other = fund.lend("Mawar")
    later(fund, 3)
    visit(fund, "Mawar", purpose="loan", loan=other.pk, stage="first", uses=[use(fund, "other", "Tini")])
    later(fund, 60)
    assert asked() == few <= 14

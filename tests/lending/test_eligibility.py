"""What a KSM needs before it applies: a list with the rule behind each line, the same one the act refuses by."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.base.messages import sentence
from gulir.base.reference import rule_texts
from gulir.community.models import Group, Membership, Person
from gulir.community.people import phone_index, sealed_phone
from gulir.core.eligibility import State
from gulir.core.problems import Problem
from gulir.governance.queries import rules_at
from gulir.lending import services as lending
from gulir.lending.queries.eligibility import eligibility
from tests.lending.days import advance
from tests.lending.stage import MEMBERS
from tests.lending.test_applications import ask, members

pytestmark = pytest.mark.django_db


def group(fund, name="Melati"):
    return Group.objects.get(pk=fund.stage.groups[name])


def listed(fund, name="Melati"):
    return {check.rule: check for check in eligibility(fund.book, group(fund, name), fund.today).checks}


def rungs(fund, name="Melati"):
    found = eligibility(fund.book, group(fund, name), fund.today).rungs
    return {row.name: row for row in found}


def codes(check):
    return [problem.code for problem in check.problems]


def test_every_line_names_a_rule_of_the_rulebook(fund):
    rules = rules_at(fund.book, fund.today)
    for rule in listed(fund):
        assert rules.value(rule) is not None
        assert rule_texts()[rule].name.id


def test_every_finding_says_what_to_do_in_both_languages(fund):
    Person.objects.filter(pk__in=members(fund)).update(poor_listed=False)
    fund.lend()
    problems = [problem for check in listed(fund).values() for problem in check.problems]
    assert problems
    for problem in problems:
        for language in ("id", "en"):
            assert sentence(problem.code, problem.facts, language).count(". ") >= 1


def test_a_group_of_four_reads_beforehand_what_the_act_refuses(fund):
    Membership.objects.filter(group=fund.stage.groups["Melati"], person=members(fund)[4]).update(ends_before=fund.today)
    check = listed(fund)["group.members_min"]
    assert (check.state, check.have, codes(check)) == (State.BLOCKS, 4, ["GroupTooSmall"])
    with pytest.raises(Problem) as refused:
        ask(fund, [(members(fund)[0], 500_000)])
    assert refused.value.facts == check.problems[0].facts


def test_a_running_loan_and_its_arrears_are_two_lines(fund):
    loan = fund.lend()
    assert codes(listed(fund)["loan.one_at_a_time"]) == ["GroupHasLoan"]
    assert listed(fund)["loan.no_arrears"].state is State.MET
    advance(fund, date(2026, 4, 2))
    check = listed(fund)["loan.no_arrears"]
    assert (check.state, check.have, check.problems[0].facts["loan"]) == (State.BLOCKS, 1, loan.loan_no)


def test_who_is_not_on_the_poor_list_is_counted_and_blocks_nothing(fund):
    Person.objects.filter(pk__in=members(fund)).update(poor_listed=True)
    assert listed(fund)["loan.poor_listed_required"].state is State.MET
    Person.objects.filter(pk=members(fund)[0]).update(poor_listed=False)
    check = listed(fund)["loan.poor_listed_required"]
    assert (check.state, check.have, check.of) == (State.WATCH, 4, 5)
    assert eligibility(fund.book, group(fund), fund.today).may_apply


# ---------------------------------------------------------------- one person, one borrowing KSM (I15)


def test_a_member_of_another_borrowing_group_blocks(fund):
    fund.lend("Melati")
    Membership.objects.create(
        book_id=fund.book, group_id=fund.stage.groups["Mawar"], person_id=members(fund)[0], starts_on=fund.today
    )
    check = listed(fund, "Mawar")["loan.one_group_each"]
    assert (check.state, codes(check)) == (State.BLOCKS, ["MemberBorrowsElsewhere"])


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        ({"name": "Soekarti"}, {"name": "Sukarti"}, True),
        ({"name": "Bu Tini Rahayu"}, {"name": "Tinni Rahaju", "same": "phone"}, True),
        ({"name": "Tini Rahayu"}, {"name": "Tini Rahayuu", "same": "birthday"}, True),
        ({"name": "Tini"}, {"name": "Giyem", "same": "phone"}, False),
        ({"name": "Tini"}, {"name": "Giyem", "same": "birthday"}, False),
        ({"name": "Tini", "rw": "01"}, {"name": "Tini", "rw": "07"}, False),
    ],
)
def test_one_person_under_two_spellings_is_looked_at_and_not_refused(fund, mine, theirs, found):
    """A telephone in the house, a birthday, one name by ear: each is a reason to compare the cards, none a proof."""
    fund.lend("Melati")
    their, my = members(fund)[0], members(fund, "Mawar")[0]
    same = theirs.pop("same", "")
    born = {"born_on": date(1980, 5, 1)} if same == "birthday" else {}
    for person, values in ((their, theirs), (my, mine)):
        Person.objects.filter(pk=person).update(**{"sex": "P", "rw": "01", **born, **values})
        if same == "phone":
            told = {"phone": sealed_phone("08123456789", person), "phone_index": phone_index("08123456789")}
            Person.objects.filter(pk=person).update(**told)
    check = listed(fund, "Mawar")["loan.one_group_each"]
    assert check.state is (State.WATCH if found else State.MET)
    if found:
        assert check.problems[0].facts == {"member": mine["name"], "other": theirs["name"], "ksm": "Melati"}
        ask(fund, [(my, 500_000)], group="Mawar")


def test_a_loan_in_the_fund_of_another_board_is_told_without_its_data(fund):
    from tests.lending.stage import make_fund

    other = make_fund(code="tetangga")
    loan = other.lend()
    Membership.objects.create(
        book_id=fund.book, group_id=fund.stage.groups["Melati"], person_id=other.stage.people["Yuni"],
        starts_on=fund.today,
    )  # fmt: skip
    check = listed(fund)["loan.one_group_each"]
    assert (check.state, codes(check)) == (State.WATCH, ["MemberInOtherFund"])
    assert set(check.problems[0].facts) == {"member"}
    assert loan.loan_no not in str(check.problems[0].facts.values())


# ---------------------------------------------------------------- the ladder


def test_the_first_step_is_that_of_first_loans(fund):
    assert {row.next.most for row in rungs(fund).values()} == {3_000_000}


def test_who_paid_in_time_may_have_twice_as_much(fund):
    loan = fund.lend(each=400_000)
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    row = rungs(fund)["Yuni"]
    assert (row.loans, row.last, row.punctual, row.next.step, row.next.most) == (1, 400_000, True, 2, 800_000)


def test_who_was_late_stays_where_they_were(fund):
    loan = fund.lend(each=400_000)
    advance(fund, date(2026, 4, 3))
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    row = rungs(fund)["Yuni"]
    assert (row.punctual, row.next.most) == (False, 400_000)


def test_after_the_fourth_loan_a_member_graduates_and_the_list_says_so(fund):
    for _ in range(3):
        fund.do("cashier", lending.settle_early, loan=fund.lend().pk)
    assert not rungs(fund)["Yuni"].next.graduates
    fund.do("cashier", lending.settle_early, loan=fund.lend().pk)
    assert rungs(fund)["Yuni"].next.graduates
    check = listed(fund)["loan.graduation_loans"]
    assert (check.state, set(check.problems[0].facts["members"])) == (State.WATCH, set(MEMBERS["Melati"]))


def test_a_newcomer_in_an_old_group_begins_at_the_first_step(fund):
    """What others of the group had before is not theirs (R08); only an old card without names leaves it open."""
    from gulir.core.problems.lending import TooMuchForFirstLoan

    fund.do("cashier", lending.settle_early, loan=fund.lend().pk)
    new = members(fund, "Mawar")[0]
    Membership.objects.filter(person=new).update(ends_before=fund.today)
    Membership.objects.create(
        book_id=fund.book, group_id=fund.stage.groups["Melati"], person_id=new, starts_on=fund.today
    )
    assert rungs(fund)[Person.objects.get(pk=new).name].next.most == 3_000_000
    with pytest.raises(TooMuchForFirstLoan):
        ask(fund, [(new, 3_000_001)])


def test_the_list_costs_the_same_whatever_the_members(fund, django_assert_max_num_queries):
    fund.do("cashier", lending.settle_early, loan=fund.lend().pk)
    with django_assert_max_num_queries(17):
        eligibility(fund.book, group(fund), fund.today)

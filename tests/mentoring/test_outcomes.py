"""What changed for those who borrowed, the handbook's vector in real rows; nobody is shown to who reads no rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import transaction

from gulir.base.policy import Standing
from gulir.community.queries import standing
from gulir.core.problems.access import NotAllowed
from gulir.ledger import services as ledger
from gulir.lending import services as lending
from gulir.lending.models import Loan
from gulir.mentoring.queries.outcomes import borrowers, household_left, outcomes, profit
from gulir.mentoring.services import FollowUpSheet, JobTold, PriceTold, record_followup, write_price_index
from tests.ledger.stage import raise_village
from tests.lending.stage import MEMBERS, OPENS, make_fund

pytestmark = pytest.mark.django_db
SIX, TWELVE = date(2026, 9, 2), date(2027, 3, 2)
BEFORE = (300, 450, 500, 250, 600, 400, 350, 700)
AFTER = (380, 430, 620, 310, 600, 520, 345, 810)
"""Profit a month in thousands: methods 7.3."""
PEOPLE = (*MEMBERS["Melati"], *MEMBERS["Mawar"])
READ_FIGURES = (
    "facilitator", "loan_officer", "upk_manager", "overseer", "auditor", "bookkeeper", "secretary", "trustee",
    "coordinator", "forum",
)  # fmt: skip
READ_ROWS = {"facilitator", "loan_officer", "upk_manager", "overseer", "auditor"}


@pytest.fixture(scope="module")
def opened(django_db_setup, django_db_blocker):
    """Nine members of two KSM filled in their forms before their loans; the tenth did not."""
    with django_db_blocker.unblock(), transaction.atomic():
        fund = make_fund()
        for place, name in enumerate(PEOPLE[:9]):
            earned = (*BEFORE, 500)[place] * 1_000
            fund.do(
                "loan_officer", lending.fill_member_form, person=fund.stage.people[name], amount=1_000_000,
                group=fund.stage.groups["Melati" if place < 5 else "Mawar"], business="Warung", business_since=2020,
                capital=500_000, turnover=1_000_000 + earned, costs=1_000_000, other_income=200_000,
                living_costs=300_000, other_instalments=50_000,
            )  # fmt: skip
        fund.lend("Melati")
        fund.lend("Mawar")
        yield fund
        transaction.set_rollback(True)


@pytest.fixture
def fund(opened, db):
    """Six months later."""
    return replace(opened, today=SIX)


def see(fund, who):
    actor = fund.stage.actors.get(who) or fund.stage.actor(who)
    return standing(actor.pk, fund.book, fund.today)


def answer(fund, place, earned, turn="month_6", **more):
    given = {
        "asked_on": fund.today, "answer": "answered", "alive": True, "workers": 3, "capital": 600_000,
        "turnover": 1_000_000 + earned * 1_000, "costs": 1_000_000, **more,
    }  # fmt: skip
    person = fund.stage.people[PEOPLE[place]]
    fund.do("facilitator", record_followup, person=person, turn=turn, sheet=FollowUpSheet(**given))


def lost(fund, place, why="moved", turn="month_6"):
    person = fund.stage.people[PEOPLE[place]]
    sheet = FollowUpSheet(asked_on=fund.today, answer=why)
    fund.do("facilitator", record_followup, person=person, turn=turn, sheet=sheet)


def everyone_answers(fund, **more):
    for place, earned in enumerate(AFTER):
        answer(fund, place, earned, **more)


def found(fund, who="facilitator"):
    return outcomes(fund.book, see(fund, who), on=fund.today, good_above=Fraction(40))


def part(fund, who="facilitator", place=0):
    return found(fund, who).rounds[place]


# ---------------------------------------------------------------- change


def test_the_vector_of_the_handbook_from_forms_and_answers(fund):
    everyone_answers(fund)
    income = part(fund).measures["income"].change
    assert (income.asked, income.followed, income.rose, income.fell, income.same) == (9, 8, 5, 2, 1)
    assert income.middle.median == 70_000
    assert (income.test.n, income.test.w, income.test.p) == (7, 3, Fraction("0.078125"))
    assert income.says == "not_seen"
    assert income.proof_of_effect is False


def test_who_was_lost_is_told_by_reason_and_never_filled_in(fund):
    everyone_answers(fund)
    lost(fund, 8, "refused")
    one = part(fund)
    assert (one.asked, one.followed) == (9, 8)
    assert {name: n for name, n in one.attrition.items() if n} == {"answered": 8, "refused": 1}
    assert one.measures["income"].change.lost == (str(fund.stage.people[PEOPLE[8]]),)


def test_a_round_that_has_not_come_counts_nobody_and_one_that_passed_counts_them_as_missed(fund):
    assert [one.asked for one in found(fund).rounds] == [9, 0]
    assert part(fund).attrition["waiting"] == 9
    fund.today = TWELVE
    first, second = found(fund).rounds
    assert (first.attrition["missed"], second.attrition["waiting"]) == (9, 9)
    assert first.measures["income"].change.says == "nobody_twice"


def test_a_business_given_up_counts_with_no_profit(fund):
    everyone_answers(fund)
    answer(fund, 8, 0, alive=False, workers=0, turnover=0, costs=0, capital=0)
    one = part(fund)
    assert one.alive == (8, 1, 0)
    assert one.measures["income"].change.fell == 3
    assert min(one.measures["capital"].change.middle.lower, 0) == 0


def test_a_correction_takes_the_place_of_what_was_wrong(fund):
    from gulir.mentoring.models import FollowUp
    from gulir.mentoring.services import correct_followup

    everyone_answers(fund)
    wrong = FollowUp.objects.get(person_id=fund.stage.people[PEOPLE[1]])
    sheet = FollowUpSheet(asked_on=fund.today, answer="answered", alive=True, turnover=1_700_000, costs=1_000_000)
    fund.do("facilitator", correct_followup, followup=wrong.pk, reason="Salah tulis", sheet=sheet)
    assert (part(fund).followed, part(fund).measures["income"].change.rose) == (8, 6)


def test_what_a_household_has_left_counts_everything_the_form_asks(fund):
    from gulir.lending.models import MemberForm

    form = MemberForm.objects.get(person_id=fund.stage.people["Yuni"])
    assert (profit(form), household_left(form)) == (300_000, 300_000 + 200_000 - 300_000 - 50_000)


# ---------------------------------------------------------------- jobs and repeat loans


def test_jobs_are_persons_and_full_time_equivalents_of_the_newest_answers(fund):
    team = [
        JobTold(who="owner", weekly_hours=48, months=12, woman=True, poor=True),
        JobTold(who="family", weekly_hours=20, months=6, woman=False, poor=True),
        JobTold(who="hired", weekly_hours=10, months=3, woman=True, poor=False),
    ]
    answer(fund, 0, 500, jobs=team)
    answer(fund, 1, 500, jobs=team[:1])
    work = found(fund).work
    assert (work.businesses, work.all.persons, work.all.fte, work.all.paid) == (2, 4, Fraction(11, 4), 3)
    assert {who: one.persons for who, one in work.by_who.items()} == {"owner": 2, "family": 1, "hired": 1}
    assert (work.women.persons, work.poor.fte) == (3, Fraction(5, 2))
    fund.today = TWELVE
    answer(fund, 0, 500, turn="month_12", jobs=team[:1])
    lost(fund, 1, turn="month_12")
    later = found(fund).work
    assert (later.businesses, later.all.persons, later.all.fte) == (1, 1, 1)


def test_the_repeat_rate_counts_people_and_every_loan_paid_out_once(fund):
    assert (found(fund).repeat.numerator, found(fund).repeat.denominator) == (0, 10)
    fund.today = OPENS
    fund.do("cashier", lending.settle_early, loan=Loan.objects.get(book_id=fund.book, ksm="Melati").pk)
    fund.lend("Melati")
    fund.today = SIX
    now = found(fund)
    assert (now.repeat.numerator, now.repeat.denominator, now.repeat.value) == (5, 10, 50)
    assert now.repeat.class_ == "good"
    assert (now.without_baseline, now.unnamed) == (1, 0)
    assert [row.loans for row in borrowers(fund.book, see(fund, "trustee"), on=fund.today)] == [2] * 5 + [1] * 5
    assert outcomes(fund.book, see(fund, "trustee"), on=OPENS, good_above=Fraction(50)).repeat.class_ == "bad"


def test_a_loan_without_names_is_told_and_not_counted(db):
    village = raise_village()
    village.do(ledger.use_programme_chart)
    old = lending.OldLoan(
        loan_no="1", ksm="KSM 01", rw="1", disbursed_on=date(2025, 4, 20), principal=12_000_000, instalments=12,
        rate_percent="1.5",
    )  # fmt: skip
    village.do(lending.bring_in_loans, rows=[old])
    seen = outcomes(village.book, Standing(founder=True), on=SIX, good_above=Fraction(40))
    assert (seen.unnamed, seen.repeat.denominator, seen.without_baseline) == (1, 0, 0)


# ---------------------------------------------------------------- who reads what


@pytest.mark.parametrize("who", [*READ_FIGURES, "cashier", "Yuni"])
def test_figures_are_read_by_who_may_and_rows_by_fewer(fund, who):
    everyone_answers(fund)
    if who not in READ_FIGURES:
        with pytest.raises(NotAllowed):
            found(fund, who)
        with pytest.raises(NotAllowed):
            borrowers(fund.book, see(fund, who), on=fund.today)
        return
    seen = found(fund, who)
    assert seen.opens_rows == (who in READ_ROWS) == bool(seen.rows)
    change = seen.rounds[0].measures["income"].change
    assert bool(change.rows) == bool(change.lost) == (who in READ_ROWS)
    assert change.middle.median == 70_000


def test_whoever_reads_no_rows_gets_no_part_that_points_at_a_person(fund):
    everyone_answers(fund)
    lost(fund, 8)
    seen, rows = part(fund, "trustee"), part(fund, "facilitator")
    assert (seen.asked, seen.followed) == (9, 8)
    assert seen.attrition is None  # one of nine moved
    assert seen.alive is None  # of one nothing is known
    assert seen.measures["income"].counted is None  # two fell
    assert rows.attrition is not None
    assert rows.measures["income"].counted == (5, 2, 1)


def test_figures_of_few_people_are_not_shown_at_all(fund):
    for place in range(4):
        answer(fund, place, 900, jobs=[JobTold(who="owner", weekly_hours=40, months=12, woman=True, poor=False)])
    assert part(fund, "trustee").measures is None
    assert found(fund, "trustee").work is None
    assert part(fund, "overseer").measures is not None
    answer(fund, 4, 900, jobs=[JobTold(who="owner", weekly_hours=40, months=12, woman=True, poor=False)])
    seen = found(fund, "trustee")  # the control: five are enough
    assert seen.rounds[0].measures["income"].counted == (5, 0, 0)
    assert seen.work.all.persons == 5
    assert seen.work.all.rows == ()
    assert seen.work.women.persons == 5


def test_the_figures_cost_the_same_whatever_their_number(fund, django_assert_num_queries):
    eyes = see(fund, "facilitator")

    def read():
        return outcomes(fund.book, eyes, on=fund.today, good_above=Fraction(40))

    answer(fund, 0, 500)
    with django_assert_num_queries(7):
        read()
    for place in range(1, 8):
        answer(fund, place, 500)
    with django_assert_num_queries(7):
        read()


def test_another_board_counts_nothing_of_it(fund):
    everyone_answers(fund)
    other = make_fund(code="mawar")
    other.today = SIX
    assert found(other).rounds[0].asked == 0
    assert found(other).repeat.denominator == 0
    assert found(other).repeat.class_ == "n/a"


# ---------------------------------------------------------------- in the prices of the first form


def prices(fund, *, base=2022, **months):
    """`m3=10_000`: the index of a month of 2026."""
    rows = [PriceTold(month=date(2026, int(name[1:]), 1), hundredths=value) for name, value in months.items()]
    fund.do("facilitator", write_price_index, base_year=base, source="BPS", rows=rows)


def test_incomes_are_also_told_in_the_prices_of_the_first_form(fund):
    """Prices rose by a quarter: who earns 500 now has 400 of then."""
    everyone_answers(fund)
    assert part(fund).real is None
    assert found(fund).lacking == (date(2026, 3, 1), date(2026, 9, 1))
    prices(fund, m3=10_000)
    assert (part(fund).real, found(fund).lacking) == (None, (date(2026, 9, 1),))
    prices(fund, m9=12_500)
    real = part(fund).real
    changes = sorted(after * 800 - before * 1_000 for before, after in zip(BEFORE, AFTER, strict=True))
    assert real.judged == 8
    assert real.measured.change.middle.median == Fraction(changes[3] + changes[4], 2)
    assert real.measured.change.middle.median < 0 < part(fund).measures["income"].change.middle.median
    assert found(fund).lacking == ()


def test_a_business_given_up_has_nothing_in_any_prices(fund):
    answer(fund, 0, 0, alive=False, workers=0, turnover=0, costs=0, capital=0)
    prices(fund, m3=10_000, m9=12_500)
    assert part(fund).real.measured.change.middle.median == -300_000


def test_two_series_are_never_mixed(fund):
    answer(fund, 0, 500)
    prices(fund, base=2018, m3=15_000)
    prices(fund, base=2022, m9=12_500)
    assert part(fund).real is None
    prices(fund, base=2018, m9=15_000)
    assert part(fund).real.measured.change.middle.median == 200_000


def test_income_in_first_prices_shows_nobody_to_who_reads_no_rows(fund):
    for place, after in enumerate(AFTER[:4]):
        answer(fund, place, after)
    prices(fund, m3=10_000, m9=12_500)
    assert part(fund).real.judged == 4
    assert part(fund, "coordinator").real is None
    answer(fund, 4, AFTER[4])
    assert part(fund, "coordinator").real.measured.change.rows == ()

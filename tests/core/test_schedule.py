"""Schedules: the worked examples of the domain, each method, each rounding, and terms that cannot be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from gulir.core.calendars import holidays_in
from gulir.core.money import Rounding
from gulir.core.plain_sheet import plain_sheet, yearly_rates
from gulir.core.problems import Problem
from gulir.core.schedule import Method, RoundOn, Shift, Terms, Unit, schedule

JAN = date(2026, 1, 15)
FLAT = Fraction(3, 2)


def made(principal=5_000_000, instalments=10, **more):
    return schedule(
        Terms(principal=principal, instalments=instalments, **{"rate_percent": FLAT, "disbursed_on": JAN, **more})
    )


def parts(found):
    return [(line.principal, line.jasa) for line in found.instalments]


def test_t1_five_million_over_24_months():
    found = made(5_000_000, 24)
    assert parts(found) == [(209_000, 75_000)] * 23 + [(193_000, 75_000)]
    assert [line.total for line in found.instalments] == [284_000] * 23 + [268_000]
    assert found.total == 6_800_000


def test_t2_five_million_over_ten_months():
    found = made()
    assert [line.total for line in found.instalments] == [575_000] * 10
    assert found.total == 5_750_000


def test_the_second_group_of_the_day_owes_3_450_000_a_month():
    assert {line.total for line in made(30_000_000).instalments} == {3_450_000}


def test_t3_half_a_million_over_a_year():
    found = made(500_000, 12)
    assert parts(found) == [(42_500, 7_500)] * 11 + [(32_500, 7_500)]
    assert (found.instalments[-1].total, found.total) == (40_000, 590_000)


def test_t4_a_small_loan_falls_back_to_a_smaller_unit():
    found = made(100_000, 24)
    assert found.rounded_to == 100
    assert parts(found) == [(4_200, 1_500)] * 23 + [(3_400, 1_500)]


@pytest.mark.parametrize(
    ("principal", "instalments", "more", "unit"),
    [
        (100_000, 24, {"round_to": 500}, 100),
        (1_000, 24, {"rate_percent": 0}, 1),
        (100_000, 24, {"round_to": 400}, 100),
        (100_000, 24, {"round_to": 250}, 250),
        (100_000, 10, {"rounding": Rounding.DOWN, "rate_percent": Fraction(1, 10)}, 1_000),
        (5_000, 10, {"rounding": Rounding.DOWN, "rate_percent": 0}, 500),
        (5_000, 10, {"rounding": Rounding.NEAREST, "rate_percent": 0, "round_to": 2_000}, 500),
        (10, 6, {"rate_percent": 0}, 1),
        (7, 7, {"rate_percent": 0}, 1),
    ],
)
def test_a_coarse_unit_gives_way_until_each_instalment_carries_principal(principal, instalments, more, unit):
    found = made(principal, instalments, **more)
    assert found.rounded_to == unit
    assert all(line.principal > 0 for line in found.instalments)
    assert found.total_principal == principal


def test_over_24_months_rounding_up_is_given_back_in_the_last_instalment():
    exact = Fraction(5_000_000 * 136, 100)
    assert made(5_000_000, 24).total == exact


@pytest.mark.parametrize(
    ("months", "nominal", "effective"), [(10, "31.5", "36.5"), (12, "31.7", "36.8"), (24, "31.5", "36.4")]
)
def test_the_true_yearly_rate_of_flat_one_and_a_half(months, nominal, effective):
    """Domain 3.5, example 3, on instalments without rounding."""
    rates = yearly_rates(made(12_000_000, months, round_to=1))
    assert str(rates.nominal_percent.quantize(Decimal("0.1"))) == nominal
    assert str(rates.effective_percent.quantize(Decimal("0.1"))) == effective


def test_the_rate_of_an_annuity_is_the_rate_it_was_made_with():
    rates = yearly_rates(made(10**11, 12, method=Method.ANNUITY, round_to=1))
    assert rates.nominal_percent == Decimal("18.00")
    assert rates.effective_percent == Decimal("19.56")


def test_a_loan_without_jasa_costs_nothing():
    rates = yearly_rates(made(rate_percent=0))
    assert (rates.nominal_percent, rates.effective_percent) == (0, 0)


def test_a_loan_paid_back_at_once_for_double_is_told_without_end():
    found = made(1_000_000, 1, rate_percent=100, unit=Unit.DAY)
    rates = yearly_rates(found)
    assert rates.nominal_percent == 36_500
    assert rates.effective_percent > 10**100


def test_due_dates_by_hand_count_days():
    """One year to the day at 12 per cent is 12 per cent a year, whatever the periods are called."""
    found = made(1_000_000, 1, rate_percent=12, due_dates=(date(2027, 1, 15),), round_to=1)
    assert yearly_rates(found).effective_percent == Decimal("12.00")


def test_the_first_instalment_on_the_day_of_disbursement_is_worth_itself():
    found = made(1_000_000, 2, rate_percent=12, due_dates=(JAN, date(2027, 1, 15)), round_to=1)
    assert yearly_rates(found).effective_percent > 24


def test_the_internal_rate_is_found_beyond_one_hundred_percent_a_period():
    found = made(1_000_000, 10, rate_percent=100, round_to=1)
    rate = yearly_rates(found).nominal_percent
    assert rate > 1_200


def test_a_debt_almost_repaid_by_its_first_instalment_has_a_rate_beyond_telling():
    found = made(1_000_000, 2, rate_percent=100, grace_principal=1, round_to=1, due_dates=(JAN, date(2026, 1, 16)))
    assert yearly_rates(found).nominal_percent > 10**6


def test_the_plain_sheet_says_it_in_figures():
    sheet = plain_sheet(made(5_000_000, 24))
    assert (sheet.received, sheet.to_pay, sheet.cost) == (5_000_000, 6_800_000, 1_800_000)
    assert (sheet.instalments, sheet.per_instalment, sheet.last_instalment) == (24, 284_000, 268_000)
    assert (sheet.first_due_on, sheet.last_due_on) == (date(2026, 2, 15), date(2028, 1, 15))
    assert sheet.rates.effective_percent > sheet.rates.nominal_percent


def test_an_annuity_keeps_its_total_and_turns_jasa_into_principal():
    found = made(5_000_000, 10, method=Method.ANNUITY)
    assert {line.total for line in found.instalments[:-1]} == {543_000}
    assert all(a.principal < b.principal for a, b in zip(found.instalments, found.instalments[1:-1], strict=False))
    assert found.instalments[-1].balance == 0


def test_an_annuity_with_rates_that_change_keeps_one_level():
    steps = tuple(Fraction(n, 2) for n in (2, 2, 3, 3))
    found = made(
        4_000_000, 4, rate_percent_by_instalment=steps, method=Method.ANNUITY, round_to=1, rounding=Rounding.NEAREST
    )
    totals = [line.total for line in found.instalments]
    assert max(totals) - min(totals) <= 2
    assert found.instalments[2].jasa == round(found.instalments[1].balance * Fraction(3, 200))


def test_an_annuity_without_jasa_is_equal_principal():
    a = made(1_000_000, 4, method=Method.ANNUITY, rate_percent=0)
    assert parts(a) == [(250_000, 0)] * 4


def test_an_annuity_so_dear_that_its_first_parts_are_below_a_rupiah_still_adds_up():
    """The only case in which no unit helps: the method itself gives less than one rupiah of principal."""
    found = made(1_000, 40, method=Method.ANNUITY, rate_percent=Fraction(100))
    assert found.instalments[0].principal == 0
    assert found.total_principal == 1_000


def test_equal_principal_pays_jasa_on_what_is_left():
    found = made(4_000_000, 4, method=Method.EQUAL_PRINCIPAL, round_on=RoundOn.PRINCIPAL)
    assert parts(found) == [(1_000_000, 60_000), (1_000_000, 45_000), (1_000_000, 30_000), (1_000_000, 15_000)]


def test_cost_plus_spreads_a_fixed_margin():
    found = made(1_000_000, 3, method=Method.MURABAHAH, rate_percent=0, margin=100_000)
    assert [line.jasa for line in found.instalments] == [33_334, 33_333, 33_333]
    assert found.total == 1_100_000
    assert found.instalments[0].total == 367_000


def test_cost_plus_by_rate_is_the_flat_cost():
    assert made(method=Method.MURABAHAH).total == made().total


def test_rounding_on_the_principal_lets_jasa_stand_beside_it():
    """The real books: principal rounded up to 100, jasa 1.5 % flat."""
    found = made(38_000_000, 12, round_to=100, round_on=RoundOn.PRINCIPAL)
    assert parts(found) == [(3_166_700, 570_000)] * 11 + [(3_166_300, 570_000)]


def test_grace_on_principal_pays_jasa_only():
    found = made(3_000_000, 5, grace_principal=2)
    assert parts(found)[:2] == [(0, 45_000), (0, 45_000)]
    assert [line.principal for line in found.instalments[2:]] == [1_000_000] * 3


def test_grace_on_jasa_puts_it_off_to_the_next_instalment():
    found = made(3_000_000, 3, grace_jasa=2, round_to=1)
    assert parts(found) == [(1_000_000, 0), (1_000_000, 0), (1_000_000, 135_000)]
    annuity = made(3_000_000, 3, grace_jasa=1, round_to=1, method=Method.ANNUITY)
    plain = made(3_000_000, 3, round_to=1, method=Method.ANNUITY)
    assert annuity.instalments[0].jasa == 0
    assert annuity.total_jasa == pytest.approx(plain.total_jasa, abs=3)


@pytest.mark.parametrize(
    ("every", "unit", "first", "second"),
    [
        (1, Unit.MONTH, date(2026, 2, 15), date(2026, 3, 15)),
        (3, Unit.MONTH, date(2026, 4, 15), date(2026, 7, 15)),
        (1, Unit.WEEK, date(2026, 1, 22), date(2026, 1, 29)),
        (2, Unit.WEEK, date(2026, 1, 29), date(2026, 2, 12)),
        (10, Unit.DAY, date(2026, 1, 25), date(2026, 2, 4)),
    ],
)
def test_instalments_come_at_their_interval(every, unit, first, second):
    found = made(every=every, unit=unit)
    assert [line.due_on for line in found.instalments[:2]] == [first, second]


def test_a_holiday_moves_a_date_only_where_the_terms_say_so():
    """15 August 2026 is a Saturday, Monday 17 August is a holiday: Tuesday."""
    holidays = frozenset(holidays_in([2026]))
    stays = made(holidays=holidays)
    moves = made(holidays=holidays, shift=Shift.NEXT_WORKING_DAY)
    assert stays.instalments[6].due_on == date(2026, 8, 15)
    assert moves.instalments[6].due_on == date(2026, 8, 18)
    assert moves.instalments[7].due_on == date(2026, 9, 15)


IMPOSSIBLE = [
    ({"principal": 0}, "PrincipalOutOfRange", "principal"),
    ({"principal": -1}, "PrincipalOutOfRange", "principal"),
    ({"principal": 10**12 + 1}, "PrincipalOutOfRange", "principal"),
    ({"instalments": 0}, "InstalmentCountOutOfRange", "instalments"),
    ({"instalments": 1_001}, "InstalmentCountOutOfRange", "instalments"),
    ({"every": 0}, "IntervalOutOfRange", "every"),
    ({"every": 367}, "IntervalOutOfRange", "every"),
    ({"round_to": 0}, "RoundingUnitOutOfRange", "round_to"),
    ({"round_to": 10**6 + 1}, "RoundingUnitOutOfRange", "round_to"),
    ({"grace_principal": 10}, "GraceTooLong", "grace_principal"),
    ({"grace_principal": -1}, "GraceTooLong", "grace_principal"),
    ({"grace_jasa": 10}, "GraceTooLong", "grace_jasa"),
    ({"principal": 9}, "PrincipalTooSmallToSpread", "instalments"),
    ({"rate_percent": Fraction(-1)}, "RateOutOfRange", "rate_percent_per_period"),
    ({"rate_percent": Fraction(101)}, "RateOutOfRange", "rate_percent_per_period"),
    ({"rate_percent_by_instalment": (FLAT,) * 9}, "RatesCountDiffers", "rate_percent_by_instalment"),
    ({"rate_percent_by_instalment": (*(FLAT,) * 9, Fraction(101))}, "RateOutOfRange", "rate_percent_by_instalment[9]"),
    ({"margin": 1}, "MarginOnlyCostPlus", "margin"),
    ({"margin": -1, "method": Method.MURABAHAH}, "MarginOnlyCostPlus", "margin"),
    ({"disbursed_on": None}, "ScheduleWithoutStart", "disbursed_on"),
    ({"due_dates": (JAN,)}, "DueDatesCountDiffers", "due_dates"),
    ({"instalments": 2, "due_dates": (JAN, JAN)}, "DueDatesOutOfOrder", "due_dates[1]"),
    ({"first_due_on": date(2026, 1, 14)}, "FirstDueBeforeDisbursement", "first_due_on"),
    ({"instalments": 1, "due_dates": (date(2026, 1, 14),)}, "FirstDueBeforeDisbursement", "due_dates[0]"),
    ({"every": 366, "instalments": 1_000}, "ScheduleBeyondCalendar", "instalments"),
    ({"every": 120, "instalments": 100}, "ScheduleBeyondCalendar", "instalments"),
    ({"parts": (1,) * 9}, "PartsDoNotFit", "parts"),
    ({"parts": (0,) * 10}, "PartsDoNotFit", "parts"),
    ({"parts": (101,) * 10}, "PartsDoNotFit", "parts"),
    ({"parts": (1,) * 10, "method": Method.ANNUITY}, "PartsDoNotFit", "parts"),
    ({"principal": 50, "instalments": 2, "parts": (1, 100)}, "PrincipalTooSmallToSpread", "parts"),
    ({"method": Method.MUDHARABAH}, "SharingHasNoJasa", "rate_percent_per_period"),
]


@pytest.mark.parametrize(("more", "code", "path"), IMPOSSIBLE)
def test_terms_that_cannot_be_are_refused_with_the_field_to_change(more, code, path):
    with pytest.raises(Problem) as refused:
        made(**more)
    assert (refused.value.code, refused.value.facts["path"]) == (code, path)


@pytest.mark.parametrize("method", [Method.FLAT, Method.EQUAL_PRINCIPAL, Method.MURABAHAH])
def test_parts_weigh_the_principal_and_lose_nothing(method):
    """Two thirds at the main harvest, one third at the second, rounded up to a thousand, the last takes the rest."""
    found = made(principal=2_000_001, instalments=2, parts=(2, 1), method=method, round_on=RoundOn.PRINCIPAL)
    assert [line.principal for line in found.instalments] == [1_334_000, 666_001]


def test_a_margin_is_spread_as_the_principal_is():
    found = made(principal=3_000_000, instalments=2, parts=(2, 1), method=Method.MURABAHAH, margin=300_000)
    assert [line.jasa for line in found.instalments] == [200_000, 100_000]

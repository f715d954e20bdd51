"""A place to gather, or a channel for loans; and the figures of a savings group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.base.reference import rule_definitions
from gulir.core.dates import Period, add_months
from gulir.core.gathering import (
    Raised,
    Talk,
    WelfareAct,
    closing,
    gathering,
    loan_channel_only,
    network,
    networks,
    welfare,
)
from gulir.core.group_ratios import GroupYear, average, group_ratios, return_on_assets

ON = date(2026, 6, 30)
OLD = date(2024, 1, 1)
LOANS, MORE = frozenset({"loans"}), frozenset({"loans", "welfare"})


def talks(*topics):
    return [Talk(row=f"m{n}", on=date(2026, n, 5), topics=one) for n, one in enumerate(topics, 1)]


def test_six_months_of_instalments_alone_are_a_loan_channel():
    months = next(r for r in rule_definitions() if r.key == "mentoring.loan_channel_months").default_at(ON)[1]
    assert months == 6
    rows = loan_channel_only(talks(*[LOANS] * 6), since=OLD, on=ON, months=months)
    assert rows == ("m1", "m2", "m3", "m4", "m5", "m6")
    exactly = add_months(ON, -months)
    assert loan_channel_only(talks(*[LOANS] * 6), since=exactly, on=ON, months=months) == rows
    assert loan_channel_only(talks(*[LOANS] * 6), since=exactly + timedelta(days=1), on=ON, months=months) == ()


@pytest.mark.parametrize(("topics", "since"), [
    ([LOANS] * 5 + [MORE], OLD), ([MORE] + [LOANS] * 5, OLD), ([LOANS] * 6, date(2026, 1, 1)), ([], OLD),
    ([LOANS] * 5 + [frozenset({"savings"})], OLD),
])  # fmt: skip
def test_one_other_matter_a_young_group_or_no_meeting_is_no_loan_channel(topics, since):
    assert loan_channel_only(talks(*topics), since=since, on=ON, months=6) == ()


def test_an_older_meeting_about_more_does_not_save_it():
    before = Talk(row="old", on=date(2025, 12, 30), topics=MORE)
    assert len(loan_channel_only([before, *talks(*[LOANS] * 6)], since=OLD, on=ON, months=6)) == 6
    inside = replace(before, on=date(2025, 12, 31))
    assert loan_channel_only([inside, *talks(*[LOANS] * 6)], since=OLD, on=ON, months=6) == ()


def test_a_meeting_without_any_talk_is_not_about_more_than_loans():
    assert gathering(talks(frozenset()))["more_than_loans"].missed == ("m1",)


def test_who_spoke_without_being_there_is_not_counted():
    one = Talk(row="m1", on=ON, topics=MORE, present=frozenset("ab"), spoke=frozenset("az"))
    found = gathering([one])["spoke"]
    assert (found.did, found.of, found.missed) == (1, 2, ("m1",))


def test_welfare_counts_the_period_alone_and_asks_no_division_by_nobody():
    acts = [WelfareAct(row="w1", on=ON, kind="sick", member=False, worth=5, hours=2)]
    acts.append(WelfareAct(row="w0", on=OLD, kind="sick", member=True))
    done = welfare(acts, period=Period.year(2026), members=0)
    assert (done.rows, done.for_others, done.worth, done.hours, done.per_member_year) == (("w1",), 1, 5, 2, None)
    half = welfare(acts, period=Period(date(2026, 1, 1), date(2026, 7, 1)), members=5)
    assert half.per_member_year == Fraction(365, 181 * 5)
    assert welfare([], period=Period.year(2026), members=5).others_percent is None


def test_a_problem_that_is_solved_was_decided_somehow():
    found = closing([Raised(row="p1", solved=True), Raised(row="p2")])
    assert (found["decided"].did, found["solved"].percent) == (1, 50)
    assert closing([])["solved"].percent is None


PEOPLE = "abcdef"
NAMED = st.dictionaries(st.sampled_from(PEOPLE), st.sets(st.sampled_from(PEOPLE + "xyz"), max_size=3))


@given(NAMED, st.sets(st.sampled_from(PEOPLE)))
def test_a_network_is_between_nothing_and_everybody(named, poor):
    found = network(named, poor=poor)
    assert 0 <= found.ties <= found.pairs
    assert 0 <= found.poor_reached <= found.poor <= found.asked
    assert (found.density_percent is None) == (len(named) < 2)
    assert (found.ties == 0) == (len(found.alone) == found.asked)


@given(NAMED, NAMED)
def test_before_and_after_are_the_same_people(before, after):
    one, two = networks(before, after)
    assert one.asked == two.asked == len(set(before) & set(after))
    assert networks(before, before)[0] == networks(before, before)[1]


def test_everybody_names_everybody():
    found = network({one: list("abc") for one in "abc"}, poor="a")
    assert (found.ties, found.density_percent, found.alone, found.poor_reached) == (3, 100, (), 1)


# ---------------------------------------------------------------- figures of a savings group

YEAR = GroupYear(
    members_start="abcdefghij", members_end="abcdefghkl", borrowers=5, savings=2_000_000, cash=500_000, loans=1_500_000,
    late_loans=300_000, written_off=100_000, debt=4_000_000, profit=180_000, assets_start=1_600_000, months=12,
)  # fmt: skip


def test_the_figures_of_a_year():
    assert {name: figure.value for name, figure in group_ratios(YEAR).items()} == {
        "retention": 80, "growth": 0, "fund_use": 75, "with_loan": 50, "past_due": 20,
        "written_off": Fraction(25, 4), "savings_to_debt": 50,
    }  # fmt: skip
    assert return_on_assets(YEAR).value == 10


def test_half_a_year_earns_for_a_whole_one():
    assert return_on_assets(replace(YEAR, months=6)).value == 20
    assert return_on_assets(replace(YEAR, months=0)).value is None


def test_nothing_to_divide_by_has_no_value():
    empty = GroupYear(
        members_start="", members_end="", borrowers=0, savings=0, cash=0, loans=0, late_loans=0, written_off=0, debt=0,
        profit=0, assets_start=0, months=12,
    )  # fmt: skip
    assert {figure.value for figure in group_ratios(empty).values()} == {None}
    assert return_on_assets(empty).value is None
    assert average(2_000_000, 10) == 200_000

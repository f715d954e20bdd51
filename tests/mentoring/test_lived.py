"""Months in a row in which a KSM met and saved, from its own records, as asked before its first loan (R04)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.base.reference import rule_definitions
from gulir.community.models import Group
from gulir.core.eligibility import Ksm, Lived, State, before_first, months_in_a_row
from gulir.core.rules import Rulebook
from gulir.lending.queries.eligibility import eligibility
from gulir.mentoring import services as mentoring
from gulir.mentoring.queries import lived
from gulir.mentoring.services import Money
from tests.mentoring.stage import EACH

RULES = Rulebook(rule_definitions()).at(date(2026, 6, 1))
DAYS = st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=30)


def found(lived_: Lived | None, *, months: int = 12, first: bool = True) -> dict[str, tuple[State, int, list[str]]]:
    ksm = Ksm(name="Melati", months=months, first=first, members=(), lived=lived_)
    return {c.rule: (c.state, c.have, [p.code for p in c.problems]) for c in before_first(ksm, RULES)}


@pytest.mark.parametrize(
    ("met", "saved", "active", "saving"),
    [
        (3, 3, [], []),
        (2, 2, ["GroupMetTooSeldom"], ["GroupSavedTooLittle"]),
        (5, 2, [], ["GroupSavedTooLittle"]),
        (0, 0, ["GroupMetTooSeldom"], ["GroupSavedTooLittle"]),
    ],
)
def test_three_months_are_asked_of_each(met, saved, active, saving):
    lines = found(Lived(met=met, saved=saved))
    assert lines["group.months_active_min"] == (State.WATCH if active else State.MET, met, active)
    assert lines["group.months_saving_min"] == (State.WATCH if saving else State.MET, saved, saving)


def test_a_group_formed_last_month_is_too_young_whatever_its_records_say():
    assert found(Lived(met=9, saved=9), months=1)["group.months_active_min"] == (State.WATCH, 1, ["GroupTooYoung"])


def test_after_the_first_loan_nothing_is_asked():
    assert {state for state, _, _ in found(Lived(met=0, saved=0), months=0, first=False).values()} == {State.MET}


def test_where_nobody_looked_nothing_is_said_about_saving():
    assert "group.months_saving_min" not in found(None)


@given(DAYS, st.dates(date(2025, 6, 1), date(2027, 2, 1)))
def test_a_row_is_never_longer_than_its_days_and_every_month_of_it_has_one(days, on):
    row = months_in_a_row(days, on)
    past = sorted({day for day in days if day <= on})
    assert row <= len({(day.year, day.month) for day in past})
    last = [day.year * 12 + day.month for day in past][-1:] or [0]
    if row:
        assert on.year * 12 + on.month - last[0] <= 1
        assert set(range(last[0] - row + 1, last[0] + 1)) <= {day.year * 12 + day.month for day in past}


@given(DAYS, st.dates(date(2025, 6, 1), date(2026, 12, 31)), st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_one_more_day_never_makes_it_shorter(days, on, more):
    assert months_in_a_row([*days, more], on) >= months_in_a_row(days, on)


# ---------------------------------------------------------------- from the records of a KSM


def meet(ksm, *days: date, saves: bool = True) -> int:
    """Meetings on these days, each with everybody's savings or none; what lies in the box afterwards."""
    box = 0
    for day in days:
        ksm.day = day
        box += EACH * len(ksm.names) if saves else 0
        ksm.meet(box, **({} if saves else {"money": ()}))
    return box


MONTHS = (date(2026, 3, 9), date(2026, 4, 13), date(2026, 5, 11))


@pytest.mark.django_db
def test_three_monthly_meetings_with_savings_are_three_months(ksm):
    meet(ksm, *MONTHS)
    assert lived(ksm.group, date(2026, 5, 12)) == Lived(met=3, saved=3)
    assert lived(ksm.group, date(2026, 5, 10)) == Lived(met=2, saved=2)
    assert lived(ksm.group, date(2026, 7, 1)) == Lived(met=0, saved=0)


@pytest.mark.django_db
def test_a_meeting_without_savings_is_a_month_met_and_not_saved(ksm):
    box = meet(ksm, *MONTHS[:2])
    ksm.day = MONTHS[2]
    ksm.meet(box, money=())
    assert lived(ksm.group, MONTHS[2]) == Lived(met=3, saved=2)


@pytest.mark.django_db
def test_what_was_brought_from_an_older_book_is_no_saving_of_a_month(ksm):
    ksm.day = MONTHS[0]
    brought = (Money(kind="brought", amount=200_000, person=ksm.who("Yuni")),)
    ksm.meet(200_000, money=brought)
    assert lived(ksm.group, MONTHS[0]) == Lived(met=1, saved=0)


@pytest.mark.django_db
def test_a_corrected_record_counts_as_it_was_corrected(ksm):
    meet(ksm, *MONTHS[:2])
    last = meet_id(ksm)
    ksm.do(
        "Yuni", mentoring.correct_meeting, meeting=last, sheet=ksm.sheet(EACH * 5, money=()), reason="Tabungan dobel"
    )
    assert lived(ksm.group, MONTHS[1]) == Lived(met=2, saved=1)


def meet_id(ksm):
    from gulir.mentoring.models import GroupMeeting

    return GroupMeeting.objects.get(group_id=ksm.group, number=2, correction=None).pk


@pytest.mark.django_db
def test_the_list_a_group_reads_says_what_its_records_lack(ksm):
    meet(ksm, *MONTHS[:2])
    group = Group.objects.get(pk=ksm.group)
    Group.objects.filter(pk=ksm.group).update(formed_on=date(2025, 1, 1))
    group.refresh_from_db()
    read = eligibility(ksm.stage.book, group, MONTHS[1], lived=lived(ksm.group, MONTHS[1]))
    lines = {check.rule: check for check in read.checks}
    assert (lines["group.months_saving_min"].have, lines["group.months_active_min"].have) == (2, 2)
    assert lines["group.months_saving_min"].problems[0].facts == {"ksm": "Melati", "months": 2, "least": 3}

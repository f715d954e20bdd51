"""Peer mentoring beside groups that were alike, with an honest n."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.peers import Alike, Peer, Track, alike, beside_the_alike, check_mentor, overdue
from gulir.core.problems.peers import MentorInArrears, MentorStageLower, MentorUnread
from gulir.core.vital_signs import HABITS, InstalmentDue

NEAR = Alike()


def points(all_):
    """So many points, spread over the five habits as far as they go."""
    return {key: max(min(all_ - 4 * place, 4), 0) for place, key in enumerate(HABITS)}


def track(name, before, after, **more):
    given = {"stage": "tumbuh", "members": 10, "months": 10, **more}
    later = None if after is None else points(after)
    return Track(name=name, points=points(before), later=later, **given)


MENTEE = track("Mawar", 9, 15, taking_part=True)
OTHER = track("Melati", 9, 10)


@pytest.mark.parametrize(("differs", "counts"), [
    ({}, True), ({"taking_part": True}, False), ({"stage": "pemula"}, False), ({"name": "Mawar"}, False),
    ({"points": points(12)}, True), ({"points": points(13)}, False), ({"members": 15}, True), ({"members": 16}, False),
    ({"members": 4}, False), ({"months": 22}, True), ({"months": 23}, False), ({"later": None}, True),
    ({"later": points(20)}, True), ({"points": {"meetings": 4, "saving": 4, "lending": 1}}, False),
])  # fmt: skip
def test_who_is_alike_is_known_at_the_start(differs, counts):
    assert bool(alike(MENTEE, [replace(OTHER, **differs)], within=NEAR)) is counts


@pytest.mark.parametrize(("before", "after", "change"), [
    ({"meetings": 1}, {"meetings": 3}, 2), ({"meetings": 1, "lending": 4}, {"meetings": 1}, 0),
    ({"meetings": 1}, {"meetings": 0, "lending": 4}, -1), ({"meetings": 1}, {"lending": 4}, None),
    ({}, {"lending": 4}, None), ({"meetings": 1}, None, None),
])  # fmt: skip
def test_a_change_is_read_where_both_days_have_records(before, after, change):
    assert replace(OTHER, points=before, later=after).change == change


def six(gain):
    return [track(f"Mentee {n}", 9, max(0, 9 + gain + n), taking_part=True) for n in range(6)]


UP_AND_DOWN = [track(f"Mentee {n}", 9, 10 + gain, taking_part=True) for n, gain in enumerate((1, -2, 3, -4, 5, -6))]
OTHERS = [track(f"Other {n}", 9, 10) for n in range(6)]


def beside(mentees, others):
    return beside_the_alike([(one, [*mentees, *others]) for one in mentees], within=NEAR)


@pytest.mark.parametrize(("mentees", "others", "says", "n"), [
    ([], [], "nothing_to_compare", 0), ([], OTHERS, "nothing_to_compare", 0), ([MENTEE], [], "nothing_to_compare", 0),
    ([MENTEE], OTHERS, "too_few", 1), (six(3), OTHERS, "more", 6), (six(-9), OTHERS, "less", 6),
    ([replace(MENTEE, later=points(10))], OTHERS, "too_few", 1), (six(3), [OTHER], "too_few", 6),
    ([replace(MENTEE, later=None)], OTHERS, "nothing_to_compare", 0), (six(-2), OTHERS, "too_few", 6),
    ([MENTEE], [replace(OTHER, later=None)], "nothing_to_compare", 0), (six(3)[:5], OTHERS, "too_few", 5),
    (six(3), OTHERS[:5], "too_few", 6), (UP_AND_DOWN, OTHERS, "not_seen", 6),
])  # fmt: skip
def test_what_may_be_said(mentees, others, says, n):
    found = beside(mentees, others)
    assert (found.says, found.n) == (says, n)
    assert found.proof_of_effect is False


def test_half_points_of_the_middle_are_kept():
    found = beside([MENTEE], [OTHER, track("Dahlia", 9, 11)])
    assert (found.groups[0].beside, found.median, found.beside_n) == (Fraction(3, 2), Fraction(9, 2), 2)


def test_those_lost_are_named_and_not_counted():
    found = beside([MENTEE], [OTHER, replace(OTHER, name="Dahlia", later=None)])
    assert (found.groups[0].alike, found.groups[0].lost, found.beside_n) == (("Dahlia", "Melati"), ("Dahlia",), 1)


def test_those_alike_are_read_in_the_same_habits_as_the_mentored():
    """A neighbour that rose in a habit the mentored one has no later records of did not rise more for it."""
    one = replace(MENTEE, points={"meetings": 1, "saving": 1}, later={"meetings": 3})
    both = replace(OTHER, points={"meetings": 1, "saving": 1}, later={"meetings": 2, "saving": 4})
    found = beside([one], [both, replace(both, name="Dahlia", later={"saving": 4})])
    assert both.change == 4
    assert (found.groups[0].change, found.groups[0].beside, found.groups[0].lost) == (2, 1, ("Dahlia",))


ANY_POINTS = st.dictionaries(st.sampled_from(HABITS), st.integers(0, 4))
TRACKS = st.lists(
    st.builds(
        Track,
        name=st.text("abcdef", min_size=3, max_size=3),
        stage=st.sampled_from(("pemula", "tumbuh")),
        members=st.integers(5, 30),
        months=st.integers(0, 60),
        points=ANY_POINTS,
        later=st.none() | ANY_POINTS,
        taking_part=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda track: track.name,
)


def all_of(tracks):
    return beside_the_alike([(one, tracks) for one in tracks if one.taking_part], within=NEAR)


@given(TRACKS, st.integers(1, 30))
def test_the_same_rise_for_everybody_shows_no_difference(tracks, gain):
    """If all rise alike, mentored or not, nothing is said of mentoring."""
    risen = [replace(one, later={key: value + gain for key, value in one.points.items()}) for one in tracks]
    found = all_of(risen)
    assert found.says in ("nothing_to_compare", "too_few", "not_seen")
    assert found.median in (None, 0)


@given(TRACKS)
def test_every_mentored_group_is_there_and_the_n_is_honest(tracks):
    found = all_of(tracks)
    assert [one.track.name for one in found.groups] == [one.name for one in tracks if one.taking_part]
    assert found.n == sum(one.more is not None for one in found.groups) <= found.mentored
    assert found.beside_n <= sum(not one.taking_part and one.later is not None for one in tracks)


@pytest.mark.parametrize(("mentor", "mentee", "problem"), [
    ({}, {}, None), ({"missed": 1}, {}, MentorInArrears), ({"rank": None}, {}, MentorUnread),
    ({"rank": 0}, {"rank": 1}, MentorStageLower), ({"rank": 1}, {"rank": 1}, None), ({"rank": 0}, {"rank": None}, None),
    ({}, {"missed": 9}, None),
])  # fmt: skip
def test_a_mentor_pays_is_known_and_stands_no_lower(mentor, mentee, problem):
    one = replace(Peer(name="Mawar", missed=0, rank=2), **mentor)
    other = replace(Peer(name="Melati", missed=0, rank=1), **mentee)
    with pytest.raises(problem) if problem else nullcontext():
        check_mentor(one, other, most_missed=0)


def test_the_rulebook_may_let_a_mentor_miss_some():
    check_mentor(Peer(name="Mawar", missed=1, rank=1), Peer(name="Melati", missed=0, rank=1), most_missed=1)


@pytest.mark.parametrize(("due", "paid", "on", "n"), [
    (1, None, 1, 0), (1, None, 2, 1), (1, 2, 2, 0), (1, 3, 2, 1), (5, None, 2, 0), (1, 1, 9, 0),
])  # fmt: skip
def test_an_instalment_is_overdue_after_its_day_until_it_is_paid(due, paid, on, n):
    one = InstalmentDue(row="i", due_on=date(2026, 3, due), paid_on=paid and date(2026, 3, paid))
    assert overdue([one], on=date(2026, 3, on)) == n

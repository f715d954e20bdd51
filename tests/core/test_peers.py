"""Peer mentoring beside groups that were alike, with an honest n."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.peers import Alike, Track, alike, beside_the_alike

NEAR = Alike()
MENTEE = Track(name="Mawar", stage="tunas", members=10, months=10, before=9, after=15, mentored=True)
OTHER = Track(name="Melati", stage="tunas", members=10, months=10, before=9, after=10)


@pytest.mark.parametrize(("differs", "counts"), [
    ({}, True), ({"mentored": True}, False), ({"stage": "tumbuh"}, False), ({"name": "Mawar"}, False),
    ({"before": 12}, True), ({"before": 13}, False), ({"members": 15}, True), ({"members": 16}, False),
    ({"members": 4}, False), ({"months": 22}, True), ({"months": 23}, False), ({"after": None}, True),
    ({"after": 30}, True),
])  # fmt: skip
def test_who_is_alike_is_known_at_the_start(differs, counts):
    assert bool(alike(MENTEE, [replace(OTHER, **differs)], within=NEAR)) is counts


def six(gain):
    return [replace(MENTEE, name=f"Mentee {n}", after=9 + gain + n) for n in range(6)]


UP_AND_DOWN = [replace(MENTEE, name=f"Mentee {n}", after=10 + gain) for n, gain in enumerate((1, -2, 3, -4, 5, -6))]
OTHERS = [replace(OTHER, name=f"Other {n}") for n in range(6)]


@pytest.mark.parametrize(("tracks", "says", "n"), [
    ([], "nothing_to_compare", 0), (OTHERS, "nothing_to_compare", 0), ([MENTEE], "nothing_to_compare", 0),
    ([MENTEE, *OTHERS], "too_few", 1), ([*six(3), *OTHERS], "more", 6), ([*six(-9), *OTHERS], "less", 6),
    ([replace(MENTEE, after=10), *OTHERS], "not_seen", 1), ([*six(3), OTHER], "too_few", 6),
    ([replace(MENTEE, after=None), *OTHERS], "nothing_to_compare", 0), ([*six(-2), *OTHERS], "too_few", 6),
    ([MENTEE, replace(OTHER, after=None)], "nothing_to_compare", 0), ([*six(3)[:5], *OTHERS], "too_few", 5),
    ([*six(3), *OTHERS[:5]], "too_few", 6), ([*UP_AND_DOWN, *OTHERS], "not_seen", 6),
])  # fmt: skip
def test_what_may_be_said(tracks, says, n):
    found = beside_the_alike(tracks, within=NEAR)
    assert (found.says, found.n) == (says, n)
    assert found.proof_of_effect is False


def test_half_points_of_the_middle_are_kept():
    found = beside_the_alike([MENTEE, OTHER, replace(OTHER, name="Dahlia", after=11)], within=NEAR)
    assert (found.groups[0].beside, found.median, found.beside_n) == (Fraction(3, 2), Fraction(9, 2), 2)


def test_those_lost_are_named_and_not_counted():
    lost = replace(OTHER, name="Dahlia", after=None)
    found = beside_the_alike([MENTEE, OTHER, lost], within=NEAR)
    assert (found.groups[0].alike, found.groups[0].lost, found.beside_n) == (("Dahlia", "Melati"), ("Dahlia",), 1)


TRACKS = st.lists(
    st.builds(
        Track,
        name=st.text("abcdef", min_size=3, max_size=3),
        stage=st.sampled_from(("tunas", "tumbuh")),
        members=st.integers(5, 30),
        months=st.integers(0, 60),
        before=st.integers(0, 30),
        after=st.none() | st.integers(0, 30),
        mentored=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda track: track.name,
)


@given(TRACKS, st.integers(1, 30))
def test_the_same_rise_for_everybody_shows_no_difference(tracks, gain):
    """If all rise alike, mentored or not, nothing is said of mentoring."""
    found = beside_the_alike([replace(track, after=track.before + gain) for track in tracks], within=NEAR)
    assert found.says in ("nothing_to_compare", "not_seen")
    assert found.median in (None, 0)


@given(TRACKS)
def test_every_mentored_group_is_there_and_the_n_is_honest(tracks):
    found = beside_the_alike(tracks, within=NEAR)
    assert [one.name for one in found.groups] == sorted(track.name for track in tracks if track.mentored)
    assert found.n == sum(one.more is not None for one in found.groups) <= found.mentored
    assert found.beside_n <= sum(not track.mentored and track.after is not None for track in tracks)

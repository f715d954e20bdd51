"""The run refuses tests that flush, and each engine gets what only it can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.choice import TRACED, flushes, touches_database, traced, wanted


class Collected:
    """A collected test, as far as choosing needs it."""

    def __init__(self, *fixtures, **markers):
        self.fixturenames = fixtures
        self.markers = markers

    def get_closest_marker(self, name):
        return self.markers.get(name)


PURE = Collected()
ROLLED_BACK = Collected("db", django_db=pytest.mark.django_db.mark)
FRESH = Collected("fresh_database")


@pytest.mark.parametrize(
    "story",
    [
        Collected("transactional_db"),
        Collected("live_server"),
        Collected("django_db_reset_sequences"),
        Collected(django_db=pytest.mark.django_db(transaction=True).mark),
        Collected(django_db=pytest.mark.django_db(True).mark),
    ],
)
def test_a_test_that_flushes_is_recognised(story):
    assert flushes(story)


@pytest.mark.parametrize("story", [PURE, ROLLED_BACK, FRESH])
def test_others_are_not(story):
    assert not flushes(story)


def test_what_touches_no_database_is_told_once():
    assert wanted(PURE, "sqlite", long=False)
    assert not wanted(PURE, "postgres", long=False)
    assert not touches_database(PURE)


@pytest.mark.parametrize("story", [ROLLED_BACK, FRESH, Collected("live_site")])
def test_what_touches_one_is_told_on_both_engines(story):
    assert wanted(story, "sqlite", long=False)
    assert wanted(story, "postgres", long=False)


def test_what_only_one_engine_can_tell():
    only = Collected("db", postgres_only=pytest.mark.postgres_only.mark)
    assert wanted(only, "postgres", long=False)
    assert not wanted(only, "sqlite", long=False)


def test_long_stories_wait_to_be_asked():
    story = Collected("db", long=pytest.mark.long.mark)
    assert not wanted(story, "sqlite", long=False)
    assert wanted(story, "sqlite", long=True)


def test_coverage_counts_the_stories_of_the_rooms_it_bounds_and_no_page():
    assert all((Path(__file__).parents[2] / place).is_dir() for place in TRACED)
    assert all(traced(f"{place}test_any.py::test_any") for place in TRACED)
    assert not traced("tests/web/officers/test_home.py::test_any")


def test_coverage_looks_away_from_a_test_that_does_not_count(request):
    """This very test is none that counts: whoever measures the run does not measure it."""
    plugin = request.config.pluginmanager.getplugin("_cov")
    watch = getattr(plugin, "cov_controller", None)
    assert not traced(request.node.nodeid)
    assert watch is None or not watch.started

"""The run refuses tests that flush, and each engine gets what only it can tell."""

from __future__ import annotations

import pytest

from tests.choice import flushes, touches_database, wanted


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

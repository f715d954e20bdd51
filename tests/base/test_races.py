"""Many at once: one effect for one key, no number twice."""

from __future__ import annotations

from functools import partial

from gulir.base.models import Fact, Reply
from tests.base.bells import NOON, ring, village
from tests.races import at_once


def test_one_key_sent_by_eight_at_once_has_one_effect(fresh_database: str) -> None:
    book, siti = village()
    answers = at_once([lambda: ring(book=book.pk, key="k1", actor=siti, at=NOON, times=3)] * 8)
    assert answers == [{"times": 3}] * 8
    assert (Fact.objects.count(), Reply.objects.count()) == (1, 1)


def test_eight_acts_at_once_number_their_facts_without_gaps(fresh_database: str) -> None:
    book, siti = village()
    at_once([partial(ring, book=book.pk, key=f"k{n}", actor=siti, at=NOON, times=n) for n in range(8)])
    assert sorted(Fact.objects.values_list("sequence", flat=True)) == list(range(1, 9))

"""One transaction, one lock, one key, one fact or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gulir.base.commands import COMMANDS
from gulir.base.models import Book, Fact, Reply, Secret
from gulir.core.canon import fingerprint
from gulir.core.leaves import parse_leaf
from gulir.core.problems.access import ClockBehind, KeyReused, NotAllowed, NotFound
from tests.base.bells import NOON, forbidden, ring, silent, twice, village

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Fact.objects.order_by("sequence").values_list("kind", flat=True))


def test_an_act_leaves_one_fact_and_one_reply() -> None:
    book, siti = village()
    assert ring(book=book.pk, key="k1", actor=siti, at=NOON, times=3) == {"times": 3}
    fact = Fact.objects.get()
    assert (fact.kind, fact.public, fact.sequence) == ("BellRung", {"times": 3}, 1)
    assert Reply.objects.get().result == {"times": 3}


def test_what_is_private_sits_in_the_erasable_row_alone() -> None:
    book, siti = village()
    ring(book=book.pk, key="k1", actor=siti, at=NOON, times=3)
    assert Secret.objects.get().private == {"by": "Siti"}
    assert "Siti" not in Fact.objects.get().leaf
    assert "Siti" not in str(Fact.objects.get().public)


def test_the_leaf_says_kind_number_and_commitment() -> None:
    book, siti = village()
    ring(book=book.pk, key="k1", actor=siti, at=NOON, times=3)
    fact = Fact.objects.get()
    leaf = parse_leaf(fact.leaf.encode())
    assert (leaf.kind, leaf.sequence, leaf.commitment.hex()) == ("BellRung", 1, fact.commitment)


def test_the_same_key_gives_the_same_reply_and_no_second_effect() -> None:
    book, siti = village()
    first = ring(book=book.pk, key="k1", actor=siti, at=NOON, times=3)
    again = ring(book=book.pk, key="k1", actor=siti, at=NOON + timedelta(days=400), times=3)
    assert first == again
    assert kinds() == ["BellRung"]


def test_the_same_key_with_another_body_is_refused() -> None:
    book, siti = village()
    ring(book=book.pk, key="k1", actor=siti, at=NOON, times=3)
    with pytest.raises(KeyReused):
        ring(book=book.pk, key="k1", actor=siti, at=NOON, times=4)
    assert kinds() == ["BellRung", "CommandRefused"]


def test_a_refusal_rolls_back_and_leaves_its_own_fact() -> None:
    book, siti = village()
    with pytest.raises(NotFound):
        ring(book=book.pk, key="k1", actor=siti, at=NOON, times=13)
    assert kinds() == ["CommandRefused"]
    assert Secret.objects.get().private["code"] == "NotFound"


def test_a_refusal_does_not_use_up_the_key() -> None:
    book, siti = village()
    with pytest.raises(NotFound):
        ring(book=book.pk, key="k1", actor=siti, at=NOON, times=13)
    assert ring(book=book.pk, key="k1", actor=siti, at=NOON, times=12) == {"times": 12}


def test_who_may_not_is_refused_before_anything_is_done() -> None:
    book, siti = village()
    with pytest.raises(NotAllowed):
        forbidden(book=book.pk, key="k1", actor=siti, at=NOON, times=1)
    assert kinds() == ["CommandRefused"]


def test_an_act_that_tells_nothing_is_an_error_and_leaves_nothing() -> None:
    book, siti = village()
    with pytest.raises(RuntimeError, match=r"bells\.silent told no fact"):
        silent(book=book.pk, key="k1", actor=siti, at=NOON, times=1)
    assert not Reply.objects.exists()


def test_an_act_within_an_act_shares_its_key_and_its_transaction() -> None:
    book, siti = village()
    with pytest.raises(NotFound):
        twice(book=book.pk, key="k1", actor=siti, at=NOON, times=12)
    assert kinds() == ["CommandRefused"]
    twice(book=book.pk, key="k2", actor=siti, at=NOON, times=1)
    assert kinds() == ["CommandRefused", "BellRung", "BellRung"]


def test_facts_number_themselves_without_gaps() -> None:
    book, siti = village()
    for number in range(5):
        ring(book=book.pk, key=f"k{number}", actor=siti, at=NOON, times=number)
    assert list(Fact.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert Book.objects.get(pk=book.pk).facts == 5


def test_recorded_instants_never_go_back() -> None:
    book, siti = village()
    ring(book=book.pk, key="k1", actor=siti, at=NOON, times=1)
    ring(book=book.pk, key="k2", actor=siti, at=NOON - timedelta(minutes=5), times=1)
    assert {fact.recorded_at for fact in Fact.objects.all()} == {NOON}


def test_a_clock_far_behind_is_refused() -> None:
    book, siti = village()
    ring(book=book.pk, key="k1", actor=siti, at=NOON, times=1)
    with pytest.raises(ClockBehind):
        ring(book=book.pk, key="k2", actor=siti, at=NOON - timedelta(days=1), times=1)


def test_a_book_that_is_not_there_is_refused() -> None:
    _, siti = village()
    with pytest.raises(NotFound):
        ring(book=siti.pk, key="k1", actor=siti, at=NOON, times=1)


def test_every_command_is_known_by_its_name() -> None:
    assert COMMANDS["bells.ring"] is ring


def test_what_is_kept_of_a_body_cannot_be_found_by_trying() -> None:
    """Neither the reply's mark nor the refusal's digest is the bare fingerprint, which anyone could compute."""
    book, siti = village()
    ring(book=book.pk, key="k1", actor=siti, at=NOON, times=3)
    with pytest.raises(NotFound):
        ring(book=book.pk, key="k2", actor=siti, at=NOON, times=13)
    kept = {Reply.objects.get().fingerprint, Secret.objects.get(fact__kind="CommandRefused").private["digest"]}
    bare = {fingerprint("bells.ring", {"times": times}, str(siti.person)) for times in (3, 13)}
    assert len(kept) == 2
    assert not kept & bare

"""Facts count without gaps, and every leaf and commitment follows again from what is stored."""

from __future__ import annotations

from collections.abc import Iterator

from gulir.base.models import Book, Fact
from gulir.core.leaves import commit, leaf_bytes
from gulir.core.problems import Finding
from gulir.core.problems.care import (
    FactCommitmentDiffers,
    FactCountDiffers,
    FactLeafDiffers,
    FactMissing,
    FactSecretMissing,
)

__all__ = ["check_facts"]

MOST_GAPS = 20


def check_facts(book: Book) -> Iterator[Finding]:
    """Walk the facts of one book in order."""
    expected, there, gaps = 1, 0, 0
    for fact in Fact.objects.filter(book=book).select_related("secret").order_by("sequence").iterator(chunk_size=2000):
        while expected < fact.sequence and gaps < MOST_GAPS:
            yield Finding.of(FactMissing(sequence=expected))
            expected, gaps = expected + 1, gaps + 1
        expected, there = fact.sequence + 1, there + 1
        yield from _one(fact)
    kept = Book.objects.values_list("facts", flat=True).get(pk=book.pk)
    if kept != there or expected - 1 != kept:
        yield Finding.of(FactCountDiffers(counted=kept, there=there))


def _one(fact: Fact) -> Iterator[Finding]:
    leaf = leaf_bytes(
        kind=fact.kind,
        sequence=fact.sequence,
        recorded_on=fact.recorded_at.date(),
        commitment=bytes.fromhex(fact.commitment),
    ).decode()
    if leaf != fact.leaf:
        yield Finding.of(FactLeafDiffers(sequence=fact.sequence))
    secret = getattr(fact, "secret", None)
    if secret is None:
        yield Finding.of(FactSecretMissing(sequence=fact.sequence), level="warning")
    elif commit(bytes(secret.salt), {**fact.public, **secret.private}).hex() != fact.commitment:
        yield Finding.of(FactCommitmentDiffers(sequence=fact.sequence))

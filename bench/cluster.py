"""A durable PostgreSQL of the bench's own: every commit reaches the disk, as in real use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests import postgres

__all__ = ["DURABLE", "durable"]

DURABLE = {
    "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on", "max_connections": "60",
}  # fmt: skip


@contextmanager
def durable() -> Iterator[postgres.Cluster]:
    """A running server that flushes, stopped at the end."""
    kept = dict(postgres.SETTINGS)
    postgres.SETTINGS.update(DURABLE)
    try:
        cluster = postgres.start()
    finally:
        postgres.SETTINGS.clear()
        postgres.SETTINGS.update(kept)
    if cluster is None:
        raise SystemExit(postgres.MISSING)
    try:
        yield cluster
    finally:
        cluster.stop()

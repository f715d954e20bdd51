"""Many hands at once: real threads, real connections, real commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

__all__ = ["at_once"]

T = TypeVar("T")


def at_once(calls: Sequence[Callable[[], T]], *, timeout: float = 60.0) -> list[T | Exception]:
    """Start every call at the same moment, each in its own thread with its own connection.

    Gives back, in the order of the calls, what each returned or the exception it raised. Needs `fresh_database`.
    """
    gate = Barrier(len(calls))

    def one(call: Callable[[], T]) -> T | Exception:
        gate.wait(timeout)
        try:
            return call()
        except Exception as problem:  # noqa: BLE001 - the story asserts on it
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))

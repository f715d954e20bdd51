"""How every peer answers: ready, and then a rate for each number of seconds it is asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def answer(post: Callable[[], object]) -> None:
    """Say 1 when ready, then post for as many seconds as each line says, and say how many a second."""
    print(1, flush=True)
    for line in sys.stdin:
        seconds, number, start = float(line), 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            post()
            number += 1
        print(number / (time.perf_counter() - start), flush=True)

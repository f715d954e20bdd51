"""How long a person needs for a page: every tap, key, swipe and thought counted while the test does them.

Card, Moran and Newell, *The keystroke-level model for user performance time with interactive systems*, Communications
of the ACM 23 (1980), 396-410, table of operators. Of each the slowest published: a key pressed by somebody unfamiliar
with the keyboard 1.20 s; pointing 1.10 s and pressing 0.20 s; a thought before each 1.35 s. A swipe points once. What
the page itself takes to answer is measured and added.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any

__all__ = ["KEY", "POINT", "PRESS", "THOUGHT", "Fingers"]

KEY, POINT, PRESS, THOUGHT = 1.20, 1.10, 0.20, 1.35
A_SWIPE = 0.6
"""So much of the height of the screen goes by with one swipe."""
TOP = "box => box.getBoundingClientRect().top"


@dataclass(kw_only=True)
class Fingers:
    """One person at one page; `seconds` so far, and of what."""

    page: Any
    seconds: float = 0
    taps: int = 0
    keys: int = 0
    swipes: int = 0

    def look(self, times: int = 1) -> None:
        """Look at something and think about it."""
        self.seconds += times * THOUGHT

    def reach(self, box: Any) -> None:
        """Swipe until it can be seen."""
        height = self.page.viewport_size["height"]
        top = box.evaluate(TOP)
        away = max(-top, top - height * 0.9, 0)
        swipes = ceil(away / (height * A_SWIPE))
        self.swipes += swipes
        self.seconds += swipes * POINT
        box.scroll_into_view_if_needed()

    def tap(self, box: Any) -> None:
        """Think, point, press."""
        self.reach(box)
        self.look()
        self._press()
        box.click()

    def _press(self) -> None:
        self.taps += 1
        self.seconds += POINT + PRESS

    def write(self, box: Any, text: str) -> None:
        """Tap the box, wipe out what stands there sign by sign, and type."""
        self.tap(box)
        keys = len(box.input_value()) + len(text)
        self.keys += keys
        self.seconds += keys * KEY
        box.fill(text)

    def choose(self, box: Any, words: str) -> None:
        """Tap the list, then tap the line that says this."""
        self.reach(box)
        self.look()
        self._press()
        self._press()
        box.select_option(label=words)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """What the page takes until it has answered."""
        began = monotonic()
        with self.page.expect_navigation():
            yield
        self.seconds += monotonic() - began

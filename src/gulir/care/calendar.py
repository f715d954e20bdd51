"""The calendar of a demonstration: how far a newcomer has turned it on, so that months pass in an afternoon.

The days are kept in a file beside the invented books. Only the doors ask for them, and only where the settings say that
what is served is invented; a house with real books has no such file, and a file that lies there is never read.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

__all__ = ["ahead", "turn_back_to_the_world", "turn_on"]

NAME = "calendar.json"


def ahead(home: Path) -> timedelta:
    """How many whole days the calendar of this folder runs before the world's; none where it was never turned."""
    try:
        days = json.loads((home / NAME).read_text(encoding="utf-8"))["days"]
    except FileNotFoundError:
        return timedelta()
    return timedelta(days=int(days))


def turn_on(home: Path, days: int) -> timedelta:
    """Let the calendar run `days` further ahead and tell how far that is; back is refused with `ValueError`.

    What has been recorded lies in the past of the calendar, and must stay there.
    """
    if days <= 0:
        raise ValueError(days)
    turned = ahead(home) + timedelta(days=days)
    part = home / f"{NAME}.part"
    part.write_text(json.dumps({"days": turned.days}), encoding="utf-8")
    part.replace(home / NAME)
    return turned


def turn_back_to_the_world(home: Path) -> None:
    """Forget what was turned: for a demonstration that is built anew, in which nothing has been recorded yet."""
    (home / NAME).unlink(missing_ok=True)

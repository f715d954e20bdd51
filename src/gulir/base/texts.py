"""Texts as they are handed to an act: no longer than the column that will keep them."""

from __future__ import annotations

from gulir.core.problems.access import NoteTooLong

__all__ = ["check_text"]


def check_text(**texts: tuple[str, int]) -> None:
    """Refuse a text longer than its column: `check_text(payer=(payer, 120))`."""
    for field, (text, limit) in texts.items():
        if len(text) > limit:
            raise NoteTooLong(field=field, limit=limit)

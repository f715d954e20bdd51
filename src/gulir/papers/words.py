"""The words of reports and papers in either language, read once from the reference."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from gulir.base.reference import reference_folder
from gulir.core.dates import long_date

__all__ = ["Words", "letterhead"]


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads((reference_folder() / "reports.toml").read_text(encoding="utf-8"))


class Words:
    """The words in one language: `words.column("code")`, `words("total")`, `words.title("income")`."""

    def __init__(self, language: str) -> None:
        self.language = "en" if language == "en" else "id"

    def __call__(self, key: str, **facts: str) -> str:
        """One word or sentence; its placeholders are filled with `facts`."""
        return str(_texts()["word"][key][self.language]).format(**facts)

    def column(self, key: str) -> str:
        """The head of a column."""
        return str(_texts()["column"][key][self.language])

    def title(self, name: str) -> str:
        """The title of a report."""
        return str(_texts()["title"][name][self.language])

    def day(self, day: date) -> str:
        """A day in words: `23 November 2026`."""
        return long_date(day, self.language)


def letterhead(words: Words, ledger: str, place: str) -> str:
    """What stands under the name of the board: the unit whose book it is, and the place."""
    return " · ".join(part for part in (words(f"unit_{ledger}"), place) if part)

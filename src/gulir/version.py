"""The version, read from the one place that names it: the first release heading of CHANGELOG.md.

A change log that nobody reads goes stale; one that the product is built from does not.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["VERSION", "newest"]

HEADING = re.compile(r"^## (\d+\.\d+\.\d+)\b", re.MULTILINE)


def newest(text: str) -> str:
    r"""The newest release a change log names; `ValueError` when it names none.

    >>> newest("# Changes\n\n## 1.2.0 (3 May 2026)\n\n## 1.1.0\n")
    '1.2.0'
    """
    found = HEADING.search(text)
    if found is None:
        raise ValueError("CHANGELOG.md names no release: it needs a heading such as `## 1.0.0`")
    return found.group(1)


def _read() -> str:
    log = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
    if log.is_file():
        return newest(log.read_text(encoding="utf-8"))
    try:
        return version("gulir")
    except PackageNotFoundError:
        return "0.0.0"


VERSION = _read()

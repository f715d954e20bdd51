"""Asks axe-core, in the page itself, what a person with a screen reader, a keyboard or weak eyes would stumble over."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["stumbles"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def _source() -> str:
    return (Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def stumbles(page: Any) -> list[str]:
    """Violations of WCAG 2.2 AA on the page as it stands: rule, what it wants, and where."""
    page.evaluate(_source())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules}).then(answer => answer.violations)", RULES)
    return [f"{v['id']}: {v['help']} at {', '.join(str(n['target'][0]) for n in v['nodes'][:5])}" for v in found]

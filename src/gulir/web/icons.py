"""Icons drawn into the page: Lucide shapes from the vendored folder, one look for all, hidden from screen readers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

__all__ = ["FOLDER", "icon", "names"]

FOLDER = Path(__file__).parent / "static" / "vendor" / "lucide"
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_GAPS = re.compile(r"\s*\n\s*")


@cache
def names() -> frozenset[str]:
    """Names of all icons in the kit."""
    return frozenset(file.stem for file in FOLDER.glob("*.svg"))


@cache
def _shape(name: str) -> str:
    """The inner shapes of one icon; an unknown name is a mistake of the page and is told at once."""
    if name not in names():
        raise LookupError(f"no icon named {name!r} in the kit; add it to static/vendor/lucide and its manifest")
    found = _INSIDE.search((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    if found is None:
        raise LookupError(f"icon {name!r} holds no drawing")
    return _GAPS.sub("", found.group(1))


@cache
def icon(name: str, extra_class: str = "") -> SafeString:
    """The icon as inline SVG, drawn once. It never stands alone: a word beside it says the same."""
    return format_html(
        '<svg class="ico{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        f" {extra_class}" if extra_class else "",
        mark_safe(_shape(name)),  # noqa: S308  vendored drawing, checked against the manifest by a test
    )

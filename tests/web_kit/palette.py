"""Reads the roles of colour out of the stylesheet and computes their contrast, as WCAG 2.2 defines it."""

from __future__ import annotations

import re
from pathlib import Path

CSS = Path(__file__).resolve().parents[2] / "src" / "gulir" / "web" / "static" / "gulir" / "gulir.css"

_TINTED = ("good", "watch", "bad", "info")
TEXT_PAIRS: list[tuple[str, str]] = [
    *(
        (ink, ground)
        for ink in ("ink", "muted", "accent", "accent-strong", *_TINTED)
        for ground in ("paper", "surface")
    ),
    *(("ink", f"{state}-tint") for state in (*_TINTED, "accent")),
    *((state, f"{state}-tint") for state in (*_TINTED, "accent")),
    ("muted", "accent-tint"),
    ("accent-strong", "accent-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("ink", "line"),
    ("muted", "line"),
]
"""Every pair of text and ground the stylesheet may make."""

SHAPES = ("kol-1", "kol-2", "kol-3", "kol-4", "kol-5", "series-1", "series-2", "series-3", "series-4", "edge")
"""Colours of shapes that carry meaning, and of the edges of boxes."""


def roles(css: str, mode: str) -> dict[str, str]:
    """The colours of one mode (light, dark or print) by role; dark and print stand on light."""
    light = re.search(r":root \{(.*?)\n\}", css, re.DOTALL)
    other = {"dark": r"scheme: dark\) \{\s*:root \{(.*?)\n  \}", "print": r"@media print \{\s*:root \{(.*?)\n  \}"}
    found = dict(_colours(light.group(1) if light else ""))
    if mode != "light":
        block = re.search(other[mode], css, re.DOTALL)
        found |= dict(_colours(block.group(1) if block else ""))
    return found


def _colours(block: str) -> list[tuple[str, str]]:
    return re.findall(r"--([\w-]+): (#[0-9A-F]{6})", block)


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """The contrast of two colours: 1 for equal ones, 21 for black on white."""
    high, low = sorted((_light(one), _light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def too_weak(css: str, mode: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    """The pairs of a mode whose contrast is below the least that may be."""
    colour = roles(css, mode)
    weak = [(one, two, contrast(colour[one], colour[two])) for one, two in pairs]
    return [f"{mode}: {one} on {two} is {ratio:.2f}" for one, two, ratio in weak if ratio < least]

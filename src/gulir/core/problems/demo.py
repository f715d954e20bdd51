"""Refusals of the demonstration: it is built in a place of its own, or not at all."""

from __future__ import annotations

from gulir.core.problems import Problem

__all__ = ["DemoNeedsOwnPlace", "DemoOfOtherEdition", "DemoOfOtherVersion"]


class DemoNeedsOwnPlace(Problem):
    """There are boards in this database already, or it does not lie in the demonstration's own folder."""

    place: str


class DemoOfOtherEdition(Problem):
    """A warning: the demonstration that is there was built from an older story than the one told now."""

    place: str


class DemoOfOtherVersion(Problem):
    """The tables of the demonstration that is there do not fit this version, and someone may have used it."""

    place: str

"""The village as the files a board would bring in: people, households, groups, members."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from gulir.cli.demo.village import GROUPS, Neighbourhood

__all__ = ["FILES", "groups", "households", "members", "people"]

FORMED = date(2024, 6, 3)
"""The first group; one more every three days. All are older than three months when lending begins (R04)."""
ROLES = ("chair", "secretary", "treasurer")


def _file(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode()


def people(village: Neighbourhood) -> bytes:
    """Everyone of the village with their numbers."""
    return _file(
        ("name", "sex", "nik", "born_on", "rw", "rt", "phone", "poor_listed"),
        ((p.name, p.sex, p.nik, p.born_on, p.rw, p.rt, p.phone, int(p.poor)) for p in village.people),
    )


def households(village: Neighbourhood) -> bytes:
    """The households with their heads."""
    return _file(
        ("number", "rw", "rt", "head", "head_nik"),
        ((h.number, h.rw, h.rt, h.head.name, h.head.nik) for h in village.households),
    )


def formed_on(place: int) -> date:
    """When the group at this place of the list was formed."""
    return FORMED + timedelta(days=3 * place)


def groups(village: Neighbourhood) -> bytes:
    """The groups, each in the RW of its first member."""
    return _file(
        ("code", "name", "rw", "formed_on"),
        (
            (code, name, village.groups[code][0].rw, formed_on(place).isoformat())
            for place, (code, name) in enumerate(GROUPS)
        ),
    )


def members(village: Neighbourhood) -> bytes:
    """Who belongs to which group: the first three lead it."""
    return _file(
        ("ksm", "name", "nik", "role", "since"),
        (
            (code, one.name, one.nik, ROLES[seat] if seat < len(ROLES) else "member", formed_on(place).isoformat())
            for place, (code, _) in enumerate(GROUPS)
            for seat, one in enumerate(village.groups[code])
        ),
    )


FILES = (("people", people), ("households", households), ("ksm", groups), ("ksm-members", members))
"""Kind of import and who writes the file, in the order in which they go in."""

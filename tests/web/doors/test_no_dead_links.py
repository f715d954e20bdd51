"""Nobody is shown a door that does not open: every link on every page a person can reach is opened by that person."""

from __future__ import annotations

import re
from collections import deque
from html import unescape

import pytest
from django.urls import resolve

from tests.web.doors.walk import samples_of

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#][^"]*)"')
OTHERWISE = re.compile(r"/(akun/logout|admin)/|\.(pdf|xlsx|csv)(\?|$)|^mailto:|^tel:|^https?:")
EACH = 3
"""So many addresses of one route and one set of questions are opened: the rest are the same page of other rows."""
PEOPLE = (
    "cashier", "upk_manager", "bookkeeper", "loan_officer", "secretary", "trustee", "coordinator", "overseer",
    "auditor", "facilitator", "Yuni",
)  # fmt: skip


def closed_doors(client, start="/"):
    """Addresses that a walk from the home finds and that do not open, with the page that shows each."""
    waiting, seen, opened, closed = deque([(start, "")]), {start}, {}, []
    while waiting:
        path, shown_on = waiting.popleft()
        answer = client.get(path, follow=True)
        if answer.status_code >= 400:
            closed.append(f"{path}: {answer.status_code}, shown on {shown_on}")
            continue
        for href in map(unescape, LINK.findall(answer.content.decode(errors="replace"))):
            if OTHERWISE.search(href):
                continue
            place = href if href.startswith("/") else f"{path.split('?')[0]}{href}" if href.startswith("?") else None
            if place is None or place in seen:
                continue
            seen.add(place)
            kind = (resolve(place.split("?")[0]).view_name, re.sub(r"=[^&]*", "", place.partition("?")[2]))
            opened[kind] = opened.get(kind, 0) + 1
            if opened[kind] <= EACH:
                waiting.append((place, path))
    return closed, opened


@pytest.mark.parametrize("person", PEOPLE)
def test_every_link_opens_for_who_sees_it(hall, person):
    samples_of(hall)
    closed, opened = closed_doors(hall.at(person))
    assert closed == []
    assert len(opened) > 5


def test_a_dead_link_would_be_found(hall, monkeypatch):
    from django.http import HttpResponse

    from gulir.web.reports import show

    monkeypatch.setattr(show, "render", lambda *_, **__: HttpResponse('<a class="x" href="/upk/bukti/baru/?x=1">x</a>'))
    closed, _ = closed_doors(hall.at("trustee"), "/laporan/")
    assert closed == ["/upk/bukti/baru/?x=1: 403, shown on /laporan/"]

"""The watcher's home: figures, what wants attention, where to look; and the examination of the books on demand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gulir.base.messages import sentence, title
from gulir.care.check import check_board
from gulir.governance.queries import agenda, decisions
from gulir.ledger.policy import may_confirm_day, may_see_books
from gulir.web import words
from gulir.web.calls.outlook import warned_notices
from gulir.web.overseers.desk import at_desk
from gulir.web.peers.waiting import to_answer
from gulir.web.seconds import pending, waiting_for
from gulir.web.trustees.agenda import decided_table
from gulir.web.visits import Visit
from gulir.web.watch import glance, notices, picture, shown_indicators

__all__ = ["check", "show"]

DECIDED = 5


@at_desk("home")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Greeting, attention, position and indicators, the latest decisions, where to look."""
    seen = glance(visit)
    context = {
        "opened": seen.opened,
        "seen": seen,
        "mine": [
            *waiting_for(visit, pending(visit, seen.opened), day="overseers:day", paper="overseers:paper"),
            *to_answer(visit),
        ],
        "confirms": may_confirm_day.allows(visit.standing),
        "notices": notices(visit, seen, *warned_notices(visit, seen.fund)),
        "indicators": shown_indicators(seen.indicators, seen.indicators.named),
        "picture": picture(seen),
        "decided": decided_table(decisions(visit.book, visit.standing)[:DECIDED]),
        "waiting": agenda(visit.book, visit.standing).count(),
        "reads_books": may_see_books.allows(visit.standing),
    }
    return render(request, "overseers/home.html", context)


@at_desk("home", books=True)
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything derived again from what was written first, and compared: what does not agree, in sentences."""
    on = glance(visit).on
    language = words.language()
    found = [
        {"title": title(finding.code, language), "text": sentence(finding.code, finding.facts, language)}
        for finding in check_board(visit.board.book, on=on)
    ]
    return render(request, "overseers/check.html", {"found": found, "count": len(found), "on": on})

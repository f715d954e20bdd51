"""The trustee's home: what waits for the board, what is wrong, where the fund stands, six actions, one picture."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.queries import agenda
from gulir.ledger.policy import may_see_books
from gulir.web.calls.outlook import warned_notices
from gulir.web.peers.waiting import to_answer
from gulir.web.seconds import pending, waiting_for
from gulir.web.trustees.agenda import waiting_table
from gulir.web.trustees.desk import sit_down
from gulir.web.trustees.loans import may_sign, waiting_signatures
from gulir.web.visits import Visit, enter
from gulir.web.watch import glance, notices, picture, shown_indicators

__all__ = ["show"]

SHOWN = 6
"""Items of the agenda on the home; the rest is one link away."""


@enter("trustee")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Greeting, decisions that wait, attention, position, actions, picture."""
    sit_down(request, visit, "home")
    seen = glance(visit)
    waiting = list(agenda(visit.book, visit.standing))
    unsigned = waiting_signatures(visit)
    context = {
        "opened": seen.opened,
        "today": visit.today,
        "waiting": len(waiting),
        "agenda_table": waiting_table(waiting[:SHOWN]),
        "more": max(0, len(waiting) - SHOWN),
        "unsigned": unsigned if may_sign(visit) else [],
        "unsigned_count": len(unsigned),
        "papers": [
            *waiting_for(visit, pending(visit, seen.opened), day="officers:day_confirm", paper="officers:draft"),
            *to_answer(visit),
        ],
        "notices": notices(visit, seen, *warned_notices(visit, seen.fund)),
        "seen": seen,
        "indicators": shown_indicators(seen.indicators, ("LAR", "PAR")),
        "picture": picture(seen),
        "keeps": KEEPS_MEETINGS.allows(visit.standing),
        "reads_books": may_see_books.allows(visit.standing),
    }
    return render(request, "trustees/home.html", context)

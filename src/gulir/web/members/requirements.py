"""What our KSM needs before it applies, for its officers: the same list the UPK sees."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gulir.community.queries import group_of
from gulir.core.problems.access import NotFound
from gulir.lending.policy import TELLS_FOR_GROUP
from gulir.lending.queries.eligibility import eligibility
from gulir.mentoring.queries import lived
from gulir.web.members.desk import at_desk, sit_down
from gulir.web.requirements import advice, ladder_table, requirements_table
from gulir.web.visits import Visit

__all__ = ["show"]


@at_desk("group")
def show(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """The requirements of a KSM one leads; any other is not there."""
    if not TELLS_FOR_GROUP.allows(visit.standing) or group not in visit.standing.led_groups:
        raise NotFound(what="group", name=str(group))
    sit_down(request, visit, str(group))
    found = group_of(visit.book, group)
    list_ = eligibility(visit.book, found, visit.today, lived=lived(found.pk, visit.today))
    context = {
        "g": found,
        "open": list_.open,
        "may_apply": list_.may_apply,
        "advice": advice(list_),
        "table": requirements_table(list_, linked=False),
        "ladder": ladder_table(list_),
    }
    return render(request, "members/requirements.html", context)

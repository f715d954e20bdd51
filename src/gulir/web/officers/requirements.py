"""What a KSM needs before it applies: the list of requirements, before anybody writes an application."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gulir.community.policy import SEES_GROUPS
from gulir.community.queries import group_of
from gulir.core.problems.access import NotFound
from gulir.lending.policy import TAKES
from gulir.lending.queries.eligibility import eligibility
from gulir.mentoring.queries import lived
from gulir.web.officers.desk import OWN, at_desk
from gulir.web.requirements import advice, ladder_table, requirements_table
from gulir.web.visits import Visit

__all__ = ["show"]


@at_desk("home", "trustee")
def show(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """One KSM: what to do first, every requirement with its rule, each member's step on the loan ladder."""
    found = group_of(visit.book, group)
    if not SEES_GROUPS.allows(visit.standing):
        raise NotFound(what="group", name=str(group))
    list_ = eligibility(visit.book, found, visit.today, lived=lived(found.pk, visit.today))
    context = {
        "g": found,
        "open": list_.open,
        "may_apply": list_.may_apply,
        "may": TAKES.allows(visit.standing) and OWN in visit.desks,
        "advice": advice(list_),
        "table": requirements_table(list_, linked=True),
        "ladder": ladder_table(list_),
    }
    return render(request, "officers/requirements.html", context)

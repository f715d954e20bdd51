"""The early-warning list and next week's list on pages of their own: to read, to print, to carry along."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gulir.base.reference import rule_texts
from gulir.mentoring.policy import READS_WARNINGS
from gulir.web import words
from gulir.web.calls.groups import READERS
from gulir.web.calls.outlook import Outlook, looked_ahead, warned_table, week_table
from gulir.web.desks import sit_down_anywhere
from gulir.web.visits import Visit, enter

__all__ = ["warnings", "week"]


@enter(*READERS)
def warnings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every KSM with a warning, whom to visit first at the head; each sentence opens to its records."""
    ahead = _seated(request, visit)
    limits, found = ahead.warnings.limits, ahead.warnings
    context = {
        "table": warned_table(found.asked, _("KSM dengan tanda bahaya")),
        "soon": len(found.soon),
        "groups": len(found.rows),
        "warned": len(found.warned),
        "limits": limits,
        "covered": words.percent(found.coverage.percent, 0) if found.coverage.percent is not None else "",
        "alarmed": len(found.coverage.alarmed),
        "meanings": [rule_texts()[key].meaning.to(words.language()) for key in RULES],
    }
    return render(request, "calls/warnings.html", context)


@enter(*READERS)
def week(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whom to visit in the next seven days, in order, each with every reason: one sheet to carry along."""
    ahead = _seated(request, visit)
    rows = ahead.next_week()
    context = {
        "table": week_table(rows, _("Urutan kunjungan")),
        "count": len(rows),
        "soon": len(ahead.warnings.soon),
        "limits": ahead.warnings.limits,
    }
    return render(request, "calls/week.html", context)


RULES = (
    "mentoring.missed_meetings", "mentoring.attendance_fall", "mentoring.savings_stopped",
    "mentoring.first_instalment_days", "mentoring.leader_months", "mentoring.coverage_days",
    "loan.visit_after_months", "mentoring.books_behind", "mentoring.other_users", "mentoring.hard_months",
)  # fmt: skip
"""The ten, in the order of the handbook."""


def _seated(request: HttpRequest, visit: Visit) -> Outlook:
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not READS_WARNINGS.allows(visit.standing):
        raise PermissionDenied
    return looked_ahead(visit)

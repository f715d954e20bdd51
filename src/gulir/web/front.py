"""The front hall: sends each person to their own desk, changes the language, tells whether the house stands."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST, require_safe

from gulir.care.health import ready
from gulir.web.desks import DESKS
from gulir.web.visits import visit_of

__all__ = ["DESK_HOMES", "choose_board", "healthz", "home", "language", "readyz"]

DESK_HOMES = {key: desk.home for key, desk in DESKS.items()}
"""The first page of each desk, in the order in which a person with several is sent there."""
YEAR = 365 * 24 * 3600


@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """To the desk of the one who logged in; a login without a desk is told whom to ask."""
    if not request.user.is_authenticated:
        return redirect_to_login("/")
    visit = visit_of(request)
    for desk, address in DESK_HOMES.items():
        if visit is not None and desk in visit.desks:
            return redirect(address)
    return render(request, "no_desk.html", status=403)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the chosen language from now on, and stay on the same page."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if safe else "/")
    if chosen in dict(settings.LANGUAGES):
        translation.activate(chosen)
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, httponly=True, samesite="Lax")
    return answer


@require_POST
def choose_board(request: HttpRequest) -> HttpResponseBase:
    """Work for another of the boards this person belongs to; `visit_of` asks again whether they do."""
    if not request.user.is_authenticated:
        return redirect_to_login("/")
    request.session["board"] = request.POST.get("board", "")
    return redirect("home")


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Everything a page needs is there: database, migrations, room on the disk. 503 names what is missing."""
    findings = ready(timezone.now())
    return JsonResponse({"ready": not findings, "findings": findings}, status=503 if findings else 200)

"""Slips: printed for members by whoever never had the money, and entered at a page that asks for no login."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from gulir.community.queries import actor_for_person, board_of
from gulir.core.dates import Zone, business_date
from gulir.core.problems import Problem
from gulir.core.problems.access import NotFound
from gulir.lending.models import Share
from gulir.lending.policy import WITNESSES_ARRIVAL
from gulir.lending.queries import loans_seen
from gulir.lending.queries.arrivals import live_arrivals, named_shares
from gulir.lending.services import confirm_arrival
from gulir.lending.slips import share_of_slip, slip_code
from gulir.web.clock import turned
from gulir.web.desks import sit_down_anywhere
from gulir.web.fields import RupiahField
from gulir.web.visits import Visit, enter, fresh_key, key_sent, say

__all__ = ["enter_code", "print_slips"]

TRIES, MINUTES = 10, 10
"""So many wrong codes from one place in so many minutes; then one waits."""


class CodeForm(forms.Form):
    """The code that stands on the slip."""

    code = forms.CharField(
        label=gettext_lazy("Kode pada slip"),
        max_length=40,
        help_text=gettext_lazy("Sepuluh huruf dan angka, misalnya 7KQ4M-2XT9B."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AmountForm(forms.Form):
    """What reached the hand."""

    amount = RupiahField(label=gettext_lazy("Berapa yang sampai di tangan Anda sendiri?"))


@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """First the code, then the sum; the page names the KSM and the day, never the member and never the share."""
    code = CodeForm(request.POST or None)
    if request.method != "POST" or not code.is_valid():
        return _answer(request, {"code": code}, bad=bool(code.errors))
    if _tired(request):
        code.add_error(None, _("Sudah terlalu sering salah. Cobalah lagi sepuluh menit lagi."))
        return _answer(request, {"code": code}, bad=True, status=429)
    share = share_of_slip(code.cleaned_data["code"], on=_today())
    if share is None:
        _tire(request)
        code.add_error("code", _("Kode ini tidak dikenal atau sudah dipakai. Periksa lagi huruf dan angkanya."))
        return _answer(request, {"code": code}, bad=True)
    sum_ = AmountForm(request.POST if "amount" in request.POST else None)
    if sum_.is_bound and sum_.is_valid() and _told(request, share, sum_):
        return _answer(request, {"done": True, "loan": share.loan})
    return _answer(
        request, {"sum": sum_, "share_code": slip_code(share), "loan": share.loan, "key": fresh_key()},
        bad=bool(sum_.errors),
    )  # fmt: skip


def _answer(request: HttpRequest, context: dict[str, Any], *, bad: bool = False, status: int = 422) -> HttpResponse:
    return render(request, "arrivals/slip.html", context, status=status if bad else 200)


def _told(request: HttpRequest, share: Share, form: AmountForm) -> bool:
    """Call the act as the member the slip was made for."""
    assert share.person is not None  # a slip is only made for a member
    try:
        confirm_arrival(
            book=share.loan.book_id, key=key_sent(request), actor=actor_for_person(share.person),
            at=turned(timezone.now()), loan=share.loan_id, amount=form.cleaned_data["amount"], slip=slip_code(share),
        )  # fmt: skip
    except Problem as refusal:
        form.add_error(None, say(refusal))
        return False
    return True


def _today() -> date:
    """Today in the west of the country: a slip is good for weeks, an hour does not matter."""
    return business_date(turned(timezone.now()), Zone.WIB)


def _place(request: HttpRequest) -> str:
    return f"slip:{request.META.get('REMOTE_ADDR', '')}"


def _tired(request: HttpRequest) -> bool:
    return int(cache.get(_place(request), 0)) >= TRIES


def _tire(request: HttpRequest) -> None:
    place = _place(request)
    cache.add(place, 0, MINUTES * 60)
    cache.incr(place)


@enter("officer", "trustee", "overseer", "facilitator")
def print_slips(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """A slip for every member who has not told, to cut apart; never for those who handled the money."""
    if not WITNESSES_ARRIVAL.allows(visit.standing):
        raise PermissionDenied("slips")
    sit_down_anywhere(request, visit, "loans")
    found = loans_seen(visit.book, visit.standing).filter(pk=loan).exclude(arrival="old").first()
    if found is None:
        raise Http404 from NotFound(what="pinjaman", name=str(loan))
    told = live_arrivals(found)
    context = {
        "loan": found,
        "board": board_of(visit.book),
        "slips": [(s.person, slip_code(s)) for s in named_shares(found) if s.person_id not in told],
        "address": request.build_absolute_uri(reverse("arrivals:slip")),
        "back": reverse("arrivals:loan", args=[found.pk]),
    }
    answer = render(request, "arrivals/slips.html", context)
    answer["Cache-Control"] = "no-store"
    return answer

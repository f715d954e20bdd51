"""Whether a KSM is a place to gather: its deeds and its members' problems, told and closed by its officers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gulir.core.problems.access import NotFound
from gulir.mentoring.queries import meetings_seen
from gulir.mentoring.queries.gathering import Gathered, gathered_seen
from gulir.mentoring.services import close_problem, take_back_welfare, tell_welfare
from gulir.web import words
from gulir.web.signs.forms import BackForm, CloseForm, DeedForm
from gulir.web.signs.lines import READERS, channel_said, gathered_lines, sit_down
from gulir.web.signs.rows import Rows
from gulir.web.signs.words import DEED_WORDS
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["show"]

MEETINGS_OFFERED = 12


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """What the KSM did for its members and neighbours, and how problems ended; its officers tell and close here."""
    sit_down(request, visit, group)
    try:
        found = gathered_seen(visit.book, group, visit.standing, on=visit.today)
    except NotFound as absent:
        raise Http404 from absent
    writes = found.group.pk in visit.standing.led_groups and found.group.status == "active"
    asked = request.POST.get("do", "") if request.method == "POST" and writes else ""
    offered = list(meetings_seen(visit.book, visit.standing, group=group)[:MEETINGS_OFFERED])
    deed = DeedForm(request.POST if asked == "deed" else None, meetings=offered) if writes and offered else None
    done = (
        (asked == "deed" and deed is not None and _tell(request, visit, deed))
        or (asked == "back" and _take_back(request, visit, found))
        or (asked == "close" and _close(request, visit, found))
    )
    if done:
        return redirect("signs:together", group=group)
    rows = Rows(visit, {name for sign in found.signs.values() for name in sign.rows})
    context = {
        "g": found.group,
        "found": found,
        "flag": channel_said(found),
        "lines": gathered_lines(found, rows),
        "done": _done(found),
        "deeds": [(DEED_WORDS[row.kind], row) for row in found.deeds],
        "open": [row for row in found.problems if not hasattr(row, "end")],
        "ended": [row for row in found.problems if hasattr(row, "end")],
        "form": deed,
        "writes": writes,
        "key": fresh_key(),
    }
    return render(request, "signs/together.html", context, status=422 if deed is not None and deed.errors else 200)


def _tell(request: HttpRequest, visit: Visit, form: DeedForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    done = carry_out(
        request, visit, tell_welfare, form=form, meeting=UUID(given["meeting"]), deed=given["deed"],
        member=given["whom"] == "member", said=given["said"], worth=given["worth"] or 0, hours=given["hours"] or 0,
    )  # fmt: skip
    if done is not None:
        messages.success(request, _("Tercatat. Terima kasih sudah saling menolong."))
    return done is not None


def _take_back(request: HttpRequest, visit: Visit, found: Gathered) -> bool:
    form = BackForm(request.POST)
    if form.is_valid() and form.cleaned_data["deed"] in {row.pk for row in found.deeds}:
        given = form.cleaned_data
        if carry_out(request, visit, take_back_welfare, form=form, deed=given["deed"], reason=given["reason"]):
            messages.success(request, _("Catatan kegiatan ditarik. Keduanya tetap tersimpan."))
            return True
    _say(request, form)
    return False


def _close(request: HttpRequest, visit: Visit, found: Gathered) -> bool:
    form = CloseForm(request.POST)
    if form.is_valid() and form.cleaned_data["item"] in {row.pk for row in found.problems}:
        given = form.cleaned_data
        if carry_out(request, visit, close_problem, form=form, item=given["item"], said=given["said"]):
            messages.success(request, _("Syukurlah. Masalah ini ditandai selesai."))
            return True
    _say(request, form)
    return False


def _say(request: HttpRequest, form: BackForm | CloseForm) -> None:
    """What is wrong with a small form stands above the page."""
    for told in form.errors.values():
        messages.error(request, " ".join(map(str, told)))


def _done(found: Gathered) -> list[str]:
    """What was done in the last year, in sentences."""
    done = found.done
    if not done.acts:
        said = [_("Belum ada kegiatan kesejahteraan yang diceritakan dalam setahun ini.")]
    else:
        said = [
            _("%(acts)s kegiatan dalam setahun, %(others)s di antaranya untuk yang bukan anggota.")
            % {"acts": words.count(done.acts), "others": words.count(done.for_others)},
            _("Nilainya %(worth)s, waktunya %(hours)s jam.")
            % {"worth": words.rupiah(done.worth), "hours": words.count(done.hours)},
        ]
    if found.from_box:
        said.append(_("Dari kotak KSM keluar %(amount)s untuk bantuan.") % {"amount": words.rupiah(found.from_box)})
    return said

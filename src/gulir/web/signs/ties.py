"""Whom the members of a KSM would ask for help: asked on a small form, shown before and after."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.community.queries import members
from gulir.core.gathering import Network
from gulir.core.problems.access import NotFound
from gulir.mentoring.policy import KEEPS_SIGNS
from gulir.mentoring.queries.network import HelpNetwork, help_network
from gulir.mentoring.services import keep_network
from gulir.web import charts, words
from gulir.web.signs.forms import HelpForm
from gulir.web.signs.lines import READERS, sit_down
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["ask", "show"]


def _network(visit: Visit, group: UUID) -> HelpNetwork:
    try:
        return help_network(visit.book, group, visit.standing, on=visit.today)
    except NotFound as absent:
        raise Http404 from absent


def _keeps(visit: Visit, found: HelpNetwork) -> bool:
    leads = found.group.pk in visit.standing.led_groups
    return found.group.status == "active" and (leads or KEEPS_SIGNS.allows(visit.standing))


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """The figures of the network for all who may know; the names for the KSM and its facilitator."""
    sit_down(request, visit, group)
    found = _network(visit, group)
    now = found.after or found.before
    context = {
        "g": found.group,
        "found": found,
        "now": now,
        "density": words.percent(now.density_percent) if now and now.density_percent is not None else "",
        "said": _said(found),
        "figures": _figures(found) if now else None,
        "picture": _picture(found),
        "told": _told(found) if found.told else None,
        "keeps": _keeps(visit, found),
    }
    return render(request, "signs/network.html", context)


@enter(*READERS)
def ask(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """The form: each member names up to three people, members by name and others by their number."""
    sit_down(request, visit, group)
    found = _network(visit, group)
    if not _keeps(visit, found):
        raise PermissionDenied
    again = bool(found.rounds) and found.rounds[-1].asked_on == visit.today
    form = HelpForm(request.POST or None, members=members(group, visit.today), again=again)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        done = carry_out(request, visit, keep_network, form=form, group=group, answers=form.answers, reason=reason)
        if done is not None:
            messages.success(request, _("Jawaban tersimpan. Nama hanya dibaca anggota KSM dan pendampingnya."))
            return redirect("signs:network", group=group)
    context = {"g": found.group, "form": form, "key": request.POST.get("key") or fresh_key()}
    return render(request, "signs/network_ask.html", context, status=422 if form.errors else 200)


def _said(found: HelpNetwork) -> str:
    """What changed, in one sentence; a change is no proof of what brought it about."""
    if found.before is None:
        return ""
    if found.after is None:
        return _("Baru ditanya sekali. Perubahannya terbaca setelah ditanya lagi, misalnya sesudah setahun.")
    before, after = found.before.density_percent, found.after.density_percent
    if before is None or after is None:
        return _("Terlalu sedikit anggota yang menjawab dua kali untuk dibandingkan.")
    facts = {"before": words.percent(before), "after": words.percent(after), "n": found.after.asked}
    return _("Dari %(n)s anggota yang menjawab dua kali, ikatannya berubah dari %(before)s menjadi %(after)s.") % facts


def _figures(found: HelpNetwork) -> Table:
    rounds = [one for one in (found.before, found.after) if one is not None]
    days = [found.rounds[0], found.rounds[-1]][: len(rounds)]

    def row(name: str, note: str, values: list[str]) -> tuple[Cell | str, ...]:
        return (Cell(value=name, note=note), *values)

    return Table(
        caption=_("Jaringan tolong-menolong"),
        note=_("Dibandingkan anggota yang sama; perubahan belum tentu karena pendampingan."),
        columns=(
            Column(label=_("Ukuran")),
            *(Column(label=words.short_date(one.asked_on), kind="text", key=True) for one in days),
        ),
        rows=[
            row(_("Anggota yang ditanya"), "", [words.count(one.asked) for one in rounds]),
            row(
                _("Pasangan yang saling menolong"),
                _("salah satu menyebut yang lain"),
                [_ties(one) for one in rounds],
            ),
            row(_("Tidak terhubung dengan siapa pun"), "", [words.count(len(one.alone)) for one in rounds]),
            row(
                _("Anggota miskin yang disebut"),
                "",
                [
                    _("%(did)s dari %(of)s") % {"did": words.count(one.poor_reached), "of": words.count(one.poor)}
                    for one in rounds
                ],
            ),
        ],
        cards=False,
    )


def _ties(one: Network) -> str:
    facts = {"ties": words.count(one.ties), "pairs": words.count(one.pairs)}
    return _("%(ties)s dari %(pairs)s") % facts


def _picture(found: HelpNetwork) -> SafeString | str:
    """Two bars: how many of all possible pairs would help each other, before and after."""
    if found.before is None or found.after is None:
        return ""
    if found.before.density_percent is None or found.after.density_percent is None:
        return ""
    rows = [
        (words.short_date(found.rounds[0].asked_on), found.before.density_percent),
        (words.short_date(found.rounds[-1].asked_on), found.after.density_percent),
    ]
    return charts.bars(_("Pasangan anggota yang saling menolong"), rows, unit="percent", heading=_("Tanggal"))


def _told(found: HelpNetwork) -> Table:
    def outside(count: int) -> str:
        said = ngettext("%(n)s orang di luar KSM", "%(n)s orang di luar KSM", count)
        return said % {"n": count} if count else ""

    return Table(
        caption=_("Siapa menyebut siapa, jawaban terakhir"),
        columns=(Column(label=_("Anggota")), Column(label=_("Minta tolong kepada"), key=True)),
        rows=[
            (one.name, Cell(value=", ".join(one.named) or _("belum menyebut anggota"), note=outside(one.outside)))
            for one in found.told
        ],
        cards=False,
    )

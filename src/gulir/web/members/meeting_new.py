"""Holding a KSM meeting on one sheet: filled in from top to bottom, read once more as sentences, then closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.community.models import Group
from gulir.community.queries import group_of, members
from gulir.core.group_books import GroupBooks, Line, difference
from gulir.core.problems import Problem
from gulir.core.problems.access import NotFound
from gulir.lending.queries.due import brought_by
from gulir.mentoring.models import GroupMeeting, GroupRules
from gulir.mentoring.policy import HOLDS_MEETINGS
from gulir.mentoring.queries import (
    MeetingRecord,
    books_of,
    last_meeting,
    open_loans,
    open_promises,
    record_of,
    rules_at,
    terms_of,
)
from gulir.mentoring.services import Money, correct_meeting, hold_meeting
from gulir.web import words
from gulir.web.members.desk import at_desk, sit_down
from gulir.web.members.meeting_sheet import MeetingSheet, blank_sheet
from gulir.web.visits import Visit, carry_out, fresh_key, say

__all__ = ["arrived", "correct", "draft_key", "hold", "led_group", "next_key"]

NOT_SENT_AGAIN = ("csrfmiddlewaretoken", "confirmed", "change")


def led_group(request: HttpRequest, visit: Visit, group: UUID) -> Group:
    """A KSM one leads, with its place in the desk's frame; any other is not there."""
    if not HOLDS_MEETINGS.allows(visit.standing) or group not in visit.standing.led_groups:
        raise NotFound(what="group", name=str(group))
    sit_down(request, visit, str(group))
    return group_of(visit.book, group)


def draft_key(visit: Visit, group: UUID, number: int) -> str:
    """Under what name a device keeps a sheet that is not closed: of this KSM's meeting, and of this person alone."""
    return f"{group}.{number}.{visit.actor.pk}"


def next_key(visit: Visit, group: UUID, last: GroupMeeting | None) -> str:
    """The name of the sheet one may be filling in for the next meeting."""
    return draft_key(visit, group, last.number + 1 if last else 1)


def arrived(visit: Visit, last: GroupMeeting | None) -> str:
    """The name of the last meeting's sheet where one closed it oneself: the answer may have been lost on its way."""
    return draft_key(visit, last.group_id, last.number) if last and last.closed_by_id == visit.actor.pk else ""


@at_desk("group")
def hold(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """A new meeting; without rules, the rules come first."""
    of = led_group(request, visit, group)
    if rules_at(of.pk, visit.today) is None:
        return redirect("members:group_rules", group=of.pk)
    return _fill_in(request, visit, of, None)


@at_desk("group")
def correct(request: HttpRequest, visit: Visit, held: UUID) -> HttpResponse:
    """The newest meeting once more, as it truly was."""
    record = record_of(visit.book, held, visit.standing)
    of = led_group(request, visit, record.meeting.group_id)
    newest = last_meeting(of.pk)
    if newest is None or newest.pk != record.meeting.pk:
        raise NotFound(what="pertemuan", name=str(held))
    return _fill_in(request, visit, of, record)


def _fill_in(request: HttpRequest, visit: Visit, of: Group, written: MeetingRecord | None) -> HttpResponse:
    on = written.meeting.held_on if written else visit.today
    last = last_meeting(of.pk)
    number = written.meeting.number if written else last.number + 1 if last else 1
    rules, before = rules_at(of.pk, on), books_of(of.pk, before=number)
    if rules is None:
        raise NotFound(what="group", name=str(of.pk))
    sheet = blank_sheet(
        request.POST if request.method == "POST" else None,
        people=members(of.pk, on),
        promises=open_promises(of.pk, before=number),
        loans=open_loans(of.pk, before=number),
        terms=terms_of(rules),
        on=on,
        dues={} if written else _dues(visit, of, on, rules, before),
        written=written,
    )
    context: dict[str, Any] = {
        "g": of,
        "sheet": sheet,
        "form": sheet.head,
        "number": number,
        "before": before,
        "rules": rules,
        "written": written.meeting if written else None,
        "first": number == 1,
        "back": reverse("members:meetings", args=[of.pk]),
        "draft": "" if written else draft_key(visit, of.pk, number),
        "arrived": arrived(visit, last),
        "key": request.POST.get("key") or fresh_key(),
    }
    if request.method == "POST" and sheet.is_valid() and not request.POST.get("change"):
        if request.POST.get("confirmed"):
            done = _close(request, visit, of, sheet, written)
            if done is not None:
                messages.success(request, _("Pertemuan ke-%(number)s sudah ditutup.") % {"number": done["number"]})
                return redirect("members:meeting", held=done["meeting"])
        else:
            try:
                context["said"] = _said(of, number, before, sheet)
            except Problem as refusal:
                sheet.head.add_error(None, say(refusal))
            else:
                sent = [(k, v) for k in request.POST if k not in NOT_SENT_AGAIN for v in request.POST.getlist(k)]
                context["sent"] = [(k, v) for k, v in sent if k != "key"]
                return render(request, "members/meeting_check.html", context)
    return render(request, "members/meeting_new.html", context, status=422 if sheet.head.errors else 200)


def _dues(visit: Visit, of: Group, on: date, rules: GroupRules, before: GroupBooks) -> dict[UUID, int]:
    """What each member brings for the UPK: all that falls due before the next meeting."""
    eve = terms_of(rules).next_on(on) - timedelta(days=1)
    return brought_by(visit.book, of.pk, until=eve, standing=visit.standing, held=before.held)


def _close(
    request: HttpRequest, visit: Visit, of: Group, sheet: MeetingSheet, written: MeetingRecord | None
) -> dict[str, Any] | None:
    """Call the act; a refusal stands on the sheet, which is shown again as it was."""
    if written is None:
        return carry_out(
            request,
            visit,
            hold_meeting,
            form=sheet.head,
            group=of.pk,
            on=sheet.head.cleaned_data["held_on"],
            sheet=sheet.sheet(),
        )
    return carry_out(
        request,
        visit,
        correct_meeting,
        form=sheet.head,
        meeting=written.meeting.pk,
        reason=sheet.head.cleaned_data["reason"],
        sheet=sheet.sheet(),
    )


def _said(of: Group, number: int, before: GroupBooks, filled: MeetingSheet) -> list[str]:
    """The sheet as sentences to be read aloud before it is closed; refused where the money cannot be so."""
    sheet = filled.sheet()
    names: dict[UUID | str, str] = {row.person: row.name for row, _form in filled.members}
    names |= {row.id: row.name for row, _form in filled.loans}
    lines = [_line(money) for money in sheet.money]
    lines += [
        Line(kind="loan", amount=row.amount, person=row.person, loan=str(no)) for no, row in enumerate(sheet.lent)
    ]
    booked = before.after(lines, names=names).cash
    gap = difference(booked=booked, counted=sheet.counted, reason=sheet.difference)
    came = sum(row.came == "present" for row in sheet.attendance)
    into = sum(line.signed for line in lines if line.signed > 0)
    out = -sum(line.signed for line in lines if line.signed < 0)
    said = [
        _("Pertemuan ke-%(number)s KSM %(ksm)s: %(came)s dari %(all)s anggota hadir.")
        % {"number": number, "ksm": of.name, "came": came, "all": len(sheet.attendance)},
        _("Kotak berisi %(opening)s, masuk %(into)s, keluar %(out)s; sekarang %(counted)s.")
        % {
            "opening": words.rupiah(before.cash),
            "into": words.rupiah(into),
            "out": words.rupiah(out),
            "counted": words.rupiah(sheet.counted),
        },
    ]
    if gap is not None:
        facts = {"gap": words.rupiah(gap.amount), "reason": sheet.difference}
        said.append(
            (_("Uang lebih %(gap)s: %(reason)s.") if gap.kind == "over" else _("Uang kurang %(gap)s: %(reason)s."))
            % facts
        )
    if sheet.lent:
        lent = sum(row.amount for row in sheet.lent)
        said.append(_("Dipinjamkan %(amount)s kepada %(count)s anggota.") % {
            "amount": words.rupiah(lent), "count": len(sheet.lent),
        })  # fmt: skip
    return said


def _line(money: Money) -> Line:
    return Line(kind=money.kind, amount=money.amount, person=money.person, loan=money.loan)

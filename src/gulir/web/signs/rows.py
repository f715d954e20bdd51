"""The rows behind a sign as links: a meeting, a turn without one, a loan among members, an instalment, a visit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.lending.queries import loans_seen
from gulir.mentoring.models import AgendaItem, GroupMeeting, InternalLoan
from gulir.mentoring.policy import READS_MEETINGS, reads_private
from gulir.mentoring.queries.visits import visits_seen
from gulir.web import words
from gulir.web.desks import loan_page
from gulir.web.visits import Visit

__all__ = ["Behind", "Rows"]


@dataclass(frozen=True, kw_only=True)
class Behind:
    """One row behind a sign: what it is, where it leads, and whether it was not done."""

    label: str
    href: str = ""
    missed: bool = False


class Rows:
    """Names for all rows of a page at once, read with the eyes of this person: six statements, however many."""

    def __init__(self, visit: Visit, names: Iterable[str]) -> None:
        self.visit = visit
        keys: dict[str, set[UUID]] = {kind: set() for kind in ("meeting", "internal", "instalment", "visit", "loan")}
        items: set[int] = set()
        for name in names:
            kind, _colon, rest = name.partition(":")
            if kind == "item":
                items.add(int(rest))
            elif kind in keys:
                keys[kind].add(UUID(rest.partition(":")[0]))
        seen = visit.book, visit.standing
        held = GroupMeeting.objects.filter(READS_MEETINGS.visible(visit.standing), book_id=visit.book)
        self.meetings = {row.pk: row for row in held.filter(pk__in=keys["meeting"])}
        lent = InternalLoan.objects.filter(pk__in=keys["internal"], meeting__in=held.values("pk"))
        self.internal = {row.pk: row for row in lent.select_related("person")}
        told = AgendaItem.objects.filter(pk__in=items, meeting__in=held.values("pk")).select_related("meeting")
        self.items = {row.pk: row for row in told}
        self.visits = {row.pk: row for row in visits_seen(*seen).filter(pk__in=keys["visit"])}
        self.loans = {row.pk: row for row in loans_seen(*seen).filter(pk__in=keys["instalment"] | keys["loan"])}

    def of(self, names: Iterable[str], missed: Iterable[str] = ()) -> list[Behind]:
        """The rows of one sign, the latest first; what was not done is marked."""
        gone = set(missed)
        return [self._one(name, missed=name in gone) for name in reversed([*names])]

    def _one(self, name: str, *, missed: bool) -> Behind:
        kind, _colon, rest = name.partition(":")
        if kind == "turn":
            since = words.short_date(date.fromisoformat(rest))
            return Behind(label=_("Giliran sejak %(day)s lewat tanpa pertemuan") % {"day": since}, missed=True)
        found = getattr(self, f"_{kind}")(rest)
        label, href = found or (_("Catatan yang tidak dibuka untuk Anda"), "")
        return Behind(label=label, href=href, missed=missed)

    def _meeting(self, rest: str) -> tuple[str, str] | None:
        row = self.meetings.get(UUID(rest))
        if row is None:
            return None
        facts = {"number": row.number, "day": words.short_date(row.held_on)}
        return _("Pertemuan ke-%(number)s, %(day)s") % facts, reverse("signs:meeting", args=[row.pk])

    def _internal(self, rest: str) -> tuple[str, str] | None:
        row = self.internal.get(UUID(rest))
        if row is None:
            return None
        if not reads_private(self.visit.standing, row.group_id):
            said = _("Pinjaman antaranggota sampai %(day)s") % {"day": words.short_date(row.due_on)}
            return said, reverse("signs:meeting", args=[row.meeting_id])
        facts = {"name": row.person.name, "amount": words.rupiah(row.amount), "day": words.short_date(row.due_on)}
        return _("%(name)s %(amount)s, sampai %(day)s") % facts, reverse("signs:meeting", args=[row.meeting_id])

    def _item(self, rest: str) -> tuple[str, str] | None:
        row = self.items.get(int(rest))
        if row is None:
            return None
        if not reads_private(self.visit.standing, row.meeting.group_id):
            said = _("Masalah anggota, %(day)s") % {"day": words.short_date(row.meeting.held_on)}
            return said, reverse("signs:meeting", args=[row.meeting_id])
        facts = {"said": row.said, "day": words.short_date(row.meeting.held_on)}
        return _("%(said)s, %(day)s") % facts, reverse("signs:meeting", args=[row.meeting_id])

    def _instalment(self, rest: str) -> tuple[str, str] | None:
        loan, _colon, number = rest.partition(":")
        row = self.loans.get(UUID(loan))
        if row is None:
            return None
        said = _("Pinjaman %(loan)s angsuran ke-%(no)s") % {"loan": row.loan_no, "no": number}
        return said, loan_page(self.visit, row.pk)

    def _visit(self, rest: str) -> tuple[str, str] | None:
        row = self.visits.get(UUID(rest))
        if row is None:
            return None
        facts = {"number": row.number, "day": words.short_date(row.held_on)}
        return _("Kunjungan ke-%(number)s, %(day)s") % facts, reverse("calls:show", args=[row.pk])

    def _loan(self, rest: str) -> tuple[str, str] | None:
        row = self.loans.get(UUID(rest))
        if row is None:
            return None
        return _("Pinjaman %(loan)s") % {"loan": row.loan_no}, loan_page(self.visit, row.pk)

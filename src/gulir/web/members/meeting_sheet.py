"""The sheet of a KSM meeting as forms, in the order a meeting is held, and back into what the act takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.community.queries import MemberRow
from gulir.core.group_books import GroupTerms
from gulir.mentoring.models import Promise
from gulir.mentoring.queries import LoanRow, MeetingRecord
from gulir.mentoring.services import Came, Lent, Money, Promised, Said, Sheet
from gulir.web.fields import AmountBox, DayField, RupiahField

__all__ = ["CAME", "RESULTS", "TOPICS", "MeetingSheet", "SheetForm", "blank_sheet"]

CAME = {
    "present": gettext_lazy("Hadir"),
    "excused": gettext_lazy("Izin"),
    "absent": gettext_lazy("Tidak hadir"),
}
RESULTS = {
    "kept": gettext_lazy("Ditepati"),
    "waiting": gettext_lazy("Masih ditunggu"),
    "broken": gettext_lazy("Tidak jadi"),
}
TOPICS = {
    "welfare": gettext_lazy("Kesejahteraan warga"),
    "member_problem": gettext_lazy("Masalah anggota"),
    "business": gettext_lazy("Usaha anggota"),
    "savings": gettext_lazy("Tabungan"),
    "loans": gettext_lazy("Pinjaman"),
    "rules": gettext_lazy("Aturan KSM"),
    "other": gettext_lazy("Lainnya"),
}
ROWS = 2
"""Empty rows for new loans, talks and promises; what was written before comes on top of them."""


def _text(label: Any, length: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False)


def _in_a_row() -> AmountBox:
    return AmountBox(attrs={"class": "input amount"})


class SheetForm(forms.Form):
    """What belongs to the meeting as a whole: day and place, shared money, the counted box."""

    held_on = DayField(label=gettext_lazy("Tanggal"))
    place = _text(gettext_lazy("Tempat"), 80)
    handed = RupiahField(label=gettext_lazy("Angsuran disetor ke UPK"), required=False)
    gift = RupiahField(label=gettext_lazy("Sumbangan masuk"), required=False)
    welfare = RupiahField(label=gettext_lazy("Bantuan sosial keluar"), required=False)
    welfare_for = _text(gettext_lazy("Bantuan untuk siapa"), 120)
    cost = RupiahField(label=gettext_lazy("Biaya keluar"), required=False)
    cost_for = _text(gettext_lazy("Biaya untuk apa"), 120)
    counted = RupiahField(
        label=gettext_lazy("Uang di kotak sekarang"),
        help_text=gettext_lazy("Hitung uangnya bersama-sama, lalu tulis hasilnya."),
    )
    difference = _text(gettext_lazy("Sebab selisih"), 120)
    reason = _text(gettext_lazy("Apa yang diperbaiki"), 200)


class MemberForm(forms.Form):
    """One member: came or not, and what was brought."""

    came = forms.ChoiceField(
        label=gettext_lazy("Kehadiran"), choices=list(CAME.items()),
        widget=forms.Select(attrs={"class": "input", "data-came": "present"}),
    )  # fmt: skip
    savings = RupiahField(label=gettext_lazy("Tabungan"), required=False, widget=_in_a_row())
    instalment = RupiahField(label=gettext_lazy("Angsuran untuk UPK"), required=False, widget=_in_a_row())
    reason = _text(gettext_lazy("Alasan izin"), 120)
    spoke = forms.BooleanField(label=gettext_lazy("Ikut berbicara"), required=False)
    fine = RupiahField(label=gettext_lazy("Denda"), required=False)
    brought = RupiahField(label=gettext_lazy("Tabungan lama dibawa masuk"), required=False)
    withdrawal = RupiahField(label=gettext_lazy("Ambil tabungan"), required=False)


class BackForm(forms.Form):
    """What comes back of one internal loan."""

    repayment = RupiahField(label=gettext_lazy("Pokok dibayar"), required=False)
    jasa = RupiahField(label=gettext_lazy("Jasa dibayar"), required=False)


class LentForm(forms.Form):
    """A new loan out of the box."""

    person = forms.ChoiceField(label=gettext_lazy("Anggota"), required=False)
    amount = RupiahField(label=gettext_lazy("Jumlah"), required=False)
    purpose = _text(gettext_lazy("Untuk apa"), 80)

    def clean(self) -> dict[str, Any]:
        """Member and amount go together."""
        given: dict[str, Any] = super().clean() or {}
        if {"amount", "person"} <= set(given) and bool(given["person"]) != bool(given["amount"]):
            missing = "person" if given["amount"] else "amount"
            self.add_error(missing, _("Isi anggota dan jumlahnya."))
        return given


class ResultForm(forms.Form):
    """What became of a promise."""

    result = forms.ChoiceField(label=gettext_lazy("Hasil"), choices=list(RESULTS.items()))


class SaidForm(forms.Form):
    """One talk and what was decided."""

    topic = forms.ChoiceField(label=gettext_lazy("Tentang"), choices=list(TOPICS.items()), required=False)
    said = _text(gettext_lazy("Yang dibicarakan"), 300)
    decided = _text(gettext_lazy("Keputusan"), 300)


class PromisedForm(forms.Form):
    """A new promise."""

    person = forms.ChoiceField(label=gettext_lazy("Siapa"), required=False)
    said = _text(gettext_lazy("Berjanji apa"), 200)
    due_on = DayField(label=gettext_lazy("Sampai kapan"), required=False)


@dataclass(frozen=True, kw_only=True)
class MeetingSheet:
    """All forms of one sheet; what is empty is not written."""

    head: SheetForm
    members: Sequence[tuple[MemberRow, MemberForm]]
    results: Sequence[tuple[Promise, ResultForm]]
    loans: Sequence[tuple[LoanRow, BackForm]]
    lent: Sequence[LentForm]
    agenda: Sequence[SaidForm]
    promises: Sequence[PromisedForm]

    @property
    def lends(self) -> bool:
        """Whether a new loan is written, or something about one cannot be read."""
        return _written_in(self.lent)

    @property
    def talks(self) -> bool:
        """Whether a talk is written."""
        return _written_in(self.agenda)

    @property
    def promising(self) -> bool:
        """Whether a promise is written."""
        return _written_in(self.promises)

    @property
    def shares(self) -> bool:
        """Whether shared money is written."""
        names = ("handed", "gift", "welfare", "welfare_for", "cost", "cost_for")
        return any(self.head[name].value() or self.head[name].errors for name in names)

    def parts(self) -> Iterator[forms.Form]:
        """Every form but the head."""
        for _row, form in (*self.members, *self.results, *self.loans):
            yield form
        yield from (*self.lent, *self.agenda, *self.promises)

    def is_valid(self) -> bool:
        """Whether every box can be read; otherwise the head says so on top."""
        good = [form.is_valid() for form in self.parts()]
        if not all(good):
            self.head.is_valid()
            self.head.add_error(None, _("Ada isian yang belum terbaca. Lihat kotak yang ditandai merah."))
        return self.head.is_valid() and all(good)

    def sheet(self) -> Sheet:
        """The sheet as the act takes it; only of forms that are valid."""
        head = self.head.cleaned_data
        return Sheet(
            place=head["place"],
            counted=head["counted"],
            difference=head["difference"],
            attendance=tuple(self._came()),
            money=tuple(self._money()),
            results={promise.pk: form.cleaned_data["result"] for promise, form in self.results},
            lent=tuple(
                Lent(person=UUID(given["person"]), amount=given["amount"], purpose=given["purpose"])
                for given in (form.cleaned_data for form in self.lent)
                if given["amount"]
            ),
            agenda=tuple(
                Said(topic=given["topic"] or "other", said=given["said"] or given["decided"], decided=given["decided"])
                for given in (form.cleaned_data for form in self.agenda)
                if given["said"] or given["decided"]
            ),
            promises=tuple(
                Promised(
                    said=given["said"],
                    person=UUID(given["person"]) if given["person"] else None,
                    due_on=given["due_on"],
                )
                for given in (form.cleaned_data for form in self.promises)
                if given["said"]
            ),
        )

    def _came(self) -> Iterator[Came]:
        for row, form in self.members:
            given = form.cleaned_data
            came = given["came"]
            yield Came(
                person=row.person,
                came=came,
                reason=given["reason"] if came == "excused" else "",
                spoke=given["spoke"] and came == "present",
            )

    def _money(self) -> Iterator[Money]:
        for row, form in self.members:
            for kind in ("brought", "savings", "instalment", "fine", "withdrawal"):
                if form.cleaned_data[kind]:
                    yield Money(kind=kind, amount=form.cleaned_data[kind], person=row.person)
        for loan, back in self.loans:
            for kind in ("repayment", "jasa"):
                if back.cleaned_data[kind]:
                    yield Money(kind=kind, amount=back.cleaned_data[kind], person=loan.person, loan=loan.id)
        head = self.head.cleaned_data
        for kind in ("handed", "gift", "welfare", "cost"):
            if head[kind]:
                yield Money(kind=kind, amount=head[kind], note=head.get(f"{kind}_for", ""))


def _written_in(many: Sequence[forms.Form]) -> bool:
    """Whether anything but a topic stands in one of these forms."""
    return any(form[name].value() or form[name].errors for form in many for name in form.fields if name != "topic")


def blank_sheet(
    data: QueryDict | None,
    *,
    people: Sequence[MemberRow],
    promises: Sequence[Promise],
    loans: Sequence[LoanRow],
    terms: GroupTerms,
    on: date,
    dues: Mapping[UUID, int],
    written: MeetingRecord | None = None,
) -> MeetingSheet:
    """The sheet before it is filled in: everyone present, with the savings agreed on and their part of what is `dues`
    of the KSM's loan; or as it was `written` before.
    """
    choices = [("", "—"), *((str(row.person), row.name) for row in people)]
    before = _written(written) if written else {}

    def row(form: type[forms.Form], prefix: str, initial: Any = None) -> Any:
        return form(data, prefix=prefix, initial=before.get(prefix, {} if written else initial or {}))

    def named(form: type[forms.Form], letter: str, least: int) -> list[Any]:
        many = max([least, *(1 + int(key[1:]) for key in before if key[0] == letter and key[1:].isdigit())])
        made = [row(form, f"{letter}{no}") for no in range(many)]
        for one in made:
            if "person" in one.fields:
                one.fields["person"].choices = choices
        return made

    def brings(who: MemberRow) -> dict[str, Any]:
        return {"came": "present", "savings": terms.savings or None, "instalment": dues.get(who.person) or None}

    head = SheetForm(data, initial=before.get("head", {"held_on": on}))
    if written is not None:
        head.fields["held_on"].disabled = True
        head.fields["reason"].required = True
    return MeetingSheet(
        head=head,
        members=[(who, row(MemberForm, f"m-{who.person.hex}", brings(who))) for who in people],
        results=[(promise, row(ResultForm, f"r-{promise.pk}", {"result": "kept"})) for promise in promises],
        loans=[(loan, row(BackForm, f"b-{loan.id.hex}", {"jasa": loan.jasa or None})) for loan in loans],
        lent=named(LentForm, "l", ROWS),
        agenda=named(SaidForm, "a", ROWS),
        promises=named(PromisedForm, "p", ROWS),
    )


def _written(record: MeetingRecord) -> dict[str, dict[str, Any]]:
    """A closed record as the first contents of its forms."""
    meeting = record.meeting
    head: dict[str, Any] = {"held_on": meeting.held_on, "place": meeting.place, "counted": meeting.counted}
    found: dict[str, dict[str, Any]] = {"head": head}
    for row in record.attendance:
        found[f"m-{row.person_id.hex}"] = {"came": row.came, "reason": row.reason, "spoke": row.spoke}
    new = 0
    for entry in record.entries:
        if entry.kind == "loan" and entry.loan is not None:
            found[f"l{new}"] = {
                "person": str(entry.person_id), "amount": entry.amount, "purpose": entry.loan.purpose,
            }  # fmt: skip
            new += 1
        elif entry.loan_id is not None:
            found.setdefault(f"b-{entry.loan_id.hex}", {})[entry.kind] = entry.amount
        elif entry.person_id is not None:
            mine = found.setdefault(f"m-{entry.person_id.hex}", {})
            mine[entry.kind] = mine.get(entry.kind, 0) + entry.amount
        elif entry.kind in ("over", "short"):
            head["difference"] = entry.note
        else:
            head[entry.kind] = head.get(entry.kind, 0) + entry.amount
            head[f"{entry.kind}_for"] = entry.note
    for no, item in enumerate(record.agenda):
        found[f"a{no}"] = {"topic": item.topic, "said": item.said, "decided": item.decided}
    for no, promise in enumerate(record.promises):
        found[f"p{no}"] = {"person": str(promise.person_id or ""), "said": promise.said, "due_on": promise.due_on}
    for result in record.results:
        found[f"r-{result.promise_id}"] = {"result": result.result}
    return found

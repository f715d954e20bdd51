"""The forms of the signs: what a person answers where the instrument asks one, and the KSM's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.community.queries import MemberRow
from gulir.core.instruments import Instrument
from gulir.mentoring.models import GroupMeeting
from gulir.mentoring.models.network import MOST_NAMED
from gulir.mentoring.services import WouldAsk
from gulir.web import words
from gulir.web.fields import RupiahField
from gulir.web.instruments import answer_word, item_name
from gulir.web.signs.words import DEED_WORDS

__all__ = ["BackForm", "AssessForm", "CloseForm", "DeedForm", "HelpForm"]


class AssessForm(forms.Form):
    """The questions a person answers, and a comment on each; what the records answer takes a comment alone."""

    reason = forms.CharField(label=gettext_lazy("Mengapa dinilai lagi hari ini"), max_length=200, required=False)

    def __init__(self, *args: Any, instrument: Instrument, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        self.asked = [item for item in instrument.items if not item.computed]
        for item in self.asked:
            answers = [(str(one.points), answer_word(instrument, item.key, one.points)) for one in item.answers]
            self.fields[f"a_{item.key}"] = forms.ChoiceField(
                label=item_name(instrument, item.key), required=False, widget=forms.RadioSelect,
                choices=[("", _("Belum dapat dijawab")), *answers],
            )  # fmt: skip
        for item in instrument.items:
            self.fields[f"n_{item.key}"] = forms.CharField(
                label=_("Catatan: %(question)s") % {"question": item_name(instrument, item.key)},
                max_length=200,
                required=False,
            )
        if again:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    @property
    def why(self) -> Any:
        """The box that asks why it is read again, if it is."""
        return self["reason"] if "reason" in self.fields else None

    @property
    def questions(self) -> list[tuple[Any, Any]]:
        """Each question a person answers, with the box of its comment."""
        return [(self[f"a_{item.key}"], self[f"n_{item.key}"]) for item in self.asked]

    @property
    def comments(self) -> list[Any]:
        """The boxes for comments on what the records answer."""
        return [self[f"n_{item.key}"] for item in self.instrument.items if item.computed]

    @property
    def told(self) -> dict[str, int]:
        """The answers that were given, in points."""
        given = {item.key: self.cleaned_data[f"a_{item.key}"] for item in self.asked}
        return {key: int(points) for key, points in given.items() if points}

    @property
    def notes(self) -> dict[str, str]:
        """The comments that were written."""
        given = {item.key: self.cleaned_data[f"n_{item.key}"] for item in self.instrument.items}
        return {key: text for key, text in given.items() if text}


class DeedForm(forms.Form):
    """One thing the KSM did for somebody, told beside the meeting where it was said."""

    meeting = forms.ChoiceField(label=gettext_lazy("Diceritakan pada pertemuan"), choices=())
    deed = forms.ChoiceField(label=gettext_lazy("Kegiatan"), choices=())
    whom = forms.ChoiceField(
        label=gettext_lazy("Untuk siapa"),
        choices=(("member", gettext_lazy("Anggota KSM")), ("other", gettext_lazy("Warga yang bukan anggota"))),
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=gettext_lazy("Apa yang dilakukan"), max_length=200,
        help_text=gettext_lazy("Misalnya menjenguk tetangga yang sakit bersama-sama."),
    )  # fmt: skip
    worth = RupiahField(label=gettext_lazy("Kira-kira nilainya"), required=False)
    hours = forms.IntegerField(label=gettext_lazy("Berapa jam semuanya"), min_value=0, max_value=1000, required=False)

    def __init__(self, *args: Any, meetings: Sequence[GroupMeeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: Any = self.fields["meeting"]
        held.choices = [(str(row.pk), words.short_date(row.held_on)) for row in meetings]
        deed: Any = self.fields["deed"]
        deed.choices = [*DEED_WORDS.items()]


class BackForm(forms.Form):
    """Which deed was told wrongly, and why."""

    deed = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Mengapa ditarik"), max_length=200,
        error_messages={"required": gettext_lazy("Tulis mengapa catatannya ditarik.")},
    )  # fmt: skip


class CloseForm(forms.Form):
    """Which problem is solved, and how."""

    item = forms.IntegerField(widget=forms.HiddenInput)
    said = forms.CharField(
        label=gettext_lazy("Bagaimana selesainya"), max_length=200,
        error_messages={"required": gettext_lazy("Tulis bagaimana masalahnya selesai.")},
    )  # fmt: skip


class HelpForm(forms.Form):
    """Whom each member would ask for help: other members by name, people outside the KSM by their number."""

    reason = forms.CharField(label=gettext_lazy("Mengapa ditanya lagi hari ini"), max_length=200)

    def __init__(self, *args: Any, members: Sequence[MemberRow], again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        for row in self.members:
            others = [(str(other.person), other.name) for other in self.members if other.person != row.person]
            self.fields[f"q_{row.person}"] = forms.BooleanField(
                label=_("%(name)s ditanya, juga bila tidak menyebut siapa pun") % {"name": row.name}, required=False
            )
            self.fields[f"n_{row.person}"] = forms.MultipleChoiceField(
                label=_("%(name)s minta tolong kepada anggota") % {"name": row.name},
                required=False,
                choices=others,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"o_{row.person}"] = forms.ChoiceField(
                label=_("%(name)s, orang di luar KSM") % {"name": row.name},
                required=False,
                choices=[(str(n), str(n)) for n in range(MOST_NAMED + 1)],
            )
        if not again:
            del self.fields["reason"]

    @property
    def why(self) -> Any:
        """The box that asks why they are asked again, if they are."""
        return self["reason"] if "reason" in self.fields else None

    @property
    def people(self) -> list[tuple[str, tuple[Any, Any, Any], bool]]:
        """Each member with the boxes of their answer, and whether these stand open: the first, or one that is wrong."""
        boxes = [(row.name, tuple(self[f"{box}_{row.person}"] for box in "qno")) for row in self.members]
        return [
            (name, (asked, named, outside), place == 0 or any(box.errors for box in (asked, named, outside)))
            for place, (name, (asked, named, outside)) in enumerate(boxes)
        ]

    def clean(self) -> dict[str, Any]:
        """Nobody names more than a few."""
        given: dict[str, Any] = super().clean() or {}
        for row in self.members:
            named, outside = given.get(f"n_{row.person}") or [], int(given.get(f"o_{row.person}") or 0)
            if len(named) + outside > MOST_NAMED:
                self.add_error(f"n_{row.person}", _("Paling banyak %(n)s orang.") % {"n": MOST_NAMED})
        return given

    @property
    def answers(self) -> list[WouldAsk]:
        """What was answered; whoever named somebody was asked."""
        known = {str(row.person): row.person for row in self.members}
        given = self.cleaned_data
        return [
            WouldAsk(
                person=row.person,
                named=[known[key] for key in given[f"n_{row.person}"]],
                outside=int(given[f"o_{row.person}"] or 0),
            )
            for row in self.members
            if given[f"q_{row.person}"] or given[f"n_{row.person}"] or int(given[f"o_{row.person}"] or 0)
        ]

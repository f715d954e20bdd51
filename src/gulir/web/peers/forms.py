"""The forms of mentoring among KSM: who mentors whom in what, one session, why it ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.community.models import Group
from gulir.web.fields import DayField

__all__ = ["AgreeForm", "BackForm", "EndForm", "OfferForm", "SessionForm"]


class OfferForm(forms.Form):
    """Which KSM mentors which, and what they want to work on."""

    mentor = forms.ChoiceField(
        label=gettext_lazy("KSM yang mendampingi"),
        help_text=gettext_lazy("Yang angsurannya lancar dan tahapnya tidak lebih rendah."),
    )
    mentee = forms.ChoiceField(label=gettext_lazy("KSM yang didampingi"))
    topics = forms.CharField(
        label=gettext_lazy("Apa yang ingin dipelajari"), max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Misalnya: mengisi buku kas, menabung di setiap pertemuan."),
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Pilih KSM")), *((str(one.pk), one.name) for one in groups)]
        for name in ("mentor", "mentee"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # django-stubs: only ChoiceField has it

    @property
    def pair(self) -> dict[str, UUID]:
        """The two KSM that were chosen."""
        return {name: UUID(self.cleaned_data[name]) for name in ("mentor", "mentee")}


class AgreeForm(forms.Form):
    """For which KSM one says yes; there is nothing to choose for who leads one of the two."""

    group = forms.ChoiceField(label=gettext_lazy("Setuju untuk KSM"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(str(one.pk), one.name) for one in groups]  # type: ignore[attr-defined]
        if len(groups) == 1:
            self.fields["group"].widget = forms.HiddenInput()
            self.fields["group"].initial = str(groups[0].pk)


class SessionForm(forms.Form):
    """One time the two sat together."""

    held_on = DayField(label=gettext_lazy("Tanggal"))
    came = forms.IntegerField(
        label=gettext_lazy("Anggota yang hadir"), min_value=1, max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    shown = forms.CharField(
        label=gettext_lazy("Apa yang ditunjukkan dan dicoba bersama"), max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Yang tersimpan tidak berubah lagi. Bila keliru, tarik catatannya lalu tulis yang benar."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, mentee: str, begun: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = today
        self.fields["held_on"].widget.attrs |= {"min": begun.isoformat(), "max": today.isoformat()}
        self.fields["came"].help_text = _("Dari KSM %(ksm)s.") % {"ksm": mentee}


class BackForm(forms.Form):
    """Why a session that was written is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Mengapa ditarik"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Dibaca kedua KSM dan pendamping."),
    )  # fmt: skip


class EndForm(forms.Form):
    """Why a mentoring ends, or its offer is declined."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Dibaca kedua KSM dan pendamping."),
    )  # fmt: skip

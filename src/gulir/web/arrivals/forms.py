"""What each side is asked. No box is filled in beforehand: whoever tells must say the sum themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.lending.models import Share
from gulir.web.fields import RupiahField

__all__ = ["TellForm", "WitnessForm"]

WHY = gettext_lazy("Alasan pembetulan")
WHY_HINT = gettext_lazy("Hanya bila membetulkan yang sudah disebut. Yang lama tetap tersimpan.")


class TellForm(forms.Form):
    """One sum: the treasurer's, or a member's own; with a reason when it was told before."""

    amount = RupiahField()
    reason = forms.CharField(label=WHY, max_length=200, help_text=WHY_HINT)

    def __init__(self, *args: Any, label: str, told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = label
        if not told:
            del self.fields["reason"]


class WitnessForm(forms.Form):
    """One box for the treasurer's book and one for each member; an empty box was not asked."""

    treasurer = RupiahField(label=gettext_lazy("Menurut buku bendahara KSM"), required=False)
    reason = forms.CharField(label=WHY, max_length=200, required=False, help_text=WHY_HINT)

    def __init__(self, *args: Any, shares: Sequence[Share], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shares = [share for share in shares if share.person is not None]
        for share in self.shares:
            assert share.person is not None  # asked above
            self.fields[f"p{share.pk}"] = RupiahField(label=share.person.name, required=False)
        self.order_fields(["treasurer", *(f"p{share.pk}" for share in self.shares), "reason"])

    @property
    def amounts(self) -> dict[UUID, int]:
        """What was filled in, by person."""
        given = self.cleaned_data
        return {
            share.person_id: given[f"p{share.pk}"]
            for share in self.shares
            if share.person_id is not None and given.get(f"p{share.pk}") is not None
        }

    def clean(self) -> dict[str, Any]:
        """Somebody must have told something."""
        cleaned: dict[str, Any] = super().clean() or {}
        told = [value for name, value in cleaned.items() if name != "reason" and value is not None]
        if not told and not self.errors:
            self.add_error(None, _("Isi sedikitnya satu kotak: berapa yang sampai di tangan siapa."))
        return cleaned

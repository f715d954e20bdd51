"""The right of reply: whoever was written about says their own words beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

__all__ = ["ReplyForm"]


class ReplyForm(forms.Form):
    """What the KSM, or the board when it is called so by `label`, says to a record."""

    said = forms.CharField(
        label=gettext_lazy("Tanggapan KSM"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Dengan kata-kata sendiri. Tanggapan tersimpan di samping catatan untuk seterusnya."),
    )  # fmt: skip

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["said"].label = label

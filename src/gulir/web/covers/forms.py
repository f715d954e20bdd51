"""What is asked when somebody pays for a member, and when the member pays back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gulir.community.queries import MemberRow
from gulir.lending.models import Repayment
from gulir.web import words
from gulir.web.fields import DayField, RupiahField

__all__ = ["KINDS", "BackForm", "SAVINGS", "CoverForm", "EaseForm"]

SAVINGS = "savings"
"""The choice that the KSM's own savings paid."""
KINDS = {"paid": _("Dibayar kembali"), "forgiven": _("Direlakan"), "mistake": _("Salah catat")}


class CoverForm(forms.Form):
    """Who paid for whom, of which receipt."""

    repayment = forms.ChoiceField(label=_("Angsuran"))
    debtor = forms.ChoiceField(label=_("Anggota yang belum dapat membayar"))
    creditor = forms.ChoiceField(label=_("Ditanggung oleh"))
    amount = RupiahField(label=_("Jumlah yang ditanggung"))
    promise_on = DayField(label=_("Janji membayar kembali"), required=False)
    note = forms.CharField(label=_("Sebab"), max_length=200, required=False)

    def __init__(self, *args: Any, members: Sequence[MemberRow], receipts: Sequence[Repayment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(row.person), row.name) for row in members]
        self.fields["debtor"].choices = [("", "…"), *people]  # type: ignore[attr-defined]
        self.fields["creditor"].choices = [(SAVINGS, _("Tabungan KSM")), *people]  # type: ignore[attr-defined]
        self.fields["repayment"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{row.receipt} · {words.short_date(row.received_on)} · {words.rupiah(row.amount)}")
            for row in receipts
        ]


class EaseForm(forms.Form):
    """How a claim grows smaller."""

    kind = forms.ChoiceField(label=_("Bagaimana"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    amount = RupiahField(label=_("Jumlah"))
    reason = forms.CharField(
        label=_("Alasan"), max_length=200, required=False, help_text=_("Wajib bila direlakan atau salah catat.")
    )


class BackForm(forms.Form):
    """Which record was wrong, and why."""

    move = forms.UUIDField()
    reason = forms.CharField(max_length=200, error_messages={"required": _("Isi alasannya.")})

"""A member's own form before a loan, at both desks: the wish, the business as it is now, the household's economy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gulir.lending.queries.forms import latest_forms
from gulir.web.fields import RupiahField

__all__ = ["MONEY", "MemberFormForm", "begun"]

MONEY = ("capital", "turnover", "costs", "other_income", "living_costs", "other_instalments")


class MemberFormForm(forms.Form):
    """What a member wants, has and spends; an empty box of money is nothing."""

    amount = RupiahField(label=_("Ingin meminjam"))
    business = forms.CharField(label=_("Usaha"), max_length=120, help_text=_("Apa yang dijual atau dikerjakan."))
    business_since = forms.IntegerField(
        label=_("Sejak tahun"), required=False, min_value=1900, max_value=2200,
        help_text=_("Kosongkan bila baru akan mulai."),
    )  # fmt: skip
    workers = forms.IntegerField(label=_("Yang bekerja di usaha ini"), min_value=0, max_value=500, initial=1)
    capital = RupiahField(label=_("Modal sekarang"), required=False)
    turnover = RupiahField(label=_("Penjualan sebulan"), required=False)
    costs = RupiahField(label=_("Biaya usaha sebulan"), required=False)
    other_income = RupiahField(label=_("Pendapatan lain serumah sebulan"), required=False)
    living_costs = RupiahField(label=_("Biaya hidup serumah sebulan"), required=False)
    other_instalments = RupiahField(label=_("Angsuran lain sebulan"), required=False)
    dependants = forms.IntegerField(label=_("Tanggungan"), min_value=0, max_value=50, initial=0)

    def body(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        return {**given, **{name: given[name] or 0 for name in MONEY}}


def begun(group: UUID, person: UUID) -> dict[str, Any]:
    """The boxes as the member filled them in last time; empty for a first form."""
    last = latest_forms(group, [person]).get(person)
    if last is None:
        return {}
    names = ("amount", "business", "business_since", "workers", "dependants", *MONEY)
    return {name: getattr(last, name) for name in names}

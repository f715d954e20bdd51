"""Form fields every page shares: the amount box that reads rupiah as people write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gulir.base.messages import sentence
from gulir.core.money import parse_rupiah
from gulir.core.problems import Problem
from gulir.web import words

__all__ = ["AmountBox", "DayField", "RupiahField"]


class AmountBox(forms.TextInput):
    """A text box for money: number keys on phones, figures flush right, echo and arithmetic by the page's script."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"inputmode": "numeric", "autocomplete": "off", "class": "amount", "data-amount": ""}
        super().__init__({**base, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """`1.250.000` for a number; what was typed is given back as it was."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else super().format_value(value)


class RupiahField(forms.Field):
    """Whole rupiah from `1.250.000`, `Rp 1.250.000,-` or `1,25 jt`; unclear ones are refused."""

    widget = AmountBox
    default_error_messages = {"required": _("Isi jumlahnya dalam rupiah.")}

    def to_python(self, value: Any) -> int | None:
        """The amount, or None for an empty box."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return parse_rupiah(str(value))
        except Problem as problem:
            raise ValidationError(
                sentence(problem.code, problem.facts, words.language()), code=problem.code
            ) from problem


class DayField(forms.DateField):
    """A calendar day by the device's own calendar; also `23-11-2026` and `23/11/2026` when typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]

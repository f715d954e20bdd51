"""The words and small pictures of the kit, for templates: `{% load gulir %}`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from gulir.core.money import parse_rupiah
from gulir.core.problems import Problem
from gulir.ledger.models import Account
from gulir.web import icons, words
from gulir.web.books import called

register = template.Library()


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """An icon of the kit, hidden from screen readers: `{% icon "hand-coins" %}`."""
    return icons.icon(name, extra_class)


def _whole(value: Any) -> int | None:
    """A whole number, or None when there is nothing to show; anything else is a mistake of the page."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | float):
        raise TypeError(f"money and counts are whole numbers, not {value!r}")
    return int(value)


@register.filter
def rupiah(value: Any) -> str:
    """`Rp1.250.000`; nothing for None."""
    amount = _whole(value)
    return "" if amount is None else words.rupiah(amount)


@register.filter
def terbilang(value: Any) -> str:
    """The amount in words, ending in *rupiah*."""
    amount = _whole(value)
    return "" if amount is None else words.spelled(amount)


@register.filter
def angka(value: Any) -> str:
    """A whole number with its thousands mark."""
    number = _whole(value)
    return "" if number is None else words.count(number)


@register.filter
def persen(value: int | Fraction | Decimal | str | None, digits: int = 1) -> str:
    """`2,5 %`; nothing for None."""
    return "" if value is None or value == "" else words.percent(value, digits)


@register.filter
def tanggal(value: date | None) -> str:
    """`23 November 2026` in the language of the page."""
    return words.long_date(value) if value else ""


@register.filter
def tanggal_pendek(value: date | None) -> str:
    """`23 Nov 2026`."""
    return words.short_date(value) if value else ""


@register.filter
def hari(value: date | None) -> str:
    """`Senin, 23 November 2026`."""
    return words.day(value) if value else ""


@register.filter
def bulan(value: date | None) -> str:
    """`November 2026`."""
    return words.month(value) if value else ""


@register.filter
def akun(value: Account) -> str:
    """The name of an account in the language of the page."""
    return called(value)


@register.filter
def kol(value: int) -> str:
    """The word of a collectibility class: `Lancar` … `Macet`."""
    return words.collectibility(int(value))


@register.filter
def is_kind(field: BoundField, kind: str) -> bool:
    """Whether a form field is drawn as `choices`, `check`, `money` or `hidden`."""
    widget = field.field.widget
    name = type(widget).__name__
    kinds: dict[str, bool] = {
        "choices": name in {"RadioSelect", "CheckboxSelectMultiple"},
        "check": name == "CheckboxInput",
        "money": "data-amount" in widget.attrs,
        "hidden": widget.is_hidden,
    }
    return kinds[kind]


@register.simple_tag
def widget(field: BoundField, hint: str = "", bare: str = "") -> SafeString:
    """The input of a form field, its hint and error tied to it; a placeholder never stands in for a label."""
    described = [
        f"{field.auto_id}_{part}"
        for part, there in (("hint", not bare and (hint or field.help_text)), ("error", field.errors))
        if there
    ]
    attrs: dict[str, Any] = {"placeholder": False}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@dataclass(frozen=True)
class Fault:
    """One line of the error summary: the sentence, and the id of the box it is about ("" for the whole form)."""

    text: str
    target: str


@register.simple_tag
def errors_of(form: BaseForm | None) -> list[Fault]:
    """All errors of a form in the order of its fields, those of the whole form first."""
    if not form or not form.is_bound:
        return []
    whole = [Fault(str(text), "") for text in form.non_field_errors()]
    return whole + [Fault(f"{field.label}: {text}", _first_box(field)) for field in form for text in field.errors]


def _first_box(field: BoundField) -> str:
    """The id the summary jumps to: of a group of choices, its first choice."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


@register.filter
def echo(value: Any) -> str:
    """What stands under an amount box: `Rp1.250.000 · satu juta …`, or nothing while it cannot be read."""
    if value is None or value == "":
        return ""
    try:
        amount = value if isinstance(value, int) else parse_rupiah(str(value))
    except Problem:
        return ""
    return f"{words.rupiah(amount)} · {words.spelled(amount)}"


@register.filter
def dots(value: Any) -> str:
    """The amount as it is typed into a box: `1.250.000`; a text that was typed is kept as it is."""
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value or "")


@register.simple_tag
def kol_bar(value: Any) -> SafeString:
    """Five steps of which as many are filled as the class says, so that the class is seen without colour."""
    shape = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="6" height="{}" rx="1"/>',
        (("on" if step < int(value) else "off", 1 + step * 9, 10 - step * 2, 3 + step * 2) for step in range(5)),
    )
    return format_html('<svg viewBox="0 0 44 14" aria-hidden="true" focusable="false">{}</svg>', shape)


@register.simple_tag
def money(value: Any, *, large: bool = False) -> SafeString:
    """An amount as a figure: tabular, marked when below zero; a large one may break, but only after a thousands dot."""
    amount = _whole(value)
    if amount is None:
        return conditional_escape("")
    text = words.rupiah(amount)
    shown = SafeString(text.replace(".", ".<wbr>")) if large else text
    return format_html('<span class="money{}">{}</span>', " negative" if amount < 0 else "", shown)

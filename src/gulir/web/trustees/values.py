"""Values of rules as people read and write them: amounts, shares, units and choices in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from gulir.core.dates import month_name
from gulir.core.problems import Problem
from gulir.core.rules import RuleDef, RuleType
from gulir.web import words
from gulir.web.fields import DayField, RupiahField

__all__ = ["CHOICES", "UNITS", "ProposalForm", "in_words", "read_shown"]

MANY = 2
"""How many there are when there is not exactly one: an amount in parts, several numbers, or none yet."""
UNITS: Mapping[str, Promise] = {
    "class": gettext_lazy("kelas %(n)s"),
    "days": ngettext_lazy("%(n)s hari", "%(n)s hari", "count"),
    "hours": ngettext_lazy("%(n)s jam", "%(n)s jam", "count"),
    "instalments": ngettext_lazy("%(n)s angsuran", "%(n)s angsuran", "count"),
    "letters": ngettext_lazy("%(n)s huruf", "%(n)s huruf", "count"),
    "KSM": ngettext_lazy("%(n)s KSM", "%(n)s KSM", "count"),
    "loans": ngettext_lazy("%(n)s kali pinjaman", "%(n)s kali pinjaman", "count"),
    "checks": ngettext_lazy("%(n)s pemeriksaan", "%(n)s pemeriksaan", "count"),
    "meetings": ngettext_lazy("%(n)s pertemuan", "%(n)s pertemuan", "count"),
    "members": ngettext_lazy("%(n)s anggota", "%(n)s anggota", "count"),
    "minutes": ngettext_lazy("%(n)s menit", "%(n)s menit", "count"),
    "months": ngettext_lazy("%(n)s bulan", "%(n)s bulan", "count"),
    "people": ngettext_lazy("%(n)s orang", "%(n)s orang", "count"),
    "percent_points": ngettext_lazy("%(n)s poin persen", "%(n)s poin persen", "count"),
    "points": ngettext_lazy("%(n)s poin", "%(n)s poin", "count"),
    "times": ngettext_lazy("%(n)s kali", "%(n)s kali", "count"),
    "warnings": ngettext_lazy("%(n)s tanda", "%(n)s tanda", "count"),
    "years": ngettext_lazy("%(n)s tahun", "%(n)s tahun", "count"),
    "percent_of_budget": gettext_lazy("%(n)s dari anggaran"),
    "percent_of_fund": gettext_lazy("%(n)s dari dana"),
    "percent_of_invited": gettext_lazy("%(n)s dari undangan"),
    "percent_of_jasa": gettext_lazy("%(n)s dari jasa"),
    "percent_of_net_income": gettext_lazy("%(n)s dari sisa penghasilan"),
    "percent_of_principal": gettext_lazy("%(n)s dari pokok"),
    "percent_per_month": gettext_lazy("%(n)s sebulan"),
}
"""A number with its unit. Whoever fills one in gives `n`, the number as read, and `count`, which chooses its form."""
CHOICES: Mapping[str, Promise] = {
    "group": gettext_lazy("KSM"),
    "flat": gettext_lazy("tetap (flat)"),
    "annuity": gettext_lazy("anuitas"),
    "equal_principal": gettext_lazy("pokok sama besar"),
    "jasa": gettext_lazy("jasa"),
    "principal": gettext_lazy("pokok"),
    "penalty": gettext_lazy("denda"),
    "next": gettext_lazy("angsuran berikutnya"),
    "last": gettext_lazy("angsuran terakhir"),
    "none": gettext_lazy("tidak ada"),
    "total": gettext_lazy("jumlah pokok dan jasa"),
    "up": gettext_lazy("ke atas"),
    "nearest": gettext_lazy("ke yang terdekat"),
    "down": gettext_lazy("ke bawah"),
    "next_working_day": gettext_lazy("hari kerja berikutnya"),
    "full_board": gettext_lazy("diputuskan seluruh BKM"),
    "forbidden": gettext_lazy("dilarang"),
    "upk_manager": gettext_lazy("manajer UPK"),
    "coordinator": gettext_lazy("koordinator BKM"),
    "at_least": gettext_lazy("sebanyak itu atau lebih"),
    "more_than": gettext_lazy("lebih dari itu"),
    "rwt": gettext_lazy("rembug warga tahunan (RWT)"),
    "capital": gettext_lazy("penambahan modal"),
    "social": gettext_lazy("kegiatan sosial"),
    "bop": gettext_lazy("operasional BKM"),
    "overseers": gettext_lazy("pengawas"),
    "upk_bonus": gettext_lazy("jasa petugas UPK"),
    "reserve": gettext_lazy("cadangan"),
    "wtp": gettext_lazy("wajar tanpa pengecualian (WTP)"),
    "wdp": gettext_lazy("wajar dengan pengecualian (WDP)"),
    "programme": gettext_lazy("bagan akun program"),
    "own": gettext_lazy("bagan akun sendiri"),
    "current_jasa": gettext_lazy("hanya jasa bulan berjalan"),
    "full_term": gettext_lazy("jasa seluruh jangka waktu"),
    "up_to": gettext_lazy("sampai"),
    "percent": gettext_lazy("tarif"),
}
"""Every word a rule may choose, and the columns of its tables."""


def in_words(definition: RuleDef, value: Any) -> str:
    """A value of a rule in one line: `Rp3.000.000`, `1,5% sebulan`, `5 anggota`, `jasa, pokok, denda`."""
    match definition.type:
        case RuleType.RUPIAH:
            return words.rupiah(value)
        case RuleType.COUNT:
            return _measured(definition, words.count(value), value)
        case RuleType.PERCENT:
            shown = _percent(value)
            return _measured(definition, shown.rstrip("%") if definition.unit == "percent_points" else shown, value)
        case RuleType.FLAG:
            return _("Ya") if value else _("Tidak")
        case RuleType.CHOICE:
            return _word(value)
        case RuleType.WORDS:
            return ", ".join(_word(one) for one in value)
        case RuleType.COUNTS if definition.unit == "calendar_months":
            return ", ".join(month_name(one, words.language()) for one in value)
        case RuleType.COUNTS:
            return _measured(definition, " · ".join(words.count(one) for one in value), *value)
        case RuleType.PERCENTS:
            return " · ".join(_percent(one) for one in value)
        case RuleType.SHARES:
            return " · ".join(f"{_word(name)} {_percent(part)}" for name, part in value.items())
        case RuleType.TABLE:
            return "; ".join(_row(definition, row) for row in value)


def _row(definition: RuleDef, row: Mapping[str, Any]) -> str:
    parts = []
    for name, cell in row.items():
        kind = definition.columns[name]
        said = (
            words.rupiah(cell) if kind is RuleType.RUPIAH else _percent(cell) if kind is RuleType.PERCENT else str(cell)
        )
        parts.append(f"{_word(name)} {said}")
    return " ".join(parts)


def _measured(definition: RuleDef, shown: str, *values: Fraction | int) -> str:
    """What is shown with the unit of the rule; only exactly one is singular (`1 month`, `0 months`, `1 · 3 months`)."""
    unit = UNITS.get(definition.unit)
    return unit % {"n": shown, "count": 1 if values == (1,) else MANY} if unit else shown


def _percent(value: Fraction) -> str:
    exact = Fraction(value)
    digits = next((d for d in (0, 1, 2) if (exact * 10**d).denominator == 1), 3)
    return words.percent(exact, digits)


def _word(choice: str) -> str:
    return str(CHOICES.get(choice, choice))


def read_shown(definition: RuleDef, text: str) -> str:
    """A value that was kept as plain text, in words; what cannot be read again stays as it was kept."""
    try:
        return in_words(definition, definition.read(text))
    except Problem:
        return text


class ProposalForm(forms.Form):
    """Another value, from a later day on; the box fits the rule."""

    effective_on = DayField(
        label=gettext_lazy("Berlaku mulai"), help_text=gettext_lazy("Paling cepat sehari sesudah diputuskan.")
    )

    def __init__(self, *args: Any, definition: RuleDef, now: Any, **kwargs: Any) -> None:
        """`now` is the value in force: the parts of a whole start from it."""
        super().__init__(*args, **kwargs)
        if definition.type is RuleType.SHARES:
            self.initial = {f"share_{name}": _percent(part) for name, part in now.items()}
        self.definition = definition
        boxes = _boxes(definition)
        self.fields = {**boxes, **self.fields}

    def value(self) -> Any:
        """What was proposed, as the rulebook reads it."""
        given = self.cleaned_data
        if self.definition.type is RuleType.SHARES:
            return {name: _plain(given[f"share_{name}"]) for name in self.definition.choices if given[f"share_{name}"]}
        if self.definition.type in {RuleType.PERCENT, RuleType.PERCENTS, RuleType.COUNTS}:
            return _plain(given["value"], several=self.definition.type is not RuleType.PERCENT)
        return given["value"]


def _plain(text: str, *, several: bool = False) -> str:
    """A number as people write it (`1,5`), as the rulebook reads it (`1.5`); several are parted by `;`."""
    parts = text.replace("%", "").split(";") if several else [text.replace("%", "")]
    return "; ".join(part.strip().replace(",", ".") for part in parts)


def _boxes(definition: RuleDef) -> dict[str, forms.Field]:
    """The field or fields that fit a rule's type."""
    label = _("Nilai baru")
    match definition.type:
        case RuleType.RUPIAH:
            return {"value": RupiahField(label=label)}
        case RuleType.FLAG:
            return {"value": _select(label, [("ya", _("Ya")), ("tidak", _("Tidak"))])}
        case RuleType.CHOICE:
            return {"value": _select(label, [(c, _word(c)) for c in definition.choices])}
        case RuleType.WORDS:
            orders = permutations(definition.choices)
            return {"value": _select(label, [(", ".join(o), in_words(definition, o)) for o in orders])}
        case RuleType.SHARES:
            hint = _("Dalam persen; semuanya harus berjumlah 100.")
            names = definition.choices
            return {
                f"share_{name}": forms.CharField(
                    label=capfirst(_word(name)), max_length=12, required=False, help_text=hint * (not i)
                )
                for i, name in enumerate(names)
            }
        case RuleType.COUNTS | RuleType.PERCENTS:
            hint = _("Beberapa angka, dipisahkan titik koma.")
            if definition.unit == "calendar_months":
                hint = _("Nomor bulan, dipisahkan titik koma: 1 Januari, 12 Desember.")
            return {"value": forms.CharField(label=label, max_length=200, help_text=hint)}
        case _:
            unit = UNITS.get(definition.unit)
            hint = _("Satuan: %(unit)s.") % {"unit": unit % {"n": "…", "count": MANY}} if unit else ""
            return {"value": forms.CharField(label=label, max_length=400, help_text=hint)}


def _select(label: str, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)

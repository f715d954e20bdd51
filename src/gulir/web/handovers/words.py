"""The words of the ladder: routines, rungs and quarters."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gulir.base.reference import instrument_texts
from gulir.core.instruments import Instrument
from gulir.web.words import language

__all__ = ["quarter_word", "routine_name", "rung_word", "version_word"]


def routine_name(form: Instrument, routine: str) -> str:
    """The name of a routine."""
    return instrument_texts()[form.key, form.version].items[routine].name.to(language())


def rung_word(form: Instrument, routine: str, level: int) -> str:
    """Who does it on that rung."""
    return instrument_texts()[form.key, form.version].items[routine].answers[level].to(language())


def quarter_word(day: date) -> str:
    """The quarter of a day: `triwulan 4 2026`."""
    return _("triwulan %(quarter)s %(year)s") % {"quarter": (day.month - 1) // 3 + 1, "year": day.year}


def version_word(form: Instrument) -> str:
    """Name and version of the instrument, as they stand below every reading."""
    name = instrument_texts()[form.key, form.version].name.to(language())
    return _("%(name)s, versi %(version)s") % {"name": name, "version": form.version}

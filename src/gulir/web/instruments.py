"""The words of an instrument in the reader's language: its name, its questions, their answers and its stages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gulir.base.reference import instrument_texts
from gulir.core.instruments import Instrument
from gulir.web.words import language

__all__ = ["answer_word", "item_name", "name_of", "stage_word", "version_word"]


def name_of(form: Instrument) -> str:
    """The instrument's own name."""
    return instrument_texts()[form.key, form.version].name.to(language())


def version_word(form: Instrument) -> str:
    """Name and version, as they stand below every reading."""
    return _("%(name)s, versi %(version)s") % {"name": name_of(form), "version": form.version}


def item_name(form: Instrument, item: str) -> str:
    """The name of a question."""
    return instrument_texts()[form.key, form.version].items[item].name.to(language())


def answer_word(form: Instrument, item: str, points: int) -> str:
    """The words of an answer."""
    return instrument_texts()[form.key, form.version].items[item].answers[points].to(language())


def stage_word(form: Instrument, stage: str) -> str:
    """The name of a stage."""
    return instrument_texts()[form.key, form.version].stages[stage].to(language())

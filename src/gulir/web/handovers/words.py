"""The words of the ladder's times."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

__all__ = ["quarter_word"]


def quarter_word(day: date) -> str:
    """The quarter of a day: `triwulan 4 2026`."""
    return _("triwulan %(quarter)s %(year)s") % {"quarter": (day.month - 1) // 3 + 1, "year": day.year}

"""The clock of every page. In a demonstration its calendar may have been turned on; elsewhere it is the world's."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from gulir.care.calendar import ahead

__all__ = ["turned"]


def turned(now: datetime) -> datetime:
    """The moment of a visit: `now`, or the same hour of the day to which a demonstration was turned on."""
    return now + ahead(Path(settings.GULIR_HOME)) if settings.DEMO else now

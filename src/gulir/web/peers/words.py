"""The words of mentoring among KSM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.mentoring.models import PeerPair
from gulir.web.tables import State

__all__ = ["STATES", "title_of"]

STATES: Mapping[str, tuple[State, Any]] = {
    "offered": ("watch", gettext_lazy("Menunggu jawaban")),
    "running": ("good", gettext_lazy("Berjalan")),
    "dissolved": ("watch", gettext_lazy("KSM dibubarkan")),
    "ended": ("info", gettext_lazy("Selesai")),
    "declined": ("info", gettext_lazy("Tidak jadi")),
}


def title_of(pair: PeerPair) -> str:
    """Which KSM mentors which."""
    return _("KSM %(mentor)s mendampingi KSM %(mentee)s") % {"mentor": pair.mentor.name, "mentee": pair.mentee.name}

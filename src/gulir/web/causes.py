"""Why a group does not pay, in words: the case team chooses one, the meeting reads it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gulir.core.ladder import Cause

__all__ = ["CAUSES"]

CAUSES: Mapping[str, Promise] = {
    Cause.UNABLE.value: gettext_lazy("Tidak mampu"),
    Cause.UNWILLING.value: gettext_lazy("Tidak mau"),
    Cause.BUSINESS_FAILED.value: gettext_lazy("Usaha gagal"),
    Cause.MISUSED.value: gettext_lazy("Disalahgunakan pengurus"),
    Cause.DISASTER.value: gettext_lazy("Bencana"),
    Cause.FICTITIOUS.value: gettext_lazy("Fiktif"),
    Cause.DEATH.value: gettext_lazy("Anggota meninggal"),
}

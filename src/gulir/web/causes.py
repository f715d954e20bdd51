"""Why a group does not pay, and what is changed about its schedule, in words: officers choose, the meeting reads."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gulir.core.ladder import Cause
from gulir.core.restructuring import Kind

__all__ = ["CAUSES", "CHANGES"]

CAUSES: Mapping[str, Promise] = {
    Cause.UNABLE.value: gettext_lazy("Tidak mampu"),
    Cause.UNWILLING.value: gettext_lazy("Tidak mau"),
    Cause.BUSINESS_FAILED.value: gettext_lazy("Usaha gagal"),
    Cause.MISUSED.value: gettext_lazy("Disalahgunakan pengurus"),
    Cause.DISASTER.value: gettext_lazy("Bencana"),
    Cause.FICTITIOUS.value: gettext_lazy("Fiktif"),
    Cause.DEATH.value: gettext_lazy("Anggota meninggal"),
}

CHANGES: Mapping[str, Promise] = {
    Kind.HOLIDAY.value: gettext_lazy("Libur angsuran"),
    Kind.MOVED.value: gettext_lazy("Hari jatuh tempo digeser"),
    Kind.EXTRA_TERMS.value: gettext_lazy("Jumlah angsuran ditambah"),
    Kind.RATE_CUT.value: gettext_lazy("Jasa diturunkan"),
    Kind.RESCHEDULED.value: gettext_lazy("Dijadwal ulang dengan syarat baru"),
}

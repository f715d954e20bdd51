"""The sentences of the signs: each says what was done out of what was to be done, in one line."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.instruments import Instrument
from gulir.mentoring.models.welfare import DEEDS
from gulir.mentoring.queries.signs import HABITS_FORM, INSTRUMENTS, KOTAKU_FORM
from gulir.web.instruments import answer_word

__all__ = [
    "DEED_WORDS",
    "sentence_of",
    "short_name",
    "told_of",
]

SHORT: dict[str, Promise] = {
    HABITS_FORM: gettext_lazy("Lima kebiasaan"),
    KOTAKU_FORM: gettext_lazy("Formulir Kotaku"),
}
assert set(SHORT) == set(INSTRUMENTS)

DEED_WORDS: dict[str, Promise] = {
    "sick": gettext_lazy("Menolong yang sakit"),
    "buying": gettext_lazy("Belanja bersama"),
    "cleaning": gettext_lazy("Kerja bakti"),
    "school": gettext_lazy("Biaya sekolah anak"),
    "death": gettext_lazy("Dana kematian"),
    "other": gettext_lazy("Lainnya"),
}
assert set(DEED_WORDS) == set(DEEDS)
SENTENCES: dict[tuple[str, str], Promise] = {
    (HABITS_FORM, "meetings"): gettext_lazy("Bertemu %(did)s dari %(of)s kali."),
    (HABITS_FORM, "saving"): gettext_lazy("%(did)s dari %(of)s setoran tabungan masuk."),
    (HABITS_FORM, "lending"): gettext_lazy("%(did)s dari %(of)s pinjaman antaranggota belum lewat janjinya."),
    (HABITS_FORM, "repayment"): gettext_lazy("%(did)s dari %(of)s angsuran ke UPK dibayar tepat waktu."),
    (HABITS_FORM, "bookkeeping"): gettext_lazy("Buku beres pada %(did)s dari %(of)s pemeriksaan."),
    (KOTAKU_FORM, "meetings"): gettext_lazy("%(held)s pertemuan dalam %(months)s bulan."),
    (KOTAKU_FORM, "attendance"): gettext_lazy("%(came)s dari %(of)s undangan dihadiri."),
    (KOTAKU_FORM, "savings"): gettext_lazy("%(saved)s dari %(of)s anggota menabung dalam %(meetings)s pertemuan."),
    (KOTAKU_FORM, "repayment"): gettext_lazy("Pinjaman yang paling terlambat: %(missed)s angsuran."),
}
NOTHING: dict[str, Promise] = {
    "meetings": gettext_lazy("Belum ada pertemuan yang dijadwalkan."),
    "attendance": gettext_lazy("Belum ada daftar hadir."),
    "saving": gettext_lazy("Belum ada pertemuan untuk menabung."),
    "savings": gettext_lazy("Belum ada pertemuan untuk menabung."),
    "lending": gettext_lazy("Tidak ada pinjaman antaranggota yang berjalan."),
    "repayment": gettext_lazy("Belum ada angsuran yang jatuh tempo."),
    "bookkeeping": gettext_lazy("Bukunya belum pernah diperiksa."),
}


def sentence_of(instrument: str, item: str, points: int | None, figures: Mapping[str, int]) -> str:
    """What the records say of one question."""
    if points is None or (instrument, item) not in SENTENCES:
        return str(NOTHING.get(item, _("Belum ada catatan.")))
    if (instrument, item) == (KOTAKU_FORM, "repayment") and figures.get("missed") == 0:
        return _("Tidak ada angsuran yang terlambat.")
    return str(SENTENCES[instrument, item]) % figures


def short_name(key: str) -> str:
    """What people call the instrument."""
    return str(SHORT[key])


def told_of(form: Instrument, item: str, points: int | None) -> str:
    """What a person answered; nothing when they only commented."""
    return _("Belum dijawab.") if points is None else answer_word(form, item, points)

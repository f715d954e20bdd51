"""The words of visits: purposes, what was seen, topics, reasons to go."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gulir.core.visits import LoanLook, PromiseState, Reason
from gulir.mentoring.models.visits import HEARD, PURPOSES, SEEN, SIGHTS, STAGES, TAUGHT, USERS

__all__ = [
    "HEARD_WORDS",
    "PURPOSE_WORDS",
    "RESULT_WORDS",
    "SEEN_WORDS",
    "SIGHT_WORDS",
    "STAGE_WORDS",
    "TAUGHT_WORDS",
    "USER_WORDS",
    "look_word",
    "promise_word",
    "reason_words",
]

Words = dict[str, Promise]
PURPOSE_WORDS: Words = {
    "routine": gettext_lazy("Kunjungan rutin"),
    "problem": gettext_lazy("Ada masalah"),
    "payout": gettext_lazy("Setelah pencairan"),
    "grading": gettext_lazy("Penilaian KSM"),
    "loan": gettext_lazy("Melihat penggunaan pinjaman"),
}
STAGE_WORDS: Words = {
    "first": gettext_lazy("Satu bulan setelah cair"),
    "middle": gettext_lazy("Tengah jangka waktu"),
}
SEEN_WORDS: Words = {"yes": gettext_lazy("Ya"), "no": gettext_lazy("Tidak"), "unseen": gettext_lazy("Tidak dilihat")}
SIGHT_WORDS: Words = {
    "books": gettext_lazy("Buku sudah diisi sampai hari ini"),
    "cash": gettext_lazy("Uang di kotak cocok dengan buku"),
    "savings": gettext_lazy("Buku tabungan dua anggota cocok"),
    "rules": gettext_lazy("Aturan KSM dijalankan"),
    "meeting": gettext_lazy("Ada pertemuan sejak kunjungan terakhir"),
}
HEARD_WORDS: Words = {
    "problem": gettext_lazy("Masalah anggota"),
    "business": gettext_lazy("Keadaan usaha"),
    "illness": gettext_lazy("Sakit atau duka"),
    "conflict": gettext_lazy("Perselisihan"),
    "pressure": gettext_lazy("Tekanan dari luar"),
}
TAUGHT_WORDS: Words = {
    "rules": gettext_lazy("Aturan KSM"),
    "bookkeeping": gettext_lazy("Pembukuan"),
    "business": gettext_lazy("Hitungan usaha"),
    "marketing": gettext_lazy("Pemasaran"),
    "conflict": gettext_lazy("Menyelesaikan perselisihan"),
}
USER_WORDS: Words = {
    "borrower": gettext_lazy("Peminjam sendiri"),
    "family": gettext_lazy("Keluarganya"),
    "other": gettext_lazy("Orang lain"),
    "unknown": gettext_lazy("Belum jelas"),
}
RESULT_WORDS: Words = {
    "kept": gettext_lazy("Ditepati"),
    "waiting": gettext_lazy("Masih ditunggu"),
    "broken": gettext_lazy("Tidak ditepati"),
}
assert set(PURPOSE_WORDS) == set(PURPOSES)
assert set(STAGE_WORDS) == set(STAGES)
assert set(SEEN_WORDS) == set(SEEN)
assert set(SIGHT_WORDS) == set(SIGHTS)
assert set(HEARD_WORDS) == set(HEARD)
assert set(TAUGHT_WORDS) == set(TAUGHT)
assert set(USER_WORDS) == set(USERS)


def reason_words(reason: Reason) -> str:
    """One reason to visit, as a sentence that can be looked up."""
    n = reason.number
    said = {
        "arrears": ngettext("Angsuran terlambat %(n)s hari.", "Angsuran terlambat %(n)s hari.", n),
        "loan": ngettext(
            "%(n)s pinjaman perlu dilihat penggunaannya.", "%(n)s pinjaman perlu dilihat penggunaannya.", n
        ),
        "promise": ngettext("%(n)s janji sudah jatuh tempo.", "%(n)s janji sudah jatuh tempo.", n),
        "coverage": ngettext("Sudah %(n)s hari belum dikunjungi.", "Sudah %(n)s hari belum dikunjungi.", n),
        "topic": ngettext("%(n)s kelemahan belum dibina.", "%(n)s kelemahan belum dibina.", n),
    }
    return said[reason.kind] % {"n": n}


def _when(state: str, days: int) -> str:
    if state == "overdue":
        return ngettext("Lewat %(n)s hari", "Lewat %(n)s hari", days) % {"n": days}
    return _("Hari ini") if state == "today" else _("Nanti")


def look_word(look: LoanLook) -> str:
    """How a look at a loan stands, in two words."""
    return _when(look.state, look.days)


def promise_word(state: PromiseState) -> str:
    """How an open promise stands, in two words."""
    return _when(state.state, state.days)

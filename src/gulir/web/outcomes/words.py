"""The words of asking again: rounds, answers, who works in a business, how a round stands."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gulir.core.followups import Due
from gulir.mentoring.models.followups import ANSWERS, LOAN_ROUNDS, WORKERS
from gulir.web.tables import State

__all__ = ["ANSWER_WORDS", "ROUND_WORDS", "WORKER_WORDS", "stands"]

Words = dict[str, Promise]
ROUND_WORDS: Words = {"month_6": gettext_lazy("6 bulan"), "month_12": gettext_lazy("12 bulan")}
ANSWER_WORDS: Words = {
    "answered": gettext_lazy("Menjawab"),
    "not_found": gettext_lazy("Tidak ditemukan"),
    "refused": gettext_lazy("Tidak bersedia"),
    "moved": gettext_lazy("Pindah"),
    "died": gettext_lazy("Meninggal"),
}
WORKER_WORDS: Words = {
    "owner": gettext_lazy("Pemilik"),
    "family": gettext_lazy("Keluarga"),
    "hired": gettext_lazy("Orang upahan"),
}
assert set(ROUND_WORDS) == set(LOAN_ROUNDS)
assert set(ANSWER_WORDS) == set(ANSWERS)
assert set(WORKER_WORDS) == set(WORKERS)


def stands(due: Due, *, late_after: int) -> tuple[State, str]:
    """How a round stands: its tone and its words; late when it waits longer than the rule allows."""
    if due.state == "done":
        return "good", _("Sudah")
    if due.state == "coming":
        return "info", _("Nanti")
    if due.state == "missed":
        return "bad", _("Terlewat")
    if due.days > late_after:
        n = due.days
        return "bad", ngettext("Terlambat, %(n)s hari menunggu", "Terlambat, %(n)s hari menunggu", n) % {"n": n}
    return "watch", _("Perlu ditanya")

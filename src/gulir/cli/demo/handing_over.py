"""Who does each routine: read every quarter of the last year, each time more by residents, and answered once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from gulir.cli.demo.calendar import work_day
from gulir.cli.demo.office import Happening, Office
from gulir.core.handover import ROUTINES
from gulir.mentoring.services.handovers import read_handover, reply_to_handover

__all__ = ["handover_days"]

QUARTERS: tuple[tuple[date, tuple[int, ...], Mapping[str, str]], ...] = (
    (date(2026, 2, 25), (2, 2, 1, 2, 1, 1, 1, 1), {"books": "Bu Wulan menulis, saya memeriksa setiap sore."}),
    (
        date(2026, 5, 20),
        (3, 2, 2, 3, 2, 2, 2, 1),
        {
            "call": "Undangan rapat diedarkan sekretaris, saya hanya datang.",
            "minutes": "Notulen ditulis Pak Joko, saya bantu merapikan.",
            "books": "Buku sudah ditutup sendiri, saya menunggui.",
            "check": "Kunjungan ke KSM dilakukan berdua.",
            "collect": "Surat teguran disusun bersama petugas pinjaman.",
            "report": "Laporan bulan disusun bersama.",
        },
    ),
    (
        date(2026, 8, 19),
        (4, 3, 3, 4, 3, 3, 3, 2),
        {
            "call": "Dua rapat terakhir diundang tanpa diingatkan.",
            "lead": "Koordinator memimpin, saya duduk di belakang.",
            "minutes": "Notulen selesai pada malam yang sama.",
            "books": "Tutup bulan Juli berjalan tanpa saya.",
            "check": "Petugas pinjaman yang bertanya, saya mendengar.",
            "collect": "Penagihan ke RW 06 dipimpin petugas pinjaman.",
            "report": "Laporan triwulan dibuat UPK, saya membaca.",
            "plan": "Rencana tahun depan mulai dibicarakan bersama.",
        },
    ),
    (
        date(2026, 11, 11),
        (4, 4, 4, 4, 4, 3, 3, 3),
        {
            "lead": "Rapat Oktober dipimpin koordinator tanpa saya.",
            "minutes": "Notulen Oktober sudah ditempel sebelum saya datang.",
            "check": "Pinjaman baru diperiksa sendiri, saya membaca hasilnya.",
            "plan": "Rencana tahun depan ditulis pengurus, saya hadir.",
        },
    ),
)
"""Day, the level of each routine in their order, and what was seen of those that changed."""
ANSWERED = 2


def handover_days() -> Iterator[Happening]:
    """Every reading of the last year, and the board's words beside the summer's."""
    for number, (day, _, _) in enumerate(QUARTERS):
        yield work_day(day), lambda office, number=number: _read(office, number)  # type: ignore[misc]


def _read(office: Office, number: int) -> None:
    _, levels, seen = QUARTERS[number]
    kept = office.do("facilitator", read_handover, levels=dict(zip(ROUTINES, levels, strict=True)), seen=dict(seen))
    if number == ANSWERED:
        said = "Penagihan masih berat bagi kami. Mohon pendamping tetap ikut sampai Desember."
        office.do("coordinator", reply_to_handover, reading=UUID(kept["reading"]), said=said)

"""What the loan officer does about groups that fall behind: once a month the list is worked through, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from gulir.cli.demo.calendar import month, work_day
from gulir.cli.demo.office import EVERYTHING, Happening, Office
from gulir.core.ladder import Step
from gulir.lending import services as lending
from gulir.lending.queries.handling import to_handle

__all__ = ["hard_days"]

MONTHS = 23
WORDS = {
    Step.REMINDER: ("phone", ""),
    Step.CALL: ("phone", "Ketua berjanji membayar minggu depan"),
    Step.VISIT: ("hand", "Dua anggota belum menyetor, dagangan sedang sepi"),
    Step.WARNING_1: ("hand", "Diserahkan di rumah ketua"),
    Step.WARNING_2: ("meeting", "Rapat KSM dengan satu anggota BKM"),
    Step.WARNING_3: ("hand", "Dibawa ke rapat BKM berikutnya"),
    Step.TEAM: ("meeting", "Saldo dicocokkan dengan setiap anggota"),
    Step.DECISION: ("meeting", "Diusulkan ke rapat"),
}


def hard_days() -> Iterator[Happening]:
    """On the first working day after the twentieth of each month."""
    for number in range(1, MONTHS):
        yield work_day(month(number) + timedelta(days=20)), _work_through


def _work_through(office: Office) -> None:
    """Whoever is on the list and whose step may be taken today; its chair hears it."""
    office.open_books()
    for one in to_handle(office.book, on=office.open_day, standing=EVERYTHING):
        if one.waits:
            continue
        way, note = WORDS[one.next.step]
        office.do(
            "loan_officer",
            lending.handle_arrears,
            loan=one.row.id,
            step=one.next.step.value,
            to=f"Ketua KSM {one.row.ksm}",
            way=way,
            cause="business_failed" if one.next.step in (Step.TEAM, Step.DECISION) else "",
            note=note,
        )

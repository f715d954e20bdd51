"""The board meets, the members meet: attendance, a rule adopted, the profit of a year given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from gulir.cli.demo.cast import BOARD_MEMBERS
from gulir.cli.demo.money import spend
from gulir.cli.demo.office import EVERYTHING, Happening, Office
from gulir.community.queries import people
from gulir.governance import services as governance
from gulir.ledger import services as ledger
from gulir.lending.queries import provision_needed

__all__ = ["CAME", "hold_board", "hold_members", "meetings"]

PLACE = "Sekretariat BKM, RW 02"
HALL = "Aula RW 07"
INVITED = 120
CAME = 78
PROFIT_OF = 2025
SHARES = {"capital": "50", "social": "20", "bop": "10", "overseers": "5", "upk_bonus": "10", "reserve": "5"}


def meetings() -> tuple[Happening, ...]:
    """Every meeting of the two years, and what followed from it."""
    return (
        (date(2024, 12, 2), _first_limit),
        (date(2025, 2, 16), _first_members_meeting),
        (date(2025, 6, 18), lambda office: _plain_board(office, "Kinerja KSM baik; kunjungan usaha diteruskan.")),
        (date(2025, 12, 17), _later_limit),
        (date(2026, 2, 2), _profit_proposed),
        (date(2026, 2, 8), _second_members_meeting),
        (date(2026, 2, 9), _profit_given_out),
        (date(2026, 9, 16), lambda office: _plain_board(office, "Tunggakan KSM Dahlia dibahas; tim mendatangi RW 01.")),
    )


def _here(office: Office, names: int) -> list[governance.Present]:
    """So many members of the board, the coordinator among them."""
    came = [*BOARD_MEMBERS[-1:], *BOARD_MEMBERS[: names - 1]]
    return [governance.Present(name=one.name, sex=one.sex, person=office.people[one.name]) for one in came]


def hold_board(office: Office, names: int) -> UUID:
    """A meeting of the board to which so many of the nine came."""
    made = office.do(
        "secretary",
        governance.hold_meeting,
        kind="board",
        held_on=office.today,
        invited=len(BOARD_MEMBERS),
        attendance=_here(office, names),
        place=PLACE,
        chair=BOARD_MEMBERS[-1].name,
    )
    return UUID(made["meeting"])


def _plain_board(office: Office, minutes: str) -> None:
    meeting = hold_board(office, 8)
    office.do("secretary", governance.close_meeting, meeting=meeting, minutes=minutes)


def _first_limit(office: Office) -> None:
    """Before the first application: with prices of today a first loan may be two million a member."""
    minutes = "Hari setor: Rabu kedua dan Jumat keempat. Pinjaman pertama paling banyak Rp2.000.000 per anggota."
    _adopt(office, "loan.first_per_member_max", 2_000_000, date(2024, 12, 3), minutes)


def _later_limit(office: Office) -> None:
    """The board keeps the limit for a member below what the programme would allow from the new year on."""
    minutes = "Batas pinjaman per anggota Rp5.000.000 mulai 1 Januari 2026, sesuai kemampuan dana."
    _adopt(office, "loan.per_member_max", 5_000_000, date(2026, 1, 1), minutes)


def _adopt(office: Office, rule: str, value: int, effective_on: date, minutes: str) -> None:
    """Proposed, decided by consensus in a meeting of the board, in force from a later day on."""
    asked = office.do("secretary", governance.propose_rule, rule=rule, value=value, effective_on=effective_on)
    meeting = hold_board(office, 7)
    office.do(
        "secretary",
        governance.decide,
        meeting=meeting,
        agenda=UUID(asked["agenda"]),
        digest=asked["digest"],
        outcome="approved",
    )
    office.do("secretary", governance.close_meeting, meeting=meeting, minutes=minutes)
    office.do("secretary", governance.adopt_rule, rule=rule)


# ---------------------------------------------------------------- the meeting of the members (RWT)


def _members(office: Office) -> Sequence[governance.Present]:
    """Residents who came, in a fixed order."""
    everyone = people(office.book, EVERYTHING).order_by("rw", "rt", "name", "born_on")
    came = [one for place, one in enumerate(everyone) if place % 10 == 0][:CAME]
    return [governance.Present(name=one.name, sex=one.sex, poor=one.poor_listed, person=one.pk) for one in came]


def hold_members(office: Office) -> UUID:
    """A meeting of the members to which every tenth resident came."""
    made = office.do(
        "secretary",
        governance.hold_meeting,
        kind="rwt",
        held_on=office.today,
        invited=INVITED,
        attendance=_members(office),
        place=HALL,
        chair=BOARD_MEMBERS[-1].name,
    )
    return UUID(made["meeting"])


def _first_members_meeting(office: Office) -> None:
    meeting = hold_members(office)
    minutes = (
        "Laporan Desember 2024 diterima: baru sebulan berjalan, rugi kecil karena cadangan; tidak ada laba dibagi."
    )
    office.do("secretary", governance.close_meeting, meeting=meeting, minutes=minutes)


def _profit_proposed(office: Office) -> None:
    office.agenda = office.do("upk_manager", ledger.propose_profit, year=PROFIT_OF, shares=SHARES)


def _second_members_meeting(office: Office) -> None:
    """The members decide on exactly the amounts that were shown."""
    meeting = hold_members(office)
    made = office.do(
        "secretary",
        governance.decide,
        meeting=meeting,
        agenda=UUID(office.agenda["agenda"]),
        digest=office.agenda["digest"],
        outcome="approved",
        manner="vote",
        votes_for=71,
        against=3,
        abstained=4,
    )
    office.decision = UUID(made["decision"])
    minutes = "Laporan tahun buku 2025 dan pembagian laba diterima; 71 setuju, 3 tidak setuju, 4 abstain."
    office.do("secretary", governance.close_meeting, meeting=meeting, minutes=minutes)


def _profit_given_out(office: Office) -> None:
    """The bookkeeper books what was decided; overseers and the poorest get their part the same day."""
    made = office.books(
        "bookkeeper",
        ledger.allocate_profit,
        year=PROFIT_OF,
        shares=SHARES,
        decision=office.decision,
        provision_needed=provision_needed(office.book, date(2026, 1, 31)),
    )
    amounts = made["amounts"]
    spend(
        office, "Honor pengawas dari laba 2025", "21010", amounts["overseers"] // 1_000 * 1_000, purpose="overseer_pay"
    )
    spend(office, "Santunan lansia dari dana sosial", "21030", 300_000, purpose="activity")

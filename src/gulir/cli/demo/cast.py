"""Who holds which office in the demonstration, for which term, and who of them has a login. All of them invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["BOARD_MEMBERS", "CAST", "DESKS", "FIRST_DAY_IN_OFFICE", "MEMBER_LOGIN", "Officer", "password_of"]

FIRST_DAY_IN_OFFICE = date(2024, 9, 1)
TERM_ENDS = date(2027, 9, 1)


@dataclass(frozen=True, kw_only=True)
class Officer:
    """One office-holder. `login` is empty for those who do not work at the screen; `desk` names the printed login."""

    name: str
    sex: str
    office: str
    login: str = ""
    desk: str = ""
    ends_before: date = TERM_ENDS


CAST = (
    Officer(name="Endang Lestari", sex="P", office="secretary", login="sekretaris", desk="secretary"),
    Officer(name="Darto Hidayat", sex="L", office="upk_manager", login="manajer", desk="manager"),
    Officer(name="Joko Prasetyo", sex="L", office="loan_officer", login="petugas", desk="loan-officer"),
    Officer(name="Siti Rohmah", sex="P", office="cashier", login="kasir", desk="officer"),
    Officer(name="Wulan Purnama", sex="P", office="bookkeeper", login="pembuku", desk="bookkeeper"),
    Officer(name="Bambang Nugroho", sex="L", office="upl"),
    Officer(name="Titin Suhendar", sex="P", office="ups"),
    Officer(name="Slamet Basuki", sex="L", office="overseer", login="pengawas", desk="overseer"),
    Officer(name="Nani Permana", sex="P", office="overseer"),
    Officer(name="Yusuf Effendi", sex="L", office="overseer"),
    Officer(name="Nur Aisyah", sex="P", office="forum"),
    Officer(
        name="Bayu Wibowo", sex="L", office="facilitator", login="fasilitator", desk="facilitator",
        ends_before=date(2027, 5, 1),
    ),
    Officer(name="Lastri Maulana", sex="P", office="trustee"),
    Officer(name="Karno Santoso", sex="L", office="trustee"),
    Officer(name="Tari Kurniawan", sex="P", office="trustee"),
    Officer(name="Wiryo Saputra", sex="L", office="trustee"),
    Officer(name="Ningsih Gunadi", sex="P", office="trustee"),
    Officer(name="Hasan Rosadi", sex="L", office="trustee"),
    Officer(name="Murni Hartono", sex="P", office="trustee"),
    Officer(name="Rusdi Mulyadi", sex="L", office="trustee"),
    Officer(name="Rahma Siregar", sex="P", office="coordinator", login="koordinator", desk="trustee"),
)  # fmt: skip
"""The coordinator comes last: with her the rights of the founding actor end."""

BOARD_MEMBERS = tuple(one for one in CAST if one.office in {"trustee", "coordinator"})
"""Nine members of the board, an odd number (R55)."""

DESKS = (
    "officer", "manager", "bookkeeper", "loan-officer", "secretary", "trustee", "overseer", "facilitator", "member",
)  # fmt: skip
"""The printed logins in this order: first the cashier's, who has most to do."""

MEMBER_LOGIN = "anggota"
"""The login of the chairwoman of the first group."""


def password_of(login: str) -> str:
    """The printed password of a login of the demonstration: it guards nothing but invented figures."""
    return f"belajar-{login}-gulir"

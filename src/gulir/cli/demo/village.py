"""The people of the demonstration: eleven RW, about six hundred households, twenty-four groups. All of it invented.

Everything is drawn from one seed, so that each start makes the same village, name by name. The NIK are made
up too: they carry the region code 00, which no region of Indonesia has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

__all__ = ["GROUPS", "Household", "Member", "Neighbourhood", "draw_village"]

SEED = 19990801
RW = tuple(f"{number:02d}" for number in range(1, 12))
DENSE = ("01", "02", "07")
WOMEN = (
    "Siti Aminah", "Sri Wahyuni", "Nurhayati", "Dewi Lestari", "Ratna Sari", "Yuliana", "Sumiati", "Rohani",
    "Kartini", "Endang", "Wati", "Maryam", "Fatimah", "Lilis", "Tuti", "Ningsih", "Suryani", "Hartati", "Rukmini",
    "Aisyah", "Murni", "Darmi", "Ijah", "Nani", "Titin", "Yanti", "Rosmiati", "Halimah", "Sulastri", "Partini",
    "Juminten", "Eni", "Ida", "Neneng", "Cucu", "Marlina", "Asih", "Erna", "Wiwik", "Tini",
)  # fmt: skip
MEN = (
    "Ahmad", "Budi", "Slamet", "Joko", "Suparman", "Darto", "Hasan", "Iwan", "Rahmat", "Sutrisno", "Tarno", "Udin",
    "Agus", "Bambang", "Dedi", "Eko", "Fauzi", "Gunawan", "Heri", "Karyono", "Maman", "Nasir", "Oman", "Paijo",
    "Rusdi", "Sarwono", "Toha", "Wahyu", "Yusuf", "Zainal",
)  # fmt: skip
LAST = (
    "Hidayat", "Santoso", "Wibowo", "Saputra", "Kurniawan", "Maulana", "Setiawan", "Nugroho", "Prasetyo", "Ramadhan",
    "Siregar", "Harahap", "Manurung", "Sitorus", "Gunadi", "Permana", "Suhendar", "Mulyadi", "Rosadi", "Effendi",
    "Basuki", "Hartono", "Purnama", "Susanto",
)  # fmt: skip
FLOWERS = (
    "Melati", "Mawar", "Anggrek", "Kenanga", "Cempaka", "Flamboyan", "Dahlia", "Teratai", "Seruni", "Kamboja",
    "Bougenville", "Matahari", "Sakura", "Tulip", "Wijaya Kusuma", "Sedap Malam", "Alamanda", "Nusa Indah", "Soka",
    "Kaktus", "Lily", "Edelweis", "Aster", "Krisan",
)  # fmt: skip
TRADES = (
    "warung nasi", "gorengan", "jahit rumahan", "sayur keliling", "kue basah", "cuci setrika", "pulsa", "tambal ban",
    "bakso", "jamu", "sol sepatu", "kelontong", "ayam potong", "ikan asin", "kopi gerobak", "tempe",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Member:
    """One grown-up of the village."""

    name: str
    sex: str
    rw: str
    rt: str
    nik: str
    phone: str
    born_on: str
    poor: bool
    trade: str


@dataclass(frozen=True, kw_only=True)
class Household:
    """One household and its head."""

    number: str
    rw: str
    rt: str
    head: Member


@dataclass(kw_only=True)
class Neighbourhood:
    """The whole village: households, and groups of members under their names."""

    households: list[Household] = field(default_factory=list)
    groups: dict[str, list[Member]] = field(default_factory=dict)

    @property
    def people(self) -> list[Member]:
        """Everyone, household heads first, then the group members who head no household."""
        heads = [home.head for home in self.households]
        return heads + [m for members in self.groups.values() for m in members if m not in heads]


GROUPS = tuple((f"KSM-{number:02d}", flower) for number, flower in enumerate(FLOWERS, 1))
"""Code and name of each group; pages and sentences put "KSM" before the name."""


def draw_village() -> Neighbourhood:
    """The same village every time.

    >>> village = draw_village()
    >>> len(village.groups), len(village.households), len({home.rw for home in village.households})
    (24, 605, 11)
    """
    dice = Random(SEED)  # noqa: S311  (an invented village, not a secret)
    village = Neighbourhood()
    serial = 0
    for rw in RW:
        for number in range(1, 56):
            serial += 1
            head = _draw(dice, serial, rw, woman=dice.random() < 0.25)
            village.households.append(Household(number=f"{rw}{number:03d}", rw=rw, rt=head.rt, head=head))
    for index, (code, _) in enumerate(GROUPS):
        rw = DENSE[index % 3] if index < 12 else RW[index % len(RW)]
        size = 5 + dice.randrange(5)
        members: list[Member] = []
        for place in range(size):
            serial += 1
            one = _draw(dice, serial, rw, woman=place % 5 != 4, poor=True)
            while one.name in {other.name for other in members}:  # two of one name would stand in no fixed order
                one = _draw(dice, serial, rw, woman=place % 5 != 4, poor=True)
            members.append(one)
        village.groups[code] = members
    return village


def _draw(dice: Random, serial: int, rw: str, *, woman: bool, poor: bool | None = None) -> Member:
    first = dice.choice(WOMEN if woman else MEN)
    year, month, day = 1955 + dice.randrange(48), 1 + dice.randrange(12), 1 + dice.randrange(28)
    return Member(
        name=f"{first} {dice.choice(LAST)}" if " " not in first or dice.random() < 0.5 else first,
        sex="P" if woman else "L",
        rw=rw,
        rt=f"{1 + dice.randrange(8):02d}",
        nik=f"000000{day + (40 if woman else 0):02d}{month:02d}{year % 100:02d}{serial:04d}",
        phone=f"08{1200000000 + serial * 7919 % 99999999}",
        born_on=f"{year}-{month:02d}-{day:02d}",
        poor=(dice.random() < (0.6 if rw in DENSE else 0.3)) if poor is None else poor,
        trade=dice.choice(TRADES),
    )

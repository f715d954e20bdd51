"""The board begins: area, people and groups by import, officers with terms and logins, books with their opening."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.base.models import Actor
from gulir.cli.demo.cast import CAST, FIRST_DAY_IN_OFFICE, MEMBER_LOGIN, password_of
from gulir.cli.demo.lists import FILES
from gulir.cli.demo.office import EVERYTHING, Office
from gulir.cli.demo.village import Neighbourhood
from gulir.community import queries, services
from gulir.community.passwords import Password
from gulir.intake.services import import_file
from gulir.ledger import services as ledger
from gulir.ledger.queries import drafts
from gulir.lending import services as lending

__all__ = ["AREA", "CODE", "OPENS_ON", "approve", "begin"]

CODE = "karang-anyar"
OPENS_ON = date(2024, 12, 1)
FIRST_WORKING_DAY = date(2024, 12, 2)
AREA = (
    ("31", "DKI Jakarta", "province", None),
    ("31.71", "Jakarta Pusat", "city", "31"),
    ("31.71.02", "Sawah Besar", "district", "31.71"),
    ("31.71.02.1002", "Karang Anyar", "kelurahan", "31.71.02"),
)
OPENING = (
    ("upk", "11010", 4_250_000, 0),
    ("upk", "11021", 294_500_000, 0),
    ("upk", "11022", 1_250_000, 0),
    ("upk", "12020", 4_800_000, 0),
    ("upk", "12021", 0, 1_200_000),
    ("upk", "31010", 0, 200_000_000),
    ("upk", "31020", 0, 70_000_000),
    ("upk", "31040", 0, 33_600_000),
    ("secretariat", "11010", 1_500_000, 0),
    ("secretariat", "11020", 14_000_000, 0),
    ("secretariat", "31010", 0, 15_500_000),
)
"""Three hundred million in three places: the cash box, the bank account of the fund, the bank account of savings."""


def begin(village: Neighbourhood) -> Office:
    """Everything before the first working day of the books; gives the office that works on."""
    office = _found()
    _bring_in(office, village)
    _take_offices(office)
    _give_member_login(office)
    _open_books(office)
    return office


def _found() -> Office:
    """The area and the board, in the installation's own book, by the founding actor."""
    house = Office(book=queries.installation_book().pk, actors={"founder": queries.founding_actor()})
    for code, name, level, parent in AREA:
        house.do("founder", services.add_area, code=code, name=name, level=level, parent=parent)
    for number in range(1, 12):
        rw = f"{AREA[-1][0]}/{number:02d}"
        house.do("founder", services.add_area, code=rw, name=f"RW {number:02d}", level="rw", parent=AREA[-1][0])
    made = house.do(
        "founder",
        services.found_board,
        code=CODE,
        name="BKM Karang Anyar",
        opened_on=OPENS_ON,
        area=AREA[-1][0],
    )
    return Office(book=UUID(made["book"]), actors=dict(house.actors), now=house.now)


def _bring_in(office: Office, village: Neighbourhood) -> None:
    """People, households, groups and members, each by its file as `gulir import` takes it."""
    for kind, write in FILES:
        office.acts += 1
        done = import_file(
            kind=kind,
            name=f"{kind}.csv",
            content=write(village),
            book=office.book,
            actor=office.actors["founder"],
            at=office.now,
            key=f"demo-{office.acts:05d}",
        )
        if not done.import_id:
            raise RuntimeError(f"the file {kind}.csv of the demonstration was refused: {done.findings[:3]}")
    office.groups = {row.code: row.id for row in queries.groups(office.book, EVERYTHING, office.today)}


def _take_offices(office: Office) -> None:
    """Register the officers, give logins to those who work at the screen, then their terms, the coordinator last."""
    office.go_to(date(2024, 11, 19))
    for one in CAST:
        made = office.do("founder", services.register_person, name=one.name, sex=one.sex)
        office.people[one.name] = UUID(made["person"])
    for one in CAST:
        if one.login:
            actor = _login(office, one.login, office.people[one.name])
            office.actors.setdefault(one.office, actor)
    for one in CAST:
        office.do(
            "founder",
            services.take_office,
            person=office.people[one.name],
            office=one.office,
            starts_on=FIRST_DAY_IN_OFFICE,
            ends_before=one.ends_before,
        )


def _login(office: Office, login: str, person: UUID) -> Actor:
    made = office.do(
        "founder", services.add_login, person=person, username=login, password=Password(password_of(login))
    )
    return Actor.objects.get(pk=made["actor"])


def _give_member_login(office: Office) -> None:
    """The chairwoman of the first group gets a login from the secretary, on the strength of her NIK."""
    first = next(iter(office.groups.values()))
    chair = queries.members(first, office.today)[0]
    made = office.do(
        "secretary",
        services.add_login,
        person=chair.person,
        username=MEMBER_LOGIN,
        password=Password(password_of(MEMBER_LOGIN)),
    )
    office.actors["member"] = Actor.objects.get(pk=made["actor"])


def _open_books(office: Office) -> None:
    """Charts, opening balance, the first open day by two people, and what the fund lends on."""
    office.go_to(FIRST_WORKING_DAY)
    office.do("bookkeeper", ledger.use_programme_chart)
    rows = [{"book": book, "code": code, "debit": debit, "credit": credit} for book, code, debit, credit in OPENING]
    office.do("bookkeeper", ledger.post_opening, rows=rows)
    draft = UUID(office.do("upk_manager", ledger.go_live, on=OPENS_ON)["draft"])
    approve(office, draft, "coordinator")
    made = office.do(
        "upk_manager", lending.define_product, code="PB10", name="Pinjaman bergulir 10 bulan", instalments=10
    )
    office.product = UUID(made["product"])


def approve(office: Office, draft: UUID, who: str) -> None:
    """The second person approves what a draft shows."""
    waiting = next(one for one in drafts(office.book) if one.pk == draft)
    office.do(who, ledger.approve_draft, draft=draft, digest=waiting.digest)

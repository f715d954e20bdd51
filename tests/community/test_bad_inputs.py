"""Every wrong thing that can be typed about people, groups, offices and logins, with the code that answers it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from gulir.base.commands import Command
from gulir.base.models import Fact
from gulir.base.reference import messages
from gulir.community import services
from gulir.community.models import Group, Membership, OfficeTerm, Person, User
from gulir.community.passwords import Password
from gulir.community.queries import founding_actor, installation_book
from gulir.core.problems import REGISTRY, Problem
from tests.community.stage import FIRST, TODAY, Stage, empty_board, nik

pytestmark = pytest.mark.django_db

NOBODY = UUID(int=7)
PERSON: dict[str, Any] = {"name": "Ngatini", "sex": "P"}
GROUP: dict[str, Any] = {"code": "K09", "name": "Kenanga", "formed_on": FIRST}
BOARD: dict[str, Any] = {"code": "kampung-baru", "name": "Kampung Baru", "opened_on": FIRST}
AREA: dict[str, Any] = {"code": "33.72.05.1003/07", "name": "RW 07", "level": "rw"}
LONG = "x" * 81


def rows(field: str, code: str, *wrong: object) -> list[tuple[dict[str, object], str]]:
    """One bad row for each wrong value of a field."""
    return [({field: value}, code) for value in wrong]


BAD: dict[str, list[tuple[dict[str, object], str]]] = {
    "register_person": [
        *rows("name", "NameMissing", "", "   ", "\n", LONG, "Siti\x00Aminah", "Siti\u202eAminah"),
        *rows("name", "NameMissing", "-", "…", "'\"", "\u200b"),
        *rows("sex", "SexUnclear", "", "x", "W", "0", "perem", "P/L", "LP", "1", "laki", "♀"),
        *rows("born_on", "BirthdayUnclear", date(2026, 3, 3), date(2030, 1, 1), date(1890, 1, 1), date(1, 1, 1)),
        *rows("rw", "NeighbourhoodUnclear", "0", "00", "1234", "-1", "7a", "tujuh", "1.5", "٧"),
        *rows("rw", "NeighbourhoodUnclear", "RW", "1/2", "7 8", "RWRT", "0x7"),
        *rows("rt", "NeighbourhoodUnclear", "0", "9999", "RT A", "2;DROP", "+3"),
        *rows(
            "nik", "NikUnclear",
            "1", "337201520380000", "33720152038000011", "3372015203800000", "337201320380000A",
            "3372010003800001", "3372017203800001", "3372014103800001X", "3372015213800001", "3372015200800001",
            "3372013002800001", "3372017002800001", "٣٣٧٢٠١٥٢٠٣٨٠٠٠٠١", "3372O15203800001", "nik saya hilang",
            "3372013104800001", "3372018001800001",
        ),
        *rows("phone", "PhoneUnclear", "1", "0812", "08123456789012345", "bukan nomor", "+"),
        *rows("phone", "PhoneUnclear", "++6281234567890", "0812x3456789", "110"),
        *rows("household", "NotFound", NOBODY, UUID(int=0)),
    ],
    "welcome_person": [
        ({"name": "Siti", "nik": "1"}, "NikUnclear"),
        ({"name": "Siti", "nik": nik(99)}, "NikNotOfThisName"),
        ({"name": "", "nik": nik(50)}, "NameMissing"),
        ({"name": "Sitti", "nik": nik(50)}, "NikNotOfThisName"),
        ({"name": "Siti", "nik": nik(50)}, "NikTaken"),
    ],
    "correct_person": [
        ({"person": NOBODY, "changes": {}}, "NotFound"),
        ({"changes": {"id": "x"}}, "NotFound"),
        ({"changes": {"nik_index": "x"}}, "NotFound"),
        ({"changes": {"Name": "x"}}, "NotFound"),
        ({"changes": {"name": ""}}, "NameMissing"),
        ({"changes": {"sex": "X"}}, "SexUnclear"),
        ({"changes": {"born_on": date(2030, 1, 1)}}, "BirthdayUnclear"),
        ({"changes": {"rw": "0"}}, "NeighbourhoodUnclear"),
        ({"changes": {"rt": "x"}}, "NeighbourhoodUnclear"),
        ({"changes": {"nik": "12"}}, "NikUnclear"),
        ({"changes": {"nik": nik(51)}}, "NikTaken"),
        ({"changes": {"phone": "12"}}, "PhoneUnclear"),
    ],
    "add_household": [
        *rows("number", "HouseholdNumberUnclear", "", " ", "-1", "a b", "x" * 21, "nomor ke satu dan dua", "1;2", "#1"),
        *rows("number", "HouseholdNumberTaken", "1", " 1 "),
        *rows("rw", "NeighbourhoodUnclear", "0", "abc"),
        *rows("head", "NotFound", NOBODY),
    ],
    "settle_in_household": [({"person": NOBODY}, "NotFound"), ({"household": NOBODY}, "NotFound")],
    "reveal_nik": [
        ({"purpose": ""}, "PurposeUnknown"),
        ({"purpose": " \t\n"}, "PurposeUnknown"),
        ({"purpose": "Survey"}, "PurposeUnknown"),
        ({"purpose": "mencocokkan KTP Bu Siti"}, "PurposeUnknown"),
        ({"person": NOBODY}, "NotFound"),
        ({"person": "Wulan"}, "PersonHasNoNik"),
    ],
    "form_group": [
        *rows("code", "GroupCodeUnclear", "", " ", "-K1", "K" * 21, "K_1", "K#1", "K\n1", "¡K1"),
        *rows("code", "GroupCodeTaken", "K01", " K01 "),
        *rows("name", "NameMissing", "", LONG, "\t", "***"),
        *rows("name", "GroupNameTaken", "Melati", "MELATI", " melati "),
        *rows("rw", "NeighbourhoodUnclear", "0", "x", "1000"),
    ],
    "join_group": [
        *rows("role", "GroupRoleUnknown", "", "ketua", "Chair", "admin", "anggota"),
        *rows("on", "MemberBeforeGroup", date(2025, 12, 31), date(1999, 1, 1)),
        *rows("person", "NotFound", NOBODY),
        *rows("group", "NotFound", NOBODY),
        ({"person": "Wulan"}, "AlreadyMember"),
        ({"role": "chair"}, "GroupOfficeHeld"),
    ],
    "leave_group": [
        ({"person": "Siti"}, "NotAMember"),
        ({"on": FIRST}, "NotAMember"),
        ({"on": date(2025, 1, 1)}, "NotAMember"),
        ({"person": NOBODY}, "NotFound"),
        ({"group": NOBODY}, "NotFound"),
    ],
    "name_group_officer": [
        ({"role": "bendahara"}, "GroupRoleUnknown"),
        ({"person": "Siti"}, "NotAMember"),
        ({"on": FIRST}, "NotAMember"),
        ({"group": NOBODY}, "NotFound"),
    ],
    "dissolve_group": [
        ({"reason": ""}, "ReasonMissing"),
        ({"reason": "  "}, "ReasonMissing"),
        ({"group": NOBODY}, "NotFound"),
        ({}, "GroupHasMembers"),
    ],
    "take_office": [
        *rows("office", "OfficeUnknown", "", "kasir", "Cashier", "founder", "admin", "chair", "cashier ", "x" * 99),
        *rows("ends_before", "TermBackwards", TODAY, FIRST, date(1, 1, 1)),
        *rows("person", "NotFound", NOBODY),
        *rows("office", "OfficesIncompatible", "bookkeeper", "overseer", "auditor", "trustee", "secretary"),
        *rows("office", "OfficesIncompatible", "facilitator", "coordinator", "village_head", "city_coordinator"),
        *rows("office", "OfficeHeldAlready", "cashier"),
        ({"relations": [{"person": "Wulan", "relation": "cousin"}]}, "RelationUnclear"),
        ({"relations": [{"person": "Wulan", "relation": ""}]}, "RelationUnclear"),
        ({"relations": [{"person": "Wulan", "relation": "Spouse"}]}, "RelationUnclear"),
        ({"relations": [{"person": "Siti", "relation": "spouse"}]}, "RelationUnclear"),
        ({"relations": [{"person": NOBODY, "relation": "spouse"}]}, "NotFound"),
        (
            {"person": "Wulan", "office": "bookkeeper", "relations": [{"person": "Siti", "relation": "child"}]},
            "RelativeNeedsMinute",
        ),
    ],
    "end_office": [
        *rows("on", "TermBackwards", FIRST, date(2025, 12, 31), date(1, 1, 1)),
        *rows("term", "NotFound", NOBODY, UUID(int=0)),
    ],
    "add_login": [
        *rows(
            "username", "LoginUnclear",
            "", "ab", "1abc", ".abc", "a b c", "siti@bkm", "x" * 41, "sítí",
            "siti_1", "a/b", "../etc", "-abc", "abc\x00",
        ),
        *rows("username", "LoginTaken", "wulan", " WULAN "),
        *rows("person", "NotFound", NOBODY),
        ({"person": "Wulan", "username": "lagi"}, "PersonHasLogin"),
        ({"password": Password("pendek")}, "PasswordTooWeak"),
        ({"password": Password("password")}, "PasswordTooWeak"),
        ({"password": Password("siti1234"), "username": "siti1234"}, "PasswordTooWeak"),
        ({"person": "Joko", "sworn_before": NOBODY}, "NotFound"),
        ({"person": "Joko", "sworn_before": "Joko"}, "SecondPersonNeeded"),
        ({"person": "Joko", "sworn_before": "Wulan"}, "SecondPersonNeeded"),
    ],
    "block_login": [
        ({"reason": ""}, "ReasonMissing"),
        ({"username": "tidak-ada"}, "NotFound"),
        ({"username": ""}, "NotFound"),
    ],
    "set_password": [
        ({"username": "tidak-ada"}, "NotFound"),
        ({"password": Password("")}, "PasswordTooWeak"),
        ({"password": Password("wulan123")}, "PasswordTooWeak"),
    ],
    "found_board": [
        *rows("code", "BoardCodeUnclear", "", " ", "a b", "-a", "x" * 41, "a/b", "a_b", "käl"),
        *rows("code", "BoardCodeUnclear", "a\n", "..", ".a", "../x"),
        *rows("code", "BoardCodeTaken", "karang-anyar", "KARANG-ANYAR"),
        *rows("name", "NameMissing", "", LONG, "\x07"),
        *rows("zone", "ZoneUnknown", "", "wib", "UTC", "Asia/Jakarta", "WIBB"),
        *rows("area", "AreaUnknown", "", "33", "99.99", "33.72.05.1003/07/01"),
    ],
    "add_area": [
        *rows("code", "AreaCodeUnclear", "", "3", "33-72", "33.72.5", "33.72.05.1003.1", "33.72/1", "x"),
        *rows("code", "AreaCodeUnclear", "33.72.05.10034", "33 72"),
        *rows("level", "AreaLevelUnclear", "", "RW", "desa", "kecamatan", "country"),
        *rows("name", "NameMissing", "", LONG),
        *rows("parent", "AreaUnknown", "", "99", "33"),
        ({"code": "33.72"}, "AreaExists"),
        ({"parent": "33.72", "level": "province"}, "AreaParentTooNarrow"),
        ({"parent": "33.72", "level": "city"}, "AreaParentTooNarrow"),
    ],
}  # fmt: skip
CASES = [(act, number) for act, cases in BAD.items() for number in range(len(cases))]
INSTALLATION = frozenset({"found_board", "add_area"})


@pytest.fixture
def stage() -> Stage:
    """A small board: Siti is cashier, Wulan chairs Melati and has a login, Joko does nothing; nobody coordinates."""
    made, founder = empty_board(), founding_actor()
    made.person("Siti", nik=nik(50))
    made.person("Wulan")
    made.person("Joko", "L", nik="")
    made.person("Ngatinah", nik=nik(51))
    made.groups["Melati"] = UUID(
        made.does(founder, services.form_group, code="K01", name="Melati", formed_on=FIRST)["group"]
    )
    made.does(
        founder, services.join_group, group=made.groups["Melati"], person=made.people["Wulan"], on=FIRST, role="chair"
    )
    made.terms["Siti"] = UUID(
        made.does(founder, services.take_office, person=made.people["Siti"], office="cashier", starts_on=FIRST)["term"]
    )
    made.people["house"] = UUID(made.does(founder, services.add_household, number="1")["household"])
    made.does(
        founder,
        services.add_login,
        person=made.people["Wulan"],
        username="wulan",
        password=Password("tiga-ayam-di-kebun"),
    )
    services.add_area(
        book=installation_book().pk, key="area", actor=founder, at=made.at, code="33.72", name="Surakarta", level="city"
    )
    return made


def good(act: str, stage: Stage) -> dict[str, Any]:
    """A body of this act in which nothing is wrong (but for `dissolve_group`, which has its members still)."""
    melati, siti, wulan = stage.groups["Melati"], stage.people["Siti"], stage.people["Wulan"]
    bodies: dict[str, dict[str, Any]] = {
        "register_person": PERSON,
        "welcome_person": {},
        "correct_person": {"person": siti, "changes": {}},
        "add_household": {"number": "2"},
        "settle_in_household": {"person": siti, "household": stage.people["house"]},
        "reveal_nik": {"person": siti, "purpose": "identity_check"},
        "form_group": GROUP,
        "join_group": {"group": melati, "person": siti, "on": TODAY},
        "leave_group": {"group": melati, "person": wulan, "on": TODAY},
        "name_group_officer": {"group": melati, "person": wulan, "role": "treasurer", "on": TODAY},
        "dissolve_group": {"group": melati, "on": TODAY, "reason": "selesai"},
        "take_office": {"person": siti, "office": "ups", "starts_on": TODAY},
        "end_office": {"term": stage.terms["Siti"], "on": TODAY},
        "add_login": {"person": siti, "username": "siti", "password": Password("empat-bebek-di-kali")},
        "block_login": {"username": "wulan", "reason": "telepon hilang"},
        "set_password": {"username": "wulan", "password": Password("empat-bebek-di-kali")},
        "found_board": BOARD,
        "add_area": AREA,
    }
    return bodies[act]


def named(value: object, stage: Stage) -> object:
    """Names of people in the table become their public ids."""
    if isinstance(value, str) and value in stage.people and value[0].isupper():
        return stage.people[value]
    if isinstance(value, list):
        return [{key: named(part, stage) for key, part in row.items()} for row in value]
    return value


def call(act: str, stage: Stage, changes: dict[str, object]) -> dict[str, Any]:
    """The act with a good body in which `changes` stand."""
    people = {"person", "sworn_before", "relations"}
    body = {**good(act, stage), **{k: named(v, stage) if k in people else v for k, v in changes.items()}}
    book = installation_book().pk if act in INSTALLATION else stage.book
    command: Command[Any] = getattr(services, act)
    return command(book=book, key=f"bad-{act}", actor=founding_actor(), at=stage.at, **body)


def counts() -> list[int]:
    return [m.objects.count() for m in (Person, Group, Membership, OfficeTerm, User)]


@pytest.mark.parametrize(("act", "number"), CASES, ids=[f"{act}-{number}" for act, number in CASES])
def test_a_bad_input_is_refused_with_its_code_and_changes_nothing(stage: Stage, act: str, number: int) -> None:
    changes, code = BAD[act][number]
    before, facts = counts(), Fact.objects.count()
    with pytest.raises(Problem) as refusal:
        call(act, stage, changes)
    assert refusal.value.code == code
    assert counts() == before
    assert list(Fact.objects.order_by("pk").values_list("kind", flat=True))[facts:] == ["CommandRefused"]


@pytest.mark.parametrize("act", [act for act in BAD if act not in {"welcome_person", "dissolve_group"}])
def test_the_same_act_with_nothing_wrong_goes_through(stage: Stage, act: str) -> None:
    assert call(act, stage, {})


def test_there_are_enough_bad_inputs_and_each_code_is_met() -> None:
    met = {code for cases in BAD.values() for _, code in cases}
    ours = {name for name, problem in REGISTRY.items() if problem.__module__.endswith("problems.community")}
    elsewhere = {
        "NikElsewhere", "GroupNotActive", "TermEnded", "CoordinatorPresent", "OwnOffice", "IdentityMissing",
        "KinshipKnown",
    }  # fmt: skip
    assert len(CASES) >= 150
    assert ours - met == elsewhere


def test_every_refusal_has_its_two_sentences() -> None:
    ours = {name for name, problem in REGISTRY.items() if problem.__module__.endswith("problems.community")}
    assert ours <= set(messages())


def test_an_area_under_its_parent_and_a_board_in_it(stage: Stage) -> None:
    call("add_area", stage, {"parent": "33.72"})
    made = services.found_board(
        book=installation_book().pk, key="b2", actor=founding_actor(), at=stage.at, **BOARD, area="33.72.05.1003/07"
    )
    assert made["code"] == "kampung-baru"


def test_a_board_is_not_founded_in_the_book_of_another(stage: Stage) -> None:
    with pytest.raises(Problem) as refusal:
        services.found_board(book=stage.book, key="b2", actor=founding_actor(), at=stage.at, **BOARD)
    assert refusal.value.code == "NotFound"

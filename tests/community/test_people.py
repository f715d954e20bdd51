"""People are registered once, their numbers sealed; a NIK is opened only by an act that leaves a fact."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from django.db import connection

from gulir.base.fields import SealBroken
from gulir.base.models import Fact, Reply, Secret
from gulir.community import services
from gulir.community.models import Household, Person, Resident
from gulir.community.people import nik_index, nik_of, phone_of
from gulir.community.queries import founding_actor, masked_nik, nik_revealed_to, people, person_for, person_of
from gulir.core.problems import community as refusals
from gulir.core.problems.access import NotAllowed, NotFound
from tests.community.attacks import try_sql
from tests.community.stage import Stage, empty_board, make_board, nik

pytestmark = pytest.mark.django_db
SITI = "3372015203800001"
PHONE = "+6281234567890"


@pytest.fixture
def stage() -> Stage:
    return make_board(logins=False)


def everything() -> str:
    """Every byte of every table, as the database gives it: nothing sealed may stand in it openly."""
    with connection.cursor() as cursor:
        told = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told.append(json.dumps(cursor.fetchall(), default=str))
    return "\n".join(told)


def test_nik_and_phone_stand_nowhere_openly(stage: Stage) -> None:
    person = stage.person("Ngatini", nik=SITI, phone="0812 3456 7890")
    stage.does("secretary", services.reveal_nik, person=person, purpose="identity_check")
    with pytest.raises(refusals.NikTaken):
        stage.person("Ngatini lagi", nik=SITI)
    row = Person.objects.get(pk=person)
    assert (nik_of(row), phone_of(row)) == (SITI, PHONE)
    text = everything()
    assert "Ngatini" in text
    assert SITI not in text
    assert PHONE not in text
    assert "081234567890" not in text


def test_the_search_for_open_numbers_would_find_one(stage: Stage) -> None:
    Person.objects.filter(pk=stage.people["Yuni"]).update(name=SITI)
    assert SITI in everything()


def test_a_nik_is_shown_masked(stage: Stage) -> None:
    row = Person.objects.get(pk=stage.person("Ngatini", nik=SITI))
    assert masked_nik(row) == "3372********0001"
    assert masked_nik(Person.objects.get(pk=stage.people["Yuni"])) == ""


def test_opening_a_nik_leaves_a_fact_and_shows_it_to_the_one_who_asked(stage: Stage) -> None:
    person = stage.person("Ngatini", nik=SITI)
    opened = stage.does("upk_manager", services.reveal_nik, person=person, purpose="survey")
    asked = {"book": stage.book, "sequence": opened["sequence"]}
    assert nik_revealed_to(actor=stage.actor("upk_manager"), **asked) == SITI
    for other in ("loan_officer", "coordinator"):
        with pytest.raises(NotFound):
            nik_revealed_to(actor=stage.actor(other), **asked)
    with pytest.raises(NotFound):
        nik_revealed_to(actor=stage.actor("upk_manager"), book=stage.book, sequence=1)
    fact = Fact.objects.get(kind="NikRevealed")
    assert fact.public == {"purpose": "survey"}
    assert fact.secret.private == {"person_id": str(person)}
    assert SITI not in json.dumps(list(Reply.objects.values_list("result", flat=True)))


@pytest.mark.parametrize("office", ["cashier", "bookkeeper", "trustee", "forum", "facilitator"])
def test_most_offices_open_no_nik(stage: Stage, office: str) -> None:
    person = stage.person("Ngatini", nik=SITI)
    with pytest.raises(NotAllowed):
        stage.does(office, services.reveal_nik, person=person, purpose="audit")


def test_a_nik_moved_to_another_person_does_not_open(stage: Stage) -> None:
    one, other = stage.person("Ngatini", nik=nik(1)), stage.person("Ngatinem", nik=nik(2))
    Person.objects.filter(pk=other).update(nik=Person.objects.get(pk=one).nik)
    with pytest.raises(SealBroken):
        nik_of(Person.objects.get(pk=other))


def test_one_nik_is_one_person_at_a_board(stage: Stage) -> None:
    stage.person("Ngatini", nik=SITI)
    with pytest.raises(refusals.NikTaken):
        stage.person("Ngatini", nik="3372-0152-0380-0001")


def test_at_another_board_nothing_is_told_but_that_there_is_one(stage: Stage) -> None:
    person = stage.person("Ngatini", nik=SITI)
    other = make_board("kampung-baru", logins=False, groups=False)
    with pytest.raises(refusals.NikElsewhere) as refusal:
        other.person("Ngatini", nik=SITI)
    assert refusal.value.facts == {}
    with pytest.raises(NotFound):
        person_of(other.book, person)
    assert not people(other.book, other.stands("secretary"), search="Ngatini").exists()


def test_who_holds_the_card_can_be_taken_in_by_another_board(stage: Stage) -> None:
    person = stage.person("Ngatini", nik=SITI)
    other = make_board("kampung-baru", logins=False, groups=False)
    for name, number in (("Ngatinem", SITI), ("Ngatini", nik(7))):
        with pytest.raises(refusals.NikNotOfThisName):
            other.does("secretary", services.welcome_person, name=name, nik=number)
    taken = other.does("secretary", services.welcome_person, name=" ngatini ", nik=SITI)
    assert taken["person"] == str(person)
    assert person_of(other.book, person).pk == person
    with pytest.raises(refusals.NikTaken):
        other.does("secretary", services.welcome_person, name="Ngatini", nik=SITI)


def test_the_database_holds_one_nik_to_one_person(stage: Stage) -> None:
    one, other = stage.person("Ngatini", nik=nik(1)), stage.person("Ngatinem", nik=nik(2))
    attack = "UPDATE community_person SET nik_index = %s WHERE id = %s"
    assert "nik" in try_sql(attack, [nik_index(nik(1)), other.hex])
    assert try_sql(attack, [nik_index(nik(3)), one.hex]) == ""


@pytest.mark.parametrize("attack", ["nik = ''", "nik_index = ''", "phone = ''", "sex = 'X'"])
def test_half_a_seal_is_refused_by_the_database(stage: Stage, attack: str) -> None:
    person = stage.person("Ngatini", nik=SITI, phone="081234567890")
    assert "a_" in try_sql(f"UPDATE community_person SET {attack} WHERE id = %s", [person.hex])


def test_a_correction_names_what_changed_and_no_value(stage: Stage) -> None:
    person = stage.person("Ngatini", phone="081234567890")
    changes = {"name": "Ngatini Lestari", "sex": "P", "nik": SITI, "phone": "0812-3456-7890", "rw": "7"}
    done = stage.does("secretary", services.correct_person, person=person, changes=changes)
    assert done["changed"] == ["name", "rw", "nik"]
    row = Person.objects.get(pk=person)
    assert (row.name, row.rw, nik_of(row), phone_of(row)) == ("Ngatini Lestari", "07", SITI, PHONE)
    private = Secret.objects.get(fact__kind="PersonChanged").private
    assert private["fields"] == ["name", "rw", "nik"]
    assert "Lestari" not in json.dumps(private)


def test_a_corrected_nik_of_someone_else_is_refused(stage: Stage) -> None:
    stage.person("Ngatini", nik=SITI)
    with pytest.raises(refusals.NikTaken):
        stage.does("secretary", services.correct_person, person=stage.people["Yuni"], changes={"nik": SITI})
    with pytest.raises(NotFound):
        stage.does("secretary", services.correct_person, person=stage.people["Yuni"], changes={"id": SITI})


def test_a_cashier_registers_nobody(stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        stage.does("cashier", services.register_person, name="Peminjam Bayangan", sex="L")


def test_a_founder_who_registers_themselves_stays_one_person() -> None:
    stage, founder = empty_board(), founding_actor()
    made = stage.does(founder, services.register_person, name="Bu Tini", sex="P", myself=True)
    assert UUID(made["person"]) == founder.person
    found = person_for(founder)
    assert found is not None
    assert found.name == "Bu Tini"
    with pytest.raises(refusals.NikTaken):
        stage.does(founder, services.register_person, name="Bu Tini lagi", sex="P", myself=True)


def test_a_household_has_its_people(stage: Stage) -> None:
    head = stage.people["Yuni"]
    house = UUID(
        stage.does("secretary", services.add_household, number="RT.02/17", rw="1", rt="2", head=head)["household"]
    )
    stage.does("secretary", services.settle_in_household, person=stage.people["Karti"], household=house)
    lives = stage.person("Ngatini", household=house)
    assert Household.objects.get(pk=house).rw == "01"
    assert set(Resident.objects.filter(household=house).values_list("person_id", flat=True)) == {
        head,
        stage.people["Karti"],
        lives,
    }
    with pytest.raises(refusals.HouseholdNumberTaken):
        stage.does("secretary", services.add_household, number="RT.02/17")


def test_a_household_of_another_board_is_refused_by_the_act_and_by_the_database(stage: Stage) -> None:
    other = make_board("kampung-baru", logins=False, groups=False)
    house = UUID(other.does("secretary", services.add_household, number="1")["household"])
    with pytest.raises(NotFound):
        stage.does("secretary", services.settle_in_household, person=stage.people["Yuni"], household=house)
    attack = "UPDATE community_resident SET household_id = %s WHERE person_id = %s"
    assert "residents_live_in_a_household_of_their_board" in try_sql(attack, [house.hex, stage.people["Yuni"].hex])


def test_a_member_sees_those_of_the_own_group_and_no_one_else(stage: Stage) -> None:
    names = [row.name for row in people(stage.book, stage.stands("Parti"))]
    assert names == ["Agus", "Karti", "Parti", "Sumi", "Yuni"]
    assert len(people(stage.book, stage.stands("loan_officer"))) > 20
    assert [row.name for row in people(stage.book, stage.stands("loan_officer"), search="yun")] == ["Yuni"]

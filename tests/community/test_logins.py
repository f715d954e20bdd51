"""A login is given to someone known, by someone who may, with a password nobody else ever sees."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from gulir.base.models import Actor, Fact, Reply, Secret
from gulir.base.plain import plain
from gulir.community import services
from gulir.community.models import User
from gulir.community.passwords import Password
from gulir.community.queries import actor_for_login, founding_actor, person_for
from gulir.core.problems import community as refusals
from gulir.core.problems.access import NotAllowed, NotFound, SecondPersonNeeded
from tests.community.attacks import try_sql
from tests.community.stage import PASSWORD, Stage, empty_board, make_board, nik

pytestmark = pytest.mark.django_db
GOOD = Password("tiga-ayam-di-kebun")


@pytest.fixture
def stage() -> Stage:
    return make_board(logins=False, groups=False)


def give(stage: Stage, name: str, by: str = "coordinator", username: str = "ngatini", **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"person": stage.people[name], "username": username, "password": GOOD, **more}
    return stage.does(by, services.add_login, **body)


def identified_by() -> list[str]:
    return [fact.public["identified_by"] for fact in Fact.objects.filter(kind="UserAdded")]


def test_whoever_has_a_nik_gets_a_login_and_can_use_it(stage: Stage) -> None:
    stage.person("Ngatini", nik=nik(1))
    made = give(stage, "Ngatini", username=" Ngatini ")
    assert authenticate(username="ngatini", password="tiga-ayam-di-kebun") == User.objects.get(pk=made["user"])
    assert identified_by() == ["nik"]
    actor = actor_for_login("NGATINI")
    assert actor.person == stage.people["Ngatini"]
    found = person_for(actor)
    assert found is not None
    assert found.name == "Ngatini"


def test_without_a_nik_a_second_person_must_have_seen_the_statement(stage: Stage) -> None:
    stage.person("Ngatini")
    with pytest.raises(refusals.IdentityMissing):
        give(stage, "Ngatini")
    for witness in ("Ngatini", "Bu Rahma"):
        with pytest.raises(SecondPersonNeeded):
            give(stage, "Ngatini", sworn_before=stage.people[witness])
    stage.person("Orang lewat")
    with pytest.raises(SecondPersonNeeded):
        give(stage, "Ngatini", sworn_before=stage.people["Orang lewat"])
    with pytest.raises(SecondPersonNeeded):  # a witness who has no login could never say so
        give(stage, "Ngatini", sworn_before=stage.people["Pak Slamet"])
    slamet = stage.actors["Pak Slamet"]
    User.objects.create_user(username="slamet", actor=slamet, person_id=stage.people["Pak Slamet"])
    give(stage, "Ngatini", sworn_before=stage.people["Pak Slamet"])
    assert identified_by() == ["sworn"]
    assert Fact.objects.get(kind="UserAdded").secret.private["witness_id"] == str(stage.people["Pak Slamet"])


def test_the_word_of_the_founder_is_enough_at_the_beginning_and_is_told() -> None:
    stage = empty_board()
    stage.person("Bu Rahma")
    stage.does(founding_actor(), services.add_login, person=stage.people["Bu Rahma"], username="rahma", password=GOOD)
    assert identified_by() == ["founder"]


def test_one_person_has_one_login_and_one_name_one_person(stage: Stage) -> None:
    stage.person("Ngatini", nik=nik(1))
    stage.person("Ngatinem", nik=nik(2))
    give(stage, "Ngatini")
    with pytest.raises(refusals.PersonHasLogin):
        give(stage, "Ngatini", username="lain.lagi")
    with pytest.raises(refusals.LoginTaken):
        give(stage, "Ngatinem", username="NGATINI")
    assert User.objects.count() == 1
    again = "INSERT INTO community_user SELECT * FROM (SELECT * FROM community_user LIMIT 1) AS one"
    assert try_sql(again) != ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kambing", "password_too_short"),
        ("password1", "password_too_common"),
        ("ngatini1", "password_too_similar"),
        ("12345678", "password_too_common"),
        ("", "password_too_short"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(stage: Stage, text: str, reason: str) -> None:
    stage.person("Ngatini", nik=nik(1))
    with pytest.raises(refusals.PasswordTooWeak) as refusal:
        give(stage, "Ngatini", password=Password(text))
    assert reason in refusal.value.facts["reasons"]


def test_a_password_is_in_nothing_that_is_kept_or_printed(stage: Stage) -> None:
    stage.person("Ngatini", nik=nik(1))
    give(stage, "Ngatini", password=Password("rahasia-sekali-ini"))
    kept = json.dumps(
        [*Reply.objects.values_list("result", flat=True), *Secret.objects.values_list("private", flat=True)]
    )
    assert "rahasia" not in kept + repr(Password("rahasia")) + str(plain(Password("rahasia")))
    other = Password("sama-sekali-lain")
    again = services.add_login(
        book=stage.book,
        key=Reply.objects.get(command="community.add_login").key,
        actor=stage.actors["Bu Rahma"],
        at=stage.at,
        person=stage.people["Ngatini"],
        username="ngatini",
        password=other,
    )
    assert again["login"] == "ngatini"
    assert authenticate(username="ngatini", password="sama-sekali-lain") is None


@pytest.mark.parametrize("office", ["upk_manager", "cashier", "bookkeeper", "overseer", "trustee", "facilitator"])
def test_only_coordinator_and_secretary_give_logins(stage: Stage, office: str) -> None:
    stage.person("Ngatini", nik=nik(1))
    with pytest.raises(NotAllowed):
        give(stage, "Ngatini", by=office)


def test_a_shut_login_acts_no_more_and_can_be_opened_with_a_new_password(stage: Stage) -> None:
    stage.person("Ngatini", nik=nik(1))
    give(stage, "Ngatini")
    with pytest.raises(refusals.ReasonMissing):
        stage.does("secretary", services.block_login, username="ngatini", reason=" ")
    stage.does("secretary", services.block_login, username="ngatini", reason="telepon hilang")
    with pytest.raises(NotFound):
        actor_for_login("ngatini")
    assert authenticate(username="ngatini", password="tiga-ayam-di-kebun") is None
    stage.does("secretary", services.set_password, username="ngatini", password=Password("empat-bebek-di-kali"))
    assert authenticate(username="ngatini", password="empat-bebek-di-kali") is not None


def test_the_logins_of_another_board_are_not_there(stage: Stage) -> None:
    other = make_board("kampung-baru")
    for act, more in (
        (services.block_login, {"reason": "iseng"}),
        (services.set_password, {"password": Password(PASSWORD)}),
    ):
        with pytest.raises(NotFound):
            stage.does("coordinator", act, username="siti.kampung-baru", **more)
    assert other.stands("Siti").offices == {"cashier"}


def test_two_logins_of_one_person_would_still_be_one_natural_person(stage: Stage) -> None:
    """Makers and checkers are compared by the person behind the actor."""
    second = Actor.objects.create(person=stage.people["Siti"], name="Siti lagi")
    stage.actors["Siti lagi"] = second
    assert stage.stands("Siti lagi") == stage.stands("Siti")


def test_a_login_speaks_a_known_language(stage: Stage) -> None:
    stage.person("Ngatini", nik=nik(1))
    give(stage, "Ngatini")
    assert "a_login_speaks_id_or_en" in try_sql("UPDATE community_user SET language = 'jv'")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE community_user SET language = 'en'")
    assert User.objects.get().language == "en"

"""What opens the books to someone takes two people: a sworn identity and a new password of someone in office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from gulir.base.models import Actor, Fact, Reply, Secret
from gulir.community import services
from gulir.community.models import LoginChange, User
from gulir.community.passwords import Password
from gulir.community.queries import login_changes, logins
from gulir.core.problems.access import NotAllowed, NotFound, SecondPersonNeeded
from gulir.core.problems.community import ReasonMissing
from tests.community.stage import PASSWORD, TODAY, Stage, make_board, nik

pytestmark = pytest.mark.django_db
NEW = "empat-bebek-di-kali"


@pytest.fixture
def stage() -> Stage:
    stage = make_board(groups=False)
    stage.person("Ngatini")
    return stage


def ask(stage: Stage, whose: str = "siti", by: str = "secretary") -> UUID:
    """Someone asks for a new password of an officer; it waits."""
    body: dict[str, Any] = {"username": f"{whose}.karang-anyar", "password": Password(NEW), "reason": "lupa"}
    return UUID(stage.does(by, services.set_password, **body)["change"])


def swear(stage: Stage, before: str = "Pak Slamet") -> UUID:
    """A login for someone without a NIK, on a statement sworn before a witness."""
    body: dict[str, Any] = {"person": stage.people["Ngatini"], "username": "ngatini", "password": Password(NEW)}
    stage.does("coordinator", services.add_login, **body, sworn_before=stage.people[before])
    return LoginChange.objects.get(user__username="ngatini").pk


def may_enter(login: str, password: str) -> bool:
    return authenticate(username=login, password=password) is not None


def test_a_new_password_of_an_officer_counts_only_when_a_second_person_confirms(stage: Stage) -> None:
    change = ask(stage)
    assert may_enter("siti.karang-anyar", PASSWORD)
    assert not may_enter("siti.karang-anyar", NEW)
    stage.does("coordinator", services.confirm_password, change=change)
    assert may_enter("siti.karang-anyar", NEW)
    assert not may_enter("siti.karang-anyar", PASSWORD)
    kinds = list(Fact.objects.filter(kind__startswith="Password").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["PasswordAsked", "PasswordChanged"]
    told = Fact.objects.get(kind="PasswordChanged").secret.private
    assert told["asked_by_id"] == str(stage.people["Bu Endang"])


@pytest.mark.parametrize("who", ["Bu Endang", "Siti"])
def test_neither_who_asked_nor_whose_it_is_confirms(stage: Stage, who: str) -> None:
    """The cashier may not confirm passwords at all; as a trustee she may, but not her own."""
    change = ask(stage, whose="tari" if who == "Siti" else "siti")
    name = "Tari" if who == "Siti" else who
    with pytest.raises(SecondPersonNeeded):
        stage.does(name, services.confirm_password, change=change)
    assert login_changes(stage.book, stage.stands(name)) == []
    assert LoginChange.objects.get().state == "waiting"


def test_the_same_person_behind_another_actor_is_not_a_second_person(stage: Stage) -> None:
    change = ask(stage)
    again = Actor.objects.create(person=stage.people["Bu Endang"], name="Endang lagi")
    with pytest.raises(SecondPersonNeeded):
        stage.does(again, services.confirm_password, change=change)


@pytest.mark.parametrize("office", ["cashier", "bookkeeper", "loan_officer", "facilitator", "auditor", "forum"])
def test_who_stands_too_near_or_too_far_does_not_confirm(stage: Stage, office: str) -> None:
    change = ask(stage, whose="darto")
    with pytest.raises(NotAllowed):
        stage.does(office, services.confirm_password, change=change)


@pytest.mark.parametrize("office", ["coordinator", "trustee", "upk_manager", "overseer"])
def test_each_of_these_may_be_the_second(stage: Stage, office: str) -> None:
    change = ask(stage)
    assert [row.pk for row in login_changes(stage.book, stage.stands(office))] == [change]
    stage.does(office, services.confirm_password, change=change)
    assert login_changes(stage.book, stage.stands(office)) == []


def test_nobody_asks_for_their_own(stage: Stage) -> None:
    with pytest.raises(SecondPersonNeeded):
        ask(stage, whose="endang", by="secretary")


def test_a_refused_password_is_forgotten_and_the_old_one_stays(stage: Stage) -> None:
    change = ask(stage)
    with pytest.raises(ReasonMissing):
        stage.does("coordinator", services.refuse_login_change, change=change, reason=" ")
    stage.does("coordinator", services.refuse_login_change, change=change, reason="Siti tidak memintanya")
    assert may_enter("siti.karang-anyar", PASSWORD)
    assert LoginChange.objects.get().password == ""
    with pytest.raises(NotFound):
        stage.does("coordinator", services.confirm_password, change=change)


def test_whoever_asked_may_take_it_back_and_a_bystander_may_not(stage: Stage) -> None:
    change = ask(stage)
    with pytest.raises(NotFound):
        stage.does("bookkeeper", services.refuse_login_change, change=change, reason="iseng")
    stage.does("secretary", services.refuse_login_change, change=change, reason="ternyata ingat")
    assert LoginChange.objects.get().state == "refused"


def test_asking_again_replaces_what_waited(stage: Stage) -> None:
    first, second = ask(stage), ask(stage, by="coordinator")
    with pytest.raises(NotFound):
        stage.does("coordinator", services.confirm_password, change=first)
    stage.does("secretary", services.confirm_password, change=second)
    assert [row.state for row in LoginChange.objects.order_by("asked_at", "pk")] == ["refused", "confirmed"]


def test_a_password_that_waits_is_in_no_reply_and_no_fact(stage: Stage) -> None:
    ask(stage)
    kept = str([*Reply.objects.values_list("result", flat=True), *Secret.objects.values_list("private", flat=True)])
    hashed = LoginChange.objects.get().password
    assert hashed
    assert NEW not in kept
    assert hashed not in kept


def test_a_board_that_only_knows_someone_has_no_right_over_the_login_with_which_they_serve_another(
    stage: Stage,
) -> None:
    """Bu Rahma's board takes Siti of Kampung Baru in as a resident: her login stays Kampung Baru's business."""
    from gulir.community.models import Resident

    other = make_board("kampung-baru", groups=False)
    Resident.objects.create(book_id=stage.book, person_id=other.people["Siti"], since=TODAY)
    acts: list[tuple[Any, dict[str, Any]]] = [
        (services.set_password, {"password": Password(NEW)}),
        (services.block_login, {"reason": "x"}),
    ]
    for act, more in acts:
        with pytest.raises(NotAllowed):
            stage.does("coordinator", act, username="siti.kampung-baru", **more)
    other.does("coordinator", services.block_login, username="siti.kampung-baru", reason="telepon hilang")
    row = next(row for row in logins(stage.book, TODAY) if row.login == "siti.kampung-baru")
    assert row.elsewhere


def test_another_board_confirms_nothing_here(stage: Stage) -> None:
    other, change = make_board("kampung-baru", groups=False), ask(stage)
    acts: list[tuple[Any, dict[str, Any]]] = [
        (services.confirm_password, {}),
        (services.refuse_login_change, {"reason": "iseng"}),
    ]
    for act, more in acts:
        with pytest.raises(NotFound):
            other.does("coordinator", act, change=change, **more)


# ---------------------------------------------------------------- sworn before a witness


def test_a_sworn_login_stays_shut_until_the_witness_says_so(stage: Stage) -> None:
    change = swear(stage)
    assert not may_enter("ngatini", NEW)
    stage.does("overseer", services.witness_login, change=change)
    assert may_enter("ngatini", NEW)
    assert Fact.objects.filter(kind="LoginWitnessed").count() == 1


@pytest.mark.parametrize("who", ["Bu Rahma", "Bu Endang", "Wulan", "Tari"])
def test_nobody_else_speaks_for_the_witness(stage: Stage, who: str) -> None:
    change = swear(stage)
    with pytest.raises(NotFound):
        stage.does(who, services.witness_login, change=change)
    assert not may_enter("ngatini", NEW)


def test_a_new_password_does_not_go_around_the_witness(stage: Stage) -> None:
    change = swear(stage)
    stage.does("secretary", services.set_password, username="ngatini", password=Password("lima-kucing-di-atap"))
    assert not may_enter("ngatini", "lima-kucing-di-atap")
    stage.does("overseer", services.witness_login, change=change)
    assert may_enter("ngatini", "lima-kucing-di-atap")


def test_a_witness_who_saw_nothing_refuses_and_the_login_stays_shut(stage: Stage) -> None:
    change = swear(stage)
    stage.does("overseer", services.refuse_login_change, change=change, reason="saya tidak melihatnya")
    with pytest.raises(NotFound):
        stage.does("overseer", services.witness_login, change=change)
    assert not may_enter("ngatini", NEW)


def test_a_refused_statement_is_not_opened_by_a_new_password(stage: Stage) -> None:
    change = swear(stage)
    stage.does("overseer", services.refuse_login_change, change=change, reason="saya tidak melihatnya")
    body: dict[str, Any] = {"username": "ngatini", "password": Password("lima-kucing-di-atap")}
    stage.does("secretary", services.set_password, **body)
    assert not may_enter("ngatini", "lima-kucing-di-atap")
    stage.does(
        "secretary", services.correct_person, person=stage.people["Ngatini"], changes={"nik": nik(3)}
    )  # now the card itself was seen
    stage.does("secretary", services.set_password, **body)
    assert may_enter("ngatini", "lima-kucing-di-atap")


def test_whoever_holds_the_cash_is_no_witness(stage: Stage) -> None:
    with pytest.raises(SecondPersonNeeded):
        swear(stage, before="Siti")


# ---------------------------------------------------------------- the database


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "lain"},
        {"kind": "sworn"},
        {"kind": "password", "state": "confirmed"},
        {"kind": "password", "state": "confirmed", "decided": "Bu Endang"},
        {"kind": "password", "state": "confirmed", "decided": "Tari", "password": "kept"},
        {"kind": "password", "state": "besok"},
    ],
)
def test_the_database_keeps_the_shape(stage: Stage, wrong: dict[str, str]) -> None:
    row: dict[str, Any] = dict(wrong)
    if decided := row.pop("decided", ""):
        row |= {"decided_by": stage.actors[decided], "decided_at": stage.at}
    user = User.objects.get(username="siti.karang-anyar")
    common: dict[str, Any] = {"book_id": stage.book, "user": user, "asked_by": stage.actors["Bu Endang"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        LoginChange.objects.create(**common, asked_at=stage.at, **row)
    LoginChange.objects.create(**common, asked_at=stage.at, kind="password", password="kept")


def test_logins_are_read_in_a_fixed_number_of_statements(stage: Stage, django_assert_num_queries: Any) -> None:
    ask(stage)
    with django_assert_num_queries(3):
        rows = logins(stage.book, TODAY)
    siti = next(row for row in rows if row.name == "Siti")
    assert siti.offices == ("cashier",)
    assert siti.waiting == ("password",)
    assert siti.open
    assert not siti.elsewhere

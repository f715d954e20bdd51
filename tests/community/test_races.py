"""Many at once: one coordinator, one cashier who is not the bookkeeper, one NIK, one login name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gulir.base.models import Actor, Book
from gulir.community import services
from gulir.community.models import OfficeTerm, Person, User
from gulir.community.passwords import Password
from gulir.community.queries import founding_actor, installation_book
from gulir.core.problems import Problem
from tests.community.stage import TODAY, Stage, empty_board, make_board, nik
from tests.races import at_once


def codes(answers: Sequence[object]) -> list[str]:
    """The code of each refusal, `done` for each that went through."""
    return sorted(a.code if isinstance(a, Problem) else "done" if isinstance(a, dict) else repr(a) for a in answers)


def taking(stage: Stage, name: str, office: str, by: str = "secretary") -> Callable[[], object]:
    def take() -> object:
        return stage.does(by, services.take_office, person=stage.people[name], office=office, starts_on=TODAY)

    return take


def test_two_coordinators_at_once_are_one(fresh_database: str) -> None:
    stage = make_board(logins=False, groups=False)
    stage.does("secretary", services.end_office, term=stage.terms["Bu Rahma"], on=TODAY)
    answers = at_once([taking(stage, name, "coordinator") for name in ("Tari", "Pak Karno", "Bu Lastri", "Pak Wiryo")])
    assert codes(answers) == ["CoordinatorPresent"] * 3 + ["done"]
    assert OfficeTerm.objects.filter(office="coordinator", starts_on=TODAY).count() == 1


def test_cash_and_books_given_to_one_person_at_once_are_not_both_given(fresh_database: str) -> None:
    stage = make_board(logins=False, groups=False)
    stage.person("Anton", "L")
    answers = at_once([taking(stage, "Anton", office) for office in ("cashier", "bookkeeper") * 3])
    assert codes(answers).count("done") == 1
    assert set(codes(answers)) == {"done", "OfficesIncompatible", "OfficeHeldAlready"}


def test_the_database_alone_would_refuse_them_too(fresh_database: str) -> None:
    """Rows written beside the acts, each in a transaction of its own: one goes in, whoever comes first."""
    stage = make_board(logins=False, groups=False)
    stage.person("Anton", "L")

    def write(office: str) -> Callable[[], object]:
        return lambda: OfficeTerm.objects.create(
            book_id=stage.book, person_id=stage.people["Anton"], office=office, starts_on=TODAY
        )

    answers = at_once([write(office) for office in ("cashier", "bookkeeper") * 4])
    written = [a for a in answers if isinstance(a, OfficeTerm)]
    assert len(written) == OfficeTerm.objects.filter(person=stage.people["Anton"]).count() == 1


def test_two_boards_that_register_one_nik_at_once_make_one_person(fresh_database: str) -> None:
    stages = [make_board(code, logins=False, groups=False) for code in ("karang-anyar", "kampung-baru")]

    def register(stage: Stage) -> Callable[[], object]:
        return lambda: stage.does("secretary", services.register_person, name="Ngatini", sex="P", nik=nik(1))

    answers = at_once([register(stage) for stage in stages * 3])
    assert codes(answers).count("done") == 1
    assert set(codes(answers)) <= {"done", "NikTaken", "NikElsewhere"}
    assert Person.objects.filter(name="Ngatini").count() == 1


def test_one_login_name_wanted_by_two_boards_at_once_is_given_once(fresh_database: str) -> None:
    stages = [make_board(code, logins=False, groups=False) for code in ("karang-anyar", "kampung-baru")]
    for number, stage in enumerate(stages, start=1):
        stage.person("Ngatini", nik=nik(number))

    def give(stage: Stage) -> Callable[[], object]:
        body: dict[str, Any] = {
            "person": stage.people["Ngatini"],
            "username": "ngatini",
            "password": Password("tiga-ayam-di-kebun"),
        }
        return lambda: stage.does("secretary", services.add_login, **body)

    assert codes(at_once([give(stage) for stage in stages])) == ["LoginTaken", "done"]
    assert User.objects.filter(username="ngatini").count() == 1


def test_the_founding_actor_is_one_whoever_asks_first(fresh_database: str) -> None:
    made = at_once([founding_actor] * 8)
    actors = [actor for actor in made if isinstance(actor, Actor)]
    assert len(actors) == 8
    assert len({actor.pk for actor in actors}) == len({actor.person for actor in actors}) == 1
    assert len({book.pk for book in at_once([installation_book] * 4) if isinstance(book, Book)}) == 1


def test_a_board_code_is_founded_once(fresh_database: str) -> None:
    def found() -> object:
        return empty_board("karang-anyar")

    answers = at_once([found] * 4)
    assert all(isinstance(a, Stage) for a in answers), answers
    assert len({a.book for a in answers if isinstance(a, Stage)}) == 1

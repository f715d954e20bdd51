"""Two groups that give early warnings: one saves no more, then meets no more; one that pays late gets a new chair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gulir.cli.demo.calendar import month, work_day
from gulir.cli.demo.office import Happening, Office
from gulir.cli.demo.village import GROUPS
from gulir.community.models import Person
from gulir.community.queries import actor_for_person
from gulir.community.services import name_group_officer
from gulir.mentoring import services as mentoring
from gulir.mentoring.services import Came, Money, Said, Sheet

__all__ = ["faltering"]

STOPS, LATE = 9, 6
"""The KSM that stops to meet, and the one that is in arrears."""
RULES = {
    "every": "month", "savings": 5_000, "fine": 0, "quorum_percent": 60, "loan_most": 100_000, "loan_months": 3,
    "loan_jasa_bp": 100,
}  # fmt: skip
MEETS = (18, 19, 20)
"""June, July and August 2026; only at the first of them its members save."""
NEW_CHAIR = date(2026, 10, 20)


def faltering() -> Iterator[Happening]:
    """Rules in May, three meetings, then none; in October another KSM's chair hands over."""
    yield work_day(month(MEETS[0] - 1) + timedelta(days=21)), _agree
    for number in MEETS:
        day = work_day(month(number) + timedelta(days=12))
        yield day, lambda office, n=number: _meet(office, n)  # type: ignore[misc]
    yield work_day(NEW_CHAIR), _hand_over


def _agree(office: Office) -> None:
    code = GROUPS[STOPS][0]
    chair = office.members(code)[0]
    office.actors["second_chair"] = actor_for_person(Person.objects.get(pk=chair.person))
    office.do("second_chair", mentoring.agree_on_rules, group=office.groups[code], starts_on=month(MEETS[0]), **RULES)


def _meet(office: Office, number: int) -> None:
    code = GROUPS[STOPS][0]
    people = office.members(code)
    saves = number == MEETS[0]
    money = [Money(kind="savings", amount=5_000, person=row.person) for row in people] if saves else []
    talk = Said(topic="loans", said="Angsuran") if saves else Said(topic="savings", said="Dagangan sepi, ditunda")
    office.do(
        "second_chair", mentoring.hold_meeting, group=office.groups[code], on=office.today,
        sheet=Sheet(
            attendance=[Came(person=row.person, came="present") for row in people], money=money, agenda=[talk],
            counted=5_000 * len(people), place="Teras rumah ketua",
        ),
    )  # fmt: skip


def _hand_over(office: Office) -> None:
    code = GROUPS[LATE][0]
    people = office.members(code)
    for place, role in ((0, "member"), (3, "chair")):
        office.do(
            "facilitator", name_group_officer, group=office.groups[code], person=people[place].person, role=role,
            on=office.today,
        )  # fmt: skip
    office.seats.pop(code)

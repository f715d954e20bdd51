"""Whom the members of a KSM would ask for help: kept round by round, figures for many, names for its own people."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.base.models import Book, Fact
from gulir.community.models import Person
from gulir.community.queries import standing
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.community import NotAMember
from gulir.core.problems.welfare import HelpAskedTwice, HelpFromOneself, HelpNamesTooMany, HelpRepeated, HelpTooFew
from gulir.mentoring.models import HelpAnswer, HelpRound, HelpTie
from gulir.mentoring.queries.network import help_network
from gulir.mentoring.services import WouldAsk, keep_network
from tests.mentoring.direct_sql import drop, write
from tests.mentoring.stage import FIRST

pytestmark = pytest.mark.django_db


def asks(ksm, **named):
    """`Yuni="Karti Sumi"`: whom each would ask, by name; `outside_…` counts others."""
    return [
        WouldAsk(person=ksm.who(name), named=[ksm.who(other) for other in whom.split()]) for name, whom in named.items()
    ]


def keep(ksm, who="facilitator", reason="", answers=None, **named):
    given = answers if answers is not None else asks(ksm, **named)
    return UUID(ksm.do(who, keep_network, group=ksm.group, answers=given, reason=reason)["round"])


def see(ksm, who):
    actor = ksm.stage.actors.get(who) or ksm.stage.actor(who)
    eyes = standing(actor.pk, ksm.stage.book, ksm.day)
    return help_network(ksm.stage.book, ksm.group, eyes, on=ksm.day)


# ---------------------------------------------------------------- it happens


def test_a_round_is_kept_and_read_before_and_after(ksm):
    keep(ksm, Yuni="Karti", Karti="", Sumi="", Parti="")
    assert see(ksm, "facilitator").after is None
    ksm.day = FIRST + timedelta(days=365)
    keep(ksm, Yuni="Karti Sumi", Karti="Yuni", Sumi="Yuni Karti", Agus="Yuni")
    found = see(ksm, "facilitator")
    assert (found.before.asked, found.after.asked) == (3, 3)  # who was asked only once is left out of both
    assert (found.before.density_percent, found.after.density_percent) == (Fraction(100, 3), 100)
    assert [len(one.alone) for one in (found.before, found.after)] == [1, 0]
    fact = Fact.objects.filter(book_id=ksm.stage.book, kind="HelpNetworkKept").first()
    assert fact.public == {"group": "Melati", "on": FIRST.isoformat()}


def test_names_are_read_by_the_ksm_and_its_facilitator_alone(ksm):
    answers = [WouldAsk(person=ksm.who("Yuni"), named=[ksm.who("Karti")], outside=2), *asks(ksm, Sumi="", Karti="")]
    keep(ksm, answers=answers)
    for who in ("facilitator", "Yuni", "Sumi"):
        found = see(ksm, who)
        assert [(one.name, one.named, one.outside) for one in found.told][2] == ("Yuni", ("Karti",), 2)
        assert found.alone == ("Sumi",)
    for who in ("overseer", "trustee", "upk_manager", "loan_officer"):
        found = see(ksm, who)
        assert (found.told, found.alone) == ((), ())
        assert found.before.density_percent == Fraction(100, 3)
    for who in ("cashier", "Tini"):
        with pytest.raises(NotFound):
            see(ksm, who)


def test_poor_members_are_reached_when_somebody_names_them(ksm):
    Person.objects.filter(pk__in=[ksm.who("Agus"), ksm.who("Parti")]).update(poor_listed=True)
    Person.objects.filter(pk=ksm.who("Yuni")).update(poor_listed=False)
    keep(ksm, Yuni="Agus", Agus="Yuni", Parti="Yuni")
    found = see(ksm, "overseer").before
    assert (found.poor, found.poor_reached) == (2, 1)


def test_the_same_key_twice_is_one_round(ksm):
    body = {"group": ksm.group, "answers": asks(ksm, Yuni="Karti", Karti="")}
    first, second = (ksm.do("facilitator", keep_network, key="same", **body) for _ in range(2))
    assert first == second
    assert HelpRound.objects.count() == 1


def test_twice_a_day_needs_a_reason(ksm):
    keep(ksm, Yuni="Karti", Karti="")
    with pytest.raises(HelpRepeated):
        keep(ksm, Yuni="Karti", Karti="")
    keep(ksm, reason="Sumi baru datang", Yuni="Karti", Karti="", Sumi="Yuni")
    assert HelpRound.objects.count() == 2


@pytest.mark.parametrize("who", ["cashier", "overseer", "trustee", "loan_officer", "Parti", "Tini"])
def test_only_officers_of_the_ksm_and_the_facilitator_keep_it(ksm, who):
    with pytest.raises(NotAllowed):
        keep(ksm, who, Yuni="Karti", Karti="")
    keep(ksm, "Yuni", Yuni="Karti", Karti="")


def test_answers_that_are_not_right_are_refused_and_nothing_is_kept(ksm):
    yuni, karti, sumi, tini = (ksm.who(name) for name in ("Yuni", "Karti", "Sumi", "Tini"))
    parti, agus = ksm.who("Parti"), ksm.who("Agus")
    other = WouldAsk(person=karti)
    for answers, refusal in (
        ([], HelpTooFew),
        ([other], HelpTooFew),
        ([other, other], HelpAskedTwice),
        ([other, WouldAsk(person=yuni, named=[yuni])], HelpFromOneself),
        ([other, WouldAsk(person=yuni, named=[sumi, sumi])], HelpFromOneself),
        ([other, WouldAsk(person=yuni, named=[karti, sumi, parti, agus])], HelpNamesTooMany),
        ([other, WouldAsk(person=yuni, named=[karti, sumi], outside=2)], HelpNamesTooMany),
        ([other, WouldAsk(person=yuni, outside=-1)], HelpNamesTooMany),
        ([other, WouldAsk(person=tini)], NotAMember),
        ([other, WouldAsk(person=yuni, named=[tini])], NotAMember),
    ):
        with pytest.raises(refusal):
            keep(ksm, answers=answers)
    with pytest.raises(NoteTooLong):
        keep(ksm, reason="x" * 201, Yuni="", Karti="")
    assert not HelpRound.objects.exists()
    assert not HelpAnswer.objects.exists()
    assert not HelpTie.objects.exists()


def test_a_ksm_that_was_never_asked_has_no_network(ksm):
    found = see(ksm, "overseer")
    assert (found.before, found.after, found.rounds) == (None, None, ())


# ---------------------------------------------------------------- the database as the last witness


def by_hand(ksm, *, people=("Yuni", "Karti"), ties=(("Yuni", "Karti"),), **more):
    """A round as an attacker would write it; right unless something is changed."""
    given = {
        "id": new_id(), "book_id": ksm.stage.book, "group_id": ksm.group, "number": 1, "asked_on": FIRST.isoformat(),
        "asked": 2, "reason": "", "kept_by_id": ksm.stage.actor("facilitator").pk,
        "kept_at": "2026-03-02 05:00:00+00:00", **more,
    }  # fmt: skip
    with transaction.atomic():
        for name in people:
            write("helpanswer", round_id=given["id"], person_id=ksm.who(name), outside=0)
        for one, other in ties:
            write("helptie", round_id=given["id"], person_id=ksm.who(one), named_id=ksm.who(other), place=1)
        write("helpround", **given)


def test_a_right_round_goes_in_by_hand_too(ksm):
    by_hand(ksm)
    assert HelpRound.objects.count() == 1


def attack_with_a_gap(ksm):
    return {"number": 2}


def attack_backwards(ksm):
    ksm.a_week_later()
    keep(ksm, Yuni="Karti", Karti="")
    return {"number": 2, "reason": "x"}


def attack_by_counting_wrong(ksm):
    return {"asked": 5}


def attack_from_another_book(ksm):
    return {"book_id": Book.objects.exclude(pk=ksm.stage.book).values_list("pk", flat=True)[0]}


def attack_with_a_stranger(ksm):
    return {"people": ("Yuni", "Tini"), "ties": ()}


def attack_naming_a_stranger(ksm):
    return {"ties": (("Yuni", "Tini"),)}


def attack_by_who_was_not_asked(ksm):
    return {"ties": (("Sumi", "Karti"),)}


@pytest.mark.parametrize(
    ("guard", "attack"),
    [
        ("rounds_of_help_follow_each_other", attack_with_a_gap),
        ("rounds_of_help_follow_each_other", attack_backwards),
        ("a_round_counts_who_was_asked", attack_by_counting_wrong),
        ("a_round_of_help_stays_in_its_ksm", attack_from_another_book),
        ("a_round_of_help_stays_in_its_ksm", attack_with_a_stranger),
        ("a_round_of_help_stays_in_its_ksm", attack_naming_a_stranger),
        ("a_round_of_help_stays_in_its_ksm", attack_by_who_was_not_asked),
    ],
)
def test_the_database_keeps_no_false_round(ksm, guard, attack):
    values = attack(ksm)
    with pytest.raises(DatabaseError, match=guard):
        by_hand(ksm, **values)
    drop(guard, "helpround")
    by_hand(ksm, **values)  # the control: only the guard held it back


@pytest.mark.parametrize(
    ("guard", "table", "values"),
    [
        ("a_kept_round_takes_no_answer", "helpanswer", {"person_id": "Sumi", "outside": 0}),
        ("a_kept_round_takes_no_tie", "helptie", {"person_id": "Karti", "named_id": "Sumi", "place": 1}),
    ],
)
def test_a_kept_round_takes_nothing_more(ksm, guard, table, values):
    key = keep(ksm, Yuni="Karti", Karti="")
    named = {name: ksm.who(value) if isinstance(value, str) else value for name, value in values.items()}
    with pytest.raises(DatabaseError, match=guard):
        write(table, round_id=key, **named)
    drop(guard, table)
    write(table, round_id=key, **named)  # the control


@pytest.mark.parametrize("table", ["helpround", "helpanswer", "helptie"])
def test_nothing_of_a_round_is_changed_or_deleted(ksm, table):
    keep(ksm, Yuni="Karti", Karti="")
    for statement in (f"UPDATE mentoring_{table} SET id = id", f"DELETE FROM mentoring_{table}"):
        with (
            pytest.raises(DatabaseError, match=f"rows_of_mentoring_{table}_are_never_(changed|deleted)"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

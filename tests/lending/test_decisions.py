"""Two signatures by two people, neither who visited, under exactly what was shown (R18); one's own go to the board."""

from __future__ import annotations

from uuid import UUID

import pytest

from gulir.base.models import Actor, Fact
from gulir.community.models import Kinship, Membership, OfficeTerm, Person
from gulir.core.approval import shown_digest
from gulir.core.problems.access import NotAllowed
from gulir.core.problems.books import InterestedMustStepAside
from gulir.core.problems.lending import (
    ApplicationChanged,
    BoardDecisionMissing,
    SignedAlready,
    StepNotNext,
    VerifierSigns,
)
from gulir.governance import services as governance
from gulir.governance.models import AgendaItem
from gulir.lending import services as lending
from gulir.lending.models import Application, ApplicationShare, Signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def visited(fund):
    """An application that waits for its two signatures."""
    return fund.verify(fund.apply())


def digest(application):
    return shown_digest(lending.shown(Application.objects.select_related("group", "product").get(pk=application)))


@pytest.mark.parametrize("order", [("upk_manager", "coordinator"), ("coordinator", "upk_manager")])
def test_it_is_approved_by_manager_and_coordinator_in_any_order(fund, visited, order):
    states = [fund.sign(visited, who)["state"] for who in order]
    assert states == ["verified", "approved"]
    asked = Application.objects.get(pk=visited)
    assert (asked.decided, asked.decided_on) == (5_000_000, fund.today)
    assert set(asked.shares.values_list("decided", flat=True)) == {1_000_000}


def test_it_is_told_once_when_it_is_decided(fund, visited):
    fund.sign(visited, "upk_manager")
    assert not Fact.objects.filter(kind="ApplicationDecided").exists()
    fund.sign(visited, "coordinator")
    assert Fact.objects.get(kind="ApplicationDecided").public["decided"] == 5_000_000


def test_nobody_signs_twice(fund, visited):
    fund.sign(visited, "upk_manager")
    with pytest.raises(SignedAlready):
        fund.sign(visited, "upk_manager")


def test_two_managers_are_not_manager_and_coordinator(fund, visited):
    """The second signature comes from the other office."""
    second = Person.objects.create(name="Bu Manajer Dua", sex="P").pk
    OfficeTerm.objects.create(book_id=fund.book, person_id=second, office="upk_manager", starts_on=fund.today)
    fund.stage.actors["Bu Manajer Dua"] = Actor.objects.create(person=second, name="Bu Manajer Dua")
    fund.sign(visited, "upk_manager")
    assert fund.sign(visited, "Bu Manajer Dua")["state"] == "verified"


def test_what_changed_since_it_was_shown_is_not_signed(fund, visited):
    seen = digest(visited)
    ApplicationShare.objects.filter(application=visited, pk=min(
        ApplicationShare.objects.filter(application=visited).values_list("pk", flat=True)
    )).update(verified=900_000)  # fmt: skip
    with pytest.raises(ApplicationChanged):
        fund.do("upk_manager", lending.sign_application, application=visited, digest=seen)


@pytest.mark.parametrize("wrong", ["", "0" * 64, "digest"])
def test_another_digest_is_not_signed(fund, visited, wrong):
    with pytest.raises(ApplicationChanged):
        fund.do("upk_manager", lending.sign_application, application=visited, digest=wrong)
    assert not Signature.objects.exists()


def test_a_manager_who_took_the_application_does_not_sign_it(fund):
    shares = [lending.AskedShare(person=fund.stage.people["Yuni"], amount=500_000)]
    made = fund.do(
        "upk_manager", lending.submit_application, group=fund.stage.groups["Melati"], product=fund.product,
        shares=shares, purpose="Warung",
    )  # fmt: skip
    application = fund.verify(UUID(made["application"]))
    with pytest.raises(VerifierSigns):
        fund.sign(application, "upk_manager")


def test_a_second_login_of_the_visitor_signs_no_more_than_the_first(fund, visited):
    """People are compared, not logins: the loan officer, made manager too late, still does not sign."""
    joko = fund.stage.people["Joko"]
    OfficeTerm.objects.create(book_id=fund.book, person_id=joko, office="upk_manager", starts_on=fund.today)
    fund.stage.actors["Joko 2"] = Actor.objects.create(person=joko, name="Joko lagi")
    with pytest.raises(VerifierSigns):
        fund.sign(visited, "Joko 2")


def test_whoever_is_related_to_a_borrower_steps_aside(fund):
    one, other = sorted([fund.stage.people["Bu Rahma"], fund.stage.people["Yuni"]])
    Kinship.objects.create(book_id=fund.book, one_id=one, other_id=other, relation="parent", declared_on=fund.today)
    visited = fund.verify(fund.apply())
    with pytest.raises(InterestedMustStepAside):
        fund.sign(visited, "coordinator")
    with pytest.raises(InterestedMustStepAside):
        fund.do("coordinator", lending.reject_application, application=visited, reason="Tidak suka")


@pytest.mark.parametrize("who", ["cashier", "bookkeeper", "loan_officer", "secretary", "overseer", "Tari", "Yuni"])
def test_others_do_not_sign(fund, visited, who):
    with pytest.raises(NotAllowed):
        fund.sign(visited, who)


def test_what_is_not_visited_is_not_signed(fund):
    application = fund.apply()
    with pytest.raises(StepNotNext):
        fund.sign(application, "upk_manager")


# ---------------------------------------------------------------- loans to one's own (R17)


@pytest.fixture
def of_one_s_own(fund):
    """A trustee of the board is a member of Melati and borrows with it."""
    tari = fund.stage.people["Tari"]
    Membership.objects.create(
        book_id=fund.book, group_id=fund.stage.groups["Melati"], person_id=tari, starts_on=fund.today
    )
    people = [fund.stage.people["Yuni"], tari]
    shares = [lending.AskedShare(person=person, amount=1_000_000) for person in people]
    made = fund.do(
        "loan_officer", lending.submit_application, group=fund.stage.groups["Melati"], product=fund.product,
        shares=shares, purpose="Warung",
    )  # fmt: skip
    return fund.verify(UUID(made["application"]))


def test_a_loan_to_a_trustee_waits_on_the_agenda_with_them_as_party(fund, of_one_s_own):
    item = AgendaItem.objects.get(book_id=fund.book, subject_kind="loan_application", status="waiting")
    assert item.subject_id == str(of_one_s_own)
    assert list(item.parties.values_list("person_id", flat=True)) == [fund.stage.people["Tari"]]


def test_it_is_not_approved_without_the_board(fund, of_one_s_own):
    fund.sign(of_one_s_own, "upk_manager")
    with pytest.raises(BoardDecisionMissing):
        fund.sign(of_one_s_own, "coordinator")
    assert Application.objects.get(pk=of_one_s_own).state == "verified"


def test_with_the_board_s_decision_it_is_approved_and_names_it(fund, of_one_s_own):
    number = decide(fund, AgendaItem.objects.get(subject_kind="loan_application", status="waiting"))
    fund.sign(of_one_s_own, "upk_manager")
    assert fund.sign(of_one_s_own, "coordinator")["state"] == "approved"
    assert Fact.objects.get(kind="ApplicationDecided").public["decision"] == number


def test_a_relative_of_the_cashier_is_one_s_own_too(fund):
    one, other = sorted([fund.stage.people["Siti"], fund.stage.people["Yuni"]])
    Kinship.objects.create(book_id=fund.book, one_id=one, other_id=other, relation="sibling", declared_on=fund.today)
    visited = fund.verify(fund.apply())
    fund.sign(visited, "upk_manager")
    with pytest.raises(BoardDecisionMissing):
        fund.sign(visited, "coordinator")


def test_an_ordinary_loan_needs_no_meeting(fund, visited):
    assert not AgendaItem.objects.filter(subject_kind="loan_application").exists()


def test_an_application_that_ended_leaves_the_agenda(fund, of_one_s_own):
    fund.do("upk_manager", lending.reject_application, application=of_one_s_own, reason="Belum waktunya")
    assert not AgendaItem.objects.filter(subject_kind="loan_application", status="waiting").exists()


def decide(fund, item):
    """The full board meets and approves; Tari, who borrows, steps aside."""
    people = fund.stage.people
    present = [
        governance.Present(name=name, sex="P", person=people[name])
        for name in ("Bu Rahma", "Pak Karno", "Bu Lastri", "Pak Wiryo", "Tari")
    ]
    held = fund.do(
        "secretary", governance.hold_meeting, kind="board", held_on=fund.today, invited=5, attendance=present,
        place="Balai", chair="Bu Rahma",
    )  # fmt: skip
    return fund.do(
        "secretary", governance.decide, meeting=UUID(held["meeting"]), agenda=item.pk, digest=item.digest,
        outcome="approved", interests={str(people["Tari"]): "peminjam"},
    )["number"]  # fmt: skip

"""Kin is declared once for each pair, and from then on nobody decides about their own."""

from __future__ import annotations

import pytest

from gulir.base.models import Fact
from gulir.community import services as community
from gulir.community.models import Kinship
from gulir.community.queries import relatives
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.community import KinshipKnown, RelationUnclear
from tests.lending.stage import make_fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund(db):
    return make_fund()


def declare(fund, one="Yuni", other="Bu Rahma", relation="sibling", who="loan_officer"):
    people = fund.stage.people
    return fund.do(who, community.declare_kin, person=people[one], other=people[other], relation=relation)


def test_it_holds_for_both(fund):
    declare(fund)
    yuni, rahma = fund.stage.people["Yuni"], fund.stage.people["Bu Rahma"]
    assert rahma in relatives(fund.book, yuni)
    assert yuni in relatives(fund.book, rahma)


@pytest.mark.parametrize(("one", "other"), [("Yuni", "Bu Rahma"), ("Bu Rahma", "Yuni")])
def test_a_mother_is_a_mother_from_either_side(fund, one, other):
    declare(fund, one, other, "parent")
    row = Kinship.objects.get()
    elder = fund.stage.people[one]
    assert row.relation == ("parent" if row.one_id == elder else "child")


def test_it_is_declared_once(fund):
    declare(fund)
    with pytest.raises(KinshipKnown):
        declare(fund, "Bu Rahma", "Yuni", "child")
    assert Kinship.objects.count() == 1


@pytest.mark.parametrize(("other", "relation"), [("Bu Rahma", "cousin"), ("Bu Rahma", ""), ("Yuni", "sibling")])
def test_another_word_and_oneself_are_refused(fund, other, relation):
    with pytest.raises(RelationUnclear):
        declare(fund, "Yuni", other, relation)


def test_it_is_told_without_names(fund):
    declare(fund)
    assert set(Fact.objects.get(kind="KinshipDeclared").public) == {"on"}


def test_a_stranger_to_the_board_is_nobodys_kin(fund):
    other = make_fund(code="tetangga")
    with pytest.raises(NotFound):
        fund.do(
            "loan_officer", community.declare_kin, person=fund.stage.people["Yuni"],
            other=other.stage.people["Tari"], relation="sibling",
        )  # fmt: skip


@pytest.mark.parametrize("who", ["cashier", "Yuni", "overseer"])
def test_others_declare_nothing(fund, who):
    with pytest.raises(NotAllowed):
        declare(fund, who=who)


def test_a_declared_sister_of_the_coordinator_waits_for_the_full_board(fund):
    from gulir.core.problems.books import InterestedMustStepAside
    from gulir.core.problems.lending import BoardDecisionMissing
    from gulir.governance.models import AgendaItem

    declare(fund)
    asked = fund.verify(fund.apply("Melati"))
    assert AgendaItem.objects.filter(subject_kind="loan_application", subject_id=str(asked)).exists()
    fund.sign(asked, "upk_manager")
    with pytest.raises((InterestedMustStepAside, BoardDecisionMissing)):
        fund.sign(asked, "coordinator")

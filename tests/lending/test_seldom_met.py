"""Refusals and warnings that daily work hardly ever meets."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import pytest

from gulir.core.problems.lending import MemberGraduates, NothingToSettle, RelatedPartyForbidden
from gulir.core.rules import Rules
from gulir.governance.queries import rules_at
from gulir.lending import services as lending
from gulir.lending.eligibility import warnings
from gulir.lending.models import Application
from gulir.lending.services import settlements
from tests.lending.stage import MEMBERS

pytestmark = pytest.mark.django_db


def test_where_the_board_forbids_it_no_loan_to_relatives_is_even_laid_before_it(fund, monkeypatch):
    """The rule of the board; as delivered it only asks for the whole board's decision."""
    from gulir.community import services as community
    from tests.community.stage import TODAY

    assert rules_at(fund.book, TODAY).choice("loan.related_party") != "forbidden"
    people = fund.stage.people
    fund.do("secretary", community.declare_kin, person=people["Yuni"], other=people["Pak Wiryo"], relation="sibling")
    asked = fund.apply()
    honest = Rules.choice
    monkeypatch.setattr(
        Rules, "choice", lambda self, key: "forbidden" if key == "loan.related_party" else honest(self, key)
    )
    with pytest.raises(RelatedPartyForbidden):
        fund.verify(asked)


def test_a_member_above_the_ladder_is_told_to_the_board(fund):
    asked = Application.objects.get(pk=fund.apply())
    rules = rules_at(fund.book, fund.today)
    rows = list(asked.shares.order_by("id"))
    rows[0].asked = rules.rupiah("loan.graduation_amount") + 1
    found = warnings(fund.book, asked.group, rows, fund.today, rules, per_month=Fraction(1, 10))
    told = [finding for finding in found if finding.code == MemberGraduates.__name__]
    assert [finding.facts["member"] for finding in told] == [MEMBERS["Melati"][0]]
    assert {finding.level for finding in told} == {"warning"}


def test_a_loan_of_which_nothing_is_left_is_not_settled(fund, monkeypatch):
    """Such a loan is settled already; were it not, no empty voucher would be written."""
    loan = fund.lend()
    monkeypatch.setattr(settlements, "quote_of", lambda *a, **k: SimpleNamespace(total=0, parts=(), waived=0))
    with pytest.raises(NothingToSettle):
        fund.do("cashier", lending.settle_early, loan=loan.pk)

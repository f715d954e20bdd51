"""A KSM that is behind with its instalments mentors nobody, until it has paid."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gulir.core.dates import add_months
from gulir.core.problems.peers import MentorInArrears
from gulir.mentoring.queries.signs import KOTAKU_FORM
from gulir.mentoring.services import keep_assessment, offer_mentoring
from tests.lending.stage import make_fund

pytestmark = pytest.mark.django_db
TOLD = {"agenda": 3, "rules": 3, "records": 3, "safety": 3, "partners": 3, "issues": 3}


def test_a_mentor_in_arrears_is_refused_until_it_pays():
    fund = make_fund()
    key = fund.stage.groups
    fund.do("facilitator", keep_assessment, group=key["Melati"], instrument=KOTAKU_FORM, told=TOLD)
    loan = fund.lend()
    body = {"mentor": key["Melati"], "mentee": key["Mawar"], "topics": "Menabung"}
    fund.move_to(add_months(fund.today, 1) + timedelta(days=3))
    with pytest.raises(MentorInArrears) as refused:
        fund.do("facilitator", offer_mentoring, **body)
    assert refused.value.facts == {"group": "Melati"}
    fund.pay(loan, 575_000)
    assert fund.do("facilitator", offer_mentoring, **body)["pair"]

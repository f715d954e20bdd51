"""What the board is shown of a loan it decides on: the sums of its plain sheet, and a ratio where there is no jasa."""

from __future__ import annotations

import pytest

from gulir.lending import services as lending
from gulir.lending.models import Application
from gulir.web.trustees.subjects import shown_lines
from tests.lending.offers import offer
from tests.lending.stage import make_fund

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("terms", "said", "unsaid"),
    [
        ({"instalments": 10}, {"Jasa per angsuran (%)": "1.5", "Yang harus dibayar": "Rp1.150.000"}, "Bagian UPK"),
        (
            {"method": "musyarakah", "instalments": 10, "share_percent": "40", "loss_percent": "60"},
            {
                "Pokok yang dikembalikan": "Rp1.000.000", "Bagian UPK dari untung (%)": "40",
                "Bagian UPK dari rugi (%)": "60",
            },
            "Jasa per angsuran",
        ),
    ],
)  # fmt: skip
def test_a_loan_is_shown_with_its_plain_sheet(db, terms, said, unsaid):
    fund = make_fund()
    product = offer(fund, **terms)
    fund.pledge("Melati")
    share = lending.AskedShare(person=fund.stage.people["Yuni"], amount=1_000_000)
    asked = fund.do(
        "loan_officer", lending.submit_application, group=fund.stage.groups["Melati"], product=product, shares=[share],
        purpose="Warung",
    )  # fmt: skip
    fund.verify(asked["application"])
    application = Application.objects.select_related("group", "product").get(pk=asked["application"])
    lines = dict(shown_lines("loan_application", str(application.pk), lending.shown(application)))
    assert {label: lines.get(label) for label in said} == said
    assert not [label for label in lines if label.startswith(unsaid)]

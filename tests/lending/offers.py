"""One product of every kind a board can offer, on the stage of the lending stories."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gulir.lending import services as lending
from gulir.lending.models import Application, Loan
from tests.lending.stage import MEMBERS, Fund

__all__ = ["FIXED", "ONCE", "RICE", "SHARED", "lend", "offer"]

RICE = (lending.Season("Panen raya", 4, 15, 2), lending.Season("Panen gadu", 9, 15, 1))
ONCE = (lending.Season("Panen raya", 7, 31),)
FIXED: dict[str, dict[str, Any]] = {
    "flat, monthly": {"method": "flat", "instalments": 10},
    "annuity, monthly": {"method": "annuity", "instalments": 10},
    "equal principal, monthly": {"method": "equal_principal", "instalments": 7},
    "murabahah, monthly": {"method": "murabahah", "instalments": 11, "rate_percent": "1.3"},
    "flat, weekly": {"method": "flat", "unit": "week", "instalments": 40, "rate_percent": "0.35"},
    "annuity, fortnightly": {
        "method": "annuity", "unit": "week", "every": 2, "instalments": 20, "rate_percent": "0.7",
    },
    "murabahah, fortnightly": {
        "method": "murabahah", "unit": "week", "every": 2, "instalments": 12, "rate_percent": "0.6",
    },
    "flat, in parts at two harvests": {"method": "flat", "unit": "harvest", "harvests": RICE},
    "equal principal, in parts over three harvests": {
        "method": "equal_principal", "unit": "harvest", "harvests": RICE, "instalments": 3,
    },
    "murabahah, whole at one harvest": {"method": "murabahah", "unit": "harvest", "harvests": ONCE},
    "flat, rounded beside the principal": {
        "method": "flat", "instalments": 6, "round_on": "principal", "round": "nearest", "round_to": 500,
    },
}  # fmt: skip
SHARED: dict[str, dict[str, Any]] = {
    "mudharabah, monthly": {"method": "mudharabah", "instalments": 3, "share_percent": "30"},
    "musyarakah, monthly": {
        "method": "musyarakah", "instalments": 3, "share_percent": "33.3", "loss_percent": "60",
    },
    "mudharabah, at harvest": {
        "method": "mudharabah", "unit": "harvest", "harvests": RICE, "instalments": 2, "share_percent": "25",
    },
}  # fmt: skip


def offer(fund: Fund, **terms: Any) -> UUID:
    """A product with these terms."""
    fund.ticks += 1
    code = f"P{fund.ticks}"
    return UUID(fund.do("upk_manager", lending.define_product, code=code, name=f"Produk {code}", **terms)["product"])


def lend(fund: Fund, product: UUID, amounts: list[int], *, group: str = "Melati") -> tuple[Loan, dict[str, Any]]:
    """A loan of this product paid out of the bank today, with the plain sheet that was signed."""
    fund.pledge(group)
    shares = [
        lending.AskedShare(person=fund.stage.people[name], amount=amount)
        for name, amount in zip(MEMBERS[group], amounts, strict=True)
    ]
    asked = fund.do(
        "loan_officer", lending.submit_application, group=fund.stage.groups[group], product=product, shares=shares,
        purpose="Modal warung",
    )  # fmt: skip
    application = fund.approve(fund.verify(UUID(asked["application"])))
    signed = Application.objects.get(pk=application).sheet
    assert signed is not None
    made = fund.do("cashier", lending.disburse, application=application, out_of="bank")
    return Loan.objects.get(pk=made["loan"]), signed

"""The importers, one file per kind. A new one: a file here, form and sample in `reference/imports/`, a line below."""

from __future__ import annotations

from collections.abc import Mapping

from gulir.intake.kind import Kind
from gulir.intake.kinds import (
    chart,
    households,
    ksm,
    ksm_members,
    loan_members,
    loan_transactions,
    loans,
    opening,
    people,
    roles,
    statement,
    vouchers,
)

__all__ = ["KINDS"]

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        chart.KIND,
        roles.KIND,
        opening.KIND,
        vouchers.KIND,
        loans.KIND,
        loan_members.KIND,
        loan_transactions.KIND,
        people.KIND,
        households.KIND,
        ksm.KIND,
        ksm_members.KIND,
        statement.KIND,
    )
}

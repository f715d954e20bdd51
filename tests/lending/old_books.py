"""The real books of one UPK (tests/real/ORIGIN.md), brought in by the acts themselves, without files in between."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from gulir.ledger import services as ledger
from gulir.lending import services as lending
from tests.ledger.stage import Village, raise_village

REAL = Path(__file__).resolve().parents[1] / "real"
YEAR_END = date(2022, 12, 31)
OPENS = date(2023, 1, 1)
NOW = date(2026, 1, 5)
"""The day on which the old books are brought in: the clock is far ahead of them."""
TYPES = {"bop_in": "ksm_fee_in", "bop_out": "ksm_fee_out"}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of the real books."""
    with (REAL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def accounts() -> list[dict[str, str]]:
    """The real chart with the roles its accounts play, and the accounts a month of work needs beyond it."""
    roles = {row["code"]: row for row in rows("upk_roles.csv")}
    own = [{**row, **roles.get(row["code"], {})} for row in rows("upk_trial_balance_2022-12-31.csv")]
    return [{**row, "book": "upk"} for row in [*own, *rows("upk_accounts_to_add.csv")]]


def balances() -> list[dict[str, Any]]:
    """The trial balance at the end of 2022, as an opening balance."""
    return [
        {"code": row["code"], "debit": int(row["debit"]), "credit": int(row["credit"])}
        for row in rows("upk_trial_balance_2022-12-31.csv")
    ]


def old_loans() -> list[lending.OldLoan]:
    """The 24 loans with their terms; rounding is that of imports, because the file says nothing of it."""
    return [
        lending.OldLoan(
            loan_no=row["loan_id"],
            ksm=row["ksm"],
            rw=row["rw"],
            disbursed_on=date.fromisoformat(row["disbursed_on"]),
            principal=int(row["principal"]),
            instalments=int(row["months"]),
            rate_percent=row["jasa_percent_per_month_flat"],
            fee_percent=row["ksm_fee_percent_per_month"],
        )
        for row in rows("upk_loans_2022-12-31.csv")
    ]


def claimed() -> dict[str, int]:
    """The balance of each loan that the file states at the end of 2022."""
    return {row["loan_id"]: int(row["balance_2022-12-31"]) for row in rows("upk_loans_2022-12-31.csv")}


def old_entries() -> Iterator[lending.OldEntry]:
    """Every movement of 2022 in the order of the file, lines of nothing too."""
    for row in rows("upk_loan_transactions_to_2022-12-31.csv"):
        yield lending.OldEntry(
            loan_no=row["loan_id"],
            on=date.fromisoformat(row["date"]),
            type=TYPES.get(row["type"], row["type"]),
            amount=int(row["amount"]),
        )


def bring_in(code: str = "NYATA") -> Village:
    """A board whose books and loan cards are those of the real UPK, still loading."""
    village = raise_village(code, OPENS)
    village.today = NOW
    village.do(ledger.extend_chart, "ratna", rows=accounts())
    village.do(ledger.post_opening, "budi", rows=balances())
    village.do(lending.bring_in_loans, "budi", rows=old_loans())
    village.do(lending.bring_in_card_entries, "budi", rows=list(old_entries()))
    return village


def live(code: str = "NYATA") -> Village:
    """The same board on its first day of its own: 1 January 2023, with cash in the box."""
    village = bring_in(code)
    draft = village.do(ledger.go_live, "ratna", on=OPENS)["draft"]
    village.do(ledger.approve_draft, "hasan", draft=draft, digest=village.digest(draft))
    return village


def loan_id(village: Village, number: str) -> UUID:
    """The id of a loan by its old number."""
    from gulir.lending.models import Loan

    return Loan.objects.get(book=village.book, loan_no=number).pk

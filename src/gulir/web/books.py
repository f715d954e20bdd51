"""The books as pages show them: what an account is called, and the lines of a voucher."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gulir.base.reference import account_called
from gulir.ledger.models import Account
from gulir.ledger.queries.vouchers import VoucherSheet
from gulir.web import words

__all__ = ["called", "sheet_lines"]


def called(account: Account) -> str:
    """The name of an account in the language of the page."""
    return account_called(account.ledger, account.code, account.name, words.language())


def sheet_lines(sheet: VoucherSheet) -> list[dict[str, Any]]:
    """The lines of a voucher, each account called as the page calls it."""
    ledger, language = sheet.voucher.ledger, words.language()
    return [{**asdict(line), "name": account_called(ledger, line.code, line.name, language)} for line in sheet.lines]

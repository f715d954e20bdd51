"""Earmarks at the voucher: what UPK money is paid for must be what the paying account may bear (R21, R22, R23, I09)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gulir.base.commands import Act
from gulir.core.accounts import Account as CoreAccount
from gulir.core.earmarks import EARMARKS, Purpose, bearer_role, check_earmark
from gulir.core.problems.books import EarmarkForbids
from gulir.core.problems.money import BadInput
from gulir.core.roles import MONEY, Ledger
from gulir.governance.queries import rules_at
from gulir.ledger.models import Account, BookState
from gulir.ledger.services.pairs import Pair

__all__ = ["business_day", "earmark_warnings", "purpose_of"]


def purpose_of(account: CoreAccount, given: str) -> Purpose:
    """What the payment is for: as it was said, or what this account usually pays for; `BadInput` for another word."""
    if given:
        try:
            return Purpose(given)
        except ValueError:
            raise BadInput(path="purpose", expected=" | ".join(Purpose)) from None
    role = bearer_role(account)
    return next((earmark.purpose for earmark in EARMARKS if role in earmark.bearers), Purpose.UPK_COST)


def business_day(act: Act) -> date:
    """The day whose rules hold: the open day of live books, while loading the day of the act."""
    day = BookState.objects.filter(book=act.book).values_list("open_day", flat=True).first()
    return day or act.today


def earmark_warnings(act: Act, ledger: Ledger, pairs: Sequence[Pair], purpose: str) -> list[str]:
    """The earmarks that these payments break by the board's own decision; refused where the board decided nothing.

    A payment is a transfer out of a money account to an account where no money lies; the debited account bears it.
    """
    if ledger is not Ledger.UPK:
        return []
    codes = {place for one in pairs for place in (one.debit, one.credit)}
    known = {a.code: a.as_core() for a in Account.objects.filter(book=act.book, ledger=ledger.value, code__in=codes)}
    money = {code for code, account in known.items() if account.role in MONEY}
    bearers = {one.debit for one in pairs if one.credit in money and one.debit not in money}
    warnings = []
    for account in (known[code] for code in sorted(bearers) if code in known):
        wanted = purpose_of(account, purpose)
        try:
            check_earmark(account, wanted)
        except EarmarkForbids as broken:
            rules = rules_at(act.book.pk, business_day(act))
            check_earmark(account, wanted, in_force={e.rule: rules.flag(e.rule) for e in EARMARKS})
            warnings.append(str(broken.facts["rule"]))
    return warnings

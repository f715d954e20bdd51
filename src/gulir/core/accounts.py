"""Accounts: kinds, sides, ledgers, the roles that posting rules name, and what a valid chart is.

A posting rule never knows a code. It names a *role* (`cash`, `loans`, `jasa_income`), and a board's chart says
which account plays it: 11010 here, 1010 there (domain 4.2).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gulir.core.problems import Finding, Problem
from gulir.core.problems.books import (
    AccountCodeTwice,
    AccountCodeUnclear,
    AccountExists,
    AccountKindUnclear,
    AccountMappedTwice,
    AccountNameMissing,
    ChartEmpty,
    ContraUnclear,
    LedgerUnknown,
    RoleContraDiffers,
    RoleKindDiffers,
    RoleMissing,
    RoleNotOfLedger,
    RoleTwice,
    RoleUnknown,
)
from gulir.core.roles import CONTRA, DAILY, KIND_OF, ONLY_UPK, Kind, Ledger, Role, Side

__all__ = [
    "Account",
    "ChartRow",
    "Kind",
    "Ledger",
    "Role",
    "Side",
    "accounts_of",
    "check_chart",
    "claim",
    "missing_roles",
    "on_its_side",
    "parse_contra",
    "parse_kind",
    "parse_ledger",
    "play",
]

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}\Z", re.ASCII)
KIND_WORDS: Mapping[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    "aset": Kind.ASSET, "aktiva": Kind.ASSET, "harta": Kind.ASSET,
    "kewajiban": Kind.LIABILITY, "utang": Kind.LIABILITY, "hutang": Kind.LIABILITY, "liabilitas": Kind.LIABILITY,
    "modal": Kind.EQUITY, "ekuitas": Kind.EQUITY, "capital": Kind.EQUITY,
    "pendapatan": Kind.INCOME, "penghasilan": Kind.INCOME, "revenue": Kind.INCOME,
    "biaya": Kind.EXPENSE, "beban": Kind.EXPENSE,
}  # fmt: skip
LEDGER_WORDS: Mapping[str, Ledger] = {
    **{ledger.value: ledger for ledger in Ledger},
    "": Ledger.UPK, "sekretariat": Ledger.SECRETARIAT, "kegiatan": Ledger.ACTIVITIES,
}  # fmt: skip
YES, NO = {"1", "yes", "ya", "y", "true"}, {"", "0", "no", "tidak", "t", "n", "false"}


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account of one ledger's chart.

    >>> provision = Account(code="12010", name="Cadangan risiko", kind=Kind.ASSET, contra=True, role=Role.PROVISION)
    >>> provision.side.value, provision.balance(debit=0, credit=400_000)
    ('credit', 400000)
    """

    code: str
    name: str
    kind: Kind
    contra: bool = False
    role: Role | None = None
    ledger: Ledger = Ledger.UPK

    @property
    def side(self) -> Side:
        """The side on which this account grows; a contra account grows on the other side of its kind."""
        return self.kind.side.other if self.contra else self.kind.side

    def balance(self, *, debit: int, credit: int) -> int:
        """What the account holds in rupiah, positive on its own side."""
        return debit - credit if self.side is Side.DEBIT else credit - debit


def on_its_side(net: int) -> tuple[int, int]:
    """A net balance (debit less credit, in rupiah) as the pair (debit, credit) of a trial balance.

    >>> on_its_side(291_350), on_its_side(-8_324_934), on_its_side(0)
    ((291350, 0), (0, 8324934), (0, 0))
    """
    return (net, 0) if net > 0 else (0, -net)


@dataclass(frozen=True, kw_only=True)
class ChartRow:
    """One row of a chart as people write it: every cell is text; `row` is counted as people count."""

    code: str
    name: str
    kind: str
    contra: str = ""
    role: str = ""
    book: str = ""
    row: int | None = None


def parse_kind(text: str, *, account: str = "") -> Kind:
    """The kind from its English or Indonesian word; refused with `AccountKindUnclear`.

    >>> parse_kind("Aset"), parse_kind("biaya")
    (<Kind.ASSET: 'asset'>, <Kind.EXPENSE: 'expense'>)
    """
    kind = KIND_WORDS.get(text.strip().lower())
    if kind is None:
        raise AccountKindUnclear(account=account, text=text[:40])
    return kind


def parse_ledger(text: str) -> Ledger:
    """The ledger from its word; empty means the UPK; refused with `LedgerUnknown`."""
    ledger = LEDGER_WORDS.get(text.strip().lower())
    if ledger is None:
        raise LedgerUnknown(text=text[:40])
    return ledger


def parse_contra(text: str, *, account: str = "") -> bool:
    """Whether the account is a contra account, from 1/0 or yes/no words; refused with `ContraUnclear`."""
    word = text.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ContraUnclear(account=account, text=text[:40])


def _role(text: str, *, account: str) -> Role | None:
    word = text.strip().lower()
    if not word:
        return None
    try:
        return Role(word)
    except ValueError:
        raise RoleUnknown(account=account, text=text[:40]) from None


def _account(row: ChartRow) -> Account:
    """One account from one row, or the first refusal of it."""
    code = row.code.strip()
    if not CODE.match(code):
        raise AccountCodeUnclear(text=row.code[:40])
    if not row.name.strip():
        raise AccountNameMissing(account=code)
    account = Account(
        code=code,
        name=row.name.strip(),
        kind=parse_kind(row.kind, account=code),
        contra=parse_contra(row.contra, account=code),
        role=_role(row.role, account=code),
        ledger=parse_ledger(row.book),
    )
    play(account, account.role)
    return account


def play(account: Account, role: Role | None) -> None:
    """Pass when this account may play this role; refused when kind, contra or ledger do not fit.

    >>> cash = Account(code="1010", name="Kas", kind=Kind.ASSET)
    >>> play(cash, Role.CASH)
    >>> play(cash, Role.JASA_INCOME)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    gulir.core.problems.books.RoleKindDiffers: RoleKindDiffers {'account': '1010', 'role': 'jasa_income', ...}
    """
    if role is None:
        return
    if account.ledger is not Ledger.UPK and role in ONLY_UPK:
        raise RoleNotOfLedger(account=account.code, role=role.value, ledger=account.ledger.value)
    if account.kind is not KIND_OF[role]:
        raise RoleKindDiffers(
            account=account.code, role=role.value, found=account.kind.value, expected=KIND_OF[role].value
        )
    if account.contra is not (role in CONTRA):
        raise RoleContraDiffers(account=account.code, role=role.value)


def claim(claims: dict[str, Role | None], account: str, role: Role | None) -> None:
    """Note in `claims`, one list of one ledger, that this account asks for this role, or for none.

    Refused with `AccountMappedTwice` and `RoleTwice`: of two rows the last must not win in silence.

    >>> claims = {}
    >>> claim(claims, "1010", Role.CASH)
    >>> claim(claims, "1020", Role.CASH)
    Traceback (most recent call last):
    gulir.core.problems.books.RoleTwice: RoleTwice {'role': 'cash', 'account': '1020', 'other': '1010'}
    """
    if account in claims:
        raise AccountMappedTwice(account=account)
    other = next((code for code, asked in claims.items() if role is not None and asked is role), None)
    if role is not None and other is not None:
        raise RoleTwice(role=role.value, account=account, other=other)
    claims[account] = role


def accounts_of(rows: Iterable[ChartRow]) -> tuple[Account, ...]:
    """The accounts of rows that `check_chart` found nothing wrong with; the first bad row is refused."""
    return tuple(_account(row) for row in rows)


def check_chart(rows: Sequence[ChartRow], *, existing: Collection[Account] = ()) -> list[Finding]:
    """Everything wrong with the rows of a chart, beside the accounts there are: one finding per row, none hidden.

    A row that repeats an existing account is a warning (`AccountExists`); with another kind it is an error.

    >>> [f.code for f in check_chart([ChartRow(code="1010", name="Kas", kind="aset", role="kas", row=2)])]
    ['RoleUnknown']
    """
    if not rows:
        return [Finding.of(ChartEmpty())]
    findings: list[Finding] = []
    known = {(a.ledger, a.code): a for a in existing}
    players: dict[tuple[Ledger, Role], Account] = {(a.ledger, a.role): a for a in existing if a.role}
    seen: set[tuple[Ledger, str]] = set()
    for row in rows:
        try:
            account = _account(row)
            _stands_alone(account, seen, known, players)
        except Problem as refusal:
            findings.append(Finding.of(refusal, row=row.row, column=COLUMN.get(refusal.code)))
            continue
        place = (account.ledger, account.code)
        if place in known:
            again = AccountExists(account=account.code)
            findings.append(Finding.of(again, row=row.row, column="code", level="warning"))
        seen.add(place)
        if account.role:
            players[account.ledger, account.role] = account
    return findings


COLUMN = {
    "AccountCodeUnclear": "code", "AccountCodeTwice": "code", "AccountExists": "kind", "AccountNameMissing": "name",
    "AccountKindUnclear": "kind", "ContraUnclear": "contra", "LedgerUnknown": "book", "RoleUnknown": "role",
    "RoleTwice": "role", "RoleKindDiffers": "role", "RoleContraDiffers": "contra", "RoleNotOfLedger": "role",
}  # fmt: skip


def _stands_alone(
    account: Account,
    seen: set[tuple[Ledger, str]],
    known: Mapping[tuple[Ledger, str], Account],
    players: Mapping[tuple[Ledger, Role], Account],
) -> None:
    """Refuse a code that stands twice and a role that two accounts claim."""
    place = (account.ledger, account.code)
    if place in seen:
        raise AccountCodeTwice(account=account.code)
    before = known.get(place)
    if before is not None and (before.kind, before.contra) != (account.kind, account.contra):
        raise AccountExists(account=account.code)
    if account.role is None:
        return
    other = players.get((account.ledger, account.role))
    if other is not None and other.code != account.code:
        raise RoleTwice(role=account.role.value, account=account.code, other=other.code)


def missing_roles(accounts: Collection[Account], *, ledger: Ledger = Ledger.UPK) -> list[Finding]:
    """A warning for each role that daily work of this ledger needs and no account plays."""
    played = {a.role for a in accounts if a.ledger is ledger}
    wanted = [role for role in DAILY if ledger is Ledger.UPK or role not in ONLY_UPK]
    return [
        Finding.of(RoleMissing(role=role.value, ledger=ledger.value), level="warning")
        for role in wanted
        if role not in played
    ]

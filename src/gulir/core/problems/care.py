"""Refusals and findings of those who look after the house: database, logins at the command line, checks, backups."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AccountSumDiffers",
    "AttachmentChanged",
    "AttachmentMissing",
    "BackupDamaged",
    "BackupNewer",
    "BackupNotOurs",
    "BackupOfOtherEngine",
    "BackupOlder",
    "BackupPassphraseWrong",
    "CannotWrite",
    "ControlDiffers",
    "DatabaseNewer",
    "DatabaseNotReady",
    "DatabaseSilent",
    "DatabaseUnsound",
    "DayMissing",
    "EndingDiffers",
    "FactCommitmentDiffers",
    "FactContradicted",
    "FactCountDiffers",
    "FactLeafDiffers",
    "FactMissing",
    "FactSecretMissing",
    "GuardMissing",
    "HeldLeftBehind",
    "HouseInUse",
    "InstalmentsDiffer",
    "KeysUnreadable",
    "LoanNotCarriedOn",
    "LoanSharesDiffer",
    "LoanSumsDiffer",
    "LoginNotKnown",
    "PassphraseShort",
    "RecoveriesDiffer",
    "ReferenceUnsound",
    "RepaymentPartsDiffer",
    "ResultsDiffer",
    "SealsBroken",
    "ToolFailed",
    "ToolMissing",
    "TokenNotValid",
    "TransferStrays",
    "TransfersUnbalanced",
    "VoucherNumberMissing",
    "VoucherNumberTwice",
    "VoucherSumDiffers",
]


# ---------------------------------------------------------------- the door


class LoginNotKnown(Problem):
    """No such login, or not this password: both sound the same."""

    status = 401
    login: str


class TokenNotValid(Problem):
    """The key for machines is unknown, expired, taken back by a new password, or belongs to another login."""

    status = 401
    login: str


class DatabaseNotReady(Problem):
    """The database is not there yet, or lacks the changes of this version."""

    status = 503
    waiting: int


class DatabaseNewer(Problem):
    """The database was made by a newer version than this one."""

    status = 503
    unknown: str


class DatabaseSilent(Problem):
    """The database does not answer; what its driver said is told."""

    status = 503
    said: str


class KeysUnreadable(Problem):
    """The keys that seal NIK and phone are gone, or do not open what is sealed here."""

    status = 503


class CannotWrite(Problem):
    """The disk is full, read-only or gone: nothing half done stays."""

    status = 507
    said: str


# ---------------------------------------------------------------- backup


class PassphraseShort(Problem):
    """A passphrase that anyone could guess seals nothing."""

    least: int


class BackupNotOurs(Problem):
    """The file is no backup of Gulir."""


class BackupDamaged(Problem):
    """The backup is cut off or changed: it does not come out as it went in."""

    part: int


class BackupPassphraseWrong(Problem):
    """The passphrase does not open this backup."""


class BackupNewer(Problem):
    """The backup was made by a newer version than this one."""

    made_by: str
    here: str


class BackupOlder(Problem):
    """The house holds facts that the backup does not know: restoring would lose them."""

    status = 409
    here: int
    there: int


class HouseInUse(Problem):
    """Somebody still works in the database: what they do now would be lost by a restore."""

    status = 409


class BackupOfOtherEngine(Problem):
    """A backup of one database engine cannot be put into another."""

    there: str
    here: str


class ToolMissing(Problem):
    """A program of the database server is not installed here."""

    tool: str


class ToolFailed(Problem):
    """A program of the database server gave up; what it said is told."""

    tool: str
    said: str


# ---------------------------------------------------------------- check: facts


class FactMissing(Problem):
    """The facts of a book count without a gap; one number has no fact."""

    sequence: int


class FactCountDiffers(Problem):
    """The book says how many facts it has; there are not as many."""

    counted: int
    there: int


class FactLeafDiffers(Problem):
    """A fact's leaf is not what its kind, number, day and commitment give."""

    sequence: int


class FactCommitmentDiffers(Problem):
    """A fact's fields do not open its commitment: a field, or the commitment, was changed."""

    sequence: int


class FactContradicted(Problem):
    """A row of the books says something else than the fact that told of it, or is gone (`field` is then `-`)."""

    sequence: int
    kind: str
    row: str
    field: str


class FactSecretMissing(Problem):
    """The private part of a fact is gone; that is right only where it was erased on purpose."""

    sequence: int


class DatabaseUnsound(Problem):
    """The database engine itself finds its file damaged, or a row that points to nothing."""

    said: str


class ReferenceUnsound(Problem):
    """The reference folder contradicts itself."""

    said: str


class SealsBroken(Problem):
    """Sealed numbers do not open with the keys that lie here."""

    people: int


# ---------------------------------------------------------------- check: books


class GuardMissing(Problem):
    """A trigger that watches the books is gone or was put to sleep."""

    guard: str


class VoucherNumberMissing(Problem):
    """Vouchers of one type and year count without a gap; a number is missing."""

    ledger: str
    number: str


class VoucherNumberTwice(Problem):
    """Two vouchers carry one number."""

    ledger: str
    number: str


class VoucherSumDiffers(Problem):
    """A voucher's total is not the sum of its transfers."""

    number: str
    total: int
    transfers: int


class TransferStrays(Problem):
    """A transfer names an account of another board or ledger than its voucher."""

    number: str


class TransfersUnbalanced(Problem):
    """Debit and credit of a ledger are not equal."""

    ledger: str
    debit: int
    credit: int


class AccountSumDiffers(Problem):
    """A kept sum of an account is not what its transfers give."""

    ledger: str
    account: str
    kept: int
    built: int


class DayMissing(Problem):
    """Between two days of live books a day was neither opened nor confirmed as empty."""

    on: date


# ---------------------------------------------------------------- check: loans


class ControlDiffers(Problem):
    """The cards of loans, savings, titipan or group fees do not add up to the account that controls them."""

    role: str
    cards: int
    books: int
    difference: int


class LoanSharesDiffer(Problem):
    """The members' shares of a loan do not add up to its principal."""

    loan: str
    shares: int
    principal: int


class InstalmentsDiffer(Problem):
    """The instalments of a loan do not add up to its principal."""

    loan: str
    instalments: int
    principal: int


class LoanSumsDiffer(Problem):
    """What a loan says was paid is not what its repayments and card give."""

    loan: str
    kept: int
    built: int


class LoanNotCarriedOn(Problem):
    """A loan is marked rescheduled and what was left of it goes on nowhere, or with another sum."""

    loan: str
    left: int
    carried: int


class HeldLeftBehind(Problem):
    """Savings or titipan stayed on a card that was closed by a new schedule, or arrived with another sum."""

    loan: str
    held: int


class EndingDiffers(Problem):
    """What a loan's end says was written off, or paid for a member who died, is not what its voucher took."""

    loan: str
    kept: int
    booked: int


class RecoveriesDiffer(Problem):
    """What the register says came back of a loan written off is not what the books say."""

    loan: str
    register: int
    booked: int


class ResultsDiffer(Problem):
    """What an instalment asks of a shared result is not what was reported."""

    loan: str
    no: int
    asked: int
    reported: int


class RepaymentPartsDiffer(Problem):
    """The parts of a repayment do not add up to it, or to its voucher."""

    receipt: str
    amount: int
    parts: int


# ---------------------------------------------------------------- check: files


class AttachmentMissing(Problem):
    """A file that the books name is not in its place."""

    name: str
    sha256: str


class AttachmentChanged(Problem):
    """A file is not the one that was kept: its digest differs."""

    name: str
    sha256: str

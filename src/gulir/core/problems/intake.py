"""Findings of the importers: about the file, its headings, its cells, and what its rows say together.

A finding carries the row and column as they are seen in the sheet, so these classes only say what is wrong.
"""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AlreadyImported",
    "AmountOnBothSides",
    "BalanceDiffers",
    "CellMissing",
    "CellTooLong",
    "ChoiceUnclear",
    "ColumnUnknown",
    "DateFromNumber",
    "DateOutOfRange",
    "DateWanted",
    "DigitsLost",
    "DisbursementDiffers",
    "EncodingUnclear",
    "FileEmpty",
    "FileLocked",
    "FileTooLarge",
    "FileUnreadable",
    "FormulaFailed",
    "FormulaWithoutValue",
    "HeadingMerged",
    "HeadingTwice",
    "HeadingsMissing",
    "ImportKindUnknown",
    "ImportStays",
    "ImportUnknown",
    "ImportUsed",
    "ImportWithdrawnBefore",
    "LoanExists",
    "LoanTwice",
    "LoanUnknown",
    "NothingToBringIn",
    "OpeningExists",
    "PaymentBeforeDisbursement",
    "PersonTwice",
    "PersonUnclear",
    "PersonUnknown",
    "GroupTwice",
    "GroupUnknown",
    "HouseholdTwice",
    "PrincipalOverpaid",
    "QuoteUnclosed",
    "RowRepeated",
    "RowTooLong",
    "MemberSharesDiffer",
    "SheetWrong",
    "TextUnreadable",
    "VoucherDateDiffers",
    "VoucherExists",
    "VoucherTextDiffers",
    "VoucherTwice",
    "WholeNumberUnclear",
    "ZeroSkipped",
]


# ---------------------------------------------------------------- the file


class ImportKindUnknown(Problem):
    """There is no importer of this name."""

    status = 404
    text: str
    known: str


class FileEmpty(Problem):
    """The file holds nothing at all."""


class FileTooLarge(Problem):
    """The file is larger than one import takes, as it lies or unpacked."""

    megabytes: int
    limit: int


class FileUnreadable(Problem):
    """The file is neither CSV nor XLSX nor XLS."""

    found: str


class FileLocked(Problem):
    """The workbook is protected by a password."""


class EncodingUnclear(Problem):
    """The text is not UTF-8."""

    found: str


class TextUnreadable(Problem):
    """A cell holds a character that no text has (a control character)."""

    found: str


class QuoteUnclosed(Problem):
    """A quotation mark opens a cell and nothing closes it properly."""


class SheetWrong(Problem):
    """The headings stand on another sheet of the workbook; the first one is read."""

    sheet: str
    other: str


class HeadingsMissing(Problem):
    """Headings that this import needs are not there."""

    missing: str


class HeadingTwice(Problem):
    """Two columns are called the same, or mean the same."""

    heading: str
    other: str


class HeadingMerged(Problem):
    """A heading lies over several columns, so it cannot be told which one it names."""

    heading: str


class ColumnUnknown(Problem):
    """A column that this import does not know; it is ignored."""

    heading: str


class NothingToBringIn(Problem):
    """The file is in order and holds no row to bring in."""


class AlreadyImported(Problem):
    """The very same file was brought in before."""

    on: date
    import_id: str


class DateWanted(Problem):
    """This import needs the day to which it belongs."""


# ---------------------------------------------------------------- a cell


class RowTooLong(Problem):
    """The row has more cells than there are headings: an amount may have been torn by its own comma."""

    cells: int
    headings: int


class CellMissing(Problem):
    """A cell that has to say something is empty."""


class CellTooLong(Problem):
    """A text is longer than there is room for."""

    length: int
    limit: int


class FormulaWithoutValue(Problem):
    """A formula whose result was never saved: what it would give cannot be read."""

    cell: str


class FormulaFailed(Problem):
    """A cell shows an error of the spreadsheet program instead of a value."""

    cell: str
    text: str


class DigitsLost(Problem):
    """A long number stands in a number cell, where spreadsheets keep only its first fifteen digits."""

    text: str


class DateFromNumber(Problem):
    """The date stands as a bare number of days, as spreadsheets keep it; it was read so."""

    text: str
    on: date


class DateOutOfRange(Problem):
    """The day is in the calendar and yet cannot be meant here."""

    on: date
    earliest: date
    latest: date


class WholeNumberUnclear(Problem):
    """A count is not a whole number between its limits."""

    text: str
    least: int
    most: int


class ChoiceUnclear(Problem):
    """A word is none of those that may stand here."""

    text: str
    choices: str


class RowRepeated(Problem):
    """The row says exactly what an earlier one says; both count."""

    first: int


class ZeroSkipped(Problem):
    """An amount of nothing: the row is left out."""


# ---------------------------------------------------------------- opening and vouchers


class AmountOnBothSides(Problem):
    """An account of an opening balance stands on one side, not on both."""

    account: str


class OpeningExists(Problem):
    """The opening balance of this ledger was brought in before."""

    ledger: str


class VoucherTwice(Problem):
    """The rows of one voucher stand together; this one comes back after another began."""

    voucher: str
    first: int


class VoucherExists(Problem):
    """A voucher of this number and day came in by an earlier import that still stands."""

    voucher: str
    number: str


class VoucherDateDiffers(Problem):
    """A voucher has one day; its rows name two."""

    voucher: str
    on: date
    first: date


class VoucherTextDiffers(Problem):
    """The rows of one voucher say different things; the first one's text is kept."""

    voucher: str


# ---------------------------------------------------------------- loans


class LoanTwice(Problem):
    """A loan number stands twice in the file."""

    loan: str
    first: int


class LoanExists(Problem):
    """The board has a loan of this number already."""

    loan: str


class LoanUnknown(Problem):
    """The board has no loan of this number."""

    loan: str


class PaymentBeforeDisbursement(Problem):
    """Something was paid before the loan was disbursed."""

    loan: str
    on: date
    disbursed_on: date


class DisbursementDiffers(Problem):
    """The card says another amount was paid out than the loan says."""

    loan: str
    amount: int
    principal: int


class PrincipalOverpaid(Problem):
    """More principal was paid back than the loan had."""

    loan: str
    paid: int
    principal: int


class BalanceDiffers(Problem):
    """The card gives another balance on that day than the list of loans says."""

    loan: str
    on: date
    listed: int
    built: int


class MemberSharesDiffer(Problem):
    """The shares of a loan's members do not add up to the loan."""

    loan: str
    shares: int
    principal: int


# ---------------------------------------------------------------- people


class PersonUnknown(Problem):
    """Nobody of this name is registered at this board."""

    person: str


class PersonUnclear(Problem):
    """Several people have this name; the NIK tells them apart."""

    person: str
    people: int


class PersonTwice(Problem):
    """The file names one person twice."""

    person: str
    first: int


class GroupUnknown(Problem):
    """The board has no group (KSM) of this code or name."""

    group: str


class GroupTwice(Problem):
    """A group (KSM) of this code stands twice in the file, or the board has it already."""

    group: str


class HouseholdTwice(Problem):
    """A household of this number stands twice in the file, or the board has it already."""

    household: str


# ---------------------------------------------------------------- undo


class ImportUnknown(Problem):
    """This board has no import of this id."""

    status = 404
    import_id: str


class ImportWithdrawnBefore(Problem):
    """The import was already undone."""

    status = 409
    import_id: str


class ImportStays(Problem):
    """What this kind of file brings in is a fact of its own and cannot be undone as a whole."""

    status = 409
    file_kind: str


class ImportUsed(Problem):
    """Something later rests on what this import brought in, so it cannot be undone before that."""

    status = 409
    what: str

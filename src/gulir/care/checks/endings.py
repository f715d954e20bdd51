"""Loans that ended unpaid: carried on whole with what was held; the register beside the card and the books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Sum

from gulir.base.models import Book
from gulir.core.problems import Finding
from gulir.core.problems.care import EndingDiffers, HeldLeftBehind, LoanNotCarriedOn, RecoveriesDiffer
from gulir.core.roles import Role
from gulir.ledger.models import Transfer
from gulir.lending.models import Ending, Loan, Saving, SurplusMove
from gulir.lending.queries.claims import recovered_by
from gulir.lending.queries.paid import savings_by_loan, surplus_by_loan

__all__ = ["check_endings"]


def check_endings(book: Book) -> Iterator[Finding]:
    """Everything about the loans of one board that ended by a decision."""
    endings = list(Ending.objects.filter(book=book).select_related("loan").order_by("loan__loan_no"))
    yield from _carried_on(book, {one.loan_id: one for one in endings})
    yield from _held(book)
    yield from _booked(book, endings)
    yield from _recovered(book, endings)


def _carried_on(book: Book, endings: dict[UUID, Ending]) -> Iterator[Finding]:
    """What was left of a rescheduled loan goes on in one other, to the rupiah."""
    later = dict(Loan.objects.filter(book=book, replaces__isnull=False).values_list("replaces_id", "principal"))
    for loan in Loan.objects.filter(book=book, state="rescheduled").order_by("loan_no"):
        end = endings.get(loan.pk)
        left = loan.principal - loan.principal_paid - (end.written_off + end.covered if end else 0)
        carried = later.get(loan.pk, 0)
        if carried != left or end is None:
            yield Finding.of(LoanNotCarriedOn(loan=loan.loan_no, left=left, carried=carried))


def _held(book: Book) -> Iterator[Finding]:
    """A card that was carried on holds nothing; what left it without a voucher stands on the next card."""
    savings, surplus = savings_by_loan(book.pk), surplus_by_loan(book.pk)
    moved: dict[UUID, int] = {}
    for rows in (Saving.objects, SurplusMove.objects):
        sums = rows.filter(book=book, voucher=None).order_by().values_list("loan").annotate(sum=Sum("amount"))
        for loan, amount in sums:
            moved[loan] = moved.get(loan, 0) + int(amount)
    later = dict(Loan.objects.filter(book=book, replaces__isnull=False).values_list("replaces_id", "pk"))
    for loan in Loan.objects.filter(book=book, state="rescheduled").order_by("loan_no"):
        behind = savings.get(loan.pk, 0) + surplus.get(loan.pk, 0)
        if behind:
            yield Finding.of(HeldLeftBehind(loan=loan.loan_no, held=behind))
        chain = [loan.pk]
        while chain[-1] in later:
            chain.append(later[chain[-1]])
        lost = sum(moved.get(one, 0) for one in chain)
        if loan.replaces_id is None and lost:
            yield Finding.of(HeldLeftBehind(loan=loan.loan_no, held=-lost))


def _booked(book: Book, endings: Iterable[Ending]) -> Iterator[Finding]:
    """What left the card by the decision is what its voucher took out of the loans, and what was unpaid then."""
    paid = Transfer.objects.filter(book=book, voucher__in=[one.voucher_id for one in endings if one.voucher_id])
    rows = paid.filter(credit__role=Role.LOANS.value).order_by().values_list("voucher").annotate(sum=Sum("amount"))
    taken = {voucher: int(amount) for voucher, amount in rows}
    for one in endings:
        kept, booked = one.written_off + one.covered, taken.get(one.voucher_id, 0)
        left = one.loan.principal - one.loan.principal_paid
        if kept != booked or one.principal != left:
            kept = kept if kept != booked else kept + left - one.principal
            yield Finding.of(EndingDiffers(loan=one.loan.loan_no, kept=kept, booked=booked))


def _recovered(book: Book, endings: Iterable[Ending]) -> Iterator[Finding]:
    """What came back of a claim is what the books took in for that loan; what was undone is undone on both sides."""
    kept = recovered_by(one.pk for one in endings)
    numbers = {one.loan.loan_no for one in endings if one.claim}
    income = _net(book, Role.RECOVERED_INCOME, numbers)
    listed, noted = _net(book, Role.WRITTEN_OFF, numbers), _noted(book, endings)
    for one in endings:
        if not one.claim:
            continue
        back, number = kept.get(one.pk, 0), one.loan.loan_no
        if back != income.get(number, 0):
            yield Finding.of(RecoveriesDiffer(loan=number, register=back, booked=income.get(number, 0)))
        elif one.voucher_id in noted and -listed.get(number, 0) != max(0, one.written_off - back):
            gone = one.written_off + listed.get(number, 0)
            yield Finding.of(RecoveriesDiffer(loan=number, register=min(back, one.written_off), booked=gone))


def _noted(book: Book, endings: Iterable[Ending]) -> set[UUID]:
    """The vouchers that also wrote the chart's own register; a board may have none."""
    rows = Transfer.objects.filter(book=book, debit__role=Role.WRITTEN_OFF.value)
    return set(rows.filter(voucher__in=[one.voucher_id for one in endings]).values_list("voucher_id", flat=True))


def _net(book: Book, role: Role, numbers: Iterable[str]) -> dict[str, int]:
    """Credit less debit of the accounts that play a role, by loan, in rupiah."""
    rows = Transfer.objects.filter(book=book, loan_no__in=numbers).order_by()
    sums: dict[str, int] = {}
    for side, sign in (("credit", 1), ("debit", -1)):
        found = rows.filter(**{f"{side}__role": role.value}).values_list("loan_no").annotate(sum=Sum("amount"))
        for number, amount in found:
            sums[number] = sums.get(number, 0) + sign * int(amount)
    return sums

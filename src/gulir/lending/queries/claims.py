"""The register of what was written off and is still claimed, outside the books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from gulir.base.policy import Standing
from gulir.ledger.models import Voucher
from gulir.lending.models import Ending, Recovery
from gulir.lending.queries.cards import loans_seen

__all__ = ["Claim", "claimed_of", "claims", "live_recoveries", "recovered_by", "recovered_of"]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One loan of which something was written off: what is claimed, what came back, what is left. Rupiah."""

    ending: Ending
    recovered: int

    @property
    def left(self) -> int:
        """What is still owed."""
        return self.ending.claim - self.recovered


def live_recoveries(ending: UUID) -> Sequence[Recovery]:
    """What came back of one claim, oldest first; a recovery whose voucher was undone is left out."""
    return list(_live().filter(ending=ending).select_related("voucher").order_by("on", "voucher__recorded_at"))


def recovered_of(ending: UUID) -> int:
    """How much of one claim came back, in rupiah."""
    return int(_live().filter(ending=ending).aggregate(sum=Sum("amount"))["sum"] or 0)


def recovered_by(endings: Iterable[UUID]) -> dict[UUID, int]:
    """How much of each claim came back, in rupiah; one statement, claims of which nothing did are left out."""
    rows = _live().filter(ending__in=list(endings)).values_list("ending")
    return {ending: int(amount) for ending, amount in rows.annotate(sum=Sum("amount"))}


def claims(book: UUID, standing: Standing) -> list[Claim]:
    """Every claim of the board, the latest first: two statements, whatever the size."""
    seen = loans_seen(book, standing).values("pk")
    found = list(Ending.objects.filter(loan__in=seen, claim__gt=0).select_related("loan").order_by("-on", "-id"))
    back = recovered_by(one.pk for one in found)
    return [Claim(ending=one, recovered=back.get(one.pk, 0)) for one in found]


def claimed_of(group: UUID) -> list[str]:
    """The numbers of loans of a group that were written off whole and are still claimed: it borrows no more (R60)."""
    found = list(Ending.objects.filter(loan__group=group, claim__gt=0, person=None).select_related("loan"))
    return [one.loan.loan_no for one in found if recovered_of(one.pk) < one.claim]


def _live() -> QuerySet[Recovery]:
    undone = Voucher.objects.filter(reverses=OuterRef("voucher"))
    return Recovery.objects.exclude(Exists(undone)).order_by()

"""The state of a board's books, and the accounts of its three charts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.models import Book
from gulir.core.accounts import Account as CoreAccount
from gulir.core.roles import Kind, Ledger, Role

__all__ = ["Account", "BookState"]

LEDGERS = [(ledger.value, ledger.value) for ledger in Ledger]
KINDS = [(kind.value, kind.value) for kind in Kind]


class BookState(models.Model):
    """Where a board's three books stand in time: loading until `live_on`, then one open day for all of them.

    `year_open` is the earliest year that is not closed. The database lets `open_day` move forward only, over days
    that are closed.
    """

    book = models.OneToOneField(Book, primary_key=True, on_delete=models.PROTECT, related_name="+")
    opens_on = models.DateField()
    live_on = models.DateField(null=True)
    open_day = models.DateField(null=True)
    year_open = models.IntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(live_on__isnull=True, open_day__isnull=True)
                | Q(live_on__isnull=False, open_day__isnull=False, open_day__gte=models.F("live_on")),
                name="live_books_have_one_open_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.book_id} {self.open_day or 'loading'}"


class Account(models.Model):
    """An account of one ledger's chart. Code, kind and ledger stay; name, role and `active` may change."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=12, choices=LEDGERS)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=KINDS)
    contra = models.BooleanField(default=False)
    role = models.CharField(max_length=40, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "ledger", "code"), name="a_code_stands_once_in_a_ledger"),
            models.UniqueConstraint(
                fields=("book", "ledger", "role"),
                condition=~Q(role=""),
                name="a_role_is_played_by_one_account",
            ),
            models.CheckConstraint(
                condition=Q(ledger__in=[ledger.value for ledger in Ledger]), name="there_are_three_ledgers"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="there_are_five_kinds_of_account"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def as_core(self) -> CoreAccount:
        """The same account as the rules of the core know it."""
        return CoreAccount(
            code=self.code,
            name=self.name,
            kind=Kind(self.kind),
            contra=self.contra,
            role=Role(self.role) if self.role else None,
            ledger=Ledger(self.ledger),
        )

"""The tables of the naive peer."""

from __future__ import annotations

from django.db import models


def foreign(to: type[models.Model]) -> models.ForeignKey:
    return models.ForeignKey(to, on_delete=models.PROTECT)


class Kept(models.Model):
    """Every table of this peer."""

    class Meta:
        app_label = "naive"
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Account(Kept):
    code = models.CharField(max_length=10)
    balance = models.BigIntegerField(default=0)

    class Meta(Kept.Meta):
        abstract = False


class Loan(Kept):
    principal_paid = models.BigIntegerField(default=0)
    jasa_paid = models.BigIntegerField(default=0)

    class Meta(Kept.Meta):
        abstract = False


class Instalment(Kept):
    loan = foreign(Loan)
    no = models.IntegerField()
    principal = models.BigIntegerField(default=500_000)
    jasa = models.BigIntegerField(default=90_000)
    paid = models.BooleanField(default=False)

    class Meta(Kept.Meta):
        abstract = False


class Entry(Kept):
    loan = foreign(Loan)
    made = models.DateTimeField(auto_now_add=True)

    class Meta(Kept.Meta):
        abstract = False


class Line(Kept):
    entry = foreign(Entry)
    account = foreign(Account)
    amount = models.BigIntegerField()

    class Meta(Kept.Meta):
        abstract = False


class Outbox(Kept):
    entry = foreign(Entry)
    body = models.JSONField()

    class Meta(Kept.Meta):
        abstract = False

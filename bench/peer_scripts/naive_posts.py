"""The mapper as most would use it: one full repayment, object by object: 14 statements. Takes a database."""

from __future__ import annotations

import itertools
import sys
from urllib.parse import urlsplit

import django
from answers import answer
from django.conf import settings

LOANS = 2_000


def main(url: str) -> None:
    """Make the tables and the loans, then post for as many seconds as asked."""
    parts = urlsplit(url)
    settings.configure(
        SECRET_KEY="bench", INSTALLED_APPS=[], USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql", "NAME": parts.path[1:], "USER": parts.username,
                "PASSWORD": parts.password, "HOST": parts.hostname, "PORT": parts.port,
            }
        },
    )  # fmt: skip
    django.setup()
    from django.db import connection, transaction
    from django.db.models import F
    from naive_models import Account, Entry, Instalment, Line, Loan, Outbox

    with connection.schema_editor() as editor:
        for model in (Account, Loan, Instalment, Entry, Line, Outbox):
            editor.create_model(model)
    cash, loans, jasa, savings = (Account.objects.create(code=code) for code in ("11010", "11030", "41010", "21010"))
    made = Loan.objects.bulk_create([Loan() for _ in range(LOANS)])
    Instalment.objects.bulk_create([Instalment(loan=loan, no=no) for loan in made for no in range(1, 121)])
    turn = itertools.cycle(loan.pk for loan in made)

    @transaction.atomic
    def post() -> None:
        loan = Loan.objects.select_for_update().get(pk=next(turn))
        instalment = Instalment.objects.filter(loan=loan, paid=False).order_by("no")[0]
        instalment.paid = True
        instalment.save()
        loan.principal_paid += instalment.principal
        loan.jasa_paid += instalment.jasa
        loan.save()
        entry = Entry.objects.create(loan=loan)
        whole = instalment.principal + instalment.jasa + 10_000
        for account, amount in (
            (cash, whole), (loans, -instalment.principal), (jasa, -instalment.jasa), (savings, -10_000),
        ):  # fmt: skip
            Line.objects.create(entry=entry, account=account, amount=amount)
            Account.objects.filter(pk=account.pk).update(balance=F("balance") + amount)
        Outbox.objects.create(entry=entry, body={"loan": loan.pk, "amount": whole})

    answer(post)


if __name__ == "__main__":
    main(sys.argv[1])

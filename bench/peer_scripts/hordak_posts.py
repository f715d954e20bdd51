"""django-hordak: one transaction of four legs by its models. Takes a database."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import django
from answers import answer
from django.conf import settings
from django.core.management import call_command


def main(url: str) -> None:
    """Migrate, make the accounts, post for as many seconds as asked."""
    parts = urlsplit(url)
    settings.configure(
        SECRET_KEY="bench",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql", "NAME": parts.path[1:], "USER": parts.username,
                "PASSWORD": parts.password, "HOST": parts.hostname, "PORT": parts.port,
            }
        },
        DEFAULT_CURRENCY="IDR", CURRENCIES=("IDR",), HORDAK_INTERNAL_CURRENCY="IDR", HORDAK_CURRENCIES=["IDR"],
        USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )  # fmt: skip
    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import transaction
    from hordak.models import Account, Leg, Transaction
    from moneyed import Money

    made = [
        Account.objects.create(name=name, code=code, type=kind, currencies=["IDR"])
        for name, code, kind in (
            ("Kas", "1", "AS"), ("Pinjaman", "2", "AS"), ("Jasa", "3", "IN"), ("Tabungan", "4", "LI"),
        )
    ]  # fmt: skip

    def post() -> None:
        with transaction.atomic():
            entry = Transaction.objects.create(description="Angsuran")
            Leg.objects.create(transaction=entry, account=made[0], debit=Money(625_000, "IDR"))
            for account, amount in zip(made[1:], (500_000, 75_000, 50_000), strict=True):
                Leg.objects.create(transaction=entry, account=account, credit=Money(amount, "IDR"))

    for _ in range(20):
        post()
    answer(post)


if __name__ == "__main__":
    main(sys.argv[1])

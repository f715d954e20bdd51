"""django-ledger: one posted journal entry of four lines. Takes a database."""

from __future__ import annotations

import sys
from decimal import Decimal
from urllib.parse import urlsplit

import django
from answers import answer
from django.conf import settings
from django.core.management import call_command


def main(url: str) -> None:
    """Migrate, make an entity with its chart, post for as many seconds as asked."""
    parts = urlsplit(url)
    settings.configure(
        SECRET_KEY="bench",
        INSTALLED_APPS=[
            "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.messages",
            "django.contrib.admin", "django_ledger",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql", "NAME": parts.path[1:], "USER": parts.username,
                "PASSWORD": parts.password, "HOST": parts.hostname, "PORT": parts.port,
            }
        },
        USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", ROOT_URLCONF="django_ledger.urls",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    )  # fmt: skip
    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth import get_user_model
    from django.utils.timezone import now
    from django_ledger.models import EntityModel

    boss = get_user_model().objects.create_user("bench")
    entity = EntityModel.create_entity(name="BKM", use_accrual_method=True, admin=boss, fy_start_month=1)
    entity.create_chart_of_accounts(assign_as_default=True, commit=True)
    entity.populate_default_coa(activate_accounts=True)
    book = entity.create_ledger(name="upk", posted=True)
    accounts = entity.get_default_coa_accounts()

    def one(role: str):
        return accounts.filter(role=role).first()

    cash, loans, income, held = (one(r) for r in ("asset_ca_cash", "asset_ca_recv", "in_operational", "lia_cl_other"))
    lines = [(cash, 625_000, "debit"), (loans, 500_000, "credit"), (income, 75_000, "credit"), (held, 50_000, "credit")]

    def post() -> None:
        book.commit_txs(
            je_timestamp=now(),
            je_txs=[
                {"account": account, "amount": Decimal(amount), "tx_type": side, "description": "Angsuran"}
                for account, amount, side in lines
            ],
            je_posted=True,
            je_ledger_model=book,
        )

    for _ in range(10):
        post()
    answer(post)


if __name__ == "__main__":
    main(sys.argv[1])

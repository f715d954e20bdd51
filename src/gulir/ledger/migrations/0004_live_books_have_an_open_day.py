"""Books that are live have an open day: a day that is missing is no day after the first."""

from __future__ import annotations

from django.db import migrations
from django.db.models import CheckConstraint, F, Q

from gulir.base.witness import standing_aside


class Migration(migrations.Migration):
    """A comparison with nothing is neither true nor false, and a CHECK lets that pass: so it asks for the day first."""

    dependencies = (("ledger", "0003_contra_is_settled_by_the_first_voucher"),)

    operations = standing_aside(
        "ledger_bookstate",
        migrations.RemoveConstraint("bookstate", "live_books_have_one_open_day"),
        migrations.AddConstraint(
            "bookstate",
            CheckConstraint(
                condition=Q(live_on__isnull=True, open_day__isnull=True)
                | Q(live_on__isnull=False, open_day__isnull=False, open_day__gte=F("live_on")),
                name="live_books_have_one_open_day",
            ),
        ),
    )

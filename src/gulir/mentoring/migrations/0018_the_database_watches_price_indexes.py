"""A price index that was typed in is never changed: a correction is a newer row."""

from __future__ import annotations

from django.db import migrations

from gulir.base.witness import append_only


class Migration(migrations.Migration):
    """The database as the last witness of what a month cost."""

    dependencies = (("mentoring", "0017_price_indexes"),)

    operations = (append_only("mentoring_priceindex"),)

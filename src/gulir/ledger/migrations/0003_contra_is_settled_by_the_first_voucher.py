"""Whether an account is a contra account may be corrected until a voucher names it, never after."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import sql_files


class Migration(migrations.Migration):
    """The database as the last witness of what an account is."""

    dependencies = (("ledger", "0002_the_database_watches_the_books"),)

    operations = (sql_files(Path(__file__).parent, "contra_is_settled"),)

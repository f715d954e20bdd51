"""Where the database is over the wire, one repayment reads in one statement and writes in another (PostgreSQL only)."""

from pathlib import Path

from django.db import migrations

from gulir.base.witness import sql_files

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = (
        ("community", "__first__"),
        ("governance", "__first__"),
        ("lending", "0003_the_database_keeps_the_sums"),
    )

    operations = (sql_files(HERE, "a_repayment_in_two_statements"),)

"""A share above what its household can carry is allowed by somebody else first; a survey that was decided by stays."""

from pathlib import Path

from django.db import migrations

from gulir.base.witness import sql_files


class Migration(migrations.Migration):
    dependencies = (("lending", "0014_what_is_held_goes_along"),)

    operations = (sql_files(Path(__file__).parent, "exceptions_are_allowed_first"),)

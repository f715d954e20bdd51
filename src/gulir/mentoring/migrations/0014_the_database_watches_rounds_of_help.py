"""A kept round of asking whom one would ask for help is never changed, takes nothing more and stays in its KSM."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of who would ask whom."""

    dependencies = (("mentoring", "0013_whom_members_would_ask_for_help"),)

    operations = (
        append_only("mentoring_helpround"),
        append_only("mentoring_helpanswer"),
        append_only("mentoring_helptie"),
        sql_files(Path(__file__).parent, "a_round_of_help_stays"),
    )

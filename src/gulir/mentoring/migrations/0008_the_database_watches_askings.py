"""A written asking is never changed and takes no more jobs; it stays with its member, loan and form."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of what was answered."""

    dependencies = (("mentoring", "0007_members_are_asked_again"),)

    operations = (
        append_only("mentoring_followup"),
        append_only("mentoring_followupjob"),
        sql_files(Path(__file__).parent, "a_written_asking_stays"),
    )

"""A read hand-over ladder is never changed and takes nothing more; readings follow each other, one a quarter."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of who did what."""

    dependencies = (("mentoring", "0011_who_does_each_routine"),)

    operations = (
        append_only("mentoring_handoverreading"),
        append_only("mentoring_handoverlevel"),
        append_only("mentoring_handoverreply"),
        sql_files(Path(__file__).parent, "a_read_handover_stays"),
    )

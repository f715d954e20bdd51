"""What a KSM told of its deeds is never changed; it stays with the meeting where it was told."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of what was done and how problems ended."""

    dependencies = (("mentoring", "0009_what_a_ksm_did"),)

    operations = (
        append_only("mentoring_welfaredeed"),
        append_only("mentoring_problemend"),
        sql_files(Path(__file__).parent, "what_a_ksm_did_stays"),
    )

"""A kept assessment is never changed and takes nothing more; it stays with its KSM and follows the one before."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of how a KSM was found."""

    dependencies = (("mentoring", "0005_how_a_ksm_was_found"),)

    operations = (
        append_only("mentoring_assessment"),
        append_only("mentoring_assessmentanswer"),
        append_only("mentoring_assessmentreply"),
        sql_files(Path(__file__).parent, "a_kept_assessment_stays"),
    )

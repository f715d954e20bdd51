"""A written visit is never changed and takes nothing more; it stays with its KSM, its loan and its promises."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of what was seen and promised."""

    dependencies = (("mentoring", "0003_visits_to_a_ksm"),)

    operations = (
        append_only("mentoring_visit"),
        append_only("mentoring_visitmet"),
        append_only("mentoring_visitnote"),
        append_only("mentoring_visitpromise"),
        append_only("mentoring_visitpromiseresult"),
        append_only("mentoring_loanuse"),
        append_only("mentoring_visitphoto"),
        append_only("mentoring_visitreply"),
        sql_files(Path(__file__).parent, "a_written_visit_stays"),
    )

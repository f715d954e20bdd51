"""A closed meeting is never changed and takes nothing more; its box, savings and loans add up."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of what a KSM did and holds."""

    dependencies = (("mentoring", "0001_the_ksm_meets_and_keeps_its_books"),)

    operations = (
        append_only("mentoring_grouprules"),
        append_only("mentoring_groupmeeting"),
        append_only("mentoring_attendance"),
        append_only("mentoring_agendaitem"),
        append_only("mentoring_promise"),
        append_only("mentoring_promiseresult"),
        append_only("mentoring_internalloan"),
        append_only("mentoring_groupentry"),
        sql_files(Path(__file__).parent, "meetings_stay_closed"),
    )

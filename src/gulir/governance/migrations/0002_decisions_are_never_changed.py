"""Decisions, attendance and adopted rules stay as they were written; a meeting only closes, an item only leaves."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of what was decided."""

    dependencies = (("governance", "0001_meetings_and_decisions"),)

    operations = (
        append_only("governance_decision"),
        append_only("governance_interest"),
        append_only("governance_rulevalue"),
        append_only("governance_attendance"),
        append_only("governance_agendaparty"),
        append_only("governance_meeting", update_only="minutes, status"),
        append_only("governance_agendaitem", update_only="status"),
        sql_files(Path(__file__).parent, "decisions_in_order"),
    )

"""A mentoring among KSM is never changed: it is agreed by both, by two persons, one mentor at a time."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of who mentors whom."""

    dependencies = (("mentoring", "0015_one_ksm_mentors_another"),)

    operations = (
        append_only("mentoring_peerpair"),
        append_only("mentoring_peeragreement"),
        append_only("mentoring_peersession"),
        append_only("mentoring_peerend"),
        sql_files(Path(__file__).parent, "a_mentoring_stays"),
    )

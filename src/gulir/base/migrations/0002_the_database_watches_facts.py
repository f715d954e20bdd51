"""Facts and replies are never changed; facts number themselves without gaps; only a secret can be erased."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of what was told."""

    dependencies = (("base", "0001_facts_and_replies"),)

    operations = (
        append_only("base_fact"),
        append_only("base_secret", key="fact_id", erasable=True),
        append_only("base_reply"),
        append_only("base_attachment", key="sha256"),
        sql_files(Path(__file__).parent, "fact_count"),
    )

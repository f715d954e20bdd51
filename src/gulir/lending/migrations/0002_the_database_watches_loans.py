"""Loans are whole when they are written; schedules, repayments and cards are never changed."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    """The database as the last witness of who owes what."""

    dependencies = (("lending", "0001_loans_and_repayments"),)

    operations = (
        append_only("lending_instalment"),
        append_only("lending_repayment"),
        append_only("lending_saving"),
        append_only("lending_surplusmove"),
        append_only("lending_signature"),
        append_only("lending_provision"),
        append_only("lending_share", update_only="live"),
        append_only("lending_cardentry", update_only="withdrawn"),
        append_only("lending_suspension", update_only="until, decision"),
        append_only("lending_product", update_only="closed_on"),
        append_only(
            "lending_loan",
            update_only="state, arrival, principal_paid, jasa_paid, jasa_waived, settled_on, withdrawn, group_id, rw",
        ),
        sql_files(Path(__file__).parent, "loans_are_whole"),
    )

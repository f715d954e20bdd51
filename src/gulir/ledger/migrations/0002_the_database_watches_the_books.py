"""What is wrong cannot be stored: whole vouchers, gapless numbers, closed days, rows that stay as written."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from gulir.base.witness import append_only, sql_files

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    """The database as the last witness of the books."""

    dependencies = (
        ("base", "0002_the_database_watches_facts"),
        ("ledger", "0001_the_three_books"),
    )

    operations = (
        append_only("ledger_voucher"),
        append_only("ledger_transfer"),
        append_only("ledger_account", update_only="name,role,active,contra"),
        append_only("ledger_bookstate", key="book_id", update_only="live_on,open_day,year_open"),
        append_only("ledger_day", update_only="counted_at,counted_by_id,closed_at,confirmed_by_id,empty,refused"),
        append_only("ledger_cashcount"),
        append_only("ledger_month"),
        append_only("ledger_year"),
        append_only("ledger_draft", update_only="state,decided_by_id,decided_at,reason"),
        append_only("ledger_statement"),
        append_only("ledger_statementline", update_only="voucher_id,matched_by_id"),
        append_only("ledger_reconciliation"),
        sql_files(HERE, "vouchers_are_whole"),
        sql_files(HERE, "days_only_close"),
    )

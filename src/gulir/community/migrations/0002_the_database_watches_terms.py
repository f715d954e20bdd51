"""Terms and memberships in time: the database refuses what may never overlap, whoever writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import migrations

from gulir.base.witness import append_only, sql_files

# Domain 1.3 as it stood when this was written; `reference/offices.toml` says the same, and a test holds them together.
SIDES = {
    "cash_and_books": (("cashier",), ("bookkeeper",)),
    "overseer_of_oneself": (("upk_manager", "loan_officer", "cashier", "bookkeeper"), ("overseer", "auditor")),
    "employer_of_oneself": (("upk_manager", "loan_officer", "cashier", "bookkeeper"), ("trustee", "coordinator")),
    "secretariat_apart": (
        ("secretary",),
        ("trustee", "coordinator", "upk_manager", "loan_officer", "cashier", "bookkeeper", "upl", "ups"),
    ),
    "outsiders_and_money": (
        ("facilitator", "village_head", "city_coordinator"),
        ("upk_manager", "loan_officer", "cashier", "bookkeeper", "secretary", "coordinator"),
    ),
}


def write_conflicts(apps: Any, editor: Any) -> None:
    """One row per office and side."""
    conflict = apps.get_model("community", "OfficeConflict")
    conflict.objects.bulk_create(
        conflict(key=key, side=side, office=office)
        for key, sides in SIDES.items()
        for side, offices in enumerate(sides, start=1)
        for office in offices
    )


def take_conflicts_away(apps: Any, editor: Any) -> None:
    """The table as it was."""
    apps.get_model("community", "OfficeConflict").objects.all().delete()


class Migration(migrations.Migration):
    """The database as the last witness of who holds what, and when."""

    dependencies = (("community", "0001_people_groups_offices"),)

    operations = (
        migrations.RunPython(write_conflicts, take_conflicts_away),
        sql_files(Path(__file__).parent, "offices_in_time"),
        sql_files(Path(__file__).parent, "members_in_time"),
        append_only("community_officeconflict"),
        append_only("community_officeterm", update_only="ends_before"),
        append_only("community_membership", update_only="ends_before"),
        append_only("community_kinship"),
    )

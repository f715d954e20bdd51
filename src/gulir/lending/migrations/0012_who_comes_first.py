"""Who is put first in the waiting list, for a reason that stays as it was given."""

import django.db.models.deletion
from django.db import migrations, models

from gulir.base.witness import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("lending", "0011_before_a_loan"),
    ]

    operations = [
        migrations.CreateModel(
            name="Priority",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=200)),
                ("put_on", models.DateField()),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="priority", to="lending.application"
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="whoever_comes_first_has_a_reason"
                    )
                ],
            },
        ),
        append_only("lending_priority"),
    ]

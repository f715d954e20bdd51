"""One row per file that was brought in; it stays as written, but for its undoing."""

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
import gulir.base.ids
from gulir.base.witness import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0002_the_database_watches_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("dated", models.DateField(null=True)),
                ("rows", models.IntegerField()),
                ("total", gulir.base.fields.RupiahField()),
                ("warnings", models.JSONField(default=list)),
                ("details", models.JSONField(default=dict)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book", "recorded_at"], name="intake_import_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("book", "kind", "sha256"),
                        name="a_file_is_brought_in_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("rows__gt", 0)), name="an_import_brings_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_undone_import_says_by_whom",
                    ),
                ],
            },
        ),
        append_only("intake_import", update_only="details,withdrawn_at,withdrawn_by_id"),
    ]

"""What is done about a loan that is late, for ever as it was done."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
import gulir.base.ids
from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("lending", "0006_the_result_is_shared"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handling",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(max_length=20)),
                ("step", models.CharField(max_length=9)),
                ("on", models.DateField()),
                ("due_on", models.DateField()),
                ("days_late", models.IntegerField()),
                ("arrears", gulir.base.fields.RupiahField()),
                ("to", models.CharField(max_length=120)),
                ("way", models.CharField(default="hand", max_length=7)),
                ("cause", models.CharField(blank=True, max_length=15)),
                ("note", models.CharField(blank=True, max_length=400)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handlings", to="lending.loan"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "number"), name="a_step_of_arrears_has_its_own_number"),
                    models.UniqueConstraint(
                        fields=("loan", "due_on", "step"), name="a_step_is_taken_once_for_an_instalment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                (
                                    "reminder",
                                    "call",
                                    "visit",
                                    "warning_1",
                                    "warning_2",
                                    "warning_3",
                                    "team",
                                    "decision",
                                ),
                            )
                        ),
                        name="a_step_is_on_the_ladder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ("hand", "phone", "message", "meeting"))),
                        name="a_step_is_taken_in_a_known_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cause__in",
                                (
                                    "unable",
                                    "unwilling",
                                    "business_failed",
                                    "misused",
                                    "disaster",
                                    "fictitious",
                                    "death",
                                ),
                            ),
                            models.Q(("cause", ""), models.Q(("step__in", ("team", "decision")), _negated=True)),
                            _connector="OR",
                        ),
                        name="the_case_team_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("arrears", 0), ("days_late__lte", 0), ("step", "reminder")),
                            models.Q(
                                models.Q(("step", "reminder"), _negated=True), ("arrears__gt", 0), ("days_late__gt", 0)
                            ),
                            _connector="OR",
                        ),
                        name="only_a_reminder_comes_before_the_due_day",
                    ),
                ],
            },
        ),
        append_only("lending_handling"),
        sql_files(Path(__file__).parent, "handlings_are_of_their_loan"),
    ]

"""Readings of a KSM: instrument, answers, and the KSM's own words beside them."""

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
        ("mentoring", "0004_the_database_watches_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("instrument", models.CharField(max_length=20)),
                ("version", models.IntegerField()),
                ("number", models.IntegerField()),
                ("read_on", models.DateField()),
                ("points", models.IntegerField()),
                ("reach", models.IntegerField()),
                ("stage", models.CharField(max_length=12)),
                (
                    "reason",
                    models.CharField(blank=True, help_text="why it is read again on the same day", max_length=200),
                ),
                ("kept_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.group"
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["group", "read_on"], name="mentoring_assessment_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "instrument", "number"), name="an_assessment_has_its_own_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reason", "")),
                        fields=("group", "instrument", "read_on"),
                        name="a_ksm_is_assessed_once_a_day_or_it_is_said_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gte", 1),
                            ("points__gte", 0),
                            ("reach__gte", models.F("points")),
                            ("version__gte", 1),
                        ),
                        name="an_assessment_reaches_at_least_its_points",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("item", models.CharField(max_length=20)),
                ("computed", models.BooleanField()),
                ("points", models.IntegerField(null=True)),
                ("figures", models.JSONField(default=dict)),
                ("rows", models.JSONField(default=list)),
                ("missed", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="mentoring.assessment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "item"), name="a_question_is_answered_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("computed", True), ("points", None)),
                            models.Q(("points__gte", 0), ("points__isnull", False)),
                            models.Q(("computed", False), ("points", None), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="an_answer_of_a_person_says_something",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="AssessmentReply",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("said", models.CharField(max_length=600)),
                ("at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="mentoring.assessment"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("said", ""), _negated=True), name="a_reply_to_an_assessment_says_something"
                    )
                ]
            },
        ),
    ]

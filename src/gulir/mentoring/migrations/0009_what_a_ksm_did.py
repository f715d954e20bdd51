"""What a KSM did for its members and neighbours, and how their problems ended."""

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
import gulir.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
        ("mentoring", "0008_the_database_watches_askings"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProblemEnd",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("said", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="mentoring.agendaitem"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("said", ""), _negated=True), name="a_problem_is_closed_with_its_answer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WelfareDeed",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=8)),
                ("member", models.BooleanField()),
                ("worth", gulir.base.fields.RupiahField()),
                ("hours", models.IntegerField()),
                ("said", models.CharField(max_length=200)),
                ("told_at", models.DateTimeField()),
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deeds", to="mentoring.groupmeeting"
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="mentoring.welfaredeed",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["group", "meeting"], name="mentoring_deed_group")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours__gte", 0),
                            ("hours__lte", 1000),
                            ("kind__in", ("sick", "buying", "cleaning", "school", "death", "other")),
                            ("worth__gte", 0),
                            models.Q(("said", ""), _negated=True),
                        ),
                        name="a_deed_of_a_ksm_says_what_was_done",
                    )
                ],
            },
        ),
    ]

"""Whom the members of a KSM would ask for help, round by round."""

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
        ("mentoring", "0012_the_database_watches_handovers"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpRound",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.IntegerField()),
                ("asked_on", models.DateField()),
                ("asked", models.IntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                "constraints": [
                    models.UniqueConstraint(fields=("group", "number"), name="a_round_of_help_has_its_own_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("reason", "")),
                        fields=("group", "asked_on"),
                        name="help_is_asked_once_a_day_or_it_is_said_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked__gte", 2), ("number__gte", 1)),
                        name="a_round_of_help_asks_two_or_more",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="HelpAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("outside", models.IntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="mentoring.helpround"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "person"), name="a_member_is_asked_once_in_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(("outside__gte", 0), ("outside__lte", 3)),
                        name="a_few_outside_the_ksm_are_counted",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="HelpTie",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("place", models.IntegerField()),
                (
                    "named",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="mentoring.helpround"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "person", "place"), name="a_name_of_help_has_its_place"),
                    models.UniqueConstraint(fields=("round", "person", "named"), name="a_member_names_another_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("place__gte", 1), ("place__lte", 3), models.Q(("named", models.F("person")), _negated=True)
                        ),
                        name="a_member_names_a_few_others",
                    ),
                ]
            },
        ),
    ]

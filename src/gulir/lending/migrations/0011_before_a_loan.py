"""What is known about members before a loan: their forms, what visits found, their word to answer together."""

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
import gulir.base.ids
from gulir.base.witness import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
        ("lending", "0010_members_cover_for_one_another"),
    ]

    operations = [
        migrations.CreateModel(
            name="MemberForm",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("filled_on", models.DateField()),
                ("amount", gulir.base.fields.RupiahField()),
                ("business", models.CharField(max_length=120)),
                (
                    "business_since",
                    models.IntegerField(help_text="the year it began; empty while it is only planned", null=True),
                ),
                ("workers", models.IntegerField(default=1)),
                ("capital", gulir.base.fields.RupiahField(default=0)),
                ("turnover", gulir.base.fields.RupiahField(default=0)),
                ("costs", gulir.base.fields.RupiahField(default=0)),
                ("other_income", gulir.base.fields.RupiahField(default=0)),
                ("living_costs", gulir.base.fields.RupiahField(default=0)),
                ("other_instalments", gulir.base.fields.RupiahField(default=0)),
                ("dependants", models.IntegerField(default=0)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "filled_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.group"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["group", "person", "filled_on"], name="lending_memberform_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="a_member_form_asks_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capital__gte", 0),
                            ("costs__gte", 0),
                            ("living_costs__gte", 0),
                            ("other_income__gte", 0),
                            ("other_instalments__gte", 0),
                            ("turnover__gte", 0),
                        ),
                        name="a_household_counts_from_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dependants__gte", 0), ("dependants__lte", 50), ("workers__gte", 0), ("workers__lte", 500)
                        ),
                        name="a_member_form_counts_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("signed_on", models.DateField()),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "person"), name="a_member_signs_joint_liability_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("other_income", gulir.base.fields.RupiahField(default=0)),
                ("living_costs", gulir.base.fields.RupiahField(default=0)),
                ("other_instalments", gulir.base.fields.RupiahField(default=0)),
                ("character", models.SmallIntegerField(default=0)),
                ("capacity", models.SmallIntegerField(default=0)),
                ("capital", models.SmallIntegerField(default=0)),
                ("condition", models.SmallIntegerField(default=0)),
                ("collateral", models.SmallIntegerField(default=0)),
                ("monthly", gulir.base.fields.RupiahField(help_text="what the share asks a month")),
                ("ceiling", gulir.base.fields.RupiahField(help_text="what the household can carry a month")),
                ("exception", models.CharField(blank=True, max_length=200)),
                ("allowed_on", models.DateField(null=True)),
                ("allowed_reason", models.CharField(blank=True, max_length=200)),
                (
                    "allowed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"
                    ),
                ),
                (
                    "share",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey",
                        to="lending.applicationshare",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ceiling__gte", 0),
                            ("living_costs__gte", 0),
                            ("monthly__gte", 0),
                            ("other_income__gte", 0),
                            ("other_instalments__gte", 0),
                        ),
                        name="a_survey_counts_from_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity__gte", 0),
                            ("capacity__lte", 4),
                            ("capital__gte", 0),
                            ("capital__lte", 4),
                            ("character__gte", 0),
                            ("character__lte", 4),
                            ("collateral__gte", 0),
                            ("collateral__lte", 4),
                            ("condition__gte", 0),
                            ("condition__lte", 4),
                        ),
                        name="a_survey_judges_from_one_to_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("monthly__lte", models.F("ceiling")),
                            models.Q(("exception", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="above_the_ceiling_there_is_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("allowed_by", None), ("allowed_on", None), ("allowed_reason", "")),
                            models.Q(
                                ("allowed_by__isnull", False),
                                ("allowed_on__isnull", False),
                                models.Q(("allowed_reason", ""), _negated=True),
                                models.Q(("exception", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_exception_is_allowed_with_a_reason",
                    ),
                ],
            },
        ),
        append_only("lending_memberform"),
        append_only("lending_pledge"),
        append_only("lending_survey", erasable=True, update_only="allowed_by_id,allowed_on,allowed_reason"),
    ]

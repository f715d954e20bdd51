"""Members asked again six and twelve months after their first loan, and the jobs in their business."""

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
import gulir.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
        ("lending", "0013_the_punctual_are_rewarded"),
        ("mentoring", "0006_the_database_watches_assessments"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("round", models.CharField(max_length=8)),
                ("version", models.IntegerField(default=1)),
                ("asked_on", models.DateField()),
                ("answer", models.CharField(max_length=9)),
                ("alive", models.BooleanField(default=False)),
                ("workers", models.IntegerField(default=0)),
                ("capital", gulir.base.fields.RupiahField(default=0)),
                ("turnover", gulir.base.fields.RupiahField(default=0)),
                ("costs", gulir.base.fields.RupiahField(default=0)),
                ("other_income", gulir.base.fields.RupiahField(default=0)),
                ("living_costs", gulir.base.fields.RupiahField(default=0)),
                ("other_instalments", gulir.base.fields.RupiahField(default=0)),
                ("dependants", models.IntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("written_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="lending.memberform"
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="mentoring.followup",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.group"
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="lending.loan"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book", "person"], name="mentoring_followup_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("loan", "person", "round", "version"), name="a_member_is_asked_again_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer__in", ("answered", "not_found", "refused", "moved", "died")),
                            ("round__in", ("month_6", "month_12")),
                        ),
                        name="an_asking_again_has_a_known_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "answered"),
                            models.Q(
                                ("alive", False),
                                ("capital", 0),
                                ("costs", 0),
                                ("dependants", 0),
                                ("living_costs", 0),
                                ("other_income", 0),
                                ("other_instalments", 0),
                                ("turnover", 0),
                                ("workers", 0),
                            ),
                            _connector="OR",
                        ),
                        name="who_is_lost_answers_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alive", True), models.Q(("costs", 0), ("turnover", 0), ("workers", 0)), _connector="OR"
                        ),
                        name="a_business_given_up_earns_nothing",
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
                        name="an_asking_again_counts_from_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dependants__gte", 0), ("dependants__lte", 50), ("workers__gte", 0), ("workers__lte", 500)
                        ),
                        name="an_asking_again_counts_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects", None), ("reason", ""), ("version", 1)),
                            models.Q(
                                ("corrects__isnull", False),
                                ("version__gte", 2),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_corrected_asking_has_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpJob",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("who", models.CharField(max_length=6)),
                ("weekly_hours", models.IntegerField()),
                ("months", models.IntegerField()),
                ("woman", models.BooleanField()),
                ("poor", models.BooleanField()),
                (
                    "followup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="mentoring.followup"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("followup", "line"), name="a_job_has_its_own_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("months__gte", 1),
                            ("months__lte", 12),
                            ("weekly_hours__gte", 1),
                            ("weekly_hours__lte", 112),
                            ("who__in", ("owner", "family", "hired")),
                        ),
                        name="a_job_has_hours_and_months",
                    ),
                ]
            },
        ),
    ]

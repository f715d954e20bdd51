"""What each side of a disbursement says reached its hands, for ever as it was said."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
        ("lending", "0004_a_repayment_in_two_statements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("way", models.CharField(max_length=9)),
                ("amount", gulir.base.fields.RupiahField()),
                ("on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                        to="lending.arrival",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrivals", to="lending.loan"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrects", None)),
                        fields=("loan", "person"),
                        name="a_member_first_tells_of_a_loan_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("corrects", None), ("person", None)),
                        fields=("loan",),
                        name="the_treasurer_first_tells_of_a_loan_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), ("way", "treasurer")),
                            models.Q(("person__isnull", False), ("way__in", ("login", "slip", "witness"))),
                            _connector="OR",
                        ),
                        name="the_treasurer_or_a_member_tells",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="an_arrival_is_never_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects", None), ("reason", "")),
                            models.Q(("corrects__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_corrected_arrival_has_its_reason",
                    ),
                ],
            },
        ),
        append_only("lending_arrival"),
        sql_files(Path(__file__).parent, "arrivals_are_of_their_loan"),
    ]

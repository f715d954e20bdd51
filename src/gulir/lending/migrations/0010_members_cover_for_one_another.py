"""What members paid for one another, and what was paid back; no claim is ever overpaid."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
import gulir.base.ids
from gulir.base.witness import append_only, sql_files


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
        ("lending", "0009_loans_end_by_a_decision"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cover",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("amount", gulir.base.fields.RupiahField()),
                ("on", models.DateField()),
                ("promise_on", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "debtor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="lending.loan"
                    ),
                ),
                (
                    "repayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="lending.repayment"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="a_cover_pays_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("creditor", None),
                            models.Q(("creditor", models.F("debtor")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_covers_for_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("promise_on", None), ("promise_on__gte", models.F("on")), _connector="OR"),
                        name="a_promise_is_for_a_later_day",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="CoverMove",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=8)),
                ("amount", gulir.base.fields.RupiahField()),
                ("on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="lending.cover"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="lending.covermove",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("paid", "forgiven", "mistake"))),
                        name="a_claim_ends_in_a_known_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("reverses", None)),
                            models.Q(("amount__lt", 0), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_what_is_taken_back_opens_a_claim_again",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "paid"), ("reverses", None)),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_claim_that_is_not_paid_has_its_reason",
                    ),
                ]
            },
        ),
        append_only("lending_cover"),
        append_only("lending_covermove"),
        sql_files(Path(__file__).parent, "claims_stay_whole"),
    ]

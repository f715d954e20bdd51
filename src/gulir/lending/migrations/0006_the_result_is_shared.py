"""What a group reports of its business where the result is shared; the database puts the share into the schedule."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import gulir.base.fields
from gulir.base.witness import append_only, lifted, sql_files

LOAN = "state, arrival, principal_paid, jasa_paid, jasa_waived, settled_on, withdrawn, group_id, rw"


class Migration(migrations.Migration):
    dependencies = (
        ("base", "0002_the_database_watches_facts"),
        ("lending", "0005_the_money_arrives"),
    )

    operations = (
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("no", models.IntegerField(help_text="the instalment whose period it is")),
                ("result", gulir.base.fields.RupiahField()),
                ("share", gulir.base.fields.RupiahField()),
                ("borne", gulir.base.fields.RupiahField()),
                ("reported_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="lending.loan"
                    ),
                ),
                (
                    "loss",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lending.repayment",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="lending.result",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(takes_back=None, share__gte=0, borne__gte=0)
                        | Q(takes_back__isnull=False, share__lte=0, borne__lte=0),
                        name="only_what_is_taken_back_is_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=Q(takes_back=None, result__gte=F("share"), borne=0)
                        | Q(takes_back=None, result__lt=0, result__lte=0 - F("borne"), share=0)
                        | Q(takes_back__isnull=False),
                        name="nobody_gets_more_of_a_result_than_there_is",
                    ),
                    models.CheckConstraint(
                        condition=Q(borne=0, loss=None) | ~Q(borne=0) & Q(loss__isnull=False),
                        name="a_loss_that_is_borne_has_its_row",
                    ),
                ],
            },
        ),
        append_only("lending_result"),
        lifted(append_only("lending_instalment")),
        append_only("lending_instalment", update_only="jasa, cum_jasa"),
        lifted(append_only("lending_loan", update_only=LOAN)),
        append_only("lending_loan", update_only=f"{LOAN}, jasa, reported"),
        sql_files(Path(__file__).parent, "results_move_their_loan"),
    )

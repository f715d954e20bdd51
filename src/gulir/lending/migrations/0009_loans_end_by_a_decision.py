"""How a loan ends without being paid: by a decision, for ever as it was taken; what comes back is kept beside it."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import gulir.base.fields
import gulir.base.ids
from gulir.base.witness import append_only, lifted, sql_files, standing_aside

PROTECT = django.db.models.deletion.PROTECT
LOAN = "state, arrival, principal_paid, jasa_paid, jasa_waived, settled_on, withdrawn, group_id, rw, jasa, reported"
CAUSES = ("unable", "unwilling", "business_failed", "misused", "disaster", "fictitious", "death")


def own_id() -> models.UUIDField:  # type: ignore[type-arg]
    """The key of a row that can be named from outside."""
    return models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = (
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
        ("ledger", "0003_contra_is_settled_by_the_first_voucher"),
        ("lending", "0008_only_what_was_verified_is_decided"),
    )

    operations = (
        lifted(append_only("lending_loan", update_only=LOAN)),
        *standing_aside(
            "lending_loan",
            migrations.AddField(
                "loan",
                "ended_on",
                models.DateField(help_text="when it ended unpaid: written off, or closed by a new schedule", null=True),
            ),
            migrations.AddField(
                "loan",
                "replaces",
                models.ForeignKey(null=True, on_delete=PROTECT, related_name="successors", to="lending.loan"),
            ),
            migrations.AddConstraint(
                "loan",
                models.UniqueConstraint(
                    condition=Q(replaces__isnull=False), fields=("replaces",), name="a_loan_is_replaced_by_one_loan"
                ),
            ),
        ),
        append_only("lending_loan", update_only=f"{LOAN}, ended_on"),
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("id", own_id()),
                ("kind", models.CharField(max_length=11)),
                ("on", models.DateField()),
                ("principal", gulir.base.fields.RupiahField()),
                ("jasa", gulir.base.fields.RupiahField()),
                ("written_off", gulir.base.fields.RupiahField()),
                ("claim", gulir.base.fields.RupiahField()),
                ("covered", gulir.base.fields.RupiahField(default=0)),
                ("died_on", models.DateField(null=True)),
                ("letter", models.CharField(blank=True, max_length=60)),
                ("cause", models.CharField(max_length=15)),
                ("decision", models.CharField(max_length=40)),
                ("book", models.ForeignKey(on_delete=PROTECT, related_name="+", to="base.book")),
                ("loan", models.OneToOneField(on_delete=PROTECT, related_name="ending", to="lending.loan")),
                ("made_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="base.actor")),
                ("person", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="community.person")),
                ("voucher", models.OneToOneField(null=True, on_delete=PROTECT, related_name="+", to="ledger.voucher")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind="written_off", written_off=F("principal"), person=None)
                        | Q(kind="rescheduled", principal__gt=F("written_off") + F("covered")),
                        name="all_of_a_loan_is_written_off_or_the_rest_goes_on",
                    ),
                    models.CheckConstraint(
                        condition=Q(principal__gte=0, jasa__gte=0, written_off__gte=0, claim__gte=F("written_off")),
                        name="an_ending_takes_nothing_that_was_not_there",
                    ),
                    models.CheckConstraint(
                        condition=Q(written_off=0, covered=0, voucher=None)
                        | (Q(written_off__gt=0) | Q(covered__gt=0)) & Q(voucher__isnull=False),
                        name="what_is_written_off_has_its_voucher",
                    ),
                    models.CheckConstraint(
                        condition=Q(kind="written_off")
                        | Q(claim=0, covered=0, person=None)
                        | Q(claim__gt=0, covered=0, person__isnull=False)
                        | Q(claim=0, covered__gt=0, person__isnull=False),
                        name="a_claim_on_one_member_names_the_member",
                    ),
                    models.CheckConstraint(
                        condition=Q(covered=0, died_on=None, letter="")
                        | Q(covered__gt=0, kind="rescheduled", cause="death", died_on__isnull=False) & ~Q(letter=""),
                        name="only_a_death_with_its_letter_is_covered",
                    ),
                    models.CheckConstraint(condition=Q(cause__in=CAUSES), name="an_ending_has_a_known_cause"),
                    models.CheckConstraint(condition=~Q(decision=""), name="a_loan_ends_by_a_decision"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", own_id()),
                ("receipt", models.CharField(max_length=30)),
                ("on", models.DateField()),
                ("amount", gulir.base.fields.RupiahField()),
                ("method", models.CharField(default="cash", max_length=4)),
                ("payer", models.CharField(blank=True, max_length=120)),
                ("book", models.ForeignKey(on_delete=PROTECT, related_name="+", to="base.book")),
                ("ending", models.ForeignKey(on_delete=PROTECT, related_name="recoveries", to="lending.ending")),
                ("made_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="base.actor")),
                ("voucher", models.OneToOneField(on_delete=PROTECT, related_name="+", to="ledger.voucher")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "receipt"), name="a_recovery_has_its_own_receipt"),
                    models.CheckConstraint(condition=Q(amount__gt=0), name="a_recovery_brings_something"),
                    models.CheckConstraint(
                        condition=Q(method__in=("cash", "bank")), name="a_recovery_comes_in_cash_or_bank"
                    ),
                ]
            },
        ),
        append_only("lending_ending"),
        append_only("lending_recovery"),
        sql_files(Path(__file__).parent, "loans_end_by_a_decision"),
    )

"""The database adds up what was paid, keeps shares and loan equal, and lets states move only as listed."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import F, Q

from gulir.base.witness import append_only, lifted, sql_files

HERE = Path(__file__).parent
LOAN = append_only(
    "lending_loan",
    update_only="state, arrival, principal_paid, jasa_paid, jasa_waived, settled_on, withdrawn, group_id, rw",
)
CARD = append_only("lending_cardentry", update_only="withdrawn")
REPAYMENT = append_only("lending_repayment")


class Migration(migrations.Migration):
    dependencies = (
        ("base", "0002_the_database_watches_facts"),
        ("lending", "0002_the_database_watches_loans"),
    )

    operations = (
        lifted(sql_files(HERE, "loans_are_whole")),
        lifted(LOAN),
        lifted(CARD),
        lifted(REPAYMENT),
        lifted(append_only("lending_share", update_only="live")),
        migrations.RemoveConstraint("cardentry", "a_card_entry_is_of_something"),
        migrations.RemoveConstraint("repayment", "only_a_reversal_takes_back"),
        migrations.RemoveConstraint("share", "a_share_is_of_something"),
        migrations.AddConstraint(
            "cardentry", models.CheckConstraint(condition=Q(amount__gte=0), name="a_card_entry_is_never_negative")
        ),
        migrations.AddConstraint(
            "loan",
            models.CheckConstraint(
                condition=Q(state="settled", settled_on__isnull=False, principal_paid=F("principal"))
                | (~Q(state="settled") & Q(settled_on=None)),
                name="a_settled_loan_owes_no_principal",
            ),
        ),
        migrations.AddConstraint(
            "repayment",
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gte=0, principal__gte=0, jasa__gte=0, waived__gte=0, borne__gte=0)
                | Q(reverses__isnull=False, amount__lte=0, principal__lte=0, jasa__lte=0, waived__lte=0, borne__lte=0),
                name="only_a_reversal_takes_back",
            ),
        ),
        migrations.AddConstraint(
            "repayment",
            models.CheckConstraint(
                condition=Q(method__in=("cash", "bank"), borne=0)
                & (
                    Q(reverses=None, amount__gt=0, surplus__gte=0, savings__gte=0)
                    | Q(reverses__isnull=False, amount__lt=0)
                )
                | Q(method="savings", amount=0, surplus=0, borne=0)
                | Q(method="surplus", amount=0, savings=0, borne=0)
                | Q(method="loss", amount=0, jasa=0, surplus=0, savings=0, waived=0) & ~Q(borne=0),
                name="money_comes_in_or_is_taken_from_what_is_held",
            ),
        ),
        migrations.AddConstraint(
            "share",
            models.UniqueConstraint(fields=("loan",), condition=Q(person=None), name="a_loan_has_one_unassigned_share"),
        ),
        migrations.AddConstraint(
            "share",
            models.CheckConstraint(
                condition=Q(principal__gt=0) | Q(principal=0, person=None), name="a_share_is_of_something"
            ),
        ),
        LOAN,
        CARD,
        REPAYMENT,
        append_only("lending_share", update_only="live, principal"),
        sql_files(HERE, "loans_stay_whole"),
        sql_files(HERE, "sums_follow_the_cards"),
        sql_files(HERE, "states_move_as_listed"),
    )

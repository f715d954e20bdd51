"""The reward for paying on time, once for each loan that was paid off."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
from gulir.base.witness import append_only, sql_files

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = (
        ("base", "0002_the_database_watches_facts"),
        ("ledger", "0003_contra_is_settled_by_the_first_voucher"),
        ("lending", "0012_who_comes_first"),
    )

    operations = (
        migrations.CreateModel(
            name="Reward",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("amount", gulir.base.fields.RupiahField()),
                ("book", models.ForeignKey(on_delete=PROTECT, related_name="+", to="base.book")),
                ("loan", models.ForeignKey(on_delete=PROTECT, related_name="rewards", to="lending.loan")),
                ("made_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="base.actor")),
                ("voucher", models.OneToOneField(on_delete=PROTECT, related_name="+", to="ledger.voucher")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="a_reward_gives_something")
                ]
            },
        ),
        append_only("lending_reward"),
        sql_files(Path(__file__).parent, "a_reward_is_earned_once"),
    )

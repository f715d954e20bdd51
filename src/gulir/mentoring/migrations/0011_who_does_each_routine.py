"""The hand-over ladder: who does each routine in a quarter, and the board's own words beside it."""

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("mentoring", "0010_the_database_watches_deeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandoverReading",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.IntegerField(help_text="of the instrument")),
                ("number", models.IntegerField()),
                ("read_on", models.DateField()),
                ("quarter", models.IntegerField()),
                ("reason", models.CharField(blank=True, help_text="why the quarter is read again", max_length=200)),
                ("read_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "read_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "number"), name="a_handover_reading_has_its_own_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("reason", "")),
                        fields=("book", "quarter"),
                        name="a_quarter_is_read_once_or_it_is_said_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("version__gte", 1)),
                        name="a_handover_reading_counts_from_one",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="HandoverLevel",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("routine", models.CharField(max_length=8)),
                ("level", models.IntegerField()),
                ("seen", models.CharField(blank=True, max_length=200)),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="mentoring.handoverreading",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reading", "routine"), name="a_routine_is_read_once_in_a_reading"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__gte", 1),
                            ("level__lte", 4),
                            ("routine__in", ("call", "lead", "minutes", "books", "check", "collect", "report", "plan")),
                        ),
                        name="a_routine_stands_on_a_rung",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="HandoverReply",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("said", models.CharField(max_length=600)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="mentoring.handoverreading",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("said", ""), _negated=True), name="a_reply_to_a_handover_says_something"
                    )
                ]
            },
        ),
    ]

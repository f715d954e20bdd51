"""What a month cost: the consumer price index that was typed in, month by month."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("mentoring", "0016_the_database_watches_mentorings"),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceIndex",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("base_year", models.IntegerField()),
                ("year", models.IntegerField()),
                ("month", models.IntegerField()),
                ("version", models.IntegerField(default=1)),
                ("hundredths", models.IntegerField()),
                ("source", models.CharField(max_length=120)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("written_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "base_year", "year", "month", "version"), name="a_price_index_is_written_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("base_year__gte", 1990),
                            ("base_year__lte", 2999),
                            ("month__gte", 1),
                            ("month__lte", 12),
                            ("year__gte", 1990),
                            ("year__lte", 2999),
                        ),
                        name="a_price_index_is_of_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hundredths__gte", 1),
                            ("hundredths__lte", 1000000),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="a_price_index_has_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("version", 1)),
                            models.Q(("version__gte", 2), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_corrected_price_index_has_its_reason",
                    ),
                ],
            },
        ),
    ]

"""Accounts, vouchers with their transfers, days, months, years, drafts, bank statements."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import gulir.base.fields
import gulir.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0002_the_database_watches_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "ledger",
                    models.CharField(
                        choices=[("upk", "upk"), ("secretariat", "secretariat"), ("activities", "activities")],
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset", "asset"),
                            ("liability", "liability"),
                            ("equity", "equity"),
                            ("income", "income"),
                            ("expense", "expense"),
                        ],
                        max_length=10,
                    ),
                ),
                ("contra", models.BooleanField(default=False)),
                ("role", models.CharField(blank=True, default="", max_length=40)),
                ("active", models.BooleanField(default=True)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "ledger", "code"), name="a_code_stands_once_in_a_ledger"),
                    models.UniqueConstraint(
                        condition=models.Q(("role", ""), _negated=True),
                        fields=("book", "ledger", "role"),
                        name="a_role_is_played_by_one_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ledger__in", ["upk", "secretariat", "activities"])),
                        name="there_are_three_ledgers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["asset", "liability", "equity", "income", "expense"])),
                        name="there_are_five_kinds_of_account",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="AccountSum",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ledger.account",
                    ),
                ),
                ("debit", gulir.base.fields.RupiahField()),
                ("credit", gulir.base.fields.RupiahField()),
                ("through", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="BookState",
            fields=[
                (
                    "book",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="base.book",
                    ),
                ),
                ("opens_on", models.DateField()),
                ("live_on", models.DateField(null=True)),
                ("open_day", models.DateField(null=True)),
                ("year_open", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("live_on__isnull", True), ("open_day__isnull", True)),
                            models.Q(("live_on__isnull", False), ("open_day__gte", models.F("live_on"))),
                            _connector="OR",
                        ),
                        name="live_books_have_one_open_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Day",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("counted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("empty", models.BooleanField(default=False)),
                ("refused", models.BooleanField(default=False)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"
                    ),
                ),
                (
                    "counted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "day"), name="a_day_stands_once_in_a_book"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            models.Q(("counted_by__isnull", False), ("empty", True)),
                            models.Q(("confirmed_by__isnull", False), ("counted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_day_is_closed_by_two_or_confirmed_empty",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("susulan", "susulan"), ("crossing", "crossing"), ("live", "live")], max_length=10
                    ),
                ),
                ("body", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("approved", "approved"), ("withdrawn", "withdrawn")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book", "state"], name="ledger_draft_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by__isnull", True), ("state", "waiting")),
                            models.Q(("decided_by__isnull", False), ("state__in", ("approved", "withdrawn"))),
                            _connector="OR",
                        ),
                        name="a_draft_waits_or_was_decided_by_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Month",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("first", models.DateField()),
                ("closed_at", models.DateTimeField()),
                ("checks", models.JSONField()),
                ("totals", models.JSONField()),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "first"), name="a_month_is_closed_once"),
                    models.CheckConstraint(condition=models.Q(("first__day", 1)), name="a_month_begins_on_its_first"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("through", models.DateField()),
                ("book_balance", gulir.base.fields.RupiahField()),
                ("bank_balance", gulir.base.fields.RupiahField()),
                ("not_in_bank", gulir.base.fields.RupiahField(default=0)),
                ("not_in_book", gulir.base.fields.RupiahField(default=0)),
                ("difference", gulir.base.fields.RupiahField()),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "through"], name="ledger_reconciled_through")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "difference",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("bank_balance"), "-", models.F("book_balance")
                                        ),
                                        "+",
                                        models.F("not_in_bank"),
                                    ),
                                    "-",
                                    models.F("not_in_book"),
                                ),
                            )
                        ),
                        name="a_difference_is_what_nothing_explains",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("source", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("closing_balance", gulir.base.fields.RupiahField(null=True)),
                ("imported_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "imported_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "account", "digest"), name="a_statement_comes_in_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "ledger",
                    models.CharField(
                        choices=[("upk", "upk"), ("secretariat", "secretariat"), ("activities", "activities")],
                        max_length=12,
                    ),
                ),
                ("type", models.CharField(choices=[("KM", "KM"), ("KK", "KK"), ("PB", "PB")], max_length=2)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "ordinary"),
                            ("opening", "opening"),
                            ("closing", "closing"),
                            ("reversal", "reversal"),
                            ("susulan", "susulan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.IntegerField()),
                ("year", models.IntegerField()),
                ("label", models.CharField(max_length=24)),
                ("dated", models.DateField()),
                ("for_year", models.IntegerField()),
                ("effective_on", models.DateField()),
                ("original_on", models.DateField(null=True)),
                ("description", models.CharField(max_length=200)),
                ("reference", models.CharField(blank=True, default="", max_length=60)),
                ("total", gulir.base.fields.RupiahField()),
                ("recorded_at", models.DateTimeField()),
                ("import_ref", models.UUIDField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.actor",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="ledger.voucher",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["book", "ledger", "effective_on"], name="ledger_voucher_effective"),
                    models.Index(fields=["book", "dated"], name="ledger_voucher_dated"),
                    models.Index(
                        condition=models.Q(("import_ref__isnull", False)),
                        fields=["import_ref"],
                        name="ledger_voucher_import",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "ledger", "type", "year", "number"), name="a_voucher_number_is_given_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__gte", 1), ("total__lte", 1000000000000)),
                        name="a_voucher_is_one_rupiah_to_a_million_million",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="voucher_numbers_count_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("type__in", ["KM", "KK", "PB"])), name="there_are_three_types_of_voucher"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ordinary", "opening", "closing", "reversal", "susulan"])),
                        name="there_are_five_kinds_of_voucher",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                            models.Q(models.Q(("kind", "reversal"), _negated=True), ("reverses__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_reversal_names_its_original",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "susulan"), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("original_on__isnull", False),
                                ("original_on__lt", models.F("dated")),
                            ),
                            _connector="OR",
                        ),
                        name="a_late_voucher_has_its_day_and_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("for_year__lte", models.F("year"))),
                        name="no_voucher_counts_for_a_later_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("amount", gulir.base.fields.RupiahField()),
                ("loan_no", models.CharField(blank=True, default="", max_length=40)),
                ("ksm", models.CharField(blank=True, default="", max_length=80)),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="ledger.voucher",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["debit", "id"], name="ledger_transfer_debit"),
                    models.Index(fields=["credit", "id"], name="ledger_transfer_credit"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("voucher", "line"), name="a_line_stands_once_in_a_voucher"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1), ("amount__lte", 1000000000000)),
                        name="a_transfer_is_one_rupiah_to_a_million_million",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True), name="no_account_pays_itself"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("no", models.IntegerField()),
                ("on", models.DateField()),
                ("text", models.CharField(max_length=200)),
                ("amount", gulir.base.fields.RupiahField()),
                ("balance", gulir.base.fields.RupiahField(null=True)),
                (
                    "matched_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.statement"
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.voucher"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "no"), name="a_statement_line_has_its_number"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="a_statement_line_moves_something"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="CashCount",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("day", models.DateField()),
                ("expected", gulir.base.fields.RupiahField()),
                ("counted", gulir.base.fields.RupiahField()),
                ("denominations", models.JSONField()),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("counted_at", models.DateTimeField()),
                ("closing", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "counted_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.voucher"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book", "day"], name="ledger_cashcount_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("counted__gte", 0)), name="nobody_counts_less_than_nothing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expected", models.F("counted")), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="a_cash_difference_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Year",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "ledger",
                    models.CharField(
                        choices=[("upk", "upk"), ("secretariat", "secretariat"), ("activities", "activities")],
                        max_length=12,
                    ),
                ),
                ("year", models.IntegerField()),
                ("income", gulir.base.fields.RupiahField()),
                ("expense", gulir.base.fields.RupiahField()),
                ("result", gulir.base.fields.RupiahField()),
                ("closed_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.voucher"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "ledger", "year"), name="a_year_is_closed_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "result",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("income"), "-", models.F("expense")
                                ),
                            )
                        ),
                        name="a_result_is_income_less_expense",
                    ),
                ]
            },
        ),
    ]

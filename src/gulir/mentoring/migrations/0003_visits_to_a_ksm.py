"""Visits to a KSM: who was met, what was seen, heard, taught and promised, the use of a loan, the KSM's reply."""

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
        ("lending", "0008_only_what_was_verified_is_decided"),
        ("mentoring", "0002_the_database_watches_meetings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.IntegerField()),
                ("version", models.IntegerField(default=1)),
                ("purpose", models.CharField(max_length=8)),
                ("stage", models.CharField(blank=True, max_length=6)),
                ("held_on", models.DateField()),
                ("place", models.CharField(blank=True, max_length=80)),
                ("minutes", models.IntegerField()),
                ("others", models.CharField(blank=True, help_text="who was met and is no member", max_length=120)),
                ("books", models.CharField(max_length=6)),
                ("cash", models.CharField(max_length=6)),
                ("savings", models.CharField(max_length=6)),
                ("rules", models.CharField(max_length=6)),
                ("meeting", models.CharField(max_length=6)),
                ("condition", models.CharField(blank=True, max_length=300)),
                ("criterion", models.CharField(blank=True, max_length=200)),
                ("cause", models.CharField(blank=True, max_length=200)),
                ("effect", models.CharField(blank=True, max_length=200)),
                ("advice", models.CharField(blank=True, max_length=300)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("next_on", models.DateField(null=True)),
                ("written_at", models.DateTimeField()),
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
                        to="mentoring.visit",
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
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="lending.loan"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book", "held_on"], name="mentoring_visit_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "number", "version"), name="a_visit_is_written_once"),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ("routine", "problem", "payout", "grading", "loan"))),
                        name="a_visit_has_a_known_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("loan__isnull", False), ("purpose", "loan"), ("stage__in", ("first", "middle"))),
                            models.Q(models.Q(("purpose", "loan"), _negated=True), ("loan", None), ("stage", "")),
                            _connector="OR",
                        ),
                        name="a_visit_about_a_loan_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 600), ("number__gte", 1)),
                        name="a_visit_takes_some_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("books__in", ("yes", "no", "unseen")),
                            ("cash__in", ("yes", "no", "unseen")),
                            ("meeting__in", ("yes", "no", "unseen")),
                            ("rules__in", ("yes", "no", "unseen")),
                            ("savings__in", ("yes", "no", "unseen")),
                        ),
                        name="what_a_visit_saw_is_yes_no_or_unseen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""), ("cause", ""), ("condition", ""), ("criterion", ""), ("effect", "")
                            ),
                            models.Q(
                                models.Q(("condition", ""), _negated=True), models.Q(("advice", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_finding_of_a_visit_comes_with_advice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_on", None), ("next_on__gt", models.F("held_on")), _connector="OR"),
                        name="the_next_visit_comes_later",
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
                        name="a_corrected_visit_has_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanUse",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user", models.CharField(max_length=8)),
                ("used_for", models.CharField(max_length=120)),
                ("alive", models.CharField(max_length=6)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="mentoring.visit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "person"), name="a_share_is_looked_at_once_in_a_visit"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alive__in", ("yes", "no", "unseen")),
                            ("user__in", ("borrower", "family", "other", "unknown")),
                            models.Q(("used_for", ""), _negated=True),
                        ),
                        name="a_use_of_a_loan_is_told",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="VisitMet",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="met", to="mentoring.visit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "person"), name="a_member_is_met_once_in_a_visit")
                ]
            },
        ),
        migrations.CreateModel(
            name="VisitNote",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("kind", models.CharField(max_length=6)),
                ("topic", models.CharField(max_length=12)),
                ("said", models.CharField(max_length=300)),
                ("consent", models.BooleanField(default=False)),
                ("minutes", models.IntegerField(default=0)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="mentoring.visit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "line"), name="a_note_of_a_visit_has_its_own_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "heard"),
                                ("minutes", 0),
                                ("topic__in", ("problem", "business", "illness", "conflict", "pressure")),
                            ),
                            models.Q(
                                ("consent", True),
                                ("kind", "taught"),
                                ("minutes__gte", 1),
                                ("minutes__lte", 600),
                                ("topic__in", ("rules", "bookkeeping", "business", "marketing", "conflict")),
                            ),
                            _connector="OR",
                        ),
                        name="a_note_of_a_visit_was_heard_or_taught",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("caption", models.CharField(blank=True, max_length=120)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.attachment"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="mentoring.visit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "line"), name="a_photo_of_a_visit_has_its_own_line")
                ]
            },
        ),
        migrations.CreateModel(
            name="VisitPromise",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("who", models.CharField(max_length=80)),
                ("said", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="mentoring.visit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "line"), name="a_promise_of_a_visit_has_its_own_line"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("who", ""), _negated=True), models.Q(("said", ""), _negated=True)),
                        name="a_promise_of_a_visit_says_who_and_what",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="VisitPromiseResult",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("result", models.CharField(max_length=7)),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="mentoring.visitpromise"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="mentoring.visit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "promise"), name="a_promise_is_looked_at_once_in_a_visit"),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ("kept", "waiting", "broken"))),
                        name="a_promise_of_a_visit_has_a_known_result",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="VisitReply",
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
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="mentoring.visit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("said", ""), _negated=True), name="a_reply_to_a_visit_says_something"
                    )
                ]
            },
        ),
    ]

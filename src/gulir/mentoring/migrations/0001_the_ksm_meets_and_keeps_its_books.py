"""A KSM's rules, its meetings as one record, and its own books."""

import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
import gulir.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0002_the_database_watches_facts"),
        ("community", "0003_two_people_about_a_login"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupRules",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("starts_on", models.DateField()),
                ("every", models.CharField(max_length=9)),
                ("savings", gulir.base.fields.RupiahField()),
                ("fine", gulir.base.fields.RupiahField()),
                ("quorum_percent", models.IntegerField()),
                ("loan_most", gulir.base.fields.RupiahField()),
                ("loan_months", models.IntegerField()),
                ("loan_jasa_bp", models.IntegerField()),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.group"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "number"), name="rules_of_a_ksm_are_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(("every__in", ("week", "fortnight", "month"))),
                        name="a_ksm_meets_in_a_known_rhythm",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fine__gte", 0),
                            ("loan_jasa_bp__gte", 0),
                            ("loan_jasa_bp__lte", 1000),
                            ("loan_months__gte", 1),
                            ("loan_months__lte", 36),
                            ("loan_most__gte", 0),
                            ("number__gte", 1),
                            ("quorum_percent__gte", 1),
                            ("quorum_percent__lte", 100),
                            ("savings__gte", 0),
                        ),
                        name="rules_of_a_ksm_stay_in_their_bounds",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="GroupMeeting",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.IntegerField()),
                ("version", models.IntegerField(default=1)),
                ("held_on", models.DateField()),
                ("place", models.CharField(blank=True, max_length=80)),
                ("expected", models.IntegerField()),
                ("present", models.IntegerField()),
                ("opening", gulir.base.fields.RupiahField()),
                ("counted", gulir.base.fields.RupiahField()),
                ("closed_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="mentoring.groupmeeting",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.group"
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mentoring.grouprules"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "number", "version"), name="a_ksm_meeting_is_closed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("counted__gte", 0), ("number__gte", 1), ("opening__gte", 0)),
                        name="a_ksm_box_is_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expected__gte", models.F("present")), ("present__gte", 1)),
                        name="somebody_came_to_the_ksm_meeting",
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
                        name="a_corrected_ksm_meeting_has_its_reason",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="InternalLoan",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("amount", gulir.base.fields.RupiahField()),
                ("jasa_bp", models.IntegerField()),
                ("due_on", models.DateField()),
                ("purpose", models.CharField(blank=True, max_length=80)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.group"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="mentoring.groupmeeting"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1), ("jasa_bp__gte", 0)), name="an_internal_loan_is_of_money"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="GroupEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("amount", gulir.base.fields.RupiahField()),
                ("note", models.CharField(blank=True, max_length=120)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.group"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="mentoring.groupmeeting"
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="mentoring.internalloan",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["group", "person"], name="mentoring_entry_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "line"), name="a_line_of_the_ksm_box_has_its_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "loan")), fields=("loan",), name="an_internal_loan_is_paid_out_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1)), name="a_line_of_the_ksm_box_is_of_money"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("brought", "savings", "withdrawal", "fine", "instalment")),
                                ("loan", None),
                                ("person__isnull", False),
                            ),
                            models.Q(
                                ("kind__in", ("loan", "repayment", "jasa")),
                                ("loan__isnull", False),
                                ("person__isnull", False),
                            ),
                            models.Q(
                                ("kind__in", ("gift", "over", "welfare", "cost", "handed", "short")),
                                ("loan", None),
                                ("person", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_line_of_the_ksm_box_is_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("welfare", "cost", "short", "over")), ("note", ""), _negated=True
                        ),
                        name="a_line_of_the_ksm_box_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("said", models.CharField(max_length=200)),
                ("due_on", models.DateField(null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="mentoring.groupmeeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("meeting", "line"), name="a_promise_has_its_own_line")]
            },
        ),
        migrations.CreateModel(
            name="PromiseResult",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("result", models.CharField(max_length=7)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="mentoring.groupmeeting"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="mentoring.promise"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "promise"), name="a_promise_is_looked_at_once_in_a_meeting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ("kept", "waiting", "broken"))),
                        name="a_promise_has_a_known_result",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("came", models.CharField(max_length=7)),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("spoke", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="mentoring.groupmeeting",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "person"), name="a_member_is_counted_once_in_a_meeting"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came", "present"), ("reason", "")),
                            models.Q(("came", "excused"), ("spoke", False), models.Q(("reason", ""), _negated=True)),
                            models.Q(("came", "absent"), ("reason", ""), ("spoke", False)),
                            _connector="OR",
                        ),
                        name="who_is_excused_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("topic", models.CharField(max_length=14)),
                ("said", models.CharField(max_length=300)),
                ("decided", models.CharField(blank=True, max_length=300)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="mentoring.groupmeeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "line"), name="an_agenda_item_has_its_own_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "topic__in",
                                ("welfare", "member_problem", "business", "savings", "loans", "rules", "other"),
                            )
                        ),
                        name="an_agenda_item_has_a_known_topic",
                    ),
                ],
            },
        ),
    ]

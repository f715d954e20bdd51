"""Areas, boards, people, households, groups, offices with terms, logins."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
from django.db import migrations, models

import gulir.base.fields
import gulir.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("base", "0002_the_database_watches_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=30, unique=True)),
                ("level", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=80)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="community.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ("province", "city", "district", "kelurahan", "rw", "rt"))),
                        name="an_area_has_a_known_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="an_area_is_not_its_own_parent",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("opened_on", models.DateField()),
                ("chart", models.CharField(default="programme", max_length=80)),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.area"
                    ),
                ),
                (
                    "book",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="a_board_has_a_code")
                ]
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=80)),
                ("rw", models.CharField(blank=True, max_length=3)),
                ("formed_on", models.DateField()),
                ("status", models.CharField(default="active", max_length=10)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "code"), name="a_group_has_its_own_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "active")),
                        fields=("book", "name"),
                        name="a_living_group_has_its_own_name",
                    ),
                    models.UniqueConstraint(fields=("book", "id"), name="a_group_lies_in_its_book"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("active", "dissolved"))),
                        name="a_group_is_active_or_dissolved",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="OfficeConflict",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=40)),
                ("side", models.SmallIntegerField()),
                ("office", models.CharField(max_length=20)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "office"), name="an_office_stands_on_one_side"),
                    models.CheckConstraint(condition=models.Q(("side__in", (1, 2))), name="a_conflict_has_two_sides"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                ("sex", models.CharField(max_length=1)),
                ("born_on", models.DateField(null=True)),
                ("rw", models.CharField(blank=True, max_length=3)),
                ("rt", models.CharField(blank=True, max_length=3)),
                ("poor_listed", models.BooleanField(default=False)),
                ("nik", gulir.base.fields.SealedField(blank=True, default="")),
                ("nik_index", models.CharField(blank=True, default="", max_length=64)),
                ("phone", gulir.base.fields.SealedField(blank=True, default="")),
                ("phone_index", models.CharField(blank=True, db_index=True, default="", max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["name"], name="community_person_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ("P", "L"))), name="a_person_is_a_woman_or_a_man"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("nik_index", ""), _negated=True),
                        fields=("nik_index",),
                        name="one_nik_is_one_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nik", ""), ("nik_index", "")),
                            models.Q(models.Q(("nik", ""), _negated=True), models.Q(("nik_index", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_sealed_nik_has_its_index",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone", ""), ("phone_index", "")),
                            models.Q(
                                models.Q(("phone", ""), _negated=True), models.Q(("phone_index", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_sealed_phone_has_its_index",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeTerm",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("office", models.CharField(max_length=20)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(null=True)),
                ("minute", models.CharField(blank=True, max_length=80)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="community.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book", "person"], name="community_officeterm_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "office__in",
                                (
                                    "upk_manager",
                                    "loan_officer",
                                    "cashier",
                                    "bookkeeper",
                                    "upl",
                                    "ups",
                                    "secretary",
                                    "trustee",
                                    "coordinator",
                                    "overseer",
                                    "forum",
                                    "auditor",
                                    "facilitator",
                                    "village_head",
                                    "city_coordinator",
                                ),
                            )
                        ),
                        name="an_office_is_one_of_the_programme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_before", None), ("ends_before__gt", models.F("starts_on")), _connector="OR"
                        ),
                        name="a_term_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("role", models.CharField(default="member", max_length=10)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(null=True)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="community.group"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="community.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "book"], name="community_membership_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ("chair", "secretary", "treasurer", "member"))),
                        name="a_membership_has_a_known_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_before", None), ("ends_before__gt", models.F("starts_on")), _connector="OR"
                        ),
                        name="a_membership_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Kinship",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("relation", models.CharField(max_length=10)),
                ("declared_on", models.DateField()),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "one", "other"), name="a_kinship_is_declared_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="a_kinship_joins_two_people"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("relation__in", ("spouse", "parent", "child", "sibling"))),
                        name="a_kinship_has_a_known_name",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(max_length=20)),
                ("rw", models.CharField(blank=True, max_length=3)),
                ("rt", models.CharField(blank=True, max_length=3)),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "head",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "number"), name="a_household_has_its_own_number"),
                    models.UniqueConstraint(fields=("book", "id"), name="a_household_lies_in_its_book"),
                ]
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(null=True)),
                ("language", models.CharField(default="id", max_length=2)),
                (
                    "actor",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.actor"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ("id", "en"))), name="a_login_speaks_id_or_en"
                    )
                ],
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Resident",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("since", models.DateField()),
                (
                    "book",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.book"),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="residents",
                        to="community.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="residencies", to="community.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("book", "person"), name="a_board_knows_a_person_once")]
            },
        ),
    ]

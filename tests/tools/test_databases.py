"""The databases of the tests keep what they promise: fresh, committed, guarded like a real one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import IntegrityError, connection, transaction

from gulir.base.models import Actor
from tests import databases
from tests.races import at_once


@pytest.mark.parametrize("again", [1, 2])
def test_each_committing_test_has_a_database_of_its_own(fresh_database, again):
    assert Actor.objects.count() == 0
    Actor.objects.create(name="Siti")
    assert not connection.in_atomic_block


@pytest.mark.parametrize("again", [1, 2])
@pytest.mark.django_db
def test_each_rolled_back_test_finds_nothing_of_the_other(again):
    assert Actor.objects.count() == 0
    Actor.objects.create(name="Siti")


def test_hands_at_once_have_connections_of_their_own(fresh_database):
    one = Actor.objects.create(name="Siti")

    def claim():
        with transaction.atomic():
            return Actor.objects.create(pk=one.person, name="Joko").name

    answers = at_once([claim] * 4)

    assert answers.count("Joko") == 1
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 3
    assert Actor.objects.count() == 2


def test_a_child_process_sees_what_was_committed(fresh_database):
    Actor.objects.create(name="Siti")
    ask = "import django; django.setup(); from gulir.base.models import Actor; print(Actor.objects.get().name)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False, env=os.environ)
    assert answer.stdout.strip() == "Siti", answer.stderr


def test_the_template_stays_as_it_was(fresh_database):
    Actor.objects.create(name="Siti")
    other = databases.copy_template()
    databases.use(other)
    assert Actor.objects.count() == 0
    databases.use(fresh_database)
    databases.drop(other)
    assert Actor.objects.count() == 1


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_the_tests_are_no_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_sqlite_runs_with_the_settings_of_the_product():
    found = {}
    with connection.cursor() as cursor:
        for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers"):
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}

"""Arrows point down: imports, foreign keys, the clock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.shape import rules

# Where chance and the world may be touched below the doors, and why.
ALLOWED = {
    "base/commands.py": {"secrets"},  # the salt of a commitment must be unpredictable, and no door should know of it
    "base/ids.py": {"uuid_utils"},  # the one place that makes ids; doors call it
    "base/keys.py": {"secrets", "django.conf.settings"},  # where the installation's keys lie
    "base/fields.py": {"secrets"},  # the nonce of a sealed field
}
BELOW = [p for p in rules.files(".py", rules.SOURCE) if len(p.relative_to(rules.SOURCE).parts) > 1]
BELOW = [p for p in BELOW if rules.package_of(p) not in rules.DOORS and "migrations" not in p.parts]


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    """The contracts of pyproject.toml, asked of the package in `source`."""
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(source)}
    return subprocess.run(
        [str(program), "--config", str(rules.ROOT / "pyproject.toml"), "--no-cache"],
        cwd=source, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_import_contract_is_kept():
    answer = lint(rules.ROOT / "src")
    assert answer.returncode == 0, answer.stdout
    assert " 0 broken" in answer.stdout


VIOLATIONS = {
    "the core knows Django": ("core/loans.py", "import django.db", "The core knows no framework"),
    "the ledger looks up at lending": ("ledger/services.py", "import gulir.lending.queries", "Dependencies point down"),
    "two doors know each other": ("web/pages.py", "import gulir.cli.main", "Dependencies point down"),
    "a package without a place": ("helpers/__init__.py", "X = 1", "Dependencies point down"),
    "base reads a context": ("base/models.py", "from gulir.community import queries", "Dependencies point down"),
    "money knows vouchers": (
        "core/money.py",
        "import gulir.core.vouchers",
        "Inside the core, values come before rules",
    ),
}


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A package of the same shape in which nothing is wrong yet."""
    for name in ("core", "base", "community", "ledger", "lending", "web", "cli", "config"):
        (tmp_path / "gulir" / name).mkdir(parents=True)
        for module in ("__init__", "models", "queries", "services", "main", "pages"):
            (tmp_path / "gulir" / name / f"{module}.py").touch()
    for name in ("money", "vouchers"):
        (tmp_path / "gulir" / "core" / f"{name}.py").touch()
    (tmp_path / "gulir" / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize("story", VIOLATIONS)
def test_each_contract_catches_what_it_is_for(small_house, story):
    where, line, contract = VIOLATIONS[story]
    path = small_house / "gulir" / where
    path.parent.mkdir(exist_ok=True)
    path.write_text(line + "\n", encoding="utf-8")

    answer = lint(small_house)

    assert answer.returncode != 0
    assert f"{contract} BROKEN" in answer.stdout


# ---------------------------------------------------------------- foreign keys


def arrows(model: Any) -> list[str]:
    """What is wrong with the foreign keys of one model."""
    wrong = []
    for field in model._meta.get_fields():
        target = getattr(field, "remote_field", None) and field.related_model
        if not target or isinstance(target, str) or field.auto_created or not _ours(model) or not _ours(target):
            continue
        here, there = _package(model), _package(target)
        name = f"{model._meta.label}.{field.name} -> {target._meta.label}"
        if here != there and rules.floor(there) >= rules.floor(here):
            wrong.append(f"{name} points up")
        if here != there and not field.remote_field.hidden:
            wrong.append(f'{name} needs related_name="+": the one below must not look up')
    return wrong


def _package(model: Any) -> str:
    return str(model.__module__).split(".")[1]


def _ours(model: Any) -> bool:
    return str(model.__module__).startswith("gulir.")


def test_every_foreign_key_points_down_and_cannot_be_followed_up():
    ours = [model for model in apps.get_models(include_auto_created=True) if _ours(model)]
    assert len(ours) > 5
    assert [w for model in ours for w in arrows(model)] == []


@isolate_apps("tests")
def test_a_foreign_key_that_points_up_is_found():
    class Loan(models.Model):
        class Meta:
            app_label = "lending"

        __module__ = "gulir.lending.models"

    class Account(models.Model):
        loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="accounts")

        class Meta:
            app_label = "ledger"

        __module__ = "gulir.ledger.models"

    assert len(arrows(Account)) == 2
    assert arrows(Loan) == []


# ---------------------------------------------------------------- front doors


def test_rows_of_a_context_are_written_by_its_own_services_only():
    ours = [p for p in rules.files(".py", rules.SOURCE) if len(p.relative_to(rules.SOURCE).parts) > 1]
    assert [
        f"{rules.relative(p)}: {w}" for p in ours for w in rules.foreign_writes(rules.read(p), rules.package_of(p))
    ] == []


@pytest.mark.parametrize(
    "line",
    [
        "Loan.objects.create(x=1)",
        "Loan.objects.filter(x=1).update(y=2)",
        "Loan(x=1).save()",
        "L.objects.all().delete()",
    ],
)
def test_a_write_past_the_front_door_is_found(line):
    source = f"from gulir.lending.models import Loan, Loan as L\n{line}"
    assert rules.foreign_writes(source, "web")
    assert not rules.foreign_writes(source, "lending")


def test_reading_a_row_is_no_write():
    assert not rules.foreign_writes(
        "from gulir.lending.models import Loan\nx = Loan.objects.filter(y=1).first()", "web"
    )


# ---------------------------------------------------------------- clock, chance, world


def test_clock_chance_and_settings_stop_at_the_doors():
    banned = rules.CLOCK | rules.CHANCE | rules.WORLD
    found = [
        f"{rules.relative(path)}:{line}: {name}"
        for path in BELOW
        for line, name in rules.uses(path.read_text(encoding="utf-8"), banned)
        if name not in ALLOWED.get(path.relative_to(rules.SOURCE).as_posix(), set())
    ]
    assert found == []


def test_every_exception_is_still_needed():
    for where, names in ALLOWED.items():
        used = {name for _, name in rules.uses((rules.SOURCE / where).read_text(encoding="utf-8"), names)}
        assert used == names, where


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nx = date.today()",
        "import datetime as d\nx = d.datetime.now()",
        "from django.utils import timezone\nstamp = Field(default=timezone.now)",
        "from django.utils.timezone import localdate as today\nx = today()",
        "import random\nx = random.choice([1])",
        "from uuid import uuid4\nx = uuid4()",
        "from django.conf import settings\nx = settings.DEBUG",
        "import os\nx = os.environ['A']",
    ],
)
def test_a_clock_below_the_door_is_found(source):
    assert rules.uses(source, rules.CLOCK | rules.CHANCE | rules.WORLD)


def test_a_date_that_is_given_is_no_clock():
    assert not rules.uses("from datetime import date\nx = date(2026, 1, 2)\ndef f(at): return at.date()", rules.CLOCK)


# ---------------------------------------------------------------- money


def test_no_float_on_the_road_of_money():
    paths = [p for p in BELOW if rules.package_of(p) in {"core", "ledger", "lending"}]
    assert [f"{rules.relative(p)}: {w}" for p in paths for w in rules.floats(p.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "source", ["x = 1.5", "x = float(y)", "x = round(y)", "x: float", "x = a / b", "f = models.FloatField()"]
)
def test_a_float_is_found(source):
    assert rules.floats(source)


def test_exact_arithmetic_is_none():
    assert not rules.floats("round = models.CharField()")
    assert not rules.floats("from fractions import Fraction\nx = Fraction(1, 3) / 2\ny = 7 // 2")

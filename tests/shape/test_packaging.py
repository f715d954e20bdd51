"""A wheel holds everything the product reads: templates, stylesheets, SQL, papers, the reference, the catalogues."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.shape import packaging, rules

SETUP = (rules.ROOT / "setup.py").read_text(encoding="utf-8")


def test_every_file_of_the_package_travels():
    assert packaging.left_behind(packaging.inside(), packaging.globs()) == []


def test_every_kind_of_file_is_looked_at():
    kinds = {path.rpartition(".")[2] for path in packaging.inside()}
    assert {"py", "sql", "html", "css", "js", "svg", "woff2", "typ"} <= kinds


@pytest.mark.parametrize(
    "path",
    ["web/new.html", "ledger/rules.toml", "newroom/__main__.py", "web/pages/x.py", "ledger/migrations/sql/x.sql"],
)
def test_a_file_that_would_stay_behind_is_found(path):
    """A file no pattern names, and Python in a folder that is no package."""
    assert packaging.left_behind({*packaging.inside(), path}, packaging.globs()) == [path]


@pytest.mark.parametrize("name", [*packaging.globs()])
def test_no_pattern_is_there_for_nothing(name):
    """Negative control: without the pattern something stays behind."""
    less = {other: patterns for other, patterns in packaging.globs().items() if other != name}
    assert packaging.left_behind(packaging.inside(), less)


def test_the_folders_beside_the_source_are_those_the_build_brings():
    assert f"BESIDE = {packaging.BESIDE!r}".replace("'", '"') in SETUP
    assert {"reference/rulebook/groups.toml", "reference/guards/sqlite.txt", "reference/imports/people.csv"} <= (
        packaging.beside()
    )


def test_nothing_in_the_source_looks_for_a_folder_of_the_checkout_by_itself():
    """A path that climbs out of the package is right in a checkout and wrong in a wheel."""
    climbing = [path for path in rules.files(".py", rules.SOURCE) if ".parents[3]" in path.read_text(encoding="utf-8")]
    assert [rules.relative(path) for path in climbing] == ["src/gulir/base/reference.py"]  # it looks inside first


# ---------------------------------------------------------------- a real wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from a copy of the tree, so that nothing of an earlier build is in it."""
    folder = tmp_path_factory.mktemp("wheel")
    names = [
        "src",
        "reference",
        "locale",
        "tools",
        "pyproject.toml",
        "setup.py",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
    ]
    for name in names:
        source = rules.ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / "tree" / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(source, folder / "tree" / name)
    pip = next(rules.ROOT.glob("vendor/pip-*.whl"))
    words = [f"{pip}/pip", "wheel", "--no-deps", "--quiet", "--wheel-dir", str(folder), str(folder / "tree")]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("gulir-*.whl"))


@pytest.mark.long
def test_a_wheel_holds_what_it_should(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.removeprefix("gulir/") for name in names if name.startswith("gulir/")} == packaging.wanted()


@pytest.mark.long
def test_the_command_runs_from_the_wheel_in_an_empty_environment(wheel, tmp_path):
    """The dependencies are those of this environment; Gulir itself comes from the wheel alone."""
    made = tmp_path / "venv"
    venv.create(made, with_pip=False)
    python = made / "bin" / "python"
    home = next((made / "lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(home)
    (home / "others.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    env = {**{k: v for k, v in os.environ.items() if not k.startswith(("GULIR_", "PYTHON", "DJANGO_"))}}
    env |= {"GULIR_HOME": str(tmp_path / "home"), "GULIR_LANGUAGE": "en"}

    def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(python), *words],
            env=env,
            input=given,
            capture_output=True,
            text=True,
            errors="replace",
            cwd=tmp_path,
            check=False,
        )

    where = run("-c", "import gulir; print(gulir.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(made), where.stderr
    for words, given, said in (
        (["--help"], "", "Usage"),
        (["--version"], "", wheel.name.split("-")[1]),
        (["compute", "terbilang"], '{"amount": 1001000}', "satu juta seribu"),
        (["init"], "", "The database is ready"),
        (["board", "add", "X", "--name", "BKM X", "--opens-on", "2026-01-01"], "", "its books begin"),
        (["import", "people", "--sample"], "", "name"),
        (["report", "trial-balance", "--board", "X", "--as-of", "2026-01-31", "--format", "pdf"], "", "%PDF-"),
        (["check"], "", "Everything agrees"),
    ):
        done = run("-m", "gulir.cli.main", *words, given=given)
        assert (done.returncode, said in done.stdout) == (0, True), (words, done.stdout[-300:], done.stderr[-600:])
    page = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'gulir.config.settings'\n"
        "from gulir.config.wsgi import application; from django.test import Client; from django.urls import reverse\n"
        "from django.contrib.staticfiles import finders\n"
        "client = Client(headers={'accept-language': 'en', 'host': 'localhost'})\n"
        "answer = client.get(reverse('account_login'))\n"
        "print(answer.status_code, bool(finders.find('gulir/gulir.css')), answer.content.decode())\n"
    )
    shown = run("-c", page)
    assert shown.stdout.startswith("200 True "), shown.stderr[-600:]
    assert "Sign in" in shown.stdout

"""`run.py` on computers that have almost nothing: what it needs, what it says, what it does not do twice."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.shape import rules

SOURCE = (rules.ROOT / "run.py").read_text(encoding="utf-8")


@pytest.fixture
def starter():
    spec = importlib.util.spec_from_file_location("starter", rules.ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def elsewhere(starter, tmp_path, monkeypatch):
    """The starter in a folder of its own, with two small locks and an environment that looks made."""
    monkeypatch.setattr(starter, "ROOT", tmp_path)
    monkeypatch.setattr(starter, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(starter, "STAMP", tmp_path / ".venv" / "gulir-stamp.json")
    monkeypatch.setattr(starter, "LOCKS", {name: tmp_path / f"{name}.lock" for name in ("run", "dev")})
    for name, lock in starter.LOCKS.items():
        lock.write_text(f"{name}==1\n", encoding="utf-8")
    python = starter.python_of(starter.VENV)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    return starter


def stamp(starter, needs):
    starter.STAMP.write_text(json.dumps(starter.marks(needs)), encoding="utf-8")


# ---------------------------------------------------------------- what it needs


def test_it_imports_the_standard_library_only():
    names = {
        n.name.split(".")[0] for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Import) for n in node.names
    }
    names |= {node.module.split(".")[0] for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)


def test_an_old_python_can_read_it_far_enough_to_be_told():
    ast.parse(SOURCE, feature_version=(3, 7))
    with pytest.raises(SyntaxError):
        ast.parse("match x:\n    case 1: pass", feature_version=(3, 7))


@pytest.mark.parametrize("version", [(3, 7, 3), (3, 9, 2), (3, 10, 14)])
def test_an_old_python_is_refused_in_both_languages(starter, version):
    with pytest.raises(starter.CannotPrepare) as refusal:
        starter.check_python(version)
    assert "Gulir memerlukan Python 3.11" in refusal.value.told
    assert "Gulir needs Python 3.11" in refusal.value.told


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_new_python_is_welcome(starter, version):
    starter.check_python(version)


# ---------------------------------------------------------------- who installs


def test_the_carried_wheel_is_whole_and_starts(starter):
    wheel = starter.carried_pip()
    answer = subprocess.run([sys.executable, f"{wheel}/pip", "--version"], capture_output=True, text=True, check=True)
    assert answer.stdout.startswith(f"pip {wheel.name.split('-')[1]} ")


def test_a_damaged_or_missing_wheel_is_refused(starter, tmp_path, monkeypatch):
    copy = tmp_path / starter.PIP_WHEEL.name
    copy.write_bytes(starter.PIP_WHEEL.read_bytes()[:-1] + b"x")
    for wheel in (copy, tmp_path / "missing.whl"):
        monkeypatch.setattr(starter, "PIP_WHEEL", wheel)
        with pytest.raises(starter.CannotPrepare, match="missing or damaged"):
            starter.carried_pip()


@pytest.mark.parametrize(
    ("uv", "pip", "chosen"),
    [("uv", (23, 0), "uv"), (None, (23, 0), "pip"), (None, (20, 3), "pip wheel"), (None, (), "pip wheel")],
)
def test_uv_goes_before_pip_and_pip_before_the_carried_wheel(starter, monkeypatch, uv, pip, chosen):
    monkeypatch.setattr(starter.shutil, "which", lambda _: uv)
    monkeypatch.setattr(starter, "pip_version", lambda: pip)
    name, words = starter.installer()
    assert name == chosen
    assert {"--require-hashes", "--no-deps"} <= set(words)


# ---------------------------------------------------------------- what it says


@pytest.mark.parametrize("installer", ["pip wheel", "uv"] if shutil.which("uv") else ["pip wheel"])
def test_a_package_with_a_wrong_hash_is_not_installed_and_not_called_a_weak_network(
    starter, tmp_path, monkeypatch, installer
):
    monkeypatch.setattr(starter, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(starter, "pip_version", tuple)
    if installer != "uv":
        monkeypatch.setattr(starter.shutil, "which", lambda _: None)
    starter.make_venv()
    lock = tmp_path / "bad.lock"
    lock.write_text(f"pip @ {starter.PIP_WHEEL.as_uri()} --hash=sha256:{'0' * 64}\n", encoding="utf-8")

    with pytest.raises(starter.CannotPrepare, match="does not match its hash"):
        starter.install(lock)
    assert not list(starter.site_packages().glob("pip*"))


def test_a_whole_package_is_installed_without_pip_and_without_network(starter, tmp_path, monkeypatch):
    monkeypatch.setattr(starter, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(starter, "pip_version", tuple)
    monkeypatch.setattr(starter.shutil, "which", lambda _: None)
    starter.make_venv()
    lock = tmp_path / "good.lock"
    lock.write_text(f"pip @ {starter.PIP_WHEEL.as_uri()} --hash=sha256:{starter.PIP_SHA256}\n", encoding="utf-8")

    assert starter.install(lock) == "pip wheel"
    assert list(starter.site_packages().glob("pip-*.dist-info"))


def test_a_download_that_fails_is_told_in_both_languages(starter):
    told = starter.failed("ERROR: Could not find a version that satisfies the requirement").told
    assert "Periksa sambungan internet" in told
    assert "Check the connection" in told


def test_an_unknown_word_shows_the_help_and_is_bad_usage():
    answer = subprocess.run(
        [sys.executable, "run.py", "fly"], cwd=rules.ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 64
    assert "run.py demo" in answer.stderr
    assert answer.stdout == ""


# ---------------------------------------------------------------- what it does not do twice


def test_a_second_start_starts_no_program(elsewhere, monkeypatch):
    stamp(elsewhere, "run")
    monkeypatch.setattr(elsewhere, "subprocess", None)
    elsewhere.prepare("run")


def test_what_tests_need_holds_what_the_product_needs_but_not_the_other_way_round(elsewhere):
    stamp(elsewhere, "dev")
    assert elsewhere.fresh("run")
    stamp(elsewhere, "run")
    assert not elsewhere.fresh("dev")


@pytest.mark.parametrize("change", ["lock", "folder", "python", "no interpreter", "torn stamp"])
def test_the_environment_is_made_anew_when_anything_it_was_made_from_differs(elsewhere, monkeypatch, tmp_path, change):
    stamp(elsewhere, "run")
    assert elsewhere.fresh("run")
    if change == "lock":
        elsewhere.LOCKS["run"].write_text("run==2\n", encoding="utf-8")
    elif change == "folder":
        monkeypatch.setattr(elsewhere, "ROOT", tmp_path / "moved")
    elif change == "python":
        monkeypatch.setattr(elsewhere.sys, "version_info", (3, 99, 0))
    elif change == "no interpreter":
        elsewhere.python_of(elsewhere.VENV).unlink()
    else:
        elsewhere.STAMP.write_text("{", encoding="utf-8")
    assert not elsewhere.fresh("run")


def test_a_catalogue_is_compiled_when_it_is_stale_and_only_then(elsewhere, monkeypatch):
    shutil.copytree(rules.ROOT / "tools", elsewhere.ROOT / "tools")
    po = elsewhere.ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "kas"\nmsgstr "cash"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(elsewhere, "python_of", lambda _: sys.executable)

    elsewhere.compile_catalogues()

    mo = po.with_suffix(".mo")
    assert b"cash" in mo.read_bytes()
    before = mo.stat().st_mtime_ns
    elsewhere.compile_catalogues()
    assert mo.stat().st_mtime_ns == before
    os.utime(po, (mo.stat().st_mtime + 5, mo.stat().st_mtime + 5))
    elsewhere.compile_catalogues()
    assert mo.stat().st_mtime_ns > before

"""The lock files travel: every package pinned and hashed, no address of any place, nothing missing."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement

from tests.shape import rules

LOCKS = ["requirements.lock", "requirements-dev.lock"]


def pins(name):
    text = (rules.ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def plain(requirement):
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_hashes_everything(name):
    text = (rules.ROOT / name).read_text(encoding="utf-8")

    assert rules.addresses(text) == []
    assert rules.unhashed(text) == []
    assert len(pins(name)) > 30


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://a.example/simple",
        "-f wheels/",
        "a @ file:///x.whl",
        "--find-links=x",
        "x @ https://a/b.whl",
    ],
)
def test_an_address_in_a_lock_is_found(line):
    assert rules.addresses(line)


def test_a_requirement_without_hash_or_pin_is_found():
    assert rules.unhashed("django==5.2.19\n")
    assert rules.unhashed("django>=5.2 \\\n    --hash=sha256:" + "a" * 64)
    assert not rules.unhashed("django==5.2.19 \\\n    --hash=sha256:" + "a" * 64)


def test_every_dependency_is_in_its_lock_and_both_locks_agree():
    project = tomllib.loads((rules.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")

    assert {plain(r) for r in project["dependencies"]} <= set(run)
    assert {plain(r) for r in project["optional-dependencies"]["dev"]} <= set(dev)
    assert run.items() <= dev.items()


def missing(name):
    """What the packages of a lock need here and the lock does not name: nothing is resolved when it is installed."""
    named = {plain(package) for package in pins(name)}
    found = []
    for package in sorted(named):
        try:
            needs = requires(package) or []
        except PackageNotFoundError:  # for another system or another Python
            continue
        wanted = [Requirement(need) for need in needs]
        found += [
            f"{package} needs {want.name}"
            for want in wanted
            if (want.marker is None or want.marker.evaluate({"extra": ""})) and plain(want.name) not in named
        ]
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_whole(name):
    assert missing(name) == []


def test_a_lock_without_one_of_its_packages_is_found(monkeypatch):
    whole = pins("requirements.lock")
    monkeypatch.setattr(f"{__name__}.pins", lambda name: {k: v for k, v in whole.items() if k != "sqlparse"})

    assert missing("requirements.lock") == ["django needs sqlparse"]

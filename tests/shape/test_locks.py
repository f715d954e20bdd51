"""The lock files travel: every package pinned and hashed, no address of any place, nothing missing."""

from __future__ import annotations

import re
import tomllib

import pytest

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

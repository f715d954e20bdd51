"""What is not ours is known to the byte: name, version, licence, digest."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELVES = [ROOT / "src/gulir/web/static/vendor", ROOT / "tests/vendor"]
FREE = {"OFL-1.1", "ISC", "MPL-2.0", "MIT", "BSD-2-Clause"}


def strange(shelf: Path) -> list[str]:
    """What differs between the shelf and its manifest, either way."""
    packages = tomllib.loads((shelf / "MANIFEST.toml").read_text(encoding="utf-8"))["package"]
    listed = {shelf / one["folder"] / name: file["sha256"] for one in packages for name, file in one["files"].items()}
    there = {path for path in shelf.rglob("*") if path.is_file() and path.name != "MANIFEST.toml"}
    wrong = [f"{path.name}: in no manifest" for path in there - set(listed)]
    wrong += [f"{path.name}: missing" for path in set(listed) - there]
    wrong += [
        f"{p.name}: changed" for p in there & set(listed) if hashlib.sha256(p.read_bytes()).hexdigest() != listed[p]
    ]
    wrong += [f"{one['name']}: licence {one['licence']}" for one in packages if one["licence"] not in FREE]
    wrong += [f"{one['name']}: no licence text" for one in packages if not (shelf / one["folder"] / "LICENSE").exists()]
    return sorted(wrong)


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.parent.name)
def test_every_borrowed_file_is_the_one_in_the_manifest(shelf):
    assert strange(shelf) == []


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(SHELVES[0], tmp_path / "vendor")
    return tmp_path / "vendor"


def test_a_changed_file_is_found(copy):
    with (copy / "lucide" / "house.svg").open("a") as file:
        file.write("<!-- -->")
    assert strange(copy) == ["house.svg: changed"]


def test_a_file_nobody_listed_is_found(copy):
    (copy / "lucide" / "new.svg").write_text("<svg></svg>")
    assert strange(copy) == ["new.svg: in no manifest"]


def test_a_missing_file_is_found(copy):
    (copy / "plus-jakarta-sans" / "LICENSE").unlink()
    assert strange(copy) == ["LICENSE: missing", "Plus Jakarta Sans: no licence text"]

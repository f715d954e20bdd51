"""What a wheel should hold, read from the tree and from `pyproject.toml`, without building one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from tests.shape.rules import ROOT

__all__ = ["beside", "globs", "inside", "left_behind", "wanted"]

BESIDE = ("reference", "locale")
MADE = {".pyc", ".mo"}


def _files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in found if not MADE & set(path.suffixes)}


def inside() -> set[str]:
    """Every file of the package, by its path in the package."""
    return _files(ROOT / "src" / "gulir")


def beside() -> set[str]:
    """Every file of the folders that lie next to `src/` and travel inside the package."""
    return {f"{name}/{path}" for name in BESIDE for path in _files(ROOT / name)}


def wanted() -> set[str]:
    """What a wheel holds below `gulir/`: all of it, and the compiled form of each catalogue."""
    there = inside() | beside()
    return there | {path.removesuffix(".po") + ".mo" for path in there if path.endswith(".po")}


def globs() -> Mapping[str, list[str]]:
    """Which files that are no Python travel with which package, as `pyproject.toml` says."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    given: dict[str, list[str]] = config["tool"]["setuptools"]["package-data"]
    return given


def left_behind(files: Iterable[str], given: Mapping[str, list[str]]) -> list[str]:
    """The files of the package that no wheel would hold: neither Python in a package nor named by a pattern."""
    files = set(files)
    packages = {str(PurePosixPath(path).parent) for path in files if path.endswith("__init__.py")}
    return sorted(path for path in files if not _taken(path, packages, given))


def _taken(path: str, packages: set[str], given: Mapping[str, list[str]]) -> bool:
    home = next((str(p) for p in PurePosixPath(path).parents if str(p) in packages), None)
    if home is None:
        return False
    rest = PurePosixPath(path) if home == "." else PurePosixPath(path).relative_to(home)
    if rest.suffix == ".py":
        return len(rest.parts) == 1
    name = "gulir" if home == "." else f"gulir.{home.replace('/', '.')}"
    return any(_matches(rest, pattern) for pattern in [*given.get("*", ()), *given.get(name, ())])


def _matches(path: PurePosixPath, pattern: str) -> bool:
    """Whether a pattern of setuptools takes a path: `**/` stands for any folders, also none."""
    before, deep, last = pattern.partition("**/")
    if not deep:
        return len(path.parts) == len(PurePosixPath(pattern).parts) and path.match(pattern)
    return path.as_posix().startswith(before) and PurePosixPath(path.name).match(last)

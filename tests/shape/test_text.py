"""What every file of the project keeps to."""

from __future__ import annotations

import pytest

from tests.shape import rules

SOURCES = list(rules.files(".py"))
ALL = list(rules.files())
CORE = [path for path in SOURCES if "src/gulir/core" in path.as_posix()]


def told(check, paths, **more):
    return [f"{rules.relative(p)}: {w}" for p in paths for w in check(rules.read(p), **more)]


def test_there_is_something_to_check():
    assert len(SOURCES) > 20
    assert CORE
    assert {"README.md", ".ci/run", "pyproject.toml"} <= {rules.relative(path) for path in ALL}


def test_no_file_is_longer_than_anyone_reads():
    grown = {".po", ".lock", ".txt"}  # catalogues, locks and licences are not read from top to bottom
    handmade = [p for p in ALL if p.suffix not in grown and p.name != "LICENSE" and "migrations" not in p.parts]
    assert told(rules.too_long, handmade) == []


def test_a_long_file_is_found():
    assert rules.too_long("x\n" * 601)
    assert not rules.too_long("x\n" * 600)


def test_no_function_is_longer_than_one_look():
    assert told(rules.long_functions, [p for p in SOURCES if "migrations" not in p.parts]) == []


def test_a_long_function_is_found():
    assert rules.long_functions("def f():\n" + "    x = 1\n" * 80)
    assert not rules.long_functions("def f():\n" + "    x = 1\n" * 60)


def test_nothing_is_left_undone():
    assert told(rules.left_undone, ALL) == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "X" + "XX"])
def test_a_promise_to_oneself_is_found(word):
    assert rules.left_undone(f"x = 1  # {word}: later")


def test_no_registry_and_no_folder_of_one_computer_is_named():
    assert told(rules.foreign_places, [p for p in ALL if p.suffix != ".po"]) == []


@pytest.mark.parametrize(
    "place", ["https://pypi.or" + "g/simple", "/ro" + "ot/x", "/wo" + "rk/main/src", "/ho" + "me/siti/gulir"]
)
def test_a_foreign_place_is_found(place):
    assert rules.foreign_places(f"see {place}")


def test_every_module_says_what_it_is_for():
    assert told(rules.undocumented, [p for p in SOURCES if "migrations" not in p.parts], public=False) == []


def test_everything_public_in_the_core_gives_its_promise():
    assert told(rules.undocumented, CORE, public=True) == []


def test_what_is_undocumented_is_found():
    assert rules.undocumented("x = 1", public=False) == ["the module has no docstring"]
    silent = '"""A module."""\nclass A:\n    "Said."\n    def b(self): ...\ndef c(): ...\ndef _d(): ...\n'
    assert rules.undocumented(silent, public=True) == ["line 4: b has no docstring", "line 5: c has no docstring"]


def test_no_star_imports_and_no_model_that_saves_by_itself():
    ours = [p for p in SOURCES if "src/gulir" in p.as_posix()]
    assert told(rules.star_imports, ours) == []
    assert told(rules.saving_models, ours) == []


def test_star_imports_and_saving_models_are_found():
    assert rules.star_imports("from os import *")
    assert rules.saving_models("class A(models.Model):\n    def save(self): ...")
    assert not rules.saving_models("class A(Form):\n    def save(self): ...")

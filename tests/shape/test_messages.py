"""Every refusal and every fact has its sentence in both languages, and a sentence asks only for facts there are."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import ClassVar

import pytest

from gulir.base.messages import FORMATS, placeholders
from gulir.base.reference import Text, messages
from gulir.core import facts as facts_package
from gulir.core import problems as problems_package
from gulir.core.facts import REGISTRY as FACTS
from gulir.core.facts import Fact
from gulir.core.problems import REGISTRY as PROBLEMS
from gulir.core.problems import Problem

ROOT = Path(__file__).parents[2]


def _ours(package, registry: dict) -> dict:
    """What the product itself declares: the classes of its own files, not those of examples and tests."""
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return {name: cls for name, cls in registry.items() if cls.__module__.startswith(f"{package.__name__}.")}


PROBLEM_CLASSES = _ours(problems_package, PROBLEMS)
FACT_CLASSES = _ours(facts_package, FACTS)
PERSONAL = {
    "person_id",
    "nik",
    "phone",
    "name_of_person",
    "payer",
    "login",
    "user_id",
    "person",
    "members_names",
    "address",
}
MEANS_A_LEDGER = {"LedgersCrossed": {"payer"}}


def told(cls: type[Fact]) -> set[str]:
    """What a sentence about this fact may say: its public fields, or all of them when none is public."""
    return set(cls.PUBLIC) or {f.name for f in fields(cls)}


def faults(name: str, declared: set[str], sentences: dict[str, Text]) -> list[str]:
    """What is wrong with the sentence of one code."""
    text = sentences.get(name)
    if text is None:
        return [f"{name}: no sentence"]
    found = []
    asked = {language: placeholders(getattr(text, language)) for language in ("id", "en")}
    for language, places in asked.items():
        found += [f"{name}.{language}: {{{p}}} is no fact of it" for p, _ in sorted(places) if p not in declared]
        found += [f"{name}.{language}: format {form} is unknown" for _, form in sorted(places) if form not in FORMATS]
        if "{" in strip(getattr(text, language)):
            found.append(f"{name}.{language}: a brace that is no placeholder")
    if {p for p, _ in asked["id"]} != {p for p, _ in asked["en"]}:
        found.append(f"{name}: the two languages tell different facts")
    return found


def strip(text: str) -> str:
    for name, form in placeholders(text):
        text = text.replace(f"{{{name}:{form}}}" if form else f"{{{name}}}", "")
    return text


def everyone(cls: type) -> list[type]:
    """All subclasses of the product, also those of subclasses."""
    children: list[type] = cls.__subclasses__()
    found = [sub for child in children for sub in [child, *everyone(child)]]
    return [sub for sub in found if sub.__module__.startswith(("gulir.core.problems.", "gulir.core.facts."))]


def twice(classes: Iterable[type]) -> list[str]:
    """Names that two classes share: the later one would answer for both."""
    counted = Counter(cls.__name__ for cls in set(classes))
    return sorted(name for name, times in counted.items() if times > 1)


def test_a_code_belongs_to_one_class():
    assert twice([*everyone(Problem), *everyone(Fact)]) == []


def test_two_classes_of_one_name_are_found():
    assert twice([type("Same", (), {}), type("Same", (), {}), type("Other", (), {})]) == ["Same"]


@pytest.mark.parametrize("name", sorted(PROBLEM_CLASSES))
def test_every_refusal_has_its_sentence(name):
    assert faults(name, set(PROBLEM_CLASSES[name].names), dict(messages())) == []


@pytest.mark.parametrize("name", sorted(FACT_CLASSES))
def test_every_fact_has_its_sentence_and_it_tells_public_fields_only(name):
    assert faults(name, told(FACT_CLASSES[name]), dict(messages())) == []


@pytest.mark.parametrize("name", sorted(FACT_CLASSES))
def test_no_fact_shows_a_person_in_its_public_part(name):
    cls = FACT_CLASSES[name]
    declared = {f.name for f in fields(cls)}
    assert set(cls.PUBLIC) <= declared
    assert not (set(cls.PUBLIC) & PERSONAL) - MEANS_A_LEDGER.get(name, set())
    assert not [f for f in cls.PUBLIC if f.endswith(("_id", "_name", "description", "note"))]


@pytest.mark.parametrize("name", sorted(PROBLEM_CLASSES))
def test_every_refusal_says_what_it_is_and_has_a_status_of_refusal(name):
    cls = PROBLEM_CLASSES[name]
    assert (cls.__doc__ or "").strip()
    assert 400 <= cls.status <= 599


def unspoken(sentences: Iterable[str], source: str) -> list[str]:
    """Sentences that no class and no finding of the source can ever ask for."""
    known = set(PROBLEM_CLASSES) | set(FACT_CLASSES)
    return sorted(name for name in sentences if name not in known and f'"{name}"' not in source)


def test_no_sentence_waits_for_a_code_that_nobody_gives():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "gulir").rglob("*.py"))
    assert unspoken(messages(), source) == []
    assert unspoken([*messages(), "NobodyGivesThis"], source) == ["NobodyGivesThis"]


class _Sample(Problem):
    """A refusal of this test alone."""

    amount: int


class _SampleFact(Fact):
    """A fact of this test alone."""

    PUBLIC: ClassVar[tuple[str, ...]] = ("amount",)


@pytest.mark.parametrize("text", [
    None, Text("{amount}", "{amount:rupiah} {who}"), Text("{jumlah}", "{amount}"),
    Text("{amount:money}", "{amount:money}"),
    Text("x", "{amount}"), Text("{amount", "{amount}"), Text("{Amount}", "{Amount}"),
])  # fmt: skip
def test_the_check_sees_a_missing_sentence_a_strange_fact_and_an_unknown_format(text):
    """Negative control: each of these is wrong, and each is seen."""
    sentences = {} if text is None else {"_Sample": text}
    assert faults("_Sample", set(_Sample.names), sentences)
    assert faults("_Sample", set(_Sample.names), {"_Sample": Text("{amount:rupiah}", "{amount:rupiah}")}) == []
    assert told(_SampleFact) == {"amount"}

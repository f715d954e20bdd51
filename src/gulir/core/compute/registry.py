"""Which computations there are, and the page of help each one has."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import indent
from typing import Any

from gulir.core.problems.money import ComputationUnknown

__all__ = ["COMPUTATIONS", "HELP", "SAMPLES", "Sample", "compute", "register"]

Document = dict[str, Any]

COMPUTATIONS: dict[str, Callable[[Any], Document]] = {}
HELP: dict[str, str] = {}
SAMPLES: dict[str, Sample] = {}


@dataclass(frozen=True)
class Sample:
    """What a computation is for, its fields, and one document in and out that a test executes."""

    about: str
    fields: str
    given: Document
    found: Document


def register(name: str, function: Callable[[Any], Document], sample: Sample) -> None:
    """Make a computation known under a name; its help page is written from the sample."""
    COMPUTATIONS[name] = function
    SAMPLES[name] = sample
    given, found = (json.dumps(part, indent=2, ensure_ascii=False) for part in (sample.given, sample.found))
    fields = indent(sample.fields.strip("\n"), "  ")
    HELP[name] = (
        f"{name}: {sample.about}\n\nFields (? may be left out):\n{fields}\n\nInput\n{given}\n\nOutput\n{found}\n"
    )


def compute(name: str, document: Any) -> Document:
    """The answer of one computation; refused with `ComputationUnknown` or what the computation itself refuses.

    >>> from gulir.core.compute import compute
    >>> compute("terbilang", {"amount": 1001000})["words"]
    'satu juta seribu'
    """
    if name not in COMPUTATIONS:
        raise ComputationUnknown(name=name[:40], known=", ".join(sorted(COMPUTATIONS)))
    return COMPUTATIONS[name](document)

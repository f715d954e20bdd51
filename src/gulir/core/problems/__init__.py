"""Everything that can be refused, and every finding a check can report.

One act that cannot be done raises one `Problem`; many things to be checked return a list of `Finding`.
Both carry a stable code and facts, never a sentence: the doors turn codes into sentences
(`reference/messages/*.toml`, Indonesian and English), HTTP status, exit code or form error.
Each room of the product keeps its own file here (`money`, `loans`, `books`, …).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, dataclass_transform

__all__ = ["REGISTRY", "Finding", "Level", "Problem"]

REGISTRY: dict[str, type[Problem]] = {}


@dataclass_transform(kw_only_default=True)
class Problem(Exception):
    """A refusal: its class name is the stable code, its annotated fields are the facts.

    Subclasses only annotate their facts; the constructor takes exactly those, by name.

    >>> class AmountTooSmall(Problem):
    ...     "The amount is below the least that can be recorded."
    ...     amount: int
    >>> AmountTooSmall(amount=0).facts
    {'amount': 0}
    >>> AmountTooSmall(amount=0).code
    'AmountTooSmall'
    """

    status: ClassVar[int] = 422
    names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        names = dict.fromkeys(cls.names)
        names.update(dict.fromkeys(n for n in cls.__dict__.get("__annotations__", {}) if n not in ("status", "names")))
        cls.names = tuple(names)
        REGISTRY[cls.__name__] = cls

    def __init__(self, **facts: Any) -> None:
        if set(facts) != set(self.names):
            raise TypeError(f"{self.code} takes exactly {self.names}, not {tuple(facts)}")
        super().__init__(self.code, facts)
        for name, value in facts.items():
            setattr(self, name, value)
        self.facts: dict[str, Any] = {name: facts[name] for name in self.names}

    @property
    def code(self) -> str:
        """The stable name of this refusal, the same in every door and in every version."""
        return type(self).__name__

    def __str__(self) -> str:
        return f"{self.code} {self.facts}"


Level = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a check or an import found: code, level, where (row and column, counted as people count) and facts."""

    code: str
    level: Level = "error"
    row: int | None = None
    column: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, problem: Problem, *, row: int | None = None, column: str | None = None, level: Level = "error"
    ) -> Finding:
        """The same refusal told as a finding, so that one bad row never hides the rest."""
        return cls(code=problem.code, level=level, row=row, column=column, facts=problem.facts)

"""What happened, as frozen records: past tense, one class per kind, public fields named.

Each room keeps its own file here. A fact's kind is its class name. `PUBLIC` names the fields anyone may
read on the notice board; every other field goes to the private part, which can be erased (`base.Secret`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar

__all__ = ["REGISTRY", "Fact"]

REGISTRY: dict[str, type[Fact]] = {}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened, told once, never changed.

    >>> @dataclass(frozen=True, kw_only=True)
    ... class BellRung(Fact):
    ...     "The bell was rung."
    ...     PUBLIC = ("times",)
    ...     times: int
    ...     by: str
    >>> BellRung(times=3, by="Siti").public()
    {'times': 3}
    >>> BellRung(times=3, by="Siti").private()
    {'by': 'Siti'}
    """

    PUBLIC: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        REGISTRY[cls.__name__] = cls

    @property
    def kind(self) -> str:
        """The stable name of this kind of fact."""
        return type(self).__name__

    def public(self) -> dict[str, Any]:
        """The fields anyone may read."""
        return {name: getattr(self, name) for name in self._two_parts()[0]}

    def private(self) -> dict[str, Any]:
        """The fields that only the board's own people may read, and that can be erased."""
        return {name: getattr(self, name) for name in self._two_parts()[1]}

    @classmethod
    @cache
    def _two_parts(cls) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names = [f.name for f in fields(cls)]
        return tuple(n for n in names if n in cls.PUBLIC), tuple(n for n in names if n not in cls.PUBLIC)

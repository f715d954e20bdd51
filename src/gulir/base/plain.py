"""Values turned into the JSON-like shape that facts, replies and fingerprints are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any
from uuid import UUID

__all__ = ["plain"]

PLAIN = frozenset({type(None), bool, int, str})


def plain(value: Any) -> Any:
    """The same value as text, whole numbers, lists and mappings only; what has no such shape is refused.

    >>> plain({"on": date(2026, 11, 24), "parts": (1, 2), "rate": Fraction(3, 2)})
    {'on': '2026-11-24', 'parts': [1, 2], 'rate': '3/2'}
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is dict:
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (int, str)) and not isinstance(value, Enum):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal, Fraction)):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(v) for v in value)
    raise TypeError(f"a {type(value).__name__} has no plain shape")

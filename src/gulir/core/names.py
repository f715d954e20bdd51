"""Whether two names may be those of one person: what spelling changes and what it leaves.

Indonesian names are written by ear: `oe` and `u`, `dj` and `j`, doubled letters, titles before them. A likeness is a
reason to look, never a proof.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from fractions import Fraction

__all__ = ["ALIKE", "likeness", "plain_name"]

ALIKE = Fraction(4, 5)
"""From this likeness on two names of one birthday, or two texts, are worth a look."""
TITLES = frozenset({"bu", "ibu", "pak", "bapak", "hj", "h", "haji", "hajjah", "ny", "nyi", "mbah", "mbak", "mas"})
OLD = (("oe", "u"), ("tj", "c"), ("dj", "j"), ("nj", "ny"), ("sj", "sy"), ("ch", "kh"), ("ph", "f"), ("v", "f"))
WORD = re.compile(r"[a-z]+")
TWICE = re.compile(r"(.)\1+")


def plain_name(name: str) -> str:
    """The name as the ear has it: small letters, without titles, old spelling or doubled letters.

    >>> plain_name("Ibu Soekarti"), plain_name("Sukartti"), plain_name("Hj. Siti  Aminah")
    ('sukarti', 'sukarti', 'siti aminah')
    """
    words = WORD.findall(name.lower())
    kept = [word for word in words if word not in TITLES] or words
    return " ".join(TWICE.sub(r"\1", _modern(word)) for word in kept)


def _modern(word: str) -> str:
    for old, new in OLD:
        word = word.replace(old, new)
    return word


def likeness(one: str, other: str) -> Fraction:
    """How alike two texts are, from 0 to 1, exact: the letters they share in order over all their letters.

    >>> likeness("warung sayur", "warung sayur"), likeness("abcd", "abxd"), likeness("", "x")
    (Fraction(1, 1), Fraction(3, 4), Fraction(0, 1))
    """
    if not one or not other:
        return Fraction(0)
    shared = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return Fraction(2 * shared, len(one) + len(other))

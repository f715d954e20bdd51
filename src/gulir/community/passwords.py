"""A new password on its way to its hash: no record, fingerprint, log or traceback ever shows it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Password"]


@dataclass(frozen=True, init=False, repr=False)
class Password:
    """What someone typed as a password. It has no dataclass field, so that nothing made of an act's body can hold it.

    >>> Password("melati-di-teras")
    Password
    >>> Password("melati-di-teras").opened()
    'melati-di-teras'
    """

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "_text", text)

    def __repr__(self) -> str:
        return "Password"

    def opened(self) -> str:
        """The text itself: for the hasher and the validators alone."""
        return str(self.__dict__["_text"])

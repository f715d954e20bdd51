"""Fields of our own: whole rupiah, and text that is stored sealed.

A sealed value is AES-GCM ciphertext bound to its field and its row: copied to another row it does not open.
Search goes by a blind index (keyed hash of the normalised text), never by the text.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from gulir.base.keys import field_key, index_key

__all__ = ["RupiahField", "SealBroken", "SealedField", "blind", "seal", "unseal"]

MARK = "g1."

if TYPE_CHECKING:
    WholeNumber = models.BigIntegerField[int, int]
    Text = models.TextField[str, str]
else:  # Django's fields take their types only from the stubs
    WholeNumber, Text = models.BigIntegerField, models.TextField


class SealBroken(ValueError):
    """The sealed text was not made for this field and this row, or was tampered with."""


class RupiahField(WholeNumber):
    """Whole rupiah. SQLite would store fractions and text in any column, so the column checks its type itself."""

    def db_check(self, connection: Any) -> str | None:
        """The check both engines need; PostgreSQL's bigint needs none."""
        if connection.vendor != "sqlite":
            return None
        column = connection.ops.quote_name(self.column)
        return f"{column} IS NULL OR typeof({column}) = 'integer'" if self.null else f"typeof({column}) = 'integer'"


class SealedField(Text):
    """Sealed text only: plain text is refused before it reaches the database."""

    def get_prep_value(self, value: Any) -> Any:
        """Pass sealed text on; refuse anything else."""
        if value not in (None, "") and not str(value).startswith(MARK):
            raise SealBroken(f"{self.name} takes sealed text only")
        return super().get_prep_value(value)


def seal(text: str, *, field: str, row: object) -> str:
    """Sealed `text`, bound to `field` ("person.nik") and `row` (its public id)."""
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(field_key()).encrypt(nonce, text.encode(), f"{field}\n{row}".encode())
    return MARK + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, *, field: str, row: object) -> str:
    """The text again; `SealBroken` when it belongs to another field or row."""
    raw = base64.urlsafe_b64decode(sealed.removeprefix(MARK))
    try:
        return AESGCM(field_key()).decrypt(raw[:12], raw[12:], f"{field}\n{row}".encode()).decode()
    except InvalidTag as broken:
        raise SealBroken(field) from broken


def blind(text: str, *, field: str) -> str:
    """The blind index of a text: equal texts of one field give equal indexes, nothing else can be read from it."""
    return hmac.digest(index_key(), f"{field}\n{text}".encode(), "sha256").hex()

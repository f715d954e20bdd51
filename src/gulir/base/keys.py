"""The installation's two secrets: one key seals fields, the other indexes them blindly."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

__all__ = ["NAMES", "field_key", "index_key", "keys_folder", "make_keys"]

NAMES = ("field.key", "index.key")


def make_keys(home: Path) -> None:
    """Make both keys in `home/keys` unless they are there; readable by the owner only."""
    folder = home / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in NAMES:
        path = folder / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(secrets.token_bytes(32))


def keys_folder() -> Path:
    """Where both keys of this installation lie."""
    return Path(settings.GULIR_HOME) / "keys"


def field_key() -> bytes:
    """The 32 bytes that seal NIK and phone."""
    return _read(settings.GULIR_HOME, "field.key")


def index_key() -> bytes:
    """The 32 bytes behind the blind index."""
    return _read(settings.GULIR_HOME, "index.key")


@cache
def _read(home: str | Path, name: str) -> bytes:
    path = Path(home) / "keys" / name
    if not path.exists():
        make_keys(Path(home))
    return path.read_bytes()

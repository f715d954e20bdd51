"""Where this installation lives, and what the environment says: read once, at the door."""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["Origin", "beside", "database", "demonstration", "home", "read", "secret_key"]


@dataclass(frozen=True)
class Origin:
    """A setting with where it came from, for `gulir settings`."""

    name: str
    value: str
    source: str
    secret: bool = False


def read(name: str, default: str) -> Origin:
    """The variable from the environment, or its default."""
    value = os.environ.get(name, "")
    return Origin(name, value, "environment") if value else Origin(name, default, "default")


def home() -> Origin:
    """The folder for database, attachments and keys: `GULIR_HOME`, else the platform's folder for user data."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return read("GULIR_HOME", str(base / "gulir"))


def beside(package: Path, name: str) -> Path:
    """A folder of data: inside the installed package, or in the root of the checkout."""
    inside = package / name
    return inside if inside.is_dir() else package.parents[1] / name


def secret_key(folder: Path) -> Origin:
    """Django's secret: `GULIR_SECRET_KEY`, else the one made in the home folder on first run."""
    given = os.environ.get("GULIR_SECRET_KEY", "")
    if given:
        return Origin("GULIR_SECRET_KEY", given, "environment", secret=True)
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return Origin("GULIR_SECRET_KEY", path.read_text(encoding="ascii").strip(), str(path), secret=True)


def demonstration(folder: Path) -> Origin:
    """Whether what is served is invented: `GULIR_DEMO`, else the mark that the demonstration left in its folder."""
    mark = folder / "demo.json"
    if not os.environ.get("GULIR_DEMO") and mark.exists():
        return Origin("GULIR_DEMO", "1", str(mark))
    return read("GULIR_DEMO", "0")


SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
    " PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
)

SERVER_SETTINGS = "-c jit=off"
"""PostgreSQL would compile a short reading for 20 ms to save less than one: it guesses too many rows of a range."""


def database(url: str) -> dict[str, object]:
    """Django's database entry for `sqlite:///…` or `postgresql://…`; anything else is refused loudly."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        }
    if parts.scheme in ("postgresql", "postgres"):
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", parts.hostname or "")),
            "PORT": str(parts.port or query.get("port", "")),
            "OPTIONS": {"pool": True, "prepare_threshold": 0, "options": SERVER_SETTINGS},
        }
    raise SystemExit(f"GULIR_DATABASE: expected sqlite:///… or postgresql://…, not {parts.scheme!r}")

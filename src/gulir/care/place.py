"""Where the house stands: its folder, its database, the environment its tools run in. Made at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

__all__ = ["KEPT_FOLDERS", "Place"]

KEPT_FOLDERS = ("attachments", "keys")
"""What lies in the folder beside the database and travels with it. Signer and witness state never do."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One installation. `database` is Django's own entry: NAME, USER, PASSWORD, HOST, PORT."""

    home: Path
    engine: Literal["sqlite", "postgresql"]
    database: Mapping[str, Any]
    environment: Mapping[str, str]

    @property
    def file(self) -> Path:
        """The file of a SQLite database."""
        return Path(str(self.database["NAME"]))

    @property
    def tools(self) -> dict[str, str]:
        """The environment for PostgreSQL's own tools; the password travels here, never on a command line."""
        names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
        given = {tool: str(self.database.get(name) or "") for name, tool in names.items()}
        return {**self.environment, **{name: value for name, value in given.items() if value}}

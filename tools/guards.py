"""Write the list of the database's guards: `python -m tools.guards`, after a migration brought or took one.

It migrates an empty SQLite database and, where PostgreSQL is installed, an empty PostgreSQL one, in throw-away places.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from tests import postgres

FOLDER = Path(__file__).resolve().parents[1] / "reference" / "guards"
HEAD = "# Every trigger and constraint of this version; written by `python -m tools.guards`, asked by `gulir check`.\n"
ASK = (
    "import django; django.setup()\n"
    "from django.core.management import call_command; call_command('migrate', verbosity=0, interactive=False)\n"
    "from gulir.care.checks.guards import guards_here; print('\\n'.join(guards_here()))"
)


def guards_of(home: Path, database: str = "") -> str:
    """The guards of a freshly migrated database."""
    environment = {**os.environ, "GULIR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gulir.config.settings"}
    environment.pop("GULIR_DATABASE", None)
    if database:
        environment["GULIR_DATABASE"] = database
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, check=True, capture_output=True, text=True)
    return HEAD + done.stdout


def main() -> int:
    """Write both lists; without PostgreSQL only the one of SQLite."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        (FOLDER / "sqlite.txt").write_text(guards_of(Path(home)), encoding="utf-8")
        cluster = postgres.start()
        if cluster is None:
            print(postgres.MISSING)
            return 1
        try:
            with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
                connection.execute("CREATE DATABASE guards")
            (FOLDER / "postgresql.txt").write_text(guards_of(Path(home), cluster.url("guards")), encoding="utf-8")
        finally:
            cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

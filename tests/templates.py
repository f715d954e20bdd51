"""Keeps the migrated template between runs: the same migrations run again only when something they are made of changes.

What is kept lies in `build/templates` and is named after a digest of everything that shapes it: migrations, models,
guards, settings, locked packages. Removing the folder costs one slow start and nothing else. In CI nothing is kept.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests import postgres

__all__ = ["digest", "fetch", "keep"]

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "templates"
SHAPING = ("migrations/*.py", "migrations/*.sql", "models.py", "models/*.py")
ALSO = ("src/gulir/base/witness.py", "src/gulir/base/fields.py", "src/gulir/config/settings.py", "requirements.lock")
KEPT = 4


def digest(source: Path = ROOT / "src" / "gulir") -> str:
    """One name for everything that the template is made from."""
    found = {path for shape in SHAPING for path in source.glob(f"*/{shape}")} | {ROOT / name for name in ALSO}
    whole = hashlib.sha256(os.environ.get("DJANGO_SETTINGS_MODULE", "").encode())
    for path in sorted(path for path in found if path.exists()):
        whole.update(path.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()[:20]


def fetch(engine: str, target: str) -> bool:
    """Fill `target` (a SQLite file, or an empty PostgreSQL database) from what was kept, if there is one."""
    kept = _place(engine)
    if not kept.exists():
        return False
    if engine == "sqlite":
        shutil.copyfile(kept, target)
    else:
        _call("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-f", str(kept), target)
    os.utime(kept)
    return True


def keep(engine: str, made: str) -> None:
    """Keep a template that was just migrated, and let go of the oldest."""
    if os.environ.get("CI"):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = _place(engine)
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    if engine == "sqlite":
        shutil.copyfile(made, part)
    else:
        _call("pg_dump", "--no-owner", "-f", str(part), made)
    part.replace(kept)
    for old in sorted(FOLDER.glob(f"{engine}-*"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def _place(engine: str) -> Path:
    return FOLDER / f"{engine}-{digest()}.{'sqlite3' if engine == 'sqlite' else 'sql'}"


def _call(program: str, *words: str) -> None:
    folder = postgres.find()
    assert folder is not None, postgres.MISSING
    subprocess.run([str(folder / program), *words], check=True, stdout=subprocess.DEVNULL)

"""SQL that makes the database the last witness, written once for both engines.

Migrations call these with `migrations.RunPython(witness(...))` style helpers. Each refusal raised by the
database carries a name, a sentence in snake case, so that a broken rule can be told apart in a log.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import migrations

__all__ = ["append_only", "sql_files"]

Editor = Any


def append_only(table: str, *, key: str = "id", erasable: bool = False, update_only: str = "") -> migrations.RunPython:
    """No row of `table` is ever changed, replaced or (unless `erasable`) deleted, whoever writes.

    `update_only` names columns that may change (comma-separated); every other column of a row stays as written.
    """
    frozen = f"rows_of_{table}_are_never_changed"
    kept = f"rows_of_{table}_are_never_deleted"

    def forwards(apps: Any, editor: Editor) -> None:
        make = _sqlite_guard if editor.connection.vendor == "sqlite" else _postgres_guard
        for statement in make(
            editor, table, key, frozen, kept, erasable, [c.strip() for c in update_only.split(",") if c.strip()]
        ):
            editor.execute(statement, params=None)

    def backwards(apps: Any, editor: Editor) -> None:
        on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
        for name in (frozen, f"{frozen}_replace", kept, f"{kept}_at_once"):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)

    return migrations.RunPython(forwards, backwards)


def _columns(editor: Editor, table: str) -> list[str]:
    with editor.connection.cursor() as cursor:
        return [c.name for c in editor.connection.introspection.get_table_description(cursor, table)]


def _changed(editor: Editor, table: str, free: list[str], differs: str) -> str:
    frozen = [c for c in _columns(editor, table) if c not in free]
    return " OR ".join(f'OLD."{c}" {differs} NEW."{c}"' for c in frozen)


def _sqlite_guard(
    editor: Editor, table: str, key: str, frozen: str, kept: str, erasable: bool, free: list[str]
) -> list[str]:
    when = f" WHEN {_changed(editor, table, free, 'IS NOT')}" if free else ""
    made = [f"CREATE TRIGGER {frozen} BEFORE UPDATE ON {table}{when} BEGIN SELECT RAISE(ABORT, '{frozen}'); END"]
    made.append(
        f'CREATE TRIGGER {frozen}_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE "{key}" = NEW."{key}")'
        f" BEGIN SELECT RAISE(ABORT, '{frozen}'); END"
    )
    if not erasable:
        made.append(f"CREATE TRIGGER {kept} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{kept}'); END")
    return made


def _postgres_guard(
    editor: Editor, table: str, key: str, frozen: str, kept: str, erasable: bool, free: list[str]
) -> list[str]:
    when = f" WHEN ({_changed(editor, table, free, 'IS DISTINCT FROM')})" if free else ""
    made = [
        "CREATE OR REPLACE FUNCTION gulir_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {frozen} BEFORE UPDATE ON {table} FOR EACH ROW{when} EXECUTE FUNCTION gulir_refuse('{frozen}')",
    ]
    if not erasable:
        made.append(
            f"CREATE TRIGGER {kept} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION gulir_refuse('{kept}')"
        )
    made.append(
        f"CREATE TRIGGER {kept}_at_once BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION gulir_refuse('{kept}')"
    )
    return made


def sql_files(folder: Path, name: str) -> migrations.RunPython:
    """Run `<name>.<engine>.sql` forwards and `<name>.<engine>.down.sql` backwards; statements end with a line holding `--;`."""

    def run(suffix: str) -> Callable[[Any, Editor], None]:
        def execute(apps: Any, editor: Editor) -> None:
            engine = "sqlite" if editor.connection.vendor == "sqlite" else "postgresql"
            text = (folder / f"{name}.{engine}{suffix}.sql").read_text(encoding="utf-8")
            for statement in (s.strip() for s in text.split("\n--;")):
                if statement:
                    editor.execute(statement, params=None)

        return execute

    return migrations.RunPython(run(""), run(".down"))

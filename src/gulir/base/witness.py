"""SQL that makes the database the last witness, written once for both engines.

Migrations put these among their operations. Each refusal raised by the
database carries a name, a sentence in snake case, so that a broken rule can be told apart in a log.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation

__all__ = ["append_only", "lifted", "sql_files", "standing_aside"]

Editor = Any


class Witness(migrations.RunPython):
    """A step that asks for no models. Django need not draw every model anew for it, so migrating stays quick."""

    def database_forwards(self, app_label: str, schema_editor: Editor, from_state: Any, to_state: Any) -> None:
        """Write the SQL."""
        self.code(None, schema_editor)  # type: ignore[arg-type]  # no step here asks for a model

    def database_backwards(self, app_label: str, schema_editor: Editor, from_state: Any, to_state: Any) -> None:
        """Take it back."""
        assert self.reverse_code is not None
        self.reverse_code(None, schema_editor)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What is guarded: the table, its key, and the columns that stay free to change."""

    table: str
    key: str
    erasable: bool
    free: tuple[str, ...]

    @property
    def frozen(self) -> str:
        """The name under which a change is refused."""
        return f"rows_of_{self.table}_are_never_changed"

    @property
    def kept(self) -> str:
        """The name under which a deletion is refused."""
        return f"rows_of_{self.table}_are_never_deleted"


def append_only(table: str, *, key: str = "id", erasable: bool = False, update_only: str = "") -> Witness:
    """No row of `table` is ever changed, replaced or (unless `erasable`) deleted, whoever writes.

    `update_only` names columns that may change (comma-separated); every other column of a row stays as written.
    """
    free = tuple(name.strip() for name in update_only.split(",") if name.strip())
    guard = Guard(table=table, key=key, erasable=erasable, free=free)

    def forwards(apps: Any, editor: Editor) -> None:
        make = _on_sqlite if editor.connection.vendor == "sqlite" else _on_postgres
        for statement in make(editor, guard):
            editor.execute(statement, params=None)

    def backwards(apps: Any, editor: Editor) -> None:
        on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
        for name in (guard.frozen, f"{guard.frozen}_replace", guard.kept, f"{guard.kept}_at_once"):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)

    return Witness(forwards, backwards)


def _changed(editor: Editor, guard: Guard, differs: str) -> str:
    with editor.connection.cursor() as cursor:
        columns = editor.connection.introspection.get_table_description(cursor, guard.table)
    frozen = [c.name for c in columns if c.name not in guard.free]
    return " OR ".join(f'OLD."{name}" {differs} NEW."{name}"' for name in frozen)


def _on_sqlite(editor: Editor, guard: Guard) -> list[str]:
    table, key, frozen, kept = guard.table, guard.key, guard.frozen, guard.kept
    when = f" WHEN {_changed(editor, guard, 'IS NOT')}" if guard.free else ""
    same = f'EXISTS (SELECT 1 FROM {table} WHERE "{key}" = NEW."{key}")'  # noqa: S608  (names come from migrations)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{frozen}'); END"
    made = [
        f"CREATE TRIGGER {frozen} BEFORE UPDATE ON {table}{when} {refuse}",
        f"CREATE TRIGGER {frozen}_replace BEFORE INSERT ON {table} WHEN {same} {refuse}",
    ]
    if not guard.erasable:
        made.append(f"CREATE TRIGGER {kept} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{kept}'); END")
    return made


REFUSE = (
    "CREATE OR REPLACE FUNCTION gulir_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def _on_postgres(editor: Editor, guard: Guard) -> list[str]:
    table, frozen, kept = guard.table, guard.frozen, guard.kept
    when = f" WHEN ({_changed(editor, guard, 'IS DISTINCT FROM')})" if guard.free else ""
    row, once = "FOR EACH ROW", "FOR EACH STATEMENT EXECUTE FUNCTION gulir_refuse"
    made = [
        REFUSE,
        f"CREATE TRIGGER {frozen} BEFORE UPDATE ON {table} {row}{when} EXECUTE FUNCTION gulir_refuse('{frozen}')",
    ]
    if not guard.erasable:
        made.append(f"CREATE TRIGGER {kept} BEFORE DELETE ON {table} {row} EXECUTE FUNCTION gulir_refuse('{kept}')")
    made.append(f"CREATE TRIGGER {kept}_at_once BEFORE TRUNCATE ON {table} {once}('{kept}')")
    return made


def sql_files(folder: Path, name: str) -> Witness:
    """Run `<name>.<engine>.sql` forwards and `<name>.<engine>.down.sql` backwards; a line `--;` ends a statement."""

    def run(suffix: str) -> Callable[[Any, Editor], None]:
        def execute(apps: Any, editor: Editor) -> None:
            engine = "sqlite" if editor.connection.vendor == "sqlite" else "postgresql"
            text = (folder / f"{name}.{engine}{suffix}.sql").read_text(encoding="utf-8")
            for statement in (s.strip() for s in text.split("\n--;")):
                if statement:
                    editor.execute(statement, params=None)

        return execute

    return Witness(run(""), run(".down"))


def lifted(watch: migrations.RunPython) -> migrations.RunPython:
    """A guard taken away: its table is made anew (SQLite drops triggers with the old one), or it comes back changed."""
    assert watch.reverse_code is not None
    return migrations.RunPython(watch.reverse_code, watch.code)


def standing_aside(table: str, *steps: Operation) -> tuple[Operation, ...]:
    """The steps, which make a table anew, between taking away every guard that names it and giving each back.

    SQLite drops the triggers of a table that is made anew, and stumbles over those of others that read it. Each comes
    back word for word; PostgreSQL alters tables in place and loses nothing.
    """
    aside: list[tuple[str, str]] = []

    def take(apps: Any, editor: Editor) -> None:
        if editor.connection.vendor != "sqlite":
            return
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
            aside[:] = [(name, sql) for name, sql in cursor.fetchall() if re.search(rf"\b{table}\b", sql)]
        for name, _ in aside:
            editor.execute(f"DROP TRIGGER {name}", params=None)

    def give_back(apps: Any, editor: Editor) -> None:
        for _, sql in aside:
            editor.execute(sql, params=None)
        aside.clear()

    return (Witness(take, give_back), *steps, Witness(give_back, take))

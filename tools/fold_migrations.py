"""Fold constraints and indexes into the models that a migration makes: `python -m tools.fold_migrations FILE…`.

`makemigrations` writes each constraint as a step of its own. Django then draws every model anew after each, and SQLite
copies the table each time: a first start spends most of its time there. Inside `CreateModel` they cost nothing and the
tables come out the same. A constraint that names a field added later in the same file stays where it is.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

PLACES = {"AddConstraint": ("constraint", "constraints"), "AddIndex": ("index", "indexes")}


def main(files: list[str]) -> int:
    """Fold each file, then lay it out; says how many steps each lost."""
    for name in files:
        path = Path(name)
        text, folded = fold(path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        print(f"{name}: {folded} steps folded")
    return subprocess.run([sys.executable, "-m", "ruff", "format", "-q", *files], check=False).returncode


def fold(source: str) -> tuple[str, int]:
    """The migration's text with what could be folded in its models, and how many steps that were."""
    steps = _steps(ast.parse(source))
    later = {(_text(s, "model_name").lower(), _text(s, "name")) for s in steps if _kind(s) == "AddField"}
    models = {_text(step, "name").lower(): step for step in steps if _kind(step) == "CreateModel"}
    held: dict[str, dict[str, list[str]]] = {}
    gone: list[ast.Call] = []
    for step in steps:
        if _kind(step) not in PLACES or _text(step, "model_name").lower() not in models:
            continue
        model = _text(step, "model_name").lower()
        argument, place = PLACES[_kind(step)]
        words = _segment(source, _keyword(step, argument))
        if any(owner == model and re.search(rf"\b{field}(_id|__|\b)", words) for owner, field in later):
            continue
        held.setdefault(model, {}).setdefault(place, []).append(words)
        gone.append(step)
    edits = [(_start(source, step), _end(source, step), "") for step in gone]
    edits += [_options(source, models[model], places) for model, places in held.items()]
    for start, end, words in sorted(edits, reverse=True):
        source = source[:start] + words + source[end:]
    return source, len(gone)


def _options(source: str, model: ast.Call, places: dict[str, list[str]]) -> tuple[int, int, str]:
    """The edit that puts constraints and indexes into one `CreateModel`."""
    rows = ", ".join(f'"{place}": [{", ".join(found)}]' for place, found in places.items())
    given = next((keyword.value for keyword in model.keywords if keyword.arg == "options"), None)
    if isinstance(given, ast.Dict):
        known = {key.value for key in given.keys if isinstance(key, ast.Constant)}
        if known & set(places):
            raise SystemExit(f"{_text(model, 'name')} has {known & set(places)} already: fold it by hand")
        start = _offset(source, given.lineno, given.col_offset) + 1
        return start, start, f"{rows}, "
    end = _offset(source, model.end_lineno or 0, model.end_col_offset or 0) - 1
    comma = "" if source[:end].rstrip().endswith(",") else ","
    return end, end, f"{comma} options={{{rows}}}"


def _steps(tree: ast.Module) -> list[ast.Call]:
    """The calls in `operations`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "operations" for t in node.targets):
            return [one for one in getattr(node.value, "elts", []) if isinstance(one, ast.Call)]
    return []


def _kind(step: ast.Call) -> str:
    return step.func.attr if isinstance(step.func, ast.Attribute) else getattr(step.func, "id", "")


def _keyword(step: ast.Call, name: str) -> ast.expr | None:
    """What a step was given by this name; None for a step written by hand that gives it by place."""
    return next((keyword.value for keyword in step.keywords if keyword.arg == name), None)


def _text(step: ast.Call, name: str) -> str:
    value = _keyword(step, name)
    return str(value.value) if isinstance(value, ast.Constant) else ""


def _segment(source: str, node: ast.expr | None) -> str:
    return "" if node is None else ast.get_source_segment(source, node) or ""


def _offset(source: str, line: int, column: int) -> int:
    lines = source.splitlines(keepends=True)
    return sum(len(one) for one in lines[: line - 1]) + len(lines[line - 1].encode()[:column].decode())


def _start(source: str, node: ast.Call) -> int:
    return _offset(source, node.lineno, node.col_offset)


def _end(source: str, node: ast.Call) -> int:
    """The end of a step with the comma behind it."""
    end = _offset(source, node.end_lineno or 0, node.end_col_offset or 0)
    rest = re.match(r"\s*,", source[end:])
    return end + (rest.end() if rest else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The manual of the command line, from the commands themselves: `python -m gulir.cli.manual > docs/commands.md`.

It is in English like all of `docs/`; the program itself speaks the chosen language (`GULIR_LANGUAGE`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

if __name__ == "__main__":
    os.environ["GULIR_LANGUAGE"] = "en"

import typer

from gulir.cli.imports import KINDS
from gulir.cli.main import app
from gulir.core.compute import SAMPLES
from gulir.intake.columns import form

__all__ = ["commands", "manual"]

HEAD = """\
# Commands

Written from the commands themselves (`python -m gulir.cli.manual`); a test compares the two. In a checkout every
command runs as `python3 run.py gulir …`.

Exit codes: 0 done (warnings are listed) · 1 findings of level error · 2 refused · 64 bad usage · 130 stopped.
`--json` prints one JSON document on stdout and nothing else; sentences go to stderr. Where a file name is taken, `-`
means standard input or output. A writing command acts for `--as LOGIN` (the password is asked, or `GULIR_TOKEN` holds
a key made by `gulir user token`); without it, for the founding actor, who may act while the board has no coordinator.
"""


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name: `board add`, `import`, …"""
    yield from _below(typer.main.get_command(app), "")


def _below(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _below(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def manual() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, command in commands():
        parts.append("\n".join(_command(name, command)))
    parts.append("\n".join(_files()))
    parts.append("\n".join(_computations()))
    return "\n".join(parts)


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and "--help" not in p.opts]
    words = " ".join([f"gulir {name}", *(_metavar(a) for a in arguments), *(_use(o) for o in options if o.required)])
    yield f"## `{words.strip()}`\n\n{command.help}\n"
    rows = [(_metavar(p), p) for p in arguments] + [(_use(p), p) for p in options]
    if rows:
        yield "| word | meaning |\n|---|---|"
        for word, param in rows:
            must = "" if not param.required else " (required)"
            yield f"| `{_cell(word)}` | {_cell(param.help or '')}{must} |"
        yield ""


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _use(option: Any) -> str:
    """An option as it is written, with what it takes."""
    name = max(option.opts, key=len)
    return name if option.is_flag else f"{name} {option.metavar or 'TEXT'}"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _files() -> Iterator[str]:
    yield "## Files in\n"
    yield "CSV (`;` or `,`, UTF-8) or the first sheet of an XLSX or XLS. `gulir import KIND --help` shows a sample and"
    yield "every other heading that is understood; `gulir import KIND --sample FILE` writes the sample.\n"
    yield "| KIND | what | columns (required ones in bold) |\n|---|---|---|"
    for kind in KINDS:
        one = form(kind)
        columns = ", ".join(f"**{c.name}**" if c.required else c.name for c in one.columns)
        yield f"| `{kind}` | {_cell(one.help['en'])} | {columns} |"
    yield ""


def _computations() -> Iterator[str]:
    yield "## What `gulir compute` computes\n\n| NAME | what |\n|---|---|"
    for name in sorted(SAMPLES):
        yield f"| `{name}` | {_cell(SAMPLES[name].about)} |"


if __name__ == "__main__":
    print(manual())

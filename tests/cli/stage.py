"""Running the program as people do, inside this process: words in, exit code and both streams out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gulir.cli.main import main

__all__ = ["HERE", "REAL", "Answer", "masked", "transcript"]

HERE = Path(__file__).parent
REAL = HERE.parent / "real"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Answer:
    """What the program said."""

    code: int
    out: str
    err: str


def masked(text: str) -> str:
    """Ids differ at every run."""
    return ID.sub("<id>", text)


def transcript(path: Path, run: Callable[..., Answer]) -> list[str]:
    """Run every `$ gulir …` line of a transcript again; gives the transcript as it would be written now."""
    now: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "$ ")) and now and not now[-1].startswith("#"):
            now.append("")
        if line.startswith("#"):
            now.append(line)
        if not line.startswith("$ "):
            continue
        words = [word.replace("real/", f"{REAL}/") for word in shlex.split(line)[2:]]
        answer = run(*words)
        now.append(line)
        now += [masked(text) for text in answer.out.splitlines()]
        now += [f"! {masked(text).replace(f'{REAL}/', 'real/')}" for text in answer.err.splitlines()]
        now += [f"[exit {answer.code}]"] if answer.code else []
    return now


def runner(capfd: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """`run("board", "list")` for one test."""

    def run(*words: str) -> Answer:
        capfd.readouterr()
        code = main(list(words))
        out, err = capfd.readouterr()
        return Answer(code, out, err)

    return run

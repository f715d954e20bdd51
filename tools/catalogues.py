"""Compile message catalogues: each `.po` named on the command line becomes the `.mo` beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogue(po: Path) -> Path:
    """Write the compiled form of one catalogue, whole or not at all."""
    with po.open("rb") as source:
        catalogue = read_po(source)
    target, part = po.with_suffix(".mo"), po.with_suffix(f".mo.{os.getpid()}")
    with part.open("wb") as out:
        write_mo(out, catalogue)
    part.replace(target)
    return target


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_catalogue(Path(name))

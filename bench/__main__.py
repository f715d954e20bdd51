"""`python3 run.py bench [--rounds N] [--seconds S] [--only PART …]`: measures in turn and writes a table of ratios.

Every ratio is of one run on one machine; the rounds alternate between the other side and Gulir, and medians are kept.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.parts import PARTS
from bench.runs import ENGINES, Run
from bench.table import HEAD, Line, machine

OUT = Path(__file__).parent / "out"


def main() -> None:
    """Measure, print, and keep the table in bench/out/table.md."""
    asked = argparse.ArgumentParser(prog="run.py bench", description="Measure Gulir beside others on this machine.")
    asked.add_argument("--rounds", type=int, default=5, help="how often each thing is measured (5)")
    asked.add_argument("--seconds", type=float, default=3, help="how long each round posts (3)")
    asked.add_argument("--rows", type=int, default=100_000, help="rows of an import or a workbook (100000)")
    asked.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    options = asked.parse_args()
    lines = [machine(options.rounds), "", *HEAD]
    for line in measured(options.only, rounds=options.rounds, seconds=options.seconds, rows=options.rows):
        print(line, file=sys.stderr, flush=True)
        lines.append(str(line))
    text = "\n".join(lines) + "\n"
    OUT.mkdir(exist_ok=True)
    (OUT / "table.md").write_text(text, encoding="utf-8")
    print(text)


def measured(names: Iterable[str], *, rounds: int, seconds: float, rows: int) -> Iterator[Line]:
    """The lines of some parts, engine by engine."""
    chosen = [part for name, part in PARTS.items() if name in set(names)]
    for engine, house in ENGINES.items():
        here = [part for part in chosen if engine in part.engines]
        if not here:
            continue
        with house() as (env, cluster):
            run = Run(rounds=rounds, seconds=seconds, rows=rows, env=env, cluster=cluster)
            for part in here:
                yield from part.measure(run, engine)


if __name__ == "__main__":
    main()

"""Every check of the project, one after another, each timed: what `python3 run.py test` runs.

Style (ruff), types (mypy), arrows (import-linter), migrations, then the tests on SQLite and on PostgreSQL, then how
much of core, ledger and lending they walked through. With pytest's own arguments only the tests run, on both engines.
It ends with one plain line, `N passed, N failed, N skipped`, and a code other than 0 when anything failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "test"
ENGINES = ("sqlite", "postgres")
TRACED_ENGINE = "sqlite"  # it alone reaches the bound; `tests/choice.py` says which tests count
LEAST_COVERED = 95
NO_TESTS = 5


@dataclass(kw_only=True)
class Tally:
    """What the tests said, over all engines."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, report: Path) -> None:
        """Count one JUnit report; no report means that the run itself broke."""
        if not report.exists():
            self.failed += 1
            return
        for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - our own pytest wrote it
            total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            self.failed, self.skipped = self.failed + failed, self.skipped + skipped
            self.passed += max(0, total - failed - skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(kw_only=True)
class Run:
    """One walk through all checks."""

    environment: dict[str, str]
    tally: Tally = field(default_factory=Tally)
    lines: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def step(self, name: str, words: Sequence[str], *, good: Sequence[int] = (0,), **more: str) -> int:
        """Run one check with our terminal, time it, remember how it ended."""
        return self.timed(name, lambda: self._call(words, more), good=good)

    def timed(self, name: str, work: Callable[[], int], *, good: Sequence[int] = (0,)) -> int:
        """Time a piece of work that gives back an exit code."""
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        code = work()
        verdict = "ok" if code in good else "FAILED"
        self.lines.append(f"{time.monotonic() - started:8.1f} s  {verdict:<7} {name}")
        if code not in good:
            self.broken.append(name)
        return code

    def _call(self, words: Sequence[str], more: dict[str, str]) -> int:
        return subprocess.run(
            words, cwd=ROOT, env={**self.environment, **more}, stdin=subprocess.DEVNULL, check=False
        ).returncode


def main(arguments: list[str]) -> int:
    """All checks, or with pytest's arguments only the tests."""
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*"):
        old.unlink()
    chosen = [word for word in arguments if word != "--long"]
    with tempfile.TemporaryDirectory(prefix="gulir-checks-") as home:
        run = Run(environment=environment(home))
        if not chosen:
            before(run)
        tests(run, arguments, covered=not chosen)
        if not chosen:
            coverage(run)
    print("\n" + "\n".join(run.lines))
    if run.broken:
        print(f"failed: {', '.join(run.broken)}")
    print(run.tally, flush=True)
    return 1 if run.broken or run.tally.failed else 0


def environment(home: str) -> dict[str, str]:
    """Nothing of this computer's own Gulir is read or written; our tools come first on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GULIR_")}
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**kept, "GULIR_HOME": home, "PATH": tools, "COVERAGE_FILE": str(OUT / "coverage"), "PYTHONPATH": str(ROOT)}


def before(run: Run) -> None:
    """What can be told without running the product."""
    python = sys.executable
    run.step("style: ruff", [python, "-m", "ruff", "check", "."])
    run.step("types: mypy", [python, "-m", "mypy"])
    run.step("arrows: import-linter", [str(Path(python).with_name("lint-imports"))])
    run.step(
        "migrations say all: makemigrations --check", [python, "manage.py", "makemigrations", "--check", "--dry-run"]
    )


def tests(run: Run, arguments: list[str], *, covered: bool) -> None:
    """The tests on each engine; a choice that holds no test of one engine is no failure, of both it is."""
    empty = 0
    for engine in ENGINES:
        report = OUT / f"{engine}.xml"
        words = [sys.executable, "-m", "pytest", "--no-header", f"--junitxml={report}"]
        if not any(word.startswith(("-n", "--pdb", "--numprocesses")) for word in arguments):
            words += ["-n", "2", "--dist", "worksteal"]
        if covered and engine == TRACED_ENGINE:
            words += ["--cov", "--cov-report="]
        code = run.step(f"tests on {engine}", [*words, *arguments], good=(0, NO_TESTS), GULIR_TEST_ENGINE=engine)
        empty += code == NO_TESTS
        if code != NO_TESTS:
            run.tally.add(report)
    if empty == len(ENGINES):
        run.broken.append("no test was chosen")


def coverage(run: Run) -> None:
    """At least 95 in 100 branches of core, ledger and lending are walked by their own tests on one engine alone."""
    words = [sys.executable, "-m", "coverage", "report", f"--fail-under={LEAST_COVERED}"]
    run.step(f"coverage of core, ledger, lending >= {LEAST_COVERED} % of branches", words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

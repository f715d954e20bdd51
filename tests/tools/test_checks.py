"""`run.py test` counts honestly: what failed, what was skipped, what never ran."""

from __future__ import annotations

import sys

from tools.checks import NO_TESTS, Run, Tally, environment

REPORT = (
    '<testsuites><testsuite name="pytest" errors="{errors}" failures="{failures}" skipped="{skipped}" tests="{tests}">'
    "</testsuite></testsuites>"
)


def run():
    return Run(environment=environment("/nowhere"))


def test_passed_is_what_is_left(tmp_path):
    report = tmp_path / "a.xml"
    report.write_text(REPORT.format(errors=1, failures=2, skipped=3, tests=10), encoding="utf-8")
    tally = Tally()
    tally.add(report)
    tally.add(report)
    assert str(tally) == "8 passed, 6 failed, 6 skipped"


def test_a_run_that_left_no_report_has_failed(tmp_path):
    tally = Tally()
    tally.add(tmp_path / "missing.xml")
    assert tally.failed == 1


def test_a_step_that_fails_is_named_and_the_next_one_still_runs():
    walk = run()
    walk.step("bad", [sys.executable, "-c", "raise SystemExit(3)"])
    walk.step("good", [sys.executable, "-c", ""])
    assert walk.broken == ["bad"]
    assert [line.split()[2:] for line in walk.lines] == [["FAILED", "bad"], ["ok", "good"]]


def test_no_test_on_one_engine_is_no_failure_of_the_step():
    walk = run()
    walk.step("none", [sys.executable, "-c", f"raise SystemExit({NO_TESTS})"], good=(0, NO_TESTS))
    assert walk.broken == []


def test_nothing_of_this_computers_own_gulir_reaches_the_checks(monkeypatch):
    monkeypatch.setenv("GULIR_DATABASE", "postgresql://real")
    monkeypatch.setenv("GULIR_TEST_FOLDER", "/elsewhere")
    kept = environment("/nowhere")
    assert kept["GULIR_HOME"] == "/nowhere"
    assert [name for name in kept if name.startswith("GULIR_")] == ["GULIR_HOME"]

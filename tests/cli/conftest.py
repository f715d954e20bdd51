"""The program, run inside the test's own process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.stage import Answer, runner


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """`run("board", "list")` gives exit code, stdout and stderr."""
    return runner(capfd)

"""With reference files that contradict themselves nothing starts: a copy of them is broken, and every door is tried."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRY = """
import sys
from pathlib import Path
from gulir.base import reference
reference.reference_folder = lambda: Path({folder!r})
{then}
"""
DOORS = {
    "init": "from gulir.cli.main import main; sys.exit(main(['init']))",
    "serve": "from gulir.cli.main import main; sys.exit(main(['serve', '--port', '18999']))",
    "worker": "from gulir.cli.main import main; sys.exit(main(['worker', '--once']))",
    "wsgi": "import gulir.config.wsgi",
}


def knock(door, folder, home):
    """Start one door in a process of its own, with these reference files."""
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GULIR_")},
        "GULIR_HOME": str(home), "GULIR_LANGUAGE": "en", "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip
    words = TRY.format(folder=str(folder), then=DOORS[door])
    return subprocess.run(
        [sys.executable, "-c", words], env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "reference"
    shutil.copytree(ROOT / "reference", folder)
    return folder


@pytest.mark.parametrize("door", DOORS)
def test_a_contradiction_stops_every_door(files, tmp_path, door):
    text = (files / "indicators.toml").read_text(encoding="utf-8")
    (files / "indicators.toml").write_text(text.replace('classes = "', 'classes = "no.such.', 1), encoding="utf-8")
    answer = knock(door, files, tmp_path / "home")
    assert answer.returncode != 0
    assert "no.such." in answer.stderr
    if door != "wsgi":
        assert answer.returncode == 2
        assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("door", ["init", "worker", "wsgi"])
def test_whole_files_stop_nothing(files, tmp_path, door):
    if door == "worker":
        assert knock("init", files, tmp_path / "home").returncode == 0
    answer = knock(door, files, tmp_path / "home")
    assert answer.returncode == 0, answer.stderr

"""What people see at the command line, word for word: each transcript is run again from its `$` lines."""

from __future__ import annotations

import pytest

from tests.cli.stage import HERE, transcript

TRANSCRIPTS = sorted(path.name for path in HERE.glob("*.txt"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_the_program_says_what_the_transcript_says(run, name):
    written = (HERE / name).read_text(encoding="utf-8").splitlines()
    assert transcript(HERE / name, run) == written


def test_there_is_a_transcript():
    assert "real_board.txt" in TRANSCRIPTS


def test_a_transcript_that_lies_is_found(run, tmp_path):
    """Negative control: one word too many in what the program is said to answer."""
    path = tmp_path / "lies.txt"
    path.write_text("$ gulir --version\n0.0.0 and more\n", encoding="utf-8")
    assert transcript(path, run) != path.read_text(encoding="utf-8").splitlines()

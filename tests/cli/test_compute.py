"""`gulir compute`: every computation answers its own sample, and what is not JSON is refused with its place."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from gulir.core.compute import COMPUTATIONS, SAMPLES


@pytest.fixture
def ask(run, tmp_path):
    """`ask(name, bytes)` through a file."""

    def do(name: str, content: bytes):
        file = tmp_path / "in.json"
        file.write_bytes(content)
        return run("compute", name, str(file))

    return do


@pytest.mark.parametrize("name", sorted(COMPUTATIONS))
def test_every_computation_answers_its_sample(ask, name):
    answer = ask(name, json.dumps(SAMPLES[name].given).encode())
    assert answer.code == 0, answer.err
    assert json.loads(answer.out) == json.loads(json.dumps(SAMPLES[name].found))


@pytest.mark.parametrize("name", sorted(COMPUTATIONS))
def test_every_computation_has_its_help(run, name):
    answer = run("compute", name, "--help")
    assert answer.code == 0
    assert json.dumps(SAMPLES[name].given, indent=2, ensure_ascii=False) in answer.out


def test_all_of_them_are_listed(run):
    answer = run("compute")
    assert answer.code == 0
    assert all(f"  {name}: " in answer.out for name in COMPUTATIONS)


BAD = {
    "nothing": b"",
    "half an object": b'{"amount": ',
    "a list without an end": b"[1, 2",
    "a name twice": b'{"amount": 1, "amount": 2}',
    "not a number": b'{"amount": NaN}',
    "infinity": b'{"amount": Infinity}',
    "a number of ten thousand digits": b'{"amount": ' + b"9" * 10_000 + b"}",
    "a hundred thousand brackets": b"[" * 100_000,
    "letters of Windows": b'{"amount": "caf\xe9"}',
    "UTF-16": '{"amount": 1}'.encode("utf-16"),
    "a bare word": b"amount",
    "two documents": b'{"amount": 1}{"amount": 2}',
    "a list": b"[]",
    "a text": b'"1000"',
    "null": b"null",
}


@pytest.mark.parametrize("story", BAD)
def test_what_is_no_document_is_refused_with_its_place(ask, story):
    answer = ask("terbilang", BAD[story])
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("BadInput: ")
    assert "Traceback" not in answer.err


def test_it_needs_no_database_and_no_django(home):
    """In a house without a database, and without importing Django at all."""
    words = (
        "import sys; from gulir.cli.main import main; code = main(['compute', 'terbilang']);"
        " sys.exit(code + 10 * ('django' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", words], input='{"amount": 1001000}', capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["words"] == "satu juta seribu"
    assert list(home.iterdir()) == []

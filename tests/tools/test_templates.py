"""A kept template is used only as long as nothing it was made from has changed."""

from __future__ import annotations

import pytest

from tests import templates


@pytest.fixture
def house(tmp_path):
    """A small tree of the same shape."""
    for name in ("ledger/migrations/0001_books.py", "ledger/migrations/guards.sqlite.sql", "ledger/models/vouchers.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n", encoding="utf-8")
    return tmp_path


def test_the_same_tree_has_the_same_name(house):
    assert templates.digest(house) == templates.digest(house)


@pytest.mark.parametrize(
    "name", ["ledger/migrations/0001_books.py", "ledger/migrations/guards.sqlite.sql", "ledger/models/vouchers.py"]
)
def test_any_change_makes_another(house, name):
    before = templates.digest(house)
    (house / name).write_text("x = 2\n", encoding="utf-8")
    assert templates.digest(house) != before


def test_a_new_migration_makes_another(house):
    before = templates.digest(house)
    (house / "ledger" / "migrations" / "0002_days.py").touch()
    assert templates.digest(house) != before


def test_what_was_kept_comes_back_and_the_oldest_goes(house, monkeypatch, tmp_path):
    monkeypatch.setattr(templates, "FOLDER", tmp_path / "kept")
    monkeypatch.delenv("CI", raising=False)
    made, target = tmp_path / "made", tmp_path / "target"
    assert not templates.fetch("sqlite", str(target))
    for number in range(templates.KEPT + 2):
        made.write_text(str(number), encoding="utf-8")
        monkeypatch.setattr(templates, "digest", lambda number=number: f"{number}")
        templates.keep("sqlite", str(made))
    assert templates.fetch("sqlite", str(target))
    assert target.read_text(encoding="utf-8") == str(templates.KEPT + 1)
    assert len(list(templates.FOLDER.iterdir())) == templates.KEPT

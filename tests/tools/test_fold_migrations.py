"""Constraints stand inside the models that a migration makes: a first start takes seconds and no minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.fold_migrations import fold

OURS = sorted((Path(__file__).resolve().parents[2] / "src" / "gulir").glob("*/migrations/0*.py"))
WRITTEN = """
class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(name="Box", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField(model_name="box", name="owner", field=models.ForeignKey(to="base.actor")),
        migrations.AddConstraint(
            model_name="box",
            constraint=models.CheckConstraint(condition=models.Q(("id__gt", 0)), name="a_box_is_numbered"),
        ),
        migrations.AddConstraint(
            model_name="box",
            constraint=models.UniqueConstraint(fields=("owner",), name="one_box_for_each"),
        ),
        migrations.AddIndex(model_name="other", index=models.Index(fields=["id"], name="other_id")),
    ]
"""


def test_a_constraint_moves_into_its_model():
    text, folded = fold(WRITTEN)
    model = text[: text.index("AddField")]
    assert folded == 1
    assert 'options={"constraints": [models.CheckConstraint(' in model
    assert text.count("a_box_is_numbered") == 1
    compile(text, "folded", "exec")


def test_what_names_a_field_of_a_later_step_or_a_model_made_elsewhere_stays():
    text, _ = fold(WRITTEN)
    steps = text[text.index("AddField") :]
    assert "one_box_for_each" in steps
    assert "other_id" in steps


def test_folding_twice_changes_nothing():
    once, _ = fold(WRITTEN)
    assert fold(once) == (once, 0)


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_our_own_migrations_are_folded(path):
    """After `makemigrations`: `python -m tools.fold_migrations FILE`."""
    assert fold(path.read_text(encoding="utf-8"))[1] == 0

"""The papers of the house tell the truth: the tree, the version, the migrations, what CI installs."""

from __future__ import annotations

import re

import pytest

from gulir.version import VERSION, newest
from tests.shape import rules


def drawn(text: str) -> set[str]:
    """The packages that the tree of ARCHITECTURE.md draws."""
    tree = text.partition("src/gulir/\n")[2].partition("```")[0]
    return set(re.findall(r"^  ([a-z]+)/", tree, re.MULTILINE))


def test_the_drawn_tree_is_the_real_one():
    assert drawn((rules.ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")) == rules.packages()


def test_a_tree_that_lacks_a_package_is_found():
    assert drawn("```\nsrc/gulir/\n  core/   rules\n  base/   thin\n```\n  web/  not in the tree") == {"core", "base"}


def test_every_file_and_folder_that_the_papers_name_exists():
    missing = []
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "docs/operate.md"):
        text = (rules.ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            base = (rules.ROOT / name).parent
            if "://" not in target and not (base / target).exists():
                missing.append(f"{name} -> {target}")
    assert missing == []


def test_the_version_is_the_newest_in_the_change_log():
    assert newest((rules.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == VERSION


def test_a_change_log_without_a_release_is_refused():
    with pytest.raises(ValueError, match="names no release"):
        newest("# Changes\n\nSoon.\n")


def test_migrations_say_what_they_do():
    names = [path.stem for path in rules.SOURCE.rglob("migrations/*.py")]
    assert names
    assert rules.mute_migrations(names) == []


@pytest.mark.parametrize("name", ["0002_auto_20261124_1830", "0003_alter_loan_amount_and_more"])
def test_a_mute_migration_is_found(name):
    assert rules.mute_migrations([name, "0001_initial", "0004_a_loan_names_its_rulebook"]) == [name]


def test_sql_beside_migrations_knows_both_engines_and_the_way_back():
    for folder in {path.parent for path in rules.SOURCE.rglob("migrations/**/*.sql")}:
        assert rules.lonely_sql(path.name for path in folder.glob("*.sql")) == [], folder


def test_a_lonely_sql_file_is_found():
    whole = [f"0002_guards.{engine}{way}.sql" for engine in ("sqlite", "postgresql") for way in ("", ".down")]
    assert rules.lonely_sql(whole) == []
    assert rules.lonely_sql(whole[:3]) == [whole[3]]


def wanted_packages(texts: list[str]) -> set[str]:
    """The Debian packages that messages of the tests ask people to install."""
    return {
        name for text in texts for run in re.findall(r"apt-get install ([a-z0-9 .+-]+)\)", text) for name in run.split()
    }


def test_ci_installs_every_debian_package_that_a_test_asks_for():
    asking = [path for folder in ("tests", "tools") for path in rules.files(".py", rules.ROOT / folder)]
    wanted = wanted_packages([path.read_text(encoding="utf-8") for path in asking])
    script = (rules.ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert {"postgresql", "chromium"} <= wanted
    assert [name for name in sorted(wanted) if f"[{name}]=" not in script] == []


def test_a_package_that_ci_would_lack_is_found():
    assert wanted_packages(["Install it (Debian: apt-get " + "install poppler-utils)"]) == {"poppler-utils"}


def test_ci_asks_no_question_and_runs_everything():
    script = (rules.ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert "exec </dev/null" in script
    assert "export CI=true" in script
    assert script.rstrip().endswith("python3 run.py test")

"""Instruments: what the product ships, how points become stages, and what is refused."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.base import reference
from gulir.base.reference import ReferenceBroken, instrument, instrument_texts, instruments
from gulir.core.instruments import in_force, points_at, score
from gulir.core.problems.measuring import AnswerUnknown, ItemComputed, ItemUnknown
from tests.core.test_reference import copy, forget  # noqa: F401  (a fixture)

ON = date(2026, 6, 1)
KOTAKU = instrument("ksm_kotaku", ON)
HABITS = instrument("ksm_five_habits", ON)


def test_the_form_of_kotaku_has_ten_questions_and_thirty_points():
    assert [item.key for item in KOTAKU.items] == [
        *(
            "meetings",
            "attendance",
            "agenda",
            "savings",
            "rules",
            "repayment",
            "records",
            "safety",
            "partners",
            "issues",
        )
    ]
    assert KOTAKU.most == 30
    assert [n for n, item in enumerate(KOTAKU.items, 1) if item.computed] == [1, 2, 4, 6]


@pytest.mark.parametrize(("points", "stage"), [
    (0, "tunas"), (12, "tunas"), (13, "tumbuh"), (22, "tumbuh"), (23, "kembang"), (30, "kembang"),
])  # fmt: skip
def test_the_stages_of_kotaku(points, stage):
    assert KOTAKU.stage(points).key == stage


@pytest.mark.parametrize(("points", "stage"), [
    (0, "pemula"), (5, "pemula"), (6, "tumbuh"), (10, "tumbuh"), (11, "berkembang"), (15, "berkembang"),
    (16, "mandiri"), (20, "mandiri"),
])  # fmt: skip
def test_the_stages_of_the_five_habits(points, stage):
    assert HABITS.most == 20
    assert HABITS.stage(points).key == stage


@pytest.mark.parametrize(("points", "grade"), [(74, "c"), (75, "b"), (85, "b"), (86, "a"), (100, "a")])
def test_the_grading_before_a_loan(points, grade):
    grading = instrument("shg_grading", ON)
    assert grading.most == 100
    assert grading.stage(points).key == grade


@pytest.mark.parametrize(
    ("percent", "points"), [(49, 0), (50, 1), ("69.9", 1), (70, 2), (90, 2), ("90.1", 3), (None, None)]
)
def test_attendance_at_the_edges(percent, points):
    assert points_at(KOTAKU.item("attendance"), None if percent is None else Fraction(percent)) == points


def test_every_word_of_every_instrument_is_there_in_two_languages():
    for key, one in instruments().items():
        words = instrument_texts()[key]
        assert set(words.items) == {item.key for item in one.items}
        assert set(words.stages) == {stage.key for stage in one.stages}
        for item in one.items:
            assert set(words.items[item.key].answers) == {answer.points for answer in item.answers}


POINTS = st.one_of(st.none(), st.integers(0, 3))
ANSWERS = st.fixed_dictionaries({item.key: POINTS for item in KOTAKU.items})


@given(ANSWERS)
def test_what_is_open_can_only_lift_a_score(answers):
    computed = {key: points for key, points in answers.items() if KOTAKU.item(key).computed}
    told = {key: p for key, p in answers.items() if p is not None and not KOTAKU.item(key).computed}
    found = score(KOTAKU, computed=computed, told=told)
    assert found.points == sum(points or 0 for points in answers.values())
    assert found.reach == found.points + 3 * len(found.open)
    assert set(found.open) == {key for key, points in answers.items() if points is None}
    assert found.sure == (KOTAKU.stage(found.points) == KOTAKU.stage(found.reach))


def test_a_person_does_not_overwrite_what_the_records_say():
    with pytest.raises(ItemComputed):
        score(KOTAKU, computed={"meetings": 0}, told={"meetings": 3})


def test_answers_nobody_wrote_are_refused():
    with pytest.raises(AnswerUnknown):
        score(KOTAKU, computed={}, told={"rules": 4})
    with pytest.raises(AnswerUnknown):
        score(KOTAKU, computed={"meetings": -1}, told={})
    with pytest.raises(ItemUnknown):
        score(KOTAKU, computed={}, told={"singing": 1})


def test_a_new_version_leaves_old_readings_as_they_were(copy):  # noqa: F811
    folder = copy / "instruments"
    text = (folder / "ksm_kotaku.1.toml").read_text(encoding="utf-8")
    newer = text.replace("version = 1", "version = 2").replace("since = 2026-01-01", "since = 2027-01-01")
    (folder / "ksm_kotaku.2.toml").write_text(newer.replace("least = 13", "least = 14"), encoding="utf-8")
    days = [date(2025, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [instrument("ksm_kotaku", day).version for day in days] == [1, 1, 2]
    assert in_force([one for one in instruments().values() if one.key == "ksm_kotaku"], date(2025, 1, 1)) is None
    assert instrument("ksm_kotaku", days[2]).stage(13).key == "tunas"
    shutil.copy(folder / "ksm_kotaku.1.toml", folder / "ksm_kotaku.3.toml")
    older = text.replace("version = 1", "version = 3")
    (folder / "ksm_kotaku.3.toml").write_text(older, encoding="utf-8")
    forget_instruments()
    with pytest.raises(ReferenceBroken, match="does not begin after"):
        instruments()


def forget_instruments():
    for name in ("_toml", "_instrument_files", "instruments", "instrument_texts"):
        getattr(reference, name).cache_clear()


def test_an_instrument_that_is_not_shipped_stops_the_house():
    with pytest.raises(ReferenceBroken, match="singing is missing"):
        instrument("singing", ON)

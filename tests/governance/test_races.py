"""Many at once: a subject is decided once, numbers have no gap, a rule is adopted once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from gulir.core.problems import Problem
from gulir.governance.models import AgendaItem, Decision, Meeting, RuleValue
from gulir.governance.services import adopt_rule, propose_rule
from tests.community.stage import TODAY, make_board
from tests.governance.stage import BOARD, decide_on, lay_before, meet
from tests.races import at_once


def codes(answers: Sequence[object]) -> list[str]:
    """The code of each refusal, `done` for each that went through."""
    return sorted(a.code if isinstance(a, Problem) else "done" if isinstance(a, dict) else repr(a) for a in answers)


def test_a_subject_decided_by_two_at_once_is_decided_once(fresh_database: str) -> None:
    stage = make_board(logins=False, groups=False)
    meeting, item = meet(stage, *BOARD), lay_before(stage)

    def record(by: str, outcome: str) -> Callable[[], object]:
        return lambda: decide_on(stage, meeting, item, outcome, by=by)

    answers = at_once(
        [record(by, outcome) for by in ("secretary", "coordinator") for outcome in ("approved", "rejected")]
    )
    assert codes(answers) == ["SubjectNotWaiting"] * 3 + ["done"]
    assert Decision.objects.count() == 1


def test_meetings_written_down_at_once_have_their_own_numbers(fresh_database: str) -> None:
    stage = make_board(logins=False, groups=False)
    at_once([lambda: meet(stage, *BOARD)] * 6)
    assert sorted(Meeting.objects.values_list("number", flat=True)) == [f"RPT-2026-{n:03d}" for n in range(1, 7)]


def test_a_subject_laid_open_twice_at_once_waits_once(fresh_database: str) -> None:
    stage = make_board(logins=False, groups=False)

    def lay(amount: int) -> Callable[[], object]:
        return lambda: lay_before(stage, amount=amount)

    at_once([lay(amount) for amount in range(1, 7)])
    assert AgendaItem.objects.count() == 6
    assert AgendaItem.objects.filter(status="waiting").count() == 1


def test_a_rule_adopted_by_four_at_once_is_adopted_once(fresh_database: str) -> None:
    stage = make_board(logins=False, groups=False)
    soon = TODAY + timedelta(days=30)
    made = stage.does("secretary", propose_rule, rule="group.members_min", value=7, effective_on=soon)
    decide_on(stage, meet(stage, *BOARD), AgendaItem.objects.get(pk=UUID(str(made["agenda"]))))
    answers = at_once([lambda: stage.does("secretary", adopt_rule, rule="group.members_min")] * 4)
    assert codes(answers) == ["SubjectNotWaiting"] * 3 + ["done"]
    assert RuleValue.objects.count() == 1

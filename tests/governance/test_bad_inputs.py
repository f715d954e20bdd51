"""Every wrong thing that can be written about a meeting and a decision, with the code that answers it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from gulir.base.models import Fact
from gulir.base.reference import messages
from gulir.core.problems import REGISTRY, Problem
from gulir.governance import services
from gulir.governance.models import Decision, Meeting
from gulir.governance.services import Present
from tests.community.stage import TODAY, Stage, make_board
from tests.governance.stage import BOARD, lay_before, meet, present

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=7)


def guest(name: str = "Warga", sex: str = "P") -> list[Present]:
    """One guest."""
    return [Present(name=name, sex=sex)]


MEETINGS: list[tuple[dict[str, Any], str]] = [
    *(({"kind": kind}, "MeetingKindUnknown") for kind in ("", "RWT", "rapat", "bkm", "ksm", "board ", "x" * 50)),
    *(({"held_on": TODAY + timedelta(days=n)}, "MeetingInFuture") for n in (1, 30, 4000)),
    *(({"invited": n}, "InvitedUnclear") for n in (0, -1, 100_001, -(10**12))),
    *(({"attendance": guest(name)}, "NameMissing") for name in ("", "  ", "\n", "x" * 81, "-", "Si\x00ti", "\u200b")),
    *(({"attendance": guest(sex=sex)}, "SexUnclear") for sex in ("", "X", "W", "PL", "0")),
    ({"attendance": [Present(name="", sex="", person=NOBODY)]}, "NotFound"),
    ({"repeated": True}, "RepeatWithoutFirst"),
    ({"repeated": True, "kind": "rwt"}, "RepeatWithoutFirst"),
    ({"repeated": True, "kind": "forum"}, "RepeatWithoutFirst"),
]
DECISIONS: list[tuple[dict[str, Any], str]] = [
    ({"meeting": NOBODY}, "NotFound"),
    ({"agenda": NOBODY}, "SubjectNotWaiting"),
    *(({"digest": digest}, "ShownChanged") for digest in ("", "0", "0" * 64, "f" * 64, "not a digest")),
    *(({"outcome": word}, "OutcomeUnknown") for word in ("", "yes", "Approved", "disetujui", "tabled", "x" * 90)),
    *(({"manner": word}, "MannerUnknown") for word in ("", "mufakat", "Vote", "dice", "x" * 90)),
    *(({"manner": "vote", **v}, "VoteCountUnclear") for v in (
        {"votes_for": 6}, {"votes_for": 5, "against": 1}, {"votes_for": -1}, {"votes_for": 3, "against": -1},
        {"votes_for": 3, "abstained": -2}, {"votes_for": 3, "abstained": 3}, {"against": 10**9}, {"abstained": 6},
    )),
    *(({"manner": "vote", **v}, "DecidedNothing") for v in ({}, {"abstained": 5}, {"abstained": 1})),
    *(({"manner": "vote", **v}, "OutcomeDiffers") for v in (
        {"votes_for": 2, "against": 3}, {"votes_for": 1, "against": 1}, {"against": 1},
        {"votes_for": 2, "against": 1, "outcome": "rejected"}, {"votes_for": 5, "outcome": "returned"},
    )),
    ({"interests": {"bukan id": "keluarga"}}, "NotFound"),
    ({"interests": {str(NOBODY): "keluarga"}}, "NotFound"),
    ({"interests": {"": "keluarga"}}, "NotFound"),
    *(({"interests": {"Tari": word}}, "InterestUnclear") for word in ("", "   ", "\n")),
    ({"interests": {"Bu Endang": "pemohon"}}, "InterestedMustStepAside"),
    ({"interests": {"Tari": "pemohon"}, "manner": "vote", "votes_for": 5}, "VoteCountUnclear"),
    ({"interests": dict.fromkeys(BOARD, "keluarga")}, "DecidedNothing"),
    ({"interests": dict.fromkeys(BOARD, "keluarga"), "outcome": "returned"}, "DecidedNothing"),
]  # fmt: skip
CLOSINGS: list[tuple[dict[str, Any], str]] = [
    ({"meeting": NOBODY}, "NotFound"),
    *(({"minutes": text}, "MinutesMissing") for text in ("", " ", "\n\t ")),
]
RULES: list[tuple[dict[str, Any], str]] = [
    *(({"rule": rule}, "SubjectNotWaiting") for rule in ("", "no.such.rule", "group.members_min", "loan.borrower")),
]


@pytest.fixture
def stage() -> Stage:
    return make_board(logins=False, groups=False)


def named(changes: dict[str, Any], stage: Stage) -> dict[str, Any]:
    """Names of people in `interests` become their public ids."""
    if "interests" not in changes:
        return changes
    told = {str(stage.people[k]) if k in stage.people else k: v for k, v in changes["interests"].items()}
    return {**changes, "interests": told}


def refused(stage: Stage, act: str, body: dict[str, Any]) -> str:
    """The code of the refusal; nothing else may have happened."""
    before = (Meeting.objects.count(), Decision.objects.count(), Fact.objects.count())
    with pytest.raises(Problem) as refusal:
        stage.does("secretary", getattr(services, act), **body)
    assert (Meeting.objects.count(), Decision.objects.count(), Fact.objects.count() - 1) == before
    return refusal.value.code


@pytest.mark.parametrize("number", range(len(MEETINGS)))
def test_a_meeting_that_cannot_have_been_is_refused(stage: Stage, number: int) -> None:
    changes, code = MEETINGS[number]
    good = {"kind": "board", "held_on": TODAY, "invited": 9, "attendance": present(stage, BOARD)}
    assert refused(stage, "hold_meeting", {**good, **changes}) == code


def test_one_person_does_not_come_twice(stage: Stage) -> None:
    body = {"kind": "rwt", "held_on": TODAY, "invited": 9, "attendance": present(stage, ["Tari", "Siti", "Tari"])}
    assert refused(stage, "hold_meeting", body) == "AttendanceTwice"


@pytest.mark.parametrize("number", range(len(DECISIONS)))
def test_a_decision_that_cannot_be_is_refused(stage: Stage, number: int) -> None:
    changes, code = DECISIONS[number]
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    good = {"meeting": UUID(meeting["meeting"]), "agenda": item.pk, "digest": item.digest, "outcome": "approved"}
    assert refused(stage, "decide", {**good, **named(changes, stage)}) == code


@pytest.mark.parametrize("number", range(len(CLOSINGS)))
def test_a_meeting_that_cannot_be_closed_stays_open(stage: Stage, number: int) -> None:
    changes, code = CLOSINGS[number]
    good = {"meeting": UUID(meet(stage, *BOARD)["meeting"]), "minutes": "Selesai."}
    assert refused(stage, "close_meeting", {**good, **changes}) == code
    assert Meeting.objects.get().status == "open"


@pytest.mark.parametrize("number", range(len(RULES)))
def test_a_rule_that_was_not_decided_is_not_adopted(stage: Stage, number: int) -> None:
    changes, code = RULES[number]
    assert refused(stage, "adopt_rule", changes) == code


def test_each_refusal_of_this_room_is_met_and_has_its_sentences() -> None:
    ours = {name for name, problem in REGISTRY.items() if problem.__module__.endswith("problems.governance")}
    met = {code for table in (MEETINGS, DECISIONS, CLOSINGS, RULES) for _, code in table}
    lacking = {
        "OfficeVacant", "BoardTooSmall", "BoardTooLarge", "BoardNotOdd", "StaffTooFew", "OverseersTooFew",
        "OverseersTooMany", "TermEndsSoon",
    }  # fmt: skip
    assert ours - met - lacking == {"AttendanceTwice", "MeetingClosedAlready", "MeetingDecidesNothing"}
    assert ours <= set(messages())
    assert len(MEETINGS) + len(DECISIONS) + len(CLOSINGS) + len(RULES) > 70


def test_a_meeting_long_ago_can_still_be_written_down(stage: Stage) -> None:
    made = meet(stage, kind="rwt", held_on=date(2019, 12, 29), invited=55, attendance=guest())
    assert made["number"] == "RPT-2019-001"

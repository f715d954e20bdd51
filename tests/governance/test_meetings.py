"""A meeting is recorded with everyone who came; its quorum follows the rulebook; it ends with its minutes."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from gulir.base.models import Fact
from gulir.community import services as community
from gulir.core.problems import governance as refusals
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.governance.models import Attendance, Meeting
from gulir.governance.queries import meetings
from gulir.governance.services import Present, close_meeting, hold_meeting
from tests.community.stage import TODAY, Stage, make_board
from tests.governance.stage import BOARD, meet, neighbours, present

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_board(logins=False)


def test_three_of_five_members_are_a_quorum_of_the_board(stage: Stage) -> None:
    assert meet(stage, *BOARD[:3])["quorate"]
    assert not meet(stage, *BOARD[:2])["quorate"]


def test_officers_and_guests_are_counted_as_present_and_not_as_members(stage: Stage) -> None:
    made = meet(stage, "Bu Rahma", "Tari", "Siti", "Pak Darto", "Joko", attendance=[
        *present(stage, ["Bu Rahma", "Tari", "Siti", "Pak Darto", "Joko"]), *neighbours(4),
    ])  # fmt: skip
    held = Meeting.objects.get(pk=made["meeting"])
    assert (held.present, held.voters, held.entitled, held.quorate) == (9, 2, 5, False)


def test_a_member_whose_term_ended_the_day_before_decides_no_more(stage: Stage) -> None:
    stage.does("coordinator", community.end_office, term=stage.terms["Tari"], on=TODAY)
    held = Meeting.objects.get(pk=meet(stage, *BOARD[:3])["meeting"])
    assert (held.voters, held.entitled, held.quorate) == (2, 4, False)


def test_one_person_with_two_offices_of_the_board_is_one_member(stage: Stage) -> None:
    stage.does("secretary", community.take_office, person=stage.people["Bu Rahma"], office="trustee", starts_on=TODAY)
    held = Meeting.objects.get(pk=meet(stage, *BOARD[:3])["meeting"])
    assert (held.voters, held.entitled) == (3, 5)


@pytest.mark.parametrize(("came", "quorate"), [(32, True), (28, True), (27, False)])
def test_a_members_meeting_needs_more_than_half_of_those_invited(stage: Stage, came: int, *, quorate: bool) -> None:
    """32 of 55 were accepted as a quorum (domain 8.5); 28 would be, 27 not."""
    made = meet(stage, kind="rwt", invited=55, attendance=neighbours(came))
    assert made["quorate"] is quorate
    assert made["voters"] == came


def test_guests_do_not_make_a_quorum(stage: Stage) -> None:
    guests = [Present(name=f"Tamu {n}", sex="L", guest=True) for n in range(10)]
    made = meet(stage, kind="rwt", invited=55, attendance=[*neighbours(27), *guests])
    assert not made["quorate"]


def test_a_repeated_meeting_needs_a_third_and_a_first_one_without_quorum(stage: Stage) -> None:
    with pytest.raises(refusals.RepeatWithoutFirst):
        meet(stage, kind="rwt", invited=55, attendance=neighbours(19), repeated=True)
    meet(stage, kind="rwt", invited=55, attendance=neighbours(10))
    assert meet(stage, kind="rwt", invited=55, attendance=neighbours(19), repeated=True)["quorate"]
    assert not meet(stage, kind="rwt", invited=55, attendance=neighbours(18), repeated=True)["quorate"]


def test_a_meeting_of_the_board_is_not_repeated_with_fewer(stage: Stage) -> None:
    meet(stage, *BOARD[:1])
    with pytest.raises(refusals.RepeatWithoutFirst):
        meet(stage, *BOARD[:2], repeated=True)


def test_what_is_told_counts_women_and_poor_and_names_no_one(stage: Stage) -> None:
    meet(stage, "Yuni", "Agus", kind="rwt", invited=20, attendance=[
        *present(stage, ["Yuni", "Agus"]), *neighbours(10, poor=3),
    ])  # fmt: skip
    told = Fact.objects.get(kind="AttendanceRecorded").public
    assert told == {"meeting": "RPT-2026-001", "invited": 20, "present": 12, "women": 6, "poor": 5}
    assert Fact.objects.get(kind="MeetingHeld").public["quorum"] is True
    assert not any("Yuni" in str(fact.public) for fact in Fact.objects.all())


def test_what_we_know_of_a_person_comes_from_their_own_row(stage: Stage) -> None:
    came = [Present(name="Somebody else", sex="P", poor=False, person=stage.people["Agus"])]
    meet(stage, kind="rwt", invited=1, attendance=came)
    row = Attendance.objects.get()
    assert (row.name, row.sex, row.poor) == ("Agus", "L", True)


def test_meetings_number_themselves_by_year(stage: Stage) -> None:
    last_year = TODAY - timedelta(days=70)
    numbers = [meet(stage, *BOARD[:3], held_on=on)["number"] for on in (TODAY, last_year, TODAY, last_year)]
    assert numbers == ["RPT-2026-001", "RPT-2025-001", "RPT-2026-002", "RPT-2025-002"]


def test_minutes_end_a_meeting_and_only_their_digest_is_told(stage: Stage) -> None:
    made = meet(stage, *BOARD[:3])
    text = "Rapat dibuka pukul 20.00 oleh Bu Rahma."
    stage.does("secretary", close_meeting, meeting=made["meeting"], minutes=text)
    told = Fact.objects.get(kind="MinutesFiled").public
    assert told == {"meeting": "RPT-2026-001", "sha256": hashlib.sha256(text.encode()).hexdigest()}
    assert Meeting.objects.get(pk=made["meeting"]).minutes == text
    with pytest.raises(refusals.MeetingClosedAlready):
        stage.does("secretary", close_meeting, meeting=made["meeting"], minutes="Lagi.")


def test_a_meeting_of_another_board_is_not_there(stage: Stage) -> None:
    other = make_board("kampung-baru", logins=False, groups=False)
    made = meet(stage, *BOARD[:3])
    with pytest.raises(NotFound):
        other.does("secretary", close_meeting, meeting=made["meeting"], minutes="Milik siapa?")
    with pytest.raises(NotFound):
        other.does(
            "secretary",
            hold_meeting,
            kind="board",
            held_on=TODAY,
            invited=5,
            attendance=present(stage, ["Yuni"]),
        )
    assert not meetings(other.book, other.stands("coordinator")).exists()


@pytest.mark.parametrize("office", ["trustee", "upk_manager", "cashier", "overseer", "facilitator"])
def test_only_coordinator_and_secretary_record_meetings(stage: Stage, office: str) -> None:
    with pytest.raises(NotAllowed):
        stage.does(office, hold_meeting, kind="board", held_on=TODAY, invited=5, attendance=present(stage, BOARD))

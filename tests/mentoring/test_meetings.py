"""A KSM meets: one record, closed for ever, from which attendance, box, minutes and promises come."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from gulir.base.models import Fact
from gulir.community import services as community
from gulir.community.models import Group
from gulir.core.problems.access import KeyReused, NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.community import GroupNotActive, NotAMember, ReasonMissing
from gulir.core.problems.governance import MeetingInFuture
from gulir.core.problems.mentoring import (
    AttendanceIncomplete,
    BoxShort,
    CollectedLess,
    CountDiffers,
    ExcuseMissing,
    GroupRuleOutOfBounds,
    GroupRulesBackwards,
    GroupRulesMissing,
    InternalLoanTooLarge,
    KsmMeetingFollowed,
    KsmMeetingOutOfOrder,
    KsmWordUnknown,
    LineEmpty,
    LineNotOfThisKind,
    NobodyCame,
    OwedLess,
    QuorumMissed,
    RhythmUnknown,
    SavedLess,
    SavingsGivenAway,
)
from gulir.ledger.models import Voucher
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import GroupMeeting, GroupRules, InternalLoan
from gulir.mentoring.queries import (
    books_of,
    last_meeting,
    meetings_seen,
    open_loans,
    open_promises,
    record_of,
    rules_at,
)
from gulir.mentoring.services import Came, Lent, Money, Promised, Said, Sheet
from tests.mentoring.stage import FIRST, make_ksm

pytestmark = pytest.mark.django_db


def told(kind):
    return Fact.objects.filter(kind=kind).order_by("-id").first()


# ---------------------------------------------------------------- it happens


def test_one_record_yields_attendance_box_minutes_and_promises(ksm):
    meeting = ksm.meet(
        20_000,
        attendance=ksm.came(away={"Agus": "Sakit"}),
        place="Rumah Bu Yuni",
        lent=[ksm.lend("Karti", 30_000)],
        agenda=[Said(topic="welfare", said="Bu Parti sakit", decided="Dijenguk hari Minggu")],
        promises=[Promised(said="Membawa buku kas", person=ksm.who("Sumi"), due_on=FIRST + timedelta(days=7))],
    )
    record = record_of(ksm.stage.book, meeting, ksm.stage.stands("Yuni", FIRST))
    assert (record.meeting.number, record.meeting.present, record.meeting.expected) == (1, 4, 5)
    assert (record.meeting.opening, record.meeting.counted) == (0, 20_000)
    assert (record.total("savings"), record.total("loan")) == (50_000, 30_000)
    assert [row.reason for row in record.attendance if row.came == "excused"] == ["Sakit"]
    assert [item.decided for item in record.agenda] == ["Dijenguk hari Minggu"]
    assert [promise.said for promise in open_promises(ksm.group)] == ["Membawa buku kas"]
    books = books_of(ksm.group)
    assert (books.cash, books.savings, books.lent, books.surplus) == (20_000, 50_000, 30_000, 0)
    assert told("KsmMeetingHeld").public == {
        "group": "Melati", "number": 1, "on": FIRST.isoformat(), "present": 4, "expected": 5,
    }  # fmt: skip


def test_the_upks_books_know_nothing_of_it(ksm):
    before = Voucher.objects.count()
    ksm.meet(50_000)
    assert Voucher.objects.count() == before


def test_the_next_meeting_goes_on_where_the_last_one_ended(ksm):
    ksm.meet(20_000, lent=[ksm.lend("Karti", 30_000)])
    (loan,) = open_loans(ksm.group)
    assert (loan.balance, loan.jasa, loan.due_on) == (30_000, 450, date(2026, 6, 2))
    ksm.a_week_later()
    meeting = ksm.meet(
        80_450,
        money=[
            *ksm.saved(),
            Money(kind="repayment", amount=10_000, person=loan.person, loan=loan.id),
            Money(kind="jasa", amount=450, person=loan.person, loan=loan.id),
        ],
    )
    found = GroupMeeting.objects.get(pk=meeting)
    assert (found.number, found.opening, found.counted) == (2, 20_000, 80_450)
    assert open_loans(ksm.group)[0].balance == 20_000
    assert books_of(ksm.group).surplus == 450


def test_what_is_brought_for_the_upk_waits_in_the_box_until_it_is_handed_on(ksm):
    due = [Money(kind="instalment", amount=100_000, person=ksm.who("Karti"))]
    ksm.meet(150_000, money=[*ksm.saved(), *due])
    assert (books_of(ksm.group).held, books_of(ksm.group).surplus) == (100_000, 0)
    ksm.a_week_later()
    ksm.meet(50_000, money=[Money(kind="handed", amount=100_000)])
    assert books_of(ksm.group).held == 0


def test_a_promise_is_asked_for_until_it_is_kept_or_broken(ksm):
    ksm.meet(50_000, promises=[Promised(said="Satu"), Promised(said="Dua")])
    first, second = open_promises(ksm.group)
    ksm.a_week_later()
    ksm.meet(100_000, results={first.pk: "kept", second.pk: "waiting"})
    assert [promise.said for promise in open_promises(ksm.group)] == ["Dua"]
    ksm.a_week_later()
    with pytest.raises(NotFound):
        ksm.meet(150_000, results={first.pk: "broken"})
    ksm.meet(150_000, results={second.pk: "broken"})
    assert open_promises(ksm.group) == []


def test_a_count_that_differs_is_written_down_with_its_reason(ksm):
    with pytest.raises(CountDiffers):
        ksm.meet(49_000)
    meeting = ksm.meet(49_000, difference="Kembalian salah")
    record = record_of(ksm.stage.book, meeting, ksm.stage.stands("Yuni", FIRST))
    assert [(e.kind, e.amount, e.note) for e in record.of("short")] == [("short", 1_000, "Kembalian salah")]
    assert books_of(ksm.group).surplus == -1_000


def test_the_same_press_twice_is_one_meeting_and_another_sheet_under_it_is_refused(ksm):
    body = {"group": ksm.group, "on": ksm.day, "sheet": ksm.sheet(50_000)}
    first = ksm.do("Yuni", mentoring.hold_meeting, key="press", **body)
    assert ksm.do("Yuni", mentoring.hold_meeting, key="press", **body) == first
    with pytest.raises(KeyReused):
        ksm.do("Yuni", mentoring.hold_meeting, key="press", **{**body, "sheet": ksm.sheet(50_000, place="Lain")})
    assert GroupMeeting.objects.count() == 1


# ---------------------------------------------------------------- correction


def test_a_newer_record_names_the_wrong_one_and_only_it_counts(ksm):
    wrong = ksm.meet(50_000)
    sheet = ksm.sheet(55_000, money=[*ksm.saved(), Money(kind="fine", amount=5_000, person=ksm.who("Agus"))])
    made = ksm.do("Sumi", mentoring.correct_meeting, meeting=wrong, reason="Denda terlewat", sheet=sheet)
    right = GroupMeeting.objects.get(pk=made["meeting"])
    assert (right.number, right.version, right.corrects_id, right.reason) == (1, 2, wrong, "Denda terlewat")
    assert books_of(ksm.group).cash == 55_000
    assert list(meetings_seen(ksm.stage.book, ksm.stage.stands("Yuni", FIRST))) == [right]
    old = record_of(ksm.stage.book, wrong, ksm.stage.stands("Yuni", FIRST))
    assert (old.newer, old.total("savings"), old.meeting.counted) == (right, 50_000, 50_000)
    assert told("KsmMeetingCorrected").secret.private["counted_before"] == 50_000
    ksm.a_week_later()
    assert GroupMeeting.objects.get(pk=ksm.meet(105_000)).opening == 55_000


def test_a_corrected_meeting_and_an_older_one_stay_as_they_are(ksm):
    wrong = ksm.meet(50_000)
    fix = {"reason": "Salah", "sheet": ksm.sheet(50_000)}
    right = UUID(ksm.do("Yuni", mentoring.correct_meeting, meeting=wrong, **fix)["meeting"])
    with pytest.raises(KsmMeetingFollowed):
        ksm.do("Yuni", mentoring.correct_meeting, meeting=wrong, **fix)
    ksm.a_week_later()
    ksm.meet(100_000)
    with pytest.raises(KsmMeetingFollowed):
        ksm.do("Yuni", mentoring.correct_meeting, meeting=right, **fix)
    with pytest.raises(ReasonMissing):
        ksm.do("Yuni", mentoring.correct_meeting, meeting=right, reason=" ", sheet=ksm.sheet(1))
    with pytest.raises(NoteTooLong):
        ksm.do("Yuni", mentoring.correct_meeting, meeting=right, reason="x" * 201, sheet=ksm.sheet(1))
    with pytest.raises(NotFound):
        ksm.do("Yuni", mentoring.correct_meeting, meeting=UUID(int=7), **fix)


def test_a_loan_of_a_corrected_meeting_is_no_loan(ksm):
    wrong = ksm.meet(20_000, lent=[ksm.lend("Karti", 30_000)])
    ksm.do("Yuni", mentoring.correct_meeting, meeting=wrong, reason="Tidak jadi", sheet=ksm.sheet(50_000))
    assert open_loans(ksm.group) == []
    assert InternalLoan.objects.count() == 1
    gone = InternalLoan.objects.get()
    ksm.a_week_later()
    back = Money(kind="repayment", amount=1, person=gone.person_id, loan=gone.pk)
    with pytest.raises(LineNotOfThisKind):
        ksm.meet(50_001, money=[back])


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("who", ["Karti", "Sumi"])
def test_every_officer_of_the_ksm_may_close_it(ksm, who):
    assert ksm.meet(50_000, who=who)


@pytest.mark.parametrize("who", ["Agus", "Parti", "Tini", "upk_manager", "facilitator", "coordinator"])
def test_nobody_else_may(ksm, who):
    with pytest.raises(NotAllowed):
        ksm.meet(50_000, who=who)
    with pytest.raises(NotAllowed):
        ksm.agree(who=who)
    wrong = ksm.meet(50_000)
    with pytest.raises(NotAllowed):
        ksm.do(who, mentoring.correct_meeting, meeting=wrong, reason="x", sheet=ksm.sheet(50_000))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("Agus", True), ("Mas Bayu", True), ("Pak Darto", True), ("Pak Slamet", True), ("Tari", True), ("Tini", False)],
)
def test_its_members_and_the_programmes_people_read_it_and_other_groups_do_not(ksm, who, sees):
    meeting, standing = ksm.meet(50_000), ksm.stage.stands(who, FIRST)
    assert meetings_seen(ksm.stage.book, standing).exists() == sees
    if sees:
        assert record_of(ksm.stage.book, meeting, standing).meeting.pk == meeting
    else:
        with pytest.raises(NotFound):
            record_of(ksm.stage.book, meeting, standing)


# ---------------------------------------------------------------- refusals


def test_days_go_forward_only(ksm):
    ksm.meet(50_000)
    for on in (FIRST, FIRST - timedelta(days=1)):
        with pytest.raises(KsmMeetingOutOfOrder):
            ksm.meet(100_000, on=on)
    with pytest.raises(MeetingInFuture):
        ksm.meet(100_000, on=FIRST + timedelta(days=1))


def test_everyone_is_counted_and_nobody_else(ksm):
    everyone = ksm.came()
    with pytest.raises(AttendanceIncomplete):
        ksm.meet(50_000, attendance=everyone[1:])
    for strange in ((*everyone, everyone[0]), (*everyone, Came(person=ksm.who("Tini"), came="present"))):
        with pytest.raises(NotAMember):
            ksm.meet(50_000, attendance=strange)
    with pytest.raises(NobodyCame):
        ksm.meet(50_000, attendance=ksm.came(away=dict.fromkeys(ksm.names, "")))


@pytest.mark.parametrize(
    "row", [{"came": "excused"}, {"came": "present", "reason": "x"}, {"came": "absent", "spoke": True}]
)
def test_who_is_excused_has_a_reason_and_who_is_away_does_not_speak(ksm, row):
    with pytest.raises(ExcuseMissing):
        ksm.meet(50_000, attendance=[Came(person=ksm.who("Yuni"), **row), *ksm.came()[1:]])


def test_below_the_quorum_money_may_be_brought_and_nothing_is_decided(ksm):
    few = ksm.came(away={"Agus": "Sakit", "Parti": "", "Sumi": "Bekerja"})
    with pytest.raises(QuorumMissed):
        ksm.meet(49_000, attendance=few, lent=[ksm.lend("Karti", 1_000)])
    with pytest.raises(QuorumMissed):
        ksm.meet(50_000, attendance=few, agenda=[Said(topic="rules", said="Denda", decided="Naik")])
    gift = [Money(kind="gift", amount=5_000), Money(kind="welfare", amount=5_000, note="Buah")]
    with pytest.raises(QuorumMissed):
        ksm.meet(0, attendance=few, money=gift)
    assert ksm.meet(50_000, attendance=few, agenda=[Said(topic="rules", said="Denda dibicarakan")])


def test_money_that_is_not_there_is_not_given(ksm):
    with pytest.raises(BoxShort):
        ksm.meet(0, lent=[ksm.lend("Karti", 50_001)])
    with pytest.raises(SavedLess):
        ksm.meet(0, money=[*ksm.saved(), Money(kind="withdrawal", amount=10_001, person=ksm.who("Karti"))])
    with pytest.raises(CollectedLess):
        ksm.meet(0, money=[*ksm.saved(), Money(kind="handed", amount=1)])
    with pytest.raises(SavingsGivenAway):
        ksm.meet(49_999, money=[*ksm.saved(), Money(kind="welfare", amount=1, note="Buah")])


def test_a_loan_is_paid_back_once_and_by_who_owes_it(ksm):
    ksm.meet(20_000, lent=[ksm.lend("Karti", 30_000)])
    (loan,) = open_loans(ksm.group)
    ksm.a_week_later()
    with pytest.raises(OwedLess):
        ksm.meet(50_001, money=[Money(kind="repayment", amount=30_001, person=loan.person, loan=loan.id)])
    for odd in ({"person": ksm.who("Sumi"), "loan": loan.id}, {"person": loan.person}, {"loan": loan.id}, {}):
        with pytest.raises(LineNotOfThisKind):
            ksm.meet(20_001, money=[Money(kind="repayment", amount=1, **odd)])


def test_one_member_owes_no_more_than_was_agreed_over_all_loans(ksm):
    bring = [Money(kind="brought", amount=900_000, person=ksm.who("Yuni"))]
    with pytest.raises(InternalLoanTooLarge):
        ksm.meet(399_999, money=bring, lent=[ksm.lend("Karti", 500_001)])
    ksm.meet(400_000, money=bring, lent=[ksm.lend("Karti", 500_000)])
    ksm.a_week_later()
    with pytest.raises(InternalLoanTooLarge):
        ksm.meet(399_999, money=[], lent=[ksm.lend("Karti", 1)])


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"agenda": [Said(topic="cuaca", said="Hujan")]}, KsmWordUnknown),
        ({"agenda": [Said(topic="rules", said=" ")]}, LineEmpty),
        ({"promises": [Promised(said="")]}, LineEmpty),
        ({"promises": [Promised(said="x", person=UUID(int=7))]}, NotFound),
        ({"results": {7: "kept"}}, NotFound),
        ({"money": [Money(kind="short", amount=1)]}, KsmWordUnknown),
        ({"money": [Money(kind="loan", amount=1)]}, KsmWordUnknown),
        ({"money": [Money(kind="cost", amount=1)]}, LineEmpty),
        ({"money": [Money(kind="savings", amount=1, person=UUID(int=7))]}, LineNotOfThisKind),
        ({"lent": [Lent(person=UUID(int=7), amount=1)]}, NotAMember),
        ({"place": "x" * 81}, NoteTooLong),
        ({"difference": "x" * 121}, NoteTooLong),
        ({"agenda": [Said(topic="rules", said="x" * 301)]}, NoteTooLong),
        ({"promises": [Promised(said="x" * 201)]}, NoteTooLong),
        ({"money": [Money(kind="gift", amount=1, note="x" * 121)]}, NoteTooLong),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(ksm, more, refusal):
    with pytest.raises(refusal):
        ksm.meet(50_000, **more)


def test_an_unknown_word_of_attendance_or_of_a_promise_is_refused(ksm):
    with pytest.raises(KsmWordUnknown):
        ksm.meet(50_000, attendance=[Came(person=ksm.who("Yuni"), came="late"), *ksm.came()[1:]])
    ksm.meet(50_000, promises=[Promised(said="Satu")])
    ksm.a_week_later()
    with pytest.raises(KsmWordUnknown):
        ksm.meet(100_000, results={open_promises(ksm.group)[0].pk: "maybe"})


# ---------------------------------------------------------------- rules


def test_new_rules_begin_after_what_was_held_under_the_old_ones(ksm):
    ksm.meet(50_000)
    with pytest.raises(GroupRulesBackwards):
        ksm.agree(starts_on=FIRST, savings=20_000)
    assert ksm.agree(starts_on=FIRST + timedelta(days=1), savings=20_000) == {"number": 2}
    assert rules_at(ksm.group, FIRST).savings == 10_000
    assert rules_at(ksm.group, FIRST + timedelta(days=1)).savings == 20_000
    assert told("GroupRulesAgreed").public["number"] == 2
    with pytest.raises(RhythmUnknown):
        ksm.agree(every="year")
    with pytest.raises(GroupRuleOutOfBounds):
        ksm.agree(fine=-1)
    assert GroupRules.objects.count() == 2


def test_without_rules_there_is_no_meeting(ksm):
    names = ("Tini", "Rukmi", "Sulis", "Warno", "Giyem")
    sheet = Sheet(attendance=[Came(person=ksm.who(name), came="present") for name in names], counted=0)
    with pytest.raises(GroupRulesMissing):
        ksm.do("Tini", mentoring.hold_meeting, group=ksm.stage.groups["Mawar"], on=FIRST, sheet=sheet)


def test_a_ksm_of_another_board_or_one_that_ended_does_not_meet(ksm):
    with pytest.raises(NotFound):
        ksm.do("Yuni", mentoring.hold_meeting, group=UUID(int=7), on=FIRST, sheet=ksm.sheet(50_000))
    Group.objects.filter(pk=ksm.group).update(status="dissolved")
    with pytest.raises((GroupNotActive, NotAllowed)):
        ksm.meet(50_000)


def test_a_member_who_left_is_not_counted_and_takes_the_savings_along(ksm):
    ksm.meet(50_000)
    ksm.a_week_later()
    ksm.do("upk_manager", community.leave_group, group=ksm.group, person=ksm.who("Agus"), on=ksm.day)
    ksm.names = ksm.names[:-1]
    ksm.meet(80_000, money=[*ksm.saved(), Money(kind="withdrawal", amount=10_000, person=ksm.who("Agus"))])
    assert books_of(ksm.group).saved[ksm.who("Agus")] == 0
    assert last_meeting(ksm.group).expected == 4


def test_two_boards_do_not_see_each_other(ksm):
    ksm.meet(50_000)
    other = make_ksm("mawar")
    assert not meetings_seen(other.stage.book, other.stage.stands("Yuni", FIRST)).exists()

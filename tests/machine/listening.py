"""What is read, asked and told of a KSM: signs, helpers, deeds, mentors, the hand-over, prices, members asked again."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gulir.core.followups import rounds
from gulir.core.handover import ROUTINES
from gulir.lending.models import MemberForm
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import AgendaItem, Assessment, FollowUp, HandoverReading, PeerPair, WelfareDeed
from gulir.mentoring.queries import last_meeting
from gulir.mentoring.queries.followups import start_for
from gulir.mentoring.queries.signs import HABITS_FORM, KOTAKU_FORM
from gulir.mentoring.services import FollowUpSheet, PriceTold, WouldAsk
from tests.machine.borrowing import GROUPS, PICK
from tests.machine.gatherings import noted, table
from tests.machine.town import EVERYBODY, Town

__all__ = ["Listening", "answers", "asked_again", "told"]

ASKED = ("agenda", "rules", "records", "safety", "partners", "issues")


def told(points: int) -> dict[str, int]:
    """The answers of a person to the form of Kotaku, all with so many points."""
    return dict.fromkeys(ASKED, points)


def answers(town: Town, name: str) -> list[WouldAsk]:
    """Every member would ask the next one for help."""
    people = [town.person(one) for one in EVERYBODY[name]]
    return [WouldAsk(person=one, named=[people[n - 1]], outside=n % 2) for n, one in enumerate(people)]


def asked_again(town: Town, *, written: bool = False) -> Iterator[tuple[UUID, str]]:
    """Members whose round is due today, and which; with `written` those whose answers stand already."""
    people = MemberForm.objects.filter(book_id=town.book).order_by("person_id").values_list("person_id", flat=True)
    for person in dict.fromkeys(people):
        found = start_for(town.book, person, on=town.today)
        if found is None:
            continue
        loan = found[0].loan
        for one in rounds("loan", baseline=loan.disbursed_on, done=(), on=town.today):
            known = FollowUp.objects.filter(loan=loan, person_id=person, round=one.round, correction=None).exists()
            if one.state == "due" and known == written:
                yield person, one.round


class Listening:
    """Who walks with a KSM reads and asks, and the KSM answers."""

    town: Town

    @rule(group=GROUPS, pick=PICK)
    def read_the_signs(self, group: str, pick: int) -> None:
        """A reading is kept, or the KSM says its own words to the last one."""
        key = self.town.group(group)
        last = Assessment.objects.filter(group=key).order_by("-read_on", "-number").first()
        if last is not None and pick % 3 == 0:
            self.town.do(
                EVERYBODY[group][0], mentoring.reply_to_assessment, assessment=last.pk, said="Kami bertemu juga Minggu"
            )
        else:
            form, given = (KOTAKU_FORM, told(1 + pick % 3)) if pick % 2 else (HABITS_FORM, {})
            self.town.do(
                "facilitator", mentoring.keep_assessment, group=key, instrument=form, told=given,
                reason="Dibaca ulang" if pick % 5 == 0 else "",
            )  # fmt: skip

    @rule(group=GROUPS, pick=PICK)
    def ask_whom(self, group: str, pick: int) -> None:
        """Members are asked whom they would ask for help."""
        self.town.do(
            "facilitator" if pick % 2 else EVERYBODY[group][1], mentoring.keep_network, group=self.town.group(group),
            answers=answers(self.town, group), reason="Ada yang pulang" if pick % 3 == 0 else "",
        )  # fmt: skip

    @rule(group=GROUPS, other=GROUPS, pick=PICK)
    def mentor(self, group: str, other: str, pick: int) -> None:
        """One KSM offers to mentor another, or the last offer goes on: agreed to, sat together, ended."""
        pair = PeerPair.objects.filter(book_id=self.town.book, end=None).order_by("-offered_at").first()
        if pair is None or pick % 4 == 0:
            self.town.do(
                EVERYBODY[group][0] if pick % 3 else "facilitator", mentoring.offer_mentoring, topics="Buku kas",
                mentor=self.town.group(group), mentee=self.town.group(other),
            )  # fmt: skip
            return
        missing = [one for one in (pair.mentor, pair.mentee) if not pair.agreements.filter(group=one).exists()]
        if pick % 9 == 1:
            self.town.do("facilitator", mentoring.end_mentoring, pair=pair.pk, reason="Sudah bisa sendiri")
        elif missing:
            self.town.do(EVERYBODY[missing[0].name][0], mentoring.agree_to_mentoring, pair=pair.pk, group=missing[0].pk)
        else:
            self.sit_together(pair, pick)

    def sit_together(self, pair: PeerPair, pick: int) -> None:
        """A session is written down by one of the three who may; one that stands for today is taken back."""
        stands = pair.sessions.filter(held_on=self.town.today, taken_back=None).first()
        leads = {"mentor": EVERYBODY[pair.mentor.name][0], "mentee": EVERYBODY[pair.mentee.name][0]}
        if stands is not None and pick % 5 == 0:
            who = leads.get(stands.side, "facilitator") if pick % 2 else "facilitator"
            self.town.do(who, mentoring.take_back_session, session=stands.pk, reason="Salah hitung")
            return
        self.town.do(
            ("facilitator", *leads.values())[pick % 3], mentoring.record_peer_session, pair=pair.pk,
            held_on=self.town.today, came=1 + pick % 5, shown="Menghitung kas bersama",
        )  # fmt: skip

    @rule(group=GROUPS, pick=PICK)
    def talk(self, group: str, pick: int) -> None:
        """A meeting hears of a member's problem; later it is said how it ended."""
        found = AgendaItem.objects.filter(
            meeting__group=self.town.group(group), topic="member_problem", meeting__correction=None, end=None
        )
        if (item := found.order_by("-pk").first()) is not None and pick % 2:
            self.town.do(EVERYBODY[group][0], mentoring.close_problem, item=item.pk, said="Dibantu tetangga")
            return
        at = table(self.town, group)
        said = [mentoring.Said(topic="member_problem", said="Anak sakit")]
        sheet = at.sheet_of(at.saved(), agenda=said)
        if self.town.do(at.names[0], mentoring.hold_meeting, group=at.group, on=self.town.today, sheet=sheet):
            self.town.boxes[group].append(noted(sheet, 0))

    @rule(group=GROUPS, pick=PICK)
    def do_good(self, group: str, pick: int) -> None:
        """What the KSM did for somebody is told, or taken back."""
        key = self.town.group(group)
        deeds = WelfareDeed.objects.filter(group=key, takes_back=None).order_by("-told_at")
        if pick % 4 == 0 and (wrong := deeds.first()) is not None:
            self.town.do(EVERYBODY[group][0], mentoring.take_back_welfare, deed=wrong.pk, reason="Belum jadi")
        elif (last := last_meeting(key)) is not None:
            self.town.do(
                EVERYBODY[group][1], mentoring.tell_welfare, meeting=last.pk, deed=("sick", "cleaning")[pick % 2],
                member=pick % 2 == 0, said="Menjenguk", worth=50_000 * (pick % 3), hours=pick % 5,
            )  # fmt: skip

    @rule(pick=PICK)
    def climb(self, pick: int) -> None:
        """The hand-over ladder is read, or the board answers."""
        last = HandoverReading.objects.filter(book_id=self.town.book).order_by("-number").first()
        if last is not None and pick % 3 == 0:
            self.town.do("coordinator", mentoring.reply_to_handover, reading=last.pk, said="Notulen sudah kami tulis")
            return
        levels = {routine: 1 + (pick + n) % 4 for n, routine in enumerate(ROUTINES)}
        self.town.do(
            "facilitator", mentoring.read_handover, levels=levels, seen=dict.fromkeys(ROUTINES, "Dilihat sendiri"),
            reason="Dibaca ulang" if pick % 2 else "",
        )  # fmt: skip

    @rule(pick=PICK, points=st.sampled_from((10_637, 10_701, 10_789)))
    def write_prices(self, pick: int, points: int) -> None:
        """The price index of this month is copied; now and then with another number."""
        self.town.do(
            "secretary" if pick % 2 else "facilitator", mentoring.write_price_index, base_year=2022,
            source="BPS, Berita Resmi Statistik", rows=[PriceTold(month=self.town.today, hundredths=points)],
            reason="Salah salin" if pick % 3 == 0 else "",
        )  # fmt: skip

    @rule(pick=PICK)
    def ask_again(self, pick: int) -> None:
        """Half a year after the loan a member is asked again; a wrong answer is replaced."""
        known = FollowUp.objects.filter(book_id=self.town.book, correction=None).order_by("written_at").first()
        sheet = FollowUpSheet(
            asked_on=self.town.today, answer="answered", alive=True, turnover=2_000_000 + 10_000 * pick, costs=1_000_000
        )
        if known is not None and pick % 3 == 0:
            self.town.do(
                "facilitator", mentoring.correct_followup, followup=known.pk, reason="Salah dengar", sheet=sheet
            )
        elif (due := next(asked_again(self.town), None)) is not None:
            self.town.do("facilitator", mentoring.record_followup, person=due[0], turn=due[1], sheet=sheet)

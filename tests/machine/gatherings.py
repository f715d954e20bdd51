"""What a KSM does at its own table, and who visits it: rules, meetings, savings, internal loans, visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gulir.core.group_books import COMES_IN, GroupBooks
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import GroupMeeting, GroupRules, Visit
from gulir.mentoring.queries import books_of, last_meeting, open_loans
from gulir.mentoring.services import Lent, Money, Sheet
from gulir.mentoring.services.visit_sheets import Heard, Pledged, Taught, Used, VisitSheet
from tests.machine.borrowing import GROUPS, PICK
from tests.machine.town import EVERYBODY, Town
from tests.mentoring.stage import RULES, Ksm

__all__ = ["Gatherings", "Table", "loan_sheet", "routine", "table"]

AMOUNTS = st.sampled_from((1_000, 5_000, 20_000, 60_000, 150_000, 600_000))
OWN = st.sampled_from(("savings", "savings", "fine", "instalment", "withdrawal"))
SHARED = st.sampled_from(("gift", "welfare", "cost", "handed"))


@dataclass(kw_only=True)
class Table(Ksm):
    """One KSM at its own table, whichever it is."""

    key: UUID

    @property
    def group(self) -> UUID:
        """The KSM's key."""
        return self.key

    def before(self, *, again: bool = False) -> GroupBooks:
        """The books before the next meeting; with `again` before the last one."""
        last = last_meeting(self.group)
        return books_of(self.group, before=last.number if last and again else None)

    def sheet_of(
        self, money: Sequence[Money], lent: Sequence[Lent] = (), *, gap: int = 0, again: bool = False, **more: Any
    ) -> Sheet:
        """The sheet on which all of it is taken, and the count differs by `gap`."""
        moved = sum(m.amount if m.kind in COMES_IN else -m.amount for m in money) - sum(row.amount for row in lent)
        counted = max(self.before(again=again).cash + moved + gap, 0)
        given: dict[str, Any] = {"attendance": self.came(), "difference": "Receh" if gap else "", **more}
        return Sheet(money=money, lent=lent, counted=counted, **given)


def table(town: Town, name: str) -> Table:
    """A KSM of the town at its table today."""
    return Table(stage=town.fund.stage, day=town.today, names=EVERYBODY[name], key=town.group(name))


def noted(sheet: Sheet, gap: int) -> list[tuple[str, str, int]]:
    """The sums of a sheet as a treasurer notes them."""
    sums = [(m.kind, str(m.person or ""), m.amount) for m in sheet.money]
    sums += [("loan", str(row.person), row.amount) for row in sheet.lent]
    return sums + ([("over" if gap > 0 else "short", "", abs(gap))] if gap else [])


def routine(town: Town, name: str, **more: Any) -> VisitSheet:
    """An ordinary visit: half an hour with the chair."""
    given: dict[str, Any] = {"purpose": "routine", "minutes": 30, "met": [town.person(EVERYBODY[name][0])], **more}
    return VisitSheet(**given)


def loan_sheet(town: Town, name: str, loan: UUID, **more: Any) -> VisitSheet:
    """A visit about a loan: the chair uses it herself, the business lives."""
    use = Used(person=town.person(EVERYBODY[name][0]), user="borrower", used_for="Warung", alive="yes", note="Hujan")
    return routine(town, name, **{"purpose": "loan", "loan": loan, "stage": "first", "uses": [use], **more})


class Gatherings:
    """KSM and who walks with them."""

    town: Town

    def meet(self, name: str, money: Sequence[Money], lent: Sequence[Lent] = (), *, gap: int = 0) -> None:
        """A meeting of today; what it took goes on the plain list, and the UPK hears nothing of it."""
        at = table(self.town, name)
        sheet = at.sheet_of(money, lent, gap=gap)
        before = self.town.picture()
        if self.town.do(at.names[0], mentoring.hold_meeting, group=at.group, on=self.town.today, sheet=sheet):
            self.town.boxes[name].append(noted(sheet, gap))
            assert self.town.picture()[2:4] == before[2:4], "a meeting of a KSM wrote into the books of the UPK"

    @rule(group=GROUPS, pick=PICK, kind=OWN, amount=AMOUNTS)
    def bring(self, group: str, pick: int, kind: str, amount: int) -> None:
        """Everyone saves, and one brings or takes something more."""
        at = table(self.town, group)
        self.meet(group, [*at.saved(), Money(kind=kind, amount=amount, person=at.who(at.names[pick % 5]))])

    @rule(group=GROUPS, kind=SHARED, amount=AMOUNTS, gap=st.sampled_from((0, 0, -500, 500)))
    def share(self, group: str, kind: str, amount: int, gap: int) -> None:
        """Something for or from all; now and then the count differs."""
        at = table(self.town, group)
        self.meet(group, [*at.saved(), Money(kind=kind, amount=amount, note="Bersama")], gap=gap)

    @rule(group=GROUPS, pick=PICK, amount=AMOUNTS)
    def lend_among_neighbours(self, group: str, pick: int, amount: int) -> None:
        """A loan out of the box."""
        at = table(self.town, group)
        self.meet(group, at.saved(), [at.lend(at.names[pick % 5], amount)])

    @rule(group=GROUPS, amount=AMOUNTS, jasa=st.sampled_from((1_000, 5_000)))
    def pay_the_box_back(self, group: str, amount: int, jasa: int) -> None:
        """A member pays back what was lent out of the box."""
        for loan in open_loans(self.town.group(group))[:1]:
            row: dict[str, Any] = {"person": loan.person, "loan": loan.id}
            self.meet(group, [Money(kind="repayment", amount=amount, **row), Money(kind="jasa", amount=jasa, **row)])

    @rule(group=GROUPS, amount=AMOUNTS)
    def put_right(self, group: str, amount: int) -> None:
        """The last record becomes a plain meeting in which everyone saved so much."""
        last = GroupMeeting.objects.filter(group=self.town.group(group), correction=None).order_by("-number").first()
        if last is None:
            return
        at = table(self.town, group)
        sheet = at.sheet_of(at.saved(amount), again=True)
        body: dict[str, Any] = {"meeting": last.pk, "reason": "Salah tulis", "sheet": sheet}
        if self.town.do(at.names[1], mentoring.correct_meeting, **body):
            self.town.boxes[group][-1] = noted(sheet, 0)

    @rule(group=GROUPS, pick=PICK)
    def agree(self, group: str, pick: int) -> None:
        """The KSM agrees on other rules, from today on."""
        known = GroupRules.objects.filter(group=self.town.group(group)).count()
        if known < 4:
            terms = {**RULES, "fine": 500 * (pick % 4), "loan_most": 100_000 * (2 + pick % 6)}
            self.town.do(
                EVERYBODY[group][0], mentoring.agree_on_rules, group=self.town.group(group),
                starts_on=self.town.today, **terms,
            )  # fmt: skip

    @rule(group=GROUPS, pick=PICK)
    def visit(self, group: str, pick: int) -> None:
        """The facilitator comes by, or the loan officer looks at a loan."""
        loans = [loan for loan in self.town.loans() if loan.ksm == group and loan.disbursed_on < self.town.today]
        if loans and pick % 2:
            sheet = loan_sheet(self.town, group, loans[-1].pk)
        else:
            later = self.town.today + timedelta(days=7)
            sheet = routine(
                self.town, group, books="no" if pick % 3 else "yes", condition="Buku kas kosong" if pick % 3 else "",
                advice="Isi tiap pertemuan" if pick % 3 else "",
                heard=[Heard(topic="business", said="Sepi")] if pick % 4 == 0 else [],
                taught=[Taught(topic="bookkeeping", said="Buku kas", minutes=20)] if pick % 4 == 1 else [],
                promises=[Pledged(who="Ketua", said="Melengkapi buku kas", due_on=later)] if pick % 5 == 0 else [],
            )  # fmt: skip
        who = "loan_officer" if sheet.purpose == "loan" and pick % 4 == 1 else "facilitator"
        self.town.do(who, mentoring.record_visit, group=self.town.group(group), on=self.town.today, sheet=sheet)

    @rule(group=GROUPS, pick=PICK)
    def answer_a_visit(self, group: str, pick: int) -> None:
        """The KSM answers the record, or the facilitator corrects it."""
        last = Visit.objects.filter(group=self.town.group(group), correction=None).order_by("-number").first()
        if last is None:
            return
        if pick % 2:
            self.town.do(EVERYBODY[group][0], mentoring.reply_to_visit, call=last.pk, said="Buku ada di bendahara")
        elif last.purpose == "routine":
            self.town.do(
                "facilitator", mentoring.correct_visit, call=last.pk, reason="Salah lihat",
                sheet=routine(self.town, group, minutes=45),
            )  # fmt: skip

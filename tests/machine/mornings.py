"""The mornings a walk begins with: quiet, loans that run, are late, ended every way, a death, old books."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gulir.core.dates import add_months
from gulir.core.handover import ROUTINES
from gulir.governance import services as governance
from gulir.governance.models import AgendaItem
from gulir.ledger import services as ledger
from gulir.ledger.queries import balance_at
from gulir.lending import services as lending
from gulir.lending.models import Application, Cover, Loan
from gulir.lending.queries import profit_gates, provision_needed
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import AgendaItem as AgendaTopic
from gulir.mentoring.models import PeerSession
from gulir.mentoring.queries.signs import KOTAKU_FORM
from gulir.mentoring.services import FollowUpSheet, PriceTold
from tests.lending.offers import offer
from tests.machine.books import account, counts
from tests.machine.endings import VOTERS, pass_days
from tests.machine.gatherings import noted, routine, table
from tests.machine.inherited import SPLITS, YEAR_BEFORE, decided_split, load, shares_of
from tests.machine.listening import answers, told
from tests.machine.town import EVERYBODY, KSM, Town, build, lend_to

__all__ = ["MORNINGS", "town_for"]

PAID = 575_000
CRUMBS = 2


def must(made: dict[str, Any] | None) -> dict[str, Any]:
    """A step of a morning that has to go."""
    assert made is not None
    return made


def pay(town: Town, loan: Loan, amount: int, *, savings: int = 0) -> UUID:
    """Money for a loan."""
    made = town.do("cashier", lending.record_repayment, loan=loan.pk, amount=amount + savings, savings=savings)
    town.money += amount + savings
    return UUID(must(made)["repayment"])


def meet(town: Town, name: str, each: int = 10_000) -> None:
    """A KSM meets and saves."""
    at = table(town, name)
    sheet = at.sheet_of(at.saved(each))
    must(town.do(at.names[0], mentoring.hold_meeting, group=at.group, on=town.today, sheet=sheet))
    town.boxes[name].append(noted(sheet, 0))


def decide(town: Town, kind: str, outcome: str = "approved") -> None:
    """A meeting says yes to what waits, or no."""
    item = AgendaItem.objects.get(book_id=town.book, status="waiting")
    here = [governance.Present(name=name, sex="P", person=town.person(name)) for name in VOTERS]
    held = town.do(
        "secretary", governance.hold_meeting, kind=kind, held_on=town.today, invited=5, attendance=here, place="Balai"
    )
    must(
        town.do(
            "secretary", governance.decide, meeting=UUID(must(held)["meeting"]), agenda=item.pk, digest=item.digest,
            outcome=outcome,
        )
    )  # fmt: skip


def of(town: Town, name: str) -> Loan:
    """The last loan of a KSM."""
    return Loan.objects.filter(book_id=town.book, ksm=name).order_by("-disbursed_on", "-loan_no")[0]


def ask(town: Town, name: str, who: str = "loan_officer") -> UUID:
    """An application of all members."""
    shares = [lending.AskedShare(person=town.person(one), amount=1_000_000) for one in EVERYBODY[name]]
    made = town.do(
        who, lending.submit_application, group=town.group(name), product=town.fund.product, shares=shares,
        purpose="Modal warung",
    )  # fmt: skip
    return UUID(must(made)["application"])


def quiet(town: Town) -> None:
    """No loan yet: one application is new, one was taken by the manager, one waits for the board, one for its money."""
    for name in ("Melati", "Mawar", "Dahlia"):
        town.fund.pledge(name)
    town.pictured = None
    ask(town, "Melati", "upk_manager")
    town.fund.verify(ask(town, "Dahlia"))
    town.pictured = None
    waiting = ask(town, "Kenanga")
    for number in (1, 2):  # approved twice: once without joint liability, once in front of the others
        town.fund.approve(town.fund.verify(waiting))
        town.pictured = None
        if number == 1:
            must(town.do("coordinator", lending.put_first, application=waiting, reason="Musim tanam"))
            waiting = ask(town, "Mawar")
    old = must(town.do("upk_manager", lending.define_product, code="LAMA", name="Pinjaman lama", instalments=6))
    must(town.do("coordinator", lending.close_product, product=UUID(old["product"])))


def lent(town: Town) -> None:
    """Three KSM have borrowed, one of them for a share of the result; a month later they bring their first money."""
    shared = offer(town.fund, method="mudharabah", instalments=3, share_percent="30")
    for name in ("Melati", "Mawar"):
        must(lend_to(town, name))
        meet(town, name, 200_000)
    must(lend_to(town, "Kenanga", each=600_000, product=shared))
    pass_days(town, 31)
    pay(town, of(town, "Melati"), PAID, savings=50_000)
    pay(town, of(town, "Mawar"), 6_000_000)
    paid = pay(town, of(town, "Melati"), PAID)
    people = EVERYBODY["Melati"]
    must(
        town.do(
            "Yuni", lending.record_cover, repayment=paid, debtor=town.person(people[3]), amount=115_000,
            creditor=town.person(people[1]),
        )
    )  # fmt: skip
    ease_and_report(town)
    books(town)
    for number in (1, 2):
        sheet = routine(town, "Melati", minutes=30 * number)
        must(town.do("facilitator", mentoring.record_visit, group=town.group("Melati"), on=town.today, sheet=sheet))


def ease_and_report(town: Town) -> None:
    """A claim was eased by mistake, a report was paid on, a payment was taken back."""
    cover = Cover.objects.get(book_id=town.book)
    moved = must(town.do("loan_officer", lending.ease_claim, cover=cover.pk, amount=15_000))
    must(town.do("loan_officer", lending.take_back_easing, move=UUID(moved["move"]), reason="Belum dibayar"))
    shared = of(town, "Kenanga")
    must(town.do("loan_officer", lending.report_result, loan=shared.pk, no=1, result=1_000_000))
    pay(town, shared, 1_300_000)
    wrong = pay(town, of(town, "Melati"), 50_000)
    must(town.do("upk_manager", lending.reverse_repayment, repayment=wrong, reason="Salah KSM"))
    town.money -= 50_000


def books(town: Town) -> None:
    """A voucher was undone, a late one approved, another waits, and the bank has sent its statement."""
    paper = [{"debit": "51030", "credit": "11010", "amount": 25_000}]
    wrong = must(town.do("cashier", ledger.record_voucher, description="ATK", entries=paper))
    must(town.do("upk_manager", ledger.reverse_voucher, voucher=UUID(wrong["voucher"]), reason="Salah akun"))
    for number in (1, 2):
        late_one = must(
            town.do(
                "bookkeeper", ledger.record_susulan, original_on=town.today - timedelta(days=number), entries=paper,
                description="Fotokopi", reason="Nota terlambat",
            )
        )  # fmt: skip
        if number == 1:
            body = {"draft": UUID(late_one["draft"]), "digest": late_one["digest"]}
            must(town.do("upk_manager", ledger.approve_draft, **body))
            town.money -= 25_000
    line = {"on": town.today, "text": "Setoran", "amount": 77_000}
    must(town.do("bookkeeper", ledger.import_statement, account="11021", source="BRI", digest="a" * 64, lines=[line]))


def late(town: Town) -> None:
    """Two loans have not been paid for months; a visit is written and a month ahead was paid by a third."""
    for name in ("Melati", "Mawar", "Kenanga"):
        must(lend_to(town, name))
    pay(town, of(town, "Kenanga"), PAID, savings=50_000)
    sheet = routine(town, "Melati")
    must(town.do("facilitator", mentoring.record_visit, group=town.group("Melati"), on=town.today, sheet=sheet))
    pay(town, of(town, "Melati"), PAID, savings=50_000)
    pass_days(town, 100)
    for step in ("visit", "warning_1"):
        town.do("loan_officer", lending.handle_arrears, loan=of(town, "Mawar").pk, step=step, to="Ketua")
    must(town.do("overseer", lending.suspend, reason="Tunggakan"))


def ended(town: Town) -> None:
    """One loan was written off, one goes on in a new one, one was paid off early."""
    for name in ("Melati", "Mawar", "Kenanga"):
        must(lend_to(town, name))
    must(town.do("cashier", lending.settle_early, loan=of(town, "Kenanga").pk))
    town.money += of(town, "Kenanga").principal_paid + of(town, "Kenanga").jasa_paid
    reward = must(town.do("cashier", lending.pay_reward, loan=of(town, "Kenanga").pk))
    town.money -= reward["amount"]
    pay(town, of(town, "Mawar"), PAID)
    pass_days(town, 75)
    body = {"cause": "business_failed", "reason": "Pasar terbakar"}
    must(town.do("loan_officer", lending.propose_write_off, loan=of(town, "Melati").pk, **body))
    decide(town, "rwt")
    must(town.do("bookkeeper", lending.write_off, loan=of(town, "Melati").pk))
    must(
        town.do(
            "loan_officer", lending.propose_restructuring, loan=of(town, "Mawar").pk, kind="holiday",
            first_due_on=add_months(town.today, 1), **body,
        )
    )  # fmt: skip
    decide(town, "board")
    must(town.do("bookkeeper", lending.restructure, loan=of(town, "Mawar").pk))


def signing(town: Town) -> None:
    """Four applications wait for signatures: one has its first, one needs the board, one an exception, one is own."""
    for name in KSM:
        town.fund.pledge(name)
    asked = {name: ask(town, name, "upk_manager" if name == "Mawar" else "loan_officer") for name in KSM}
    for name in ("Melati", "Mawar", "Dahlia"):
        town.fund.verify(asked[name])
    for name in ("Melati", "Dahlia"):
        town.fund.sign(asked[name], "upk_manager")
    rows = Application.objects.get(pk=asked["Kenanga"]).shares.order_by("id")
    home = {"income": 3_000_000, "costs": 1_500_000, "living_costs": 500_000}
    poor = {"income": 600_000, "costs": 500_000, "exception": "Kiriman anak tiap bulan"}
    found = [
        lending.VerifiedShare(person=row.person_id, amount=row.asked, **(home if number else poor))
        for number, row in enumerate(rows)
    ]
    town.pictured = None
    must(town.do("loan_officer", lending.verify_application, application=asked["Kenanga"], shares=found))


def counting(town: Town) -> None:
    """In the middle of closing a day, months later: a loan late, a result not reported, counted cash touched."""
    shared = offer(town.fund, method="mudharabah", instalments=3, share_percent="30")
    must(lend_to(town, "Melati"))
    must(lend_to(town, "Kenanga", each=600_000, product=shared))
    town.fund.verify(ask(town, "Mawar"))
    town.pictured = None
    meet(town, "Melati", 200_000)
    pass_days(town, 7)
    at = table(town, "Melati")
    sheet = at.sheet_of(at.saved(), [at.lend("Yuni", 300_000)])
    must(town.do("Yuni", mentoring.hold_meeting, group=at.group, on=town.today, sheet=sheet))
    town.boxes["Melati"].append(noted(sheet, 0))
    pass_days(town, 120)
    must(town.do("bookkeeper", lending.post_provision, as_of=town.today))
    must(
        town.do(
            "bookkeeper", ledger.reconcile_bank, account="11021", through=date(2026, 3, 31),
            bank_balance=balance_at(account(town, "11021"), as_of=date(2026, 3, 31)),
        )
    )  # fmt: skip
    deposit = [{"debit": "11021", "credit": "11010", "amount": 77_000}]
    must(town.do("cashier", ledger.record_voucher, description="Setor", entries=deposit))
    line = {"on": town.today, "text": "Setoran", "amount": 77_000}
    must(town.do("bookkeeper", ledger.import_statement, account="11021", source="BRI", digest="b" * 64, lines=[line]))
    must(town.do("cashier", ledger.close_day, counts=counts(town)))
    must(town.do("cashier", ledger.record_voucher, description="Setor", entries=deposit))


def mourning(town: Town) -> None:
    """A member of Melati died and nothing was set aside; its sale has a rebate; of Mawar's loan crumbs are left."""
    sale = offer(town.fund, method="murabahah", instalments=10, rate_percent="1.5")
    must(lend_to(town, "Melati", product=sale))
    must(lend_to(town, "Mawar"))
    must(lend_to(town, "Kenanga", people=1))
    pass_days(town, 31)
    pay(town, of(town, "Melati"), PAID)
    pay(town, of(town, "Mawar"), 10 * PAID - CRUMBS)
    loan, who = of(town, "Melati").pk, town.person(EVERYBODY["Melati"][4])
    must(town.do("loan_officer", lending.propose_rebate, loan=loan, amount=300_000, reason="Lunas lebih awal"))
    decide(town, "board")
    must(
        town.do(
            "loan_officer", lending.propose_death_cover, loan=loan, person=who, died_on=town.today,
            letter="474.3/012/VI/2026",
        )
    )  # fmt: skip
    decide(town, "board")


def listened(town: Town) -> None:
    """Half a year later a facilitator has read, asked and brought together; of two members one has answered."""
    for who in ("Yuni", "Karti"):
        must(
            town.do(
                who, lending.fill_member_form, group=town.group("Melati"), person=town.person(who), amount=1_000_000,
                business=f"Warung {who}", turnover=2_000_000, costs=1_200_000, living_costs=400_000, dependants=2,
            )
        )  # fmt: skip
    for name in ("Melati", "Mawar"):
        must(lend_to(town, name))
    pay(town, of(town, "Mawar"), 6_000_000)
    pass_days(town, (add_months(town.today, 6) - town.today).days)
    sheet = FollowUpSheet(asked_on=town.today, answer="answered", alive=True, turnover=2_500_000, costs=1_400_000)
    body: dict[str, Any] = {"person": town.person("Yuni"), "turn": "month_6", "sheet": sheet}
    key = UUID(must(town.do("facilitator", mentoring.record_followup, **body))["followup"])
    must(town.do("facilitator", mentoring.correct_followup, followup=key, reason="Salah dengar", sheet=sheet))
    read_and_asked(town)
    brought_together(town)
    spoken_of(town)


def read_and_asked(town: Town) -> None:
    """Readings, helpers, the hand-over and prices of today."""
    for name, points in (("Mawar", 1), ("Kenanga", 3)):
        must(
            town.do(
                "facilitator", mentoring.keep_assessment, group=town.group(name), instrument=KOTAKU_FORM,
                told=told(points),
            )
        )  # fmt: skip
    group = town.group("Melati")
    must(town.do("facilitator", mentoring.keep_network, group=group, answers=answers(town, "Melati")))
    must(town.do("facilitator", mentoring.read_handover, levels=dict.fromkeys(ROUTINES, 2)))
    price = PriceTold(month=town.today, hundredths=10_637)
    must(town.do("secretary", mentoring.write_price_index, base_year=2022, source="BPS", rows=[price]))


def brought_together(town: Town) -> None:
    """Kenanga mentors Mawar and has written today twice, has offered it to Melati, and Dahlia did not want it."""
    pairs = {
        name: UUID(
            must(
                town.do(
                    EVERYBODY["Kenanga"][0], mentoring.offer_mentoring, mentor=town.group("Kenanga"),
                    mentee=town.group(name), topics="Buku kas",
                )
            )["pair"]
        )
        for name in ("Mawar", "Melati", "Dahlia")
    }  # fmt: skip
    chair = EVERYBODY["Mawar"][0]
    must(town.do(chair, mentoring.agree_to_mentoring, pair=pairs["Mawar"], group=town.group("Mawar")))
    must(town.do(EVERYBODY["Dahlia"][0], mentoring.end_mentoring, pair=pairs["Dahlia"], reason="Belum perlu"))
    sat: dict[str, Any] = {"pair": pairs["Mawar"], "held_on": town.today, "shown": "Menghitung kas bersama"}
    must(town.do(chair, mentoring.record_peer_session, came=1, **sat))
    wrong = PeerSession.objects.get(pair=pairs["Mawar"])
    must(town.do(chair, mentoring.take_back_session, session=wrong.pk, reason="Salah hitung"))
    must(town.do(chair, mentoring.record_peer_session, came=4, **sat))


def spoken_of(town: Town) -> None:
    """Melati met: of two problems one is solved; a deed was told and taken back."""
    at = table(town, "Melati")
    said = [mentoring.Said(topic="member_problem", said=text) for text in ("Anak sakit", "Atap bocor")]
    sheet = at.sheet_of(at.saved(), agenda=said)
    held = UUID(
        must(town.do(at.names[0], mentoring.hold_meeting, group=at.group, on=town.today, sheet=sheet))["meeting"]
    )
    town.boxes["Melati"].append(noted(sheet, 0))
    item = AgendaTopic.objects.filter(meeting=held, topic="member_problem").order_by("line")[0]
    must(town.do(at.names[0], mentoring.close_problem, item=item.pk, said="Dibantu tetangga"))
    deed = must(town.do(at.names[1], mentoring.tell_welfare, meeting=held, deed="sick", member=True, said="Menjenguk"))
    must(town.do(at.names[1], mentoring.take_back_welfare, deed=UUID(deed["deed"]), reason="Belum jadi"))


def inherited(town: Town) -> None:
    """The books were brought over: a year was closed since, its profit is argued about; one old loan is split."""
    late_for_last_year(town)
    must(town.do("upk_manager", ledger.close_year, year=YEAR_BEFORE))
    for split, kind, outcome in (
        (SPLITS[1], "board", "approved"), (SPLITS[2], "rwt", "rejected"), (SPLITS[4], "rwt", "approved"),
        (SPLITS[3], "rwt", "approved"),
    ):  # fmt: skip
        must(town.do("bookkeeper", ledger.propose_profit, year=YEAR_BEFORE, shares=split))
        decide(town, kind, outcome)
    loan = of(town, "Melati")
    must(town.do("bookkeeper", lending.split_shares, loan=loan.pk, rows=shares_of(town, loan, 2)))
    must(lend_to(town, "Mawar"))


def late_for_last_year(town: Town) -> None:
    """Before the year is closed a note turns up for it; money cannot have moved in a year whose cash was counted."""
    for credit in ("21010", "11010"):
        made = must(
            town.do(
                "bookkeeper", ledger.record_susulan, original_on=date(YEAR_BEFORE, 12, 30), description="Nota lama",
                reason="Terselip", for_year=YEAR_BEFORE,
                entries=[{"debit": "51030", "credit": credit, "amount": 99_000}],
            )
        )  # fmt: skip
        body = {"draft": UUID(made["draft"]), "digest": made["digest"]}
        if credit == "21010":
            must(town.do("upk_manager", ledger.approve_draft, **body))
        else:
            town.break_in("upk_manager", ledger.approve_draft, ("AdjustmentMovesMoney",), **body)
            must(town.do("bookkeeper", ledger.withdraw_draft, draft=body["draft"], reason="Salah"))


def given_out(town: Town) -> None:
    """The members decided anew: the profit went out, was taken back, went out again; later one old loan is lost."""
    inherited(town)
    must(town.do("bookkeeper", ledger.propose_profit, year=YEAR_BEFORE))
    decide(town, "rwt")
    last = decided_split(town, YEAR_BEFORE)
    assert last is not None
    for turn in (1, 2):
        made = must(
            town.do(
                "bookkeeper", ledger.allocate_profit, year=YEAR_BEFORE, shares=last[1], decision=last[0].pk,
                provision_needed=provision_needed(town.book, town.live()),
                gates_shut=profit_gates(town.book, year=YEAR_BEFORE, on=town.live()),
            )
        )  # fmt: skip
        if turn == 1:
            must(town.do("upk_manager", ledger.reverse_voucher, voucher=UUID(made["voucher"]), reason="Salah bagi"))
    pass_days(town, 75)
    old = of(town, "Dahlia")
    body = {"cause": "business_failed", "reason": "Pasar terbakar"}
    must(town.do("loan_officer", lending.propose_write_off, loan=old.pk, **body))
    decide(town, "rwt")
    must(town.do("bookkeeper", lending.write_off, loan=old.pk))


def town_for(morning: str) -> Town:
    """The town before this morning: most boards begin with empty cards, some bring old books along."""
    return build(load if morning in ("inherited", "given out") else None)


MORNINGS: Mapping[str, Callable[[Town], None]] = {
    "quiet": quiet, "signing": signing, "lent": lent, "late": late, "counting": counting, "ended": ended,
    "mourning": mourning, "listened": listened, "inherited": inherited, "given out": given_out,
}  # fmt: skip

"""One KSM from its forming to the next loan, by clicking alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gulir.care.calendar import turn_back_to_the_world
from gulir.community.queries import members
from gulir.core.eligibility import Lived
from gulir.lending.models import Loan
from gulir.lending.queries.covers import claims_of
from gulir.lending.queries.paid import savings_held
from gulir.mentoring.models import Visit
from gulir.mentoring.queries import books_of, lived
from gulir.web import words
from tests.browser.one_ksm import KEMUNING, Way, agree
from tests.browser.one_loan import (
    apply,
    confirm_arrival,
    decide_in_a_meeting,
    disburse,
    fill_forms,
    look_at_steps,
    mend,
    newest,
    offer_product,
    open_application,
    pledge,
    read_papers,
    refused,
    send_back,
    sign,
    survey,
)
from tests.browser.one_return import (
    bring_to_meeting,
    cover,
    give_savings_back,
    hear_everybody,
    look_at_loan,
    pay_back,
    pay_in,
    put_right,
    settle_papers,
)
from tests.lending.stage import make_fund
from tests.web.stage import Hall

pytestmark = pytest.mark.browser


@pytest.fixture
def way(live_site: str, monkeypatch: pytest.MonkeyPatch, opened: Any, settings: Any) -> Iterator[Way]:
    """A board as in the demonstration, on 2 March 2026: every later day is turned to by its calendar."""
    settings.DEMO, home = True, Path(settings.GULIR_HOME)
    turn_back_to_the_world(home)
    yield Way(hall=Hall(fund=make_fund(), monkeypatch=monkeypatch), site=live_site, opened=opened)
    turn_back_to_the_world(home)


def test_one_ksm_from_its_forming_to_the_next_loan(way: Way) -> None:
    forms_and_saves(way)
    loan = borrows(way)
    pays(way, loan)
    stands_in(way, loan)
    pays_off(way, loan)
    second = climbs(way, loan)
    goes_on(way, second)


def forms_and_saves(way: Way) -> None:
    """Formed on 2 March; four meetings in four months, each with 50,000 into the box."""
    way.form_group()
    assert {m.name: (m.sex, m.role) for m in members(way.group.pk, way.today)} == KEMUNING
    way.agree_on_rules()
    for no, day in enumerate((date(2026, 3, 2), date(2026, 4, 2), date(2026, 5, 4), date(2026, 6, 2)), start=1):
        if day > way.today:
            way.next_day(day)
        told = way.meet(50_000 * no)
        assert "Hadir 5 dari 5 anggota." in told
    assert books_of(way.group.pk).savings == 200_000
    assert lived(way.group.pk, way.today) == Lived(met=4, saved=4)
    agree(way)


def borrows(way: Way) -> Loan:
    """2 June: ten million for five; sent back once, decided in a meeting, in five hands the same day."""
    offer_product(way)
    fill_forms(way)
    pledge(way)
    assert "boleh mengajukan pinjaman" in apply(way, 2_000_000, too_much=3_500_000)
    send_back(way, "Tulis usahanya dengan jelas")
    mend(way)
    survey(way)
    assert (newest(way).state, newest(way).verified) == ("verified", 10_000_000)
    papers = read_papers(open_application(way, "loan_officer"), "Pernyataan kesanggupan tanggung renteng")
    assert all(paper.startswith(b"%PDF") for paper in papers)
    sign(way, "upk_manager")
    assert "rapat" in sign(way, "coordinator")
    refused(way.desks["coordinator"])
    assert newest(way).state == "verified"
    decide_in_a_meeting(way)
    sign(way, "coordinator")
    assert newest(way).state == "approved"
    loan = disburse(way)
    agree(way)
    confirm_arrival(way, 2_000_000, wrong=1_500_000)
    loan.refresh_from_db()
    assert loan.arrival == "differs"
    for who in ("loan_officer", "coordinator", "overseer"):
        assert "Pencairan KSM Kemuning belum cocok" in way.at(who).page.inner_text("main")
    assert "Cocok!" in put_right(way, loan, "Budi Santoso", 2_000_000)
    loan.refresh_from_db()
    assert loan.arrival == "confirmed"
    return loan


def pays(way: Way, loan: Loan) -> None:
    """2 July: the first instalment through the KSM's box, and a look at every business."""
    due = part(loan, 1)
    way.next_day(date(2026, 7, 2))
    told = bring_to_meeting(way, 250_000, handed=due)
    assert words.rupiah(due) in told
    pay_in(way, savings=100_000)
    look_at_loan(way, loan)
    assert Visit.objects.get(group=way.group).loan_id == loan.pk
    agree(way)


def stands_in(way: Way, loan: Loan) -> None:
    """2 August: Budi is away, Sri pays his part too; the UPK has its whole instalment, in the KSM a debt is open."""
    due = part(loan, 2)
    way.next_day(date(2026, 8, 2))
    bring_to_meeting(way, 290_000, handed=due, away="Budi Santoso", covered_by="Sri Wahyuningtyas")
    pay_in(way, savings=100_000)
    of = due // 5
    covered = cover(way, "Budi Santoso", "Sri Wahyuningtyas", of, date(2026, 9, 2))
    loan.refresh_from_db()
    assert (covered.amount, loan.state) == (of, "active")
    assert loan.principal_paid == sum(line.principal for line in loan.schedule.filter(no__lte=2))
    agree(way)


def pays_off(way: Way, loan: Loan) -> None:
    """2 September: Budi is back and pays both; the last instalment, the letter, the savings home."""
    due = part(loan, 3)
    way.next_day(date(2026, 9, 2))
    bring_to_meeting(way, 340_000, handed=due)
    assert "Lunas. Terima kasih!" in pay_back(way, "Budi Santoso", part(loan, 2) // 5)
    assert sum(row.claim.open for row in claims_of(loan)) == 0
    told = pay_in(way)
    assert "sudah lunas" in told
    loan.refresh_from_db()
    assert (loan.state, loan.balance, savings_held(loan.pk)) == ("settled", 0, 200_000)
    papers = settle_papers(way)
    assert all(paper.startswith(b"%PDF") for paper in papers)
    give_savings_back(way)
    assert savings_held(loan.pk) == 0
    agree(way)


def climbs(way: Way, first: Loan) -> Loan:
    """The same day: the next loan, twice as large for everyone who always paid in time."""
    fill_forms(way, 4_000_000, turnover="12.000.000")
    ladder = apply(way, 4_000_000)
    assert ladder.count("Rp4.000.000") == 5
    survey(way, income="12.000.000")
    sign(way, "upk_manager")
    decide_in_a_meeting(way)
    sign(way, "coordinator")
    second = disburse(way)
    assert (second.principal, second.state) == (20_000_000, "active")
    assert {first, second} == set(Loan.objects.filter(group=way.group))
    assert "Cocok!" in hear_everybody(way, second)
    agree(way)
    return second


def goes_on(way: Way, second: Loan) -> None:
    """2 October: all five bring the first instalment of the larger loan; the next step is read from both loans."""
    due = part(second, 1)
    way.next_day(date(2026, 10, 2))
    assert words.rupiah(due) in bring_to_meeting(way, 390_000, handed=due)
    assert "Angsuran tercatat" in pay_in(way, savings=200_000)
    second.refresh_from_db()
    first = second.schedule.get(no=1)
    assert (second.state, second.principal_paid, second.jasa_paid) == ("active", first.principal, first.jasa)
    assert (second.arrival, savings_held(second.pk)) == ("confirmed", 200_000)
    assert words.rupiah(20_000_000 - first.principal) in way.at("Sri Wahyuningtyas").page.inner_text("main")
    assert look_at_steps(way) == [["2", "Rp4.000.000", "Selalu tepat waktu: boleh naik", "Rp8.000.000"]] * 5
    agree(way)


def part(loan: Loan, no: int) -> int:
    """What the schedule asks for at an instalment."""
    line = loan.schedule.get(no=no)
    return line.principal + line.jasa

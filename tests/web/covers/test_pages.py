"""The sheet of a group meeting: who owes whom, and the forms of whoever keeps it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from gulir.base.models import Actor
from gulir.lending import services as lending
from gulir.lending.models import Cover, CoverMove
from tests.lending.stage import MEMBERS
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(founded, monkeypatch):
    made = make_hall(monkeypatch, founded)
    stage = made.fund.stage
    for name in MEMBERS["Melati"] + MEMBERS["Mawar"]:
        stage.actors.setdefault(name, Actor.objects.create(person=stage.people[name], name=name))
    return made


@pytest.fixture
def loan(hall):
    return hall.fund.lend()


@pytest.fixture
def paid(hall, loan):
    return UUID(hall.fund.pay(loan, 575_000)["repayment"])


def sheet(hall, paid, **more):
    people = hall.fund.stage.people
    given = {
        "repayment": paid, "debtor": people["Parti"], "creditor": people["Karti"], "amount": "115.000", "key": "k",
    }  # fmt: skip
    return {**given, **more}


@pytest.fixture
def cover(hall, paid):
    people = hall.fund.stage.people
    return UUID(
        hall.fund.do(
            "Yuni", lending.record_cover, repayment=paid, debtor=people["Parti"], creditor=people["Karti"],
            amount=115_000, promise_on=hall.fund.today,
        )["cover"]
    )  # fmt: skip


def test_the_chair_records_who_paid_for_whom(hall, loan, paid):
    assert "Tidak ada yang ditanggung" in words(hall.see("Yuni", "covers:loan", loan.pk))
    answer = hall.send("Yuni", "covers:loan", loan.pk, **sheet(hall, paid))
    assert answer.status_code == 302
    page = words(hall.see("Parti", "covers:loan", loan.pk))
    assert "Parti" in page
    assert "Karti" in page
    assert "Rp115.000" in page
    assert "Catat yang ditanggung" not in page  # a member reads


def test_the_groups_savings_may_be_chosen(hall, loan, paid):
    hall.send("Yuni", "covers:loan", loan.pk, **sheet(hall, paid, creditor="savings"))
    assert Cover.objects.get().creditor is None
    assert "Tabungan KSM" in words(hall.see("Parti", "covers:loan", loan.pk))


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": ""}, {"amount": "1,5"}, {"amount": "600.000"}, {"amount": "-1"}, {"debtor": ""},
        {"debtor": "x"}, {"creditor": ""}, {"creditor": "x"}, {"repayment": ""}, {"repayment": "3"},
        {"promise_on": "31-02-2026"},
        {"promise_on": "2020-01-01"}, {"note": "x" * 201},
    ],
)  # fmt: skip
def test_a_bad_sheet_is_told_and_nothing_is_kept(hall, loan, paid, wrong):
    assert hall.send("Yuni", "covers:loan", loan.pk, **sheet(hall, paid, **wrong)).status_code == 422
    assert not Cover.objects.exists()


def test_nobody_covers_for_themselves(hall, loan, paid):
    answer = hall.send("Yuni", "covers:loan", loan.pk, **sheet(hall, paid, creditor=hall.person("Parti")))
    assert answer.status_code == 422
    assert "tidak dapat menanggung dirinya sendiri" in words(answer)


def test_a_claim_is_paid_back_and_opened_again(hall, loan, cover):
    page = ("covers:claim", loan.pk, cover)
    answer = hall.send("Yuni", *page, do="ease", kind="paid", amount="15.000", key="a")
    assert answer.status_code == 302
    assert "Rp100.000" in words(hall.see("Karti", *page))
    move = CoverMove.objects.get()
    again = {"do": "back", "move": move.pk, "key": "b"}
    told = hall.at("Yuni").post(reverse(page[0], args=page[1:]), again, follow=True)
    assert "Isi alasannya" in words(told)
    hall.send("Yuni", *page, do="back", move=move.pk, reason="Belum diterima", key="c")
    assert CoverMove.objects.count() == 2
    assert "Batalkan catatan ini" not in words(hall.see("Yuni", *page))


def test_forgiving_asks_why(hall, loan, cover):
    page = ("covers:claim", loan.pk, cover)
    assert hall.send("Yuni", *page, do="ease", kind="forgiven", amount="1", key="a").status_code == 422
    assert hall.send("Yuni", *page, do="ease", kind="forgiven", amount="1", reason="Sakit", key="a").status_code == 302


def test_a_promise_that_has_passed_is_red(hall, loan, cover):
    assert "janji sudah lewat" not in words(hall.see("Yuni", "covers:loan", loan.pk))
    hall.move_to(hall.fund.today + timedelta(days=1))
    assert "1 janji sudah lewat" in words(hall.see("Yuni", "covers:loan", loan.pk))


def test_only_one_own_group_is_seen(hall, loan, cover):
    assert hall.see("Tini", "covers:loan", loan.pk).status_code == 404
    assert hall.see("Tini", "covers:claim", loan.pk, cover).status_code == 404
    other = hall.fund.lend("Mawar")
    assert hall.see("Tini", "covers:claim", other.pk, cover).status_code == 404


def test_who_only_reads_records_nothing(hall, loan, paid, cover):
    for who in ("Parti", "cashier", "upk_manager", "overseer", "trustee"):
        hall.send(who, "covers:loan", loan.pk, **sheet(hall, paid, key=who))
        hall.send(who, "covers:claim", loan.pk, cover, do="ease", kind="paid", amount="1", key=f"{who}2")
        assert 'name="amount"' not in hall.see(who, "covers:claim", loan.pk, cover).content.decode()
    assert (Cover.objects.count(), CoverMove.objects.count()) == (1, 0)

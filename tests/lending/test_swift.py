"""One repayment in two statements: the same rows as piece by piece, and nothing half done when one of them fails."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection

from gulir.base.commands import Act
from gulir.base.models import Fact, Reply, Secret
from gulir.core.leaves import commit
from gulir.core.problems.access import KeyReused, NotAllowed, NotFound
from gulir.core.problems.lending import LoanNotActive, NothingToRepay
from gulir.core.repayment import allocate
from gulir.ledger.models import Transfer, Voucher
from gulir.ledger.queries import trial_balance
from gulir.lending import services as lending
from gulir.lending.models import Loan, Repayment
from gulir.lending.services import repayments
from tests.lending.stage import make_fund

AMOUNTS = [(575_000, 0), (80_000, 0), (625_000, 50_000), (1_300_000, 0), (5_000_000, 1)]


@pytest.fixture
def fund(fresh_database):
    return make_fund()


NAMES = {"loan", "group", "receipt", "number", "loan_no", "ksm"}


def sound(fact):
    """Whether the commitment of a fact binds its two parts."""
    return fact.commitment == commit(bytes(fact.secret.salt), {**fact.public, **fact.secret.private}).hex()


def left_by(loan):
    """What the repayments of one loan left, without names, ids, moments and numbers."""
    paid = list(Repayment.objects.filter(loan=loan).order_by("pk"))
    amounts = [(p.amount, p.principal, p.jasa, p.surplus, p.savings, p.parts, p.method, p.payer) for p in paid]
    legs = Transfer.objects.order_by("line").values_list("line", "debit__role", "credit__role", "amount")
    heads = Voucher.objects.values_list(
        "type", "kind", "year", "dated", "for_year", "effective_on", "reference", "total", "made_by"
    )
    booked = [(heads.get(pk=p.voucher_id), list(legs.filter(voucher=p.voucher_id))) for p in paid]
    facts = Fact.objects.filter(command="lending.record_repayment").select_related("secret").order_by("sequence")
    told = [
        (f.kind, f.happened_on, f.actor_id, {k: v for k, v in f.public.items() if k not in NAMES}, sound(f))
        for f in facts
        if f.secret.private.get("loan_id") == str(loan.pk)
    ]
    loan.refresh_from_db()
    return amounts, booked, told, (loan.principal_paid, loan.jasa_paid, loan.state, loan.settled_on)


def test_both_ways_leave_the_same_rows(fund, monkeypatch):
    first, second = fund.lend("Melati"), fund.lend("Mawar")
    replies = []
    for loan in (first, second):
        replies.append(
            [
                fund.do(
                    "cashier", lending.record_repayment, loan=loan.pk, amount=amount, savings=savings, payer="Bu Yati"
                )
                for amount, savings in AMOUNTS
            ]
        )
        monkeypatch.setattr(lending.record_repayment, "swift", None)
    assert left_by(first) == left_by(second)
    assert all(row[-1] for row in left_by(first)[2])
    assert len(left_by(first)[2]) > len(AMOUNTS)
    known = ("principal", "jasa", "surplus", "savings", "balance", "state")
    assert [[r[k] for k in known] for r in replies[0]] == [[r[k] for k in known] for r in replies[1]]
    assert [f.sequence for f in Fact.objects.filter(book_id=fund.book).order_by("sequence")] == list(
        range(1, Fact.objects.filter(book_id=fund.book).count() + 1)
    )


def test_a_refused_repayment_leaves_its_refusal_alone(fund):
    loan = fund.lend()
    before = trial_balance(fund.book, as_of=fund.today)
    for problem, who, body in (
        (NothingToRepay, "cashier", {"loan": loan.pk, "amount": 0}),
        (NotAllowed, "overseer", {"loan": loan.pk, "amount": 575_000}),
        (NotFound, "cashier", {"loan": fund.book, "amount": 575_000}),
    ):
        with pytest.raises(problem):
            fund.do(who, lending.record_repayment, **body)
    assert trial_balance(fund.book, as_of=fund.today) == before
    fund.do("cashier", lending.record_repayment, loan=loan.pk, amount=575_000)
    assert Repayment.objects.count() == 1


def test_rights_are_asked_before_anything_of_the_body(fund):
    """Who may not receive money is told so, whatever else is wrong or missing."""
    with pytest.raises(NotAllowed):
        fund.do("overseer", lending.record_repayment)
    with pytest.raises(NotAllowed):
        fund.do("overseer", lending.record_repayment, loan=None, amount="x")


def test_what_the_database_refuses_at_the_end_leaves_nothing(fund, monkeypatch):
    """The last message carries the rows and the commit: when it fails, the next act finds a clean house."""
    loan = fund.lend()
    before = counted()
    monkeypatch.setattr(repayments, "REPAYMENT", tuple(c for c in repayments.REPAYMENT if c != "made_by_id"))
    with pytest.raises(IntegrityError):
        fund.do("cashier", lending.record_repayment, loan=loan.pk, amount=575_000)
    assert counted() == before
    monkeypatch.undo()
    fund.do("cashier", lending.record_repayment, loan=loan.pk, amount=575_000)
    assert Loan.objects.get().principal_paid == 500_000


def test_what_only_the_commit_finds_leaves_nothing(fund, monkeypatch):
    """A foreign key is asked at COMMIT: nobody made this repayment."""
    loan = fund.lend()
    before = counted()
    put = Act.put

    def by_nobody(act, table, columns, rows):
        at = columns.index("made_by_id") if "made_by_id" in columns else -1
        put(act, table, columns, [[uuid4() if n == at else value for n, value in enumerate(row)] for row in rows])

    monkeypatch.setattr(Act, "put", by_nobody)
    with pytest.raises(IntegrityError):
        fund.do("cashier", lending.record_repayment, loan=loan.pk, amount=575_000)
    monkeypatch.undo()
    assert counted() == before
    fund.do("cashier", lending.record_repayment, loan=loan.pk, amount=575_000)
    assert Loan.objects.get().principal_paid == 500_000


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a file does not go away")
def test_a_server_that_goes_away_in_the_middle_is_found_again(fund, monkeypatch):
    """Nothing of the payment is left, the next one opens a connection of its own."""
    loan = fund.lend()
    before = counted()

    def cut(*args, **body):
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        other.close()
        return allocate(*args, **body)

    monkeypatch.setattr(repayments, "allocate", cut)
    with pytest.raises(OperationalError):
        fund.do("cashier", lending.record_repayment, loan=loan.pk, amount=575_000)
    monkeypatch.undo()
    assert counted() == before
    fund.do("cashier", lending.record_repayment, loan=loan.pk, amount=575_000)
    assert Loan.objects.get().principal_paid == 500_000


def counted():
    """How many rows there are of everything a repayment writes."""
    return [model.objects.count() for model in (Repayment, Voucher, Transfer, Fact, Secret, Reply)]


def test_a_key_that_was_answered_gives_its_answer_again(fund):
    loan = fund.lend()
    once = fund.do("cashier", lending.record_repayment, key="one", loan=loan.pk, amount=575_000)
    assert fund.do("cashier", lending.record_repayment, key="one", loan=loan.pk, amount=575_000) == once
    with pytest.raises(KeyReused):
        fund.do("cashier", lending.record_repayment, key="one", loan=loan.pk, amount=575_001)
    assert Repayment.objects.count() == 1


def test_the_payment_that_settles_reads_its_own_row(fund):
    loan = fund.lend()
    done = fund.do("cashier", lending.record_repayment, loan=loan.pk, amount=loan.principal + loan.jasa)
    assert done["state"] == "settled"
    assert Fact.objects.get(kind="LoanSettled").public["on_time"] is True
    with pytest.raises(LoanNotActive):
        fund.do("cashier", lending.record_repayment, loan=loan.pk, amount=1)

"""Members pay for one another: the claim is theirs, the UPK's books only see the instalment."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gulir.base.ids import new_id
from gulir.base.models import Actor, Fact
from gulir.core.claims import open_sum
from gulir.core.problems import Problem
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import (
    AlreadyReversed,
    CoverAboveRepayment,
    CoverOfNothing,
    CoversOneself,
    MemberNotOfGroup,
    MethodUnknown,
    PaybackAboveClaim,
    PromiseInThePast,
)
from gulir.ledger.models import Transfer
from gulir.lending import services as lending
from gulir.lending.models import Cover, CoverMove, Loan
from gulir.lending.queries.covers import claims_of
from tests.lending.stage import MEMBERS, make_fund

pytestmark = pytest.mark.django_db
PAID = 575_000


def make():
    fund = make_fund()
    for name in MEMBERS["Melati"] + MEMBERS["Mawar"]:
        fund.stage.actors.setdefault(name, Actor.objects.create(person=fund.stage.people[name], name=name))
    return fund


@pytest.fixture
def fund():
    return make()


@pytest.fixture
def loan(fund):
    return fund.lend()


@pytest.fixture
def paid(fund, loan):
    return UUID(fund.pay(loan, PAID)["repayment"])


def cover(fund, paid, amount=115_000, *, debtor="Parti", creditor="Yuni", who="Yuni", **more):
    people = fund.stage.people
    person = people[creditor] if creditor else None
    body = {"repayment": paid, "debtor": people[debtor], "creditor": person, "amount": amount, **more}
    return UUID(fund.do(who, lending.record_cover, **body)["cover"])


def owed(loan):
    return open_sum(row.claim for row in claims_of(loan) if not row.void)


def test_a_cover_is_a_claim_and_moves_nothing_in_the_books(fund, loan, paid):
    before, balance = Transfer.objects.count(), Loan.objects.get(pk=loan.pk).balance
    made = cover(fund, paid, promise_on=fund.today + timedelta(days=7), note="Anak sakit")
    assert owed(loan) == 115_000
    fund.do("Yuni", lending.ease_claim, cover=made, amount=40_000)
    assert owed(loan) == 75_000
    assert (Transfer.objects.count(), Loan.objects.get(pk=loan.pk).balance) == (before, balance)
    fact = Fact.objects.select_related("secret").get(kind="CoverRecorded")
    assert set(fact.public) == {"loan", "group", "on"}
    assert fact.secret.private["debtor"] == str(fund.stage.people["Parti"])


def test_the_savings_of_the_group_may_cover(fund, loan, paid):
    cover(fund, paid, creditor=None)
    assert claims_of(loan)[0].claim.creditor == ""


def test_covers_are_never_more_than_the_repayment(fund, loan, paid):
    cover(fund, paid, PAID - 1)
    with pytest.raises(CoverAboveRepayment) as refused:
        cover(fund, paid, 2, debtor="Sumi")
    assert refused.value.facts["most"] == 1
    fund.do("Yuni", lending.ease_claim, cover=Cover.objects.get().pk, amount=PAID - 1, kind="mistake", reason="Salah")
    cover(fund, paid, PAID, debtor="Sumi")
    assert owed(loan) == PAID


def test_what_was_paid_back_by_mistake_is_owed_again(fund, loan, paid):
    made = cover(fund, paid)
    move = UUID(fund.do("Yuni", lending.ease_claim, cover=made, amount=115_000)["move"])
    assert owed(loan) == 0
    with pytest.raises(ReasonMissing):
        fund.do("Yuni", lending.take_back_easing, move=move, reason=" ")
    fund.do("Yuni", lending.take_back_easing, move=move, reason="Uangnya belum diterima")
    assert owed(loan) == 115_000
    with pytest.raises(AlreadyReversed):
        fund.do("Yuni", lending.take_back_easing, move=move, reason="Lagi")


def test_a_repayment_that_is_taken_back_leaves_no_claim(fund, loan, paid):
    cover(fund, paid)
    fund.do("upk_manager", lending.reverse_repayment, repayment=paid, reason="Salah KSM")
    assert owed(loan) == 0
    assert [row.void for row in claims_of(loan)] == [True]
    with pytest.raises(AlreadyReversed):
        cover(fund, paid)


def test_only_those_near_the_group_keep_its_claims(fund, loan, paid):
    for who in ("Parti", "Tini", "cashier", "upk_manager", "overseer"):
        with pytest.raises(NotAllowed):
            cover(fund, paid, who=who)
    for who in ("Yuni", "facilitator", "loan_officer"):
        cover(fund, paid, 1, who=who)


def test_bad_covers_are_refused_and_nothing_is_kept(fund, loan, paid):
    cases = (
        (CoverOfNothing, {"amount": 0}),
        (CoverOfNothing, {"amount": -5}),
        (CoverAboveRepayment, {"amount": PAID + 1}),
        (CoversOneself, {"creditor": "Parti"}),
        (MemberNotOfGroup, {"debtor": "Tini"}),
        (MemberNotOfGroup, {"creditor": "Tini"}),
        (PromiseInThePast, {"promise_on": fund.today - timedelta(days=1)}),
    )
    for problem, more in cases:
        with pytest.raises(problem):
            cover(fund, paid, **more)
    with pytest.raises(NotFound):
        cover(fund, UUID(int=3))
    assert not Cover.objects.exists()


def test_bad_easings_are_refused(fund, loan, paid):
    made = cover(fund, paid)
    for amount in (0, -1, 115_001):
        with pytest.raises(PaybackAboveClaim):
            fund.do("Yuni", lending.ease_claim, cover=made, amount=amount)
    with pytest.raises(MethodUnknown):
        fund.do("Yuni", lending.ease_claim, cover=made, amount=1, kind="lupa")
    with pytest.raises(ReasonMissing):
        fund.do("Yuni", lending.ease_claim, cover=made, amount=1, kind="forgiven")
    with pytest.raises(NotFound):
        fund.do("Yuni", lending.ease_claim, cover=UUID(int=4), amount=1)
    with pytest.raises(NotFound):
        fund.do("Yuni", lending.take_back_easing, move=UUID(int=4), reason="x")
    assert not CoverMove.objects.exists()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("cover", "paid", "forgiven", "mistake", "back")), st.integers(1, 700_000), st.integers(0, 5)
    ),
    max_size=12,
)


@settings(max_examples=12)
@given(STEPS)
def test_whatever_happens_claims_are_covers_less_what_came_back(steps):
    """The invariant of joint liability, on rows of the database, with refusals among the steps."""
    with transaction.atomic():
        fund = make()
        loan = fund.lend()
        paid = UUID(fund.pay(loan, PAID)["repayment"])
        covers, moves, expected = [], [], 0
        for kind, amount, place in steps:
            try:
                if kind == "cover":
                    covers.append(cover(fund, paid, amount))
                    expected += amount
                elif kind == "back" and moves:
                    move, size = moves[place % len(moves)]
                    fund.do("Yuni", lending.take_back_easing, move=move, reason="x")
                    expected += size
                elif covers:
                    made = covers[place % len(covers)]
                    done = fund.do("Yuni", lending.ease_claim, cover=made, amount=amount, kind=kind, reason="x")
                    moves.append((UUID(done["move"]), amount))
                    expected -= amount
            except Problem:
                pass
            assert owed(loan) == expected
            assert all(row.claim.open >= 0 for row in claims_of(loan))
        transaction.set_rollback(True)


# ---------------------------------------------------------------- the database is the last witness


def insert(model, **values):
    columns = ", ".join(f'"{name}"' for name in values)
    kept = [v.hex if connection.vendor == "sqlite" and isinstance(v, UUID) else v for v in values.values()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(kept))})",
            kept,
        )


def move(made, fund, **more):
    insert(CoverMove, **{
        "id": new_id(), "book_id": fund.book, "cover_id": made, "kind": "paid", "amount": 1, "on": fund.today,
        "reason": "", "told_by_id": fund.stage.actors["Yuni"].pk, **more,
    })  # fmt: skip


def test_the_database_overpays_no_claim(fund, loan, paid):
    made = cover(fund, paid, 100)
    move(made, fund, amount=100)
    with pytest.raises(DatabaseError, match="a_claim_is_never_overpaid"):
        move(made, fund, amount=1)


def test_a_move_lies_in_the_book_of_its_claim(fund, loan, paid):
    made = cover(fund, paid, 100)
    with pytest.raises(DatabaseError, match="a_move_is_of_its_claim"):
        move(made, fund, book_id=make_fund(code="lain").book)


def test_only_the_very_move_is_taken_back(fund, loan, paid):
    made = cover(fund, paid, 100)
    first = UUID(fund.do("Yuni", lending.ease_claim, cover=made, amount=60)["move"])
    with pytest.raises(DatabaseError, match="a_move_is_of_its_claim"):
        move(made, fund, amount=-59, reverses_id=first, reason="x")
    move(made, fund, amount=-60, reverses_id=first, reason="x")


def test_a_cover_is_of_a_repayment_of_its_loan(fund, loan, paid):
    other = fund.lend("Mawar")
    values = {
        "id": new_id(), "book_id": fund.book, "repayment_id": paid, "debtor_id": fund.stage.people["Parti"],
        "creditor_id": None, "amount": 1, "on": fund.today, "promise_on": None, "note": "",
        "told_by_id": fund.stage.actors["Yuni"].pk,
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="a_cover_is_of_its_repayment"):
        insert(Cover, loan_id=other.pk, **values)
    with pytest.raises(DatabaseError, match="a_cover_is_of_its_repayment"):
        insert(Cover, loan_id=loan.pk, **{**values, "amount": PAID + 1})
    insert(Cover, loan_id=loan.pk, **values)


@pytest.mark.parametrize("table", ["lending_cover", "lending_covermove"])
def test_nothing_of_it_is_changed_or_deleted(fund, loan, paid, table):
    fund.do("Yuni", lending.ease_claim, cover=cover(fund, paid), amount=5)
    for statement in (f"UPDATE {table} SET amount = 1", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match=f"rows_of_{table}"), transaction.atomic():
            connection.cursor().execute(statement)

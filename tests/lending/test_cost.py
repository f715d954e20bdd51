"""What one repayment costs: the statements between BEGIN and COMMIT, whatever it pays and however old the loan."""

from __future__ import annotations

import pytest
from django.db import connection

from gulir.lending import services as lending

pytestmark = pytest.mark.django_db
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements(run):
    seen = []

    def note(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        run()
    return [sql for sql in seen if not sql.startswith(FRAME)]


def cost():
    """Piece by piece: lock with key, rights, loan with open day, rules, three in the ledger, repayment, fact, private
    part, reply. Over the wire one statement reads and one writes."""
    return 2 if connection.vendor == "postgresql" else 11


def test_an_instalment_with_savings_costs_little(fund):
    loan = fund.lend()
    said = statements(lambda: fund.pay(loan, 625_000, savings=50_000))
    assert len(said) == cost(), "\n".join(said)


def test_piece_by_piece_it_is_eleven_everywhere(fund, monkeypatch):
    monkeypatch.setattr(lending.record_repayment, "swift", None)
    loan = fund.lend()
    assert len(statements(lambda: fund.pay(loan, 625_000, savings=50_000))) == 11


def test_the_tenth_instalment_costs_what_the_first_does(fund):
    loan = fund.lend()
    counts = [len(statements(lambda: fund.pay(loan, 575_000))) for _ in range(9)]
    assert set(counts) == {cost()}

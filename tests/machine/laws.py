"""What must hold after every step, asked in plain SQL of the rows themselves and never of the product's own readings.

Each law names the invariants of the reliability chapter that it holds (I01 …). The cheap ones are asked after every
step, the others in turn, so that each is asked after every twentieth step and again at the end of every walk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection

from gulir.base.models import Book
from gulir.care.check import check_board
from gulir.core.group_books import COMES_IN
from gulir.governance.models import Decision
from gulir.ledger.queries import position, trial_balance
from gulir.lending.models import Loan
from gulir.lending.queries import control_findings, loans
from gulir.mentoring.queries import books_of, last_meeting
from tests.machine.asking import nothing, rows
from tests.machine.laws_of_years import a_closed_year_is_closed_and_given_out_whole, history_is_of_the_old_books
from tests.machine.town import EVERYBODY, FOUND, KSM, Town

__all__ = ["IN_TURN", "after_each_step", "at_the_end", "begin", "classes", "in_turn", "moves_are_listed"]

MONEY = ("cash", "bank", "bank_tr")
ENDS = {"settled", "rescheduled", "written_off"}
MOVES = {
    "loan": {("active", end) for end in ENDS} | {("settled", "active")},
    "application": {
        *(("submitted", to) for to in ("verified", "returned", "rejected", "withdrawn")),
        *(("verified", to) for to in ("approved", "returned", "rejected", "withdrawn")),
        ("approved", "disbursed"), ("approved", "withdrawn"), ("returned", "submitted"), ("returned", "withdrawn"),
    },
}  # fmt: skip
"""The only moves there are (domain 3.7, 3.11), written down here once more so that a slip in the product shows."""
BORN = {"loan": "active", "application": "submitted"}


# ---------------------------------------------------------------- after every step


NETS = """
SELECT a.role, sum(CASE WHEN t.debit_id = a.id THEN t.amount ELSE -t.amount END)
FROM ledger_transfer t JOIN ledger_account a ON a.id = t.debit_id OR a.id = t.credit_id
WHERE t.book_id = %(book)s AND a.ledger = 'upk' AND a.role <> '' GROUP BY a.role
"""
CARDS = """
SELECT (SELECT coalesce(sum(principal - principal_paid), 0) FROM lending_loan
        WHERE book_id = %(book)s AND state IN ('active', 'settled')),
  (SELECT coalesce(sum(amount), 0) FROM lending_saving WHERE book_id = %(book)s)
  + (SELECT coalesce(sum(savings), 0) FROM lending_repayment WHERE book_id = %(book)s)
  + (SELECT coalesce(sum(CASE e.type WHEN 'savings_in' THEN e.amount WHEN 'savings_out' THEN -e.amount ELSE 0 END), 0)
     FROM lending_cardentry e JOIN lending_loan l ON l.id = e.loan_id WHERE l.book_id = %(book)s),
  (SELECT coalesce(sum(amount), 0) FROM lending_surplusmove WHERE book_id = %(book)s)
  + (SELECT coalesce(sum(surplus), 0) FROM lending_repayment WHERE book_id = %(book)s)
"""
STATES = """
SELECT 'loan', id, state FROM lending_loan WHERE book_id = %(book)s
UNION ALL SELECT 'application', id, state FROM lending_application WHERE book_id = %(book)s
"""


def after_each_step(town: Town) -> None:
    """Money is where a plain list says and never below zero; the cards are the control accounts; moves are listed.

    I06, I07, I08, I12, I13.
    """
    nets = {role: int(net) for role, net in rows(town, NETS)}
    held = [nets.get(role, 0) for role in MONEY]
    assert min(held) >= 0, f"money below zero: {dict(zip(MONEY, held, strict=True))}"
    assert sum(held) == town.money, f"in cash and bank lie {sum(held)}, the plain list says {town.money}"
    ((lent, saved, surplus),) = rows(town, CARDS)
    assert nets.get("loans", 0) == lent, f"cards {lent}, account {nets.get('loans', 0)}"
    assert -nets.get("tr_savings", 0) == saved, f"savings {saved}, account {-nets.get('tr_savings', 0)}"
    assert -nets.get("surplus", 0) == surplus, f"titipan {surplus}, account {-nets.get('surplus', 0)}"
    moves_are_listed(town)


def moves_are_listed(town: Town) -> None:
    """I13: loans and applications are born and go on as written down above."""
    for kind, key, state in rows(town, STATES):
        was = town.states.get(str(key))
        allowed = state == BORN[kind] if was is None else (was == state or (was, state) in MOVES[kind])
        assert allowed, f"a {kind} went from {was} to {state}"
        town.states[str(key)] = state


def begin(town: Town) -> None:
    """What stands on the morning of a walk is where its moves begin."""
    town.states = {str(key): state for _, key, state in rows(town, STATES)}


# ---------------------------------------------------------------- in turn


def vouchers_balance(town: Town) -> None:
    """I01, I02, I03, I28: a voucher is the sum of its transfers, none is empty, and numbers have no gap."""
    nothing(
        town,
        "SELECT v.id FROM ledger_voucher v LEFT JOIN ledger_transfer t ON t.voucher_id = v.id"
        " WHERE v.book_id = %(book)s GROUP BY v.id, v.total HAVING coalesce(sum(t.amount), 0) <> v.total"
        " OR v.total <= 0 OR min(t.amount) <= 0",
        "a voucher is not the sum of its transfers",
    )
    nothing(
        town,
        "SELECT ledger, type, year FROM ledger_voucher WHERE book_id = %(book)s GROUP BY ledger, type, year"
        " HAVING count(*) <> max(number) OR min(number) <> 1",
        "numbers have a gap",
    )


def accounts_keep_to_their_ledger(town: Town) -> None:
    """I05: both sides of a transfer lie in the ledger of its voucher, and in this book."""
    nothing(
        town,
        "SELECT t.id FROM ledger_transfer t JOIN ledger_voucher v ON v.id = t.voucher_id"
        " JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id"
        " WHERE t.book_id = %(book)s AND (d.ledger <> v.ledger OR c.ledger <> v.ledger OR d.book_id <> v.book_id"
        " OR c.book_id <> v.book_id OR d.id = c.id)",
        "a transfer leaves its ledger",
    )


def reversals_are_single(town: Town) -> None:
    """I26: a voucher and a repayment have at most one mirror each, and the mirror is as large."""
    nothing(
        town,
        "SELECT r.id FROM ledger_voucher r JOIN ledger_voucher o ON o.id = r.reverses_id WHERE r.book_id = %(book)s"
        " AND (r.total <> o.total OR o.kind = 'reversal' OR r.ledger <> o.ledger)",
        "a mirror differs",
    )
    nothing(
        town,
        "SELECT reverses_id FROM ledger_voucher WHERE book_id = %(book)s AND reverses_id IS NOT NULL"
        " GROUP BY reverses_id HAVING count(*) > 1",
        "undone twice",
    )


def shares_and_schedules_are_the_loan(town: Town) -> None:
    """I11 and the sums of every stage: members' shares and instalments add up to the loan, nothing is below zero."""
    nothing(
        town,
        "SELECT l.loan_no FROM lending_loan l WHERE l.book_id = %(book)s AND (l.principal <>"
        " (SELECT coalesce(sum(s.principal), 0) FROM lending_share s WHERE s.loan_id = l.id AND s.live)"
        " OR l.principal <> (SELECT sum(i.principal) FROM lending_instalment i WHERE i.loan_id = l.id)"
        " OR l.jasa <> (SELECT sum(i.jasa) FROM lending_instalment i WHERE i.loan_id = l.id)"
        " OR EXISTS (SELECT 1 FROM lending_instalment i WHERE i.loan_id = l.id AND (i.principal < 0 OR i.jasa < 0)))",
        "shares or schedule are not the loan",
    )
    nothing(
        town,
        "SELECT a.number FROM lending_application a JOIN (SELECT application_id, sum(asked) asked,"
        " sum(coalesce(verified, 0)) verified, sum(coalesce(decided, 0)) decided FROM lending_applicationshare"
        " GROUP BY application_id) s ON s.application_id = a.id WHERE a.book_id = %(book)s AND (a.asked <> s.asked"
        " OR (a.verified IS NOT NULL AND a.verified <> s.verified)"
        " OR (a.decided IS NOT NULL AND a.decided <> s.decided)"
        " OR a.verified > a.asked OR a.decided > a.verified)",
        "shares are not the application",
    )
    nothing(
        town,
        "SELECT l.loan_no FROM lending_loan l JOIN lending_application a ON a.id = l.application_id"
        " WHERE l.book_id = %(book)s AND (a.decided <> l.principal OR a.state <> 'disbursed')",
        "a loan differs from what was decided",
    )


def _on_cards(what: str) -> str:
    """What the old card of the loan says was paid."""
    return (
        "(SELECT coalesce(sum(e.amount), 0) FROM lending_cardentry e WHERE e.loan_id = l.id"
        f" AND e.type = '{what}_payment')"
    )


def payments_are_total(town: Town) -> None:
    """I12: a payment is the sum of its parts, a loan's sums are what its payments give, nothing is below zero."""
    nothing(
        town,
        "SELECT receipt FROM lending_repayment WHERE book_id = %(book)s"
        " AND amount <> principal + jasa + surplus + savings - borne",
        "a payment is not its parts",
    )
    nothing(
        town,
        "SELECT l.loan_no FROM lending_loan l WHERE l.book_id = %(book)s AND (l.principal_paid <> (SELECT"
        f" coalesce(sum(r.principal), 0) FROM lending_repayment r WHERE r.loan_id = l.id) + {_on_cards('principal')}"
        " OR l.jasa_paid <> (SELECT coalesce(sum(r.jasa), 0) FROM lending_repayment r WHERE r.loan_id = l.id)"
        f" + {_on_cards('jasa')} OR l.principal_paid < 0"
        " OR l.principal_paid > l.principal OR l.jasa_paid < 0 OR l.jasa_paid + l.jasa_waived > l.jasa"
        " OR (l.state = 'settled') <> (l.principal_paid = l.principal AND l.jasa_paid + l.jasa_waived >= l.jasa"
        " AND l.state IN ('active', 'settled')))",
        "a loan is not what was paid",
    )
    for receipt, principal, jasa, parts in rows(
        town, "SELECT receipt, principal, jasa, parts FROM lending_repayment WHERE book_id = %(book)s"
    ):
        spread = _json(parts)
        assert principal == sum(part[1] for part in spread), receipt
        assert jasa == sum(part[2] for part in spread), receipt


KEPT_ON_CARDS = (
    " UNION ALL SELECT e.loan_id, CASE e.type WHEN 'savings_in' THEN e.amount WHEN 'savings_out' THEN -e.amount ELSE 0"
    " END FROM lending_cardentry e JOIN lending_loan l ON l.id = e.loan_id WHERE l.book_id = %(book)s"
)


def held_money_is_not_below_zero(town: Town) -> None:
    """I12: neither the savings nor the titipan of any loan."""
    for table, column, more in (("saving", "savings", KEPT_ON_CARDS), ("surplusmove", "surplus", "")):
        nothing(
            town,
            "SELECT loan_id FROM (SELECT loan_id, amount FROM"
            f" lending_{table} WHERE book_id = %(book)s UNION ALL SELECT loan_id, {column} FROM lending_repayment"
            f" WHERE book_id = %(book)s{more}) AS moved GROUP BY loan_id HAVING sum(amount) < 0",
            f"{column} below zero",
        )


def claims_are_covers_less_paybacks(town: Town) -> None:
    """Inside a KSM: no claim below zero or above its cover, covers never more than the payment they name."""
    nothing(
        town,
        "SELECT c.id FROM lending_cover c WHERE c.book_id = %(book)s AND (SELECT coalesce(sum(m.amount), 0)"
        " FROM lending_covermove m WHERE m.cover_id = c.id) NOT BETWEEN 0 AND c.amount",
        "a claim below zero or above its cover",
    )
    nothing(
        town,
        "SELECT r.receipt FROM lending_repayment r JOIN (SELECT c.repayment_id, sum(c.amount) - sum(coalesce((SELECT"
        " sum(m.amount) FROM lending_covermove m WHERE m.cover_id = c.id AND m.kind = 'mistake'), 0)) AS covered"
        " FROM lending_cover c WHERE c.book_id = %(book)s GROUP BY c.repayment_id) k ON k.repayment_id = r.id"
        " WHERE k.covered > r.amount",
        "covers above the payment",
    )
    ((covered, back, left),) = rows(
        town,
        "SELECT (SELECT coalesce(sum(amount), 0) FROM lending_cover WHERE book_id = %(book)s),"
        " (SELECT coalesce(sum(amount), 0) FROM lending_covermove WHERE book_id = %(book)s),"
        " (SELECT coalesce(sum(c.amount - coalesce((SELECT sum(m.amount) FROM lending_covermove m"
        " WHERE m.cover_id = c.id), 0)), 0) FROM lending_cover c WHERE c.book_id = %(book)s)",
    )
    assert left == covered - back, "a payback belongs to no cover of this board"


def facts_are_a_chain(town: Town) -> None:
    """I27: numbered without a gap, and as many as the book has counted."""
    ((count, first, last, kept),) = rows(
        town,
        "SELECT count(*), min(sequence), max(sequence), (SELECT facts FROM base_book WHERE id = %(book)s)"
        " FROM base_fact WHERE book_id = %(book)s",
    )
    assert (count, first) == (last, 1) == (kept, 1), f"{count} facts, {first} to {last}, {kept} counted"
    nothing(
        town,
        "SELECT r.key FROM base_reply r WHERE r.book_id = %(book)s GROUP BY r.key HAVING count(*) > 1",
        "a key has two replies",
    )


def days_are_contiguous(town: Town) -> None:
    """I36, I38: one open day, the closed ones without a gap before it, and what they held they hold."""
    ((count, first, last, still, state),) = rows(
        town,
        "SELECT count(*), min(day), max(day), sum(CASE WHEN closed_at IS NULL THEN 1 ELSE 0 END),"
        " (SELECT open_day FROM ledger_bookstate WHERE book_id = %(book)s) FROM ledger_day WHERE book_id = %(book)s",
    )
    first, last, state = (_day(value) for value in (first, last, state))
    assert still == 1
    assert last == state
    assert count == (last - first).days + 1
    nothing(
        town,
        "SELECT v.id FROM ledger_voucher v JOIN ledger_day d ON d.book_id = v.book_id AND d.day = v.dated"
        " WHERE v.book_id = %(book)s AND d.closed_at IS NOT NULL AND v.recorded_at > d.closed_at",
        "a closed day took a voucher",
    )
    sums = {
        _day(day): int(total)
        for day, total in rows(
            town, "SELECT dated, sum(total) FROM ledger_voucher WHERE book_id = %(book)s GROUP BY dated"
        )
    }
    for day, total in town.closed.items():
        assert sums.get(day, 0) == total, f"{day} was closed with {total}, now {sums.get(day, 0)}"
    town.closed |= {day: total for day, total in sums.items() if day < state}


def both_sides_are_equal(town: Town) -> None:
    """I03: the trial balance of today, and assets beside what they belong to."""
    balance = trial_balance(town.book, as_of=town.live())
    assert balance.total_debit == balance.total_credit
    assert position(town.book, as_of=town.live()).difference == 0
    assert control_findings(town.book, as_of=town.live()) == []


def yesterday_stays(town: Town) -> None:
    """I10: what was read of a closed day is read again, whatever happened since."""
    day = town.live() - timedelta(days=1)
    for known in [day, *list(town.read)[-2:]]:
        found = [
            (row.loan_no, row.balance, row.missed_instalments) for row in loans(town.book, as_of=known)
            if not row.loan_no.startswith(FOUND)  # an old card that turned up since
        ]  # fmt: skip
        assert town.read.setdefault(known, found) == found, f"{known} reads otherwise now"


def boxes_are_the_treasurers_lists(town: Town) -> None:
    """The KSM's own books: as a plain list says, nothing below zero, and the box holds what was counted."""
    for name in KSM:
        books, last = books_of(town.group(name)), last_meeting(town.group(name))
        noted = [row for meeting in town.boxes[name] for row in meeting]
        assert books.cash == sum(amount if kind in COMES_IN else -amount for kind, _, amount in noted)
        for person in EVERYBODY[name]:
            key = str(town.person(person))
            saved = sum(
                {"savings": amount, "withdrawal": -amount}.get(kind, 0) for kind, who, amount in noted if who == key
            )
            assert books.saved.get(town.person(person), 0) == saved, f"{person} saved {saved}"
        lent = sum({"loan": amount, "repayment": -amount}.get(kind, 0) for kind, _, amount in noted)
        assert books.lent == lent
        assert min([books.cash, books.held, *books.saved.values(), *books.owed.values()]) >= 0
        assert books.cash == (last.counted if last else 0)
        assert books.cash + books.lent == books.savings + books.held + books.surplus


def endings_are_decided(town: Town) -> None:
    """I17: what ended otherwise than paid names a decision that stands, and what came back is never above the claim."""
    nothing(
        town,
        "SELECT e.id FROM lending_ending e LEFT JOIN governance_decision d ON d.book_id = e.book_id"
        " AND d.number = e.decision AND d.outcome = 'approved' WHERE e.book_id = %(book)s AND d.id IS NULL",
        "an ending without a decision",
    )
    nothing(
        town,
        "SELECT e.id FROM lending_ending e WHERE e.book_id = %(book)s AND e.claim < (SELECT coalesce(sum(r.amount), 0)"
        " FROM lending_recovery r JOIN ledger_voucher v ON v.id = r.voucher_id WHERE r.ending_id = e.id"
        " AND NOT EXISTS (SELECT 1 FROM ledger_voucher m WHERE m.reverses_id = v.id))",
        "more came back than was claimed",
    )


def the_dead_owe_nothing(town: Town) -> None:
    """The fund paid what was decided and no more; who died has no part any more, and nobody owes it instead."""
    nothing(
        town,
        "SELECT e.id FROM lending_ending e LEFT JOIN lending_loan n ON n.replaces_id = e.loan_id"
        " WHERE e.book_id = %(book)s AND e.covered > 0 AND (n.id IS NULL OR n.principal <> e.principal - e.covered"
        " OR e.claim <> 0 OR e.written_off <> 0 OR EXISTS (SELECT 1 FROM lending_share s WHERE s.loan_id = n.id"
        " AND s.live AND s.person_id = e.person_id))",
        "a part of the dead is still asked",
    )
    ((paid, covered),) = rows(
        town,
        "SELECT (SELECT coalesce(sum(t.amount), 0) FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_id"
        " JOIN ledger_account c ON c.id = t.credit_id WHERE t.book_id = %(book)s AND d.role = 'risk_fund'"
        " AND c.role = 'loans'),"
        " (SELECT coalesce(sum(e.covered), 0) FROM lending_ending e WHERE e.book_id = %(book)s)",
    )
    assert paid == covered, f"the fund for the dead paid {paid}, the endings say {covered}"


def a_margin_is_owed_whole(town: Town) -> None:
    """Of a margin nothing is spared but what a meeting granted on that loan."""
    for loan in Loan.objects.filter(book_id=town.book, method="murabahah", jasa_waived__gt=0):
        granted = Decision.objects.filter(
            book_id=town.book, outcome="approved", agenda__subject_kind="margin_rebate", agenda__subject_id=str(loan.pk)
        )
        most = max((int(one.agenda.shown["rebate"]) for one in granted if one.agenda is not None), default=0)
        assert loan.jasa_waived <= most, f"{loan.loan_no} was spared {loan.jasa_waived}, granted {most}"


def one_mentor_at_a_time(town: Town) -> None:
    """A mentoring runs by the yes of both KSM, said by two people; a KSM has one mentor."""
    begun = (
        "SELECT p.id AS pair, p.mentee_id AS mentee, max(a.agreed_on) AS begun, count(DISTINCT b.person) AS said"
        " FROM mentoring_peerpair p JOIN mentoring_peeragreement a ON a.pair_id = p.id"
        " JOIN base_actor b ON b.id = a.by_id"
        " WHERE p.book_id = %(book)s GROUP BY p.id, p.mentee_id HAVING count(DISTINCT a.group_id) = 2"
    )
    nothing(town, f"SELECT pair FROM ({begun}) AS agreed WHERE said <> 2", "one person said yes for both")
    nothing(
        town,
        f"SELECT mentee FROM ({begun}) AS agreed WHERE pair NOT IN (SELECT pair_id FROM mentoring_peerend)"
        " GROUP BY mentee HAVING count(*) > 1",
        "a KSM has two mentors",
    )
    nothing(
        town,
        f"SELECT s.id FROM mentoring_peersession s JOIN mentoring_peerpair p ON p.id = s.pair_id LEFT JOIN ({begun})"
        " AS agreed ON agreed.pair = s.pair_id WHERE p.book_id = %(book)s AND (agreed.pair IS NULL"
        " OR s.held_on < agreed.begun OR s.came < 1)",
        "a session of no mentoring",
    )
    nothing(
        town,
        "SELECT s.pair_id FROM mentoring_peersession s JOIN mentoring_peerpair p ON p.id = s.pair_id"
        " LEFT JOIN mentoring_peersessionback b ON b.session_id = s.id WHERE p.book_id = %(book)s AND b.id IS NULL"
        " GROUP BY s.pair_id, s.held_on HAVING count(*) > 1",
        "two sessions of one day stand",
    )


def what_was_told_stays(town: Town) -> None:
    """Readings are numbered without a gap, an answer stands once in a round, a deed is taken back once."""
    for table, which in (
        ("assessment", "group_id, instrument"), ("helpround", "group_id"), ("handoverreading", "book_id"),
    ):  # fmt: skip
        nothing(
            town,
            f"SELECT {which} FROM mentoring_{table} WHERE book_id = %(book)s GROUP BY {which}"
            " HAVING count(*) <> max(number) OR min(number) <> 1",
            f"{table} has a gap",
        )
    nothing(
        town,
        "SELECT f.person_id FROM mentoring_followup f WHERE f.book_id = %(book)s AND NOT EXISTS (SELECT 1"
        " FROM mentoring_followup n WHERE n.corrects_id = f.id) GROUP BY f.loan_id, f.person_id, f.round"
        " HAVING count(*) > 1",
        "two answers stand in one round",
    )
    nothing(
        town,
        "SELECT d.id FROM mentoring_welfaredeed d JOIN mentoring_welfaredeed o ON o.id = d.takes_back_id"
        " WHERE d.book_id = %(book)s AND (o.takes_back_id IS NOT NULL OR d.worth <> o.worth"
        " OR d.group_id <> o.group_id)",
        "a deed is taken back otherwise than it was told",
    )


ALONE = (
    (
        "SELECT d.id FROM ledger_day d JOIN base_actor a ON a.id = d.counted_by_id"
        " JOIN base_actor b ON b.id = d.confirmed_by_id WHERE d.book_id = %(book)s AND a.person = b.person"
    ),
    (
        "SELECT d.id FROM ledger_draft d JOIN base_actor a ON a.id = d.made_by_id"
        " JOIN base_actor b ON b.id = d.decided_by_id WHERE d.book_id = %(book)s AND d.state = 'approved'"
        " AND a.person = b.person"
    ),
    (
        "SELECT s.id FROM lending_signature s JOIN lending_application p ON p.id = s.application_id"
        " JOIN base_actor a ON a.id = p.submitted_by_id OR a.id = p.verified_by_id"
        " WHERE p.book_id = %(book)s AND p.state IN ('verified', 'approved', 'disbursed') AND a.person = s.person"
    ),
    (
        "SELECT r.id FROM lending_repayment r JOIN lending_repayment o ON o.id = r.reverses_id"
        " JOIN base_actor a ON a.id = r.made_by_id JOIN base_actor b ON b.id = o.made_by_id"
        " WHERE r.book_id = %(book)s AND a.person = b.person"
    ),
)
"""Places where two people are needed and one did both."""


def makers_are_not_checkers(town: Town) -> None:
    """I19: by natural person, at every place where two are needed."""
    for statement in ALONE:
        nothing(town, statement, "one person is maker and checker")


IN_TURN: tuple[Callable[[Town], None], ...] = (
    vouchers_balance, shares_and_schedules_are_the_loan, payments_are_total, facts_are_a_chain,
    held_money_is_not_below_zero, days_are_contiguous, claims_are_covers_less_paybacks, boxes_are_the_treasurers_lists,
    both_sides_are_equal, reversals_are_single, yesterday_stays, endings_are_decided, makers_are_not_checkers,
    accounts_keep_to_their_ledger, the_dead_owe_nothing, a_margin_is_owed_whole,
    one_mentor_at_a_time, what_was_told_stays, history_is_of_the_old_books,
    a_closed_year_is_closed_and_given_out_whole,
)  # fmt: skip


def in_turn(town: Town, step: int) -> None:
    """The law whose turn it is."""
    IN_TURN[step % len(IN_TURN)](town)


def at_the_end(town: Town) -> None:
    """Every law once more, what a commit would check, and the whole of `gulir check`."""
    after_each_step(town)
    for law in IN_TURN:
        law(town)
    connection.check_constraints()
    findings = check_board(Book.objects.get(pk=town.book), on=town.live())
    assert findings == [], findings[:3]


def classes(town: Town) -> dict[str, tuple[int, int]]:
    """Collectibility and missed instalments of every running loan today (I14)."""
    return {
        row.loan_no: (row.collectibility, row.missed_instalments)
        for row in loans(town.book, as_of=town.live())
        if row.state == "active"
    }


def _json(value: Any) -> list[list[int]]:
    import json

    return list(json.loads(value)) if isinstance(value, str) else list(value)


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value

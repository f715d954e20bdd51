"""What must hold of old books and of years that were closed, asked as `laws.py` asks."""

from __future__ import annotations

from gulir.governance.models import Decision
from tests.machine.asking import nothing, rows
from tests.machine.town import Town

__all__ = ["a_closed_year_is_closed_and_given_out_whole", "history_is_of_the_old_books"]


def history_is_of_the_old_books(town: Town) -> None:
    """I11: a line of an old card is older than the live books and of a loan that was not paid out here."""
    nothing(
        town,
        "SELECT e.id FROM lending_cardentry e JOIN lending_loan l ON l.id = e.loan_id JOIN ledger_bookstate s"
        ' ON s.book_id = l.book_id WHERE l.book_id = %(book)s AND (NOT l.imported OR e."on" >= s.live_on'
        " OR l.disbursed_on >= s.live_on OR l.application_id IS NOT NULL)",
        "history of what happened here",
    )
    nothing(
        town,
        "SELECT l.loan_no FROM lending_loan l JOIN lending_share s ON s.loan_id = l.id AND s.live"
        " WHERE l.book_id = %(book)s GROUP BY l.id, l.loan_no"
        " HAVING sum(CASE WHEN s.person_id IS NULL THEN 1 ELSE 0 END) > 1"
        " OR count(s.person_id) <> count(DISTINCT s.person_id)",
        "a share has two owners, or nobody twice",
    )


PARTS = {
    "capital": "capital_from_profit", "social": "social_fund", "bop": "bop_fund", "overseers": "payable",
    "upk_bonus": "payable", "reserve": "general_reserve",
}  # fmt: skip
"""Where each part of a profit belongs (domain 4.6), written down here once more."""


def a_closed_year_is_closed_and_given_out_whole(town: Town) -> None:
    """I01, I03, I09: a closed year holds no income or expense any more; its profit goes out once, whole, as decided."""
    nothing(
        town,
        "SELECT y.year, a.code FROM ledger_year y"
        " JOIN ledger_account a ON a.book_id = y.book_id AND a.ledger = y.ledger AND a.kind IN ('income', 'expense')"
        " JOIN ledger_transfer t ON t.debit_id = a.id OR t.credit_id = a.id"
        " JOIN ledger_voucher v ON v.id = t.voucher_id AND v.for_year <= y.year WHERE y.book_id = %(book)s"
        " GROUP BY y.year, a.code, a.id HAVING sum(CASE WHEN t.debit_id = a.id THEN t.amount ELSE -t.amount END) <> 0",
        "a closed year still holds something",
    )
    years = rows(
        town,
        "SELECT y.ledger, y.year, y.result, (SELECT coalesce(sum(CASE WHEN t.credit_id = a.id THEN t.amount"
        " ELSE -t.amount END), 0) FROM ledger_transfer t JOIN ledger_voucher v ON v.id = t.voucher_id"
        " JOIN ledger_account a ON a.id = t.debit_id OR a.id = t.credit_id WHERE v.book_id = y.book_id"
        " AND v.ledger = y.ledger AND v.for_year = y.year AND v.kind <> 'closing' AND a.kind IN ('income', 'expense'))"
        " FROM ledger_year y WHERE y.book_id = %(book)s",
    )
    for ledger, year, result, counted in years:
        assert result == counted, f"{year} of {ledger} closed with {result}, its vouchers say {counted}"
    results = {f"LABA-{year}": result for ledger, year, result, _ in years if ledger == "upk"}
    given: dict[str, dict[str, int]] = {}
    vouchers = set()
    for voucher, reference, role, amount in rows(
        town,
        "SELECT v.id, v.reference, c.role, t.amount FROM ledger_voucher v JOIN ledger_transfer t ON t.voucher_id = v.id"
        " JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id"
        " WHERE v.book_id = %(book)s AND v.ledger = 'upk' AND v.kind = 'ordinary' AND d.role = 'result_carried'"
        " AND NOT EXISTS (SELECT 1 FROM ledger_voucher m WHERE m.reverses_id = v.id)",
    ):
        vouchers.add((reference, str(voucher)))
        parts = given.setdefault(reference, {})
        parts[role] = parts.get(role, 0) + int(amount)
    assert len(vouchers) == len(given), f"given out twice: {sorted(vouchers)}"
    decided = _decided_parts(town)
    for reference, parts in given.items():
        assert sum(parts.values()) == results.get(reference), f"{reference}: {parts} of {results.get(reference)}"
        assert parts in decided.get(reference, []), f"{reference}: {parts}, decided {decided.get(reference)}"


def _decided_parts(town: Town) -> dict[str, list[dict[str, int]]]:
    """What meetings of the members gave to whom, by account."""
    found: dict[str, list[dict[str, int]]] = {}
    for one in Decision.objects.filter(
        book_id=town.book, subject_kind="profit", outcome="approved", meeting__kind="rwt", agenda__isnull=False
    ).select_related("agenda"):
        parts: dict[str, int] = {}
        for part, amount in (one.agenda.shown["amounts"] if one.agenda else {}).items():
            if amount:
                parts[PARTS[part]] = parts.get(PARTS[part], 0) + amount
        found.setdefault(f"LABA-{one.subject_id}", []).append(parts)
    return found

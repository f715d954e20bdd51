"""The way of a loan: asked, verified, signed twice, paid out, paid back, savings returned."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from gulir.cli.demo.calendar import FIRST_MONTH, work_day
from gulir.cli.demo.office import EVERYTHING, Happening, Held, Office
from gulir.cli.demo.plan import BANK_PAYERS, SIZES, Payment, Turn, granted
from gulir.cli.demo.till import BANK_TR, CASH, book, have_cash
from gulir.cli.demo.village import GROUPS, TRADES
from gulir.core.approval import shown_digest
from gulir.lending import queries
from gulir.lending import services as lending

__all__ = [
    "arrive",
    "ask",
    "cover",
    "give_back",
    "pay_out",
    "receive",
    "receive_for_another",
    "sign",
    "take_on",
    "verify",
]

MORE = 250_000
"""What some members ask beyond what the visit finds them good for."""
CUT_FROM, CUT = (22, 2), 250_000
"""The loan of which one member got less than her share, and how much less: somebody kept a "thank you"."""
COVERED = frozenset({(0, 3, 0), (6, 2, 4)})
"""Instalments (place, turn, how many before) of which the others paid a part."""
UNTOLD = (0, 3)
"""The loan whose chairwoman has not yet told what reached her own hand."""
ABOVE = (11, 1, 2)
"""Place, turn and seat of the one member whose share is above what her household can carry, and why it was asked."""
SENDS_MONEY = "Anaknya yang bekerja di luar kota mengirim uang setiap bulan"
DAYS_ASKED, DAYS_VERIFIED, DAYS_SIGNED, DAYS_COUNTERSIGNED = 16, 9, 5, 3


def take_on(turn: Turn) -> list[Happening]:
    """The days of an application before it is paid out, each with what is done on it."""
    first = work_day(FIRST_MONTH.replace(day=3))
    return [
        (max(first, turn.before(DAYS_ASKED)), lambda office: ask(office, turn)),
        (max(first, turn.before(DAYS_VERIFIED)), lambda office: verify(office, turn)),
        (max(first, turn.before(DAYS_SIGNED)), lambda office: sign(office, turn, "upk_manager")),
        (max(first, turn.before(DAYS_COUNTERSIGNED)), lambda office: sign(office, turn, "coordinator")),
        (turn.paid_out, lambda office: pay_out(office, turn)),
    ]


def ask(office: Office, turn: Turn, *, product: UUID | None = None) -> None:
    """The group's application, every member with a share and a business; before the first one they sign and fill in."""
    if turn.number == 1:
        _prepare(office, turn)
    shares = [
        lending.AskedShare(
            person=row.person,
            amount=_asked(turn, seat),
            business=_trade(turn, seat),
        )
        for seat, row in enumerate(office.members(turn.code))
    ]
    made = office.do(
        "loan_officer",
        lending.submit_application,
        group=office.groups[turn.code],
        product=product or office.product,
        shares=shares,
        purpose="Tambahan modal usaha anggota",
    )
    office.loans[turn.place, turn.number] = Held(application=UUID(made["application"]))


def _prepare(office: Office, turn: Turn) -> None:
    """All sign before the loan officer that they answer together; each tells of the business and the household."""
    rows, group = office.members(turn.code), office.groups[turn.code]
    office.do(
        "loan_officer",
        lending.see_pledges,
        group=group,
        people=[row.person for row in rows],
        signed_on=office.today,
    )
    for seat, row in enumerate(rows):
        home = _home(turn, seat)
        office.do(
            "loan_officer",
            lending.fill_member_form,
            group=group,
            person=row.person,
            amount=_asked(turn, seat),
            business=_trade(turn, seat),
            business_since=2024 - (turn.place + 2 * seat) % 12,
            workers=1 + (turn.place + seat) % 3,
            capital=500_000 + 250_000 * ((turn.place + seat) % 7),
            turnover=home["income"],
            costs=home["costs"],
            other_income=home["other_income"],
            living_costs=home["living_costs"],
            dependants=1 + (2 * turn.place + seat) % 5,
        )


def _trade(turn: Turn, seat: int) -> str:
    return TRADES[(turn.place + 5 * seat) % len(TRADES)]


def _home(turn: Turn, seat: int) -> dict[str, int]:
    """What comes in and goes out in a month, in rupiah: enough for the loan, but for one member who asks for more."""
    costs = 1_100_000 + 50_000 * ((turn.place + seat) % 8)
    living = 700_000 + 50_000 * ((2 * turn.place + seat) % 6)
    other = 250_000 * ((turn.place + 2 * seat) % 4)
    short = (turn.place, turn.number, seat) == ABOVE
    needed = granted(turn.place, seat, turn.number) * (12 if short else 16) // 100
    spare = 0 if short else 100_000 * ((3 * turn.place + 7 * seat) % 12)
    income = -(-(costs + living - other + needed + spare) // 50_000) * 50_000
    return {"income": income, "costs": costs, "other_income": other, "living_costs": living}


def _asked(turn: Turn, seat: int) -> int:
    good_for = granted(turn.place, seat, turn.number)
    wishes_more = (turn.place + seat) % 9 == 0
    return good_for + MORE if wishes_more and good_for + MORE <= max(SIZES[turn.number]) else good_for


def verify(office: Office, turn: Turn) -> None:
    """What the visit to every member found."""
    found = [
        lending.VerifiedShare(
            person=row.person,
            amount=granted(turn.place, seat, turn.number),
            **_home(turn, seat),
            character=3 + (turn.place + seat) % 2,
            capacity=2 + (3 * turn.place + seat) % 3,
            capital=1 + (turn.place + seat) % 4,
            condition=2 + (turn.place + 2 * seat) % 2,
            collateral=4,
            exception=SENDS_MONEY if (turn.place, turn.number, seat) == ABOVE else "",
        )
        for seat, row in enumerate(office.members(turn.code))
    ]
    application = office.loans[turn.place, turn.number].application
    office.do(
        "loan_officer",
        lending.verify_application,
        application=application,
        shares=found,
        note="Semua anggota dikunjungi; usaha berjalan.",
    )


def sign(office: Office, turn: Turn, who: str) -> None:
    """One of the two signatures, on what is shown now."""
    application = office.loans[turn.place, turn.number].application
    if who == "upk_manager" and (turn.place, turn.number) == ABOVE[:2]:
        person = office.members(turn.code)[ABOVE[2]].person
        reason = "Kiriman anak dilihat sendiri di buku tabungan"
        office.do("coordinator", lending.allow_exception, application=application, person=person, reason=reason)
    asked = queries.applications(office.book, EVERYTHING).get(pk=application)
    office.do(who, lending.sign_application, application=application, digest=shown_digest(lending.shown(asked)))


def pay_out(office: Office, turn: Turn) -> None:
    """Fetch the cash, pay the group out, and note what its schedule asks."""
    loan = office.loans[turn.place, turn.number]
    asked = queries.applications(office.book, EVERYTHING).get(pk=loan.application)
    have_cash(office, asked.decided or 0)
    made = office.books("cashier", lending.disburse, application=loan.application)
    loan.loan = UUID(made["loan"])
    card = queries.card(office.book, loan.loan, as_of=office.today)
    loan.amounts = tuple(line.principal + line.jasa for line in card.schedule)
    loan.saving = _saving(card.loan.principal, len(loan.amounts))
    arrive(office, turn)


def arrive(office: Office, turn: Turn) -> None:
    """The facilitator sits down with the group: what reached each hand, and what stands in the treasurer's book."""
    loan = office.loans[turn.place, turn.number]
    found = queries.card(office.book, loan.loan or loan.application, as_of=office.today).loan
    shares = list(found.shares.filter(live=True, person__isnull=False).order_by("id"))
    amounts = {share.person_id: share.principal for share in shares}
    if (turn.place, turn.number) == CUT_FROM:
        amounts[shares[2].person_id] -= CUT
    if (turn.place, turn.number) == UNTOLD:
        chair = office.members(turn.code)[0].person
        amounts = {person: amount for person, amount in amounts.items() if person != chair}
    office.do("facilitator", lending.witness_arrivals, loan=loan.loan, amounts=amounts, treasurer=found.principal)


def _saving(principal: int, instalments: int) -> int:
    """The saving beside each instalment: five percent of the principal over the whole term (R06), in thousands up."""
    return -(-principal // (20 * instalments * 1_000)) * 1_000


def receive(office: Office, payment: Payment) -> None:
    """A group brings its instalments with the savings, in cash or into the bank."""
    turn = payment.turn
    loan = office.loans[turn.place, turn.number]
    method = "bank" if turn.place in BANK_PAYERS else "cash"
    payer = next(row.name for row in office.members(turn.code) if row.role == "treasurer")
    if payment.early:
        office.books("cashier", lending.settle_early, loan=loan.loan, method=method, payer=payer)
    else:
        asked = loan.amounts[loan.paid : loan.paid + payment.instalments]
        savings = payment.instalments * loan.saving
        made = office.books(
            "cashier",
            lending.record_repayment,
            loan=loan.loan,
            amount=sum(asked) + savings + payment.too_much,
            savings=savings,
            method=method,
            payer=payer,
        )
        loan.saved += savings
        office.savings[method] += savings
        if (turn.place, turn.number, loan.paid) in COVERED:
            cover(office, turn, UUID(made["repayment"]))
    loan.paid += payment.instalments


def cover(office: Office, turn: Turn, repayment: UUID) -> None:
    """Two members had nothing to bring: a neighbour paid for one, the group's savings for the other; half came back."""
    seats = office.members(turn.code)
    by_neighbour = office.do(
        "facilitator",
        lending.record_cover,
        repayment=repayment,
        debtor=seats[3].person,
        creditor=seats[1].person,
        amount=120_000,
        promise_on=office.today + timedelta(days=14),
        note="Anak sakit, dagangan berhenti seminggu",
    )
    office.do(
        "facilitator",
        lending.record_cover,
        repayment=repayment,
        debtor=seats[4].person,
        amount=60_000,
        promise_on=office.today + timedelta(days=30),
        note="Hasil panen lele mundur",
    )
    office.do("facilitator", lending.ease_claim, cover=UUID(by_neighbour["cover"]), amount=60_000)


def receive_for_another(office: Office, payment: Payment, other: tuple[int, int]) -> None:
    """The cashier picks the wrong group; the manager takes the receipt back the same hour, and it is booked right."""
    loan = office.loans[payment.turn.place, payment.turn.number]
    wrong = office.books(
        "cashier", lending.record_repayment, loan=office.loans[other].loan, amount=loan.amounts[loan.paid]
    )
    name = GROUPS[payment.turn.place][1]
    office.books(
        "upk_manager",
        lending.reverse_repayment,
        repayment=UUID(wrong["repayment"]),
        reason=f"Salah pilih KSM, uang ini dari KSM {name}",
    )
    receive(office, payment)


def give_back(office: Office, turn: Turn, too_much: int) -> None:
    """Once a loan is paid off the group takes its savings back, and what it paid too much."""
    loan = office.loans[turn.place, turn.number]
    if loan.saved:
        book(office, "cashier", "Ambil tabungan tanggung renteng dari bank", CASH, BANK_TR, loan.saved)
        office.books("cashier", lending.return_savings, loan=loan.loan, amount=loan.saved)
        loan.saved = 0
    if too_much:
        have_cash(office, too_much)
        office.books("cashier", lending.refund_surplus, loan=loan.loan, amount=too_much)

"""One group works on shared capital: it reports its result at each pay day, three good months and one with a loss."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from gulir.cli.demo.calendar import half_of, pay_day
from gulir.cli.demo.lending_days import ask, pay_out, sign, verify
from gulir.cli.demo.office import Happening, Office
from gulir.cli.demo.plan import Turn
from gulir.lending import services as lending
from gulir.lending.queries import card

__all__ = ["shared_days"]

SHARED = Turn(place=17, number=2, month=18)
"""The group that asked for no second loan with jasa."""
RESULTS = (1_500_000, 900_000, -600_000, 1_200_000)
"""What its business earned from one pay day to the next, in rupiah."""
RICE = (lending.Season("Panen raya", 4, 15, 2), lending.Season("Panen gadu", 9, 15, 1))


def shared_days() -> Iterator[Happening]:
    """The products are offered; the loan goes its way; then a report and its payment at each pay day."""
    products: dict[str, UUID] = {}
    yield SHARED.before(20), lambda office: _offer(office, products)
    yield SHARED.before(16), lambda office: ask(office, SHARED, product=products["MS10"])
    yield SHARED.before(9), lambda office: verify(office, SHARED)
    yield SHARED.before(5), lambda office: sign(office, SHARED, "upk_manager")
    yield SHARED.before(3), lambda office: sign(office, SHARED, "coordinator")
    yield SHARED.paid_out, lambda office: pay_out(office, SHARED)
    for no, result in enumerate(RESULTS, start=1):
        day = pay_day(half_of(SHARED.month + no, SHARED.wave))
        yield day, lambda office, no=no, result=result: _report(office, no, result)  # type: ignore[misc]


def _offer(office: Office, products: dict[str, UUID]) -> None:
    """A product that shares the result, and one that is paid back when the rice is in."""
    made = office.do(
        "upk_manager", lending.define_product, code="MS10", name="Musyarakah 10 bulan", method="musyarakah",
        instalments=10, share_percent="40", loss_percent="50",
    )  # fmt: skip
    products["MS10"] = UUID(made["product"])
    office.do(
        "upk_manager", lending.define_product, code="PANEN", name="Pinjaman musim panen", unit="harvest", harvests=RICE
    )


def _report(office: Office, no: int, result: int) -> None:
    """The group says what it earned; the share, the principal, or less of it after a loss, is paid at once."""
    loan = office.loans[SHARED.place, SHARED.number].loan
    assert loan is not None
    said = office.books("loan_officer", lending.report_result, loan=loan, no=no, result=result)
    line = card(office.book, loan, as_of=office.today).schedule[no - 1]
    payer = next(row.name for row in office.members(SHARED.code) if row.role == "treasurer")
    asked = line.principal + said["share"] - said["borne"]
    office.books("cashier", lending.record_repayment, loan=loan, amount=asked, payer=payer)

"""A board to measure on: loans of twelve instalments on live books, brought in through the acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from gulir.base.models import Actor
from gulir.community import services as community
from gulir.community.models import User
from gulir.community.passwords import Password
from gulir.community.queries import founding_actor, installation_book
from gulir.intake.services import import_file
from gulir.ledger import services as ledger
from gulir.lending import services as lending
from gulir.lending.models import Loan

__all__ = ["DAY", "Clock", "build", "crowded", "loading"]

DAY = date(2026, 3, 2)
CAPITAL = 400_000_000_000


class Clock:
    """An instant that moves a millisecond at each reading, and a key that is new each time."""

    def __init__(self, prefix: str) -> None:
        self.at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
        self.keys = (f"{prefix}-{n}" for n in count())

    def tick(self) -> datetime:
        """The next instant."""
        self.at += timedelta(milliseconds=1)
        return self.at

    def key(self) -> str:
        """The next key."""
        return next(self.keys)


def build(code: str, *, loans: int) -> tuple[UUID, Actor, list[UUID]]:
    """A live board with so many loans of Rp6,000,000; the founder acts, so that rights are asked and given."""
    founder, clock = founding_actor(), Clock(f"build-{code}")
    made = community.found_board(
        book=installation_book().pk, key=f"found-{code}", actor=founder, at=clock.tick(), code=code, name=f"BKM {code}",
        opened_on=DAY,
    )  # fmt: skip
    book = UUID(made["book"])

    def do(act: object, **body: object) -> None:
        act(book=book, key=clock.key(), actor=founder, at=clock.tick(), **body)  # type: ignore[operator]

    do(ledger.use_programme_chart)
    lent = loans * 6_000_000
    rows = [
        {"code": "11010", "debit": CAPITAL, "credit": 0},
        {"code": "11030", "debit": lent, "credit": 0},
        {"code": "31010", "debit": 0, "credit": CAPITAL + lent},
    ]
    do(ledger.post_opening, rows=rows)
    do(lending.bring_in_loans, rows=list(_old_loans(loans)))
    do(ledger.go_live, on=DAY)
    return book, founder, list(Loan.objects.filter(book_id=book).values_list("pk", flat=True))


def crowded(code: str, *, people: int, groups: int) -> User:
    """A live board with so many people, KSM of six with a loan each and its card, and this year's vouchers, by files.

    Eleven instalments have fallen due; every sixth KSM paid seven of them. Gives the login of the UPK manager.
    """
    paid = [7 if n % 6 == 0 else 11 for n in range(groups)]
    book, founder, clock = loading(code, lent=sum(6_000_000 - 500_000 * times for times in paid))

    def do(act: object, **body: object) -> dict[str, str]:
        return act(book=book, key=clock.key(), actor=founder, at=clock.tick(), **body)  # type: ignore[operator,no-any-return]

    names = [f"Warga {n:05d}" for n in range(people)]
    places = [f"{1 + n % 11:02d}" for n in range(max(people, groups))]
    roles = ("chair", "secretary", "treasurer", "member", "member", "member")
    files = {
        "people": ["name,sex,rw", *(f"{name},{'PL'[n % 2]},{places[n]}" for n, name in enumerate(names))],
        "ksm": ["code,name,rw,formed_on", *(f"K-{n},KSM {n},{places[n]},2025-01-01" for n in range(groups))],
        "ksm-members": [
            "ksm,name,role,since",
            *(f"K-{n},{names[6 * n + m]},{role},2025-01-01" for n in range(groups) for m, role in enumerate(roles)),
        ],
        "loans": [
            "loan_no,ksm,rw,disbursed_on,principal,instalments,jasa_percent_per_month",
            *(f"{n + 1},KSM {n},{places[n]},2025-03-15,6000000,12,1.5" for n in range(groups)),
        ],
        "loan-transactions": [
            "loan_no,date,type,amount",
            *(line for n, times in enumerate(paid) for month in range(times) for line in _card_lines(n + 1, month)),
        ],
        "vouchers": ["voucher,date,description,debit_code,credit_code,amount", *_this_year(12 * groups)],
    }
    for kind, lines in files.items():
        done = import_file(
            kind=kind, name=f"{kind}.csv", content="\n".join(lines).encode(), book=book, actor=founder, at=clock.tick(),
            key=clock.key(),
        )  # fmt: skip
        if not done.counts:
            raise SystemExit(f"{kind}: {done.findings[:3]}")
    manager = UUID(do(community.register_person, name="Manajer", sex="P")["person"])
    login = f"manajer.{code}"
    do(community.add_login, person=manager, username=login, password=Password("melati-di-teras-rumah"))
    do(community.take_office, person=manager, office="upk_manager", starts_on=date(2025, 1, 1))
    do(ledger.go_live, on=DAY)
    return User.objects.get(username=login)


def _card_lines(loan: int, month: int) -> tuple[str, str]:
    """What an old card says of one instalment of Rp500,000 with its jasa of Rp90,000."""
    on = f"{2025 + (month + 3) // 12}-{(month + 3) % 12 + 1:02d}-15"
    return f"{loan},{on},principal_payment,500000", f"{loan},{on},jasa_payment,90000"


def _this_year(vouchers: int) -> Iterator[str]:
    """As many vouchers as a year of instalments makes, each of two transfers, all since January."""
    for n in range(vouchers):
        day = date(2026, 1, 1) + timedelta(days=n * 60 // vouchers)
        yield f"A-{n},{day},Angsuran {n},11010,31010,500000"
        yield f"A-{n},{day},Angsuran {n},11010,41010,90000"


def loading(code: str, *, lent: int = 0) -> tuple[UUID, Actor, Clock]:
    """A board that still loads its old books, opened a year before `DAY`, with a chart and an opening balance."""
    founder, clock = founding_actor(), Clock(f"load-{code}")
    made = community.found_board(
        book=installation_book().pk, key=f"found-{code}", actor=founder, at=clock.tick(), code=code, name=f"BKM {code}",
        opened_on=date(2025, 1, 1),
    )  # fmt: skip
    book = UUID(made["book"])
    rows = [
        {"code": "11010", "debit": CAPITAL, "credit": 0},
        *([{"code": "11030", "debit": lent, "credit": 0}] if lent else []),
        {"code": "31010", "debit": 0, "credit": CAPITAL + lent},
    ]
    ledger.use_programme_chart(book=book, key=clock.key(), actor=founder, at=clock.tick())
    ledger.post_opening(book=book, key=clock.key(), actor=founder, at=clock.tick(), rows=rows)
    return book, founder, clock


def _old_loans(number: int) -> Iterator[lending.OldLoan]:
    for n in range(1, number + 1):
        yield lending.OldLoan(
            loan_no=str(n), ksm=f"KSM {n}", rw="01", disbursed_on=date(2026, 1, 15), principal=6_000_000,
            instalments=12, rate_percent="1.5",
        )  # fmt: skip

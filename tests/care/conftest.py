"""A board in full work, with a card brought in, a loan paid out, repayments and a closed day: something to check.

And a house of its own to carry away: a database that can be committed to, keys, a kept file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from django.db import connection, transaction

from gulir.base import keys
from gulir.base.models import Book
from gulir.care import sealing
from gulir.care.place import Place
from gulir.community.queries import founding_actor, installation_book
from gulir.community.services import found_board, register_person
from gulir.ledger.services import count_cash, use_programme_chart
from gulir.lending.services import OldEntry, OldLoan, bring_in_card_entries, bring_in_loans
from tests import databases
from tests.care.console import add_what_lacks
from tests.care.house import AT, NIK, make
from tests.cli.stage import Answer, runner
from tests.lending.stage import Fund, make_fund

OLD = OldLoan(
    loan_no="L-1",
    ksm="Mawar",
    rw="01",
    disbursed_on=date(2025, 6, 2),
    principal=6_000_000,
    instalments=6,
    rate_percent="1.5",
)


@pytest.fixture
def fund(db: None) -> Fund:
    """A fund in work."""
    made = make_fund()
    loan = made.lend()
    made.move_to(date(2026, 4, 2))
    made.pay(loan, 575_000)
    made.pay(loan, 100_000)
    rows = [OldEntry(loan_no="L-1", on=date(2025, 7, 2), type="principal_payment", amount=6_000_000)]
    made.do("bookkeeper", bring_in_loans, rows=[OLD])
    made.do("bookkeeper", bring_in_card_entries, rows=rows)
    made.do("cashier", count_cash, account="11010", denominations={"100000": 1}, reason="coba hitung")
    return made


@pytest.fixture
def book(fund: Fund) -> Book:
    """Its book."""
    return Book.objects.get(pk=fund.book)


# ---------------------------------------------------------------- a house to carry away


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretching a passphrase is slow on purpose; here a thousandth will do."""
    monkeypatch.setattr(sealing, "COST", {"n": 2**10, "r": 8, "p": 1})


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A house of its own for keys and attachments."""
    settings.GULIR_HOME = tmp_path / "house"
    settings.GULIR_HOME.mkdir()
    keys._read.cache_clear()
    yield settings.GULIR_HOME
    keys._read.cache_clear()


@pytest.fixture
def place(fresh_database: str, home: Path) -> Place:
    """A house with a board, a chart, a person whose NIK is sealed, and a kept file."""
    actor = founding_actor()
    made = found_board(
        book=installation_book().pk, key="1", actor=actor, at=AT, code="X", name="BKM X", opened_on=AT.date()
    )
    book = Book.objects.get(code=made["code"])
    use_programme_chart(book=book.pk, key="2", actor=actor, at=AT)
    register_person(book=book.pk, key="3", actor=actor, at=AT, name="Rina", sex="P", nik=NIK)
    kept = home / "attachments" / "ab" / "abcd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"foto kuitansi")
    engine: Literal["sqlite", "postgresql"] = "sqlite" if connection.vendor == "sqlite" else "postgresql"
    return Place(home=home, engine=engine, database=connection.settings_dict, environment=os.environ)


@pytest.fixture
def file(place: Place, tmp_path: Path) -> Path:
    """A good backup of the house."""
    path = tmp_path / "gulir.backup"
    make(place, path)
    return path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """`run("check")` gives exit code, stdout and stderr of the program, in this process."""
    return runner(capfd)


# ---------------------------------------------------------------- the demonstration, to attack by plain SQL


@pytest.fixture(scope="session")
def village(template_db: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The demonstration in a database of its own, in which every table has rows; built once for each worker."""
    from gulir.cli.demo import build

    with django_db_blocker.unblock():
        shared = databases.current()
        name = databases.copy_template()
        databases.use(name)
        build(lambda words: None)
        add_what_lacks()
        databases.use(shared)
        yield name
        databases.drop(name)


@pytest.fixture
def sql(village: str, django_db_blocker: Any) -> Iterator[None]:
    """Statements in that database, in a transaction that is taken back."""
    with django_db_blocker.unblock():
        shared = databases.current()
        databases.use(village)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        databases.use(shared)

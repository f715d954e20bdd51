"""What Gulir does: repayments through the whole act, readings, papers, files, logins. Runs in a process of its own."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle
from statistics import median
from typing import Any

__all__ = ["main"]

ROUNDS = 5
WARM = 20
"""Repayments before the clock runs, as every peer has them."""


def main() -> None:
    """`python -m bench.ours WHAT SECONDS BOARD`: prints one JSON line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gulir.config.settings")
    import django

    django.setup()
    what, seconds, board = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    print(json.dumps(MEASURES[what](seconds, board)))


def prepare(seconds: float, board: str) -> dict[str, Any]:
    """Migrate and build the boards that are measured."""
    from django.core.management import call_command

    from bench.board import build

    call_command("migrate", verbosity=0)
    for code in filter(None, board.split(",")):
        build(code, loans=int(seconds))
    return {}


def repay(seconds: float, board: str) -> dict[str, Any]:
    """Repayments a second through the whole act, each an instalment with savings (three transfers); time of each."""
    from bench.board import Clock
    from gulir.community.queries import board_of, founding_actor
    from gulir.lending.models import Loan
    from gulir.lending.services import record_repayment

    book, founder, clock = board_of(board).book_id, founding_actor(), Clock(f"{board}-{os.getpid()}")
    loans = list(Loan.objects.filter(book_id=book, state="active").values_list("pk", flat=True))
    random.Random(os.getpid()).shuffle(loans)
    turn = cycle(loans)

    def pay() -> None:
        record_repayment(
            book=book, key=clock.key(), actor=founder, at=clock.tick(), loan=next(turn), amount=600_000, savings=10_000
        )  # fmt: skip

    for _ in range(WARM):
        pay()
    took, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds:
        began = time.perf_counter()
        pay()
        took.append(time.perf_counter() - began)
    took.sort()
    return {"per_second": len(took) / (time.perf_counter() - start), "p95_ms": 1000 * took[int(len(took) * 0.95)]}


def _times(act: Callable[[], Any], number: int = 7) -> dict[str, float]:
    act()
    took = []
    for _ in range(number):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return {"ms": 1000 * median(took)}


def reports(seconds: float, board: str) -> dict[str, Any]:
    """One fund's trial balance and indicators from the live database, in milliseconds."""
    from bench.board import DAY
    from gulir.community.queries import board_of
    from gulir.ledger.queries import trial_balance
    from gulir.lending.queries import indicators

    book = board_of(board).book_id
    return {
        "trial_ms": _times(lambda: trial_balance(book, as_of=DAY), 25)["ms"],
        "indicators_ms": _times(lambda: indicators(book, as_of=DAY), 25)["ms"],
    }


def receipts(seconds: float, board: str) -> dict[str, Any]:
    """A thousand receipts in one file, and one receipt warm."""
    from gulir.papers.typeset import qr, typeset

    one = {
        "number": "KW-KM-2026-00001", "marks": [], "dated": "Karang Anyar, 23 November 2026",
        "lines": [["Diterima dari", "KSM Melati"]], "amount": "Rp575.000",
        "words": "Lima ratus tujuh puluh lima ribu rupiah", "qr": qr("KW-KM-2026-00001"), "parts": [], "went": "",
        "signs": [
            {"role": "Yang membayar", "name": "Siti", "office": "Melati"},
            {"role": "Yang menerima", "name": "Rini", "office": "UPK"},
        ],
    }  # fmt: skip
    head = {"title": "Kuitansi", "board": "BKM", "place": "", "language": "id", "in_words": "Terbilang"}
    many = {**head, "receipts": [{**one, "number": str(n)} for n in range(1000)]}
    numbers = iter(range(10**6))
    return {
        "thousand_s": _times(lambda: typeset("kuitansi", many), 5)["ms"] / 1000,
        "one_ms": _times(lambda: typeset("kuitansi", {**head, "receipts": [{**one, "number": str(next(numbers))}]}))[
            "ms"
        ],
    }


def workbook(seconds: float, board: str) -> dict[str, Any]:
    """So many rows out as a workbook, by openpyxl and by us in turn; seconds."""
    import io

    import openpyxl

    from gulir.papers.values import Column, Heading, Report, Section
    from gulir.papers.xlsx import as_xlsx

    number = int(seconds)
    kinds: tuple[Any, ...] = ("date", "code", "text", "text", *["money"] * 6)
    columns = [Column(label=f"K{n}", kind=kind) for n, kind in enumerate(kinds)]
    rows = [
        (date(2025, 1, 1), f"BKM-{n:06d}", f"Angsuran pinjaman {n}", "KSM Melati", *range(n, n + 6))
        for n in range(number)
    ]  # fmt: skip
    heading = Heading(board="BKM", place="", title="Uji", period="", language="id")
    report = Report(name="x", heading=heading, sections=[Section(columns=columns, rows=rows)], data={})

    def theirs() -> None:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
        book.save(io.BytesIO())

    pairs = [(_times(theirs, 1)["ms"] / 1000, _times(lambda: as_xlsx(report), 1)["ms"] / 1000) for _ in range(ROUNDS)]
    return {"pairs": pairs}


def read_in(seconds: float, board: str) -> dict[str, Any]:
    """So many rows of vouchers in a workbook, read and checked cell by cell, and read only by openpyxl; seconds."""
    import io

    import openpyxl

    from gulir.intake.kind import Given
    from gulir.intake.services import _read

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in _old_vouchers(int(seconds)):
        *words, amount = line.split(",")
        sheet.append([*words, int(amount) if amount.isdigit() else amount])
    kept = io.BytesIO()
    book.save(kept)

    def ours() -> None:
        batch = _read("vouchers", kept.getvalue(), Given(today=date(2026, 3, 2)))
        if batch.table.findings or batch.table.count != int(seconds):
            raise SystemExit(f"not read: {batch.table.findings[:3]}")

    def theirs() -> None:
        kept.seek(0)
        for _ in openpyxl.load_workbook(kept, read_only=True).worksheets[0].iter_rows(values_only=True):
            pass

    return {"pairs": [(_times(theirs, 1)["ms"] / 1000, _times(ours, 1)["ms"] / 1000) for _ in range(ROUNDS)]}


def _old_vouchers(rows: int) -> list[str]:
    """The lines of a file of old vouchers, three transfers each, over a year."""
    lines = ["voucher,date,description,debit_code,credit_code,amount"]
    for n in range(rows // 3 + 1):
        day, amount = date(2025, 1, 1) + timedelta(days=n * 1092 // rows), 1_000 * (1 + n * 7919 % 900)
        for code, part in (("31010", amount), ("41010", amount // 10), ("41090", amount // 100)):
            lines.append(f"L-{n},{day},Angsuran lama {n},11010,{code},{part}")
    return lines[: rows + 1]


def bring_in(seconds: float, board: str) -> dict[str, Any]:
    """100,000 rows of old vouchers through the whole import with all its checks; rows a second, peak of memory."""
    import resource

    from bench.board import loading
    from gulir.intake.services import import_file

    book, founder, clock = loading(board)
    rows = int(seconds)
    content = "\n".join(_old_vouchers(rows)).encode()
    began = time.perf_counter()
    done = import_file(
        kind="vouchers", name="lama.csv", content=content, book=book, actor=founder, at=clock.tick(), key=clock.key()
    )
    took = time.perf_counter() - began
    if done.counts.get("rows") != rows:
        raise SystemExit(f"not brought in: {done.findings[:3]}")
    return {"per_second": rows / took, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def pages(seconds: float, board: str) -> dict[str, Any]:
    """Milliseconds and statements of the busiest pages of a crowded board."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from gulir.community.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username=f"manajer.{board}"))
    shown: dict[str, Any] = {}
    for name in ("officers:home", "officers:collect", "officers:loans", "officers:groups", "officers:people"):
        address = reverse(name)

        def see(address: str = address) -> None:
            if client.get(address).status_code != 200:
                raise SystemExit(f"{address} did not open")

        shown[name] = {**_times(see, 5)}
        with CaptureQueriesContext(connection) as seen:
            see()
        shown[name]["statements"] = len(seen)
    return shown


def crowd(seconds: float, board: str) -> dict[str, Any]:
    """Build the crowded board: 500 KSM with a loan each and 10,000 people (fewer for a test)."""
    from django.core.management import call_command

    from bench.board import crowded

    call_command("migrate", verbosity=0)
    groups = int(seconds)
    crowded(board, people=20 * groups, groups=groups)
    return {}


def login(seconds: float, board: str) -> dict[str, Any]:
    """One password checked: milliseconds, how many a second in this process, and the processor's time for one."""
    from gulir.web.passwords import CalmArgon2Hasher

    hasher = CalmArgon2Hasher()
    kept = hasher.encode("melati-di-teras-rumah", hasher.salt())
    alone = _times(lambda: hasher.verify("melati-di-teras-rumah", kept))["ms"]
    number, spent, start = 0, time.process_time(), time.perf_counter()
    while time.perf_counter() - start < seconds:
        hasher.verify("melati-di-teras-rumah", kept)
        number += 1
    spent = time.process_time() - spent
    return {
        "ms": alone, "per_second": number / (time.perf_counter() - start), "cpu_ms": 1000 * spent / number,
    }  # fmt: skip


MEASURES: dict[str, Callable[[float, str], dict[str, Any]]] = {
    "prepare": prepare, "crowd": crowd, "repay": repay, "reports": reports, "receipts": receipts,
    "workbook": workbook, "read_in": read_in, "login": login, "bring_in": bring_in, "pages": pages,
}  # fmt: skip

if __name__ == "__main__":
    main()

"""What Gulir does: repayments through the whole act, readings, papers, files, logins. Runs in a process of its own."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from typing import Any

__all__ = ["main"]


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
    for code in board.split(","):
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
    took, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds:
        began = time.perf_counter()
        record_repayment(
            book=book, key=clock.key(), actor=founder, at=clock.tick(), loan=loans[len(took) % len(loans)],
            amount=600_000, savings=10_000,
        )  # fmt: skip
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


def indicators(seconds: float, board: str) -> dict[str, Any]:
    """One fund's indicators from the live database."""
    from gulir.community.queries import board_of
    from gulir.lending.queries import indicators as read

    book = board_of(board).book_id
    return _times(lambda: read(book, as_of=date(2026, 3, 2)))


def trial_balance(seconds: float, board: str) -> dict[str, Any]:
    """One fund's trial balance."""
    from gulir.community.queries import board_of
    from gulir.ledger.queries import trial_balance as read

    book = board_of(board).book_id
    return _times(lambda: read(book, as_of=date(2026, 3, 2)))


def receipts(seconds: float, board: str) -> dict[str, Any]:
    """A thousand receipts in one file, and one receipt warm."""
    from gulir.papers.typeset import qr, typeset

    one = {
        "number": "KW-KM-2026-00001", "copy": "", "lines": [["Diterima dari", "KSM Melati"]], "amount": "Rp575.000",
        "words": "Lima ratus tujuh puluh lima ribu rupiah", "qr": qr("KW-KM-2026-00001"), "parts": [],
        "signs": [{"role": "Yang membayar", "name": "Siti"}, {"role": "Kasir", "name": "Rini"}],
    }  # fmt: skip
    head = {"title": "Kuitansi", "board": "BKM", "place": "", "language": "id"}
    many = {**head, "receipts": [{**one, "number": str(n)} for n in range(1000)]}
    numbers = iter(range(10**6))
    return {
        "thousand_s": _times(lambda: typeset("kuitansi", many), 3)["ms"] / 1000,
        "one_ms": _times(lambda: typeset("kuitansi", {**head, "receipts": [{**one, "number": str(next(numbers))}]}))[
            "ms"
        ],
    }


def workbook(seconds: float, board: str) -> dict[str, Any]:
    """100,000 rows out as a workbook, and the same by openpyxl."""
    import io

    import openpyxl

    from gulir.papers.values import Column, Heading, Report, Section
    from gulir.papers.xlsx import as_xlsx

    columns = [Column(label=f"K{n}", kind="money") for n in range(10)]
    rows = [tuple(range(n, n + 10)) for n in range(100_000)]
    heading = Heading(board="BKM", place="", title="Uji", period="", language="id")
    report = Report(name="x", heading=heading, sections=[Section(columns=columns, rows=rows)], data={})

    def theirs() -> None:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
        book.save(io.BytesIO())

    return {"ours_s": _times(lambda: as_xlsx(report), 3)["ms"] / 1000, "openpyxl_s": _times(theirs, 3)["ms"] / 1000}


def bring_in(seconds: float, board: str) -> dict[str, Any]:
    """100,000 rows of old vouchers through the whole import with all its checks; rows a second, peak of memory."""
    import resource

    from bench.board import loading
    from gulir.intake.services import import_file

    book, founder, clock = loading(board)
    rows, lines = int(seconds), ["voucher,date,description,debit_code,credit_code,amount"]
    for n in range(rows // 3 + 1):
        day, amount = date(2025, 1, 1) + timedelta(days=n * 1092 // rows), 1_000 * (1 + n * 7919 % 900)
        for code, part in (("31010", amount), ("41010", amount // 10), ("41090", amount // 100)):
            lines.append(f"L-{n},{day},Angsuran lama {n},11010,{code},{part}")
    content = "\n".join(lines[: rows + 1]).encode()
    began = time.perf_counter()
    done = import_file(
        kind="vouchers", name="lama.csv", content=content, book=book, actor=founder, at=clock.tick(), key=clock.key()
    )
    took = time.perf_counter() - began
    if done.counts.get("rows") != rows:
        raise SystemExit(f"not brought in: {done.findings[:3]}")
    return {"per_second": rows / took, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def pages(seconds: float, board: str) -> dict[str, Any]:
    """A board of 500 KSM and 10,000 people, brought in by files: milliseconds and statements of its busiest pages."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from bench.board import crowded

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(crowded(board, people=10_000, groups=500))
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


def login(seconds: float, board: str) -> dict[str, Any]:
    """One password checked."""
    from gulir.web.passwords import CalmArgon2Hasher

    hasher = CalmArgon2Hasher()
    kept = hasher.encode("melati-di-teras-rumah", hasher.salt())
    return _times(lambda: hasher.verify("melati-di-teras-rumah", kept))


MEASURES: dict[str, Callable[[float, str], dict[str, Any]]] = {
    "prepare": prepare, "repay": repay, "indicators": indicators, "trial_balance": trial_balance,
    "receipts": receipts, "workbook": workbook, "login": login, "bring_in": bring_in, "pages": pages,
}  # fmt: skip

if __name__ == "__main__":
    main()

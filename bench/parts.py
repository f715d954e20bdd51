"""The parts of the bench: what each measures, on which engine, and what it is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from bench.anchors import build_anchor, postgres_copy, postgres_full, sqlite_minimum
from bench.peers import PEERS, open_peer
from bench.runs import Run
from bench.table import Line, of_pairs

__all__ = ["PARTS", "Part"]

BOARDS = ("satu", "dua", "tiga", "empat")
PAID, GROUPS = 4_000, 500
"""Loans of a board that is paid on (each instalment is paid once); KSM of the crowded board, twenty people to each."""
BOTH, SERVER, FILE = ("PostgreSQL", "SQLite"), ("PostgreSQL",), ("SQLite",)
PAGES = {
    "officers:home": "an officer's home",
    "officers:collect": "the collection page",
    "officers:loans": "the list of loans",
    "officers:groups": "the list of KSM",
    "officers:people": "the list of people",
}
USABLE = 500
"""Milliseconds within which a page of a crowded board is to come."""


@dataclass(frozen=True)
class Part:
    """A part: its lines on an engine, and the engines it is measured on."""

    measure: Callable[[Run, str], Iterator[Line]]
    engines: tuple[str, ...]


def repayments(run: Run, engine: str) -> Iterator[Line]:
    """Targets 1, 2 and 3: one repayment through the whole act beside the anchor and beside other programs."""
    assert run.cluster is not None
    run.ours("prepare", PAID, ",".join(BOARDS))
    build_anchor(run.cluster)
    peers = {name: open_peer(name, run.cluster) for name in PEERS}
    one, four, p95 = [], [], []
    beside: dict[str, list[tuple[float, float]]] = {name: [] for name in PEERS}
    for _ in range(run.rounds):
        mine = run.ours("repay", run.seconds, BOARDS[0])["per_second"]
        one.append((postgres_full(run.cluster, clients=1, seconds=max(1, int(run.seconds))), mine))
        for name, peer in peers.items():
            theirs = peer.measure(run.seconds) if peer else None
            if theirs:
                beside[name].append((theirs, mine))
        together = run.together("repay", run.seconds, BOARDS)
        anchor = postgres_full(run.cluster, clients=4, seconds=max(1, int(run.seconds)))
        four.append((anchor, sum(each["per_second"] for each in together)))
        p95.append(max(each["p95_ms"] for each in together))
    for peer in peers.values():
        if peer:
            peer.stop()
    yield of_pairs("1", f"one repayment, 1 client, {engine} (a second; the anchor)", one, 0.35, 0.60)
    yield of_pairs("1", f"one repayment, 4 clients, {engine} (a second; the anchor)", four, 0.40, 0.75)
    for name, known in PEERS.items():
        yield against(name, beside[name], known.floor, known.goal)
    late = median(p95)
    yield _time("3", "p95 of a repayment, 4 clients", late, 10, 4)


def against(name: str, pairs: list[tuple[float, float]], floor: float, goal: float) -> Line:
    """A repayment through the whole act against one bare posting of a peer."""
    if not pairs:
        return Line(target="2", what=f"one posting by {name}: not installed here", ours="", floor=floor, goal=goal)
    return of_pairs("2", f"one posting by {name} (a second)", pairs, floor, goal)


def small(run: Run, engine: str) -> Iterator[Line]:
    """Target 17: one repayment on SQLite beside the least that SQLite can write for one."""
    run.ours("prepare", PAID, BOARDS[0])
    pairs = [
        (sqlite_minimum(seconds=run.seconds), run.ours("repay", run.seconds, BOARDS[0])["per_second"])
        for _ in range(run.rounds)
    ]
    yield of_pairs("17", f"one repayment, {engine} (a second; the least write)", pairs, 0.25, 0.50)


def imports(run: Run, engine: str) -> Iterator[Line]:
    """Target 5: old vouchers by file with all checks, beside a plain COPY of the same rows."""
    run.ours("prepare", 0, "")
    rates, peaks, pairs = [], [], []
    for n in range(run.rounds):
        done = run.ours("bring_in", run.rows, f"lama{n}")
        rates.append(done["per_second"])
        peaks.append(done["peak_mb"])
        if run.cluster:
            pairs.append((postgres_copy(run.url, f"lama{n}"), done["per_second"]))
    what = f"import of {run.rows:,} rows with all checks, {engine} (a second), peak {median(peaks):.0f} MB"
    rate = median(rates)
    yield Line(target="5", what=what, ours=f"{rate:,.0f}", value=rate, floor=10_000, unit="/s")
    if pairs:
        yield of_pairs("5", "the same beside a plain COPY with live indexes and keys (a second)", pairs, 0.5, 1.5)


def crowd(run: Run, engine: str) -> Iterator[Line]:
    """Targets 6 and 10, and the busiest pages: a board of 500 KSM and 10,000 people with a year of vouchers."""
    run.ours("crowd", GROUPS, "ramai")
    found = run.times("reports", 1, "ramai")
    trial, judged = (median(each[name] for each in found) for name in ("trial_ms", "indicators_ms"))
    yield _time("6", f"trial balance of one fund, {engine}", trial, 10, 3)
    yield _time("10", f"indicators of one fund, {GROUPS} loans, {engine}", judged, 20, 5)
    for name, page in run.ours("pages", 1, "ramai").items():
        what = f"{PAGES[name]}, {GROUPS} KSM, {20 * GROUPS:,} people, {engine}: {page['statements']} statements"
        yield _time("–", what, page["ms"], USABLE, None)


def _time(target: str, what: str, value: float, floor: float, goal: float | None) -> Line:
    return Line(
        target=target, what=what, ours=f"{value:.1f} ms", value=value, floor=floor, goal=goal, unit=" ms", at_most=True
    )  # fmt: skip


def papers(run: Run, engine: str) -> Iterator[Line]:
    """Target 13: receipts, a thousand in one file and one alone."""
    found = run.times("receipts", 1)
    many, one = median(each["thousand_s"] for each in found), median(each["one_ms"] for each in found)
    yield Line(
        target="13", what="1,000 receipts in one file", ours=f"{many:.2f} s", value=many, floor=5, goal=1.2, unit=" s",
        at_most=True,
    )  # fmt: skip
    yield _time("13", "one receipt, warm", one, 30, 5)


def workbooks(run: Run, engine: str) -> Iterator[Line]:
    """Target 14: a workbook written, and one of vouchers read and checked, beside openpyxl."""
    for measure, what, floor in (
        ("workbook", f"workbook of {run.rows:,} rows out", 6),
        ("read_in", f"workbook of {run.rows:,} rows in, read and checked", 4),
    ):
        pairs = run.ours(measure, run.rows)["pairs"]
        theirs, ours = (median(pair[side] for pair in pairs) for side in (0, 1))
        ratio = median(theirs / ours for theirs, ours in pairs)
        yield Line(
            target="14", what=f"{what} (openpyxl)", theirs=f"{theirs:.2f} s", ours=f"{ours:.2f} s", ratio=ratio,
            value=ours, floor=floor, goal=1.5, unit=" s", at_most=True,
        )  # fmt: skip


def logins(run: Run, engine: str) -> Iterator[Line]:
    """Target 12: one password checked, and how many a second two processes check."""
    found = run.times("login", 0.5)
    yield _time("12", "one password checked", median(each["ms"] for each in found), 300, 80)
    pairs = [run.together("login", run.seconds, ("a", "b")) for _ in range(run.rounds)]
    rate = median(sum(each["per_second"] for each in pair) for pair in pairs)
    yield Line(
        target="12", what="passwords checked by two processes (a second)", ours=f"{rate:.0f}", value=rate, floor=7,
        goal=20, unit="/s",
    )  # fmt: skip


PARTS = {
    "repayments": Part(repayments, SERVER),
    "sqlite": Part(small, FILE),
    "imports": Part(imports, BOTH),
    "crowd": Part(crowd, BOTH),
    "receipts": Part(papers, FILE),
    "workbooks": Part(workbooks, FILE),
    "logins": Part(logins, FILE),
}

"""Documents that `gulir compute` must refuse: each a good document with one field made bad."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

LINE = {"no": 1, "due_on": "2026-02-15", "principal": 500_000, "jasa": 75_000, "total": 575_000, "balance": 0}
OWED = LINE | {"penalty": 0}
RULE = {"flat": 500, "percent": "1.5", "of": "total", "grace_days": 3}

GOOD: dict[str, dict[str, Any]] = {
    "schedule": {
        "principal": 5_000_000,
        "method": "murabahah",
        "rate_percent_per_period": "1.5",
        "rate_percent_by_instalment": ["1.5", "1.5"],
        "margin": 150_000,
        "instalments": 2,
        "every": 1,
        "unit": "month",
        "disbursed_on": "2026-01-15",
        "first_due_on": "2026-02-15",
        "due_dates": ["2026-02-15", "2026-03-15"],
        "grace_principal": 1,
        "grace_jasa": 1,
        "round_to": 1_000,
        "round_on": "total",
        "round": "up",
        "shift": "next_working_day",
        "holidays": ["2026-02-17"],
    },
    "allocate": {
        "due": [OWED, OWED | {"no": 2, "due_on": "2026-03-15"}],
        "paid_on": "2026-02-20",
        "amount": 600_000,
        "order": ["jasa", "principal"],
        "advance": "next",
        "penalty_rule": RULE,
    },
    "settlement": {"due": [OWED], "on": "2026-02-20", "rule": "full_term", "penalty_rule": RULE},
    "accrual": {
        "instalments": [OWED],
        "events": [{"date": "2026-01-15", "kind": "disburse", "amount": 500_000}],
        "recognise": "due",
        "until": "2026-12-31",
    },
    "arrears": {
        "instalments": [LINE, LINE | {"no": 2, "due_on": "2026-03-15"}],
        "payments": [{"date": "2026-02-15", "principal": 500_000, "jasa": 75_000}],
        "as_of": "2026-03-20",
        "grace_days": 3,
        "pauses": [{"from": "2026-03-01", "to": "2026-03-05"}],
        "missed_from": "day_after",
        "classes": {"starts_at": [0, 1, 4], "ended_months": 3},
        "flagged": False,
    },
    "provision": {
        "loans": [{"balance": 4_000_000, "collectibility": 2, "tr_savings": 100_000}],
        "percents": [1, 10, "25"],
        "deduct_savings_from_class": 3,
    },
    "terbilang": {"amount": 1_000},
    "rupiah": {"text": "1.000", "sum": True},
}

NOT_WHOLE: list[Any] = [True, False, 1.0, 1.5, "1", "1.000", "", "abc", [], [1], {}, float("nan"), float("inf")]
BAD: dict[str, list[Any]] = {
    "amount": [*NOT_WHOLE, -1, -(10**12), 10**12 + 1, 10**30],
    "whole": [*NOT_WHOLE, -1, 10**7],
    "day": [
        *(20260115, True, 1.5, [], {}, "", " ", "kemarin", "2026-02-30", "2026-13-01", "2026-00-10", "2026-1-5"),
        *("15-01-2026", "2026/01/15", "20260115", "2026-01-15T00:00:00", "2026-W03-4", "1899-12-31", "3000-01-01"),
        *("２０２６-01-15", "2026-01-15 ", "0000-01-01"),
    ],
    "rate": [
        *("", " ", "abc", "1,5", "-1", "101", "6/0", "1/2/3", "1e1", "1.5%", "nan", True, False, [], {}, [1], -1),
        *(100.5, 101, float("nan"), float("inf"), -0.5),
    ],
    "choice": ["", "FLAT", "Up", "Next", "none ", "unknown", 1, True, [], {}, 1.5],
    "flag": [0, 1, "true", "", [], {}, 1.5],
    "text": [1, True, 1.5, [], {}, "x" * 201],
    "list": [1, True, "x", "", {}, 1.5],
    "object": [1, True, "x", [], [{}], 1.5],
}

LINE_FIELDS = [("no", "whole"), ("due_on", "day"), ("principal", "amount"), ("jasa", "amount"), ("total", "whole")]
LINE_FIELDS += [("balance", "amount"), ("penalty", "amount")]
RULE_FIELDS = [("flat", "amount"), ("percent", "rate"), ("of", "choice"), ("grace_days", "whole")]

FIELDS: dict[str, list[tuple[str, str]]] = {
    "schedule": [
        *[("principal", "amount"), ("method", "choice"), ("rate_percent_per_period", "rate"), ("margin", "amount")],
        *[("rate_percent_by_instalment", "list"), ("rate_percent_by_instalment[1]", "rate"), ("instalments", "whole")],
        *[("every", "whole"), ("unit", "choice"), ("disbursed_on", "day"), ("first_due_on", "day")],
        *[("due_dates", "list"), ("due_dates[0]", "day"), ("grace_principal", "whole"), ("grace_jasa", "whole")],
        *[("round_to", "whole"), ("round_on", "choice"), ("round", "choice"), ("shift", "choice")],
        *[("holidays", "list"), ("holidays[0]", "day")],
    ],
    "allocate": [
        *[("due", "list"), ("due[1]", "object"), *[(f"due[1].{name}", kind) for name, kind in LINE_FIELDS]],
        *[("paid_on", "day"), ("amount", "amount"), ("order", "list"), ("order[0]", "choice"), ("advance", "choice")],
        *[("penalty_rule", "object"), *[(f"penalty_rule.{name}", kind) for name, kind in RULE_FIELDS]],
    ],
    "settlement": [
        *[("due", "list"), ("due[0]", "object"), ("on", "day"), ("rule", "choice"), ("penalty_rule", "object")],
    ],
    "accrual": [
        *[("instalments", "list"), ("instalments[0]", "object"), ("events", "list"), ("events[0]", "object")],
        *[("events[0].date", "day"), ("events[0].kind", "choice"), ("events[0].amount", "amount")],
        *[("recognise", "choice"), ("until", "day")],
    ],
    "arrears": [
        *[("instalments", "list"), ("instalments[0]", "object"), ("payments", "list"), ("payments[0]", "object")],
        *[(f"instalments[1].{name}", kind) for name, kind in LINE_FIELDS],
        *[("payments[0].date", "day"), ("payments[0].principal", "amount"), ("payments[0].jasa", "amount")],
        *[("as_of", "day"), ("grace_days", "whole"), ("pauses", "list"), ("pauses[0]", "object")],
        *[("pauses[0].from", "day"), ("pauses[0].to", "day"), ("missed_from", "choice"), ("classes", "object")],
        *[("classes.starts_at", "list"), ("classes.starts_at[2]", "whole"), ("classes.ended_months", "whole")],
        *[("flagged", "flag")],
    ],
    "provision": [
        *[("loans", "list"), ("loans[0]", "object"), ("loans[0].balance", "amount"), ("loans[0].tr_savings", "amount")],
        *[("loans[0].collectibility", "whole"), ("percents", "list"), ("percents[0]", "rate")],
        *[("deduct_savings_from_class", "whole")],
    ],
    "terbilang": [("amount", "amount")],
    "rupiah": [("text", "text"), ("sum", "flag")],
}

REQUIRED: dict[str, list[str]] = {
    "schedule": ["principal", "method", "instalments"],
    "allocate": [
        *("due", "due[1].no", "due[1].due_on", "due[1].principal", "due[1].jasa", "paid_on", "amount"),
    ],
    "settlement": ["due", "due[0].no", "on"],
    "accrual": ["instalments", "events", "events[0].date", "events[0].kind", "events[0].amount"],
    "arrears": [
        *("instalments", "instalments[1].due_on", "instalments[1].principal"),
        *("instalments[1].jasa", "payments", "payments[0].date", "payments[0].principal", "payments[0].jasa"),
        *("as_of", "pauses[0].from", "pauses[0].to"),
    ],
    "provision": ["loans", "loans[0].balance", "loans[0].collectibility"],
    "terbilang": ["amount"],
    "rupiah": ["text"],
}

OBJECTS: dict[str, list[str]] = {
    "schedule": [""],
    "allocate": ["", "due[0]", "due[1]", "penalty_rule"],
    "settlement": ["", "due[0]", "penalty_rule"],
    "accrual": ["", "instalments[0]", "events[0]"],
    "arrears": ["", "instalments[0]", "payments[0]", "pauses[0]", "classes"],
    "provision": ["", "loans[0]"],
    "terbilang": [""],
    "rupiah": [""],
}


def keys(path: str) -> list[str | int]:
    """A path as the keys that lead along it."""
    found: list[str | int] = []
    for piece in path.replace("]", "").split("."):
        name, *indexes = piece.split("[")
        found += [name, *map(int, indexes)]
    return found


def changed(name: str, path: str, value: Any) -> dict[str, Any]:
    """The good document with one place replaced."""
    document = deepcopy(GOOD[name])
    place: Any = document
    *way, last = keys(path)
    for key in way:
        place = place[key]
    place[last] = value
    return document


def without(name: str, path: str) -> dict[str, Any]:
    """The good document with one field taken away."""
    document = deepcopy(GOOD[name])
    place: Any = document
    *way, last = keys(path)
    for key in way:
        place = place[key]
    del place[last]
    return document


def bad_values() -> Iterator[tuple[str, str, Any]]:
    """Each field of each computation with each value of the wrong kind."""
    for name, fields in FIELDS.items():
        for path, kind in fields:
            for value in BAD[kind]:
                yield name, path, value

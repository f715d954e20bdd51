"""The script of the page says amounts as the server does: the same words, the same reading of what people type."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gulir.core.money import parse_rupiah, rupiah
from gulir.core.problems import Problem
from gulir.core.terbilang import terbilang
from tools import browser

SCRIPT = Path(__file__).resolve().parents[2] / "src/gulir/web/static/gulir/gulir.js"
NUMBERS = [
    *range(220), 999, 1000, 1001, 1010, 1100, 1111, 1999, 2000, 2001, 10_000, 11_000, 19_019, 20_200, 100_000, 101_000,
    111_111, 901_893, 999_999, 10**6, 1_000_001, 1_001_000, 1_001_001, 1_100_000, 2_000_000, 21_001_021, 100_100_100,
    999_999_999, 10**9, 1_000_001_000, 1_001_001_001, 11 * 10**9, 999_999_999_999, 10**12,
    *(7**n % 10**12 for n in range(3, 60)),
]  # fmt: skip
TYPED = [
    "0", "1250000", "1.250.000", "Rp 1.250.000,-", "Rp1.250.000,00", "1,250,000", "1,250,000.00", "1,25 jt",
    "250rb", "250 ribu", "3k", "1 juta", "1,5 miliar", "2 mlr", "1.25", "12.50", "1.2500", "1,250", "1,2345 rb",
    "0,5 jt", "01", "1..000", "1.000,000", "abc", "-5", "1.250.000 ,", "1 250 000", "rp. 500", "idr 500",
    "1,255 jt", "1,25 ribu", "500=", "500,-", "1.000.00", "1,00", "999.999.999.999",
]  # fmt: skip


def in_script(expression: str, cases: list[Any]) -> list[Any]:
    """What the script answers for each case: in node where there is one, else in Chromium."""
    if shutil.which("node"):
        code = f"require({json.dumps(str(SCRIPT))}); console.log(JSON.stringify({json.dumps(cases)}.map({expression})))"
        ran = subprocess.run(["node", "-e", code], check=True, capture_output=True, text=True)
        return list(json.loads(ran.stdout))
    if browser.find() is None:
        if os.environ.get("CI"):
            pytest.fail(browser.MISSING)
        pytest.skip(browser.MISSING)
    with browser.launch() as chromium:
        page = chromium.new_page()
        page.add_script_tag(path=str(SCRIPT))
        return list(page.evaluate(f"cases => cases.map({expression})", cases))


def test_both_say_numbers_in_the_same_words():
    assert in_script("n => gulir.terbilang(n)", NUMBERS) == [terbilang(n) for n in NUMBERS]


def test_both_show_rupiah_alike():
    amounts = [*NUMBERS, -575_000]
    assert in_script("n => gulir.rupiah(n)", amounts) == [rupiah(n) for n in amounts]


def read(text: str) -> int | None:
    """What the server makes of a typed amount."""
    try:
        return parse_rupiah(text)
    except Problem:
        return None


def test_both_read_the_same_from_what_is_typed():
    assert dict(zip(TYPED, in_script("t => gulir.amount(t)", TYPED), strict=True)) == {t: read(t) for t in TYPED}


def test_a_twin_that_differs_is_found():
    """Negative control: the well-known mistake of other libraries, `satu ribu` for `seribu`."""
    wrong = in_script("n => gulir.terbilang(n).replace('seribu', 'satu ribu')", [1_001_000])
    assert wrong != [terbilang(1_001_000)]


@pytest.mark.parametrize(
    ("sum_", "worth"),
    [
        ("50.000+25.000", 75_000),
        ("3*85.000", 255_000),
        ("3 x 85rb", 255_000),
        ("500.000/4", 125_000),
        ("1jt-250rb", 750_000),
        ("100.000 - 25.000*2", 50_000),
        ("7/3", None),
        ("5/0", None),
        ("10-20", None),
        ("5+", None),
        ("1.25+1", None),
        ("", 0),
    ],
)
def test_sums_in_an_amount_box_come_out_whole_or_not_at_all(sum_, worth):
    assert in_script("t => gulir.worth(t)", [sum_]) == [worth]

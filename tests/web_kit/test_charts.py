"""Pictures tell the truth: bars start at nothing, the table behind holds every number, names are escaped."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from gulir.web import charts, words
from gulir.web.charts import Part, Series

MONTHS = ["Sep", "Okt", "Nov", "Des"]
NASTY = '<b>Sumber & "Rejeki"</b>'


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


def tree(picture: str) -> ET.Element:
    """The picture as a tree; it must be well formed."""
    return ET.fromstring(f"<all>{picture}</all>")


def cells(picture: str) -> list[list[str]]:
    """The table behind the picture, row by row."""
    return [["".join(c.itertext()) for c in row] for row in tree(picture).iter("tr")]


def bars_of(picture: str, css: str) -> list[tuple[str, str]]:
    """Left edge and width of each bar of one class."""
    return [(r.get("x", "0"), r.get("width", "")) for r in tree(picture).iter("rect") if r.get("class") == css]


ALL = {
    "bars": lambda label: charts.bars(NASTY, [(label, 3), ("B", 1)]),
    "columns": lambda label: charts.columns(NASTY, [label, "B"], [Series(label, [3, 1])]),
    "line": lambda label: charts.line(NASTY, [label, "B"], [Series(label, [3, 1])]),
    "stacked": lambda label: charts.stacked(NASTY, [Part(label, "s1")], [(label, [3])]),
    "collectibility": lambda label: charts.collectibility(NASTY, [(label, {1: 3, 5: 1})]),
    "multiples": lambda label: charts.multiples(NASTY, [label, "B"], [Series(label, [3, 1])]),
    "spark": lambda label: charts.spark(label, [3, 1]),
    "progress": lambda label: charts.progress(label, 3, 9),
    "attendance": lambda label: charts.attendance(NASTY, [(label, True), ("B", False), ("C", None)]),
}


@pytest.mark.parametrize("kind", ALL)
def test_names_are_escaped_everywhere(kind):
    picture = ALL[kind](NASTY)
    assert "<b>Sumber" not in picture
    assert NASTY in "".join(tree(picture).itertext())


def test_a_name_that_is_not_escaped_would_be_found():
    """Negative control of the control: marked safe, the same name breaks out."""
    from django.utils.safestring import mark_safe

    assert "<b>Sumber" in charts.spark(mark_safe(NASTY), [3, 1])


@pytest.mark.parametrize("kind", ALL)
def test_every_picture_is_an_image_with_a_title_and_no_style_or_script(kind):
    picture = ALL[kind]("A")
    images = [svg for svg in tree(picture).iter("svg") if svg.get("role") == "img"]
    assert images
    assert all(svg.find("title") is not None and svg.findtext("title") for svg in images)
    assert not re.search(r"style=|<script|\son\w+=|#[0-9A-Fa-f]{6}", picture)


def test_the_table_behind_the_bars_equals_the_data():
    picture = charts.bars("Judul", [("RW 01", 9_600_000), ("RW 02", 6_450_000)], heading="RW")
    assert cells(picture) == [["RW", "Nilai"], ["RW 01", "Rp9.600.000"], ["RW 02", "Rp6.450.000"]]


@pytest.mark.parametrize("draw", [charts.columns, charts.line])
def test_the_table_behind_series_equals_the_data(draw):
    picture = draw("Judul", MONTHS, [Series("Masuk", [1, 2, None, 4]), Series("Keluar", [5, 6, 7, 8])], unit="number")
    assert cells(picture) == [
        ["Bulan", "Masuk", "Keluar"],
        ["Sep", "1", "5"],
        ["Okt", "2", "6"],
        ["Nov", "–", "7"],
        ["Des", "4", "8"],
    ]


def test_the_table_behind_collectibility_names_number_and_word():
    rows = cells(charts.collectibility("Judul", [("RW 01", {1: 8, 3: 2})]))
    assert rows[0][1:] == [f"{n} {words.collectibility(n)}" for n in range(1, 6)]
    assert rows[1] == ["RW 01", "Rp8", "Rp0", "Rp2", "Rp0", "Rp0"]


def test_bars_start_at_nothing_and_are_as_long_as_their_value():
    picture = charts.bars("Judul", [("A", 400), ("B", 300), ("C", 100)])
    assert bars_of(picture, "s1") == [("0.00%", "100.00%"), ("0.00%", "75.00%"), ("0.00%", "25.00%")]


def test_a_share_is_as_long_as_its_part_of_the_whole():
    picture = charts.bars("Judul", [("A", Fraction(429, 10)), ("B", 20)], unit="percent")
    assert bars_of(picture, "s1") == [("0.00%", "42.90%"), ("0.00%", "20.00%")]
    more = charts.bars("Judul", [("A", 200), ("B", 100)], unit="percent")
    assert bars_of(more, "s1") == [("0.00%", "100.00%"), ("0.00%", "50.00%")]


def test_nearly_equal_values_look_nearly_equal():
    """A scale that began at the smallest value would make the second bar vanish."""
    (_, first), (_, second) = bars_of(charts.bars("Judul", [("A", 1000), ("B", 999)]), "s1")
    assert (first, second) == ("100.00%", "99.90%")


def test_values_below_zero_go_left_of_the_zero_line():
    picture = charts.bars("Judul", [("A", 300), ("B", -100)])
    assert bars_of(picture, "s1") == [("25.00%", "75.00%")]
    assert bars_of(picture, "neg") == [("0.00%", "25.00%")]
    marks = [line for line in tree(picture).iter("line") if line.get("class") == "axis"]
    assert [line.get("x1") for line in marks] == ["25.00%", "25.00%"]
    names = [Fraction(text.get("y", "").removesuffix("em")) for text in tree(picture).iter("text")][::2]
    tops = [Fraction(line.get("y1", "").removesuffix("em")) for line in marks]
    assert all(top > name for name, top in zip(names, tops, strict=True))  # below the name, not through it


def test_columns_stand_on_zero():
    blocks = [
        r
        for r in tree(charts.columns("J", ["A", "B"], [Series("S", [400, 100])])).iter("rect")
        if r.get("class") == "s1" and r.get("rx") == "1"
    ]
    tops = [Fraction(r.get("y", "").removesuffix("em")) for r in blocks]
    highs = [Fraction(r.get("height", "").removesuffix("em")) for r in blocks]
    assert highs == [10, Fraction("2.5")]
    assert len({top + high for top, high in zip(tops, highs, strict=True)}) == 1


def test_parts_of_a_whole_fill_it():
    widths = [
        w
        for _, w in [
            (x, w)
            for k in range(1, 6)
            for x, w in bars_of(charts.collectibility("J", [("A", {1: 50, 2: 30, 5: 20})]), f"seg k{k}")
        ]
    ]
    assert widths == ["50.00%", "30.00%", "20.00%"]


def test_a_part_below_zero_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        charts.stacked("J", [Part("A", "s1")], [("R", [-1])])


EMPTY = [
    lambda: charts.bars("Judul", []),
    lambda: charts.columns("Judul", [], []),
    lambda: charts.columns("Judul", MONTHS, []),
    lambda: charts.line("Judul", [], []),
    lambda: charts.line("Judul", MONTHS, [Series("A", [None] * 4)]),
    lambda: charts.stacked("Judul", [], []),
    lambda: charts.multiples("Judul", MONTHS, []),
    lambda: charts.progress("Judul", 5, 0),
    lambda: charts.attendance("Judul", []),
]


@pytest.mark.parametrize("draw", EMPTY)
def test_no_numbers_give_a_sentence_and_no_picture(draw):
    picture = draw()
    assert "Judul" in picture
    assert "<svg" not in picture


@pytest.mark.parametrize(
    "values", [[0, 0, 0, 0], [7, 7, 7, 7], [-5, -3, 0, 0], [10**15, 1, 0, 10**14], [Fraction(1, 3)] * 4]
)
def test_odd_numbers_still_make_a_picture_within_its_frame(values):
    unit = "percent" if isinstance(values[0], Fraction) else "money"
    rows = list(zip(MONTHS, values, strict=True))
    for picture in (
        charts.bars("J", rows, unit=unit),
        charts.columns("J", MONTHS, [Series("S", values)], unit=unit),
        charts.line("J", MONTHS, [Series("S", values)], unit=unit),
        charts.multiples("J", MONTHS, [Series("S", values)], unit=unit),
    ):
        across = re.findall(r'(?:x|x1|x2|cx|width)="(-?[\d.]+)%"', picture)
        assert across
        assert all(0 <= float(place) <= 100 for place in across)


def test_a_single_value_is_seen_as_a_dot():
    assert len(list(tree(charts.line("J", ["Sep"], [Series("S", [5])])).iter("circle"))) == 1


def test_a_missing_month_is_a_gap_and_not_a_zero():
    strokes = [
        line
        for line in tree(charts.line("J", MONTHS, [Series("S", [1, None, 3, 4])])).iter("line")
        if line.get("class") == "l1"
    ]
    assert len(strokes) == 2, "one stroke from Nov to Des, and the one beside the name"


def test_names_at_the_ends_of_lines_never_touch():
    series = [Series(f"S{n}", [1, 2, 3, 100 + n]) for n in range(4)]
    picture = charts.line("J", MONTHS, series)
    ys = sorted(
        float(t.get("y", "")[:-2])
        for t in tree(picture).iter("text")
        if (t.text or "").startswith("S") and t.get("x") == "100%"
    )
    assert len(ys) == 4
    assert all(b - a >= 2.6 for a, b in pairwise(ys))


def test_a_goal_passed_is_a_full_bar_and_the_words_tell_more():
    picture = charts.progress("Modal", 15, 10, unit="number")
    assert bars_of(picture, "s1") == [("0", "100.00%")]
    assert "15 dari 10 (150%)" in picture


def test_attendance_is_told_by_shape_number_and_list():
    picture = charts.attendance("Rapat", [("Ani", True), ("Budi", False), ("Cici", None)])
    assert "1 dari 3 hadir" in picture
    assert cells(picture) == [["Ani", "hadir"], ["Budi", "tidak hadir"], ["Cici", "belum tercatat"]]
    assert picture.count("×") == 1


def test_many_months_are_named_sparsely_and_the_last_always():
    labels = [f"m{n}" for n in range(36)]
    named = [
        t.text
        for t in tree(charts.columns("J", labels, [Series("S", list(range(36)))])).iter("text")
        if (t.text or "").startswith("m")
    ]
    assert len(named) <= 6
    assert named[-1] == "m35"


def test_the_description_reads_the_extremes():
    assert "terkecil B Rp1" in charts.bars("J", [("A", 3), ("B", 1)])
    with translation.override("en"):
        assert "Show the numbers" in charts.bars("J", [("A", 3)])


@pytest.mark.parametrize(("name", "most"), [("Jan", 4), ("10 Nov 2026", 2), ("Rabu, 10 November 2026", 1)])
def test_names_of_times_stand_beside_each_other_on_a_phone(name, most):
    drawn = charts.line("Tabungan", [name] * 12, [Series("Tabungan", range(12))])
    below = str(drawn).partition("<table")[0].count(f">{name}</text>")
    assert 1 <= below <= most

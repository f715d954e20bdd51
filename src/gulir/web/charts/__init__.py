"""Pictures drawn by the server: SVG with a title that reads it in one line, direct labels, and the table behind.

Across is measured in percent of the width and down in `em`, so that a picture fits a phone and its words grow
with the reader's text size. Colours are classes of the stylesheet: dark mode and print come by themselves.
No script, no inline style.
"""

from __future__ import annotations

from gulir.web.charts.bars import bars, collectibility, columns, stacked
from gulir.web.charts.lanes import heat, lanes
from gulir.web.charts.lines import line, multiples, spark
from gulir.web.charts.paper import Number, Part, Row, Series, Unit
from gulir.web.charts.rungs import RungRow, rungs
from gulir.web.charts.strips import attendance, progress

__all__ = [
    "Number",
    "Part",
    "Row",
    "RungRow",
    "Series",
    "Unit",
    "attendance",
    "bars",
    "collectibility",
    "columns",
    "heat",
    "lanes",
    "line",
    "multiples",
    "progress",
    "rungs",
    "spark",
    "stacked",
]

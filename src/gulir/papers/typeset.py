"""Paper: a Typst template and plain data in, a PDF out, the same bytes every time.

The data reach the template as JSON, never as markup, so a name can hold any sign and change nothing. Only the
fonts that Typst carries are used: the same paper on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import segno
import typst

from gulir.papers.text import cells
from gulir.papers.values import Report
from gulir.papers.words import Words

__all__ = ["as_pdf", "qr", "typeset"]

FOLDER = Path(__file__).parent / "typst"
_LOCK = Lock()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(FOLDER), ignore_system_fonts=True)


def typeset(template: str, data: Mapping[str, Any], *, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """The document `template` ("kuitansi") filled with `data`; several documents of one kind are one list in `data`."""
    with _LOCK:
        made = _compiler().compile(
            input=str(FOLDER / f"{template}.typ"),
            format=form,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    if not isinstance(made, bytes):
        raise TypeError(f"{template} has more than one page as a picture")
    return made


def qr(text: str) -> str:
    """A QR code as rows of "1" and "0", drawn by the template itself."""
    return "\n".join("".join("1" if cell else "0" for cell in row) for row in segno.make(text, error="m").matrix)


def as_pdf(report: Report) -> bytes:
    """The report on A4, with kop surat, totals and signature blocks."""
    head, words = report.heading, Words(report.heading.language)
    in_rupiah = any(column.kind == "money" for section in report.sections for column in section.columns)
    sections = [
        {
            "title": section.title,
            "empty": section.empty,
            "columns": [{"label": c.label, "right": c.right, "wide": c.wide} for c in section.columns],
            "rows": [cells(row, section, head.language) for row in section.rows],
            "total": cells(section.total, section, head.language) if section.total else [],
        }
        for section in report.sections
    ]
    data = {
        "board": head.board,
        "place": head.unit or head.place,
        "dated": f"{head.place}," if head.place else "",
        "unit": words("in_rupiah") if in_rupiah else "",
        "pages": words("pages"),
        "title": head.title,
        "period": head.period,
        "language": head.language,
        "sections": sections,
        "notes": list(report.notes),
        "signs": list(report.signs),
        "landscape": report.landscape,
    }
    return typeset("report", data)

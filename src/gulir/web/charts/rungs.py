"""Rungs: how high each of several things stands, time by time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.web.charts import paper
from gulir.web.charts.paper import Text, em

__all__ = ["RungRow", "rungs"]

RungRow = tuple[Text, Sequence[int | None], Callable[[int], str]]
"""A name, its rung at each time (none where it was not seen), and the words of a rung."""

_LINE = Fraction("5.2")
_BOX = Fraction("1.7")
_SIDE = Fraction("1.4")
_MOST_TIMES = 12


def rungs(title: Text, times: Sequence[Text], rows: Sequence[RungRow], *, most: int) -> SafeString:
    """One line of boxes a name, one box a time (the last twelve), filled from the bottom as high as its rung of `most`.

    The words of the last rung stand beside the name; the table behind has them all.
    """
    if not times or not rows:
        return paper.nothing(title)
    kept = times[-_MOST_TIMES:]
    pieces = []
    for line, (label, levels, word) in enumerate(rows):
        top = _LINE * line
        last = levels[-1]
        said = word(last) if last else _("belum dilihat")
        pieces.append(
            format_html(
                '<text x="0" y="{}">{}</text><text class="soft" x="0" y="{}">{}</text>',
                em(top + Fraction("1.1")), label, em(top + Fraction("2.3")), said,
            )
        )  # fmt: skip
        shown = zip(kept, levels[-_MOST_TIMES:], strict=True)
        pieces += [_box(place, top + Fraction("2.9"), name, level, most) for place, (name, level) in enumerate(shown)]
    full = sum(levels[-1] == most for _label, levels, _word in rows)
    desc = _("%(full)s dari %(all)s di anak tangga teratas.") % {"full": full, "all": len(rows)}
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (label, format_html_join("", "<td>{}</td>", ((word(one) if one else "–",) for one in levels)))
            for label, levels, word in rows
        ),
    )
    below = paper.join(
        [
            format_html('<p class="small muted">{} {}</p>', desc, _("Kotak yang makin penuh berarti makin mandiri.")),
            format_html(
                '<details><summary>{0}</summary><div class="table-wrap" tabindex="0" role="region" aria-label="{1}">'
                '<table><caption class="sr">{1}</caption><thead><tr><th scope="col">{2}</th>{3}</tr></thead>'
                "<tbody>{4}</tbody></table></div></details>",
                _("Lihat daftar"),
                title,
                _("Kegiatan"),
                format_html_join("", '<th scope="col">{}</th>', ((name,) for name in times)),
                body,
            ),
        ]
    )
    return paper.frame(
        title=title, desc=desc, height=_LINE * len(rows), drawing=paper.join(pieces), below=below, css="attendance"
    )


def _box(place: int, top: Fraction, label: Text, level: int | None, most: int) -> SafeString:
    left = em(_BOX * place + Fraction("0.1"))
    frame = format_html(
        '<rect class="off" x="{}" y="{}" width="{}" height="{}" rx="3"><title>{}: {}</title></rect>',
        left, em(top), em(_SIDE), em(_SIDE), label, level or "–",
    )  # fmt: skip
    if not level:
        return frame
    high = _SIDE * level / most
    fill = format_html(
        '<rect class="s1" x="{}" y="{}" width="{}" height="{}" rx="3"><title>{}: {}</title></rect>',
        left, em(top + _SIDE - high), em(_SIDE), em(high), label, level,
    )  # fmt: skip
    return paper.join([frame, fill])

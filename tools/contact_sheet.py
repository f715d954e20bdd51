"""All pictures of a run on one sheet: `index.html` for people, `contact.png` for a glance."""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tools.screens import Shot

__all__ = ["write_sheet"]

HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Gulir: every page</title><style>
body{font:14px/1.4 sans-serif;margin:24px;background:#FBF8F1;color:#1E2421}
h2{margin:32px 0 12px;border-bottom:1px solid #E4DFD3}.sheet{display:flex;flex-wrap:wrap;gap:16px}
figure{margin:0;background:#fff;border:1px solid #E4DFD3;padding:8px;width:330px}
figure.bad{border-color:#A8332A}figcaption{font-size:12px;overflow-wrap:anywhere;height:5.6em;overflow:hidden}
.pair{display:flex;gap:8px;height:340px;overflow:hidden;align-items:flex-start}
.w360{width:92px}.w1280{width:228px}.same{font-size:12px}.wrong{color:#A8332A}</style>"""


def write_sheet(chromium: Browser, out: Path, shots: list[Shot], unseen: list[str]) -> None:
    """Write `index.html`, then picture it."""
    different = [shot for shot in shots if not shot.same_as]
    body = [f"<h1>{sum(len(shot.files) for shot in different)} pictures of {len(different)} pages</h1>"]
    for desk, group in groupby(shots, key=lambda shot: shot.desk):
        pages = list(group)
        figures = "".join(_figure(shot) for shot in pages if not shot.same_as)
        same = ", ".join(f"{escape(shot.path)} ({escape(shot.same_as)})" for shot in pages if shot.same_as)
        also = f"<p class=same>The same as at an earlier desk: {same}</p>" if same else ""
        body.append(f"<h2>{escape(desk)}</h2><div class=sheet>{figures}</div>{also}")
    if unseen:
        body.append("<h2>Routes without a picture</h2><p>" + "<br>".join(map(escape, unseen)) + "</p>")
    (out / "index.html").write_text(HEAD + "".join(body), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto((out / "index.html").as_uri())
    page.screenshot(path=str(out / "contact.png"), full_page=True)
    page.close()


def _figure(shot: Shot) -> str:
    pictures = "".join(
        f'<a href="{escape(name)}"><img class=w{width} src="{escape(name)}" alt="{width} px"></a>'
        for width, name in sorted(shot.files.items())
    )
    wrong = f"<br><span class=wrong>{escape('; '.join(shot.wrong))}</span>" if shot.wrong else ""
    words = f"<b>{escape(shot.title)}</b><br>{escape(shot.path)}{wrong}"
    kind = " class=bad" if shot.wrong else ""
    return f"<figure{kind}><div class=pair>{pictures}</div><figcaption>{words}</figcaption></figure>"

"""The page on the parts tells the truth: its snippets are rendered, its list of parts is whole."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory

from gulir.web import charts, gallery
from gulir.web.charts import Part, Series

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "components.md").read_text(encoding="utf-8")
PARTS = ROOT / "src" / "gulir" / "web" / "templates" / "cotton"


def snippets(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("snippet", snippets("django"))
def test_a_snippet_of_the_page_on_parts_renders(snippet):
    from django_cotton.compiler_regex import CottonCompiler

    source = engines["django"].from_string(CottonCompiler().process("{% load gulir %}" + snippet))
    shown = source.render({**gallery.sample(), "amount": 4_850_000}, RequestFactory().get("/"))
    assert "<c-" not in shown
    assert len(shown) > len(snippet)


def test_a_snippet_of_a_picture_draws():
    (snippet,) = snippets("python")
    calls = [ast.unparse(statement) for statement in ast.parse(snippet).body]
    assert len(calls) == 9
    for call in calls:
        assert "<svg" in eval(call, {"charts": charts, "Series": Series, "Part": Part})


def test_every_part_is_on_the_page():
    parts = {path.stem.replace("_", "-") for path in PARTS.glob("*.html")}
    told = set(re.findall(r"c-([a-z-]+)", PAGE))
    assert parts - told == set()
    assert told - parts - {"slot"} == set()


def test_every_part_is_in_the_gallery():
    source = (PARTS.parent / "gallery.html").read_text(encoding="utf-8")
    within = "".join(path.read_text(encoding="utf-8") for path in PARTS.glob("*.html"))
    shown = set(re.findall(r"<c-([a-z-]+)", source + within))
    assert {path.stem.replace("_", "-") for path in PARTS.glob("*.html")} <= shown


def test_the_gallery_is_shut_where_real_books_are_kept(settings):
    from django.http import Http404

    settings.DEBUG = settings.DEMO = False
    with pytest.raises(Http404):
        gallery.show(RequestFactory().get("/gallery/"))
    settings.DEMO = True
    request = RequestFactory().get("/gallery/")
    assert gallery.show(request).status_code == 200

"""Templates keep to the house: nothing inline that a content security policy forbids, no icon that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from gulir.web import icons

FOLDER = Path(__file__).resolve().parents[2] / "src" / "gulir" / "web" / "templates"
PAGES = sorted(FOLDER.rglob("*.html"))
_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE)
_HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
_STYLE = re.compile(r"<style|<[^>]*\sstyle\s*=", re.IGNORECASE)
_ICON = re.compile(r"\{% icon \"([\w-]+)\"|(?<!:)icon=\"([\w-]+)\"")
_AFAR = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE)


def forbidden(source: str) -> list[str]:
    """What of a template a strict policy would block: code, handlers and styles in the page, and files from afar."""
    rules = {"script": _SCRIPT, "handler": _HANDLER, "style": _STYLE, "from afar": _AFAR}
    return [name for name, rule in rules.items() if rule.search(source)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(FOLDER).as_posix())
def test_a_template_holds_nothing_a_strict_policy_blocks(page):
    assert forbidden(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("<script>x()</script>", "script"),
        ('<a onclick="x()">', "handler"),
        ('<p style="color:red">', "style"),
        ("<style>p{}</style>", "style"),
        ('<script src="//cdn.example/x.js"></script>', "from afar"),
    ],
)
def test_what_a_policy_blocks_is_found(source, name):
    assert name in forbidden(source)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(FOLDER).as_posix())
def test_every_template_can_be_read(page):
    get_template(page.relative_to(FOLDER).as_posix())


def icons_of(source: str) -> set[str]:
    """Names of icons a template asks for outright."""
    return {name for pair in _ICON.findall(source) for name in pair if name}


def test_every_icon_asked_for_is_in_the_kit():
    asked = {name for page in PAGES for name in icons_of(page.read_text(encoding="utf-8"))}
    assert len(asked) > 20
    assert asked <= icons.names()


def test_an_icon_that_is_not_there_is_a_mistake_told_at_once():
    with pytest.raises(LookupError, match="no icon named 'unicorn'"):
        icons.icon("unicorn")


@pytest.mark.parametrize("name", sorted(icons.names()))
def test_an_icon_is_hidden_from_those_who_listen(name):
    drawn = icons.icon(name)
    assert 'aria-hidden="true"' in drawn
    assert drawn.count("<svg") == drawn.count("</svg>") == 1

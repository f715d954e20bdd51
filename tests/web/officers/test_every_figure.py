"""No amount on an officer's page stands without a way on: its row, its figure or its sentence leads further down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import resolve

from tests.web.doors.walk import samples_of

pytestmark = pytest.mark.django_db

AMOUNT = re.compile(r"Rp\s?[1-9]")
ELSEWHERE = re.compile(r"^/(akun|bahasa|admin|pengurus|sekretariat)/|\.(pdf|xlsx|csv)|/contoh/|/laporan/bukti/")
ROWS, GROUPS = {"tr", "li", "p"}, {"dl", "header"}
EMPTY = {"input", "br", "img", "hr", "meta", "link", "path", "circle", "rect", "line", "use"}
ELSE = {"tfoot", "thead", "select", "label", "figure"}
"""Sums and pictures of rows that lead on themselves, headings, choices."""
PLANS = (
    "Jadwal angsuran", "Rencana angsuran", "Lembar sederhana", "Bagian setiap anggota", "Yang diputuskan",
    "Kunjungan", "Pecahan", "Periksa dulu", "Tiga pihak", "Tangga pinjaman",
)  # fmt: skip
"""What was promised, asked for, told or is being typed: in no book."""


@dataclass
class Node:
    """An element with what stands in it."""

    tag: str
    css: str = ""
    up: Node | None = None
    leads: bool = False
    words: list[str] = field(default_factory=list)

    def ancestors(self) -> list[Node]:
        """This element and all around it, nearest first."""
        return [self, *(self.up.ancestors() if self.up else [])]

    def answers(self) -> bool:
        """Whether a link stands in the row, or in the list, card or head around; or none is needed."""
        around = self.ancestors()
        if any(node.tag in ELSE or node.css in ("lead", "said") for node in around):
            return True
        said = " ".join(word for node in around if node.tag in ("table", "section") for word in node.words)
        if any(plan in said for plan in PLANS):
            return True
        row = next((node for node in around if node.tag in ROWS), None)
        groups = (
            [] if row and row.tag == "tr" else [node for node in around if node.tag in GROUPS or node.css == "card"]
        )
        return any(node.leads for node in (row, *groups) if node)


class Page(HTMLParser):
    """Reads the main part of a page into amounts and the elements they stand in."""

    def __init__(self) -> None:
        super().__init__()
        self.here: Node | None = None
        self.amounts: list[tuple[str, Node]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "main":
            self.here = Node(tag="main")
        elif self.here is not None and tag not in EMPTY:
            self.here = Node(tag=tag, css=given.get("class") or "", up=self.here)
        if tag == "a" and given.get("href") and self.here is not None:
            for node in self.here.ancestors():
                node.leads = True

    def handle_endtag(self, tag: str) -> None:
        if self.here is not None and tag not in EMPTY:
            self.here = self.here.up

    def handle_data(self, data: str) -> None:
        if self.here is None or not data.strip():
            return
        for node in self.here.ancestors():
            node.words.append(data.strip())
        if AMOUNT.search(data):
            self.amounts.append((data.strip(), self.here))


def unanswered(html: str) -> list[str]:
    page = Page()
    page.feed(html)
    return [text for text, node in page.amounts if not node.answers()]


def without_head(html: str) -> str:
    return re.sub(r'<header class="page-head">.*?</header>', "", html, flags=re.DOTALL)


def test_every_amount_of_every_page_leads_on(hall: Any) -> None:
    """From home over every link, as manager, cashier, bookkeeper and loan officer."""
    samples_of(hall)
    wrong, shown = [], 0
    for who in ("upk_manager", "cashier", "bookkeeper", "loan_officer"):
        waiting, seen = ["/upk/"], set[str]()
        while waiting:
            path = waiting.pop(0).split("#")[0]
            place = path.split("?")[0]
            named = resolve(place)
            name = place if named.view_name == "reports:show" else named.view_name
            if name in seen:
                continue
            seen.add(name)
            answer = hall.at(who).get(path, follow=True)
            if "text/html" not in answer["Content-Type"] or answer.status_code != 200:
                continue
            html = answer.content.decode()
            end = named.view_name == "officers:voucher"  # the head of a voucher is where the road ends
            wrong += [f"{who} {path}: {text}" for text in unanswered(without_head(html) if end else html)]
            shown += len(AMOUNT.findall(html))
            links = re.findall(r'<a\b[^>]*?\shref="(/[^"]*)"', html)
            waiting += [link.replace("&amp;", "&") for link in links if not ELSEWHERE.search(link)]
        assert len(seen) > 25, who
    assert wrong == [], "\n".join(wrong)
    assert shown > 200


def test_an_amount_without_a_way_on_is_found() -> None:
    """Negative control: alone, and beside a link in another block."""
    assert unanswered("<main><p>Saldo Rp5.000</p></main>") == ["Saldo Rp5.000"]
    assert unanswered('<main><p>Rp5.000</p><p><a href="/upk/">Beranda</a></p></main>') == ["Rp5.000"]
    assert unanswered('<main><p>Rp5.000 <a href="/upk/">Bukti</a></p></main>') == []
    assert unanswered('<main><table><tr><td><a href="/x/">1</a></td><td>Rp5.000</td></tr></table></main>') == []

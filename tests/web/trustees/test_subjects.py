"""What the board is shown of a loan it decides on: the sums of its plain sheet, and a ratio where there is no jasa."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest
from django.utils.translation import override

from gulir.lending import services as lending
from gulir.lending.models import Application
from gulir.web.trustees.subjects import SUBJECTS, kind_of, shown_lines, title_of
from tests.lending.offers import offer
from tests.lending.stage import make_fund

pytestmark = pytest.mark.django_db
SOURCE = Path(lending.__file__ or "").parents[2]


@pytest.mark.parametrize(
    ("terms", "said", "unsaid"),
    [
        ({"instalments": 10}, {"Jasa per angsuran (%)": "1,5", "Yang harus dibayar": "Rp1.150.000"}, "Bagian UPK"),
        (
            {"method": "musyarakah", "instalments": 10, "share_percent": "40", "loss_percent": "60"},
            {
                "Pokok yang dikembalikan": "Rp1.000.000", "Bagian UPK dari untung (%)": "40",
                "Bagian UPK dari rugi (%)": "60",
            },
            "Jasa per angsuran",
        ),
    ],
)  # fmt: skip
def test_a_loan_is_shown_with_its_plain_sheet(db, terms, said, unsaid):
    fund = make_fund()
    product = offer(fund, **terms)
    fund.pledge("Melati")
    share = lending.AskedShare(person=fund.stage.people["Yuni"], amount=1_000_000)
    asked = fund.do(
        "loan_officer", lending.submit_application, group=fund.stage.groups["Melati"], product=product, shares=[share],
        purpose="Warung",
    )  # fmt: skip
    fund.verify(asked["application"])
    application = Application.objects.select_related("group", "product").get(pk=asked["application"])
    lines = dict(shown_lines("loan_application", str(application.pk), lending.shown(application)))
    assert {label: lines.get(label) for label in said} == said
    assert not [label for label in lines if label.startswith(unsaid)]


@pytest.mark.parametrize(
    ("kind", "shown", "named"),
    [
        ("write_off", {"loan": "32", "ksm": "Teratai"}, "Write-off of loan 32 Teratai"),
        ("restructuring", {"loan": "46", "ksm": "Aster"}, "New schedule for loan 46 Aster"),
        ("suspension", {"since": "2026-03-02"}, "Opening again the lending stopped on 2 March 2026"),
        ("lending_goes_on", {"until": "2026-05-31"}, "New loans until 31 May 2026"),
    ],
)
def test_every_subject_has_an_english_name(kind, shown, named):
    title = "Usulan seperti ditulis"
    with override("en"):
        assert title_of(kind, "1", title, {"title": title, **shown}) == named
        assert title_of(kind, "1", title) == title
    with override("id"):
        assert named not in title_of(kind, "1", title, {"title": title, **shown})


def test_a_stop_is_shown_with_its_day():
    lines = dict(shown_lines("suspension", "1", {"title": "x", "since": "2026-03-02", "reason": "Kas tidak cocok"}))
    assert lines == {"Dihentikan sejak": "2 Maret 2026", "Alasan": "Kas tidak cocok"}


def put_before_the_board():
    """The kind of every subject that an act of the product puts on the agenda, read from the code."""
    kinds = set()
    for source in SOURCE.rglob("services/*.py"):
        module = importlib.import_module(".".join(source.relative_to(SOURCE.parent).with_suffix("").parts))
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "put_on_agenda":
                (kind,) = (named.value for named in call.keywords if named.arg == "subject_kind")
                kinds.add(kind.value if isinstance(kind, ast.Constant) else getattr(module, kind.id))
    return kinds


def test_every_subject_that_comes_before_the_board_has_a_name_in_words():
    kinds = put_before_the_board()
    assert {"rule", "loan_application", "write_off"} <= kinds
    assert kinds <= set(SUBJECTS)
    assert kind_of("no_such_kind") == "no_such_kind"

"""Values as people read them, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils import translation

from gulir.web import words

DAY = date(2026, 11, 23)


def shown(source: str, **values: object) -> str:
    return Template("{% load gulir %}" + source).render(Context(values))


@pytest.fixture(params=["id", "en"])
def spoken(request):
    with translation.override(request.param):
        yield request.param


def test_money_is_the_same_in_both_languages(spoken):
    assert shown("{{ n|rupiah }} {{ m|rupiah }}", n=1_250_000, m=-500) == "Rp1.250.000 -Rp500"


def test_dates_and_counts_follow_the_language(spoken):
    said = shown(
        "{{ d|tanggal }}, {{ d|hari }}, {{ d|bulan }}, {{ d|tanggal_pendek }}, {{ 12345|angka }}", d=date(2026, 8, 17)
    )
    assert (
        said
        == {
            "id": "17 Agustus 2026, Senin, 17 Agustus 2026, Agustus 2026, 17 Agu 2026, 12.345",
            "en": "17 August 2026, Monday, 17 August 2026, August 2026, 17 Aug 2026, 12,345",
        }[spoken]
    )


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (Fraction(1, 3), 1, "0,3%"),
        (Fraction(5, 2), 0, "3%"),
        (Fraction(-5, 2), 0, "-3%"),
        (Fraction(-1, 1000), 1, "0,0%"),
        ("1.25", 1, "1,3%"),
        (Decimal("99.95"), 1, "100,0%"),
        (1250, 0, "1.250%"),
    ],
)
def test_shares_are_rounded_once_and_half_up(value, digits, said):
    with translation.override("id"):
        assert words.percent(value, digits) == said


@pytest.mark.parametrize("source", ["{{ n|persen }}", "{{ n|rupiah }}", "{{ n|angka }}"])
def test_a_float_is_never_shown_as_money_or_share(source):
    with pytest.raises(TypeError):
        shown(source, n=0.1)


@pytest.mark.parametrize(
    ("amount", "local", "english"),
    [
        (0, "Rp0", "Rp0"),
        (999, "Rp999", "Rp999"),
        (1_000, "Rp1 rb", "Rp1k"),
        (850_000, "Rp850 rb", "Rp850k"),
        (3_450_000, "Rp3,5 jt", "Rp3.5 m"),
        (-3_450_000, "-Rp3,5 jt", "-Rp3.5 m"),
        (1_303_701_504, "Rp1,3 M", "Rp1.3 bn"),
        (10**13, "Rp10 T", "Rp10 tn"),
    ],
)
def test_a_picture_says_money_at_a_glance(amount, local, english):
    with translation.override("id"):
        assert words.short_rupiah(amount) == local
    with translation.override("en"):
        assert words.short_rupiah(amount) == english


def test_nothing_is_shown_for_nothing():
    everything = (
        "{{ n|rupiah }}{{ n|angka }}{{ n|persen }}{{ n|tanggal }}{{ n|hari }}{{ n|bulan }}{{ n|terbilang }}{{ n|echo }}"
    )
    assert shown(everything + "{{ n|tanggal_pendek }}{% money n %}", n=None) == ""


def test_a_zero_is_shown():
    assert shown("{{ n|rupiah }}{% money n %}", n=0) == 'Rp0<span class="money">Rp0</span>'


def test_an_instant_is_shown_as_the_day_on_the_wall(settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    with translation.override("id"):
        assert words.long_date(datetime(2026, 11, 22, 18, 0, tzinfo=UTC)) == "23 November 2026"


def test_the_echo_says_what_was_typed_or_stays_silent():
    assert shown("{{ n|echo }}", n="1,25 jt") == "Rp1.250.000 · satu juta dua ratus lima puluh ribu rupiah"
    assert shown("{{ n|echo }}", n="1.25") == ""


def test_classes_have_words_in_both_languages(spoken):
    assert len({words.collectibility(n) for n in range(1, 6)}) == 5
    assert words.collectibility(5) == {"id": "Macet", "en": "Loss"}[spoken]

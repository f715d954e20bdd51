"""Sums in words: seribu and satu ribu, miliar, and back."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.core.problems import Problem
from gulir.core.terbilang import MOST, date_in_words, number_from_words, rupiah_in_words, terbilang

WORDS = [
    (0, "nol"),
    (1, "satu"),
    (10, "sepuluh"),
    (11, "sebelas"),
    (12, "dua belas"),
    (19, "sembilan belas"),
    (20, "dua puluh"),
    (21, "dua puluh satu"),
    (100, "seratus"),
    (101, "seratus satu"),
    (110, "seratus sepuluh"),
    (111, "seratus sebelas"),
    (115, "seratus lima belas"),
    (200, "dua ratus"),
    (999, "sembilan ratus sembilan puluh sembilan"),
    (1_000, "seribu"),
    (1_001, "seribu satu"),
    (1_100, "seribu seratus"),
    (2_000, "dua ribu"),
    (11_000, "sebelas ribu"),
    (21_000, "dua puluh satu ribu"),
    (101_000, "seratus satu ribu"),
    (100_000, "seratus ribu"),
    (575_000, "lima ratus tujuh puluh lima ribu"),
    (901_893, "sembilan ratus satu ribu delapan ratus sembilan puluh tiga"),
    (1_000_000, "satu juta"),
    (1_001_000, "satu juta seribu"),
    (1_250_000, "satu juta dua ratus lima puluh ribu"),
    (1_001_001_001, "satu miliar satu juta seribu satu"),
    (10**12, "satu triliun"),
    (-5_000, "minus lima ribu"),
]


@pytest.mark.parametrize(("number", "words"), WORDS)
def test_a_number_is_spelled_and_read_back(number, words):
    assert terbilang(number) == words
    assert number_from_words(words) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "rupiah", "minus", "abc", "satu ribu", "satu ratus", "satu puluh", "sepuluh satu", "dua tiga"),
        *(
            "puluh",
            "belas",
            "ratus",
            "ribu",
            "juta",
            "minus minus satu",
            "minus nol",
            "seribu seribu",
            "dua ribu tiga ribu",
        ),
        *("satu juta satu miliar", "dua puluh belas", "sejuta", "satu koma lima", "1000", "nol satu", "satu nol"),
        *("satu belas", "seratus seratus", "sebelas belas", "sembilan ribu triliun"),
    ],
)
def test_words_that_spell_no_number_are_refused(text):
    with pytest.raises(Problem) as refused:
        number_from_words(text)
    assert refused.value.code == "WordsNotANumber"


def test_the_old_spelling_of_miliar_is_read_but_never_written():
    assert number_from_words("dua milyar") == 2 * 10**9
    assert "milyar" not in terbilang(2 * 10**9)


def test_there_are_words_up_to_the_largest_and_no_further():
    assert number_from_words(terbilang(MOST)) == MOST
    with pytest.raises(ValueError, match="no words"):
        terbilang(MOST + 1)


def test_a_receipt_and_minutes_are_spelled_in_full():
    assert rupiah_in_words(1_001_000) == "Satu juta seribu rupiah"
    assert date_in_words(date(2026, 8, 17)) == "Senin tanggal tujuh belas bulan Agustus tahun dua ribu dua puluh enam"

"""The parts of the kit: each renders, escapes what people wrote, and says in words what it shows in colour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from gulir.web.shell import Shell, Stop, context, place
from gulir.web.tables import Cell, Column, Table

NASTY = "<script>alert('KSM')</script>"


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


def part(source: str, **values: object) -> str:
    """One part of the kit as the page would show it."""
    from django_cotton.compiler_regex import CottonCompiler

    compiled = CottonCompiler().process("{% load i18n gulir %}" + source)
    return engines["django"].from_string(compiled).render(values, RequestFactory().get("/kas/"))


TEXTUAL = [
    '<c-page-head title="{{ x }}" lead="{{ x }}" label="{{ x }}" value="{{ x }}" note="{{ x }}" />',
    '<c-page-head :title="x" :lead="x" :label="x" :value="x" :note="x" />',
    '<c-figure :label="x" :value="x" :note="x" why="/w" />',
    '<c-card :title="x" href="/" :link="x">{{ x }}</c-card>',
    '<c-action href="/" icon="house" :label="x" :hint="x" />',
    '<c-flash state="bad" :title="x">{{ x }}</c-flash>',
    '<c-matched :text="x" href="/" :action="x" />',
    '<c-notice state="bad" href="/" :link="x">{{ x }}</c-notice>',
    '<c-empty :text="x" href="/" :action="x" />',
    '<c-badge state="good" :word="x" />',
    '<c-task number="1" :label="x" :note="x" state="now" />',
    '<c-tab href="/" :label="x" />',
    '<c-pair :label="x" :value="x" />',
    '<c-confirm :said="x" submit="Ya" back="/" />',
    '<c-sign :role="x" :office="x" :name="x" />',
    '<c-crumbs href="/" :label="x" />',
    '<c-amount name="a" :label="x" :value="x" />',
    '<c-button :confirm="x">{{ x }}</c-button>',
    '<c-voucher :lines="lines" />',
]


@pytest.mark.parametrize("source", TEXTUAL)
def test_what_people_wrote_is_escaped_in_every_part(source):
    lines = [SimpleNamespace(code="1", name=NASTY, debit=5, credit=0)]
    shown = part(source, x=NASTY, lines=lines)
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_a_part_that_did_not_escape_would_be_found():
    """Negative control: the same text marked safe goes through."""
    assert "<script>" in part('<c-figure :label="x" value="1" />', x=mark_safe(NASTY))


def test_a_figure_leads_to_its_reason():
    shown = part('<c-figure label="Kas" :amount="n" why="/kenapa/kas" main="1" />', n=-12_350_000)
    assert "-Rp12.<wbr>350.<wbr>000" in shown, "a large sum breaks only after its dots"
    assert 'class="money negative"' in shown
    assert 'href="/kenapa/kas"' in shown
    assert "Kenapa angka ini?" in shown


def test_a_figure_of_zero_is_shown_and_one_without_number_is_not_money():
    assert "Rp0" in part('<c-figure label="Kas" :amount="n" />', n=0)
    assert "Rp" not in part('<c-figure label="KSM" value="24" />')


@pytest.mark.parametrize(
    ("state", "icon"), [("good", "m16 9-5.5 5.5L8 12"), ("bad", "m15 9-6 6"), ("watch", "M12 9v4")]
)
def test_a_state_has_a_shape_and_not_only_a_colour(state, icon):
    assert icon in part(f'<c-flash state="{state}">Kas</c-flash>')
    assert icon in part(f'<c-notice state="{state}">Kas</c-notice>')


@pytest.mark.parametrize("number", range(1, 6))
def test_collectibility_is_number_bar_and_word(number):
    from gulir.web import words

    shown = part('<c-kol :value="n" />', n=number)
    assert f"{number}</b>" in shown
    assert shown.count('class="on"') == number
    assert shown.count('class="off"') == 5 - number
    assert words.collectibility(number) in shown


TABLE = Table(
    caption="Pinjaman",
    columns=(
        Column(label="KSM"),
        Column(label="Tanggal", kind="date"),
        Column(label="Saldo", kind="money", key=True),
        Column(label="Kol", kind="kol"),
    ),
    rows=[(Cell(value=NASTY, href="/k/1", note="RW 01", state="bad", word="Surat"), date(2026, 2, 2), 8_400_000, 2)],
    total=("Jumlah", None, 8_400_000, None),
)


def test_a_table_has_caption_heads_labels_and_totals():
    shown = part('<c-table :table="t" />', t=TABLE)
    assert "<caption>Pinjaman" in shown
    assert shown.count('scope="col"') == 4
    assert 'scope="row" class="first"' in shown
    assert 'class="key n" data-label="Saldo"' in shown
    assert "Rp8.400.000" in shown.split("<tfoot>")[1]
    assert "<script>" not in shown
    assert "2 Feb 2026" in shown


def test_rows_not_needed_now_are_marked_and_can_be_asked_for():
    rows = [("A", None, 1, 1), ("B", None, 2, 1), ("C", None, 3, 1)]
    shown = part('<c-table :table="t" />', t=replace(TABLE, rows=rows, far=frozenset({0, 2}), more="Lihat semua"))
    assert [piece.split("<span>")[1][0] for piece in shown.split('<tr class="far">')[1:]] == ["A", "C"]
    assert '<details class="more"><summary>Lihat semua</summary></details>' in shown
    assert "far" not in part('<c-table :table="t" />', t=TABLE)
    assert "<details" not in part('<c-table :table="t" />', t=TABLE)


def test_a_row_of_the_wrong_length_is_a_mistake_told_at_once():
    with pytest.raises(ValueError, match="1 cells in a table of 2 columns"):
        Table(caption="x", columns=(Column(label="A"), Column(label="B")), rows=[(1,)]).body()


def test_an_empty_table_says_what_to_do_and_draws_no_table():
    empty = Table(
        caption="x", columns=(), rows=[], empty="Belum ada KSM.", empty_action="Tambah KSM", empty_href="/ksm/+"
    )
    shown = part('<c-table :table="t" />', t=empty)
    assert "Belum ada KSM." in shown
    assert 'href="/ksm/+">Tambah KSM</a>' in shown
    assert "<table" not in shown


class Deposit(forms.Form):
    payer = forms.CharField(label="Penyetor", help_text="Nama orangnya")
    way = forms.ChoiceField(label="Lewat", choices=[("k", "Kas")], widget=forms.RadioSelect)
    seen = forms.BooleanField(label="Sudah dihitung")
    note = forms.CharField(label="Catatan", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_form_with_errors_sums_them_up_and_says_them_again_at_the_field():
    shown = part('<c-form :form="f" submit="Catat" back="/" />', f=Deposit({"note": NASTY}))
    summary, fields = shown.split("</ul>", 1)
    assert 'role="alert"' in summary
    assert "data-focus" in summary
    for target in ("id_payer", "id_way_0", "id_seen"):
        assert f'href="#{target}"' in summary
        assert f'id="{target}"' in fields
    assert 'aria-describedby="id_payer_hint id_payer_error"' in fields
    assert 'id="id_payer_error"' in fields
    assert "<script>" not in fields, "what was typed is kept and escaped"
    assert "&lt;script&gt;" in fields
    assert "boleh kosong" in fields


def test_a_fresh_form_has_no_summary():
    assert "error-summary" not in part('<c-form :form="f" submit="Catat" />', f=Deposit())


def test_a_refusal_of_the_whole_form_stands_in_the_summary():
    form = Deposit({"payer": "Ani", "way": "k", "seen": "on"})
    form.add_error(None, "Hari sudah ditutup.")
    assert "Hari sudah ditutup." in part('<c-error-summary :form="f" />', f=form)


def test_every_label_belongs_to_a_box():
    shown = part('<c-form :form="f" submit="Catat" />', f=Deposit())
    for box in ("id_payer", "id_way_0", "id_seen", "id_note"):
        assert f'for="{box}"' in shown


def test_an_amount_box_echoes_what_stands_in_it():
    shown = part('<c-amount name="a" label="Jumlah" :value="n" expected="170000" column="paid" />', n=1_250_000)
    assert 'value="1.250.000"' in shown
    assert "satu juta dua ratus lima puluh ribu rupiah" in shown
    assert 'data-expected="170000"' in shown


def test_pages_of_a_list_are_links_and_one_page_has_none():
    many = Paginator(range(95), 20)
    assert "Halaman 2 dari 5" in part('<c-pagination :page="p" />', p=many.get_page(2))
    assert "<nav" not in part('<c-pagination :page="p" />', p=Paginator([1], 20).get_page(1))


def test_a_confirm_page_reads_like_a_sentence_and_posts_the_yes():
    fields = '<c-slot name="fields"><input name="k"></c-slot>'
    shown = part(f'<c-confirm said="Anda mencairkan Rp5." submit="Cairkan" back="/">{fields}</c-confirm>')
    assert "Periksa dulu" in shown
    assert 'name="confirmed" value="1"' in shown
    assert '<input name="k">' in shown
    assert "csrfmiddlewaretoken" in shown


def test_a_desk_never_has_more_than_six_places():
    stops = tuple(Stop(key=str(n), label=str(n), href="/", icon="house") for n in range(7))
    Shell(stops=stops[:6])
    with pytest.raises(ValueError, match="at most 6"):
        Shell(stops=stops)


def test_other_desks_and_boards_of_a_person_stand_in_the_menu():
    request = RequestFactory().get("/kas/")
    request.user = SimpleNamespace(is_authenticated=True, get_username="tri")
    desks = (Stop(key="saya", label="Meja anggota", href="/saya/", icon="user"),)
    place(request, Shell(board="BKM A", desks=desks, boards=(("7", "BKM Mojosongo"),), person="Tri Lestari"))
    shown = engines["django"].from_string('{% extends "base.html" %}').render(context(request), request)
    assert "Tri Lestari" in shown
    assert 'href="/saya/"' in shown
    assert 'name="board" value="7"' in shown
    assert "BKM Mojosongo" in shown


def test_the_page_says_where_you_are():
    request = RequestFactory().get("/kas/")
    stops = (
        Stop(key="home", label="Beranda", href="/upk/", icon="house"),
        Stop(key="kas", label="Kas", href="/kas/", icon="coins"),
    )
    place(
        request,
        Shell(board=f"BKM {NASTY}", desk="Meja UPK", open_day=date(2026, 2, 2), stops=stops, demo=True),
        here="kas",
    )
    shown = engines["django"].from_string('{% extends "base.html" %}').render(context(request), request)
    assert "Senin, 2 Februari 2026" in shown
    assert "<script>" not in shown
    assert shown.count('aria-current="page"') == 2, "once in the desk's row and once in the phone's menu"
    assert 'href="/kas/" aria-current="page"' in shown
    assert 'class="skip" href="#isi"' in shown
    assert "karangan" in shown
    assert '<html lang="id">' in shown

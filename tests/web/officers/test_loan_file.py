"""The file of a loan on its page: what may be printed now, what comes later, and papers that open."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gulir.base.policy import Standing
from gulir.papers.loan_file import file_of_loan, forms
from tests.papers.pdf_text import pages, squeezed
from tests.web.stage import words

OFFICER = Standing(offices=frozenset({"cashier"}))
pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/[^"]*/kertas/[^"]*\.pdf)"')


def links(answer):
    return LINK.findall(answer.content.decode())


def test_every_paper_of_an_application_opens_from_its_page(hall):
    application = hall.fund.verify(hall.fund.apply("Melati"))
    page = hall.see("cashier", "officers:application_file", application)
    papers = links(page)
    assert len([link for link in papers if "berkas.pdf" not in link]) == 10
    assert any(link.endswith("/berkas.pdf") for link in papers)
    for link in papers:
        answer = hall.at("cashier").get(link)
        assert (answer.status_code, answer.content[:4]) == (200, b"%PDF"), link
        assert "inline" in answer["Content-Disposition"]


def test_a_loan_leads_to_its_file_and_an_application_to_its_own(hall):
    loan = hall.fund.lend("Melati")
    assert (
        reverse("officers:loan_file", args=[loan.pk]) in hall.see("cashier", "officers:loan", loan.pk).content.decode()
    )
    page = hall.see("cashier", "officers:application", loan.application_id).content.decode()
    assert reverse("officers:application_file", args=[loan.application_id]) in page


def test_what_cannot_be_printed_yet_is_named_with_what_it_waits_for(hall):
    said = words(hall.see("cashier", "officers:application_file", hall.fund.apply("Melati")))
    assert "Surat keterangan lunas setelah lunas" in said
    assert "Surat perjanjian pinjaman bergulir setelah disetujui" in said
    assert "Cetak di kartu lama" not in said


def test_every_form_of_the_catalogue_is_on_the_page_once(hall):
    loan = hall.fund.lend("Melati")
    said = words(hall.see("cashier", "officers:loan_file", loan.pk))
    for form in forms().values():
        assert said.count(form.id) == 1, form.key


def test_the_page_speaks_english_too(hall):
    loan = hall.fund.lend("Melati")
    hall.at("cashier").cookies["django_language"] = "en"
    said = words(hall.see("cashier", "officers:loan_file", loan.pk))
    assert "Letter of full settlement once it is settled" in said
    assert "Forms in the file" in said


def test_the_lines_of_the_card_are_printed_from_the_chosen_one_on(hall):
    loan = hall.fund.lend("Melati")
    hall.fund.pay(loan, 575_000)
    page = hall.see("cashier", "officers:loan_file", loan.pk).content.decode()
    assert '<option value="2">2 · ' in page
    answer = hall.see("cashier", "reports:card_lines", loan.pk, baris="2")
    text = squeezed("".join(pages(answer.content)))
    assert "4.500.000" in text
    assert "5.000.000" not in text


@pytest.mark.parametrize("first", ["0", "99", "-1", "satu", "1.5", "٢", "9" * 40, ""])
def test_a_line_that_is_none_is_not_there(hall, first):
    loan = hall.fund.lend("Melati")
    assert hall.see("cashier", "reports:card_lines", loan.pk, baris=first).status_code == 404


@pytest.mark.parametrize("paper", ["surat_lunas", "kit", "sampul", "tidak_ada", "PERJANJIAN", "x" * 200])
def test_a_form_that_is_not_so_or_not_there_is_not_found(hall, paper):
    loan = hall.fund.lend("Melati")
    assert hall.see("cashier", "reports:loan_form", loan.pk, paper).status_code == 404


def test_a_member_prints_the_file_of_their_own_group_only(hall):
    own, other = hall.fund.lend("Melati"), hall.fund.lend("Mawar")
    assert hall.see("Yuni", "reports:loan_form", own.pk, "rencana_angsuran").status_code == 200
    assert hall.see("Yuni", "reports:loan_form", other.pk, "rencana_angsuran").status_code == 404
    assert hall.see("Yuni", "reports:card_lines", other.pk, baris="1").status_code == 404


def test_the_watchers_find_the_whole_file_on_the_card(hall):
    loan = hall.fund.lend("Melati")
    page = hall.see("overseer", "overseers:loan", loan.pk).content.decode()
    link = reverse("reports:loan_form", args=[loan.pk, "berkas"])
    assert link in page
    assert hall.at("overseer").get(link).content[:4] == b"%PDF"


def test_a_file_asks_the_same_of_the_database_however_much_happened(hall):
    loan = hall.fund.lend("Melati")
    hall.fund.pay(loan, 575_000)

    def asked():
        with CaptureQueriesContext(connection) as seen:
            file_of_loan(hall.fund.book, loan.pk, standing=OFFICER, on=hall.fund.today)
        return len(seen)

    once = asked()
    for _ in range(3):
        hall.fund.pay(loan, 575_000)
    assert asked() == once

"""Nobody of one board opens, changes or sees anything of another: every address, every office, every name."""

from __future__ import annotations

from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse

from gulir.community.services import register_person
from gulir.ledger.models import Voucher
from gulir.ledger.queries import voucher, vouchers
from gulir.web.officers import vouchers as pages
from tests.web.doors.neighbours import KINDS, SURNAME, meet, read, rows
from tests.web.doors.walk import NOWHERE


@pytest.fixture
def boards(hall, monkeypatch):
    """The hall of a board, and a neighbour with its own people."""
    return meet(hall, monkeypatch)


def written(before, after) -> set[str]:
    """Rows that are there now and were not before, or are no more."""
    return {row for table in after for row in set(before[table]) ^ set(after[table])}


@pytest.fixture
def each(boards):
    """What a walk finds, by who walks; what one of them changed is taken back before the next one comes."""

    def walked(walk):
        found = {}
        for who in KINDS:
            boards.browser(who)  # the last login is written
            with undone():
                found[who] = walk(who)
        return {who: what for who, what in found.items() if what}

    return walked


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_nothing_of_another_board_is_opened_or_changed(boards, each):
    def trespass(who):
        before = rows()
        return [*boards.trespass(who), *written(before, rows())]

    assert each(trespass) == {}


def test_no_page_shows_a_trace_of_another_board(boards, each):
    assert each(boards.look_around) == {}


def test_no_form_takes_what_belongs_to_another_board(boards, each):
    """Whatever the own board wrote meanwhile, nothing of the neighbour stands in it."""
    ids = [trace.replace("-", "") for trace in boards.traces if len(trace) == 36]

    def ask(who):
        before = rows()
        seen = boards.ask_for(who)
        new = [row.replace("-", "") for row in written(before, rows())]
        return [*seen, *((trace, row) for row in new for trace in (*ids, SURNAME) if trace in row)]

    assert each(ask) == {}


def test_both_boards_have_something_real_for_every_name(boards):
    public = {name for name, value in boards.foreign.items() if isinstance(value, UUID)}
    assert {name for name in public if str(boards.foreign[name]) not in boards.traces} == set()
    assert {name for name in public if boards.own[name] in (boards.foreign[name], NOWHERE)} == set()
    assert boards.own["user"] != boards.foreign["user"]


# ---------------------------------------------------------------- what the walk would find


def test_a_page_that_forgets_the_book_would_be_found(boards, monkeypatch):
    def forgetful(_book, pk, standing):
        return voucher(Voucher.objects.get(pk=pk).book_id, pk, standing)

    monkeypatch.setattr(pages, "voucher_sheet", forgetful)
    found = boards.trespass("bookkeeper")
    assert any(line.startswith("GET officers:voucher /") for line in found)
    assert any(SURNAME in line for line in found)


def test_a_list_that_forgets_the_book_would_be_found(boards, monkeypatch):
    book = Voucher.objects.get(pk=boards.foreign["voucher"]).book_id
    monkeypatch.setattr(pages, "vouchers", lambda _book, standing, **asked: vouchers(book, standing, **asked))
    assert any(line.startswith("officers:vouchers: ") for line in boards.look_around("bookkeeper"))


def test_what_the_neighbour_has_is_seen_at_its_own_desk(boards):
    """The traces are words that stand on pages: at the neighbour's own desk they are all over."""
    client = boards.at_home("upk_manager")
    pages = ("officers:groups", "officers:vouchers", "officers:loans", "officers:people")
    assert all(boards.found(read(client.get(reverse(page)))) for page in pages)


def test_a_row_that_is_written_would_be_seen(boards):
    before = rows()
    boards.hall.fund.do("secretary", register_person, name="Bu Tambah", sex="P")
    assert any("Bu Tambah" in row for row in written(before, rows()))

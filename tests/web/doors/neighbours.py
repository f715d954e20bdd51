"""Two boards with their own people in one installation, and what a person of one may never get of the other.

The neighbour is built by the same acts as the board of the hall, with people of one `SURNAME`, amounts and numbers that
nobody else has. `trespass` opens every address that names something with every mixture of own and foreign names;
`look_around` opens every address of the own board, and looks for a trace of the neighbour in what it gets.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

from gulir.base.models import Actor
from gulir.community.models import Board
from gulir.community.services import register_person, take_office
from gulir.core.facts.access import CommandRefused
from gulir.intake.services import import_file
from gulir.ledger import services as ledger
from gulir.ledger.models import Draft, Voucher
from gulir.lending.models import Loan, Repayment
from gulir.lending.services import define_product, fill_member_form
from gulir.mentoring.models import FollowUp
from tests.community.stage import FIRST
from tests.lending.stage import make_fund
from tests.web.doors.walk import Address, addresses, path_of, samples_of, verdict
from tests.web.stage import Hall

__all__ = ["KINDS", "PLAIN", "SURNAME", "Neighbours", "meet", "read", "rows"]

SURNAME = "Zumbrota"
NIK = "3372015203807777"
PHONE = "081298765432"
CASH, BANK, EACH, LATE = 71_717_171, 97_979_797, 1_313_000, 404_404
PLAIN = {"key", "name", "form", "day", "ledger", "code", "kind", "year", "how", "app_label", "pk", "object_id", "url"}
"""Places of an address that name nothing of one board: a rule, a report, a day, a book, an account of the programme."""
SPECIAL = {"officers:loan_held": {"how": "tabungan-masuk"}}
KINDS = (
    "upk_manager", "loan_officer", "cashier", "bookkeeper", "upl", "ups", "secretary", "trustee", "coordinator",
    "overseer", "forum", "auditor", "facilitator", "village_head", "city_coordinator", "Yuni",
)  # fmt: skip
"""One person of every office, and a member of a group."""
LATECOMERS = {"Bu Tuti": "upl", "Pak Seno": "ups", "Pak Lurah": "village_head", "Mbak Ayu": "city_coordinator"}
ASK = {"officers:application_new", "secretariat:login_new"}
"""Forms that say after the question mark whom they are about."""
FREE = {"base_book", "base_fact", "base_secret", "django_session", "base_cache"}
"""Tables in which a refusal or a visit leaves its mark; the facts among them are looked at one by one."""


@dataclass(kw_only=True)
class Neighbours:
    """The hall of board A, the samples of both boards, and every word that only the neighbour has."""

    hall: Hall
    other: Hall
    own: Mapping[str, Any]
    foreign: Mapping[str, Any]
    board: UUID
    traces: tuple[str, ...]

    def browser(self, who: str) -> Client:
        """The browser of someone of A, who asked for the neighbour's board first."""
        client = self.hall.at(who)
        client.post("/bkm/", {"board": str(self.board)})
        return client

    def at_home(self, who: str) -> Client:
        """The browser of someone of the neighbour."""
        return self.other.at(who)

    def mixtures(self, address: Address) -> Iterator[dict[str, Any]]:
        """Every way to name at least one foreign thing in an address; nothing when it names none."""
        named = [name for name in address.asks if name not in PLAIN and self.own[name] != self.foreign[name]]
        for chosen in itertools.product((self.own, self.foreign), repeat=len(named)):
            if self.foreign in chosen:
                yield {**self.own, **{name: given[name] for name, given in zip(named, chosen, strict=True)}}

    def trespass(self, who: str) -> list[str]:
        """Open every address with foreign names, and send something there: what did not answer "not there"."""
        client, let_in = self.browser(who), []
        for address in addresses():
            for samples in self.mixtures(address):
                path = path_of(address, samples, SPECIAL)
                for how, answer in (("GET", client.get(path)), ("POST", client.post(path, self.form()))):
                    text = read(answer)
                    if not _kept_out(address, how, answer):
                        let_in.append(f"{how} {address.name} {path}: {answer.status_code}")
                    let_in += [f"{how} {address.name}: {trace}" for trace in self.found(text, path)]
        return let_in

    def ask_for(self, who: str) -> list[str]:
        """Send every form of the own board with the neighbour's things in it: the traces that came back."""
        client, seen = self.browser(who), []
        for number, address in enumerate(addresses()):
            if re.match(r"account_|mfa_|admin|home$|set_language|choose_board", address.name):
                continue
            path = path_of(address, self.own, SPECIAL)
            theirs = f"?ksm={self.foreign['group']}&warga={self.foreign['person']}"
            for query in (f"?ksm={self.own['group']}", theirs) if address.name in ASK else ("",):
                sent = {**self.form(), "key": f"asked-{number}-{query[:9]}"}
                answer = client.post(path + query, sent)
                if answer.status_code >= 500:
                    seen.append(f"{address.name}: {answer.status_code}")
                seen += [f"{address.name}: {trace}" for trace in self.found(read(answer), query, *sent, *sent.values())]
        mine = Voucher.objects.filter(book_id=self.hall.fund.book).values_list("label", flat=True)
        return [line for line in seen if line.rpartition(": ")[2] not in set(mine)]  # numbers of its own by now

    def look_around(self, who: str) -> list[str]:
        """Open every address of the own board, also asking for foreign things behind it: the traces that were seen."""
        client, seen = self.browser(who), []
        asked = {name: str(self.foreign[name]) for name in ("loan", "person", "group")}
        query = {**asked, "ksm": asked["group"], "warga": asked["person"], "q": "a"}
        for address in addresses():
            path = path_of(address, self.own, SPECIAL)
            for given in ({}, query):
                answer = client.get(path, given)
                if answer.status_code >= 500:
                    seen.append(f"{address.name}: {answer.status_code}")
                seen += [f"{address.name}: {trace}" for trace in self.found(read(answer), *given.values())]
        return seen

    def found(self, text: str, *sent: str) -> list[str]:
        """Traces of the neighbour in a text; what was sent by hand may come back as it was typed."""
        return [trace for trace in self.traces if trace in text and not any(trace in given for given in sent)]

    def form(self) -> dict[str, str]:
        """Everything a form of the product may ask, filled with the neighbour's things."""
        ids = {name: str(value) for name, value in self.foreign.items() if name not in PLAIN}
        loan, person = self.foreign["loan"], str(self.foreign["person"])
        rows_of = {f"{prefix}-{count}_FORMS": "1" for prefix in ("share", "visit") for count in ("TOTAL", "INITIAL")}
        return ids | rows_of | {
            "confirmed": "1", "key": "from-the-neighbour", "reason": "salah", "do": "confirm", "purpose": "audit",
            "digest": Draft.objects.get(pk=self.foreign["draft"]).digest, "amount": "1000", "on": "2026-03-02",
            "role": "member", "method": "cash", f"pay_{loan.hex}": "1000", f"key_{loan.hex}": "pay-the-neighbour",
            "share-0-person": person, "share-0-amount": "1000", "visit-0-person": person, "visit-0-amount": "1000",
            "people": person, "chair": person, "witness": person, "line": "1", "username": "asing",
            "password": "empat-bebek-di-kali", "kind": "board", "held_on": "2026-03-02", "invited": "5",
        }  # fmt: skip


def meet(hall: Hall, monkeypatch: Any) -> Neighbours:
    """Board A with its samples, then the neighbour: everything that is written while it is built is the neighbour's."""
    own = {**samples_of(hall), **_more(hall, 1)}
    _latecomers(hall)
    before, labels = set(_ids()), set(Voucher.objects.values_list("label", flat=True))
    fund = make_fund(code="zumbrota", surname=SURNAME, cash=CASH, bank=BANK)
    other = Hall(fund=fund, monkeypatch=monkeypatch)
    fund.do("upk_manager", define_product, code="ZP10", name=f"Pinjaman {SURNAME}", instalments=10)
    fund.do("secretary", register_person, name=f"Tutik {SURNAME}", sex="P", nik=NIK, phone=PHONE)
    for _ in range(4):  # its numbers run ahead of those of A
        fund.pay(fund.lend("Mawar", each=EACH), 5 * EACH * 115 // 100)
    foreign = {**samples_of(other), **_more(other, 2)}
    paid = Repayment.objects.filter(book_id=fund.book).latest("pk").voucher.label
    numbers = set(Voucher.objects.filter(book_id=fund.book).values_list("label", flat=True)) - labels
    assert numbers, "the neighbour has numbers of its own"
    foreign["number"] = paid if paid in numbers else max(numbers)
    amounts = [f"{amount:,}".replace(",", ".") for amount in (CASH, BANK, EACH, 5 * EACH, LATE)]
    traces = (SURNAME, SURNAME.lower(), NIK, PHONE, *sorted(numbers), *amounts, *sorted(set(_ids()) - before))
    return Neighbours(
        hall=hall,
        other=other,
        own=own,
        foreign=foreign,
        board=Board.objects.get(book_id=fund.book).pk,
        traces=traces,
    )


def _kept_out(address: Address, how: str, answer: HttpResponseBase) -> bool:
    """Not for you, or not there; a page that takes nothing says so, and the reading room asks for another login."""
    told = verdict(answer)
    return told in "x-" or (told == "p" and how == "POST") or (told == "L" and address.name.startswith("admin"))


def _more(hall: Hall, number: int) -> dict[str, Any]:
    """What `samples_of` leaves out: a paper that waits for a second person, and a file that was brought in."""
    fund = hall.fund
    lines = [{"debit": "51030", "credit": "11010", "amount": 45_000 if number == 1 else LATE}]
    told = fund.do(
        "bookkeeper", ledger.record_susulan, entries=lines, description=fund.stage.full("Beli kertas"),
        original_on=fund.today - timedelta(days=1), reason="Notanya tercecer",
    )  # fmt: skip
    fund.do("secretary", register_person, name=fund.stage.full(f"Warga {number}"), sex="P")
    brought = import_file(
        kind="people", name=f"{fund.stage.full('warga')}.csv", book=fund.book, actor=fund.stage.actor("secretary"),
        content=f"name;sex;rw\n{fund.stage.full('Bawaan')};P;01\n".encode(), key=f"file-{number}",
        at=hall._now() + timedelta(seconds=fund.ticks),
    )  # fmt: skip
    assert brought.import_id is not None, brought.findings
    return {"draft": UUID(told["draft"]), "entry": UUID(brought.import_id), "followup": _asked_again(hall)}


def _asked_again(hall: Hall) -> UUID:
    """Yuni after half a year, written straight into its table: the walk's own day is the day of the loan."""
    fund, group = hall.fund, hall.fund.stage.groups["Melati"]
    loan = Loan.objects.filter(book_id=fund.book, group_id=group).earliest("loan_no")
    told = fund.do(
        "loan_officer", fill_member_form, group=group, person=hall.person("Yuni"), amount=1_000_000,
        business=fund.stage.full("Warung"), business_since=2020, capital=500_000, turnover=2_000_000, costs=1_500_000,
    )  # fmt: skip
    written = FollowUp.objects.create(
        book_id=fund.book, group_id=group, loan=loan, person_id=hall.person("Yuni"), baseline_id=told["form"],
        round="month_6", asked_on=loan.disbursed_on + timedelta(days=184), answer="moved",
        note=fund.stage.full("Pindah"), written_by=fund.stage.actor("facilitator"), written_at=hall._now(),
    )  # fmt: skip
    return written.pk


def _latecomers(hall: Hall) -> None:
    """Holders of the offices that the stage leaves empty, named by their office too."""
    stage = hall.fund.stage
    for name, office in LATECOMERS.items():
        person = UUID(hall.fund.do("secretary", register_person, name=name, sex="P")["person"])
        hall.fund.do("coordinator", take_office, person=person, office=office, starts_on=FIRST)
        stage.people[name], stage.actors[office] = person, Actor.objects.create(person=person, name=name)


def _ids() -> Iterator[str]:
    """Every public id there is."""
    for model in apps.get_models():
        if model._meta.managed and model._meta.pk.get_internal_type() == "UUIDField":
            yield from map(str, model._base_manager.values_list("pk", flat=True))


def read(answer: HttpResponseBase) -> str:
    """All text of an answer: a page, a list, the sheets of a workbook; with where it sends one to."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    text = body.decode(errors="replace").replace("<wbr>", "")
    return re.sub(r"&nbsp;|\u00a0", " ", text) + answer.headers.get("Location", "")


def rows(free: Collection[str] = frozenset(FREE)) -> dict[str, list[str]]:
    """Every row of every table, but for those in which a refusal leaves its mark; and every fact that is no refusal."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - set(free)):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
        kind = CommandRefused.__name__
        cursor.execute("SELECT book_id, sequence, kind FROM base_fact WHERE kind <> %s", [kind])
        found["facts"] = sorted(map(repr, cursor.fetchall()))
    return found

"""Every address of the product with a sample of what it asks for, and what five people get there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.stage import Hall

__all__ = ["PEOPLE", "Address", "addresses", "path_of", "verdict", "written"]

PEOPLE = ("stranger", "member", "cashier", "trustee", "overseer")
ASKED = re.compile(r"<(?:\w+:)?(\w+)>")
NOWHERE = UUID(int=0)


@dataclass(frozen=True, order=True)
class Address:
    """One route: the full name of its page and the names of what it asks for."""

    name: str
    asks: tuple[str, ...]


def addresses() -> list[Address]:
    """All routes of the resolver that have a name; one without a name is named by its place."""
    return sorted(set(_walk(get_resolver(), "", ())))


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        place = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, place, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif isinstance(pattern, URLPattern):
            name = ":".join((*spaces, pattern.name)) if pattern.name else place
            yield Address(name=name, asks=tuple(sorted(ASKED.findall(place))))


def path_of(address: Address, samples: Mapping[str, Any], special: Mapping[str, Mapping[str, Any]]) -> str:
    """The address with something in every place; a route without a name is asked for by a word nobody uses."""
    if "(?P<url>" in address.name:
        return "/admin/nobody-put-this-here/"
    given = {name: special.get(address.name, {}).get(name, samples.get(name)) for name in address.asks}
    return reverse(address.name, kwargs=given)


def verdict(answer: HttpResponseBase) -> str:
    """What an answer means, in one letter.

    `.` seen; `L` to the login; `>` sent elsewhere; `x` not for you; `-` not there; `p` takes only what is sent.
    """
    if answer.status_code in (301, 302):
        return "L" if re.match(r"/(akun|admin)/login/", answer.headers["Location"]) else ">"
    return {200: ".", 403: "x", 404: "-", 405: "p"}.get(answer.status_code, str(answer.status_code))


def written(table: str) -> dict[str, str]:
    """The table as names (or patterns of names) with five letters each."""
    rows = [line.split() for line in table.strip().splitlines() if line.strip() and not line.startswith("#")]
    return {row[0]: row[1] for row in rows}


def row_for(name: str, table: Mapping[str, str]) -> str | None:
    """The verdicts of a route: under its own name, else under a pattern that fits; None when nobody wrote any."""
    if name in table:
        return table[name]
    return next((letters for pattern, letters in table.items() if "*" in pattern and fnmatchcase(name, pattern)), None)


def samples_of(hall: Hall) -> dict[str, Any]:
    """Something real for every place of an address: all of it belongs to the board of the hall."""
    from datetime import date

    from gulir.community.models import User
    from gulir.community.passwords import Password
    from gulir.community.services import set_password
    from gulir.governance.services import Present, hold_meeting, propose_rule
    from gulir.ledger.models import Voucher
    from gulir.lending.services import record_cover

    fund = hall.fund
    loan = fund.lend("Melati")
    paid = fund.pay(loan, 575_000)
    item = fund.do("coordinator", propose_rule, rule="loan.rate_percent", value="2", effective_on=date(2026, 4, 1))
    asked = fund.do(
        "secretary", set_password, username=f"siti.{fund.stage.code}", password=Password("empat-bebek-di-kali")
    )
    came = [Present(name=name, sex="P", person=hall.person(name)) for name in ("Tari", "Bu Rahma")]
    meeting = fund.do(
        "secretary", hold_meeting, kind="board", held_on=fund.today, invited=5, attendance=came, place="Balai"
    )
    cover = fund.do(
        "facilitator", record_cover, repayment=UUID(paid["repayment"]), debtor=hall.person("Yuni"), amount=1_000
    )
    return {
        "loan": loan.pk,
        "cover": cover["cover"],
        "repayment": paid["repayment"],
        "report": 1,
        "application": fund.verify(fund.apply("Mawar")),
        "product": fund.product,
        "voucher": Voucher.objects.filter(book_id=fund.book).latest("recorded_at").pk,
        "number": paid["number"],
        "draft": NOWHERE,
        "entry": NOWHERE,
        "group": fund.stage.groups["Melati"],
        "person": hall.person("Yuni"),
        "user": User.objects.get(username=f"siti.{fund.stage.code}").pk,
        "change": asked["change"],
        "item": item["agenda"],
        "meeting": meeting["meeting"],
        "held": _gathered(fund),
        "call": _visited(fund),
        "photo": 0,
        "assessment": _assessed(fund),
        "instrument": "ksm_kotaku",
        "turn": "month_6",
        "what": "ulang",
        "followup": NOWHERE,
        "reading": _handed_over(fund),
        **_together(fund),
        "key": "loan.rate_percent",
        "name": "position",
        "form": "csv",
        "paper": "berkas",
        "day": fund.today.isoformat(),
        "ledger": "upk",
        "code": "11021",
        "kind": "people",
        "year": 2026,
        "pk": 1,
        "how": "tolak",
        "object_id": str(loan.pk),
        "app_label": "lending",
    }


def _gathered(fund: Any) -> str:
    """KSM Melati agrees on its rules and meets once."""
    from datetime import date

    from gulir.mentoring.services import Came, Sheet, agree_on_rules, hold_meeting
    from tests.lending.stage import MEMBERS

    group = fund.stage.groups["Melati"]
    fund.do(
        "Yuni", agree_on_rules, group=group, starts_on=date(2026, 1, 1), every="month", savings=10_000, fine=0,
        quorum_percent=60, loan_most=500_000, loan_months=3, loan_jasa_bp=150,
    )  # fmt: skip
    came = [Came(person=fund.stage.people[name], came="present") for name in MEMBERS["Melati"]]
    made = fund.do("Yuni", hold_meeting, group=group, on=fund.today, sheet=Sheet(attendance=came, counted=0))
    return str(made["meeting"])


def _assessed(fund: Any) -> str:
    """KSM Melati is read by the facilitator."""
    from gulir.mentoring.services.signs import keep_assessment

    group = fund.stage.groups["Melati"]
    return str(fund.do("facilitator", keep_assessment, group=group, instrument="ksm_kotaku")["assessment"])


def _visited(fund: Any) -> str:
    """KSM Melati is visited by the facilitator."""
    from gulir.mentoring.services.visit_sheets import VisitSheet
    from gulir.mentoring.services.visits import record_visit

    sheet = VisitSheet(purpose="routine", minutes=30, met=[fund.stage.people["Yuni"]])
    group = fund.stage.groups["Melati"]
    return str(fund.do("facilitator", record_visit, group=group, on=fund.today, sheet=sheet)["visit"])


def _handed_over(fund: Any) -> str:
    """The hand-over ladder is read by the facilitator."""
    from gulir.mentoring.services.handovers import read_handover

    return str(fund.do("facilitator", read_handover, levels={"call": 2, "books": 3})["reading"])


def _together(fund: Any) -> dict[str, Any]:
    """KSM Melati mentors KSM Mawar, and its chair wrote down how they sat together today."""
    from gulir.mentoring.models import PeerSession
    from gulir.mentoring.services import agree_to_mentoring, offer_mentoring, record_peer_session

    mentor, mentee = fund.stage.groups["Melati"], fund.stage.groups["Mawar"]
    pair = UUID(fund.do("Yuni", offer_mentoring, mentor=mentor, mentee=mentee, topics="Buku kas")["pair"])
    fund.do("Tini", agree_to_mentoring, pair=pair, group=mentee)
    fund.do("Yuni", record_peer_session, pair=pair, held_on=fund.today, came=3, shown="Buku kas")
    return {"pair": str(pair), "session": PeerSession.objects.get(pair=pair).pk}

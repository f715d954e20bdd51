"""People at their desks: Django's client, logged in as someone of a board that lends, on a day of our choosing."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gulir.community.models import User
from gulir.ledger import services as ledger
from gulir.ledger.models import Voucher
from gulir.ledger.queries import CashBox, day_summary
from tests.community.stage import PASSWORD
from tests.lending.stage import Fund, make_fund

__all__ = ["PASSWORD", "Hall", "make_hall", "words"]


@dataclass(kw_only=True)
class Hall:
    """A fund and the browsers of its people; the clock of every page is noon of the fund's today."""

    fund: Fund
    monkeypatch: Any
    clients: dict[str, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.monkeypatch.setattr("gulir.web.visits.timezone.now", self._now)

    def _now(self) -> datetime:
        return datetime.combine(self.fund.today, time(5, 0), tzinfo=UTC)

    def login_of(self, who: str) -> User:
        """The login of a person by name or of the holder of an office; a member without one gets one here."""
        actor = self.fund.stage.actors.get(who) or self.fund.stage.actor(who)
        found = User.objects.filter(actor=actor).first()
        if found is None:
            name = f"{who.lower()}.{self.fund.stage.code}"
            found = User.objects.create_user(username=name, password=PASSWORD, actor=actor)
        return found

    def at(self, who: str) -> Client:
        """The browser of someone who is logged in."""
        if who not in self.clients:
            self.clients[who] = Client()
            self.clients[who].force_login(self.login_of(who), backend="django.contrib.auth.backends.ModelBackend")
        return self.clients[who]

    def see(self, who: str, page: str, *args: Any, **query: Any) -> HttpResponse:
        """What someone gets when they open a page."""
        return self.at(who).get(reverse(page, args=args), query)  # type: ignore[return-value]

    def send(self, who: str, page: str, *args: Any, **data: Any) -> HttpResponse:
        """What someone gets when they send a form."""
        return self.at(who).post(reverse(page, args=args), data)  # type: ignore[return-value]

    def person(self, name: str) -> UUID:
        """A person's public id."""
        return self.fund.stage.people[name]

    def move_to(self, day: date) -> None:
        """Close every day before `day`, the cash counted as the books say; pages then show `day`."""
        fund = self.fund
        if Voucher.objects.filter(book_id=fund.book, dated=fund.open_day() or fund.today).exists():
            boxes = day_summary(fund.book).boxes
            counts = [_counted(box) for box in boxes if box.moved]
            fund.do("cashier", ledger.close_day, counts=counts)
            fund.do("upk_manager", ledger.confirm_day)
        last, fund.today = day - timedelta(days=1), day
        self.clients.clear()  # sessions end after two weeks
        if (fund.open_day() or day) <= last:
            fund.do("cashier", ledger.close_through, through=last)


def _counted(box: CashBox) -> dict[str, Any]:
    """A count of a box that finds exactly what the books say, in the largest notes and in coins."""
    notes, coins = divmod(box.balance, 100_000)
    kept = {name: n for name, n in (("100000", notes), ("100", coins // 100)) if n}
    return {"account": box.account.code, "ledger": box.account.ledger, "denominations": kept}


def make_hall(monkeypatch: Any, founded: Fund | None = None, **more: Any) -> Hall:
    """A board with live books and money, and its people's browsers; `founded` is one that stands already."""
    return Hall(fund=deepcopy(founded) or make_fund(**more), monkeypatch=monkeypatch)


def words(answer: HttpResponse) -> str:
    """What a person reads on a page, as one line."""
    text = answer.content.decode().replace("<wbr>", "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))

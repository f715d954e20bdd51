"""A member sees whose hands the principal of the own group went into next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gulir.base.models import Actor
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(founded, monkeypatch):
    made = make_hall(monkeypatch, founded)
    made.fund.stage.actors.setdefault("Yuni", Actor.objects.create(person=made.person("Yuni"), name="Yuni"))
    return made


def test_where_my_rupiah_went_next(hall):
    loan = hall.fund.lend()
    assert "Ke mana rupiah Anda bergulir" not in words(hall.see("Yuni", "members:card", loan.pk))
    hall.fund.pay(loan, 575_000)
    assert "belum dipinjamkan, masih di kas atau bank" in words(hall.see("Yuni", "members:card", loan.pk))
    hall.move_to(hall.fund.today + timedelta(days=1))
    hall.fund.lend("Mawar")
    page = words(hall.see("Yuni", "members:card", loan.pk))
    assert "KSM Mawar" in page
    assert "belum dipinjamkan" not in page

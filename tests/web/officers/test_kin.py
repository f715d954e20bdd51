"""A member's kin among officers and trustees, declared by clicking."""

from __future__ import annotations

import pytest

from gulir.community.models import Kinship
from tests.web.stage import words

pytestmark = pytest.mark.django_db


def test_it_is_declared_and_then_stands_there(hall):
    at = (hall.fund.stage.groups["Melati"], hall.person("Yuni"))
    assert "Belum ada hubungan keluarga" in words(hall.see("loan_officer", "officers:member_kin", *at))
    sent = {"other": str(hall.person("Bu Rahma")), "relation": "sibling", "key": "k"}
    assert hall.send("loan_officer", "officers:member_kin", *at, **sent).status_code == 302
    assert Kinship.objects.count() == 1
    assert "Yuni keluarga Bu Rahma" in words(hall.see("loan_officer", "officers:member_kin", *at))


@pytest.mark.parametrize("sent", [{}, {"other": "siapa", "relation": "sibling"}, {"relation": "cousin"}])
def test_what_cannot_be_is_said(hall, sent):
    at = (hall.fund.stage.groups["Melati"], hall.person("Yuni"))
    body = {"other": str(hall.person("Bu Rahma")), "key": "k", **sent}
    assert hall.send("loan_officer", "officers:member_kin", *at, **body).status_code == 422
    assert not Kinship.objects.exists()

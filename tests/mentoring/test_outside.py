"""A meeting of a KSM read from outside: what concerns one member alone stays among them and who sits with them."""

from __future__ import annotations

import pytest

from gulir.mentoring.queries import record_of
from gulir.mentoring.services import Money, Said
from tests.mentoring.stage import EACH, FIRST

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(ksm):
    """Agus is ill, Sumi borrows, Karti's cart was stolen, a neighbour is helped."""
    away = {"Agus": "Sakit jantung"}
    money = (
        *(Money(kind="savings", amount=EACH, person=ksm.who(n)) for n in ksm.names if n != "Agus"),
        Money(kind="gift", amount=10_000, note="Dari Pak Lurah"),
        Money(kind="welfare", amount=5_000, note="Bu Sri yang sakit"),
    )
    agenda = [
        Said(topic="member_problem", said="Gerobak Karti dicuri", decided="Karti dibantu"),
        Said(topic="rules", said="Tabungan naik", decided="Naik bulan depan"),
    ]
    lent = [ksm.lend("Sumi", 20_000)]
    return ksm.meet(4 * EACH - 15_000, attendance=ksm.came(away=away), money=money, agenda=agenda, lent=lent)


def read(ksm, meeting, who):
    return record_of(ksm.stage.book, meeting, ksm.stage.stands(who, FIRST))


@pytest.mark.parametrize("who", ["Yuni", "Karti", "facilitator"])
def test_members_and_who_sits_with_them_read_all_of_it(ksm, meeting, who):
    record = read(ksm, meeting, who)
    assert record.private
    assert [row.reason for row in record.attendance if row.came == "excused"] == ["Sakit jantung"]
    assert [item.topic for item in record.agenda] == ["member_problem", "rules"]
    assert {row.person.name for row in record.of("savings")} == {"Yuni", "Karti", "Sumi", "Parti"}
    assert [row.person.name for row in record.of("loan")] == ["Sumi"]


@pytest.mark.parametrize(
    "who", ["loan_officer", "upk_manager", "bookkeeper", "trustee", "overseer", "forum", "auditor"]
)
def test_others_read_sums_names_of_who_came_and_what_was_decided_together(ksm, meeting, who):
    record = read(ksm, meeting, who)
    assert not record.private
    assert {row.person.name: (row.came, row.reason) for row in record.attendance}["Agus"] == ("excused", "")
    assert [(row.kind, row.amount, row.person, row.note) for row in record.entries] == [
        ("savings", 4 * EACH, None, ""),
        ("gift", 10_000, None, ""),
        ("welfare", 5_000, None, ""),
        ("loan", 20_000, None, ""),
    ]
    assert record.total("savings") == 4 * EACH
    assert [item.decided for item in record.agenda] == ["Naik bulan depan"]
    assert record.untold == 1
    told = repr([vars(row) for row in (*record.attendance, *record.entries, *record.agenda)])
    for private in ("Sakit jantung", "Gerobak", "Bu Sri"):
        assert private not in told


def test_a_member_of_another_ksm_reads_nothing_of_it(ksm, meeting):
    from gulir.core.problems.access import NotFound

    for who in ("Tini", "cashier"):
        with pytest.raises(NotFound):
            read(ksm, meeting, who)


def test_without_the_rule_a_trustee_would_read_everything(ksm, meeting, monkeypatch):
    """The negative control: were everybody inside, the trouble of a member would be read."""
    from gulir.base.policy import everyone
    from gulir.mentoring.queries import meetings

    monkeypatch.setattr(meetings, "READS_PRIVATE", everyone)
    assert read(ksm, meeting, "trustee").agenda[0].said == "Gerobak Karti dicuri"

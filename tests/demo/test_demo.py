"""The demonstration: the same every time, whole, with honest blemishes, and nothing in it that a check complains of."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from gulir.base.models import Fact, Reply
from gulir.base.policy import Standing
from gulir.care.check import check_board, check_house
from gulir.cli.demo import build, logins
from gulir.community import queries as community
from gulir.community.models import Area, Household, Person
from gulir.core.problems.demo import DemoNeedsOwnPlace
from gulir.core.roles import Ledger
from gulir.governance import queries as governance
from gulir.ledger import queries as ledger
from gulir.ledger.models import Month, Voucher, Year
from gulir.lending import queries as lending
from gulir.lending.models import Repayment

pytestmark = pytest.mark.sqlite_only

EVERYTHING = Standing(founder=True)
LAST_DAY = date(2026, 11, 23)
DIGEST = re.compile(r'"digest": ?"[0-9a-f]{64}"')


def public_facts(database: Path) -> list[tuple[Any, ...]]:
    """What happened, as the public may see it: kind, act, day, instant, public part; no ids, no salts.

    The digest of what a meeting was shown about one person binds that person's id, new in each build: it is left out.
    """
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute(
            "SELECT b.code, f.sequence, f.kind, f.command, f.happened_on, f.recorded_at, f.public"
            " FROM base_fact f JOIN base_book b ON b.id = f.book_id ORDER BY b.code, f.sequence"
        ).fetchall()
    finally:
        connection.close()
    return [(*told, DIGEST.sub("", public) if "death_cover" in public else public) for *told, public in rows]


def digest(facts: list[tuple[Any, ...]]) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()


# ---------------------------------------------------------------- the same every time


def test_two_builds_tell_the_same_facts_to_the_letter(demo):
    """One in this process, one by the command line: names, amounts, days and minutes are the same."""
    mine, theirs = public_facts(demo.path), public_facts(demo.other)
    assert len(mine) > 1500
    assert next(((one, other) for one, other in zip(mine, theirs, strict=False) if one != other), None) is None
    assert digest(mine) == digest(theirs)
    assert digest(mine[:-1]) != digest(mine)


def test_the_names_are_the_same_too(demo):
    """People never stand in public facts, so they are compared by themselves."""
    connection = sqlite3.connect(demo.other)
    theirs = connection.execute(
        "SELECT name, sex, rw, rt, born_on FROM community_person ORDER BY 1, 2, 3, 4, 5"
    ).fetchall()
    connection.close()
    mine = Person.objects.order_by("name", "sex", "rw", "rt", "born_on").values_list(
        "name", "sex", "rw", "rt", "born_on"
    )
    assert [(*row[:4], str(row[4]) if row[4] else None) for row in mine] == theirs


def test_everything_came_through_the_acts_and_none_was_refused(demo):
    """Each act leaves one stored reply; a row without an act would need no reply."""
    own = Reply.objects.filter(book_id=demo.book)
    assert own.count() == demo.acts == demo.told["acts"]
    assert not Fact.objects.filter(kind="CommandRefused").exists()
    receipts = Fact.objects.filter(book_id=demo.book, kind__in=("RepaymentRecorded", "RepaymentReversed"))
    assert Repayment.objects.exclude(method__in=("loss", "savings")).count() == receipts.count()


# ---------------------------------------------------------------- the village


def test_eleven_rw_with_six_hundred_households_and_twenty_four_groups(demo):
    assert Area.objects.filter(level="rw").count() == 11
    assert Household.objects.filter(head__isnull=False).count() == 605
    assert len({house.rw for house in Household.objects.all()}) == 11
    groups = community.groups(demo.book, EVERYTHING, demo.open_day)
    assert len(groups) == 24
    assert all(group.members >= 5 and group.women * 10 >= group.members * 3 for group in groups)


def test_offices_are_held_as_the_programme_wants(demo):
    held = [one.office for one in community.offices_at(demo.book, demo.open_day)]
    assert held.count("trustee") + held.count("coordinator") == 9
    assert held.count("overseer") == 3
    for one in ("upk_manager", "loan_officer", "cashier", "bookkeeper", "secretary", "facilitator"):
        assert held.count(one) == 1


# ---------------------------------------------------------------- two years of books


def test_twenty_three_months_and_two_years_are_closed(demo):
    months = sorted(month.first for month in Month.objects.all())
    assert (len(months), months[0], months[-1]) == (23, date(2024, 12, 1), date(2026, 10, 1))
    assert {(year.year, year.ledger) for year in Year.objects.all()} == {
        (year, name.value) for year in (2024, 2025) for name in Ledger
    }


def test_the_profit_was_given_out_as_the_members_meeting_decided(demo):
    decision = governance.decision_for(demo.book, subject_kind="profit", subject_id="2025")
    assert decision is not None
    assert decision.meeting.kind == "rwt"
    given = Voucher.objects.get(reference="LABA-2025")
    assert given.total == Year.objects.get(year=2025, ledger="upk").result > 0


def test_the_last_day_is_open_with_two_receipts_and_nothing_counted(demo):
    today = ledger.day_summary(demo.book)
    assert (today.day, today.state, today.counted_by) == (LAST_DAY, "open", "")
    assert sum(today.vouchers.values()) == 2
    assert today.drafts == 1
    assert demo.open_day == LAST_DAY
    assert max(fact.happened_on for fact in Fact.objects.filter(book_id=demo.book)) <= LAST_DAY


@pytest.mark.parametrize("name", list(Ledger))
def test_every_ledger_balances(demo, name):
    trial = ledger.trial_balance(demo.book, name, as_of=LAST_DAY)
    assert trial.total_debit == trial.total_credit
    assert ledger.position(demo.book, name, as_of=LAST_DAY).difference == 0


def test_the_cards_agree_with_the_books(demo):
    totals = {control.role.value: control for control in lending.control_totals(demo.book, as_of=LAST_DAY)}
    assert all(control.difference == 0 for control in totals.values())
    assert totals["loans"].books > 100_000_000
    assert totals["tr_savings"].books > 5_000_000
    assert totals["surplus"].books == 20_000


def test_every_check_is_clean(demo, settings):
    """`gulir check` walks the whole road again and has nothing to say."""
    board = community.board_of("karang-anyar").book
    assert check_board(board, on=LAST_DAY) == []
    assert check_house(Path(settings.GULIR_HOME)) == []


# ---------------------------------------------------------------- honest blemishes, work that waits


def test_three_groups_are_behind_by_different_depths(demo):
    behind = {
        row.ksm: row for row in lending.loans(demo.book, as_of=LAST_DAY, with_balance=True) if row.missed_instalments
    }
    assert {name: row.missed_instalments for name, row in behind.items()} == {
        "Dahlia": 5, "Matahari": 2, "Sedap Malam": 1,
    }  # fmt: skip
    assert behind["Dahlia"].collectibility == 3
    named = lending.indicators(demo.book, as_of=LAST_DAY).named
    assert 0 < named["LAR"].value < 10
    assert 0 < named["PAR"].value < 10


def test_mistakes_were_made_and_mended_in_the_open(demo):
    kinds = list(Fact.objects.filter(book_id=demo.book).values_list("kind", flat=True))
    for kind in ("RepaymentReversed", "VoucherReversed", "DayCountRefused", "ApplicationReturned", "SurplusReturned"):
        assert kinds.count(kind) == 1, kind
    short = [fact for fact in Fact.objects.filter(kind="DayClosed") if fact.public.get("difference")]
    assert len(short) == 1
    assert ledger.balance_at(ledger.account_at(demo.book, "11041")) == 0


def test_an_application_waits_at_every_step(demo):
    rows = lending.applications(demo.book, EVERYTHING)
    waiting = [
        (row.state, row.signatures.count()) for row in rows if row.state in {"submitted", "verified", "approved"}
    ]
    assert sorted(waiting) == [("approved", 2), ("submitted", 0), ("verified", 0), ("verified", 1)]
    assert {row.state for row in rows} >= {"disbursed", "rejected", "returned"}


def test_a_rule_was_adopted_and_another_waits_for_the_board(demo):
    rules = governance.rules_at(demo.book, LAST_DAY)
    assert rules.rupiah("loan.per_member_max") == 5_000_000
    assert any("KPT-2025" in line for line in rules.versions)
    assert [item.subject_id for item in governance.agenda(demo.book, EVERYTHING)] == ["iptw.percent"]
    assert sorted(meeting.quorate for meeting in governance.meetings(demo.book, EVERYTHING))[:2] == [False, True]


# ---------------------------------------------------------------- who may come in

DESK_OF = {"manager": "officer", "bookkeeper": "officer", "loan-officer": "officer", "secretary": "officer"}


@pytest.mark.parametrize("one", logins(), ids=lambda one: one.desk)
def test_every_printed_login_opens_its_desk(demo, settings, one):
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    assert {"desk": one.desk, "login": one.login, "password": one.password} in demo.told["logins"]
    user = authenticate(username=one.login, password=one.password)
    assert user is not None
    stands = community.standing(user.actor_id, demo.book, LAST_DAY)
    assert DESK_OF.get(one.desk, one.desk) in community.desks_of(stands)
    visitor = Client()
    visitor.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = visitor.get("/", follow=True)
    assert answer.status_code == 200
    assert "Data contoh" in answer.content.decode()


def test_a_wrong_password_opens_nothing(demo):
    assert authenticate(username="kasir", password="belajar-kasir-gulih") is None


def test_it_is_never_built_over_a_board(demo):
    before = Fact.objects.count()
    with pytest.raises(DemoNeedsOwnPlace):
        build(print)
    assert Fact.objects.count() == before

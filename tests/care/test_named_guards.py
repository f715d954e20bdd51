"""Guards with a name of their own that no room attacks by SQL: awake, each refuses or keeps count; asleep, it does not.

Only the guard that is tried stays awake on its table, so that none of its neighbours answers in its place.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from gulir.base.models import Book, Fact
from gulir.care.check import check_board
from gulir.care.checks.facts import check_facts
from gulir.community.models import Household, Person
from gulir.community.queries import installation_book
from gulir.ledger.models import Voucher
from gulir.lending.models import ApplicationShare, CardEntry, Loan, Repayment, Share
from tests.care.console import alone, asleep, copied

NEVER, BACK, LESS = "'2026-02-31'", "'1999-01-01 00:00:00+00:00'", "-1000000000"
DECIDED = "WHERE application_id IN (SELECT id FROM lending_application WHERE state IN ('disbursed', 'rejected'))"
SETTLED = "WHERE reverses_id IS NULL AND loan_id IN (SELECT id FROM lending_loan WHERE state = 'settled')"
SURVEYED = (
    "WHERE share_id IN (SELECT s.id FROM lending_applicationshare s JOIN lending_application a"
    " ON a.id = s.application_id WHERE a.state = 'disbursed')"
)
ON_SQLITE = connection.vendor == "sqlite"
COUNTS = "facts_count_themselves" if ON_SQLITE else "facts_are_numbered_without_gaps"
GIVES = "a_named_share_comes_out_of_the_unnamed" if ON_SQLITE else "shares_come_out_of_the_loan"
TAKES = "a_withdrawn_name_gives_its_share_back"


def quoted(key) -> str:
    return f"'{key.hex if ON_SQLITE else key}'"


def of_another_board() -> str:
    """A household of another board."""
    return quoted(Household.objects.create(book=installation_book(), number="9-9", rw="9", rt="9").pk)


def someone():
    """A person who is no resident of any board yet."""
    return quoted(Person.objects.create(name="Pendatang", sex="P").pk)


def newcomer():
    """Someone who asked for nothing yet."""
    return quoted(Person.objects.exclude(pk__in=ApplicationShare.objects.values("person")).first().pk)


def unused():
    """A voucher that no receipt names."""
    return quoted(Voucher.objects.exclude(pk__in=Repayment.objects.values("voucher")).first().pk)


def paid_again(where: str = "", **more: str) -> str:
    """Another repayment like the first one."""
    return copied("lending_repayment", where=where, receipt="'KW-Z'", voucher_id=unused(), **more)


def brought_back() -> str:
    """A withdrawn card line that shall count again."""
    with asleep("lending_cardentry"):
        CardEntry.objects.update(withdrawn=True)
    return "UPDATE lending_cardentry SET withdrawn = (1 = 0) WHERE withdrawn"


def opened() -> str:
    """An approved application goes on whose exception nobody allowed."""
    share = ApplicationShare.objects.filter(survey__isnull=False, application__state="disbursed")[0]
    with asleep("lending_survey"):
        share.survey.exception, share.survey.monthly, share.survey.ceiling = "x", 2, 1
        share.survey.save()
    with asleep("lending_application"):
        share.application.state = "approved"
        share.application.save()
    return f"UPDATE lending_application SET state = 'disbursed' WHERE id = {quoted(share.application_id)}"


def unsurveyed() -> str:
    """A decided share of which the survey is gone."""
    share = ApplicationShare.objects.filter(survey__isnull=False, application__state="disbursed").latest("pk")
    with asleep("lending_survey"):
        share.survey.delete()
    return str(share.pk)


def again(table: str) -> str:
    """The same row under another key, in the place of the first."""
    return copied(table, verb="INSERT OR REPLACE")


ATTACKS = {
    "facts_never_go_back_in_time": (
        "base_fact", lambda: copied("base_fact", sequence="987654", recorded_at=BACK), "never_go_back_in_time",
    ),
    "memberships_carry_real_dates": (
        "community_membership", lambda: copied("community_membership", starts_on=NEVER, ends_before="NULL"),
        "memberships_carry_real_dates",
    ),
    "memberships_end_on_real_dates": (
        "community_membership",
        lambda: f"UPDATE community_membership SET ends_before = {NEVER} WHERE starts_on < '2026-01-01'",
        "memberships_carry_real_dates",
    ),
    "terms_end_on_real_dates": (
        "community_officeterm", lambda: f"UPDATE community_officeterm SET ends_before = {NEVER}",
        "terms_carry_real_dates",
    ),
    "residents_live_in_a_household_of_their_board": (
        "community_resident",
        lambda: copied("community_resident", household_id=of_another_board(), person_id=someone()),
        "residents_live_in_a_household_of_their_board",
    ),
    "a_month_is_never_replaced": ("ledger_month", lambda: again("ledger_month"), "a_month_is_closed_once"),
    "a_year_is_never_replaced": ("ledger_year", lambda: again("ledger_year"), "a_year_is_closed_once"),
    "a_statement_is_never_replaced": (
        "ledger_statement", lambda: again("ledger_statement"), "a_statement_comes_in_once",
    ),
    "a_statement_line_is_never_replaced": (
        "ledger_statementline", lambda: again("ledger_statementline"), "a_statement_line_has_its_number",
    ),
    "a_decided_application_gets_no_share": (
        "lending_applicationshare",
        lambda: copied("lending_applicationshare", where=DECIDED, person_id=newcomer()),
        "a_decided_application_gets_no_share",
    ),
    "a_withdrawn_card_line_stays_withdrawn": (
        "lending_cardentry", brought_back, "a_withdrawn_card_line_stays_withdrawn",
    ),
    "a_repayment_lies_in_its_book": (
        "lending_repayment", lambda: paid_again(book_id=quoted(installation_book().pk)), "a_repayment_lies_in_its_book",
    ),
    "only_an_active_loan_takes_payments": (
        "lending_repayment", lambda: paid_again(SETTLED), "only_an_active_loan_takes_payments",
    ),
    "no_more_savings_are_returned_than_are_held": (
        "lending_saving", lambda: copied("lending_saving", amount=LESS), "no_more_savings_are_returned",
    ),
    "no_more_titipan_is_returned_than_is_held": (
        "lending_surplusmove", lambda: copied("lending_surplusmove", amount=LESS), "no_more_titipan_is_returned",
    ),
    "savings_go_along_with_their_loan": (
        "lending_saving", lambda: copied("lending_saving", voucher_id="NULL", amount="1"), "savings_go_along",
    ),
    "titipan_goes_along_with_its_loan": (
        "lending_surplusmove", lambda: copied("lending_surplusmove", voucher_id="NULL", amount="1"),
        "titipan_goes_along",
    ),
    "no_exception_is_open_when_decided": ("lending_application", opened, "no_exception_is_open_when_decided"),
    "a_decided_survey_stays_as_it_is": (
        "lending_survey", lambda: f"UPDATE lending_survey SET ceiling = ceiling + 1 {SURVEYED}",
        "a_decided_survey_stays_as_it_is",
    ),
    "a_decided_survey_is_not_taken_away": (
        "lending_survey", lambda: f"DELETE FROM lending_survey {SURVEYED}", "a_decided_survey_is_not_taken_away",
    ),
    "a_decided_application_gets_no_survey": (
        "lending_survey", lambda: copied("lending_survey", where=SURVEYED, share_id=unsurveyed()),
        "a_decided_application_gets_no_survey",
    ),
}  # fmt: skip
ON_BOTH = {
    "a_withdrawn_card_line_stays_withdrawn", "savings_go_along_with_their_loan", "titipan_goes_along_with_its_loan",
    "no_exception_is_open_when_decided", "a_decided_survey_stays_as_it_is",
}  # fmt: skip
"""The other rules have the same name on SQLite only: PostgreSQL asks several of them in one guard (below)."""


@pytest.mark.parametrize("guard", ATTACKS if ON_SQLITE else sorted(ON_BOTH))
def test_a_guard_refuses_alone(sql, guard):
    table, statement, said = ATTACKS[guard]
    awake, gone = alone(table, guard, statement())
    assert said in awake
    assert gone == ""


TOGETHER = {
    "a_repayment_is_right": ("a_repayment_lies_in_its_book", "only_an_active_loan_takes_payments"),
    "no_more_is_returned_than_is_held": (
        "no_more_savings_are_returned_than_are_held", "no_more_titipan_is_returned_than_is_held",
    ),
}  # fmt: skip
PARTS = [(guard, rule) for guard, parts in TOGETHER.items() for rule in parts]


@pytest.mark.postgres_only
@pytest.mark.parametrize(("guard", "rule"), PARTS)
def test_a_guard_of_several_rules_refuses_each_alone(sql, guard, rule):
    table, statement, said = ATTACKS[rule]
    awake, gone = alone(table, guard, statement())
    assert said in awake
    assert gone == ""


# ---------------------------------------------------------------- guards that keep count


def test_facts_count_themselves_and_without_that_the_check_finds_the_count(sql):
    at = Fact.objects.latest("id").recorded_at
    for counted in (True, False):
        book = Book.objects.get(code="")
        changes = {"id": str(9_000_000 + counted), "sequence": str(book.facts + 1), "recorded_at": f"'{at}'"}
        with asleep("base_fact", but=COUNTS if counted else ""), connection.cursor() as cursor:
            cursor.execute(copied("base_fact", where=f"WHERE book_id = {quoted(book.pk)}", **changes))
        now = Book.objects.get(pk=book.pk)
        assert (now.facts == book.facts + 1) is counted
        assert ("FactCountDiffers" in {finding.code for finding in check_facts(now)}) is not counted


def shares_of(loan) -> int:
    return sum(Share.objects.filter(loan=loan, live=True).values_list("principal", flat=True))


@pytest.mark.parametrize("counted", [True, False])
def test_a_named_share_comes_out_of_the_unnamed_and_goes_back(sql, counted):
    """Awake the sum stays; asleep it does not, and the check finds that."""
    loan = Loan.objects.filter(pk__in=Share.objects.filter(person=None).values("loan")).first()
    named = Share.objects.filter(loan=loan, person__isnull=False).values("person")
    person = Person.objects.exclude(pk__in=named).first()
    with asleep("lending_share"):
        Share.objects.filter(loan=loan, person=None).update(principal=1_000)
    before, of, to = shares_of(loan), quoted(loan.pk), quoted(person.pk)
    give = f"INSERT INTO lending_share (loan_id, person_id, principal, live) VALUES ({of}, {to}, 400, (1 = 1))"
    take = f"UPDATE lending_share SET live = (1 = 0) WHERE loan_id = {of} AND person_id = {to}"
    sums = []
    for statement, guard in ((give, GIVES), (take, TAKES)):
        with asleep("lending_share", but=guard if counted else ""), connection.cursor() as cursor:
            cursor.execute(statement)
        sums.append(shares_of(loan))
    assert (sums == [before, before]) is counted
    if not counted:
        assert "LoanSharesDiffer" in {finding.code for finding in check_board(loan.book, on=date(2026, 11, 1))}

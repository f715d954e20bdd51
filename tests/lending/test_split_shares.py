"""The unassigned share of an old loan gets names; the shares add up to the loan at every moment."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db.models import Sum

from gulir.community.models import Person, Resident
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.lending import SharesDiffer, SharesSplitAlready, ShareTwice
from gulir.lending import services as lending
from gulir.lending.models import Share
from gulir.lending.services.withdrawals import join_shares
from tests.lending import old_books
from tests.lending.old_books import OPENS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def brought_in(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield old_books.bring_in()
        transaction.set_rollback(True)


@pytest.fixture
def village(brought_in, db):
    return brought_in


@pytest.fixture
def people(village):
    made = [Person.objects.create(name=name, sex="P") for name in ("Yuni", "Karti", "Sumi")]
    Resident.objects.bulk_create(Resident(book=village.book, person=p, since=OPENS) for p in made)
    return [person.pk for person in made]


def split(village, loan, parts, who="budi"):
    rows = [lending.OldShare(person=person, amount=amount) for person, amount in parts]
    return village.do(lending.split_shares, who, loan=loan, rows=rows)


def shares(loan):
    return list(Share.objects.filter(loan=loan, live=True).order_by("id").values_list("person_id", "principal"))


def test_every_imported_loan_has_one_share_without_a_name(village):
    assert Share.objects.filter(loan__book=village.book, live=True, person=None).count() == 24


def test_the_members_take_the_place_of_the_unassigned_share(village, people):
    loan = old_books.loan_id(village, "11")
    split(village, loan, zip(people, (7_000_000, 5_000_000, 2_000_000), strict=True))
    assert shares(loan) == list(zip(people, (7_000_000, 5_000_000, 2_000_000), strict=True))


@pytest.mark.parametrize("parts", [(7_000_000, 7_000_001, 0), (14_000_000, 1, -1), (1, 2, 3), (14_000_001, 0, 0)])
def test_parts_that_are_not_the_loan_are_refused(village, people, parts):
    loan = old_books.loan_id(village, "11")
    with pytest.raises(SharesDiffer):
        split(village, loan, zip(people, parts, strict=True))
    assert shares(loan) == [(None, 14_000_000)]


def test_nobody_stands_there_twice(village, people):
    with pytest.raises(ShareTwice):
        split(village, old_books.loan_id(village, "11"), [(people[0], 7_000_000), (people[0], 7_000_000)])


def test_a_stranger_to_the_board_has_no_share(village):
    stranger = Person.objects.create(name="Orang jauh", sex="L")
    with pytest.raises(NotFound):
        split(village, old_books.loan_id(village, "11"), [(stranger.pk, 14_000_000)])


def test_it_is_split_once(village, people):
    loan = old_books.loan_id(village, "11")
    split(village, loan, [(people[0], 14_000_000)])
    with pytest.raises(SharesSplitAlready):
        split(village, loan, [(people[1], 14_000_000)])


def test_a_loan_of_nowhere_is_not_found(village, people):
    with pytest.raises(NotFound):
        split(village, UUID(int=0), [(people[0], 1)])


@pytest.mark.parametrize("who", ["siti", "hasan", "rini", "dewi", "joko"])
def test_others_do_not_split(village, people, who):
    with pytest.raises(NotAllowed):
        split(village, old_books.loan_id(village, "11"), [(people[0], 14_000_000)], who=who)


def test_names_taken_off_again_leave_one_share(village, people):
    loan = old_books.loan_id(village, "11")
    split(village, loan, [(people[0], 10_000_000), (people[1], 4_000_000)])

    class Running:
        book = village.book

    join_shares(Running, loan=loan)
    assert shares(loan) == [(None, 14_000_000)]
    split(village, loan, [(people[2], 14_000_000)])
    assert shares(loan) == [(people[2], 14_000_000)]


def test_the_sum_is_the_loan_all_along(village, people):
    loan = old_books.loan_id(village, "11")
    for person, amount in zip(people, (1_000_000, 5_000_000, 8_000_000), strict=True):
        Share.objects.create(loan_id=loan, person_id=person, principal=amount)
        assert Share.objects.filter(loan=loan, live=True).aggregate(sum=Sum("principal"))["sum"] == 14_000_000

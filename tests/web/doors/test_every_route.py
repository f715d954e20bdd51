"""Every address has a written verdict for five people, from a stranger to the overseer, and keeps it."""

from __future__ import annotations

import pytest
from django.test import Client

from gulir.base.models import Fact
from tests.web.doors import verdicts
from tests.web.doors.walk import PEOPLE, Address, addresses, path_of, row_for, samples_of, verdict, written

TABLE = written(verdicts.TABLE)
SPECIAL = {"officers:loan_held": {"how": "tabungan-masuk"}}
NAMES = {"member": "Yuni"}
OPEN_TO_STRANGERS = {"arrivals:slip", "account_login", "account_signup", "admin:logout", "set_language"}
"""Name and password, the wish to sign up (told that it is closed), to leave, to read in another language."""


def test_every_route_has_a_verdict():
    assert [address.name for address in addresses() if row_for(address.name, TABLE) is None] == []


def test_a_route_that_nobody_judged_would_be_found():
    assert row_for("officers:a_page_of_tomorrow", TABLE) is None
    assert row_for("admin:lending_loan_change", TABLE) == "LLLLL"


def test_no_verdict_is_left_over_from_a_route_that_is_gone():
    names = {address.name for address in addresses()}
    assert [name for name in TABLE if "*" not in name and name not in names] == []


def test_every_verdict_speaks_of_all_five():
    assert {name: letters for name, letters in TABLE.items() if len(letters) != len(PEOPLE)} == {}


def browser(hall, person: str) -> Client:
    return Client() if person == "stranger" else hall.at(NAMES.get(person, person))


def shown(address: Address) -> bool:
    """Not the reading room's shelves one by one: they are many, and `test_admin.py` opens each."""
    return not address.name.endswith(("_changelist", "_change")) or "lending_loan" in address.name


@pytest.mark.parametrize("person", PEOPLE)
def test_everyone_gets_at_every_address_what_is_written(hall, person):
    samples, client, column = samples_of(hall), browser(hall, person), PEOPLE.index(person)
    wrong = []
    for address in filter(shown, addresses()):
        path = path_of(address, samples, SPECIAL)
        got, told = verdict(client.get(path)), (row_for(address.name, TABLE) or "?????")[column]
        if got != told:
            wrong.append(f"{address.name} {path}: {got}, not {told}")
    assert wrong == []


def test_nothing_a_stranger_sends_is_taken(hall):
    samples, client, before = samples_of(hall), Client(), Fact.objects.count()
    taken = []
    for address in filter(shown, addresses()):
        answer = client.post(path_of(address, samples, SPECIAL), {"confirmed": "1", "reason": "x"})
        if verdict(answer) in ".>" and address.name not in OPEN_TO_STRANGERS:
            taken.append(f"{address.name}: {answer.status_code} {answer.headers.get('Location', '')}")
    assert taken == []
    assert Fact.objects.count() == before


def test_nothing_is_taken_without_the_token_of_its_form(hall):
    samples, before = samples_of(hall), Fact.objects.count()
    client = Client(enforce_csrf_checks=True)
    client.force_login(hall.login_of("cashier"), backend="django.contrib.auth.backends.ModelBackend")
    answers = {
        address.name: client.post(path_of(address, samples, SPECIAL), {"confirmed": "1"}).status_code
        for address in filter(shown, addresses())
    }
    assert {name: code for name, code in answers.items() if code not in (403, 405)} == {}
    assert Fact.objects.count() == before


def test_with_the_token_of_its_form_the_same_is_taken(hall):
    """The negative control: what was missing above is the token, nothing else."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(hall.login_of("cashier"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/upk/")
    token = page.cookies["csrftoken"].value if "csrftoken" in page.cookies else client.cookies["csrftoken"].value
    answer = client.post("/bahasa/", {"language": "en", "next": "/upk/", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert client.post("/bahasa/", {"language": "en", "next": "/upk/"}).status_code == 403

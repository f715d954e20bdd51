"""The reading room shows every row to those who keep the installation, and lets nobody change one."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse

from gulir.base.fields import SealedField
from gulir.base.models import Fact, Secret
from gulir.community import services
from gulir.community.models import Person
from gulir.web.admin import KEPT_SHUT, reading_room, shown_fields
from tests.community.stage import nik

MODELS = sorted(reading_room._registry, key=lambda model: model._meta.label)
OURS = [model for model in apps.get_models() if model.__module__.startswith("gulir.")]
ids = [model._meta.label for model in MODELS]


@pytest.fixture
def keeper(hall):
    """Someone who keeps the installation."""
    user = hall.login_of("Bu Endang")
    user.is_staff = True
    user.save()
    return hall.at("Bu Endang")


def page(model, kind: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in OURS}


def test_every_model_stands_on_a_shelf_or_is_kept_shut_on_purpose():
    assert set(OURS) == set(reading_room._registry) | KEPT_SHUT
    assert {Secret} == KEPT_SHUT


def test_every_shelf_can_be_read_and_nothing_on_it_can_be_changed(hall, keeper):
    """One walk over all models: list and row are read; add, change, delete and bulk acts are refused or not there."""
    hall.fund.pay(hall.fund.lend(), 575_000)
    before, rows = counts(), 0
    for model in MODELS:
        assert keeper.get(page(model, "changelist")).status_code == 200, model
        some = model.objects.first()
        if some is not None:
            rows += 1
            assert keeper.get(page(model, "change", some.pk)).status_code == 200, model
            assert keeper.post(page(model, "change", some.pk), {"name": "Lain"}).status_code == 403, model
            bulk = {"action": "delete_selected", "_selected_action": [some.pk], "post": "yes"}
            keeper.post(page(model, "changelist"), bulk)
            assert model.objects.filter(pk=some.pk).exists(), model
    assert counts() == before
    assert rows > 15


@pytest.mark.parametrize("model", MODELS, ids=ids)
@pytest.mark.parametrize("kind", ["add", "delete", "history"])
def test_there_is_no_door_to_add_delete_or_history(model, kind):
    with pytest.raises(NoReverseMatch):
        page(model, kind) if kind == "add" else page(model, kind, 1)


def test_sealed_texts_their_indexes_salts_and_passwords_are_never_shown(hall, keeper):
    person = hall.person("Yuni")
    hall.fund.do("secretary", services.correct_person, person=person, changes={"nik": nik(77), "phone": "081234567890"})
    kept = Person.objects.get(pk=person)
    assert kept.nik
    assert kept.nik_index
    shown = keeper.get(page(Person, "change", person)).content.decode()
    assert "Yuni" in shown
    for secret in (kept.nik, kept.nik_index, kept.phone, kept.phone_index, nik(77)):
        assert secret not in shown
    user = hall.login_of("Bu Endang")
    assert user.password not in keeper.get(page(type(user), "change", user.pk)).content.decode()
    fact = Fact.objects.select_related("secret").filter(kind="PersonCorrected").first() or Fact.objects.last()
    assert bytes(fact.secret.salt).hex() not in keeper.get(page(Fact, "change", fact.pk)).content.decode()


@pytest.mark.parametrize("model", OURS, ids=[model._meta.label for model in OURS])
def test_no_field_that_hides_something_is_among_those_shown(model):
    hidden = {f.name for f in model._meta.concrete_fields if isinstance(f, SealedField)}
    assert not (hidden | {"password", "salt"}) & set(shown_fields(model))


@pytest.mark.parametrize("who", ["cashier", "coordinator", "Yuni"])
def test_an_office_is_no_way_into_the_reading_room(hall, who):
    answer = hall.at(who).get("/admin/", follow=True)
    assert answer.status_code == 403


def test_a_stranger_is_sent_to_the_one_login():
    answer = Client().get("/admin/lending/loan/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


@pytest.mark.django_db
def test_from_there_to_the_one_login():
    answer = Client().get("/admin/login/?next=/admin/")
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_room_keeps_the_strict_policy(keeper):
    answer = keeper.get("/admin/")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "<style" not in answer.content.decode()

"""Logins. Who acts is the `base.Actor` behind a login, never the login itself."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from gulir.base.models import Actor
from gulir.community.models.people import Person

__all__ = ["User"]


class User(AbstractUser):
    """A login of one person; `username` is the login name. Made by `community.services.add_login` alone."""

    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.OneToOneField(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    date_joined = models.DateTimeField(null=True)  # type: ignore[assignment]  # given by the act, never by a clock
    language = models.CharField(max_length=2, default="id")

    class Meta(AbstractUser.Meta):
        constraints = (
            models.CheckConstraint(condition=models.Q(language__in=("id", "en")), name="a_login_speaks_id_or_en"),
        )

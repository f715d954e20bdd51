"""Logins, and what two people do about one. Who acts is the `base.Actor` behind a login, never the login itself."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models.people import Person

__all__ = ["LoginChange", "User"]


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


class LoginChange(models.Model):
    """What one person asked for a login and a second natural person must confirm before it counts.

    `sworn`: the person was identified by a statement before `witness`; the login stays shut until the witness says so
    themselves. `password`: a new password for someone in office; its hash waits here and is wiped when it was decided.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10)
    password = models.CharField(max_length=128, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    witness = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    decided_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="sworn", witness__isnull=False, password="")
                | models.Q(kind="password", witness__isnull=True),
                name="a_login_change_is_sworn_or_a_password",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(
                    state__in=("confirmed", "refused"), decided_by__isnull=False, decided_at__isnull=False, password=""
                ),
                name="a_login_change_waits_or_was_decided",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | ~models.Q(decided_by=models.F("asked_by")),
                name="a_login_change_is_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=("user", "kind"),
                condition=models.Q(state="waiting"),
                name="one_login_change_of_a_kind_waits",
            ),
        )
        indexes = (models.Index(fields=("book", "state"), name="community_loginchange_state"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

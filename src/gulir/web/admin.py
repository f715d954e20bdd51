"""The reading room: every row of Gulir to look at, for those who keep the installation, and no way to change one.

What happens, happens through acts; a row edited by hand would have no maker, no checker and no fact. Sealed texts,
their indexes, salts, passwords and the erasable part of facts are not shown here either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from gulir.base.fields import SealedField
from gulir.base.models import Secret

__all__ = ["KEPT_SHUT", "ReadingRoom", "Shelf", "reading_room", "shown_fields"]

KEPT_SHUT: frozenset[type[models.Model]] = frozenset({Secret})
"""Models that even this room does not open: the private part of a fact and its salt."""
HIDDEN_NAMES = frozenset({"password", "nik_index", "phone_index"})
WIDE = 8
"""Columns of a list; the rest stands on the row's own page."""
LABEL = "gulir."
NEVER = frozenset({"password_change", "password_change_done", "login", "autocomplete", "view_on_site"})


def shown_fields(model: type[models.Model]) -> list[str]:
    """The names of a model's fields that may be looked at: nothing sealed, no index of it, no bytes, no password."""
    return [
        field.name
        for field in model._meta.concrete_fields  # noqa: SLF001  (Django's own name for it)
        if not isinstance(field, SealedField | models.BinaryField) and field.name not in HIDDEN_NAMES
    ]


if TYPE_CHECKING:
    Row = admin.ModelAdmin[Any]
else:  # Django's class takes its type only from the stubs
    Row = admin.ModelAdmin


class Shelf(Row):
    """One model to read: a list and a page for each row, nothing else."""

    actions = None
    change_form_template = "admin/shelf.html"
    list_per_page = 50
    show_full_result_count = False
    list_select_related = True

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The first fields that may be seen."""
        return ["__str__", *[name for name in shown_fields(self.model) if name != "id"][: WIDE - 1]]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Every field that may be seen."""
        return shown_fields(self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may enter the room may read."""
        return reading_room.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same for a whole context."""
        return reading_room.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The list and the page of a row; the doors to add, delete and history are not built at all."""
        kept = ("_changelist", "_change")
        return [pattern for pattern in super().get_urls() if str(pattern.name or "").endswith(kept)]


class ReadingRoom(admin.AdminSite):
    """The site of all shelves. One enters it through Gulir's own login, with its lock and its second guard."""

    site_header = _("Ruang baca Gulir")
    site_title = _("Ruang baca Gulir")
    index_title = _("Semua baris, hanya untuk dibaca")
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's own pages without those that log in or change a password here."""
        kept = [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) not in NEVER]
        return [
            path("login/", self.login, name="login"),
            path("password_change/", to_password_change, name="password_change"),
            *kept,
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To Gulir's login and back; whoever is logged in and still stands here may not come in."""
        if request.user.is_authenticated:
            raise PermissionDenied("admin")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


def to_password_change(request: HttpRequest) -> HttpResponseBase:
    """Passwords are changed at Gulir's own door."""
    return redirect("account_change_password")


reading_room = ReadingRoom()
for _model in apps.get_models():
    if _model.__module__.startswith(LABEL) and _model not in KEPT_SHUT:
        reading_room.register(_model, Shelf)

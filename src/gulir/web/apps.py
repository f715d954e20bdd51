"""What the pages set once, before any form is made."""

from __future__ import annotations

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _

__all__ = ["WebConfig"]


class WebConfig(AppConfig):
    """The web door."""

    name = "gulir.web"

    def ready(self) -> None:
        """An empty box is told of in words of ours: the framework's own word for a box is nobody's."""
        Field.default_error_messages["required"] = _("Belum diisi.")

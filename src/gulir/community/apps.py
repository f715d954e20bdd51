"""The one context with a hook at start: it tells the rights of everyone else where a person stands."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["CommunityConfig"]


class CommunityConfig(AppConfig):
    """Registers `community.queries.standing` with `base.policy`."""

    name = "gulir.community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Called once by Django, when every model is loaded."""
        from gulir.base.policy import provide_standing
        from gulir.community.queries import standing

        provide_standing(standing)

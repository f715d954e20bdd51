"""The login's own rules: nobody signs up by themselves; an office-holder is added by an act."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

__all__ = ["NoSignup"]


class NoSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Logins are made by `community.services.add_login` alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a login needs an identity that a second person has seen."""
        return False

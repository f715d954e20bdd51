"""Workers of one test run keep to themselves: one clearing its login counts must not open another's lock."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.cache import cache


def test_login_counts_lie_in_the_home_of_this_worker() -> None:
    home = Path(os.environ["GULIR_HOME"])
    assert home == settings.GULIR_HOME
    cache.set("seen", 1)
    assert Path(settings.CACHES["default"]["LOCATION"]).parent == home
    assert list((home / "cache").iterdir())

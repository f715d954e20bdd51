"""The server's entry. With reference files that contradict themselves it does not start, whoever starts it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gulir.config.settings")
application = get_wsgi_application()

from gulir.base.reference import check_reference  # noqa: E402  (settings and applications come first)

check_reference()

"""Photos that come in with a form: told by their first bytes, named by their digest, kept once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from gulir.care.checks.house import attachment_path
from gulir.core.problems.visits import PhotoUnclear
from gulir.mentoring.services.visit_sheets import Photo

__all__ = ["MOST_MEGABYTES", "keep_photo", "photo_file"]

MOST_MEGABYTES = 5
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def keep_photo(upload: UploadedFile[Any]) -> Photo:
    """Put the bytes in their place, whole or not at all, and say what they are; else `PhotoUnclear`.

    A photo whose visit is refused afterwards stays as a file nobody names: the same photo sent again finds it there.
    """
    name = (upload.name or "foto")[:200]
    if (upload.size or 0) > MOST_MEGABYTES * 1024 * 1024:
        raise PhotoUnclear(name=name, most=MOST_MEGABYTES)
    content = upload.read()
    kind = next((media for head, media in KINDS.items() if content.startswith(head)), "")
    if not kind:
        raise PhotoUnclear(name=name, most=MOST_MEGABYTES)
    sha256 = hashlib.sha256(content).hexdigest()
    place = photo_file(sha256)
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{sha256}.{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(place)
    return Photo(sha256=sha256, name=name, media_type=kind, size=len(content))


def photo_file(sha256: str) -> Path:
    """Where a kept photo lies."""
    return attachment_path(settings.GULIR_HOME, sha256)

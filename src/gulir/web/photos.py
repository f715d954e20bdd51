"""Photos that come in with a form: the picture alone is kept, without where and when, named by its digest, once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from gulir.care.checks.house import attachment_path
from gulir.core.pictures import NotAPicture, bare
from gulir.core.problems.visits import PhotoUnclear
from gulir.mentoring.services.visit_sheets import Photo

__all__ = ["MOST_MEGABYTES", "keep_photo", "photo_file"]

MOST_MEGABYTES = 5
NAMES = {"image/jpeg": "foto.jpg", "image/png": "foto.png"}


def keep_photo(upload: UploadedFile[Any]) -> Photo:
    """Put the bare picture in its place, whole or not at all, and say what it is; else `PhotoUnclear`.

    The digest is that of what is kept: where a photo was taken, and with which phone, is not kept, nor is the name
    its file had. A photo whose visit is refused afterwards stays as a file nobody names: the same photo sent again
    finds it there.
    """
    name = (upload.name or "foto")[:200]
    if (upload.size or 0) > MOST_MEGABYTES * 1024 * 1024:
        raise PhotoUnclear(name=name, most=MOST_MEGABYTES)
    try:
        picture = bare(upload.read())
    except NotAPicture as unclear:
        raise PhotoUnclear(name=name, most=MOST_MEGABYTES) from unclear
    sha256 = hashlib.sha256(picture.content).hexdigest()
    place = photo_file(sha256)
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{sha256}.{os.getpid()}.part")
        part.write_bytes(picture.content)
        part.replace(place)
    return Photo(
        sha256=sha256, name=NAMES[picture.media_type], media_type=picture.media_type, size=len(picture.content)
    )


def photo_file(sha256: str) -> Path:
    """Where a kept photo lies."""
    return attachment_path(settings.GULIR_HOME, sha256)

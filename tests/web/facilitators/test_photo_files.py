"""What is no photo is not kept."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gulir.core.problems.visits import PhotoUnclear
from gulir.web.photos import MOST_MEGABYTES, keep_photo


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", b"%PDF-1.7"])
def test_another_kind_of_file_is_refused(content):
    with pytest.raises(PhotoUnclear):
        keep_photo(SimpleUploadedFile("foto.jpg", content))


def test_a_file_too_large_is_refused():
    large = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff")
    large.size = MOST_MEGABYTES * 1024 * 1024 + 1
    with pytest.raises(PhotoUnclear):
        keep_photo(large)

"""A photo is kept without where, when and by whom it was taken; the picture itself is the same."""

from __future__ import annotations

from zlib import decompress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.pictures import NotAPicture, bare
from tests.pictures import COMMENT, JPEG, PLACE, PNG, chunk, exif, part, photo

SCAN = JPEG[JPEG.index(b"\xff\xda") : -2]
"""The picture's own data."""


@pytest.mark.parametrize("order", ["little", "big"])
@pytest.mark.parametrize("up", [1, 3, 6, 8])
def test_the_place_and_the_words_go_and_the_way_up_stays(up, order):
    sent = photo(up=up, order=order)
    assert PLACE in sent
    assert COMMENT in sent
    kept = bare(sent)
    assert kept.media_type == "image/jpeg"
    for told in (PLACE, COMMENT, b"http://ns.adobe.com"):
        assert told not in kept.content
    assert SCAN in kept.content
    assert kept.content.endswith(b"\xff\xd9")
    assert kept.content.count(b"\xff\xda") == 1  # the preview behind the end is gone
    assert (b"Exif" in kept.content) == (up != 1)
    if up != 1:
        assert b"\x01\x12\x00\x03\x00\x00\x00\x01" + up.to_bytes(2, "big") in kept.content


def test_a_plain_photo_is_kept_as_it_is():
    assert bare(JPEG).content == JPEG


@pytest.mark.parametrize("content", [photo(up=6), PNG, JPEG])
def test_what_is_bare_stays_as_it_is(content):
    once = bare(content).content
    assert bare(once).content == once


def test_the_preview_in_the_head_goes():
    head = part(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01" + b"abc")
    kept = bare(JPEG[:2] + head + JPEG[20:]).content
    assert b"abc" not in kept
    assert kept == JPEG


def test_the_colour_profile_and_adobes_mark_stay():
    profile, adobe = part(0xE2, b"ICC_PROFILE\0\x01\x01colour"), part(0xEE, b"Adobe\0d\0\0\0\0\x01")
    kept = bare(JPEG[:20] + profile + adobe + part(0xE2, b"MPF\0previews") + JPEG[20:]).content
    assert profile in kept
    assert adobe in kept
    assert b"previews" not in kept


def test_a_photo_of_several_scans_with_restarts_stays_whole():
    more = (
        part(0xC4, b"\x10" + bytes(16))
        + part(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x12\xff\x00\x34\xff\xd3\x56\xff\xff\xd4\x78"
    )
    sent = JPEG[:-2] + more + JPEG[-2:]
    assert bare(sent).content == sent


def test_a_photo_that_breaks_off_inside_its_picture_is_kept_as_far_as_it_goes():
    assert bare(JPEG[:-4]).content == JPEG[:-4] + b"\xff\xd9"
    assert bare(JPEG[:-1]).content.endswith(b"\xff\xd9")


@pytest.mark.parametrize("up", [0, 9, 300])
def test_a_way_up_that_is_none_is_not_kept(up):
    assert b"Exif" not in bare(photo(up=up)).content


@pytest.mark.parametrize("broken", [b"", b"II*\0", exif(up=6)[:20], b"MM\0*\xff\xff\xff\xff", b"XX" + exif(up=6)[2:]])
def test_an_exif_part_that_cannot_be_read_is_left_out(broken):
    kept = bare(JPEG[:20] + part(0xE1, b"Exif\0\0" + broken) + JPEG[20:]).content
    assert kept == JPEG


def test_a_png_keeps_its_pixels_and_its_way_up():
    kept = bare(PNG)
    assert kept.media_type == "image/png"
    assert PLACE not in kept.content
    assert COMMENT not in kept.content
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept.content
    at = kept.content.index(b"IDAT")
    assert decompress(kept.content[at + 4 : -16]) == b"\0\x10\x20\0\x30\x40"
    assert kept.content.index(b"eXIf") < at


def test_what_follows_the_end_of_a_png_is_not_kept():
    assert bare(PNG + PLACE).content == bare(PNG).content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"\xff\xd8\xff",
        JPEG[:2] + JPEG[-2:],
        JPEG[:20] + JPEG[-2:],
        JPEG[:40],
        JPEG[:20] + b"no part" + JPEG[20:],
        JPEG[:20] + b"\xff\xe5\x00\x01" + JPEG[20:],
        JPEG[:2] + part(0xE0, b"JFIF\0\x01") + JPEG[20:],
        JPEG[:20] + b"\xff\x01\x00\x02" + JPEG[20:],
        PNG[:-6],
        PNG[:40],
        PNG[:8],
        PNG[:8] + chunk(b"IEND", b""),
        PNG[:33] + chunk(b"IEND", b""),
        PNG.replace(b"IDAT", b"IDAU"),
    ],
)
def test_what_is_no_picture_from_end_to_end_is_refused(content):
    with pytest.raises(NotAPicture):
        bare(content)


@given(st.binary(max_size=60), st.integers(0, len(JPEG)))
def test_no_bytes_break_the_reader(noise, at):
    """Whatever is put into a photo: it is refused, or what comes out is bare."""
    for content in (JPEG[:at] + noise + JPEG[at:], JPEG[:at] + noise, noise, PNG[:at] + noise):
        try:
            kept = bare(content)
        except NotAPicture:
            continue
        assert bare(kept.content) == kept

"""What is written can be read, in light, dark and print."""

from __future__ import annotations

import re

import pytest

from tests.web_kit.palette import CSS, SHAPES, TEXT_PAIRS, contrast, roles, too_weak

SHEET = CSS.read_text(encoding="utf-8")


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
def test_every_allowed_pair_of_text_and_ground_can_be_read(mode):
    assert too_weak(SHEET, mode, TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_shapes_that_carry_meaning_stand_out_from_their_ground(mode):
    pairs = [(shape, ground) for shape in SHAPES for ground in ("paper", "surface")]
    assert too_weak(SHEET, mode, pairs, 3) == []


@pytest.mark.parametrize("role", ["muted", "good", "watch", "bad", "on-accent"])
def test_a_colour_that_fades_is_found(role):
    """Negative control: the role is given the colour of a ground it stands on."""
    faded = re.sub(
        rf"--{role}: #[0-9A-F]{{6}}", f"--{role}: #F2EFE6" if role != "on-accent" else "--on-accent: #0B5D4B", SHEET
    )
    assert too_weak(faded, "light", TEXT_PAIRS, 4.5)


def test_the_contrast_of_black_and_white_is_twenty_one():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_dark_names_the_same_roles_as_light():
    dark = re.search(r"scheme: dark\) \{\s*:root \{(.*?)\n  \}", SHEET, re.DOTALL)
    assert dark
    assert set(re.findall(r"--([\w-]+): #", dark.group(1))) == set(roles(SHEET, "light"))


def test_the_decided_colours_are_the_decided_colours():
    light = roles(SHEET, "light")
    assert [light[r] for r in ("paper", "ink", "muted", "line", "accent", "accent-strong", "accent-tint")] == [
        "#FBF8F1", "#1E2421", "#5B645F", "#E4DFD3", "#0B5D4B", "#08483A", "#E3F0EB",
    ]  # fmt: skip
    assert [light[r] for r in ("good", "watch", "bad", "info")] == ["#24683F", "#855800", "#A8332A", "#2B5C8A"]


def parts(css: str) -> str:
    """The stylesheet without its roles, where no colour may be named."""
    return re.sub(r":root \{.*?\n  ?\}|/\*.*?\*/", "", css, flags=re.DOTALL)


def test_parts_take_their_colours_from_roles():
    named = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", parts(SHEET)))
    assert named <= {"#000000", "#FFFFFF"}, "only print's rules and the ground of a QR name a colour"


def test_there_are_five_sizes_of_type():
    sizes = set(re.findall(r"font-size: ([^;}]+)", parts(SHEET)))
    assert sizes <= {"106.25%", "11pt", "inherit", *(f"var(--t{n})" for n in range(1, 6))}
    assert len(re.findall(r"--t\d: ", SHEET)) == 5


def off_grid(css: str) -> list[str]:
    """Margins, paddings and gaps off the grid of 4 px and its half; a hairline of 1 px is no space."""
    steps = re.findall(r"(?:margin|padding|gap)[\w-]*: ([^;}]+)", css)
    return [px for step in steps for px in re.findall(r"(\d+)px", step) if int(px) > 1 and int(px) % 2]


def test_spaces_keep_to_the_grid():
    assert off_grid(parts(SHEET)) == []


def test_a_space_off_the_grid_is_found():
    assert off_grid(".x { padding: 13px; }") == ["13"]


def test_the_stylesheet_stays_small():
    import gzip

    assert len(gzip.compress(SHEET.encode())) < 15_000

"""The picture walk keeps to our own pages, names files well, and deletes nothing that is not its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import screens
from tools.contact_sheet import write_sheet
from tools.routes import here
from tools.screens import Shot, Walk


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("/pinjaman/", "/pinjaman/"),
        ("kartu/", "/pinjaman/3/kartu/"),
        ("?halaman=2", "/pinjaman/3/?halaman=2"),
        ("#isi", "/pinjaman/3/"),
        ("http://127.0.0.1:8000/kas/", "/kas/"),
        ("http://127.0.0.1:9/kas/", None),
        ("https://example.org/", None),
        ("mailto:upk@example.org", None),
    ],
)
def test_only_links_to_ourselves_are_followed(link, path):
    assert here(link, "http://127.0.0.1:8000/pinjaman/3/") == path


@pytest.mark.parametrize(
    ("route", "name"),
    [("", "home"), ("pinjaman/<uuid:loan>/", "pinjaman-loan"), ("laporan/<str:name>.pdf", "laporan-name-pdf")],
)
def test_a_picture_is_named_after_its_route(route, name):
    assert screens.slug(route) == name


def test_each_route_is_sampled_once_and_each_named_page_too():
    walk = Walk(desk="officer", out=Path(), site=None)
    loan = "upk/pinjaman/<uuid:loan>/"
    assert walk.wants(loan, "/upk/pinjaman/a/")
    assert not walk.wants(loan, "/upk/pinjaman/b/")
    report = "laporan/<str:name>/"
    assert walk.wants(report, "/laporan/neraca/")
    assert walk.wants(report, "/laporan/laba-rugi/")
    assert not walk.wants(report, "/laporan/neraca/?sampai=2026-01-31")
    assert not walk.wants("admin/<path:x>", "/admin/x/")


def test_a_page_that_says_the_same_is_the_same():
    one = '<header>Siti</header><main><input type="hidden" name="key" value="1"><p>Kas</p></main>'
    two = '<header>Joko</header><main><input type="hidden" name="key" value="2"><p>Kas</p></main>'
    assert screens.words(one) == screens.words(two)
    assert screens.words(one) != screens.words(one.replace("Kas", "Bank"))


def test_links_are_read_as_a_browser_reads_them():
    html = '<a class="x" href="/kas/?a=1&amp;b=2">Kas</a> <link href="/style.css"> <a href="#isi">Isi</a>'
    assert screens.links(html) == ["/kas/?a=1&b=2", "#isi"]


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="not empty"):
        screens.clear(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_earlier_pictures_make_room(tmp_path):
    out = tmp_path / "screens"
    screens.clear(out)
    (out / "old.png").touch()
    screens.clear(out)
    assert [path.name for path in out.iterdir()] == ["report.json"]


class Chromium:
    """A browser that takes no picture."""

    def new_page(self, **options):
        return self

    def goto(self, address): ...

    def screenshot(self, **options): ...

    def close(self): ...


def test_the_sheet_shows_every_picture_and_every_fault(tmp_path):
    shot = Shot(desk="officer", route="kas/", path="/kas/", title="Kas <hari ini>", files={360: "officer/kas-360.png"})
    shot.wrong.append("12 px wider than 360")

    write_sheet(Chromium(), tmp_path, [shot], ["laporan/<str:name>/"])

    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "officer/kas-360.png" in html
    assert "12 px wider than 360" in html
    assert "Kas &lt;hari ini&gt;" in html
    assert "laporan/&lt;str:name&gt;/" in html

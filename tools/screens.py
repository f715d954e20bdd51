"""Every page of every desk as a picture: `python3 run.py screens [OUT] [--language id|en] [--desk NAME]`.

Starts the demonstration on a free port, logs in as each desk in turn, and walks: first every route that asks for
nothing, then whatever the links on those pages lead to, one sample for each route, no page twice. Each page is taken at
360 and at 1280 pixels. OUT gets the pictures, `index.html` and `contact.png` with all of them on one sheet, and
`report.json`. The code is 1 when a page broke, complained, talked to a stranger or was wider than the phone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tools import browser, demo_site
from tools.contact_sheet import write_sheet

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Browser, BrowserContext, FloatRect, Page

SAMPLES = 12
LONGEST = 9_000
SETTLED = 250  # milliseconds for a picture's last movement
WIDER = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(kw_only=True)
class Shot:
    """One page of one desk at all widths, and what was wrong with it."""

    desk: str
    route: str
    path: str
    title: str = ""
    same_as: str = ""
    files: dict[int, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Walk:
    """One desk's walk: what is still to see, what was seen, here and (by what it says) at the desks before."""

    desk: str
    out: Path
    site: demo_site.Site
    before: dict[tuple[str, str], str] = field(default_factory=dict)
    shots: list[Shot] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=dict)
    queue: deque[str] = field(default_factory=deque)

    def next(self) -> Iterator[tuple[str, str]]:
        """Paths to look at, a sample of each route; links found meanwhile join."""
        from tools.routes import route_of

        while self.queue:
            path = self.queue.popleft()
            route = route_of(urlsplit(path).path)
            if route is not None and self.wants(route, path):
                yield route, path

    def wants(self, route: str, path: str) -> bool:
        """True, once, for a path whose route has not been sampled enough."""
        place, met = urlsplit(path).path, self.seen.setdefault(route, set())
        if place in met or len(met) >= samples(route) or route.startswith(("static/", "media/", "admin/")):
            return False
        met.add(place)
        return True


def samples(route: str) -> int:
    """One page is enough where a number names it (a loan); each report and each rule has a page of its own."""
    named = re.search(r"<(?:str|slug):", route) and not re.search(r"<(?:uuid|int):", route)
    return SAMPLES if named else 1


def main(arguments: list[str]) -> int:
    """Take the pictures; the last line says where they are."""
    options = parse(arguments)
    if browser.find() is None:
        print(browser.MISSING, file=sys.stderr)
        return 1
    out = options.out.resolve()
    clear(out)
    with demo_site.serving(options.language) as site, browser.launch() as chromium:
        demo_site.know_routes(site.home)
        from tools.routes import routes

        desks = [demo_site.PUBLIC, *site.logins]
        chosen = [login for login in desks if not options.desk or login.desk == options.desk]
        started = time.monotonic()
        shots: list[Shot] = []
        before: dict[tuple[str, str], str] = {}
        for login in chosen:
            tour = Walk(desk=login.desk, out=out, site=site, before=before)
            tour.queue.extend(["/", *(route.path for route in routes() if not route.asks)])
            walk(chromium, tour, login, options.language)
            shots += tour.shots
        unseen = sorted({r.template for r in routes()} - {s.route for s in shots})
        write_sheet(chromium, out, shots, unseen)
    report(out, shots, unseen)
    bad = [shot for shot in shots if shot.wrong]
    for shot in bad:
        print(f"{shot.desk} {shot.path}: {'; '.join(shot.wrong)}")
    pictures, seconds = sum(len(shot.files) for shot in shots), time.monotonic() - started
    same = sum(bool(shot.same_as) for shot in shots)
    print(f"{pictures} pictures of {len(shots) - same} pages ({same} more are the same as at an earlier desk)")
    print(f"{len(bad)} pages with faults, {seconds:.0f} s: {out / 'index.html'}")
    return 1 if bad or not shots else 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="run.py screens", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", nargs="?", type=Path, default=Path("screens"))
    parser.add_argument("--language", choices=("id", "en"), default="id")
    parser.add_argument("--desk", default="", help="only this desk (as the demonstration names it, or `public`)")
    return parser.parse_args(arguments)


def clear(out: Path) -> None:
    """An empty folder for the pictures; a folder that holds anything else is left alone."""
    if out.exists() and any(out.iterdir()):
        if not (out / "report.json").exists():
            raise SystemExit(f"{out} is not empty and holds no earlier pictures: choose another folder")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text("[]", encoding="utf-8")


@contextmanager
def watched(chromium: Browser, language: str) -> Iterator[tuple[BrowserContext, browser.Watch]]:
    """A browser context that ends after its walk."""
    context, watch = browser.open_context(chromium, language=language)
    yield context, watch
    context.close()


def walk(chromium: Browser, tour: Walk, login: demo_site.Login, language: str) -> None:
    """All pages one desk may see."""
    with watched(chromium, language) as (context, watch):
        page = context.new_page()
        demo_site.log_in(page, tour.site, login)
        watch.take()
        for route, path in tour.next():
            look(page, tour, watch, route, path)
    print(f"{login.desk}: {len(tour.shots)} pages", flush=True)


def look(page: Page, tour: Walk, watch: browser.Watch, route: str, path: str) -> None:
    """Ask for one page; picture it at each width when it is one, note what is wrong, follow its links."""
    from tools.routes import here, route_of

    answer = page.request.get(tour.site.address + path)
    if answer.status >= 500:
        tour.shots.append(Shot(desk=tour.desk, route=route, path=path, wrong=[f"answers {answer.status}"]))
    if not is_page(answer):
        return
    arrived = route_of(urlsplit(answer.url).path)
    if arrived != route:  # sent on: to the login page, say, which is pictured once
        path = here(answer.url, answer.url) or path
        if arrived is None or not tour.wants(arrived, path):
            return
        route = arrived
    tour.queue.extend(path for path in (here(link, answer.url) for link in links(answer.text())) if path)
    shot = Shot(desk=tour.desk, route=route, path=path)
    tour.shots.append(shot)
    shot.same_as = tour.before.setdefault((urlsplit(path).path, words(answer.text())), tour.desk)
    if shot.same_as != tour.desk:
        return
    shot.same_as = ""
    try:
        page.goto(tour.site.address + path, wait_until="load")
        for width, height in browser.WIDTHS.items():
            take(page, tour, shot, width, height)
        shot.title = page.title()
    except browser.trouble() as trouble:
        shot.wrong.append(str(trouble).splitlines()[0])
    shot.wrong += watch.take()


def links(html: str) -> list[str]:
    """Where the links of a page lead."""
    return [unescape(link) for link in re.findall(r'<a\b[^>]*?\shref="([^"]*)"', html)]


def words(html: str) -> str:
    """A digest of what a page says, without the hidden keys that differ each time: the same page is pictured once."""
    main = html.partition("<main")[2].partition("</main>")[0] or html
    said = re.sub(r'<input[^>]*type="hidden"[^>]*>|name="csrfmiddlewaretoken" value="[^"]*"', "", main)
    return hashlib.sha256(said.encode()).hexdigest()


def take(page: Page, tour: Walk, shot: Shot, width: int, height: int) -> None:
    """One picture of the page as it stands, as long as it is (up to a length that still can be looked at)."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(SETTLED)
    name = slug(urlsplit(shot.path).path if samples(shot.route) > 1 else shot.route)
    excess, tall = int(page.evaluate(WIDER)), int(page.evaluate("document.documentElement.scrollHeight"))
    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": min(max(tall, height), LONGEST)}
    page.screenshot(path=str(tour.out / f"{tour.desk}/{name}-{width}.png"), full_page=True, clip=clip)
    shot.files[width] = f"{tour.desk}/{name}-{width}.png"
    if excess > 0:
        shot.wrong.append(f"{excess} px wider than {width}")


def is_page(answer: APIResponse) -> bool:
    """True for a whole page this desk may see: not a refusal, a fragment, a file or a way that only takes."""
    kind = answer.headers.get("content-type", "")
    return answer.ok and kind.startswith("text/html") and "<html" in answer.text()[:2000].lower()


def slug(route: str) -> str:
    """A file name from a route: `pinjaman/<uuid:loan>/` becomes `pinjaman-loan`."""
    plain = re.sub(r"<(?:\w+:)?(\w+)>", r"\1", route)
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "home"


def report(out: Path, shots: list[Shot], unseen: list[str]) -> None:
    """The same as data, for whoever compares two runs."""
    document = {"pages": [asdict(shot) for shot in shots], "routes_without_a_picture": unseen}
    (out / "report.json").write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server it started ends too
    sys.exit(main(sys.argv[1:]))

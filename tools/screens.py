"""Every page of every desk as a picture: `python3 run.py screens [OUT] [--language id|en] [--desk NAME]`.

Starts the demonstration on a free port, logs in as each desk in turn, and walks: first every route that asks for
nothing, then whatever the links on those pages lead to, one sample for each route. Each page is taken at 360 and at
1280 pixels. OUT gets the pictures, `index.html` and `contact.png` with all of them on one sheet, and `report.json`. The
code is 1 when a page broke, complained, talked to a stranger or was wider than the phone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tools import browser, demo_site
from tools.contact_sheet import write_sheet

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Browser, BrowserContext, Page

    from tools.routes import Route

SAMPLES = 12
SETTLED = 250  # milliseconds for a picture's last movement
WIDER = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(kw_only=True)
class Shot:
    """One page of one desk at all widths, and what was wrong with it."""

    desk: str
    route: str
    path: str
    title: str = ""
    files: dict[int, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Walk:
    """One desk's walk: what is still to see, what was seen, which routes were never met."""

    desk: str
    out: Path
    site: demo_site.Site
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
        shots = [shot for login in chosen for shot in walk(chromium, site, login, routes(), out, options.language)]
        unseen = sorted({r.template for r in routes()} - {s.route for s in shots})
        write_sheet(chromium, out, shots, unseen)
    report(out, shots, unseen)
    bad = [shot for shot in shots if shot.wrong]
    for shot in bad:
        print(f"{shot.desk} {shot.path}: {'; '.join(shot.wrong)}")
    pictures, seconds = sum(len(shot.files) for shot in shots), time.monotonic() - started
    print(f"{pictures} pictures of {len(shots)} pages, {len(bad)} with faults, {seconds:.0f} s: {out / 'index.html'}")
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


def walk(
    chromium: Browser, site: demo_site.Site, login: demo_site.Login, routes: list[Route], out: Path, language: str
) -> list[Shot]:
    """All pages one desk may see."""
    tour = Walk(desk=login.desk, out=out, site=site)
    tour.queue.extend(["/", *(route.path for route in routes if not route.asks)])
    with watched(chromium, language) as (context, watch):
        page = context.new_page()
        demo_site.log_in(page, site, login)
        watch.take()
        for route, path in tour.next():
            look(page, tour, watch, route, path)
    print(f"{login.desk}: {len(tour.shots)} pages", flush=True)
    return tour.shots


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
    shot = Shot(desk=tour.desk, route=route, path=path)
    page.goto(tour.site.address + path, wait_until="load")
    for width, height in browser.WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(SETTLED)
        shot.files[width] = f"{tour.desk}/{slug(urlsplit(path).path if samples(route) > 1 else route)}-{width}.png"
        page.screenshot(path=str(tour.out / shot.files[width]), full_page=True)
        excess = int(page.evaluate(WIDER))
        if excess > 0:
            shot.wrong.append(f"{excess} px wider than {width}")
    shot.title = page.title()
    shot.wrong += watch.take()
    tour.shots.append(shot)
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    tour.queue.extend(path for path in (here(link, page.url) for link in links) if path)


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
    sys.exit(main(sys.argv[1:]))

"""Debian's Chromium, started in the one way that works on a bare server, for pictures and for tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

__all__ = ["MISSING", "WIDTHS", "Watch", "find", "launch", "open_context", "trouble"]

MISSING = (
    "Chromium is not installed here, so nothing could be shown in a browser. "
    "Install it (Debian: apt-get install chromium fonts-dejavu-core) and try again."
)
# A phone of today's poorest and a desk: every page must read well on both.
WIDTHS = {360: 740, 1280: 900}
PATIENCE = 45_000  # milliseconds: an old computer with other work to do
# No name and no address but this computer's leads anywhere. Stopping requests one by one would switch the cache off,
# and every page would fetch its style, scripts and letters anew.
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip


def find() -> Path | None:
    """The browser of this computer; None where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return Path(found) if found else None


@contextmanager
def launch() -> Iterator[Browser]:
    """Start the browser, and end it afterwards; never downloads one."""
    from playwright.sync_api import sync_playwright

    path = find()
    if path is None:
        raise FileNotFoundError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=ARGUMENTS, headless=True)
        yield browser
        browser.close()


def trouble() -> type[Exception]:
    """What the browser raises when a page does not load, settle or let itself be pictured."""
    from playwright.sync_api import Error

    return Error


class Watch:
    """What a page should never do: complain in its console, fail to load a part, talk to a stranger."""

    def __init__(self, context: BrowserContext) -> None:
        self.seen: list[str] = []
        context.on("page", self._follow)
        context.on("request", self._only_here)

    def take(self) -> list[str]:
        """What was seen since the last time."""
        seen, self.seen = self.seen, []
        return seen

    def _follow(self, page: Page) -> None:
        page.on("console", lambda m: self.seen.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda e: self.seen.append(f"script: {e}"))
        page.on(
            "response", lambda r: self.seen.append(f"{r.status}: {urlsplit(r.url).path}") if r.status >= 500 else None
        )

    def _only_here(self, request: Request) -> None:
        """Note whoever was spoken to and is not this computer; the browser itself finds nobody else."""
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.hostname not in {"127.0.0.1", "localhost"}:
            self.seen.append(f"stranger: {address.hostname}")


def open_context(browser: Browser, *, width: int = 1280, language: str = "id") -> tuple[BrowserContext, Watch]:
    """A fresh, logged-out browser of one width and language, watched."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS.get(width, 900)},
        locale="en-GB" if language == "en" else "id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context, Watch(context)

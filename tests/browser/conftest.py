"""A real browser on a real server over a database of the test's own.

    def test_a_cashier_takes_an_instalment(live_site, page):
        page.goto(live_site + "/")

`live_site` serves this very process on a free loopback port, over `fresh_database`: what the test writes with the acts,
the browser sees, and the other way round. `page` is a desk (1280 px); `phone` is a page of 360 px. After the test both
must have been quiet: no complaint in the console, no broken answer, no word to a stranger. `watch.take()` fetches, and
so forgives, what a test provoked on purpose.

Journeys go on both engines. What a page looks like, and whom it would make stumble, is asked once: the same page comes
from either (`sqlite_only`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest

from tools import browser as debian

# Playwright keeps an event loop in this thread; Django would take our plain calls for calls from inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests say what to install and are skipped; in CI each fails with the same words."""
    ours = [item for item in items if "tests/browser/" in item.path.as_posix() and "chromium" in _names(item)]
    if not ours or debian.find() is not None or os.environ.get("CI"):
        return
    for item in ours:
        item.add_marker(pytest.mark.skip(reason=debian.MISSING))


def _names(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, one for each worker."""
    with debian.launch() as started:
        yield started


@pytest.fixture
def live_site(fresh_database: str, settings: Any) -> Iterator[str]:
    """The address of the product, served from this process over a fresh database."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.core.wsgi import get_wsgi_application
    from django.db import connections
    from django.test.testcases import QuietWSGIRequestHandler

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]

    class Server(ThreadedWSGIServer):
        """Each request in a thread that lets go of its connection."""

        def process_request_thread(self, request: Any, client_address: Any) -> None:
            try:
                super().process_request_thread(request, client_address)
            finally:
                connections.close_all()

    application = StaticFilesHandler(get_wsgi_application())
    server = Server(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
    server.set_app(application)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def language() -> str:
    """The language of the browser; a test may override it by parametrising."""
    return "id"


@pytest.fixture
def opened(chromium: Any, language: str) -> Iterator[Any]:
    """Opens pages of a width, all watched; a page that was not quiet fails its test."""
    contexts = []

    def at(width: int) -> Any:
        context, watch = debian.open_context(chromium, width=width, language=language)
        contexts.append((context, watch))
        page: Any = context.new_page()
        page.watch = watch
        return page

    yield at
    noise = [line for _, watch in contexts for line in watch.take()]
    for context, _ in contexts:
        context.close()
    assert noise == [], "the page was not quiet"


@pytest.fixture
def page(opened: Any) -> Any:
    """A desk of 1280 pixels."""
    return opened(1280)


@pytest.fixture
def phone(opened: Any) -> Any:
    """A phone of 360 pixels."""
    return opened(360)

"""The demonstration, built and served for a tool: its address, and one login for each desk."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["PUBLIC", "Login", "Site", "know_routes", "log_in", "serving"]

GULIR = [sys.executable, "-m", "gulir.cli.main"]
PATIENCE = 60.0


@dataclass(frozen=True, kw_only=True)
class Login:
    """Who sits at a desk of the demonstration."""

    desk: str
    login: str = ""
    password: str = ""


PUBLIC = Login(desk="public")


@dataclass(frozen=True, kw_only=True)
class Site:
    """A served demonstration."""

    address: str
    home: Path
    logins: list[Login]


@contextmanager
def serving(language: str = "id") -> Iterator[Site]:
    """Build the demonstration if it is not there, serve it on a free loopback port, end the server afterwards."""
    made = subprocess.run([*GULIR, "demo", "--prepare-only", "--json"], stdout=subprocess.PIPE, text=True, check=False)
    if made.returncode:
        raise SystemExit("The demonstration could not be built; the lines above say why.")
    told = json.loads(made.stdout)
    logins = [Login(desk=one["desk"], login=one["login"], password=one["password"]) for one in told["logins"]]
    port = free_port()
    environment = {**os.environ, "GULIR_HOME": told["home"], "GULIR_LANGUAGE": language}
    environment.pop("GULIR_DATABASE", None)
    with subprocess.Popen([*GULIR, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port, server)
            yield Site(address=f"http://127.0.0.1:{port}", home=Path(told["home"]), logins=logins)
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=10)
            server.kill()


def free_port() -> int:
    """A loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers anything at all."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SystemExit(f"The server ended at once, with code {server.returncode}.")
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
        finally:
            connection.close()
    raise SystemExit(f"The server did not answer within {PATIENCE:.0f} s.")


def know_routes(home: Path) -> None:
    """Start Django in this process too, only to ask its resolver."""
    os.environ["GULIR_HOME"] = str(home)
    os.environ.pop("GULIR_DATABASE", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gulir.config.settings")
    import django

    django.setup()


def log_in(page: Page, site: Site, login: Login) -> None:
    """Go through the real login form, as a person does."""
    if not login.login:
        return
    from django.conf import settings
    from django.shortcuts import resolve_url

    page.goto(site.address + resolve_url(settings.LOGIN_URL))
    page.fill('input[name="login"], input[name="username"]', login.login)
    page.fill('input[type="password"]', login.password)
    page.press('input[type="password"]', "Enter")
    page.wait_for_load_state("load")
    if page.locator('input[type="password"]').count():
        raise SystemExit(f"{login.login} could not log in: {page.inner_text('main')[:300]}")

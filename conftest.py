"""Where every test run begins: its folder, its engine, its settings, and databases that can be committed to.

* `GULIR_TEST_ENGINE=sqlite|postgres` chooses the engine; on `postgres` only tests that touch a database run.
* `@pytest.mark.django_db` (or the fixture `db`): a test inside one transaction that is rolled back. Fast.
* the fixture `fresh_database`: a database of the test's own, for real commits, threads and child processes.
* `@pytest.mark.sqlite_only`, `@pytest.mark.postgres_only`: what only one engine can tell.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

import run
from tests import choice, databases, postgres

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def _begin() -> postgres.Cluster | None:
    """Set the environment before Django reads its settings; the first process also starts the server."""
    cluster = None
    run.compile_catalogues()
    for name in [name for name in os.environ if name.startswith("GULIR_") and not name.startswith("GULIR_TEST_")]:
        del os.environ[name]
    if not WORKER:
        os.environ["GULIR_TEST_FOLDER"] = tempfile.mkdtemp(prefix="gulir-tests-")
        if databases.engine() == "postgres":
            cluster = postgres.start()
            os.environ["GULIR_TEST_POSTGRES"] = cluster.url("postgres") if cluster else ""
    home = databases.folder() / f"home-{WORKER or 'main'}"
    (home / "static").mkdir(parents=True, exist_ok=True)  # where collected files would lie; finders serve them in tests
    absent = databases.engine() == "postgres" and not os.environ["GULIR_TEST_POSTGRES"]
    os.environ["GULIR_HOME"] = str(home)
    os.environ["GULIR_DATABASE"] = f"sqlite:///{home}/none.sqlite3" if absent else databases.url(databases.TEMPLATE)
    os.environ["GULIR_SECRET_KEY"] = "a key for tests only, known to everyone, fifty characters"
    os.environ["DJANGO_SETTINGS_MODULE"] = "gulir.config.settings"
    return cluster


def _start_django() -> None:
    import django
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A worker reads the settings before it has a home of its own: without this all share the first one's login counts.
    settings.GULIR_HOME = Path(os.environ["GULIR_HOME"])
    settings.CACHES["default"]["LOCATION"] = str(settings.GULIR_HOME / "cache")
    settings.WHITENOISE_AUTOREFRESH = True  # else every browser of a test looks at every static file first
    django.setup()


CLUSTER = _begin()
_start_django()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long`: also the tests that take minutes."""
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_configure(config: pytest.Config) -> None:
    """Laws are tried on the same samples every time; more of them with `--long`. CI goes nowhere without an engine."""
    from hypothesis import settings

    if databases.engine() == "postgres" and not os.environ["GULIR_TEST_POSTGRES"] and os.environ.get("CI"):
        raise pytest.UsageError(postgres.MISSING)

    long = bool(config.getoption("--long"))
    settings.register_profile(
        "gulir", deadline=None, derandomize=True, database=None, max_examples=1000 if long else 100
    )
    settings.load_profile("gulir")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if not WORKER:
        if CLUSTER is not None:
            CLUSTER.stop()
        shutil.rmtree(databases.folder(), ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose what this engine and this run can tell, heavy tests first, and refuse tests that flush."""
    for item in items:
        if choice.flushes(item):
            raise pytest.UsageError(f"{item.nodeid} would flush the database: use the fixture `fresh_database` instead")
    long = bool(config.getoption("--long"))
    dropped = [item for item in items if not choice.wanted(item, databases.engine(), long=long)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in set(dropped)]
    items.sort(key=lambda item: choice.heavy_first(item.nodeid))
    if databases.engine() == "postgres" and not os.environ["GULIR_TEST_POSTGRES"]:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=postgres.MISSING))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Where coverage is asked for, it watches the tests that count for it and looks away from the others."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    watch = getattr(plugin, "cov_controller", None)
    if watch is None or watch.started == choice.traced(item.nodeid):
        return (yield)
    (watch.pause if watch.started else watch.resume)()
    if not watch.started:
        _stop_what_watches_below()
    return (yield)


def _stop_what_watches_below() -> None:
    """The plugin begins once more before it knows that it is a worker's; that watch would go on whenever ours rests."""
    from coverage import Coverage

    while (other := Coverage.current()) is not None:
        other.stop()


# ---------------------------------------------------------------- databases


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Whatever language a test's pages spoke, the next test begins in the house's own."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def engine() -> str:
    """`sqlite` or `postgres`."""
    return databases.engine()


@pytest.fixture(scope="session")
def template_db(django_db_blocker: object) -> str:
    """The name of the migrated template, for `tests.databases.copy_template`."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return databases.make_template()


@pytest.fixture(scope="session")
def django_db_setup(template_db: str, django_db_blocker: object) -> Iterator[None]:
    """Tests inside a rolled-back transaction share one copy per worker."""
    shared = f"shared_{WORKER or 'main'}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.copy_template(shared)
        databases.use(shared)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.let_go()


@pytest.fixture
def fresh_database(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """A database of this test's own: real commits, threads, child processes (by `GULIR_DATABASE`). Gives its name."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError("`fresh_database` commits, `django_db` rolls back: a test uses one of them")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        shared = databases.current()
        name = databases.copy_template()
        databases.use(name)
        yield name
        databases.use(shared)
        databases.drop(name)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty `GULIR_HOME` for a child process of this test."""
    monkeypatch.setenv("GULIR_HOME", str(tmp_path))
    monkeypatch.delenv("GULIR_DATABASE", raising=False)
    return tmp_path

"""Databases for tests: one template with every migration applied, kept while the migrations stay as they are, cloned for each run."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tests.statements import Statements, counties_named, statements

SOURCE = Path(__file__).resolve().parent.parent / "src"


def pytest_configure() -> None:
    """What tests need otherwise: files under their own names, passwords that cost nothing."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    settings.WHITENOISE_USE_FINDERS = True


def _browser() -> str:
    """The Chromium of this machine, or "" when there is none."""
    return next(
        filter(None, [os.environ.get("YIWANG_CHROMIUM"), *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))]), ""
    )


_NO_BROWSER = "no Chromium on this machine: install it, or name it in YIWANG_CHROMIUM"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without a browser its tests are left out; in CI that is a failure."""
    if item.get_closest_marker("browser") and not _browser():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(_NO_BROWSER)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted (`record_property("printed", …)`); say it loudly when the browser tests did not run."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for text in (value for name, value in getattr(report, "user_properties", ()) if name == "printed" and report.when == "call"):
                terminalreporter.line("")
                terminalreporter.line(str(text))
    if any(_NO_BROWSER in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.section("THE BROWSER TESTS DID NOT RUN", sep="!", yellow=True)
        terminalreporter.line(_NO_BROWSER)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser."""
    return _browser()


_TEMPLATE_LOCK = 7_201_953_001


def _shape() -> str:
    """A name that changes with anything that may change a table."""
    digest = hashlib.sha256(f"{version('django')} {version('procrastinate')}".encode())
    for pattern in ("*/migrations/*.py", "*/models*.py", "*/models/*.py", "*/packs/**/*.json"):
        for file in sorted((SOURCE / "yiwang").glob(pattern)):
            digest.update(str(file.relative_to(SOURCE)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _administrator() -> psycopg.Connection[tuple[object, ...]]:
    params = connection.get_connection_params()
    params = {key: params[key] for key in ("host", "port", "user", "password") if params.get(key)}
    return psycopg.connect(**params, dbname="postgres", autocommit=True)


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _drop(server: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _names(server: psycopg.Connection[tuple[object, ...]], prefix: str) -> list[str]:
    return [str(row[0]) for row in server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])]


def _template(server: psycopg.Connection[tuple[object, ...]]) -> str:
    """Return the template's name, made by the first who comes while the others wait."""
    name = f"yiwang_template_{_shape()}"
    server.execute("SELECT pg_advisory_lock(%s)", [_TEMPLATE_LOCK])
    try:
        if name in _names(server, "yiwang_template_"):
            return name
        for old in _names(server, "yiwang_template_"):
            _drop(server, old)
        building = f"yiwang_template_building_{os.getpid()}"
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
        _use(building)
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        connection.close()
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name)))
        return name
    finally:
        server.execute("SELECT pg_advisory_unlock(%s)", [_TEMPLATE_LOCK])


def _drop_left_overs(server: psycopg.Connection[tuple[object, ...]]) -> None:
    for name in _names(server, "yiwang_test_"):
        owner = re.match(r"yiwang_test_(\d+)_", name)
        if owner and not Path(f"/proc/{owner[1]}").exists():
            _drop(server, name)


def clone_template(template: str, name: str) -> None:
    """Make `name` a fresh copy of `template`; nobody may be connected to either."""
    with _administrator() as server:
        _drop(server, name)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """This process's own database, cloned from the template; gone when the run ends."""
    name = f"yiwang_test_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    kept = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with _administrator() as server:
            template = _template(server)
            _drop_left_overs(server)
        clone_template(template, name)
        _use(name)
    yield name
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _use(kept)
        with _administrator() as server:
            _drop(server, name)


@pytest.fixture(name="statements")
def _statements() -> Callable[[], AbstractContextManager[Statements]]:
    """`with statements() as seen: …; assert len(seen) <= 5, str(seen)` counts what a page or a deed asks the database."""
    return statements


@pytest.fixture(autouse=True)
def _every_key_names_its_county(request: pytest.FixtureRequest) -> Iterator[None]:
    """In tests with a database: a big table read by key without its county fails the test."""
    if request.node.get_closest_marker("django_db") is None and not {"db", "transactional_db"} & set(request.fixturenames):
        yield
        return
    with counties_named():
        yield

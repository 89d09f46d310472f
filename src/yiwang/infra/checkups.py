"""The house's own checks: Python, packages, home, keys, database, migrations, worker, disk, clock, browser."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import stat
import sys
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from . import clock, sql
from .checkup import Answer, check, note, ok, problem
from .postgres import own
from .postgres.account import ServerTrouble
from .postgres.base import the_server

_SET_UP = "run `script/yiwang setup`"
_LITTLE_DISK = 2 * 1024**3
_SILENT_WORKER = timedelta(minutes=2)


@check("python", order=1)
def python() -> Answer:
    """Which Python runs this? (One that is too old does not get here: script/yiwang looks for a newer one.)"""
    return ok(f"{platform.python_version()}, {sys.executable}")


@check("packages", order=2)
def packages() -> Answer:
    """Are the installed packages those of the lock file?"""
    lock = Path(settings.BASE) / "requirements.txt"
    wanted = dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)(?=\s*\\?$)", lock.read_text(), re.MULTILINE))
    wrong = []
    for name, version in wanted.items():
        try:
            there = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            there = "missing"
        if there != version:
            wrong.append(f"{name} {there}, locked {version}")
    if not wrong:
        return ok(f"{len(wanted)} as locked")
    remedy = "remove .venv; the next script/yiwang makes it anew"
    return problem("; ".join(wrong[:5]), remedy) if "missing" in " ".join(wrong) else note("; ".join(wrong[:5]), remedy)


@check("home", order=3)
def home() -> Answer:
    """Can the installation write where it must?"""
    folder = Path(settings.HOME)
    probe = folder / f".probe-{os.getpid()}"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as trouble:
        return problem(f"{folder}: {trouble.strerror}", "make the folder writable for this account, or set YIWANG_HOME")
    return ok(str(folder))


@check("keys", order=4)
def keys() -> Answer:
    """Are the keys there, and nobody else's to read?"""
    folder = Path(settings.KEYS)
    files = [file for file in folder.glob("*") if file.is_file()]
    if not files:
        return note("none yet", f"they are made on first use; {_SET_UP}")
    loose = [file.name for file in [folder, *files] if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    if loose:
        return problem(f"others may read {', '.join(loose)}", f"chmod 700 {folder}; chmod 600 {folder}/*")
    foreign = [file.name for file in files if file.stat().st_uid != os.geteuid()]
    if foreign:
        return problem(f"{', '.join(foreign)} belong to another account", "run Yiwang as the account that made them")
    return ok(f"{len(files)} in {folder}; keep a copy elsewhere, without them nothing sealed can be read")


@check("disk", order=5)
def disk() -> Answer:
    """Is there room?"""
    server = the_server()
    free = min(shutil.disk_usage(path).free for path in filter(None, [Path(settings.HOME), server and server.home]))
    said = f"{free / 1024**3:.1f} GiB free"
    return problem(said, "make room: the database stops when the disk is full") if free < _LITTLE_DISK else ok(said)


@check("database", order=10)
def database() -> Answer:
    """Does a server that is fit for us answer?"""
    server = the_server()
    try:
        if server:
            server.revive()
        version = own.look()
    except ServerTrouble as trouble:
        return problem(trouble.says, trouble.remedy or "it says above what to do; its logs lie beside its files")
    where = f"embedded, {server.home}" if server else "DATABASE_URL"
    return ok(f"PostgreSQL {version} ({where}), {sql.scalar('SELECT pg_size_pretty(pg_database_size(current_database()))')}")


@check("chinese words", order=11, needs="database")
def chinese_words() -> Answer:
    """Does the database take Chinese characters for letters? With the wrong lc_ctype searches find nothing."""
    if sql.scalar("SELECT to_regproc('show_trgm') IS NULL"):
        return problem("the extension pg_trgm is not there", _SET_UP)
    if not sql.scalar("SELECT cardinality(show_trgm('下水道堵塞'))"):
        return problem("the database's LC_CTYPE knows no Chinese", f"restore into one made so: {own.how_to_make()}")
    return ok("found by trigrams")


@check("tables", order=12, needs="database")
def tables() -> Answer:
    """Are all migrations applied?"""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        first = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan[:3])
        return problem(f"{len(plan)} migrations are not applied ({first} …)", _SET_UP)
    return ok("all migrations applied")


@check("clock", order=13, needs="database")
def the_clock() -> Answer:
    """Do this machine and the database agree on the time?"""
    apart = abs((sql.scalar("SELECT clock_timestamp()") - clock.now()).total_seconds())
    if apart > 2:
        return problem(f"the database's clock is {apart:.0f} s away from this machine's", "set both by NTP: limits and ledger depend on it")
    return ok(f"agree within {apart:.2f} s; days are counted in {settings.TIME_ZONE}")


@check("worker", order=20, needs="tables")
def worker() -> Answer:
    """Has the worker given a sign of life lately, and is anything of its work failing?"""
    signs = {row["name"]: row for row in sql.rows("SELECT name, at, trouble FROM heartbeat")}
    alive = signs.get("worker")
    if alive is None:
        return note("has never run here", "`script/yiwang serve` starts it; or run `script/yiwang worker`")
    silent = clock.now() - alive["at"]
    if silent > _SILENT_WORKER:
        return note(f"silent since {alive['at']:%Y-%m-%d %H:%M} UTC", "start it: `script/yiwang serve` or `script/yiwang worker`")
    failing = [f"{name} ({row['trouble']})" for name, row in signs.items() if row["trouble"]]
    return problem(f"failing: {', '.join(failing)}", "see the worker's log") if failing else ok(f"alive {silent.total_seconds():.0f} s ago")


@check("jobs and events", order=21, needs="tables")
def jobs() -> Answer:
    """Did anything queued fail or get stuck?"""
    failed = sql.scalar("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    stuck = sql.scalar("SELECT count(*) FROM outbox_event WHERE tries >= 5")
    waiting = sql.scalar("SELECT count(*) FROM outbox_event")
    if failed or stuck:
        return problem(f"{failed} failed jobs, {stuck} events that a listener keeps refusing", "see the worker's log for why")
    return ok(f"none failed, {waiting} events waiting")


@check("doors", order=22)
def doors() -> Answer:
    """Is it served the way an installation with other people's business should be?"""
    if settings.DEBUG:
        return problem(
            "YIWANG_DEBUG is on: whoever meets an error reads our code and the data in it", "leave YIWANG_DEBUG out and start again"
        )
    if settings.HTTPS and settings.SECURE_PROXY_SSL_HEADER is None:
        says = "YIWANG_HTTPS without YIWANG_BEHIND_PROXY: every page leads to its https address for ever"
        return problem(says, "set YIWANG_BEHIND_PROXY=1 when the proxy in front sets X-Forwarded-Proto")
    hosts = [host.strip() for host in settings.ALLOWED_HOSTS]
    if "*" in hosts:
        return problem("YIWANG_HOSTS is *: links in answers can be made to lead elsewhere", "name the hosts people use in YIWANG_HOSTS")
    outside = [host for host in hosts if host not in {"127.0.0.1", "localhost", "[::1]"}]
    if not outside:
        return note("open to this machine alone", "for others: name its hosts in YIWANG_HOSTS, serve with --host, and set YIWANG_HTTPS=1")
    if not settings.HTTPS:
        return problem(
            f"{', '.join(outside)} without https: sign-ins and texts travel in clear",
            "put a proxy with a certificate in front; YIWANG_HTTPS=1, YIWANG_BEHIND_PROXY=1",
        )
    return ok(f"https, as {', '.join(outside)}")


@check("browser for tests", order=90)
def browser() -> Answer:
    """Only developers need it."""
    on_path = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    found = os.environ.get("YIWANG_CHROMIUM") or next(on_path, "")
    if not found:
        return note("no Chromium: the browser tests are left out", "only for developers: apt-get install chromium fonts-noto-cjk")
    return ok(found)

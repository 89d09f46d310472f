"""The engine Django uses on the embedded server: a lost connection between transactions is replaced, one inside fails, nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.infra.test_embedded_postgres import PROJECT, empty, home, is_up, made

__all__ = ["empty", "home", "made"]  # fixtures

ENGINE = """
import os, select, signal, threading, django
django.setup()
from django.db import connection, transaction, OperationalError, InterfaceError
from yiwang.infra.postgres.base import the_server

def run(statement, fetch=False):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if fetch else None

def kill_server():
    os.kill(int((the_server().data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

def until_hung_up():
    select.select([connection.connection.fileno()], [], [], 10)  # its backend says goodbye a moment after the server is gone

run("CREATE TABLE deed (n int PRIMARY KEY)")
run("INSERT INTO deed VALUES (1)")
kill_server()
until_hung_up()
assert run("SELECT n FROM deed", fetch=True) == [(1,)]              # between transactions: nobody notices

try:
    with transaction.atomic():
        run("INSERT INTO deed VALUES (2)")
        kill_server()
        run("SELECT pg_sleep(0.3)")
        run("INSERT INTO deed VALUES (3)")
except (OperationalError, InterfaceError) as lost:
    print("lost:", type(lost).__name__)
else:
    raise SystemExit("a transaction went on without its server")
assert run("SELECT n FROM deed", fetch=True) == [(1,)]              # and nothing is half-done

acknowledged, failed = [], []
def write(thread):
    for step in range(150):
        n = 1000 * thread + step
        try:
            with transaction.atomic():
                run(f"INSERT INTO deed VALUES ({n})")
                run("SELECT 1")
            acknowledged.append(n)
        except (OperationalError, InterfaceError):
            failed.append(n)
    connection.close()

threads = [threading.Thread(target=write, args=(n,)) for n in range(1, 5)]
for thread in threads: thread.start()
for _ in range(3):
    threading.Event().wait(0.15)
    try:
        kill_server()
    except (FileNotFoundError, ProcessLookupError):
        pass
for thread in threads: thread.join()
there = {n for (n,) in run("SELECT n FROM deed", fetch=True)}
assert set(acknowledged) <= there, sorted(set(acknowledged) - there)
assert len(acknowledged) > 450, len(acknowledged)
print("acknowledged", len(acknowledged), "failed", len(failed))
"""


def test_the_engine_reconnects_and_loses_nothing_it_acknowledged(home: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "YIWANG_PG_HOME"}}
    environment |= {"YIWANG_HOME": str(home.parent), "YIWANG_PG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment["PYTHONPATH"] = f"{PROJECT / 'src'}:{PROJECT}"
    ran = subprocess.run([sys.executable, "-c", ENGINE], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "lost: " in ran.stdout
    assert not is_up(home)

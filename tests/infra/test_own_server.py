"""A server of one's own that cannot be used as it is: each case is named, with what to do, before anything is made in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.conftest import _administrator as administrator
from yiwang.infra import checkups
from yiwang.infra.checkup import Verdict
from yiwang.infra.postgres import own
from yiwang.infra.postgres.account import ServerTrouble

PROJECT = Path(__file__).resolve().parents[2]
_FIT = "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' TEMPLATE template0"


class Server:
    """The tests' server, seen as somebody's own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.made: list[str] = []

    def database(self, kind: str) -> None:
        """Make a database and point the settings at it."""
        name = f"own_{os.getpid()}_{len(self.made)}"
        with administrator() as server:
            server.execute(f"CREATE DATABASE {name} {kind}")
        self.made.append(name)
        self.name(name)

    def name(self, name: str) -> None:
        self.monkeypatch.setitem(connection.settings_dict, "NAME", name)

    def as_stranger(self) -> None:
        """Come as a role that owns nothing."""
        with administrator() as server:
            row = server.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
            if row != (True,):
                pytest.skip("the role of DATABASE_URL may make no other role")
            server.execute("DO $$ BEGIN CREATE ROLE own_stranger; EXCEPTION WHEN duplicate_object THEN END $$")
        connected = own._connected

        def humbly() -> psycopg.Connection[dict[str, Any]]:
            server = connected()
            server.execute("SET ROLE own_stranger")
            return server

        self.monkeypatch.setattr(own, "_connected", humbly)


@pytest.fixture(name="server")
def _server(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server(monkeypatch)
    yield server
    with administrator() as administering:
        for name in server.made:
            administering.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_fit_one_is_taken_and_nothing_is_left_of_the_trial(server: Server) -> None:
    server.database(_FIT)
    own.look_before_making()
    with own._connected() as there:
        assert there.execute("SELECT count(*) AS n FROM pg_extension WHERE extname = 'pg_trgm'").fetchone() == {"n": 0}
        assert there.execute("SELECT to_regclass('yiwang_probe') AS probe").fetchone() == {"probe": None}


def test_the_statement_it_advises_makes_a_fit_one(server: Server) -> None:
    server.name(f"own_{os.getpid()}_advised")
    with administrator() as administering:
        administering.execute(own.how_to_make())
    server.made.append(f"own_{os.getpid()}_advised")
    own.look_before_making()


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", "written in LATIN1"),
        ("ENCODING 'UTF8' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", "knows no Chinese"),
    ],
)
def test_one_that_cannot_hold_chinese(server: Server, kind: str, says: str) -> None:
    server.database(kind)
    with pytest.raises(ServerTrouble, match=says) as trouble:
        own.look_before_making()
    assert trouble.value.remedy.startswith("make it anew: CREATE DATABASE")


def test_one_that_is_too_old(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "OLDEST", 99)
    with pytest.raises(ServerTrouble, match=r"too old\n.*PostgreSQL 99 or newer"):
        own.look()
    answer = checkups.database()
    assert answer.verdict is Verdict.PROBLEM
    assert "99 or newer" in answer.remedy


def test_one_in_which_we_may_make_nothing(server: Server) -> None:
    server.database(_FIT)
    server.as_stranger()
    with pytest.raises(ServerTrouble, match="own_stranger may make no tables or extensions") as trouble:
        own.look_before_making()
    assert "ALTER DATABASE" in trouble.value.remedy


def test_one_that_is_not_there(server: Server) -> None:
    server.name("own_nowhere")
    with pytest.raises(ServerTrouble, match='database "own_nowhere" does not exist') as trouble:
        own.look()
    assert 'CREATE DATABASE "own_nowhere"' in trouble.value.remedy


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgres://somebody:hidden@127.0.0.1:9/yiwang", "see that the server runs"),
        ("postgres://somebody:hidden@no.such.host.invalid/yiwang", "see that the server runs"),
        ("mysql://somebody:hidden@127.0.0.1/yiwang", "no address of a PostgreSQL database"),
        ("postgres://somebody:hidden%@127.0.0.1:port/yiwang", "no address of a PostgreSQL database"),
        ("postgres://somebody:hidden@127.0.0.1", "no address of a PostgreSQL database"),
        ("nonsense", "no address of a PostgreSQL database"),
    ],
)
@pytest.mark.parametrize("words", [["setup", "--without-divisions"], ["regions", "count"]])
def test_every_command_says_it_in_a_few_words(tmp_path: Path, address: str, says: str, words: list[str]) -> None:
    environment = os.environ | {"DATABASE_URL": address, "YIWANG_HOME": str(tmp_path), "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}"}
    command = [sys.executable, "-m", "yiwang.console.main", *words]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr.startswith("yiwang: ")
    assert says in said.stderr
    assert "Traceback" not in said.stderr
    assert "hidden" not in said.stderr

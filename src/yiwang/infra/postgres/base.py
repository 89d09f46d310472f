"""Django's PostgreSQL engine, with a server that is there before the first connection and comes back when it was lost."""

from __future__ import annotations

import contextlib
import functools
import os
import select
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base
from psycopg import sql

from . import own
from .server import ROLE, EmbeddedServer


@functools.cache
def embedded_server(home: Path) -> EmbeddedServer:
    """Return this process's one handle on the server of `home`."""
    return EmbeddedServer(home, port=settings.EMBEDDED_PG_PORT, run_as=os.environ.get("YIWANG_PG_USER", ""))


def the_server() -> EmbeddedServer | None:
    """The embedded server of this installation, or None when DATABASE_URL names one of its own."""
    home = settings.EMBEDDED_PG_HOME
    return None if home is None else embedded_server(home)


def make_sure(*, making: bool = False) -> None:
    """Start the embedded server, or see that the one of DATABASE_URL is fit (`making`: also that tables may be made in it).

    Raises ServerTrouble with what to do.
    """
    if server := the_server():
        server.ensure()
    elif making:
        own.look_before_making()
    else:
        own.look()


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection. Outside a transaction a lost one is replaced unnoticed; inside one the operation fails, and nothing is half-done."""

    read_only = False
    """Set by `infra.readonly`: transactions that begin from now on only read. Told to the server when it differs from what it knows."""

    _server_reads_only = False

    def get_connection_params(self) -> dict[str, Any]:
        """Where to connect; plain connections and those of the job worker all come through here."""
        if server := the_server():
            server.ensure()
            self.settings_dict.update(HOST=str(server.sockets), PORT=str(server.port), USER=ROLE, PASSWORD="")
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; if nobody answers, bring the embedded server back and connect again."""
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            server = the_server()
            if server is None:
                raise
            server.revive()
            _make_database(conn_params)
            return super().get_new_connection(conn_params)

    def connect(self) -> None:
        """Connect; a new session may write until told otherwise."""
        self._server_reads_only = False
        super().connect()

    def set_autocommit(self, autocommit: bool, *arguments: Any, **named: Any) -> None:
        """Begin or end a transaction; before one begins the server learns whether it may write."""
        if not autocommit:
            self._tell_mode()
        super().set_autocommit(autocommit, *arguments, **named)

    def _cursor(self, name: str | None = None) -> Any:
        if not self.in_atomic_block:
            self._tell_mode()
        return super()._cursor(name)

    def _tell_mode(self) -> None:
        self.close_if_health_check_failed()
        self.ensure_connection()
        if self.read_only != self._server_reads_only and not self.in_atomic_block:
            with self.wrap_database_errors:
                self.connection.execute(f"SET default_transaction_read_only = {'on' if self.read_only else 'off'}")
            self._server_reads_only = self.read_only

    def close_if_health_check_failed(self) -> None:
        """Before each statement outside a transaction: has the server hung up? One system call, no statement."""
        if self.connection is not None and not self.in_atomic_block and _hung_up(self.connection):
            self.close()


def _hung_up(connection: Any) -> bool:
    """An idle connection has nothing to read unless the server said goodbye."""
    if connection.closed:
        return True
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(watch.poll(0))


def _make_database(conn_params: dict[str, Any]) -> None:
    """Make the database that `conn_params` names, if the embedded server has none of that name."""
    name = conn_params["dbname"]
    address = {key: conn_params[key] for key in ("host", "port", "user")}
    with psycopg.connect(**address, dbname="postgres", autocommit=True) as server:
        if server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None:
            return
        # Another process may be as quick as we are.
        with contextlib.suppress(psycopg.errors.UniqueViolation, psycopg.errors.DuplicateDatabase):
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

"""A server of one's own (DATABASE_URL): does it answer, is it new enough, does it know Chinese, may we make in it what we need?"""

from __future__ import annotations

import re
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from .account import ServerTrouble

OLDEST = 17
"""The first version with `transaction_timeout` and the builtin locale C.UTF-8."""

_HOW_IT_IS = """
SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_encoding') AS encoding,
       pg_is_in_recovery() AS standby, 'a' > 'B' AND '~' > '9' AS by_bytes, current_database() AS name, current_user AS role
"""
_WHAT_WE_MAKE = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gin",
    "CREATE TABLE yiwang_probe (id int)",
)
_REMEDIES = {
    r'database ".*" does not exist': "make it: {make}",
    "password authentication failed": "correct user and password in DATABASE_URL; signs such as @ : / # % are written %40 %3A %2F %23 %25",
    "no password supplied": "DATABASE_URL needs the password: postgres://user:password@host/name",
    r"pg_hba\.conf": "let this machine and this user in: a line in the server's pg_hba.conf",
    "too many clients|connection slots": "raise max_connections of the server, or serve with fewer --processes and --threads",
    "No space left": "make room on the disk of the database",
}
_ANY_REMEDY = "see that the server runs, and that host, port, name, user and password in DATABASE_URL are right"


def look() -> int:
    """Return the server's version; raises ServerTrouble when it does not answer, is too old, or sorts and writes in ways we cannot use."""
    return int(_looked_at()["version"])


def look_before_making() -> None:
    """The same, and whether tables and extensions may be made, tried and taken back; raises ServerTrouble."""
    seen = _looked_at()
    try:
        with _connected() as server, server.transaction(force_rollback=True):
            for statement in _WHAT_WE_MAKE:
                server.execute(statement)
            row = server.execute("SELECT cardinality(show_trgm('下水道堵塞')) AS parts").fetchone()
    except psycopg.errors.InsufficientPrivilege as trouble:
        remedy = f'as its administrator: ALTER DATABASE "{seen["name"]}" OWNER TO "{seen["role"]}"'
        raise ServerTrouble(
            f"{seen['role']} may make no tables or extensions in the database {seen['name']}: {first_line(trouble)}", remedy
        ) from None
    except (psycopg.errors.UndefinedFile, psycopg.errors.FeatureNotSupported) as trouble:
        raise ServerTrouble(
            first_line(trouble), "install PostgreSQL's contrib modules on the server (package postgresql-contrib)"
        ) from None
    if not row or not row["parts"]:
        raise ServerTrouble(
            f"the LC_CTYPE of the database {seen['name']} knows no Chinese: searches would find nothing", f"make it anew: {how_to_make()}"
        )


def unreachable(trouble: BaseException) -> ServerTrouble:
    """Return what to say when a connection fails."""
    home = settings.EMBEDDED_PG_HOME
    remedy = f"its logs lie in {home}/data/log" if home else _ANY_REMEDY
    remedy = next((remedy for sign, remedy in _REMEDIES.items() if re.search(sign, str(trouble))), remedy)
    return ServerTrouble(first_line(trouble), remedy.format(make=how_to_make()))


def how_to_make() -> str:
    """Return the statement that makes a fit database of the name in DATABASE_URL."""
    address = connection.settings_dict
    return (
        f'CREATE DATABASE "{address["NAME"]}" OWNER "{address["USER"]}" ENCODING \'UTF8\' LOCALE_PROVIDER builtin'
        " BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
    )


def first_line(trouble: BaseException) -> str:
    """Return the first line of what the server says."""
    return next(iter(str(trouble).strip().splitlines()), type(trouble).__name__)


def _looked_at() -> dict[str, Any]:
    try:
        with _connected() as server:
            seen = server.execute(_HOW_IT_IS).fetchone() or {}
    except psycopg.OperationalError as trouble:
        raise unreachable(trouble) from None
    if seen["version"] < OLDEST:
        raise ServerTrouble(
            f"PostgreSQL {seen['version']} is too old", f"PostgreSQL {OLDEST} or newer is needed; or leave DATABASE_URL out"
        )
    if seen["standby"]:
        raise ServerTrouble("this server is a standby and only reads", "name the primary in DATABASE_URL")
    if seen["encoding"] != "UTF8":
        raise ServerTrouble(f"the database {seen['name']} is written in {seen['encoding']}", f"make it anew: {how_to_make()}")
    if not seen["by_bytes"]:
        raise ServerTrouble(f"the database {seen['name']} sorts by the rules of a language, not by code", f"make it anew: {how_to_make()}")
    return seen


def _connected() -> psycopg.Connection[dict[str, Any]]:
    """A plain connection: an old server already refuses the options that Django's carry."""
    params = connection.get_connection_params()
    for name in ("options", "cursor_factory", "context", "prepare_threshold"):
        params.pop(name, None)
    return psycopg.connect(**params, autocommit=True, row_factory=psycopg.rows.dict_row)

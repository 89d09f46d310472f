"""Putting a policy pack in force: read, checked, dated; once stored it is never altered."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import structlog
from django.db import connection, transaction

from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused

from . import queries
from .domain.checks import Beside, Finding, findings
from .domain.kinds import BODIES
from .domain.pack import Fault, Pack
from .models import PolicyPack

_log = structlog.get_logger(__name__)

SHIPPED = Path(__file__).parent / "packs"


def read_pack(text: bytes) -> Pack[Any]:
    """Read a pack from JSON and check its body against the struct of its kind.

    Refused `bad_pack` with the place of the fault; nothing is stored.
    """
    try:
        read = msgspec.json.decode(text, type=Pack[msgspec.Raw])
        msgspec.json.decode(read.body, type=BODIES.get(read.kind, Any))
        return Pack(
            kind=read.kind, version=read.version, valid_from=read.valid_from, source=read.source, body=msgspec.json.decode(read.body)
        )
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise Refused("bad_pack", reason=str(fault)) from fault


def digest(body: Any) -> str:
    """Return the hex SHA-256 of a body with its keys in order; unlike a ledger entry, a pack may hold fractions."""
    written = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def faults(*, pack: Pack[Any], beside: Beside | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with a pack beside those in force on its first day: gaps, overlaps, words nobody knows, each with its place."""
    try:
        body = msgspec.convert(msgspec.to_builtins(pack.body), BODIES.get(pack.kind, Any), strict=False)
    except msgspec.ValidationError as fault:
        return (_unreadable(fault),)
    in_force = {kind: queries.pack(kind, pack.valid_from).body for kind in queries.kinds()}
    return findings(kind=pack.kind, body=body, beside=msgspec.structs.replace(beside or Beside(), bodies=in_force))


_SHAPES = {
    "pack_wrong_type": re.compile(r"Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`"),
    "pack_missing_field": re.compile(r"Object missing required field `(?P<name>[^`]+)`"),
    "pack_unknown_field": re.compile(r"Object contains unknown field `(?P<name>[^`]+)`"),
}
"""What msgspec says of a shape that is not the one asked for; anything rarer is given as it says it."""


def _unreadable(error: msgspec.ValidationError) -> Finding:
    """Say what in the body is not as its kind asks, and where: msgspec names the place last, as in `… - at `$.rules[...][0].workdays``."""
    what, _, place = str(error).partition(" - at ")
    where = tuple(re.findall(r"\.\.\.|[^.\[\]]+", place.strip("`$")))
    fault = error.__cause__
    if isinstance(fault, Fault):
        return Finding(where=fault.where or where, code=fault.code, values=fault.values)
    for code, shape in _SHAPES.items():
        if said := shape.fullmatch(what):
            return Finding(where=where, code=code, values=said.groupdict())
    return Finding(where=where, code="pack_unreadable", values={"reason": what})


@transaction.atomic
def put_in_force(*, pack: Pack[Any], at: datetime, beside: Beside | None = None) -> bool:
    """Store a pack; it holds from its `valid_from`. Returns False when exactly this pack is already stored.

    Refused `pack_altered` (same version, other content), `pack_not_later` (it would begin at or before the newest of its kind:
    overlap, or a rewritten past), `pack_without_source`, `pack_faulty` (a gap, an overlap, a word nobody knows).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('policy_pack'))")  # two loaders: one after the other
    stored = {row.version: row for row in PolicyPack.objects.filter(kind=pack.kind)}
    if pack.version in stored:
        if stored[pack.version].digest != digest(pack.body):
            raise Refused("pack_altered", field="version", kind=pack.kind, version=pack.version)
        return False
    if not pack.source.strip():
        raise Refused("pack_without_source", field="source", kind=pack.kind, version=pack.version)
    newest = max((row.valid_from for row in stored.values()), default=date.min)
    if pack.valid_from <= newest:
        raise Refused("pack_not_later", field="valid_from", kind=pack.kind, newest=newest.isoformat())
    if stopping := [found for found in faults(pack=pack, beside=beside) if found.stops]:
        raise Refused("pack_faulty", kind=pack.kind, count=len(stopping), where=" · ".join(stopping[0].where))
    PolicyPack.objects.create(
        kind=pack.kind,
        version=pack.version,
        valid_from=pack.valid_from,
        source=pack.source,
        body=pack.body,
        digest=digest(pack.body),
        loaded=at,
    )
    queries.forget()
    return True


def shipped() -> Iterator[Pack[Any]]:
    """Yield the packs that come with the program, oldest first."""
    found = [read_pack(file.read_bytes()) for file in sorted(SHIPPED.glob("*/*.json"))]
    yield from sorted(found, key=lambda pack: (pack.kind, pack.valid_from))


def load_shipped(*, at: datetime | None = None) -> list[str]:
    """Put in force what came with the program and is new; returns the versions stored.

    An installation's own later packs stay. A shipped file that differs from the stored version of the same name is left out and
    logged: what was in force is never altered (`yiwang policy check` names it).
    """
    stored = []
    for pack in shipped():
        newest = PolicyPack.objects.filter(kind=pack.kind).order_by("-valid_from").first()
        if newest is not None and newest.valid_from >= pack.valid_from and newest.version != pack.version:
            continue  # the installation is already further
        try:
            if put_in_force(pack=pack, at=at or now()):
                stored.append(f"{pack.kind} {pack.version}")
        except Refused as refusal:
            _log.warning("policy_pack_not_loaded", code=refusal.code, **refusal.values)
    return stored


def differences() -> list[str]:
    """Return a sentence for every shipped pack that is not stored as it is, and for every kind whose days leave a doubt."""
    found = []
    for pack in shipped():
        row = PolicyPack.objects.filter(kind=pack.kind, version=pack.version).first()
        if row is None:
            found.append(f"{pack.kind} {pack.version}: shipped, not stored (a later one is in force, or `yiwang setup` has not run)")
        elif row.digest != digest(pack.body):
            found.append(f"{pack.kind} {pack.version}: the shipped file differs from what is in force; give a change a new version")
        elif row.digest != digest(row.body):
            found.append(f"{pack.kind} {pack.version}: the stored pack was altered in the database")
    return found

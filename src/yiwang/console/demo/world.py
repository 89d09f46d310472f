"""The door through which the simulation acts: the real operations, with a key for every deed, tried again when the database is gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from django.db import InterfaceError, OperationalError, connection
from django.db.utils import InternalError

from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.matters import operations as matters
from yiwang.matters.domain.case import Case
from yiwang.matters.operations import Done, Intake, Registered

T = TypeVar("T")
PATIENCE = 120.0
"""Seconds the simulation waits for the database to come back."""


@dataclass
class World:
    """Deeds, done for certain: what is told as done is in the ledger."""

    build: str
    """Name of this build; part of every key, so that a build never meets another's keys."""
    ack_log: Path | None = None
    retried: int = 0
    acts: dict[str, int] = field(default_factory=dict)

    def register(self, *, intake: Intake, actor: Actor, at: datetime, name: str) -> Registered:
        """Register what somebody brings."""
        done = self._surely(lambda: matters.register(intake=intake, actor=actor, at=at, key=f"{self.build}:{name}"))
        self._acknowledge("register", done.number, 1)
        return done

    def act(self, *, number: str, act: str, actor: Actor, at: datetime, subject: str, data: dict[str, Any], name: str) -> Done:
        """Do one act; raises Refused when it is not lawful."""
        done = self._surely(
            lambda: matters.act(number=number, act=act, actor=actor, at=at, subject=subject, data=data, key=f"{self.build}:{name}")
        )
        self._acknowledge(act, done.number, done.seq)
        return done

    def case(self, county: str, number: str) -> tuple[Case, int]:
        """Return how a matter stands, and its version."""
        row = self._surely(
            lambda: sql.one("SELECT case_doc::text AS doc, version FROM matter WHERE county = %s AND number = %s", [county, number])
        )
        if row is None:
            raise LookupError(number)
        return msgspec.json.decode(row["doc"], type=Case), row["version"]

    def surely(self, deed: Callable[[], T]) -> T:
        """Do something else that may be done twice (a watch, a seal), trying again when the database is gone."""
        return self._surely(deed)

    def _surely(self, deed: Callable[[], T]) -> T:
        started = time.monotonic()
        pause = 0.05
        while True:
            try:
                return deed()
            except (OperationalError, InterfaceError, InternalError):
                if time.monotonic() - started > PATIENCE:
                    raise
                self.retried += 1
                connection.close()
                time.sleep(pause)
                pause = min(2.0, pause * 2)

    def _acknowledge(self, act: str, number: str, seq: int) -> None:
        self.acts[act] = self.acts.get(act, 0) + 1
        if self.ack_log is not None:
            with self.ack_log.open("a", encoding="utf-8") as log:
                log.write(f"{number}\t{seq}\t{act}\n")

"""A small real ledger for the tests of this room: entries written through `append`, matters walked over several days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from yiwang.infra.ids import uuid7
from yiwang.kernel.chain import merge_patch
from yiwang.matters.domain.case import Actor
from yiwang.matters.domain.words import Role
from yiwang.matters.ledger.append import Appended, Text, append

COUNTY = "370502"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CLERK = Actor(role=Role.CLERK, user=1, post=2, unit=3)


class Walked:
    """One matter and where its chain ends."""

    def __init__(self, at: datetime = START, county: str = COUNTY) -> None:
        self.county = county
        self.id: UUID = uuid7(at)
        self.case: dict[str, object] = {}
        self.at = at
        self.last: Appended | None = None

    def go(self, act: str, *, after: timedelta = timedelta(hours=1), texts: dict[str, Text] | None = None, **case: object) -> Walked:
        """Do one more act, some time after the one before."""
        self.at += after if self.last else timedelta()
        new = {**self.case, **case}
        self.last = append(
            county=self.county,
            matter_id=self.id,
            last=self.last,
            at=self.at,
            act=act,
            subject="m",
            actor=CLERK,
            data={"days": 3, "flag": True},
            change=merge_patch(self.case, new),
            texts=texts,
        )
        self.case = new
        return self

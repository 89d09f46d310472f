"""A town of matters over five days, with a row for each in a `matter` table of this test's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from yiwang.kernel.chain import canonical
from yiwang.matters.ledger.append import Text

from .ledgers import START, Walked


class Town:
    """Matters walked, each with its row."""

    def __init__(self) -> None:
        self.matters: list[Walked] = []
        with connection.cursor() as cursor:  # a temporary table is found before the real one of the same name
            cursor.execute(
                "CREATE TEMP TABLE matter (county text, id uuid, number text, seq int, head bytea, case_doc jsonb) ON COMMIT DROP"
            )

    def bring(self, day: int, county: str = "370502") -> Walked:
        """Register one more matter on a day counted from the start."""
        walked = Walked(START + timedelta(days=day, minutes=len(self.matters)), county)
        walked.number = f"{county}-2026030{day + 1}-{len(self.matters):04}-X"
        walked.go(
            "register",
            texts={"narrative": Text(f"第{len(self.matters)}件：路灯不亮")},
            number=walked.number,
            state="registered",
            holder=1,
        )
        self.matters.append(walked)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO matter VALUES (%s, %s, %s, 0, '', '{}')", [county, walked.id, walked.number])
        self.keep(walked)
        return walked

    def keep(self, walked: Walked) -> None:
        """Write the matter's row as its operations would."""
        connection.connection.execute(
            "UPDATE matter SET seq = %s, head = %s, case_doc = %s WHERE county = %s AND id = %s",
            [*walked.last, canonical(walked.case).decode(), walked.county, walked.id],
        )


@pytest.fixture
def town(db) -> Town:
    """Twelve matters in two counties, brought on three days and moved on for two more."""
    town = Town()
    for day in range(3):
        for index in range(4):
            town.bring(day, "370502" if index % 2 else "460108")
    for index, walked in enumerate(town.matters):
        walked.go("accept", after=timedelta(days=1), texts={"note": Text("好")}, state="accepted", orders={"o1": {"unit": index}})
        if index % 3:
            walked.go("close", after=timedelta(hours=20), state="closed", orders={})
        town.keep(walked)
    return town


@pytest.fixture
def raw() -> Callable[..., int]:
    """Tamper: run SQL past all operations (and all checks of statements) and say how many rows it changed."""

    def run(statement: str, *values: object) -> int:
        return connection.connection.execute(statement, values or None).rowcount

    return run

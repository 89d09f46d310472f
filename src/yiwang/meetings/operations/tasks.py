"""Tasks to the end: the unit reports with proof, who keeps the meeting confirms or sends back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused
from yiwang.matters.queries.several import seen, without_persons

from ..access import keeps, reports_for
from ..domain.deeds import next_of_decision
from ..domain.words import DecisionKind, DecisionState
from .holding import prose, sealed


def report_done(*, county: str, meeting: UUID, no: int, proof: str, actor: Actor, at: datetime) -> None:
    """Report a task as done, with what shows it. Refused `no_such_decision`, `wrong_decision_state`, `required`."""
    said = prose(proof, field="proof")
    with transaction.atomic():
        row = _hold(county, meeting, no, actor, at)
        if not reports_for(actor, row["unit"], centers.net(at)):
            raise Refused("not_your_right")
        state = next_of_decision("report_done", row["state"])
        plain = without_persons(numbers=[row["matter"]], text=said)
        _write(row, state, proof=sealed(meeting, county, f"proof{no}", plain), ended=None)


def confirm(*, county: str, meeting: UUID, no: int, actor: Actor, at: datetime) -> None:
    """Confirm that a task is done. Refused `no_such_decision`, `not_your_right`, `wrong_decision_state`."""
    _rule(county, meeting, no, deed="confirm", actor=actor, at=at)


def send_back(*, county: str, meeting: UUID, no: int, actor: Actor, at: datetime) -> None:
    """Send a task back to be done; its day stays. Refused as `confirm`."""
    _rule(county, meeting, no, deed="send_back", actor=actor, at=at)


def _rule(county: str, meeting: UUID, no: int, *, deed: str, actor: Actor, at: datetime) -> None:
    with transaction.atomic():
        row = _hold(county, meeting, no, actor, at)
        if not keeps(actor, row["center"], centers.net(at)):
            raise Refused("not_your_right")
        state = next_of_decision(deed, row["state"])
        _write(row, state, proof=row["proof"], ended=at if state == DecisionState.DONE else None)


def _hold(county: str, meeting: UUID, no: int, actor: Actor, at: datetime) -> dict[str, object]:
    """Lock a task that the actor's unit has to do or has decided."""
    row = sql.one(
        "SELECT county, meeting_id, no, center, unit, matter, kind, state, proof FROM meeting_decision"
        " WHERE county = %s AND meeting_id = %s AND no = %s FOR UPDATE",
        [county, meeting, no],
    )
    net = centers.net(at)
    if row is None or not (keeps(actor, row["center"], net) or reports_for(actor, row["unit"], net)):
        raise Refused("no_such_decision")
    if row["matter"] and not seen(numbers=[row["matter"]], actor=actor, at=at):
        raise Refused("no_such_decision")
    if row["kind"] != DecisionKind.TASK:
        raise Refused("wrong_decision_state", state=row["state"])
    return row


def _write(row: dict[str, object], state: DecisionState, *, proof: object, ended: datetime | None) -> None:
    sql.execute(
        "UPDATE meeting_decision SET state = %s, proof = %s, ended = %s::timestamptz WHERE county = %s AND meeting_id = %s AND no = %s",
        [state, proof, ended, row["county"], row["meeting_id"], row["no"]],
    )

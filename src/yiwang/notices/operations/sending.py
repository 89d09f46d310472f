"""Sending: claim, hand over, note. What failed for certain is tried again, what is uncertain only where that cannot deliver twice.

A message is claimed in a transaction of its own before it is handed over, and noted in another after it. A sender killed in between
leaves it claimed: when the lease is over it is handed over again under the same id where the sender says that this is harmless
(`repeatable`), else it is set down as `unsure` and shown to the administrator, who may send it again by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import structlog
from django.db import transaction

from yiwang.infra import sql

from ..domain.kinds import Channel
from ..domain.timing import TRIES, due, wait_after
from ..domain.wording import Wording, default, fill, sentence
from ..installation import address_of, house, link, quiet_hours, sender
from ..queries.outgoing import templates
from ..queries.readers import Reader, reader
from ..senders import Letter, Undelivered

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)
"""How long a sender has; afterwards it is taken for lost."""
KEPT = timedelta(days=180)

_CLAIM = """
WITH due AS (
    SELECT county, id, state, channel, user_id, gathered FROM notice_message
    WHERE state IN ('waiting', 'sending') AND due <= %(at)s AND (urgent OR NOT %(quiet)s)
    ORDER BY due LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE notice_message m SET state = 'sending', due = %(lease)s, tries = m.tries + (due.state = 'waiting')::int
FROM due WHERE m.county = due.county AND m.id = due.id
RETURNING m.county, m.id, m.user_id, m.about, m.party, m.channel, m.event, m."values", m.href, m.language, m.sensitive, m.urgent,
          m.gathered, m.carrier, m.tries, due.state = 'sending' AS lost
"""
_NOTE = """
UPDATE notice_message m
SET state = %(state)s, due = coalesce(%(due)s::timestamptz, m.due), trouble = %(trouble)s, sent = %(sent)s, carrier = %(carrier)s
FROM unnest(%(counties)s::text[], %(ids)s::uuid[]) AS e (county, id) WHERE m.county = e.county AND m.id = e.id AND m.state = 'sending'
"""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A claimed message."""

    county: str
    id: UUID
    user_id: int | None
    about: str
    party: int
    channel: str
    event: str
    values: dict[str, Any]
    href: str
    language: str
    sensitive: bool
    urgent: bool
    gathered: bool
    carrier: UUID | None
    tries: int
    lost: bool
    """It was claimed before, and nobody noted what became of it."""

    def facts(self) -> dict[str, Any]:
        """Return what templates may name."""
        return {**self.values, "number": self.about, "link": link(self.href), "house": house()}


class Sent(NamedTuple):
    """What one round came to."""

    sent: int = 0
    failed: int = 0
    full: bool = False


def send_due(*, at: datetime, limit: int = 50) -> Sent:
    """Send what is due, the oldest first; at night what is urgent alone, however late something else is.

    To be called outside a transaction; several processes may do so at once.
    """
    quiet = quiet_hours().over(at) > at
    with transaction.atomic():
        rows = sql.rows(_CLAIM, {"at": at, "lease": at + LEASE, "limit": limit, "quiet": quiet})
    claimed = [Due(**{**row, "values": msgspec.json.decode(row["values"])}) for row in rows]
    worded = templates() if claimed else {}
    done = [_send(together, worded, at) for together in _together(claimed)]
    return Sent(done.count(True), done.count(False), len(claimed) == limit)


def _together(claimed: Sequence[Due]) -> list[list[Due]]:
    """Put what goes out in one letter together: what one user has gathered on one channel; what was handed over before stays as it was."""
    letters: dict[object, list[Due]] = {}
    for one in sorted(claimed, key=lambda one: one.id):
        own: object = one.carrier or (one.id if not one.gathered or one.lost else (one.user_id, one.channel))
        letters.setdefault(own, []).append(one)
    return list(letters.values())


def _send(together: Sequence[Due], worded: dict[tuple[str, str, str], Wording], at: datetime) -> bool:
    first = together[0]
    carrier = first.carrier or first.id
    try:
        carries = sender(first.channel)
        if first.lost and not carries.repeatable:
            raise Undelivered("sender_lost", unsure=True)
        with transaction.atomic():  # opening a sealed address is written down, whatever comes of the sending
            address = _address(first, at)
        if not address:
            raise Undelivered("no_address", final=True)
        if len(together) > 1:
            _set_carrier(together, carrier)
        carries.send(_letter(together, carrier, address, worded))
    except Undelivered as trouble:
        _failed(together, carrier, trouble, at)
        return False
    _note(together, carrier, state="sent", due=at, trouble="", sent=at)
    return True


def _address(one: Due, at: datetime) -> str:
    if one.party:
        return address_of(number=one.about, party=one.party, channel=one.channel, at=at)
    known: Reader = reader(one.user_id or 0)
    return known.mail if one.channel == Channel.MAIL else known.phone


def _letter(together: Sequence[Due], carrier: UUID, address: str, worded: dict[tuple[str, str, str], Wording]) -> Letter:
    first = together[0]
    own = None if first.sensitive else worded.get((first.event, first.channel, first.language))
    wording = own or default(first.event, first.channel, first.language, sensitive=first.sensitive)
    facts = first.facts()
    subject, body = fill(wording.subject, facts, first.language), fill(wording.body, facts, first.language)
    if len(together) > 1:
        subject, body = _gathered(together)
    return Letter(str(carrier), first.channel, address, subject, body)


_SHORT = 5
"""So many are named one by one in a text message."""


def _gathered(together: Sequence[Due]) -> tuple[str, str]:
    """Return subject and body of a letter that tells several things."""
    first = together[0]
    zh = first.language.startswith("zh")
    subject = f"{house()}：您有 {len(together)} 条新消息" if zh else f"{house()}: {len(together)} messages for you"
    lines = [f"{sentence(one.event, one.values, one.language, sensitive=one.sensitive)} {one.about}".strip() for one in together]
    if first.channel == Channel.MAIL:
        return subject, "\n".join(f"- {line}\n  {link(one.href)}" for line, one in zip(lines, together, strict=True))
    tail = f"{'；'.join(lines[:_SHORT])}{'……' if len(lines) > _SHORT else '。'}"
    return "", f"{subject}：{tail}" if zh else f"{subject}: {tail}"


def _failed(together: Sequence[Due], carrier: UUID, trouble: Undelivered, at: datetime) -> None:
    """Set down what became of a letter that did not go out, and when it is tried again, if it is."""
    first = together[0]
    log.warning("notice.undelivered", channel=first.channel, code=trouble.code, tries=first.tries)
    unsure = trouble.unsure and not sender(first.channel).repeatable
    over = trouble.final or first.tries >= TRIES
    state = "unsure" if unsure else "failed" if over else "waiting"
    own = reader(first.user_id).choices.quiet if first.user_id is not None else None
    again = due(at + wait_after(first.tries), quiet=(quiet_hours(), *([own] if own else [])), digest="none", urgent=first.urgent)
    _note(together, carrier if trouble.unsure else None, state=state, due=again, trouble=trouble.code, sent=None)


def _set_carrier(together: Sequence[Due], carrier: UUID) -> None:
    """Bind what goes out together before it does: after a crash the same letter is repeated, not another one."""
    _note(together, carrier, state="sending", due=None, trouble="", sent=None)


def _note(together: Sequence[Due], carrier: UUID | None, *, state: str, due: datetime | None, trouble: str, sent: datetime | None) -> None:
    values: dict[str, Any] = {"state": state, "due": due, "trouble": trouble, "sent": sent, "carrier": carrier}
    values |= {"counties": [one.county for one in together], "ids": [one.id for one in together]}
    sql.execute(_NOTE, values)


def send_again(*, county: str, message: UUID, at: datetime) -> bool:
    """Send one failed or uncertain message again, at an administrator's word; False when it is neither any more."""
    return bool(
        sql.execute(
            "UPDATE notice_message SET state = 'waiting', due = %s, tries = 0, carrier = NULL"
            " WHERE county = %s AND id = %s AND state IN ('failed', 'unsure')",
            [at, county, message],
        )
    )


def forget_old(*, at: datetime, batch: int = 5000) -> int:
    """Delete what was told half a year ago and its messages, a batch a statement; return how many notices went."""
    gone = 0
    for table in ("notice_message", "notice"):
        while done := _forget(table, at, batch):
            gone += done
    return gone


def _forget(table: str, at: datetime, batch: int) -> int:
    return sql.execute(
        f"DELETE FROM {table} WHERE (county, id) IN (SELECT county, id FROM {table} WHERE at < %s LIMIT %s)",  # noqa: S608
        [at - KEPT, batch],
    )

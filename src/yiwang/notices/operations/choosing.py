"""What people choose about being told, and what an installation words in its own way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from yiwang.infra import sql
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.privacy.sealing import context, seal

from ..domain import wording
from ..domain.kinds import Channel, Group
from ..domain.timing import Digest

_PHONE = re.compile(r"\+?[\d\s\-()]{5,40}")
_PUT = """
INSERT INTO notice_reader AS r (user_id, mail, phone, language, quiet_from, quiet_until, digest, channels, changed)
VALUES (%(user)s, %(mail)s, %(phone)s, %(language)s, %(from)s, %(until)s, %(digest)s, %(channels)s::jsonb, %(at)s)
ON CONFLICT (user_id) DO UPDATE SET mail = EXCLUDED.mail, phone = EXCLUDED.phone, language = EXCLUDED.language,
    quiet_from = EXCLUDED.quiet_from, quiet_until = EXCLUDED.quiet_until, digest = EXCLUDED.digest, channels = EXCLUDED.channels,
    changed = EXCLUDED.changed
"""


def choose(
    *,
    user: int,
    mail: str,
    phone: str,
    channels: Mapping[str, Sequence[str]],
    at: datetime,
    language: str = "zh",
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    digest: str = Digest.NONE,
) -> None:
    """Write how a user wants to be told outside the house; addresses are sealed. BadInput by field when something is wrong.

    `channels` holds the ways by group. The page itself tells everything, and cannot be switched off.
    """
    mail, phone = mail.strip(), phone.strip()
    errors = [*_address_errors(mail, phone, channels), *_time_errors(quiet_from, quiet_until)]
    if digest not in set(Digest):
        errors.append(Refused("unknown_choice", field="digest"))
    if errors:
        raise BadInput(errors)
    sql.execute(
        _PUT,
        {
            "user": user,
            "mail": seal(mail, context("notice_reader", user, "mail")) if mail else None,
            "phone": seal(phone, context("notice_reader", user, "phone")) if phone else None,
            "language": "zh" if language.startswith("zh") else "en",
            "from": quiet_from,
            "until": quiet_until,
            "digest": digest,
            "channels": msgspec.json.encode({group: list(ways) for group, ways in channels.items()}).decode(),
            "at": at,
        },
    )


def _address_errors(mail: str, phone: str, channels: Mapping[str, Sequence[str]]) -> list[Refused]:
    errors = []
    ways = {way for chosen in channels.values() for way in chosen}
    if not set(channels) <= set(Group) or not ways <= set(Channel):
        errors.append(Refused("unknown_choice", field="channels"))
    if mail:
        try:
            validate_email(mail)
        except ValidationError:
            errors.append(Refused("bad_mail", field="mail"))
    elif Channel.MAIL in ways:
        errors.append(Refused("required", field="mail"))
    if phone and not _PHONE.fullmatch(phone):
        errors.append(Refused("bad_phone", field="phone"))
    elif not phone and ways & {Channel.SMS, Channel.VOICE}:
        errors.append(Refused("required", field="phone"))
    return errors


def _time_errors(begins: time | None, ends: time | None) -> list[Refused]:
    return [Refused("required", field="quiet_until" if ends is None else "quiet_from")] if (begins is None) != (ends is None) else []


def save_template(*, event: str, channel: str, language: str, subject: str, body: str, by: int | None, at: datetime) -> None:
    """Word an event anew for a channel and language; an empty body goes back to the shipped words.

    BadInput when a name stands in it that the event does not give, so that nobody ever receives a {name} in braces.
    """
    if not body.strip() and not subject.strip():
        sql.execute("DELETE FROM notice_template WHERE event = %s AND channel = %s AND language = %s", [event, channel, language])
        return
    wording.check(event=event, channel=channel, language=language, wording=wording.Wording(subject, body))
    sql.execute(
        "INSERT INTO notice_template (event, channel, language, subject, body, changed, changed_by) VALUES (%s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (event, channel, language) DO UPDATE SET subject = EXCLUDED.subject, body = EXCLUDED.body,"
        " changed = EXCLUDED.changed, changed_by = EXCLUDED.changed_by",
        [event, channel, language, subject.strip(), body.strip(), at, by],
    )

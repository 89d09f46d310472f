"""Messages that go out of the house: worded anew, and sent again when they failed; both by the officer of the whole installation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yiwang.audit.changes import record_change
from yiwang.centers.domain.actor import Actor
from yiwang.kernel.refusals import Refused
from yiwang.notices import operations as notices
from yiwang.notices.queries import templates

from ..access import the_whole, viewer
from ..domain.words import Deed


@transaction.atomic
def word_message(*, by: Actor, event: str, channel: str, language: str, subject: str, body: str, at: datetime) -> None:
    """Word an event anew on a channel; with empty texts it goes back to the shipped words.

    Refused `rules_of_all`, and BadInput by field as `notices.save_template`: a name the event does not give is never saved.
    """
    the_whole(by, at)
    before = templates().get((event, channel, language))
    notices.save_template(event=event, channel=channel, language=language, subject=subject, body=body, by=by.user, at=at)
    record_change(
        by=viewer(by),
        deed=Deed.WORD_MESSAGE,
        subject=f"message.{event}.{channel}.{language}",
        name=f"{event} · {channel} · {language}",
        before={"text": before.body} if before else {},
        after={"text": body.strip()} if body.strip() else {},
        at=at,
    )


@transaction.atomic
def send_message_again(*, by: Actor, county: str, message: UUID, at: datetime) -> None:
    """Send a failed or uncertain message again. Refused `rules_of_all`, `no_such_message`."""
    the_whole(by, at)
    if not notices.send_again(county=county, message=message, at=at):
        raise Refused("no_such_message")
    record_change(by=viewer(by), deed=Deed.SEND_AGAIN, subject=f"message.{message}", name=str(message), at=at)

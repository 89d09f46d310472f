"""Writes down that a message would go out, and nothing of what it says or to whom: for trying out, and for samples."""

from __future__ import annotations

import structlog

from . import Letter

log = structlog.get_logger(__name__)


class Console:
    """A line in the log for every letter."""

    repeatable = True

    def send(self, letter: Letter) -> None:
        """Note channel, id and length."""
        log.info("notice.console", channel=letter.channel, message=letter.id, characters=len(letter.body))

"""Senders: who carries a letter out of the house. Each channel's is set by dotted name (`NOTICE_SENDERS`)."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Letter(NamedTuple):
    """One message ready to go."""

    id: str
    """The same for every try: a gateway that looks at it never delivers twice."""
    channel: str
    address: str
    subject: str
    body: str


class Undelivered(Exception):
    """It did not go out. `code` is stable and holds nothing of the letter."""

    def __init__(self, code: str, *, final: bool = False, unsure: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.final = final
        """Trying again is of no use (no such address)."""
        self.unsure = unsure
        """It may have gone out all the same (the line broke after it was handed over)."""


class Sender(Protocol):
    """Carries letters."""

    repeatable: bool
    """Whether the same letter handed over twice, with the same id, reaches the person once."""

    def send(self, letter: Letter) -> None:
        """Hand one letter over, or raise Undelivered."""

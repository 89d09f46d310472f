"""What an installation sets about its messages: who sends on which channel, when nothing rings, where its pages stand."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from yiwang.infra import sample

from .domain.timing import Quiet, read_quiet
from .senders import Sender
from .senders.console import Console

AddressOf = Callable[..., str]
"""`address_of(*, number, party, channel, at)`: opens a sealed address for one sending and writes down that it did; "" for none."""


@functools.cache
def _made(name: str) -> Sender:
    made: Sender = import_string(name)()
    return made


def sender(channel: str) -> Sender:
    """Return who sends on a channel. A sample tells its invented people nothing: whatever is set, the console writes."""
    if sample.label() is not None:
        return Console()
    name = settings.NOTICE_SENDERS.get(channel)
    if not name:
        raise ImproperlyConfigured(f"no sender is set for the channel {channel}")
    return _made(name)


def quiet_hours() -> Quiet:
    """Return the hours in which the installation sends nothing that can wait."""
    try:
        return read_quiet(settings.NOTICE_QUIET_HOURS)
    except ValueError:
        raise ImproperlyConfigured("YIWANG_QUIET_HOURS is written as 22:00-07:00") from None


def house() -> str:
    """Return who speaks in a message: the name set for the installation, or the product's."""
    return settings.INSTALLATION_NAME or "综治中心"


def link(href: str) -> str:
    """Return the whole address of a page as it stands in a message; the path alone when the installation has none set."""
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{href}" if href else settings.PUBLIC_ADDRESS


def address_of(*, number: str, party: int, channel: str, at: datetime) -> str:
    """Ask those who know whom a matter was brought by (`config.wiring.NOTICE_ADDRESSES`); "" when nobody has an address."""
    registered: Iterable[str] = import_string(settings.NOTICE_ADDRESSES)
    for name in registered:
        found: AddressOf = import_string(name)
        if address := found(number=number, party=party, channel=channel, at=at):
            return address
    return ""

"""A policy pack: dated configuration with its source; the body is a struct of its kind."""

from __future__ import annotations

from datetime import date
from typing import Generic, TypeVar

import msgspec

Body = TypeVar("Body")


class Pack(msgspec.Struct, Generic[Body], frozen=True, kw_only=True):
    """One version of one kind of policy, in force from `valid_from` until the next version begins."""

    kind: str
    version: str
    valid_from: date
    source: str
    body: Body

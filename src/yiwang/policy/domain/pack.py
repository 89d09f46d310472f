"""A policy pack: dated configuration with its source; the body is a struct of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec

Body = TypeVar("Body")


class Fault(ValueError):
    """What a body says of itself that cannot be: a code that is worded for whoever drafts it, and its place in the body."""

    def __init__(self, text: str, *, code: str, where: tuple[str, ...] = (), values: Mapping[str, Any] | None = None) -> None:
        super().__init__(text)
        self.code, self.where, self.values = code, where, dict(values or {})


class Pack(msgspec.Struct, Generic[Body], frozen=True, kw_only=True):
    """One version of one kind of policy, in force from `valid_from` until the next version begins."""

    kind: str
    version: str
    valid_from: date
    source: str
    body: Body

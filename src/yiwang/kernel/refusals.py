"""Refusals: a stable code, the field it concerns, and values for the wording; never a sentence."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A deed was refused.

    `code` is stable and listed in `docs/refusals.md`; `field` names the input it concerns ("" for the whole);
    `values` fill the sentence that `web` and `api` word in the person's language.
    """

    def __init__(self, code: str, /, *, field: str = "", **values: Any) -> None:
        super().__init__(f"{code}{f' ({field})' if field else ''}")
        self.code = code
        self.field = field
        self.values = values


class BadInput(Refused):
    """Several fields of one input were wrong: `errors` holds one refusal per field."""

    def __init__(self, errors: list[Refused]) -> None:
        super().__init__("bad_input", errors=[(e.field, e.code) for e in errors])
        self.errors = errors

"""An act's form as the templates draw it: on the desk as page or dialog, for the person as one question a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from yiwang.web.forms.fields import Field
from yiwang.web.presenters.drawn import Drawn


@dataclass(frozen=True, kw_only=True)
class ActForm(Drawn):
    """Everything the form of one act draws."""

    title: str
    action: str
    back: str
    subject: str
    seen: int
    key: str
    fields: Sequence[Field]
    summary: Sequence[tuple[str, str]] = ()
    meanwhile: Sequence[str] = ()
    labels: Sequence[str] = ()
    """What was said of words in it that label people."""
    number: str = ""
    matter_title: str = ""
    about: str = ""
    intro: str = ""
    button: str = ""
    danger: bool = False
    in_dialog: bool = False
    icon: SafeString = field(default_factory=SafeString)

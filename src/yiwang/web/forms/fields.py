"""One field of a form as a template draws it; all forms of the product are lists of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.kernel.refusals import Refused
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english, icon_svg
from yiwang.web.presenters.wording import sentence


@dataclass(frozen=True, kw_only=True)
class Choice(Drawn):
    """One thing to choose: value, words, a second line, and keys that also find it (pinyin)."""

    value: str
    label: str
    note: str = ""
    keys: str = ""


@dataclass(frozen=True, kw_only=True)
class Phrase(Drawn):
    """A text that may be inserted into a field."""

    key: str
    name: str
    text: str
    public: bool = True
    """May be told to the person."""


@dataclass(frozen=True, kw_only=True)
class Field(Drawn):
    """A labelled field with its value and its error."""

    name: str
    label: str
    widget: str
    """text · line · select · radio · pick · picks · flag · stars · files · number · tel"""
    required: bool = True
    public: bool = False
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    values: tuple[str, ...] = ()
    error: str = ""
    limit: int = 2000
    rows: int = 4
    focus: bool = False
    kept: tuple[Choice, ...] = field(default=())
    """Files that were uploaded before the form came back."""
    autocomplete: str = "off"
    lookup: str = ""
    """What was typed to find more choices."""
    lookup_href: str = ""
    lookup_hint: str = ""
    quiet: bool = False
    """No box of its own to search the choices: the page has one."""
    suffix: str = ""
    """Tells repeated fields of one name apart."""
    phrases: tuple[Phrase, ...] = ()
    """Texts offered to insert, for a field of several lines."""
    when: str = ""
    """`name=value` of the choice that makes this field matter: with a script it is shown only then."""

    @property
    def id(self) -> str:
        """The id of the control (of the first one in a group)."""
        return f"f-{self.name}{self.suffix}"

    @property
    def value(self) -> str:
        """The value of a field that has one."""
        return self.values[0] if self.values else ""

    @property
    def described(self) -> str:
        """Ids of what describes the control."""
        parts = [f"{self.id}-h"] if self.hint else []
        if self.error:
            parts.append(f"{self.id}-e")
        return " ".join(parts)

    @property
    def rows_of_choices(self) -> list[tuple[Choice, bool]]:
        """The choices, each with whether it is chosen."""
        chosen = set(self.values)
        return [(choice, choice.value in chosen) for choice in self.choices]

    @property
    def long(self) -> bool:
        """Say whether the list of choices deserves a filter box."""
        return len(self.choices) > 8 and not self.quiet

    @property
    def error_icon(self) -> SafeString:
        """The icon beside an error."""
        return icon_svg("alert-circle")


def with_errors(fields: Iterable[Field], errors: dict[str, str]) -> list[Field]:
    """Return the fields with their errors; after an error the summary takes the focus and no field does."""
    if not errors:
        return list(fields)
    return [replace(f, focus=False, error=_wanted(f, errors[f.name]) if f.name in errors else "") for f in fields]


def _wanted(field: Field, error: str) -> str:
    """Say of what is missing what to do, by its name; other errors say it themselves."""
    if error != sentence(Refused("required")):
        return error
    chosen = field.widget in ("radio", "pick", "picks", "select", "stars", "flag")
    return (_("请选择“%(label)s”。") if chosen else _("请填写“%(label)s”。")) % {"label": field.label}


def summary(fields: Sequence[Field], errors: dict[str, str]) -> list[tuple[str, str]]:
    """Return (id of the field or "", sentence) for the error summary, in the order of the form.

    A sentence that names its field stands alone; others are told with the field's name before them.
    """
    colon = ": " if english() else "："
    alone = len(fields) == 1
    wrong = [f for f in with_errors(fields, errors) if f.error]
    named = [(f.id, f.error if alone or f.label in f.error else f"{f.label}{colon}{f.error}") for f in wrong]
    return named + [("", text) for name, text in errors.items() if name not in {f.name for f in fields}]

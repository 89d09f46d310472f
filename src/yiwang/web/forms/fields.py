"""One field of a form as a template draws it; all forms of the product are lists of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString

from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import icon_svg


@dataclass(frozen=True, kw_only=True)
class Choice(Drawn):
    """One thing to choose: value, words, a second line, and keys that also find it (pinyin)."""

    value: str
    label: str
    note: str = ""
    keys: str = ""


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
    """Return the fields with their errors; the first wrong one takes the focus when there is no summary."""
    return [replace(f, error=errors[f.name]) if f.name in errors else f for f in fields]


def summary(fields: Sequence[Field], errors: dict[str, str]) -> list[tuple[str, str]]:
    """Return (id of the field or "", sentence) for the error summary, in the order of the form."""
    named = [(f.id, errors[f.name] if len(fields) == 1 else f"{f.label}：{errors[f.name]}") for f in fields if f.name in errors]
    return named + [("", text) for name, text in errors.items() if name not in {f.name for f in fields}]

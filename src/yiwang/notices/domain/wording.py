"""Templates: sentences with {names}; a name that a kind does not give is refused when the template is saved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from yiwang.kernel.refusals import BadInput, Refused

from .kinds import EVERYWHERE, KINDS, NEUTRAL, NEUTRAL_PERSON, Channel, Group, Kind

LANGUAGES = ("zh", "en")
LONGEST = {Channel.MAIL: 4000, Channel.SMS: 300, Channel.VOICE: 300}
LONGEST_SUBJECT = 120
_NAME = re.compile(r"\{([^{}]*)\}")
_STRAY = re.compile(r"[{}]")
_CHINA = ZoneInfo("Asia/Shanghai")


class Wording(NamedTuple):
    """What one kind says on one channel in one language."""

    subject: str
    body: str


def kind_of(event: str, *, sensitive: bool = False) -> Kind:
    """Return what is said of an event; the neutral sentence for a sealed matter."""
    kind = KINDS[event]
    if not sensitive:
        return kind
    return NEUTRAL_PERSON if kind.group == Group.PERSON else NEUTRAL._replace(group=kind.group)


def sentence(event: str, values: Mapping[str, object], language: str, *, sensitive: bool = False) -> str:
    """Return the one line a list shows."""
    kind = kind_of(event, sensitive=sensitive)
    return fill(kind.zh if language.startswith("zh") else kind.en, values, language)


def default(event: str, channel: str, language: str, *, sensitive: bool = False) -> Wording:
    """Return the wording an event has as long as nobody wrote another."""
    kind = kind_of(event, sensitive=sensitive)
    zh = language.startswith("zh")
    said = kind.zh if zh else kind.en
    if channel == Channel.MAIL:
        about = "编号：{number}\n查看：{link}\n\n{house}" if zh else "Number: {number}\nRead on: {link}\n\n{house}"
        return Wording(said, f"{said}。\n\n{about}" if zh else f"{said}.\n\n{about}")
    tail = "，编号{number}。查看：{link}" if zh else ", number {number}. Read on: {link}"
    if channel == Channel.VOICE:
        tail = "，请登录系统查看。" if zh else ". Please sign in and read it."
        return Wording("", f"{{house}}：{said}{tail}" if zh else f"{{house}}: {said}{tail}")
    return Wording("", f"【{{house}}】{said}{tail}" if zh else f"[{{house}}] {said}{tail}")


def allowed(event: str) -> tuple[str, ...]:
    """Return the names a template of this event may use."""
    return (*KINDS[event].values, *EVERYWHERE)


def check(*, event: str, channel: str, language: str, wording: Wording) -> None:
    """Raise BadInput when a template may not be saved: unknown event, a name it does not give, a stray brace, too long, empty."""
    errors = []
    if event not in KINDS:
        errors.append(Refused("unknown_choice", field="event"))
    if channel not in set(Channel):
        errors.append(Refused("unknown_choice", field="channel"))
    if language not in LANGUAGES:
        errors.append(Refused("unknown_choice", field="language"))
    if not errors:
        errors += [*_faults(event, "subject", wording.subject, LONGEST_SUBJECT)]
        errors += [*_faults(event, "body", wording.body, LONGEST[Channel.of(channel)])]
        if not wording.body.strip():
            errors.append(Refused("required", field="body"))
    if errors:
        raise BadInput(errors)


def _faults(event: str, field: str, text: str, longest: int) -> Iterator[Refused]:
    names = allowed(event)
    for name in _NAME.findall(text):
        if name not in names:
            yield Refused("template_unknown_name", field=field, name=name, names="、".join(f"{{{each}}}" for each in names))
    if _STRAY.search(_NAME.sub("", text)):
        yield Refused("template_stray_brace", field=field)
    if len(text) > longest:
        yield Refused("too_long", field=field, longest=longest)


def fill(text: str, values: Mapping[str, object], language: str) -> str:
    """Return the text with every {name} replaced; a name without a value leaves nothing behind."""
    return _NAME.sub(lambda found: shown(values.get(found[1], ""), language), text)


def shown(value: object, language: str) -> str:
    """Return a value as people read it: a pair (Chinese, English) by language, a moment as day and hour."""
    if isinstance(value, list | tuple) and len(value) == 2:
        return str(value[0 if language.startswith("zh") else 1])
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*", text):
        moment = datetime.fromisoformat(text).astimezone(_CHINA)
        return f"{moment.month}月{moment.day}日 {moment:%H:%M}" if language.startswith("zh") else f"{moment.day} {moment:%b %H:%M}"
    return text

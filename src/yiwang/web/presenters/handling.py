"""What people at work on one matter must see of each other and of those above: instructions and answers, requests, fresh news."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.case import Case, Request
from yiwang.matters.domain.labelling import PATTERNS, Label, Why, labels_in
from yiwang.matters.queries.page import MatterPage
from yiwang.matters.queries.timeline import TimelineEntry
from yiwang.web.forms.fields import Choice, Field
from yiwang.web.presenters.clocks import meter, running
from yiwang.web.presenters.dates import long_day, short
from yiwang.web.presenters.deeds import deed_name
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.names import Names
from yiwang.web.presenters.offers import act_href, sorted_offers
from yiwang.web.presenters.timeline import who_did

ASKED_BY = {"extension": Act.REQUEST_EXTENSION, "suspension": Act.REQUEST_SUSPENSION}
RULED_BY = {"extension": Act.RULE_EXTENSION, "suspension": Act.RULE_SUSPENSION}


@dataclass(frozen=True, kw_only=True)
class Said(Drawn):
    """Who said what, when."""

    who: str
    at: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Instruction(Drawn):
    """An instruction of a leader with what was answered to it."""

    seq: int
    said: Said
    answers: list[Said]
    answer_href: str


@dataclass(frozen=True, kw_only=True)
class AskView(Drawn):
    """A request that the reader can rule: what is asked, why, and the two ways to rule it."""

    key: str
    title: str
    said: Said
    asks: str
    due: SafeString | str
    files: list[Mapping[str, str]]
    grant_href: str
    refuse_href: str


@dataclass(kw_only=True)
class Compose(Drawn):
    """The box in which a note is written."""

    action: str
    key: str
    draft: str
    """Under which name the browser keeps what is being written; it holds nothing a person said."""
    instruct: str = ""
    """Where the same text goes as an instruction, for those who may give one."""
    answers: Instruction | None = None
    text: str = ""
    visible: bool = False
    labels: list[str] = field(default_factory=list)
    patterns: str = ""
    reasons: str = ""
    error: str = ""


@dataclass(kw_only=True)
class Handling(Drawn):
    """All of it, for one page."""

    asks: list[AskView]
    instructions: list[Instruction]
    fresh: list[str]
    since: int
    compose: Compose | None
    files_field: Field


def around(page: MatterPage, names: Names, at: datetime, *, user: int | None, since: int, answer: str = "") -> Handling:
    """Return what people at work on one matter must see of each other."""
    on_matter, on_parts = sorted_offers(page.offers)
    lawful = {act for act, _key in on_matter}
    given = instructions(page, names, may_note=Act.NOTE in lawful)
    box = compose(page, user=user, instruct=Act.INSTRUCT in lawful) if Act.NOTE in lawful else None
    if box is not None:
        box.answers = next((one for one in given if str(one.seq) == answer), None)
    return Handling(
        asks=asks(page, on_parts, names, at),
        instructions=given,
        fresh=fresh(page, since=since, user=user, names=names),
        since=since,
        compose=box,
        files_field=files_field(),
    )


def files_field(kept: tuple[Choice, ...] = ()) -> Field:
    """Return the field for what goes with a note."""
    return Field(name="files", label=_("随备注上传的材料"), widget="files", required=False, kept=kept, suffix="-note")


def instructions(page: MatterPage, names: Names, *, may_note: bool) -> list[Instruction]:
    """Return the instructions of leaders, newest first, each with the notes that answer it."""
    answers: dict[int, list[Said]] = {}
    for entry in page.timeline:
        if entry.act is Act.NOTE and isinstance(entry.data.get("answers"), int):
            answers.setdefault(entry.data["answers"], []).append(_said(entry, names))
    return [
        Instruction(
            seq=entry.seq,
            said=_said(entry, names),
            answers=answers.get(entry.seq, []),
            answer_href=f"/matters/{page.number}/?answer={entry.seq}#compose" if may_note else "",
        )
        for entry in reversed(page.timeline)
        if entry.act is Act.INSTRUCT
    ]


def _said(entry: TimelineEntry, names: Names) -> Said:
    text = next((text.text or _("（已依法删除）") for text in entry.texts), "")
    return Said(who=who_did(entry, names), at=short(entry.at), text=text)


def asks(page: MatterPage, offers: Mapping[str, Sequence[str]], names: Names, now: datetime) -> list[AskView]:
    """Return the requests for more time that the reader may rule."""
    views = []
    for key, request in page.case.requests.items():
        ruling = RULED_BY.get(request.kind)
        if request.state != "open" or ruling is None or str(ruling) not in offers.get(key, ()):
            continue
        asked = next((e for e in reversed(page.timeline) if e.act is ASKED_BY[request.kind] and e.subject == request.subject), None)
        href = act_href(page.number, ruling, key)
        views.append(
            AskView(
                key=key,
                title=_("延期申请") if request.kind == "extension" else _("暂停计时申请"),
                said=_said(asked, names) if asked else Said(who=names.unit(request.by_unit), at="", text=""),
                asks=_asks(page.case, request, names),
                due=meter(running(page.case, key), now),
                files=[
                    {"name": f.name, "href": f"/matters/{page.number}/files/{f.id}/"} for f in page.files if asked and f.seq == asked.seq
                ],
                grant_href=f"{href}&grant=1",
                refuse_href=href,
            )
        )
    return views


def _asks(case: Case, request: Request, names: Names) -> str:
    """Say what is asked for: how long, from which day, and the how-manieth time."""
    if request.kind == "suspension":
        reason = names.word("suspension_reasons", request.reason)
        return (
            _("申请暂停计时到 %(day)s，事由：%(reason)s。") % {"day": long_day(request.until), "reason": reason}
            if request.until
            else reason
        )
    clock = running(case, request.subject) or running(case, "m")
    words = {"n": request.days, "day": long_day(clock.due) if clock else "", "times": (clock.extended if clock else 0) + 1}
    return _("申请把期限（%(day)s）延长 %(n)d 天；这是第 %(times)d 次延期。") % words if clock else _("申请延长 %(n)d 天。") % words


def seq_at(page: MatterPage, version: int) -> int:
    """Return the last entry that a page of this version showed."""
    last = page.timeline[-1].seq if page.timeline else 0
    return last - max(0, page.version - version)


def fresh(page: MatterPage, *, since: int, user: int | None, names: Names) -> list[str]:
    """Return what others did after a version, one line each; one's own deeds are no news."""
    return [
        f"{short(entry.at)} {who_did(entry, names)}：{deed_name(entry.act)}"
        for entry in page.timeline
        if entry.seq > seq_at(page, since) and (entry.user is None or entry.user != user)
    ]


def label_lines(text: str) -> list[str]:
    """Return what is to be said of the words that label people in a text, one line for each reason."""
    found: dict[Why, list[Label]] = {}
    for one in labels_in(text):
        found.setdefault(one.why, []).append(one)
    return [_line("、".join(label.word for label in labels), why) for why, labels in found.items()]


def _line(words: str, why: Why) -> str:
    return f"“{words}”：{_reasons()[why]}"


def _reasons() -> dict[Why, str]:
    return {
        Why.INSISTENCE: _("多次反映是权利。请写来了几次、每次要求什么。"),
        Why.CHARACTER: _("这是对人的评价。请写对方说了什么、做了什么。"),
        Why.HEALTH: _("我们不能下诊断。请写看到的情况和联系了谁。"),
        Why.REGISTER: _("本系统不给人归类。请写这件事本身。"),
    }


def compose(page: MatterPage, *, user: int | None, instruct: bool) -> Compose:
    """Return the empty box of a matter's page."""
    return Compose(
        action=act_href(page.number, Act.NOTE),
        key=str(uuid4()),
        draft=f"{page.number}:{user or 0}",
        instruct=act_href(page.number, Act.INSTRUCT) if instruct else "",
        patterns=json.dumps({why: "|".join(words) for why, words in PATTERNS.items()}, ensure_ascii=False),
        reasons=json.dumps(_reasons(), ensure_ascii=False),
    )


def keep_typed(hand: Handling, posted: Mapping[str, str], *, labels: list[str], error: str, kept: tuple[Choice, ...]) -> None:
    """Put back into the box what was typed, with what is to be said of it."""
    box = hand.compose
    if box is None:
        return
    box.text, box.visible, box.labels, box.error = posted.get("text", "")[:4000], bool(posted.get("visible")), labels, error
    box.answers = next((one for one in hand.instructions if str(one.seq) == posted.get("answers")), None)
    hand.files_field = files_field(kept)

"""What search found, as the page and the palette show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.asked import Piece
from yiwang.matters.domain.words import Nature, Platform, State
from yiwang.matters.queries.rows import MatterRow
from yiwang.matters.queries.search import CAP, Found, Hit, Meant
from yiwang.web.presenters.dates import short
from yiwang.web.presenters.deeds import deed_name
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import grouped, label, plain_tag, state_tag
from yiwang.web.presenters.wording import sentence

SHOWN_STATES = (State.REGISTERED, State.ACCEPTED, State.HANDLING, State.VERIFYING, State.CLOSED, State.ARCHIVED)


@dataclass(frozen=True, kw_only=True)
class RowView(Drawn):
    """One matter that was found."""

    href: str
    title: SafeString | str
    number: str
    tags: SafeString
    place: SafeString | str
    unit: str
    day: str
    excerpt: SafeString | str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Select(Drawn):
    """A narrowing: its name, label, and (value, words, chosen) of what may be chosen."""

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, kw_only=True)
class SearchView(Drawn):
    """Everything the page draws."""

    asked: Mapping[str, str]
    rows: Sequence[RowView]
    told: str
    trouble: str
    selects: Sequence[Select]
    sorts: Sequence[tuple[str, str, bool]]
    meant: Sequence[tuple[str, str]]
    """Words about what a part of the question was taken for, and the address that asks for only that."""
    kept: Sequence[tuple[str, str]]
    """A narrowing to a place or unit, with the address that takes it away."""
    next_href: str
    first_href: str
    contact: bool
    narrowed: bool
    """A condition or another order was chosen: the choices stay in sight."""


def marked(pieces: Sequence[Piece]) -> SafeString:
    """Draw a line with what was looked for made visible."""
    parts = ((format_html("<mark>{}</mark>", piece.text) if piece.found else piece.text,) for piece in pieces)
    return format_html_join("", "{}", parts)


def row_of(row: MatterRow, at: datetime, hit: Hit | None = None) -> RowView:
    """Return one matter as the list shows it."""
    tags = [state_tag(row.state)]
    if row.sensitive or row.anonymous:
        tags.append(plain_tag(_("匿名") if row.anonymous else _("保密"), "lock"))
    return RowView(
        href=reverse("matter", args=[row.number]),
        title=marked(hit.title) if hit else row.title,
        number=row.number,
        tags=SafeString("".join(tags)),
        place=(marked(hit.address) if hit else row.address) or row.place_name,
        unit=row.unit_names.get(row.lead_unit or row.holder, ""),
        day=short(row.registered),
        excerpt=marked(hit.excerpt) if hit and hit.excerpt else "",
        source=deed_name(hit.act) if hit and hit.act and hit.act != "register" else "",
    )


def view_of(*, asked: Mapping[str, str], found: Found, trouble: Refused | None, now: datetime, contact: bool) -> SearchView:
    """Return the page."""
    return SearchView(
        asked=asked,
        rows=[row_of(hit.row, now, hit) for hit in found.hits],
        told=_told(asked, found),
        trouble=sentence(getattr(trouble, "errors", [trouble])[0]) if trouble else "",
        selects=_selects(asked),
        sorts=[(value, words, asked["sort"] == value) for value, words in (("time", _("新的在前")), ("relevance", _("最相关")))],
        meant=[_meant(each, asked) for each in found.meant] if not asked["after"] else [],
        kept=[(words, href_of(asked, **{name: ""})) for name, words in _kept(asked)],
        next_href=href_of(asked, after=found.after) if found.after else "",
        first_href=href_of(asked) if asked["after"] else "",
        contact=contact,
        narrowed=any(asked[name] for name in ("state", "nature", "platform", "days")) or asked["sort"] != "time",
    )


def href_of(asked: Mapping[str, str], **changes: str) -> str:
    """Return the address of the same question with changes, from its first page."""
    values = {**asked, "after": "", **changes}
    if values.get("sort") == "time":
        values["sort"] = ""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{reverse('search')}?{query}" if query else reverse("search")


def _told(asked: Mapping[str, str], found: Found) -> str:
    if found.total is None:
        return ""
    if not found.total:
        return ""  # the list says so itself
    if found.capped:
        return _("超过 %(n)s 件，新的在前；加一个词可以缩小范围。") % {"n": grouped(CAP)}
    return ngettext("找到 %(n)s 件", "找到 %(n)s 件", found.total) % {"n": grouped(found.total)}


def _selects(asked: Mapping[str, str]) -> list[Select]:
    states = [("", _("全部状态")), ("open", _("未办结")), *((str(state), label(state)) for state in SHOWN_STATES)]
    natures = [("", _("全部性质")), *((str(nature), label(nature)) for nature in Nature if nature != Nature.ACCUSATION)]
    platforms = [("", _("全部平台")), *((str(platform), label(platform)) for platform in Platform)]
    days = [("", _("不限时间")), ("30", _("近 30 天")), ("90", _("近 90 天")), ("365", _("近一年"))]
    named = (
        ("state", _("状态"), states),
        ("nature", _("诉求性质"), natures),
        ("platform", _("功能平台"), platforms),
        ("days", _("登记时间"), days),
    )
    return [
        Select(name=name, label=words, options=[(value, text, asked[name] == value) for value, text in options])
        for name, words, options in named
    ]


def _meant(meant: Meant, asked: Mapping[str, str]) -> tuple[str, str]:
    """Return the words for a unit or place that was named, and the address that narrows to it."""
    rest = " ".join(word for word in asked["q"].split() if word.casefold() != meant.word)
    return meant.name, href_of(asked, q=rest or asked["q"], **{meant.kind: meant.key})


def _kept(asked: Mapping[str, str]) -> list[tuple[str, str]]:
    from yiwang.centers import queries as centers  # only where somebody narrowed to one
    from yiwang.web.presenters.names import place_name

    found = []
    if asked["place"]:
        found.append(("place", place_name(asked["place"]) or asked["place"]))
    if asked["unit"].isdigit() and (unit := centers.unit(int(asked["unit"]))):
        found.append(("unit", unit.name))
    return found


def palette_of(found: Found, *, number: str) -> dict[str, Any]:
    """Return what the palette shows of it."""
    return {
        "number": {"number": number, "href": reverse("matter", args=[number])} if number else None,
        "matters": [
            {
                "number": hit.row.number,
                "title": hit.row.title,
                "state": label(hit.row.state),
                "address": hit.row.address,
                "href": reverse("matter", args=[hit.row.number]),
            }
            for hit in found.hits
        ],
        "more": bool(found.after),
        "names": [
            {"kind": each.kind, "name": each.name, "href": f"{reverse('search')}?{urlencode({'q': each.name})}"} for each in found.meant
        ],
    }

"""What comes from above, as the pages draw it: cards and their ladder, listing, conferences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.centers.domain.words import Role
from yiwang.infra.keyset import Page
from yiwang.kernel.calendar import parse
from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.case import Card, Case
from yiwang.matters.domain.clocks import due_of
from yiwang.matters.domain.passage import Hop
from yiwang.matters.domain.policy import MatterPolicy
from yiwang.matters.domain.words import ClockKind
from yiwang.matters.queries.page import MatterPage
from yiwang.matters.queries.supervision import CardLine, ListedLine, Tally
from yiwang.matters.queries.timeline import TimelineEntry
from yiwang.web.presenters.dates import due_words, full_day, last_day, local, short, span, spent
from yiwang.web.presenters.deeds import ICONS, deed_name
from yiwang.web.presenters.marks import due_meter, icon_svg, label, plain_tag
from yiwang.web.presenters.names import Names

_LEVELS = ("reminder", "yellow", "red")
UNANSWERED = frozenset({"open", "lapsed"})


def level_word(level: str) -> str:
    """Return what a level of the ladder is called."""
    return {"reminder": _("提醒"), "yellow": _("黄牌"), "red": _("红牌")}.get(level, level)


def level_tag(level: str) -> SafeString:
    """Draw a level of the ladder: always icon and word beside the colour."""
    icon, tone = {"reminder": ("bell-ringing", "tag-plain"), "yellow": ("urgent", "tag-amber")}.get(level, ("urgent", "tag-red"))
    return plain_tag(level_word(level), icon, tone)


def flags_from_above(case: Case) -> list[SafeString]:
    """Draw the gravest unanswered card and the listing, if there are any."""
    level = max((c.level for c in case.cards.values() if c.state in UNANSWERED), key=_LEVELS.index, default="")
    flags = [plain_tag(level_word(level), "urgent", "tag-red")] if level else []
    words = {"listed": _("挂牌督办"), "proposed": _("提请挂牌")}
    if case.listing and case.listing.state in words:
        flags.append(plain_tag(words[case.listing.state], "urgent", "tag-red" if case.listing.state == "listed" else "tag-plain"))
    return flags


def parts_from_above(case: Case, names: Names) -> Iterator[tuple[str, str, str]]:
    """Yield what waits because of somebody above: (key, title, detail)."""
    for key, card in case.cards.items():
        if card.state in UNANSWERED:
            title = _("督办（%(level)s）：%(unit)s") % {"level": names.word("card_levels", card.level), "unit": names.unit(card.unit)}
            yield key, title, sent_by(card, names)
    for key, conference in case.conferences.items():
        if conference.state == "called":
            title = _("会商：%(unit)s") % {"unit": names.unit(conference.by_unit)}
            yield key, title, "、".join(names.unit(unit) for unit in conference.units)


def urge_intro(case: Case, policy: MatterPolicy, now: datetime) -> str:
    """Say before a card is sent who receives it, until when it is answered, and that it stays."""
    due = due_of(case)
    late = _("此事已逾期 %(span)s。") % {"span": span(now - due)} if due is not None and due <= now else ""
    limit = limit_words(policy.clock_rule(ClockKind.CARD, case.procedure, case.category).limit)
    told = _("督办发给被督办单位负责人，须在 %(limit)s内书面回复；逾期未回复的，提到上一级单位。发出后不能撤回。") % {"limit": limit}
    return late + told


def limit_words(limit: str) -> str:
    """Say a limit of the policy in words."""
    count, unit = parse(limit)
    words = {"w": _("%(n)d 个工作日"), "d": _("%(n)d 天"), "h": _("%(n)d 小时"), "m": _("%(n)d 个月")}
    return words[unit] % {"n": count}


def sent_by(card: Card, names: Names) -> str:
    """Say who sent a card, whether by rule, and to whom it has risen."""
    said = names.unit(card.by_unit) + (_("，按规则发出") if card.by_rule else "")
    return said + (_("；逾期未回复，已提到 %(unit)s") % {"unit": names.unit(card.above)} if card.above else "")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How the board is narrowed."""

    show: str
    unit: int | None
    level: str

    def href(self, **changes: object) -> str:
        """Return the board's address with something else asked for."""
        pairs = {"show": self.show, "unit": self.unit or "", "level": self.level, **changes}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def units_named(cards: Sequence[CardLine], tallies: Sequence[Tally], listed: Sequence[ListedLine], asked: Asked) -> list[int]:
    """Return the units a board names."""
    found = {unit for card in cards for unit in (card.unit, card.by_unit, card.above)}
    found |= {tally.unit for tally in tallies} | {unit for line in listed for unit in (line.unit, line.by_unit)}
    return sorted(unit for unit in found | {asked.unit or 0} if unit)


def board_of(
    *, page: Page[CardLine], tallies: Sequence[Tally], listed: Sequence[ListedLine], asked: Asked, names: Names, now: datetime
) -> dict[str, object]:
    """Return what the board draws."""
    total, risen = sum(tally.total for tally in tallies), sum(tally.risen for tally in tallies)
    tabs = (("waiting", _("待回复"), total), ("risen", _("逾期上提"), risen), ("answered", _("已回复"), None), ("told", _("提醒"), None))
    return {
        "tabs": [
            {"label": label, "count": count, "href": asked.href(show=code), "current": code == asked.show} for code, label, count in tabs
        ],
        "rows": [_line(card, names, now) for card in page.rows],
        "units": _by_unit(tallies, asked, names),
        "chosen": _chosen(asked, names),
        "all_href": asked.href(unit="", level=""),
        "listed": [_listed(line, names) for line in listed],
        "next": asked.href(after=page.after) if page.after else "",
        "first": asked.href(),
    }


def _chosen(asked: Asked, names: Names) -> str:
    return " · ".join(said for said in (names.unit(asked.unit), level_word(asked.level) if asked.level else "") if said)


def _line(card: CardLine, names: Names, now: datetime) -> dict[str, object]:
    return {
        "number": card.number,
        "title": card.title,
        "href": f"/matters/{card.number}/supervision/#{card.key}",
        "slip": f"/matters/{card.number}/cards/{card.key}/",
        "level": level_tag(card.level),
        "unit": names.unit(card.unit),
        "by": names.unit(card.by_unit),
        "by_rule": card.by_rule,
        "above": names.unit(card.above) if card.above else "",
        "sent": short(card.sent),
        "state": state_word(card.state),
        "due": meter_until(card.sent, card.due, now) if card.state in UNANSWERED and card.due else "",
    }


def meter_until(started: datetime, due: datetime, now: datetime) -> SafeString:
    """Draw until when something is to be answered."""
    text, level = due_words(due, now)
    return due_meter(text, spent(started, due, now), level)


def state_word(state: str) -> str:
    """Return what the state of a card is called."""
    words = {"open": _("待回复"), "lapsed": _("逾期未回复"), "answered": _("已回复"), "told": _("已提醒，无须回复")}
    return words.get(state, state)


def _by_unit(tallies: Sequence[Tally], asked: Asked, names: Names) -> list[dict[str, object]]:
    """Return the unanswered cards by unit, whoever has most of them first."""
    cells: dict[int, dict[str, Tally]] = {}
    for tally in tallies:
        cells.setdefault(tally.unit, {})[tally.level] = tally
    rows = []
    for unit, by_level in cells.items():
        levels = [
            {"n": by_level[level].total, "href": asked.href(unit=unit, level=level), "word": level_word(level)} if level in by_level else {}
            for level in reversed(_LEVELS)
        ]
        total = sum(tally.total for tally in by_level.values())
        risen = sum(tally.risen for tally in by_level.values())
        rows.append({"name": names.unit(unit), "levels": levels, "total": total, "risen": risen, "href": asked.href(unit=unit, level="")})
    return sorted(rows, key=lambda row: (-row["total"], row["name"]))  # type: ignore[operator]


def _listed(line: ListedLine, names: Names) -> dict[str, object]:
    return {
        "number": line.number,
        "title": line.title,
        "href": f"/matters/{line.number}/supervision/",
        "unit": names.unit(line.unit),
        "by": names.unit(line.by_unit),
        "until": full_day(line.until) if line.until else "",
        "proposed": line.state == "proposed",
    }


def above_of(*, page: MatterPage, hops: Sequence[Hop], names: Names, now: datetime) -> dict[str, object]:
    """Return what stands above one matter."""
    case = page.case
    return {
        "number": page.number,
        "title": page.title,
        "back": f"/matters/{page.number}/",
        "cards": [card_of(page, key, names, now) for key in reversed(case.cards)],
        "acts": [button for act in (Act.URGE, Act.PROPOSE_LISTING, Act.RULE_LISTING, Act.LIFT_LISTING) for button in _button(page, act)],
        "confers": any(_button(page, Act.CONFER)),
        "listing": _listing(case, names),
        "conferences": [
            {
                "by": names.unit(conference.by_unit),
                "units": "、".join(names.unit(unit) for unit in conference.units),
                "open": conference.state == "called",
                "said": _said(page, Act.CONCLUDE, key, "conclusion"),
            }
            for key, conference in case.conferences.items()
        ],
        "hops": [_hop(hop, names, now) for hop in hops],
        "hop_sum": _hop_sum(hops, now),
    }


def card_of(page: MatterPage, key: str, names: Names, now: datetime) -> dict[str, object]:
    """Return one card as the page draws it: who, why, until when, the answer."""
    card, clock = page.case.cards[key], page.case.clocks.get(f"{key}.card")
    sent = next((entry for entry in page.timeline if entry.act in (Act.URGE, Act.URGE_BY_RULE) and entry.at == card.at), None)
    answer = next((entry for entry in page.timeline if entry.act == Act.ANSWER_URGE and entry.subject == key), None)
    due = clock.due if clock is not None and clock.state in ("running", "frozen") else None
    return {
        "key": key,
        "level": level_tag(card.level),
        "level_word": level_word(card.level),
        "state": state_word(card.state),
        "open": card.state in UNANSWERED,
        "unit": names.unit(card.unit),
        "by": names.unit(card.by_unit),
        "by_rule": card.by_rule,
        "above": names.unit(card.above) if card.above else "",
        "sent": short(card.at or page.registered),
        "who": sent.user_name if sent is not None else "",
        "reason": _words(sent, "reason") or (rule_reason(card.level) if card.by_rule else ""),
        "due": meter_until(card.at or page.registered, due, now) if due else "",
        "until": full_day(last_day(due)) if due else "",
        "answered": short(answer.at) if answer else "",
        "answerer": f"{names.unit(answer.unit)} {answer.user_name}" if answer else "",
        "answer": _words(answer, "answer"),
        "slip": f"/matters/{page.number}/cards/{key}/",
        "acts": list(_button(page, Act.ANSWER_URGE, key)),
    }


def rule_reason(level: str) -> str:
    """Say why a card went out by itself."""
    words = {
        "reminder": _("办理期限临近，按规则提醒。"),
        "yellow": _("已到办理期限仍未办结，按规则发出黄牌。"),
        "red": _("超期较久或再次超期，按规则发出红牌。"),
    }
    return words.get(level, "")


def _said(page: MatterPage, act: Act, key: str, name: str) -> str:
    return _words(next((entry for entry in page.timeline if entry.act == act and entry.subject == key), None), name)


def _words(entry: TimelineEntry | None, name: str) -> str:
    return next((text.text for text in entry.texts if text.name == name), "") if entry is not None else ""


def _button(page: MatterPage, act: Act, key: str = "m") -> Iterator[dict[str, object]]:
    if any(offer.act == act and offer.subject == key and not offer.refused for offer in page.offers):
        href = f"/matters/{page.number}/acts/{act}/" + (f"?subject={key}" if key != "m" else "")
        yield {"label": deed_name(act), "icon": icon_svg(ICONS[act]), "href": href}


def _listing(case: Case, names: Names) -> dict[str, object] | None:
    listing = case.listing
    if listing is None:
        return None
    words = {
        "proposed": _("已提请，待联席会议决定"),
        "listed": _("正在挂牌督办"),
        "refused": _("联席会议未同意挂牌"),
        "lifted": _("已摘牌"),
    }
    return {
        "state": words.get(listing.state, listing.state),
        "now": listing.state == "listed",
        "unit": names.unit(listing.unit),
        "by": names.unit(listing.by_unit),
        "since": full_day(listing.since) if listing.since else "",
        "until": full_day(listing.until) if listing.until else "",
    }


def _hop(hop: Hop, names: Names, now: datetime) -> dict[str, object]:
    return {
        "unit": names.unit(hop.unit),
        "since": short(hop.since),
        "until": short(hop.until) if hop.until else "",
        "hours": lasted(hop.hours(now)),
        "posts": "、".join(label(Role(role)) for role in hop.posts),
        "received": hop.received,
    }


def lasted(hours: float) -> str:
    """Say how long something lay: minutes, hours, or days from two days on."""
    if hours < 1:
        return _("%(n)d 分钟") % {"n": round(hours * 60)}
    return _("%(n).1f 小时") % {"n": hours} if hours < 48 else _("%(n).1f 天") % {"n": hours / 24}


def _hop_sum(hops: Sequence[Hop], now: datetime) -> str:
    """Say how many units and posts it went through before work began, and how long that took."""
    began = next((n for n, hop in enumerate(hops) if hop.received), None)
    way = hops[: began + 1] if began is not None else hops
    if not way:
        return ""
    gone = sum(hop.hours(now) for hop in way[: len(way) if began is None else -1])
    said = {"units": len(way), "posts": sum(len(hop.posts) for hop in way), "time": lasted(gone)}
    if began is None:
        return _("尚未开始办理：已经过 %(units)d 个单位、%(posts)d 个岗位，用时 %(time)s。") % said
    return _("从登记到开始办理经过 %(units)d 个单位、%(posts)d 个岗位，流转用时 %(time)s。") % said


def slip_of(*, page: MatterPage, key: str, names: Names, now: datetime) -> dict[str, object]:
    """Return the printed card."""
    card = card_of(page, key, names, now)
    day = full_day(local(page.case.cards[key].at or page.registered).date())
    return {**card, "number": page.number, "title": page.title, "day": day, "back": f"/matters/{page.number}/supervision/"}

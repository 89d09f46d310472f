"""The matter page: a case put into the shapes the template draws. Takes everything it needs; asks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.case import Case, Order
from yiwang.matters.domain.scene import lead_of
from yiwang.matters.domain.words import OPEN_ORDER_STATES, OPEN_STATES, Nature, OrderState
from yiwang.matters.operations import Revealed
from yiwang.matters.queries.page import MatterPage, narrative
from yiwang.web.presenters.clocks import DueBox, clock_rows, duebox, is_late, meter, running
from yiwang.web.presenters.dates import full_day, local, long_day, short
from yiwang.web.presenters.dossier import ClaimView, FileLine, LinkLine, claim_views, claims_sum, file_lines, link_lines, party_view
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import icon_svg, label, order_tag, plain_tag, state_tag
from yiwang.web.presenters.names import Names
from yiwang.web.presenters.offers import Button, act_href, button, buttons, sorted_offers
from yiwang.web.presenters.supervision import flags_from_above, parts_from_above
from yiwang.web.presenters.timeline import for_staff

RECENT, FEW = 12, 3
"""Entries and people shown at once; a few more than that are not worth a fold."""


@dataclass(frozen=True, kw_only=True)
class OrderView(Drawn):
    """One order of the tree."""

    unit: str
    part: str
    tag: SafeString
    due: SafeString | str
    depth: int
    lead: bool
    late: bool
    note: str
    acts: list[Button]


@dataclass(frozen=True, kw_only=True)
class PartView(Drawn):
    """Something that waits: a request, a whistle, a card, a review."""

    icon: SafeString
    title: str
    detail: str
    due: SafeString | str
    acts: list[Button]


@dataclass(kw_only=True)
class MatterView(Drawn):
    """Everything the matter page draws."""

    number: str
    title: str
    href: str
    version: int
    nature_tag: SafeString
    state_tag: SafeString
    origin: str
    holder: str
    lead: str
    why_href: str
    ledger_href: str
    receipt_href: str
    reveal_href: str = ""
    reportable: bool = False
    """May be reported up at once: whatever is no accusation."""
    tags: list[SafeString] = field(default_factory=list)
    flags: list[SafeString] = field(default_factory=list)
    acts: list[Button] = field(default_factory=list)
    more: list[Button] = field(default_factory=list)
    parts: list[PartView] = field(default_factory=list)
    orders: list[OrderView] = field(default_factory=list)
    claims: list[ClaimView] = field(default_factory=list)
    claims_sum: str = ""
    duebox: DueBox | None = None
    facts: list[tuple[str, str]] = field(default_factory=list)
    clocks: list[dict[str, str]] = field(default_factory=list)
    trail: list[str] = field(default_factory=list)
    links: list[LinkLine] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    files: list[FileLine] = field(default_factory=list)
    attach_href: str = ""
    assisting: str = ""
    reporter: dict[str, str] | None = None
    link_acts: list[Button] = field(default_factory=list)
    trace_head: str = ""
    pictures_href: str = ""
    timeline: Sequence[Any] = ()
    parties: list[dict[str, str]] = field(default_factory=list)
    parties_title: str = ""
    revealed: str = ""

    @property
    def older(self) -> int:
        """How many entries are folded away, 0 when the story is short."""
        return len(self.timeline) - RECENT if len(self.timeline) > RECENT + FEW else 0

    @property
    def fold_at(self) -> int | None:
        """The entry before which the fold begins, if there is one."""
        return RECENT if self.older else None

    @property
    def more_parties(self) -> int:
        """How many people are folded away."""
        return len(self.parties) - FEW if len(self.parties) > FEW + 1 else 0

    @property
    def fold_parties_at(self) -> int | None:
        """The person before whom the fold begins, if there is one."""
        return FEW if self.more_parties else None


def _depth(orders: dict[str, Order], key: str) -> int:
    depth = 0
    while orders[key].parent and depth < 3 and orders[key].parent in orders:
        key, depth = orders[key].parent, depth + 1
    return depth


def _in_tree_order(orders: dict[str, Order]) -> list[str]:
    """Parents before their children; leads before the rest; ended ones last."""

    def walk(parent: str) -> Iterable[str]:
        below = [k for k, o in orders.items() if o.parent == parent or (parent == "" and o.parent not in orders)]
        for key in sorted(
            below,
            key=lambda k: (orders[k].state not in OPEN_ORDER_STATES and orders[k].state is not OrderState.CONFIRMED, not orders[k].lead),
        ):
            yield key
            yield from walk(key)

    return list(walk(""))


def _order_views(case: Case, number: str, offers: dict[str, list[str]], names: Names, now: datetime) -> list[OrderView]:
    views = []
    for key in _in_tree_order(case.orders):
        order = case.orders[key]
        clock = running(case, key)
        part = _("主办") if order.lead else (_("交办") if order.parent else _("协办"))
        notes = [_("退回重办 %(n)d 次") % {"n": order.reworks}] if order.reworks else []
        if order.outcome:
            notes.append(names.word("outcomes", order.outcome))
        views.append(
            OrderView(
                unit=names.unit(order.unit),
                part=_("调解") if order.mediation else part,
                tag=order_tag(order.state),
                due=meter(clock, now),
                depth=_depth(case.orders, key),
                lead=key == lead_of(case),
                late=is_late(clock, now),
                note="，".join(notes),
                acts=[button(number, act, key) for act in offers.get(key, [])],
            )
        )
    return views


def _request_title(kind: str) -> str:
    return {
        "extension": _("延期申请"),
        "suspension": _("暂停计时申请"),
        "contest": _("异议待裁定"),
        "correction": _("等反映人补正"),
        "question": _("等反映人答复"),
    }.get(kind, kind)


def _parts(case: Case, number: str, offers: dict[str, list[str]], names: Names, now: datetime, *, shown: frozenset[str]) -> list[PartView]:
    def doable(key: str) -> list[Button]:
        return [button(number, act, key, solid=no == 0) for no, act in enumerate(offers.get(key, []))]

    views = []
    for key, request in case.requests.items():
        if request.state == "open" and key not in shown:
            said = [names.unit(request.by_unit)] if request.by_unit else []
            said += [_("%(n)d 天") % {"n": request.days}] if request.days else []
            said += [_("到 %(day)s") % {"day": long_day(request.until)}] if request.until else []
            said += [_("建议由 %(unit)s 承办") % {"unit": names.unit(request.proposed_unit)}] if request.proposed_unit else []
            said += [_("由 %(unit)s 裁定") % {"unit": names.unit(request.ruler)}] if request.ruler else []
            icon = icon_svg("message-2-exclamation" if request.kind in ("contest", "question") else "calendar-plus")
            views.append(
                PartView(
                    icon=icon,
                    title=_request_title(request.kind),
                    detail="，".join(said),
                    due=meter(running(case, key), now),
                    acts=doable(key),
                )
            )
    for key, whistle in case.whistles.items():
        if whistle.open:
            waiting = [names.unit(unit) for unit in whistle.units if unit not in whistle.arrived]
            detail = _("未报到：%(units)s") % {"units": "、".join(waiting)} if waiting else _("都已报到")
            title = _("吹哨：%(caller)s") % {"caller": names.unit(whistle.caller)}
            views.append(
                PartView(icon=icon_svg("speakerphone"), title=title, detail=detail, due=meter(running(case, key), now), acts=doable(key))
            )
    for key, title, detail in parts_from_above(case, names):
        views.append(
            PartView(icon=icon_svg("urgent", "red"), title=title, detail=detail, due=meter(running(case, key), now), acts=doable(key))
        )
    for key, review in case.reviews.items():
        if review.state == "asked":
            title = _("复核") if review.kind == "fuhe" else _("复查")
            views.append(
                PartView(
                    icon=icon_svg("scale"),
                    title=title,
                    detail=names.unit(review.organ),
                    due=meter(running(case, key), now),
                    acts=doable(key),
                )
            )
    return views


def _flags(case: Case, now: datetime) -> list[SafeString]:
    flags = []
    if any(is_late(clock, now) for clock in case.clocks.values()):
        flags.append(plain_tag(_("逾期"), "alarm", "st-late"))
    if case.suspension:
        flags.append(plain_tag(_("暂停计时"), "player-pause"))
    flags += flags_from_above(case)
    if case.claimants:
        flags.append(plain_tag(_("%(n)d 人") % {"n": case.claimants}, "users"))
    if case.anonymous:
        flags.append(plain_tag(_("匿名"), "lock"))
    if case.reopenings:
        flags.append(plain_tag(_("重新办理 %(n)d 次") % {"n": case.reopenings}, "refresh"))
    return flags


def view_of(
    *,
    page: MatterPage,
    place: str,
    names: Names,
    now: datetime,
    revealed: Revealed | None = None,
    shown: frozenset[str] = frozenset(),
    new_after: int | None = None,
) -> MatterView:
    """Return what a matter's page draws: revealed in full, requests in `shown` left out, entries after `new_after` marked as new."""
    if revealed is not None:
        page = _in_full(page, revealed)
    case, number = page.case, page.number
    on_matter, on_parts = sorted_offers(page.offers)
    head, more = buttons(number, on_matter, on_parts, case, names)
    lead = next((order for order in case.orders.values() if order.lead and order.state in (*OPEN_ORDER_STATES, OrderState.CONFIRMED)), None)
    files = file_lines(page, names)
    people = [party_view(party, full=revealed is not None) for party in page.parties]
    words = {"channel": label(case.channel), "unit": names.unit(case.registrar), "at": short(case.registered)}
    return MatterView(
        number=number,
        title=page.title,
        href=f"/matters/{number}/",
        version=page.version,
        nature_tag=plain_tag(label(case.nature)),
        state_tag=state_tag(case.state),
        origin=_("%(channel)s登记，%(unit)s，%(at)s") % words,
        holder=names.unit(case.holder),
        lead=names.unit(lead.unit) if lead else "",
        why_href=f"/matters/{number}/why/",
        ledger_href=f"/matters/{number}/ledger/",
        receipt_href=f"/matters/{number}/receipt/",
        reportable=case.nature != Nature.ACCUSATION and case.state in OPEN_STATES,
        reveal_href=act_href(number, Act.REVEAL) if any(o.act == Act.REVEAL for o in page.offers) else "",
        flags=_flags(case, now),
        acts=head,
        more=more,
        parts=_parts(case, number, on_parts, names, now, shown=shown),
        orders=_order_views(case, number, on_parts, names, now),
        claims=claim_views(page, on_parts),
        claims_sum=claims_sum(case),
        duebox=duebox(case, now),
        facts=_facts(page, place, names),
        clocks=clock_rows(case, names),
        trail=[names.unit(center) for center in case.trail],
        links=link_lines(page),
        link_acts=[button(number, act, "m") for act in (Act.LINK, Act.MERGE, Act.UNMERGE) if (act, "m") in on_matter],
        texts=[page.narrative] if page.narrative else [],
        pictures_href=f"/matters/{number}/pictures/" if any(f.kind.startswith("image/") for f in page.files) else "",
        files=files,
        attach_href=act_href(number, Act.ATTACH) if (Act.ATTACH, "m") in on_matter else "",
        assisting=_assisting(case, names),
        timeline=for_staff(page.timeline, names, _by_entry(files), new_after=new_after),
        parties=people,
        reporter=people[0] if people else None,
        trace_head=page.head,
        revealed=_("已记录这次查看；离开本页后恢复遮盖。") if revealed is not None else "",
        parties_title=_("反映人"),
    )


def _assisting(case: Case, names: Names) -> str:
    """Return the units that assist now."""
    return "、".join(names.unit(o.unit) for o in case.orders.values() if not o.lead and not o.parent and o.state in OPEN_ORDER_STATES)


def _by_entry(files: Iterable[FileLine]) -> dict[int, list[Mapping[str, str]]]:
    """Return the files by the entry they came with."""
    found: dict[int, list[Mapping[str, str]]] = {}
    for file in files:
        found.setdefault(file.seq, []).append({"name": file.name, "href": file.href})
    return found


def _in_full(page: MatterPage, revealed: Revealed) -> MatterPage:
    """Return the page with what the reveal showed in place of what is masked."""
    timeline = tuple(
        msgspec.structs.replace(
            entry, texts=tuple(msgspec.structs.replace(text, text=revealed.text(entry.seq, text.name) or text.text) for text in entry.texts)
        )
        for entry in page.timeline
    )
    return msgspec.structs.replace(page, parties=revealed.parties, timeline=timeline, narrative=narrative(timeline))


def _facts(page: MatterPage, place: str, names: Names) -> list[tuple[str, str]]:
    case = page.case
    facts = [
        (_("地点"), f"{place} {page.address}".strip()),
        (_("类别"), names.category(case.category)),
        (_("程序"), label(case.procedure)),
        (_("登记"), full_day(local(case.registered).date())),
    ]
    if case.trips:
        facts.append((_("跑动"), _("到窗口 %(n)d 次") % {"n": case.trips}))
    if case.claimants:
        facts.append((_("涉及"), _("%(n)d 人，已落实 %(m)d 人") % {"n": case.claimants, "m": case.claims_settled}))
    if case.accused:
        facts.append((_("被反映单位"), "、".join(names.unit(unit) for unit in case.accused)))
    if case.in_charge:
        facts.append((_("包案"), _("有领导包案")))
    if page.rated:
        facts.append((_("评价"), "★" * page.rated + "☆" * (5 - page.rated)))
    return facts

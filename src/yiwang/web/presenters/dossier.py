"""What belongs to a matter: its files, its people, its claim sheet, and the other matters it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.matters.domain.case import Case, ClaimLine
from yiwang.matters.domain.words import State
from yiwang.matters.queries.page import MatterPage, PartyView
from yiwang.web.presenters.dates import short
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import plain_tag, state_tag
from yiwang.web.presenters.money import yuan
from yiwang.web.presenters.names import Names
from yiwang.web.presenters.offers import Button, button
from yiwang.web.presenters.timeline import who_did


@dataclass(frozen=True, kw_only=True)
class ClaimView(Drawn):
    """One line of the claim sheet."""

    name: str
    days: str
    owed: str
    paid: str
    tag: SafeString
    acts: list[Button]


def claim_views(page: MatterPage, offers: Mapping[str, Sequence[str]]) -> list[ClaimView]:
    """Return the lines of the claim sheet, each with what can be done on it."""
    names = {party.no: party.name for party in page.parties}
    return [
        ClaimView(
            name=names.get(line.party) or _("当事人%(n)d") % {"n": line.party},
            days=str(line.days) if line.days else "",
            owed=yuan(line.owed),
            paid=yuan(line.paid),
            tag=_claim_tag(line),
            acts=[button(page.number, act, key) for act in offers.get(key, [])],
        )
        for key, line in page.case.claims.items()
    ]


def _claim_tag(line: ClaimLine) -> SafeString:
    if line.settled:
        return plain_tag(_("已落实"), "circle-check", "tag-green")
    return plain_tag(_("已付清，待本人确认")) if line.paid >= line.owed > 0 else plain_tag(_("未落实"))


def claims_sum(case: Case) -> str:
    """Say how far a claim sheet is settled, "" without one."""
    if not case.claimants:
        return ""
    owed, paid = (sum(getattr(line, name) for line in case.claims.values()) for name in ("owed", "paid"))
    words = {"n": case.claimants, "m": case.claims_settled, "k": len(case.claims), "owed": yuan(owed), "paid": yuan(paid)}
    return _("%(n)d 人，已列入 %(k)d 人，已落实 %(m)d 人；应付 %(owed)s 元，已付 %(paid)s 元。") % words


def party_view(party: PartyView, *, full: bool = False) -> dict[str, str]:
    """Return a party as the page shows it; after a reveal the phone can be called."""
    parts = {
        "reporter": _("反映人"),
        "agent": _("代办人"),
        "claimant": _("当事群众"),
        "representative": _("代表"),
        "counterpart": _("对方"),
        "accused": _("被反映人"),
    }
    name = party.name or (_("已依法删除") if party.erased else _("不留姓名"))
    tel = party.phone.replace(" ", "") if full else ""
    return {
        "name": name,
        "part": parts.get(party.part, party.part) + (f"（{party.relation}）" if party.relation else ""),
        "phone": party.phone,
        "tel": tel,
        "document": party.document,
        "address": party.address,
    }


@dataclass(frozen=True, kw_only=True)
class FileLine(Drawn):
    """One attachment with where it came from."""

    name: str
    href: str
    size: str
    by: str
    visible: bool
    seq: int


def file_lines(page: MatterPage, names: Names) -> list[FileLine]:
    """Return the attachments, newest first."""
    entries = {entry.seq: entry for entry in page.timeline}
    return [
        FileLine(
            name=file.name,
            href=f"/matters/{page.number}/files/{file.id}/",
            size=filesizeformat(file.size),
            by=f"{short(entries[file.seq].at)} {who_did(entries[file.seq], names)}" if file.seq in entries else "",
            visible=file.visible,
            seq=file.seq,
        )
        for file in reversed(page.files)
    ]


@dataclass(frozen=True, kw_only=True)
class LinkLine(Drawn):
    """Another matter this one names; without title and state when it does not exist for the reader."""

    number: str
    how: str
    href: str
    title: str
    tag: SafeString


def link_lines(page: MatterPage) -> list[LinkLine]:
    """Return the matters this one was joined with or is linked to, and the way to each."""
    how = {"member": _("并入本件"), "master": _("本件并入"), "linked": _("相关联")}
    seen = {one.number: one for one in page.linked}
    lines = []
    for kind, number in page.links:
        other = seen.get(number)
        lines.append(
            LinkLine(
                number=number,
                how=how[kind],
                href=f"/matters/{number}/",
                title=other.title if other else "",
                tag=state_tag(State(other.state)) if other else SafeString(""),
            )
        )
    return lines

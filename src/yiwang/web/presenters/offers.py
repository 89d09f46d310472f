"""The lawful acts as buttons: the most pressing first and solid, the daily ones in sight, the seldom ones under "more"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from yiwang.matters.domain.acts import SPECS, Act
from yiwang.matters.domain.case import Case
from yiwang.matters.domain.scene import lead_of
from yiwang.matters.queries.page import OfferView
from yiwang.web.presenters.deeds import FORWARD, ICONS, KEYS, SELDOM, deed_name
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import icon_svg
from yiwang.web.presenters.names import Names

MOST_BUTTONS = 4
UNBUTTONED = frozenset({Act.REVEAL, Act.REGISTER})
"""Reveal stands beside what it reveals."""


@dataclass(frozen=True, kw_only=True)
class Button(Drawn):
    """A lawful act as a link to its form."""

    act: str
    subject: str
    href: str
    label: str
    icon: SafeString
    about: str = ""
    key: str = ""
    solid: bool = False
    danger: bool = False

    @property
    def _opens(self) -> str:
        """Where it leads and its key, as attributes: with scripts the form opens in the dialog."""
        href = escape(self.href)
        key = f' data-key="{self.key}"' if self.key else ""
        return f'href="{href}" hx-get="{href}" hx-target="#act-dialog" hx-swap="innerHTML"{key}'

    @property
    def at_head(self) -> SafeString:
        """The button at the head of the matter, drawn at once: a page has some twenty of them."""
        tone = " btn-primary" if self.solid else " btn-danger" if self.danger else ""
        about = f' <span class="k">{escape(self.about)}</span>' if self.about else ""
        key = f'<kbd class="hide-s">{self.key}</kbd>' if self.key else ""
        return SafeString(f'<a class="btn{tone}" {self._opens}>{self.icon}{escape(self.label)}{about}{key}</a>')

    @property
    def in_menu(self) -> SafeString:
        """The same as a line under "more"."""
        about = f' <span class="small muted">{escape(self.about)}</span>' if self.about else ""
        key = f'<kbd class="end hide-s">{self.key}</kbd>' if self.key else ""
        return SafeString(f"<a {self._opens}>{self.icon}{escape(self.label)}{about}{key}</a>")


def act_href(number: str, act: str, subject: str = "m") -> str:
    """Return the address of an act's form."""
    address = f"/matters/{number}/acts/{act}/"
    return address if subject == "m" else f"{address}?subject={subject}"


def button(number: str, act: str, subject: str, *, about: str = "", solid: bool = False) -> Button:
    """Return the button of a lawful act."""
    kind = Act(act)
    return Button(
        act=act,
        subject=subject,
        href=act_href(number, act, subject),
        label=deed_name(act),
        icon=icon_svg(ICONS[kind]),
        about=about,
        key=KEYS.get(kind, ""),
        solid=solid,
        danger=SPECS[kind].danger,
    )


def sorted_offers(offers: Iterable[OfferView]) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """Return the lawful acts on the matter, most pressing first, and those on its parts by key."""
    rank = {act: no for no, act in enumerate(FORWARD)}
    on_matter, on_parts = [], {}
    for offer in offers:
        if offer.refused or SPECS[Act(offer.act)].system or offer.act in UNBUTTONED:
            continue
        if offer.subject == "m":
            on_matter.append((str(offer.act), "m"))
        else:
            on_parts.setdefault(offer.subject, []).append(str(offer.act))
    on_matter.sort(key=lambda pair: (rank.get(Act(pair[0]), 99), pair[0]))
    for acts in on_parts.values():
        acts.sort(key=lambda act: rank.get(Act(act), 99))
    return on_matter, on_parts


def buttons(
    number: str, on_matter: list[tuple[str, str]], on_parts: dict[str, list[str]], case: Case, names: Names
) -> tuple[list[Button], list[Button]]:
    """Return the buttons at the head and those under "more"; the most pressing one is solid, even when it is on a part."""
    pressing = [(act, key) for key, acts in on_parts.items() for act in acts if Act(act) in FORWARD]
    pressing.sort(key=lambda pair: FORWARD.index(Act(pair[0])))
    main = [pair for pair in on_matter if Act(pair[0]) not in SELDOM]
    forward = [act for act in FORWARD if act is not Act.DISPATCH or not lead_of(case)]  # with a lead it only adds assisting units
    candidates = sorted(pressing[:3] + main, key=lambda pair: forward.index(Act(pair[0])) if Act(pair[0]) in forward else 99)

    def drawn(act: str, key: str, *, solid: bool = False) -> Button:
        about = names.unit(case.orders[key].unit) if key in case.orders and len(case.orders) > 1 else ""
        return button(number, act, key, about=about, solid=solid)

    head = [drawn(act, key, solid=no == 0 and Act(act) in forward) for no, (act, key) in enumerate(candidates[:MOST_BUTTONS])]
    rest = [drawn(act, key) for act, key in candidates[MOST_BUTTONS:] + [p for p in on_matter if Act(p[0]) in SELDOM]]
    return head, rest

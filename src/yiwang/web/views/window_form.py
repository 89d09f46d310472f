"""The window's form made ready for drawing: fields, places and categories found, and what follows from what is typed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from yiwang.centers import queries as centers
from yiwang.centers.choices import Purpose, choices
from yiwang.centers.domain.actor import Actor
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.register import registering_center
from yiwang.matters.domain.words import Channel, Nature
from yiwang.matters.queries import suggest
from yiwang.matters.queries.policy import policy_at
from yiwang.matters.queries.preview import Preview, preview
from yiwang.policy import queries as policy
from yiwang.policy.domain.categories import Categories
from yiwang.regions import queries as regions
from yiwang.regions.outlines import outlines_for
from yiwang.web import uploads
from yiwang.web.forms.accused import accusable
from yiwang.web.forms.bring import found_categories, leaf_choice
from yiwang.web.forms.fields import Choice, Field, with_errors
from yiwang.web.forms.window import MOST_VISITORS, VisitorRow, accused_of, matter_fields, natures_of, visitors
from yiwang.web.presenters.marks import english
from yiwang.web.presenters.window import Found, Side, Twin, side, twins

FOUND = 12
ROUTES = 4
SAME = 3
VILLAGE_LEVEL = 5
COMBOS = ("category", "place")


class Form:
    """One form as it stands; everything is looked up only when it is asked for."""

    def __init__(self, *, values: QueryDict, kept: list[uploads.KeptFile], errors: dict[str, str], actor: Actor, at: datetime) -> None:
        self.values, self.errors, self.actor, self.at = values, errors, actor, at
        self._kept = kept
        self.key = values.get("key", "")

    def word(self, name: str) -> str:
        """Return what was typed to look something up."""
        return self.values.get(name, "").strip()[:40]

    @cached_property
    def tree(self) -> Categories:
        """The categories in force."""
        tree: Categories = policy.pack("categories", self.at).body
        return tree

    @cached_property
    def nature(self) -> str:
        """The nature as chosen, else the category's most usual one; "" before both."""
        chosen = self.values.get("nature", "")
        allowed = natures_of(self.tree, self.values.get("category", ""))
        if self.values.get("category") and chosen not in {choice.value for choice in allowed}:
            return allowed[0].value if allowed else ""
        return chosen

    @cached_property
    def preview(self) -> Preview | None:
        """How the matter would stand once registered, None while it could not be."""
        category, place = self.values.get("category", ""), self.values.get("place", "")
        if not category or not (place or within(self.actor)):
            return None
        return self._preview(category, place or within(self.actor))

    def _preview(self, category: str, place: str) -> Preview | None:
        return preview(
            actor=self.actor,
            category=category,
            nature=self.nature,
            place=place,
            channel=self.values.get("channel") or Channel.WINDOW,
            at=self.at,
            unit=self.lead,
            accused=accused_of(self.values),
        )

    @property
    def text(self) -> str:
        """What was said so far."""
        return f"{self.values.get('title', '')}\n{self.values.get('narrative', '')}".strip()

    @cached_property
    def units(self) -> list[Found]:
        """The units that could handle it, best first, or those looked for by name; the one chosen is always among them."""
        category, word = self.values.get("category", ""), self.word("route_q")
        if not category or self.nature == Nature.ACCUSATION:
            return []
        found = self._looked_for(category, word) if word else self._suggested(category)
        chosen = self.values.get("route", "")
        if chosen.isdigit() and len(chosen) < 19 and int(chosen) not in [unit.unit for unit in found]:
            found = [Found(row.id, row.name, "", where=row.region_name) for row in centers.units([int(chosen)]).values()] + found
        return found

    def _suggested(self, category: str) -> list[Found]:
        place = self.values.get("place", "")
        best = suggest.routes(actor=self.actor, place=place, category=category, text=self.text, at=self.at, limit=ROUTES)
        return [Found(each.unit, each.name, each.part if each.reasons else "", each.reasons, each.load) for each in best]

    def _looked_for(self, category: str, word: str) -> list[Found]:
        try:
            asking = registering_center(self.actor, self.values.get("place", "") or within(self.actor), centers.net(self.at))
        except Refused:  # a post without a center: there is nobody who could dispatch
            return []
        rows = choices(purpose=Purpose.DISPATCH, asking=asking, category=category, text=word, limit=ROUTES)
        return [Found(row.id, row.name, "lead" if row.duty == "main" else "", where=row.region_name) for row in rows]

    @cached_property
    def lead(self) -> int | None:
        """The unit that would lead: the one chosen, else the first that is suggested for it."""
        chosen = self.values.get("route", "")
        if chosen in [str(unit.unit) for unit in self.units]:
            return int(chosen)
        return next((unit.unit for unit in self.units if unit.part == "lead"), None)

    @cached_property
    def same(self) -> tuple[Twin, ...]:
        """Matters that may be the same, without those somebody has said are not."""
        if self.nature == Nature.ACCUSATION or not self.text:
            return ()
        values, dismissed = self.values, set(self.values.getlist("not_same"))
        found = suggest.same_matters(
            actor=self.actor,
            place=values.get("place", ""),
            category=values.get("category", ""),
            text=self.text,
            at=self.at,
            address=values.get("address", ""),
            limit=SAME + len(dismissed),
        )
        kept = [each for each in found if each.number not in dismissed][:SAME]
        return twins(kept, linked=values.getlist("link"), at=self.at)

    @cached_property
    def side(self) -> Side:
        """What stands beside the form."""
        return side(
            preview=self.preview,
            found=self.units,
            lead=self.lead,
            assisting=self.values.getlist("assist"),
            accusation=self.nature == Nature.ACCUSATION,
            looked_for=self.word("route_q"),
        )

    def told_for(self, *names: str) -> str:
        """Return a short mark of what these fields hold: what was drawn for the same need not be drawn again."""
        held = [value for name in names for value in (name, *self.values.getlist(name))]
        return hashlib.sha256("\n".join(held).encode()).hexdigest()[:16]

    @property
    def same_for(self) -> str:
        """What the matters that may be the same were looked for by."""
        return self.told_for("title", "narrative", "category", "nature", "place", "address", "not_same", "link")

    @property
    def side_for(self) -> str:
        """What units, limits and buttons follow from; words alone do not move them, category and place do."""
        return self.told_for("category", "nature", "place", "route", "route_q", "assist", "channel", "accused_units", "accused_q")

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields about the matter by name."""
        made = matter_fields(self.values, self.tree, uploads.tokens(self._kept)).values()
        return {field.name: field for field in with_errors(made, self.errors)}

    @cached_property
    def visitors(self) -> list[VisitorRow]:
        """The rows of visitors."""
        return visitors(self.values, self.errors)

    def context(self) -> dict[str, Any]:
        """Return what the page draws."""
        return {
            "key": self.key,
            "here": within(self.actor),
            "fields": self.fields,
            "visitors": self.visitors,
            "more": len(self.visitors) < MOST_VISITORS,
            "summary": self.summary(),
            "combos": self.combos(),
            "reasons": decline_reasons(self.at),
            "same": self.same,
            "dismissed": self.values.getlist("not_same"),
        } | self.live()

    def live(self) -> dict[str, Any]:
        """Return what is drawn anew on every pause."""
        return {
            "form": self,
            "side": self.side,
            "natures": natures_of(self.tree, self.values.get("category", "")),
            "natures_for": self.values.get("category", ""),
            "nature": self.nature,
            "accusation": self.nature == Nature.ACCUSATION or "accused_units" in self.errors,
            "accused_q": self.word("accused_q"),
            "accused": self._accused(),
            "posted": self.values,
        }

    def combos(self) -> dict[str, Any]:
        """Return category and place: what was typed, what was found, what is chosen."""
        category, place = self.values.get("category", ""), self.values.get("place", "")
        found = found_categories(self.tree, word=self.word("find_category"), chosen=category, limit=FOUND)
        kept = self.tree.get(category) if category else None
        picked = leaf_choice(self.tree, kept) if kept else None
        return {
            "categories": found,
            "category": category,
            "category_q": picked.label if picked else self.word("find_category"),
            "category_note": picked.note if picked else "",
            **self._place(place),
        }

    def _place(self, place: str) -> dict[str, Any]:
        if under := self.values.get("under", ""):
            return places_under(under[:12], self.actor) | {"place_note": "", "map": outlines_for(within(self.actor))}
        found = places_found(self.word("place_q"), place, self.actor)
        chosen = next((row for row in found if row["code"] == place), None)
        return {
            "places": found,
            "place": place,
            "place_q": chosen["name"] if chosen else self.word("place_q"),
            "place_note": chosen["full"] if chosen else "",
            "map": outlines_for(within(self.actor)),
        }

    def _accused(self) -> list[dict[str, Any]]:
        chosen = self.values.getlist("accused_units")
        place = self.values.get("place", "") or within(self.actor)
        found = accusable(place=place, text=self.word("accused_q"), chosen=chosen, at=self.at)
        return [{"id": unit.value, "name": unit.label, "where": unit.note, "on": unit.value in chosen} for unit in found]

    def summary(self) -> list[tuple[str, str]]:
        """Return every error once: with its field where it has one, what is looked up with its search box, the rest by itself."""
        colon = ": " if english() else "："
        drawn = [*(field for row in self.visitors for _, field in row.fields), *self.fields.values()]
        shown = [(_anchor(f), f.error if f.label in f.error else f"{f.label}{colon}{f.error}") for f in drawn if f.error]
        named = {field.name for field in drawn} | {"parties"}
        rest = {name: text for name, text in self.errors.items() if name not in named and not name.startswith("parties.")}
        labels = {
            "route": _("承办单位"),
            "settle_answer": _("办理结果"),
            "decline_reason": _("不予受理的理由"),
            "decline_answer": _("告知的法定途径"),
        }
        return shown + [
            (f"f-{name}" if name in labels else "", f"{labels[name]}{colon}{text}" if name in labels else text)
            for name, text in rest.items()
        ]


def _anchor(field: Field) -> str:
    return f"{field.id}-q" if field.name in COMBOS else field.id


def region_of(actor: Actor) -> str:
    """Return the region of the actor's unit: where something happened that nobody has said more of."""
    facts = centers.net(now()).unit(actor.unit) if actor.unit is not None else None
    return facts.region if facts else ""


def within(actor: Actor) -> str:
    """Return the county of the actor's unit, or its region above: places near the window come first."""
    return region_of(actor)[:6]


def places_found(word: str, chosen: str, actor: Actor) -> list[dict[str, str]]:
    """Return places near the window first, then anywhere; the chosen one stays in the list."""
    found = (regions.search(word, within=within(actor), limit=FOUND) or regions.search(word, limit=FOUND)) if word else []
    if chosen and chosen not in [row.code for row in found]:
        row = regions.region(chosen)
        found = [row, *found] if row else found
    return [{"code": row.code, "name": row.name, "full": regions.full_name(row.code, start=3)} for row in found]


def places_under(code: str, actor: Actor) -> dict[str, Any]:
    """Return one region and those right below it, with the way up; what is no region gives the window's own."""
    way = regions.path(code) or regions.path(within(actor))
    here = way[-1] if way else None
    below = regions.children(here.code) if here else []
    rows = [{"code": row.code, "name": row.name, "full": "", "more": row.level < VILLAGE_LEVEL} for row in below]
    itself = [{"code": here.code, "name": here.name, "full": _("就选到这一级"), "more": False}] if here else []
    return {"places": itself + rows, "place": "", "place_q": "", "up": [row for row in way[1:-1] if not row.pseudo], "under": True}


def decline_reasons(at: datetime) -> tuple[Choice, ...]:
    """Return the reasons for which a matter may be declined."""
    entries = policy_at(at).body.lists.get("decline_reasons", ())
    return tuple(Choice(value=entry.code, label=entry.en if english() else entry.zh) for entry in entries)

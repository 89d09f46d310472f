"""A hall in the county center: two services, three windows, the clerk and the coordinator at two of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import Town, build_town
from yiwang.reception import operations as hall
from yiwang.reception.domain.words import Way
from yiwang.reception.models import Ticket

NINE = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai on a Tuesday."""


@dataclass
class Scene:
    """The hall of the county center, and what a test does there; every deed a minute after the one before."""

    town: Town
    center: int
    services: dict[str, int] = field(default_factory=dict)
    windows: dict[str, int] = field(default_factory=dict)
    at: datetime = NINE

    def tick(self, minutes: float = 1) -> datetime:
        self.at += timedelta(minutes=minutes)
        return self.at

    def take(self, letter: str = "A", need: str = "none", surname: str = "") -> Ticket:
        ask = hall.Ask(service=self.services[letter], need=need, surname=surname)
        return hall.issue(center=self.center, ask=ask, way=Way.KIOSK, at=self.tick())

    def sit(self, who: str, window: str) -> None:
        hall.sit_down(actor=self.town.actor(who), window=self.windows[window], at=self.tick())

    def next(self, who: str = "clerk") -> Ticket:
        return hall.call_next(actor=self.town.actor(who), at=self.tick())

    def done(self, ticket: Ticket, who: str = "clerk", matter: str = "") -> Ticket:
        actor = self.town.actor(who)
        hall.begin(actor=actor, ticket=ticket.id, at=self.tick())
        return hall.finish(actor=actor, ticket=ticket.id, at=self.tick(10), matter=matter)


def set_up(town: Town) -> Scene:
    scene = Scene(town, town.center("370502"))
    head = town.actor("county_head")
    hall.open_hall(actor=head, center=scene.center, at=NINE)
    for letter, name in (("A", "综合受理"), ("B", "法律咨询")):
        new = hall.NewService(letter=letter, name=name, slot_minutes=30, slot_places=2)
        scene.services[letter] = hall.add_service(actor=head, center=scene.center, new=new, at=NINE).id
    for number, takes in (("01", "A"), ("02", "AB"), ("03", "B")):
        window = hall.NewWindow(number=number, name="接待窗口", takes=tuple(scene.services[letter] for letter in takes))
        scene.windows[number] = hall.add_window(actor=head, center=scene.center, new=window, at=NINE).id
    scene.sit("clerk", "01")
    scene.sit("county", "02")
    return scene


@pytest.fixture
def scene(db: None) -> Scene:
    return set_up(build_town())

"""The doors that are measured: each case yields requests, and says what it may cost."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings

from . import visitors
from .city import RARE, WORDS, City, story
from .client import Request
from .visitors import Visitor


@dataclass(frozen=True)
class Case:
    """One measured door."""

    name: str
    aim: float
    """CPU-ms per request, web and database together, that we want to stay within."""
    requests: Callable[[], Iterator[Request]]
    heard: Callable[[bytes], None] | None = None
    most: int = 100_000
    limit: str = ""
    """Which rows bare psycopg writes for comparison: "register", "accept" or none."""


class Doors:
    """The cases of one run on one served city."""

    def __init__(self, city: City, *, seed: int = 1) -> None:
        self.city, self.dice = city, random.Random(seed)
        self.followed = city.numbers[:40]
        self.visitors = {
            "clerk": [visitors.signed_in("clerk") for _ in range(8)],
            "coordinator": [visitors.signed_in("coordinator") for _ in range(4)],
            "person": [visitors.following({number: city.codes[number] for number in self.followed}) for _ in range(4)],
        }
        self.fresh: list[tuple[str, str]] = []
        """Numbers and query codes of matters registered in this run, still to be accepted."""
        self.accepted: list[str] = []
        self.keys = 0
        self.run = secrets.token_hex(8)
        """Keys of another run would be answered from memory."""

    # the API

    def _headers(self, name: str, *, writes: bool = False) -> tuple[tuple[str, str], ...]:
        headers = [("Authorization", f"Bearer {self.city.secrets[name]}")]
        if writes:
            self.keys += 1
            headers += [("Content-Type", "application/json"), ("Idempotency-Key", f"bench-{self.run}-{self.keys}")]
        return tuple(headers)

    def api_register(self) -> Iterator[Request]:
        """Registrations, each with its own story and key."""
        while True:
            body = json.dumps(story(self.city, self.dice), ensure_ascii=False).encode()
            yield Request("POST", "/api/v1/matters", body, self._headers("clerk", writes=True), expect=201)

    def note_registered(self, body: bytes) -> None:
        """Keep what was registered for the acts."""
        told = json.loads(body)
        self.fresh.append((told["number"], told["query_code"]))

    def api_accept(self) -> Iterator[Request]:
        """Acceptances of what this run registered."""
        kept = len(self.fresh) // 2  # the rest is for the form
        while len(self.fresh) > kept:
            number, code = self.fresh.pop()
            self.city.codes[number] = code
            self.accepted.append(number)
            path = f"/api/v1/matters/{number}/acts/accept"
            yield Request("POST", path, b'{"seen_version": 1, "data": {}}', self._headers("coordinator", writes=True))

    def api_get(self, path: Callable[[], str], name: str = "coordinator") -> Callable[[], Iterator[Request]]:
        """Reads of one address, or of a random one."""

        def requests() -> Iterator[Request]:
            headers = self._headers(name)
            while True:
                yield Request("GET", path(), headers=headers)

        return requests

    def number(self) -> str:
        """Return the number of a random matter of the county."""
        return self.dice.choice(self.city.numbers)

    def region(self) -> str:
        """Return a random county or township of the city."""
        return self.dice.choice(self.city.villages)[: self.dice.choice((6, 9))]

    def all(self) -> list[Case]:
        """Every case, writes first: the acts need what the registrations brought."""
        return self.api() + self.pages()

    # the pages

    def _cookies(self, visitor: Visitor) -> tuple[tuple[str, str], ...]:
        cookie = f"{settings.SESSION_COOKIE_NAME}={visitor.session}; {settings.CSRF_COOKIE_NAME}={visitor.csrf}; django_language=zh-hans"
        return (("Cookie", cookie),)

    def _form(self, visitor: Visitor, path: str, fields: dict[str, str], *, lands: str) -> Request:
        body = urlencode(fields | {"csrfmiddlewaretoken": visitor.csrf}).encode()
        headers = (*self._cookies(visitor), ("Content-Type", "application/x-www-form-urlencoded"))
        return Request("POST", path, body, headers, expect=302, lands=lands.encode())

    def form_register(self) -> Iterator[Request]:
        """The window's form, sent by several clerks in turn."""
        while True:
            told, visitor = story(self.city, self.dice), self.dice.choice(self.visitors["clerk"])
            party = told.pop("parties")[0]  # type: ignore[attr-defined]
            yield self._form(visitor, "/window/", told | party | {"part": "reporter", "key": secrets.token_hex(16)}, lands="/window/")

    def form_accept(self) -> Iterator[Request]:
        """The form of an act, on matters this run registered."""
        while self.fresh:
            number, code = self.fresh.pop()
            self.city.codes[number] = code
            fields = {"subject": "m", "seen": "1", "key": secrets.token_hex(16), "note": ""}
            visitor = self.dice.choice(self.visitors["coordinator"])
            yield self._form(visitor, f"/matters/{number}/acts/accept/", fields, lands=f"/matters/{number}/")

    def page(self, path: Callable[[], str], name: str = "coordinator") -> Callable[[], Iterator[Request]]:
        """Reads of a page by somebody signed in."""

        def requests() -> Iterator[Request]:
            while True:
                yield Request("GET", path(), headers=self._cookies(self.dice.choice(self.visitors[name])))

        return requests

    def pages(self) -> list[Case]:
        """The cases of the pages."""
        return [
            Case("form register", 7, self.form_register),
            Case("form act (accept)", 7, self.form_accept),
            Case("queue page of 25", 10, self.page(lambda: "/desk/?duty=to_accept")),
            Case("queue page, narrowed", 10, self.page(lambda: "/desk/?duty=held&state=handling&sort=due")),
            Case("list of the area", 10, self.page(lambda: "/desk/?duty=area")),
            Case("search: few have it", 20, self.page(lambda: f"/search/?q={quote(self.dice.choice(RARE))}")),
            Case("search: very many have it", 40, self.page(lambda: f"/search/?q={quote(self.dice.choice(WORDS))}")),
            Case(
                "search: two words", 20, self.page(lambda: f"/search/?q={quote(self.dice.choice(RARE))}+{quote(self.dice.choice(WORDS))}")
            ),
            Case("search: by relevance", 40, self.page(lambda: f"/search/?sort=relevance&q={quote(self.dice.choice(RARE))}")),
            Case("palette", 20, self.page(lambda: f"/search/palette/?q={quote(self.dice.choice(RARE))}")),
            Case("matter page", 8, self.page(lambda: f"/matters/{self.number()}/")),
            Case("follow page", 8, self.page(lambda: f"/follow/{self.dice.choice(self.followed)}/", "person")),
        ]

    def api(self) -> list[Case]:
        """The cases of the JSON API."""
        words = ("东营", "文汇", "hkq", "wenhui", "3705", "社区")
        return [
            Case("API register", 5, self.api_register, heard=self.note_registered, limit="register"),
            Case("API act (accept)", 5, self.api_accept, limit="accept"),
            Case("API read a matter", 3, self.api_get(lambda: f"/api/v1/matters/{self.number()}")),
            Case("API list of 25", 3, self.api_get(lambda: "/api/v1/matters?duty=to_accept")),
            Case("API lawful acts", 5, self.api_get(lambda: f"/api/v1/matters/{self.number()}/acts")),
            Case("API children", 3, self.api_get(lambda: f"/api/v1/regions/{self.region()}/children")),
            Case("API search a place", 3, self.api_get(lambda: f"/api/v1/regions/search?q={quote(self.dice.choice(words))}")),
        ]

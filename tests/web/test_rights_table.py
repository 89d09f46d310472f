"""Every address and every act, tried as every member of the standing cast and as strangers, against one readable table.

The table is `docs/rules/rights.md`. What changes there is a change of rights and wants a second look; `YIWANG_WRITE_RIGHTS=1` writes it.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.factories import Town, bring, walk
from tests.factories.net import CAST
from tests.factories.wander import made_up
from tests.files.conftest import JPEG
from tests.reception.conftest import set_up
from tests.web.test_access_table import SAMPLES, addresses
from yiwang.files import operations as files
from yiwang.kernel.refusals import Refused
from yiwang.knowledge import operations as knowledge
from yiwang.matters.domain.acts import SPECS, Act, On
from yiwang.matters.operations import act
from yiwang.matters.queries import matter_page
from yiwang.meetings import operations as meetings
from yiwang.reports import operations as reports
from yiwang.web.access_table import GATES
from yiwang.web.middleware import NOT_OURS

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).resolve().parents[2] / "docs" / "rules" / "rights.md"
WRITE = os.environ.get("YIWANG_WRITE_RIGHTS") == "1"
PEOPLE = tuple(who for who, _, _ in CAST)
NOT_TRIED = {"sign_out": "ends the very sign-in it is tried with", "choose_post": "changes the post it is tried under"}
QUERIES = {"find": "?number={number}"}
"""What an address must be asked, to be anything at all."""
STAGES = ("registered", "accepted", "handling", "verifying", "closed")
LINES = {
    "the county center that holds the matter": ("clerk", "county", "county_second", "county_head", "county_leader"),
    "the township of the place and its center": ("township", "township_head", "township_clerk"),
    "the village of the place": ("village", "grid_worker"),
    "levels above": ("city", "city_head", "province"),
    "siblings: another county, another township, another village": ("other_county", "neighbour_township", "village_two"),
    "the department in the lead, its own office and its superiors": (
        "housing_handler",
        "housing_second",
        "housing_head",
        "housing_station_handler",
        "housing_city_head",
        "housing_city_handler",
        "housing_province_head",
    ),
    "departments without a part": ("labour_handler", "labour_head", "police_head", "police_handler", "mediator", "mediator_county"),
    "the discipline body": ("discipline_officer", "discipline_city_officer"),
    "the three officers": ("auditor", "security", "system_admin"),
}
INTRO = """# Rights, tried

Written from what happened when each was tried, and held to it by `tests/web/test_rights_table.py`: every address and every act, as every
member of the standing cast and as a visitor without a sign-in. Who is not named meets a page that does not exist (404);
a visitor meets the sign-in.
What one may do *on* a page that opens is below, stage by stage, on an ordinary complaint held by the county center, with the housing bureau
in the lead from the dispatch on. The addresses are tried while it is handled and the labour bureau is invited to a conference on it.
Who is not named was refused, and nothing changed. "Nobody" opens what takes input that is not given here,
or stands for nothing that exists here (a draft, an export, a ticket).
"""

FEW = 4
"""Addresses of a part that is too small to stand alone."""


def part_of(pattern: str) -> str:
    """Return the first part of an address, by which the table is divided."""
    return pattern.split("/", maxsplit=1)[0].partition(".")[0] or "home"


def by_part() -> dict[str, list[str]]:
    """Return the names of all addresses by the first part of the address."""
    parts: dict[str, list[str]] = {}
    for name, pattern in patterns(get_resolver().url_patterns).items():
        parts.setdefault(part_of(pattern), []).append(name)
    alone = [name for names in parts.values() if len(names) <= FEW for name in names]
    return {part: names for part, names in sorted(parts.items()) if len(names) > FEW} | {"elsewhere": alone}


def patterns(found: list) -> dict[str, str]:
    """Return every address that is ours by its name."""
    named: dict[str, str] = {}
    for one in found:
        if isinstance(one, URLResolver):
            named |= patterns(one.url_patterns) if f"/{one.pattern}" != NOT_OURS else {}
        else:
            named[one.name or str(one.pattern)] = str(one.pattern)
    return named


PARTS = tuple(by_part())
SECTIONS = ("Who is who", *(f"Addresses: {part}" for part in PARTS), *(f"Acts: {stage}" for stage in STAGES))


def sections() -> dict[str, str]:
    """Return what the table says now, by heading."""
    parts = re.split(r"^## (.+)\n\n", TABLE.read_text() if TABLE.exists() else "", flags=re.MULTILINE)
    return {title: body.rstrip("\n") for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def hold(title: str, body: str) -> None:
    """Hold a section of the table to what happened; or write it, where that is asked for."""
    said = sections()
    if WRITE:
        said[title] = body
        TABLE.write_text(f"{INTRO}\n" + "\n\n".join(f"## {one}\n\n{said[one]}" for one in SECTIONS if one in said) + "\n")
    assert sections().get(title) == body


def test_the_lines_name_the_whole_cast() -> None:
    assert sorted(who for line in LINES.values() for who in line) == sorted(PEOPLE)
    rows = "\n".join(f"| {line} | {', '.join(f'`{who}`' for who in members)} |" for line, members in LINES.items())
    hold("Who is who", f"| who | members of the cast |\n|---|---|\n{rows}")


def test_nothing_else_stands_in_the_table() -> None:
    assert tuple(sections()) == SECTIONS


def named(who: set[str]) -> str:
    """Say who it is, whole lines together."""
    if who == set(PEOPLE):
        return "everybody with a post"
    if who == set(PEOPLE) - set(LINES["the three officers"]):
        return "everybody who handles matters"
    words = []
    for line, members in LINES.items():
        inside = [member for member in members if member in who]
        if inside and len(inside) == len(members) > 1:
            words.append(f"*{line}*")
        else:
            words += [f"`{member}`" for member in inside]
    return ", ".join(words) or "nobody"


# addresses


def opens(browser: Client, address: str) -> bool:
    """Say whether an address opens for this browser: by GET, or by an empty POST where it takes nothing else. What it does is undone."""
    with transaction.atomic():
        answer = browser.get(address)
        if answer.status_code == 405:
            answer = browser.post(address)
        transaction.set_rollback(True)
    assert answer.status_code < 500 or answer.status_code == 503, (address, answer.status_code)
    return answer.status_code not in (403, 404) and "/sign-in/" not in answer.headers.get("Location", "")


def standing_things(town: Town) -> dict[str, dict[str, object]]:
    """Return what the addresses are tried on, all of the county center: by the beginning of an address's name, its parameters."""
    at, county = town.start + timedelta(hours=1), town.actor("county")
    photo = files.store(stream=io.BytesIO(JPEG), name="漏水.jpg", limit=10**6, by=town.actor("clerk").user, at=town.start)
    number = bring(town, files=(photo.id,), at=at).number
    walk(town, number, "received", at=at + timedelta(hours=1))
    later = at + timedelta(hours=3)
    called = meetings.call(
        kind="conference",
        title="漏水会商",
        starts=later + timedelta(days=1),
        units=[town.units["labour"]],
        matter=number,
        actor=county,
        at=later,
    )
    _, report = reports.raise_report(number=number, sort="other", text="楼板有塌落危险。", actor=county, at=later)
    article = knowledge.write(actor=county, written=knowledge.Written(title="漏水找谁", body="先找物业，再找住建局。"), at=later)
    hall = set_up(town)
    return {
        "": {"number": number, "file_id": str(photo.id), "county": "370502", "meeting": called.id, "report": report},
        "matter_paper": {"kind": "receipt"},
        "knowledge": {"article": article, "deed": "withdraw"},
        "administration": {"unit": town.units["housing"], "user": town.users["clerk"], "deed": "rename"},
        "hall": {"window": hall.windows["01"], "center": hall.center},
        "book": {"center": hall.center},
    }


def address_of(name: str, parameters: set[str], things: dict[str, dict[str, object]]) -> str:
    """Return the address on the standing things; for what is not standing, an id that nothing has."""
    values: dict[str, object] = dict(SAMPLES)
    for beginning, given in things.items():
        if name.startswith(beginning):
            values |= given
    return reverse(name, kwargs={p: values[p] for p in parameters}) + QUERIES.get(name, "").format(number=things[""]["number"])


@pytest.mark.parametrize("part", PARTS)
def test_every_address_as_everybody(part, town, signed_in, settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path
    things, found = standing_things(town), addresses(get_resolver().url_patterns)
    browsers = {who: signed_in(who) for who in PEOPLE}
    rows = ["| address | gate | opens for | a visitor |", "|---|---|---|---|"]
    for name in by_part()[part]:
        if name in NOT_TRIED:
            rows.append(f"| `{name}` | {GATES[name].value} | not tried: {NOT_TRIED[name]} | |")
            continue
        address = address_of(name, found[name], things)
        who, visitor = {who for who in PEOPLE if opens(browsers[who], address)}, opens(Client(), address)
        rows.append(f"| `{name}` | {GATES[name].value} | {named(who)} | {'yes' if visitor else 'no'} |")
    hold(f"Addresses: {part}", "\n".join(rows))


# acts


def doings(town: Town, number: str, at: datetime) -> list[tuple[Act, str]]:
    """Return every act with what it may be done on: the matter, or one of its orders."""
    orders = list(matter_page(number=number, actor=town.actor("county"), at=at).case.orders) or ["1"]
    return [(name, subject) for name, spec in SPECS.items() for subject in (orders if spec.on is On.ORDER else ["m"])]


def tries(town: Town, number: str, who: str, at: datetime, all_doings: list[tuple[Act, str]]) -> set[Act]:
    """Return the acts that are offered; every other is tried as well, and must be refused and change nothing."""
    actor = town.actor(who)
    try:
        offered = {(offer.act, offer.subject) for offer in matter_page(number=number, actor=actor, at=at).offers}
    except Refused:
        offered = set()
    before = matter_page(number=number, actor=town.actor("county"), at=at).version
    dice = random.Random(0)
    for name, subject in all_doings:
        if (name, subject) not in offered:
            with transaction.atomic(), contextlib.suppress(Refused):
                act(number=number, act=name, actor=actor, at=at, subject=subject, data=made_up(SPECS[name], town, dice, at, []))
                raise AssertionError(f"{who} did {name} on {subject}, which is not offered")
    assert matter_page(number=number, actor=town.actor("county"), at=at).version == before, who
    return {name for name, _ in offered}


def staged(town: Town, stage: str) -> tuple[str, datetime]:
    number = bring(town).number
    at = town.start + timedelta(days=30, hours=1)
    if stage != "registered":
        walk(town, number, stage, at=at)
    return number, at + timedelta(hours=6)


@pytest.mark.parametrize("stage", STAGES)
def test_every_act_as_everybody(stage, town) -> None:
    number, at = staged(town, stage)
    who_may: dict[Act, set[str]] = {}
    all_doings = doings(town, number, at)
    for who in PEOPLE:
        for name in tries(town, number, who, at, all_doings):
            who_may.setdefault(name, set()).add(who)
    rows = [f"| {SPECS[name].en} `{name.value}` | {named(who_may[name])} |" for name in SPECS if name in who_may]
    nobody = ", ".join(f"`{name.value}`" for name in SPECS if name not in who_may)
    hold(f"Acts: {stage}", "\n".join(["| act | who |", "|---|---|", *rows]) + f"\n\nNobody: {nobody}.")

"""Whoever is complained of learns nothing: every list, count, page and refusal reads the same before and after, with and without it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.factories import bring, do
from yiwang.accounts import operations as accounts
from yiwang.api.domain.scopes import Scope
from yiwang.api.operations import issue_token
from yiwang.centers import operations as centers
from yiwang.centers.domain.words import Role
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters import numbers
from yiwang.matters.operations import reveal
from yiwang.matters.queries import DUTIES

pytestmark = pytest.mark.django_db
OFFICERS = ("auditor", "security", "system_admin")
BELOW_COUNTY = ("clerk", "county", "county_head", "township", "village", "grid_worker", *OFFICERS)
HOUSING = ("housing_handler", "housing_head", "housing_station_handler", "lent")
_CHANGING = re.compile(r'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"|[0-9a-f-]{32,36}|\d\d:\d\d')
"""What differs from one answer to the next by itself: tokens, keys, the time of day."""


@pytest.fixture
def town(town):
    """The town, with one of the housing bureau's people lent to the county center."""
    post = centers.create_post(unit_id=town.center("370502"), role=Role.COORDINATOR, name="借调")
    user = accounts.create_user(username="lent", name="借调人员", password="open-sesame", at=town.start).pk
    lender = town.units["housing"]
    town.appointments["lent"] = centers.appoint(user_id=user, post_id=post.id, starts=town.start, seconded_from=lender).id
    town.users["lent"] = user
    return town


def pages(browser: Client) -> Iterator[tuple[str, str]]:
    """Yield every page without a matter's number in its address, as this reader sees it."""
    addresses = ["/", "/?place=370502", "/desk/", *(f"/desk/?duty={duty}" for duty in DUTIES), "/looks/", "/looks/?odd=1", "/window/"]
    addresses += [f"/search/{part}?q={word}" for part in ("", "palette/") for word in ("东西", "收了 办事", "天花板")]
    addresses += [
        f"/regions/{code}{part}" for code in ("", "3705/", "370502/", "370502001/") for part in ("", "centers/") if code or not part
    ]
    for address in addresses:
        answer = browser.get(address)
        yield address, f"{answer.status_code} {_CHANGING.sub('', answer.content.decode())}"


def lists(token: str) -> Iterator[tuple[str, bytes]]:
    """Yield every list of the API as this token's post sees it."""
    browser = Client(headers={"authorization": f"Bearer {token}"})
    for address in ["/api/v1/matters/counts", *(f"/api/v1/matters?duty={duty}" for duty in DUTIES), "/api/v1/matters?duty=area&state=open"]:
        answer = browser.get(address)
        yield address, f"{answer.status_code}".encode() + answer.content


def seen_by(who: str, town, signed_in) -> dict[str, object]:
    """Return everything somebody can see without naming a matter."""
    seen = dict(pages(signed_in(who)))
    token = issue_token(name=f"{who} {uuid4()}"[:60], appointment=town.appointments[who], scopes=[Scope.MATTERS_READ], at=now())
    return {**seen, **dict(lists(token.secret))}


def accuse(town, unit: str):
    """Bring an accusation as somebody from outside, and have it looked at and worked on above."""
    said = {"channel": "web", "nature": "accusation", "narrative": "收了东西不办事。", "accused_units": (town.units[unit],)}
    return bring(town, "person", at=now() - timedelta(hours=1), **said)


@pytest.mark.parametrize(("unit", "concerned"), [("housing", HOUSING), ("370502", (*BELOW_COUNTY, "lent"))])
def test_nothing_anybody_concerned_can_see_changes(unit, concerned, town, signed_in) -> None:
    bring(town, at=now() - timedelta(hours=2))
    before = {who: seen_by(who, town, signed_in) for who in concerned}
    number = accuse(town, unit).number
    looked = 0
    for who in ("discipline_city_officer", "city"):
        with contextlib.suppress(Refused):
            reveal(number=number, actor=town.actor(who), reason="verify", at=now())
            looked += 1
    assert looked, "somebody above works on it"
    for who in concerned:
        after = seen_by(who, town, signed_in)
        differing = [address for address in after if after[address] != before[who][address]]
        assert differing == [], (who, differing)


@pytest.mark.parametrize(("unit", "concerned"), [("housing", HOUSING), ("370502", ("clerk", "county", "township", "village", "auditor"))])
def test_naming_it_sounds_as_if_there_were_none(unit, concerned, town, signed_in) -> None:
    number = accuse(town, unit).number
    own = bring(town, at=now() - timedelta(hours=2)).number
    missing = str(numbers.fresh(county="370502", at=now()))
    for who in concerned:
        browser = signed_in(who)
        for path in ("", "why/", "ledger/", "receipt/", "acts/note/", "acts/reveal/", f"files/{uuid4()}/"):
            answers = {n: browser.get(f"/matters/{n}/{path}") for n in (number, missing)}
            assert {(a.status_code, a.content.decode().replace(n, "N")) for n, a in answers.items()} == {
                (404, answers[missing].content.decode().replace(missing, "N"))
            }, (who, path)
        posted = [browser.post(f"/matters/{n}/acts/{act}/", {}).status_code for n in (number, missing) for act in ("note", "urge", "chase")]
        assert set(posted) == {404}, who
        for named in ({"merge": "master"}, {"link": "other"}):
            ((act_code, field),) = named.items()
            told = []
            for n in (number, missing):
                with pytest.raises(Refused) as refused:
                    do(town, own, act_code, who, at=now(), **{field: n})
                told.append((refused.value.code, refused.value.field, str(refused.value.values).replace(n, "N")))
            assert told[0] == told[1], (who, act_code)

"""Closed by default: every address has a line in the table, and each is tried as a stranger and as every member of the cast."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import bring
from yiwang.centers.domain.words import Role
from yiwang.web.access_table import GATES, ROLES, Gate
from yiwang.web.middleware import NOT_OURS

pytestmark = pytest.mark.django_db

UUID = "00000000-0000-7000-8000-000000000000"
SAMPLES = {"name": "kind", "act": "note", "code": "370502", "county": "370502", "key": "no-such-key", "center": 1, "window": 1}
SAMPLES["event"] = "order_new"
SAMPLES |= dict.fromkeys(("file_id", "notice", "draft", "ticket", "report", "meeting", "message"), UUID)
SAMPLES |= {"no": 1, "run": UUID, "export": UUID, "view": 1}
SAMPLES |= {"unit": 1, "user": 1, "item": 1, "article": 1, "template": 1, "deed": "rename", "kind": "clocks", "version": "statutory-2026"}
SAMPLES |= {"appointment": 1, "substitution": 1}


def addresses(patterns: list) -> dict[str, set[str]]:
    """Return the names of all addresses that are ours, each with the names of its parameters."""
    found: dict[str, set[str]] = {}
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if f"/{pattern.pattern}" != NOT_OURS:
                found |= addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found[pattern.name or str(pattern.pattern)] = set(pattern.pattern.converters)
    return found


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    assert set(addresses(get_resolver().url_patterns)) == set(GATES)


def test_strangers_meet_only_the_sign_in(town) -> None:
    number = bring(town).number
    for name, parameters in addresses(get_resolver().url_patterns).items():
        values = {p: SAMPLES.get(p, number) for p in parameters}
        answer = Client().get(reverse(name, kwargs=values))
        if GATES[name] is Gate.EVERYBODY:
            assert answer.status_code in (200, 302, 404, 405, 503), name
            assert "/sign-in/" not in answer.headers.get("Location", ""), name
        else:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/sign-in/?next="), name
        if name.startswith("follow_"):
            assert answer.status_code in (302, 404, 405), name


@pytest.mark.parametrize("who", ["clerk", "county", "housing_handler", "mediator", "grid_worker", "auditor", "system_admin", "security"])
def test_roles_pass_their_gates_and_no_other(who, town, signed_in) -> None:
    number = bring(town).number
    browser, role = signed_in(who), Role(town.actor(who).role)
    for name, parameters in addresses(get_resolver().url_patterns).items():
        gate = GATES[name]
        if gate not in ROLES or role in ROLES[gate]:
            continue
        values = {p: SAMPLES.get(p, number) for p in parameters}
        assert browser.get(reverse(name, kwargs=values)).status_code == 404, name
        assert browser.post(reverse(name, kwargs=values)).status_code in (404, 405), name


def test_a_matter_outside_ones_tree_does_not_exist(town, signed_in) -> None:
    number = bring(town).number
    assert signed_in("county").get(f"/matters/{number}/").status_code == 200
    for who in ("other_county", "housing_handler", "neighbour_township"):
        browser = signed_in(who)
        for path in ("", "why/", "ledger/", "receipt/", "acts/accept/", f"files/{UUID}/"):
            assert browser.get(f"/matters/{number}/{path}").status_code == 404, (who, path)

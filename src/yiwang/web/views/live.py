"""The door to the live stream: a page asks what it may hear, and gets a ticket for a minute, or the news themselves where no stream is."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.live import queries as live
from yiwang.live.domain import news, tickets
from yiwang.matters import access
from yiwang.matters.domain import topics
from yiwang.matters.queries import seen
from yiwang.reception import access as reception
from yiwang.reception.domain.words import hall_topic
from yiwang.web.posts import NAME_KEY
from yiwang.web.presenters.marks import english

MOST_MATTERS = 4
"""Of one page."""


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What a page asked to hear and may."""

    topics: dict[str, str]
    rights: access.Standing
    shared: tuple[str, ...]
    versions: dict[str, int]
    """Of the matters, as they stand now."""


def _grant(request: HttpRequest) -> Grant:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    wanted = request.GET.getlist("on")[:20]
    stands = access.standing(actor, centers.net(at))
    granted: dict[str, str] = {}
    if "queue" in wanted:
        granted |= {topics.of_unit(unit): "queue" for unit in stands.own}
    if "area" in wanted and stands.supervised:
        granted[topics.of_area(stands.supervised)] = "area"
    if "notice" in wanted and actor.user is not None:
        granted[news.user_topic(actor.user)] = "notice"
    if "hall" in wanted:
        granted |= _hall(actor, at)
    asked = [text.removeprefix("matter:")[:40] for text in wanted if text.startswith("matter:")][:MOST_MATTERS]
    versions = seen.versions(typed=asked, actor=actor, at=at)
    shared = tuple(topics.of_matter(number) for number in versions)
    return Grant(topics=granted | {topic: topic for topic in shared}, rights=stands, shared=shared, versions=versions)


def _hall(actor: Actor, at: datetime) -> dict[str, str]:
    """Return the topic of the hall in which somebody works, nothing where there is none."""
    try:
        return {hall_topic(reception.hall_of(actor, at)): "hall"}
    except Refused:
        return {}


@require_GET
def ticket(request: HttpRequest) -> HttpResponse:
    """Give a page a ticket for what it asked to hear, as far as its reader may, and say where the stream is."""
    grant, at, role = _grant(request), now(), Role(request.actor.role)  # type: ignore[attr-defined]
    stream = _stream(request)
    signed = tickets.sign(
        tickets.Ticket(
            topics=grant.topics,
            rights=msgspec.to_builtins(grant.rights),
            who=tickets.Who(
                user=request.actor.user or 0,  # type: ignore[attr-defined]
                name=request.session.get(NAME_KEY, ""),
                post=role.en if english() else role.zh,
            ),
            shared=grant.shared,
            origin=f"{request.scheme}://{request.get_host()}",
            until=at.timestamp() + tickets.LIFE,
        ),
        key=settings.SECRET_KEY.encode(),
    )
    return JsonResponse({"ticket": signed if stream else "", "stream": stream, "now": at.timestamp(), "versions": grant.versions})


@require_GET
def poll(request: HttpRequest) -> HttpResponse:
    """Tell what happened since: for pages that cannot reach the stream."""
    grant = _grant(request)
    admits: news.Admits = import_string(import_string(settings.LIVE_ADMITS))
    told = live.news_since(
        topics=grant.topics, rights=msgspec.to_builtins(grant.rights), since=news.since(request.GET.get("after", "")[:40]), admits=admits
    )
    answer: dict[str, Any] = msgspec.to_builtins(told)
    return JsonResponse({**answer, "versions": grant.versions})


def _stream(request: HttpRequest) -> str:
    """Return the address of the stream as this page reaches it, "" when there is none."""
    address = settings.LIVE
    if not address.startswith(":"):
        return address
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return f"{request.scheme}://{f'[{host}]' if ':' in host else host}{address}/"

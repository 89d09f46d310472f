"""What every page needs to know of its reader: language, size of type, name, post, and where they may go."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.audit import queries as audit
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sample, sql
from yiwang.infra.clock import now
from yiwang.notices import queries as notices
from yiwang.notices.queries.inbox import MOST
from yiwang.reports import queries as reports
from yiwang.reports.access import SIGNING
from yiwang.web.access_table import GATES, first_page, passes
from yiwang.web.navigation import PLACES
from yiwang.web.posts import NAME_KEY, POST_KEY, held, place_of
from yiwang.web.presenters.deeds import KEYS, deed_name
from yiwang.web.presenters.drawn import Drawn
from yiwang.web.presenters.marks import english, icon_svg
from yiwang.web.presenters.reports import Alert

SIZE_COOKIE = "size"


class NavItem(Drawn):
    """One line of the side navigation."""

    def __init__(
        self,
        *,
        href: str,
        label: str,
        icon: str,
        current: bool = False,
        count: int | str | None = None,
        alert: bool = False,
        go: str = "",
    ) -> None:
        self.href, self.label, self.current, self.count, self.alert = href, label, current, count, alert
        self.go = go
        self.icon: SafeString = icon_svg(icon)

    @property
    def html(self) -> SafeString:
        """The line, drawn at once: a page of the desk has thirty of them."""
        tone = " badge-red" if self.alert else " badge-brand" if self.current else ""
        count = "" if self.count is None else f'<span class="badge{tone}">{self.count}</span>'
        more = (f' data-go="{self.go}"' if self.go else "") + (' aria-current="page"' if self.current else "")
        return SafeString(f'<a href="{escape(self.href)}"{more}>{self.icon}{escape(self.label)}{count}</a>')


class News(Drawn):
    """What is new to the reader."""

    def __init__(self, unread: notices.Unread) -> None:
        self.count, self.urgent = unread.count, unread.urgent
        self.shown = f"{MOST}+" if unread.count > MOST else str(unread.count)


class NavGroup(Drawn):
    """A titled group of lines."""

    def __init__(self, title: str, items: list[NavItem]) -> None:
        self.title, self.items = title, items


def named(name: str) -> SafeString:
    """Draw a proper name, whose language is Chinese on every page."""
    return format_html('<span lang="zh-CN">{}</span>', name)


class Way(NamedTuple):
    """A place of the navigation in one language, with its address."""

    name: str
    href: str
    label: str
    icon: str
    also: tuple[str, ...]
    go: str
    unless: tuple[str, ...]
    under: str


@lru_cache(maxsize=4)
def _places(lang: str) -> tuple[Way, ...]:
    """Return the places of the side, worded and addressed once per language."""
    return tuple(
        Way(place.name, reverse(place.name), str(place.label), place.icon, place.also, place.go, place.unless, place.under)
        for place in PLACES
        if not place.in_head
    )


@lru_cache(maxsize=4)
def _dialogs(lang: str) -> SafeString:
    """Draw what every page of the staff carries unseen, once per language."""
    return render_to_string("yiwang/staff/dialogs.html", {"keys": [(key, deed_name(act)) for act, key in KEYS.items()]})


class Face(Drawn):
    """The reader's side of a page; everything is looked up only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def lang(self) -> str:
        """The language of the page as HTML names it."""
        return "en" if english() else "zh-CN"

    @property
    def size(self) -> str:
        """Size of type: "", "large" or "largest"."""
        size = self._request.COOKIES.get(SIZE_COOKIE, "")
        return size if size in ("large", "largest") else ""

    @cached_property
    def _house(self) -> str:
        try:
            return settings.INSTALLATION_NAME or centers.house()
        except DatabaseError:  # the page that says so is drawn without a database
            return ""

    @property
    def place(self) -> str:
        """The name of the installation: as set, else its own main center's."""
        return self._house or _("综治中心")

    @property
    def sign(self) -> SafeString:
        """The name over the door, marked as Chinese: a name is not translated."""
        return named(self._house) if self._house else SafeString(self.place)

    @cached_property
    def sample(self) -> bool:
        """Whether what is shown is a labelled sample: every page says so."""
        try:
            return sample.label() is not None
        except DatabaseError:
            return False

    @property
    def name(self) -> str:
        """The name of the signed-in person."""
        return self._request.session.get(NAME_KEY, "")

    @property
    def initial(self) -> str:
        """The first character of the name, for the round badge."""
        return self.name[:1]

    @cached_property
    def _current(self) -> dict[str, Any]:
        chosen = self._request.session.get(POST_KEY)
        return next((p for p in self._held if p["id"] == chosen), {"label": "", "unit": ""})

    @cached_property
    def _held(self) -> list[dict[str, Any]]:
        """The posts of the signed-in person as they are this moment: an appointment or a substitution needs no new sign-in."""
        user = self._request.session.get(SESSION_KEY)
        return held(int(user), now()) if user else []

    @property
    def post(self) -> str:
        """The post acted under, as a line."""
        actor = getattr(self._request, "actor", None)
        if actor is None:
            return ""
        role = Role(actor.role)
        name = role.en if english() else role.zh
        absent = self._current.get("instead_of")
        return f"{name} · {_('代 %(name)s') % {'name': absent}}" if absent else name

    @property
    def unit_sign(self) -> SafeString:
        """The name of the unit acted for."""
        return named(self._current["unit"]) if self._current["unit"] else self.sign

    @property
    def posts(self) -> list[dict[str, Any]]:
        """The person's posts when there are several, the current one marked."""
        posts = self._held
        chosen = self._request.session.get(POST_KEY)
        return [{**post, "current": post["id"] == chosen} for post in posts] if len(posts) > 1 else []

    @property
    def home(self) -> str:
        """The first page of this reader."""
        return reverse(first_page(getattr(self._request, "actor", None)))

    @property
    def handles(self) -> bool:
        """Whether the reader's post handles matters."""
        return passes(GATES["find"], getattr(self._request, "actor", None), signed_in=True)

    def _odd_looks(self, actor: Actor) -> str:
        """How many odd looks are new to the audit officer, "" for none."""
        count = audit.odd_unseen(user=actor.user, place=place_of(actor, now())) if actor.user is not None else 0
        return f"{audit.MOST}+" if count > audit.MOST else str(count or "")

    @cached_property
    def told(self) -> bool:
        """Whether the reader is somebody who can be told something."""
        return getattr(getattr(self._request, "actor", None), "user", None) is not None

    @property
    def signs(self) -> bool:
        """Whether the reader may be asked to sign for an immediate report."""
        return self.told and self._request.actor.role in SIGNING  # type: ignore[attr-defined]

    @cached_property
    def _waits(self) -> tuple[notices.Unread, list[reports.Waiting]]:
        """What waits for the reader, at the bell and above the page: one statement on every page."""
        actor, at = self._request.actor, now()  # type: ignore[attr-defined]
        question = reports.waiting_asked(actor=actor, at=at)
        if question is None:
            return notices.unread(user=actor.user), []
        (unread,), waiting = sql.together(notices.unread_asked(user=actor.user), question)
        return unread, reports.asked_of(waiting, actor=actor, at=at)

    @cached_property
    def news(self) -> News:
        """What is new at the bell."""
        return News(self._waits[0])

    @property
    def alerts(self) -> list[Alert]:
        """What waits for the reader's signature at this moment."""
        return [Alert(row, now()) for row in self._waits[1]]

    @property
    def on_messages(self) -> bool:
        """Whether the reader is looking at the messages."""
        match = self._request.resolver_match
        return match is not None and match.url_name == "messages"

    @property
    def dialogs(self) -> SafeString:
        """The list of keys and the command palette, the same for everybody who reads one language."""
        return _dialogs(self.lang)

    def _may_go(self, place: str) -> bool:
        actor = getattr(self._request, "actor", None)
        return passes(GATES[place], actor, signed_in=actor is not None)

    @cached_property
    def nav(self) -> list[NavGroup]:
        """Where this reader may go from here."""
        here = self._request.resolver_match.url_name if self._request.resolver_match else ""
        actor = getattr(self._request, "actor", None)
        items = [
            NavItem(href=place.href, label=place.label, icon=place.icon, current=here in (place.name, *place.also), go=place.go)
            for place in _places(self.lang)
            if here not in place.unless and self._may_go(place.name) and not (place.under and self._may_go(place.under))
        ]
        if actor and self._may_go("looks") and (news := self._odd_looks(actor)):
            odd = NavItem(href=f"{reverse('looks')}?odd=1", label=_("异常查看"), icon="alert-triangle", count=news, alert=True)
            items.insert(next(i for i, item in enumerate(items) if item.href == reverse("looks")) + 1, odd)
        on_desk = here in ("desk", "matter", "matter_act", "matter_why", "matter_ledger")
        return [NavGroup(_("去往") if on_desk else "", [item for item in items if not (here == "desk" and item.href == reverse("desk"))])]


def face(request: HttpRequest) -> dict[str, Face]:
    """Context processor: `face` in every template."""
    return {"face": Face(request)}

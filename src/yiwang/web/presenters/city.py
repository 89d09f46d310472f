"""The city alive: what was brought and settled here in the last month, by day and by place, in counts and never in names."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.centers import queries as centers
from yiwang.picture import indicators
from yiwang.picture import queries as picture
from yiwang.picture.indicators import Indicator
from yiwang.picture.queries import Numbers, Picture, Place
from yiwang.web.presenters.marks import english, grouped

DAYS = 30
"""How many days the page looks back, today included."""
PUBLIC_DEPTH = 6
"""Places down to these many digits can be opened on the public page; their children are listed."""
_STEP, _BAR, _HEIGHT = 20, 8, 96
SHOWN = (indicators.ON_TIME, indicators.SOLVED, indicators.SATISFIED)
"""The rates of the page."""


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of the page."""

    label: str
    value: str
    note: str = ""


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One place below, with a link where it can be opened."""

    name: str
    href: str
    registered: int
    closed: int
    open: int
    late: int


class City(msgspec.Struct, frozen=True, kw_only=True):
    """What the first page shows of one place."""

    name: str
    code: str
    up: str
    tiles: tuple[Tile, ...]
    basis: tuple[str, ...]
    """How the figures are counted, a sentence each."""
    chart: SafeString
    rows: tuple[PlaceRow, ...]


def city(*, code: str, today: date) -> City | None:
    """Return the picture of a place for the public page; "" is the installation's own. None where nothing is counted or shown."""
    top = centers.seat()
    place = code or top
    if not place or not place.startswith(top) or len(place) > max(PUBLIC_DEPTH, len(top)):
        return None
    found = picture.at(region=place, first=today - timedelta(days=DAYS - 1), last=today)
    if found is None:
        return None
    up = f"{reverse('home')}?place={place[: 2 if len(place) == 4 else 4]}" if len(place) > len(top) else ""
    return City(
        name=found.place.name,
        code=place,
        up=up,
        tiles=_tiles(found),
        basis=_basis(),
        chart=_chart(found),
        rows=tuple(map(_row, _busiest(found.children))),
    )


def _busiest(places: tuple[Place, ...]) -> list[Place]:
    """Places where something was counted, most first: a zone without a matter tells nothing."""
    counted = [p for p in places if p.period["registered"] or p.stock["open"]]
    return sorted(counted, key=lambda p: (-p.period["registered"], p.code))


def _row(place: Place) -> PlaceRow:
    href = f"{reverse('home')}?place={place.code}" if len(place.code) <= PUBLIC_DEPTH else ""
    return PlaceRow(
        name=place.name,
        href=href,
        registered=place.period["registered"],
        closed=place.period["closed"],
        open=place.stock["open"],
        late=place.stock["late"],
    )


def _tiles(found: Picture) -> tuple[Tile, ...]:
    period, stock, today = found.place.period, found.place.stock, found.days[-1][1]
    return (
        Tile(label=_("今天登记"), value=grouped(today["registered"]), note=_("办结 %(n)s") % {"n": grouped(today["closed"])}),
        Tile(label=_("正在办理"), value=grouped(stock["open"]), note=_("其中超期 %(n)s") % {"n": grouped(stock["late"])}),
        Tile(label=_("近 30 天办结"), value=grouped(period["closed"]), note=_("登记 %(n)s") % {"n": grouped(period["registered"])}),
        *(_rate(indicator, period) for indicator in SHOWN),
    )


def _rate(indicator: Indicator, period: Numbers) -> Tile:
    """Return a rate with its numerator and denominator, so that nobody has to believe it."""
    value = indicator.of(period)
    return Tile(label=_name(indicator), value=value.percent, note=f"{grouped(value.part)} / {grouped(value.whole)}")


def _name(indicator: Indicator) -> str:
    return indicator.en if english() else indicator.zh


def _basis() -> tuple[str, ...]:
    """Return how the page's figures are counted: those of the rates as they are defined, and what no figure contains."""
    told = [f"{_name(each)}: {each.basis_en}." if english() else f"{_name(each)}：{each.basis_zh}。" for each in SHOWN]
    return (_("登记、办结按发生当天计，重新办理后再办结的再计一次。"), *told, indicators.LEFT_OUT[english()] + ("." if english() else "。"))


def _chart(found: Picture) -> SafeString:
    """Return the days as bars, registered beside closed; drawn in the page, without a script."""
    most = max((max(n["registered"], n["closed"]) for _day, n in found.days), default=0) or 1
    bars = format_html_join(
        "",
        '<g><title>{}</title><rect class="in-bar" x="{}" y="{}" width="{}" height="{}"></rect>'
        '<rect class="out-bar" x="{}" y="{}" width="{}" height="{}"></rect></g>',
        (_bars(index * _STEP, day, numbers, most) for index, (day, numbers) in enumerate(found.days)),
    )
    first, last = found.days[0][0], found.days[-1][0]
    width = len(found.days) * _STEP
    return format_html(
        '<svg class="days" role="img" aria-label="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>'
        '<p class="days-x small muted"><span>{}</span><span>{}</span><span>{}</span></p>',
        _("近 30 天每天的登记数和办结数"),
        width,
        _HEIGHT,
        bars,
        f"{first:%m-%d}",
        _("单日最多 %(n)s") % {"n": grouped(most)},
        f"{last:%m-%d}",
    )


def _bars(x: int, day: date, numbers: Numbers, most: int) -> tuple[object, ...]:
    registered, closed = (round(numbers[name] / most * (_HEIGHT - 4)) for name in ("registered", "closed"))
    told = _("%(day)s 登记 %(a)s，办结 %(b)s") % {"day": f"{day:%m-%d}", "a": numbers["registered"], "b": numbers["closed"]}
    return (told, x + 1, _HEIGHT - registered, _BAR, registered, x + 1 + _BAR + 1, _HEIGHT - closed, _BAR, closed)

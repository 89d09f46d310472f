"""Tags of the house: icons from the sprite, addresses of our own assets, the neutral mark."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from yiwang.web.presenters import marks
from yiwang.web.presenters.marks import MARK, asset_url, icon_svg

register = template.Library()


@register.simple_tag
def icon(name: str, cls: str = "") -> SafeString:
    """Draw an icon of the sprite; it is decoration, the word stands beside it."""
    return icon_svg(name, cls)


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of one of our own static files."""
    return asset_url(path)


@register.filter
def grouped(number: int) -> str:
    """Write a count with its thousands apart."""
    return marks.grouped(number)


@register.simple_tag
def mark() -> SafeString:
    """Draw the neutral mark of the product (no emblem: their use is regulated)."""
    return SafeString(MARK)

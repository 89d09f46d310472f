"""Tags of the house: icons from the sprite, addresses of our own assets, the neutral mark; and Django's own made cheap where they say
something fixed, which is nearly everywhere: a page of the staff has a hundred and twenty of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from html import escape
from typing import Any

from django import template
from django.template import defaulttags
from django.template.base import Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from yiwang.web.presenters import marks
from yiwang.web.presenters.marks import MARK, asset_url, icon_svg

register = template.Library()


class Fixed(template.Node):
    """What a tag with fixed words draws: nothing of the page is looked up for it."""

    def __init__(self, draw: Callable[[], str]) -> None:
        self._draw = draw

    def render(self, context: Context) -> str:
        """Draw it."""
        return self._draw()


def _fixed(token: Token, *, most: int) -> list[str] | None:
    """Return the words of a tag, None when it says anything but up to `most` quoted words."""
    words = token.split_contents()[1:]
    quoted = all(len(word) > 1 and word[0] in "\"'" and word[-1] == word[0] and "\\" not in word for word in words)
    return [word[1:-1] for word in words] if words and len(words) <= most and quoted else None


@lru_cache(maxsize=4096)
def _said(msgid: str, language: str | None) -> SafeString:
    """Return fixed words in the language that is spoken now, once per language."""
    return SafeString(gettext(msgid).replace("%%", "%"))


@lru_cache(maxsize=256)
def _address(name: str, prefix: str | None) -> str:
    """Return the address of a page that takes no arguments."""
    return escape(reverse(name))


@register.tag
def translate(parser: Parser, token: Token) -> Any:
    """Say words in the reader's language; anything but one fixed text is Django's own tag."""
    words = _fixed(token, most=1)
    if words is None:
        return i18n.do_translate(parser, token)  # type: ignore[attr-defined]
    msgid = words[0].replace("%", "%%")
    return Fixed(lambda: _said(msgid, get_language()))


@register.tag
def url(parser: Parser, token: Token) -> Any:
    """Return the address of a page; with arguments it is Django's own tag."""
    words = _fixed(token, most=1)
    return defaulttags.url(parser, token) if words is None else Fixed(lambda: _address(words[0], get_script_prefix()))


register.simple_tag(icon_svg, name="icon")
_any_icon = register.tags["icon"]


@register.tag
def icon(parser: Parser, token: Token) -> Any:
    """Draw an icon of the sprite; it is decoration, the word stands beside it."""
    words = _fixed(token, most=2)
    return _any_icon(parser, token) if words is None else Fixed(partial(icon_svg, *words))


@register.tag
def asset(parser: Parser, token: Token) -> Any:
    """Return the address of one of our own static files."""
    words = _fixed(token, most=1)
    if words is None:
        raise template.TemplateSyntaxError("asset takes one quoted path")
    return Fixed(lambda: escape(asset_url(words[0])))


@register.filter
def grouped(number: int) -> str:
    """Write a count with its thousands apart."""
    return marks.grouped(number)


@register.simple_tag
def mark() -> SafeString:
    """Draw the neutral mark of the product (no emblem: their use is regulated)."""
    return SafeString(MARK)

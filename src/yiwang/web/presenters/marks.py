"""Small drawn things made once and reused: icons, state tags, deadline meters."""

from __future__ import annotations

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from yiwang.matters.domain.words import Labelled, OrderState, State

MARK = (
    '<svg viewBox="0 0 28 28" aria-hidden="true"><rect x="1" y="1" width="12" height="12" rx="3" fill="currentColor" opacity=".95"/>'
    '<rect x="15" y="1" width="12" height="12" rx="3" fill="currentColor" opacity=".45"/>'
    '<rect x="1" y="15" width="12" height="12" rx="3" fill="currentColor" opacity=".45"/>'
    '<circle cx="21" cy="21" r="6" fill="currentColor" opacity=".95"/></svg>'
)

STATE_MARKS: dict[State, tuple[str, str]] = {
    State.REGISTERED: ("st-pending", "inbox"),
    State.ACCEPTED: ("st-assign", "arrows-split-2"),
    State.HANDLING: ("st-doing", "progress"),
    State.VERIFYING: ("st-verify", "clipboard-check"),
    State.CLOSED: ("st-done", "circle-check"),
    State.ARCHIVED: ("st-done", "stack-2"),
    State.DECLINED: ("st-back", "arrow-back-up"),
    State.WITHDRAWN: ("st-back", "arrow-back-up"),
    State.MERGED: ("st-back", "git-merge"),
    State.TRANSFERRED: ("st-back", "send"),
}
ORDER_MARKS: dict[OrderState, tuple[str, str]] = {
    OrderState.SENT: ("st-pending", "inbox"),
    OrderState.RECEIVED: ("st-doing", "progress"),
    OrderState.CONTESTED: ("tag-amber", "message-2-exclamation"),
    OrderState.REPORTED: ("st-verify", "clipboard-check"),
    OrderState.REWORK: ("tag-amber", "repeat"),
    OrderState.CONFIRMED: ("st-done", "circle-check"),
    OrderState.UPHELD: ("st-back", "arrow-back-up"),
    OrderState.CANCELLED: ("st-back", "x"),
}


@lru_cache(maxsize=256)
def asset_url(path: str) -> str:
    """Return the address of one of our own static files; remembered, since the manifest does not change while we run."""
    return static(f"yiwang/{path}")


@lru_cache(maxsize=512)
def icon_svg(name: str, cls: str = "") -> SafeString:
    """Draw the icon of that name as decoration."""
    classes = f"i {cls}".strip()
    return SafeString(f'<svg class="{classes}" aria-hidden="true"><use href="{asset_url("vendor/icons/sprite.svg")}#i-{name}"/></svg>')


def grouped(number: int) -> str:
    """Return a count with its thousands apart: 1,234."""
    return f"{number:,}"


def english() -> bool:
    """Say whether the reader chose English."""
    return (get_language() or "").startswith("en")


def label(word: Labelled) -> str:
    """Return the word's label in the reader's language."""
    return word.en if english() else word.zh


@lru_cache(maxsize=512)
def _tag(classes: str, icon: str, text: str) -> SafeString:
    return SafeString(f'<span class="tag {classes}">{icon_svg(icon)}{escape(text)}</span>')


def state_tag(state: str, extra: str = "") -> SafeString:
    """Draw a matter's state: icon, word and colour together."""
    word = State(state)
    classes, icon = STATE_MARKS[word]
    return _tag(f"{classes} {extra}".strip(), icon, label(word))


def order_tag(state: str) -> SafeString:
    """Draw an order's state."""
    word = OrderState(state)
    classes, icon = ORDER_MARKS[word]
    return _tag(classes, icon, label(word))


def plain_tag(text: str, icon: str = "", tone: str = "tag-plain") -> SafeString:
    """Draw a neutral tag beside a state."""
    return _tag(tone, icon, text) if icon else SafeString(f'<span class="tag {tone}">{escape(text)}</span>')


def due_meter(text: str, pct: int, level: str) -> SafeString:
    """Draw a deadline: text first; the bar is decoration in steps of five. Level is "", "soon", "late" or "stop"."""
    icon = {"late": "alarm", "soon": "clock-exclamation", "stop": "player-pause"}.get(level, "clock")
    step = max(0, min(100, 5 * round(pct / 5)))
    classes = f"due is-{level}" if level else "due"
    return SafeString(
        f'<span class="{classes}"><span class="due-t">{icon_svg(icon, "i-s")}{escape(text)}</span>'
        f'<span class="due-b" aria-hidden="true"><i data-pct="{step}"></i></span></span>'
    )

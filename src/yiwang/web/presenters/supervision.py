"""What comes from above, as the pages draw it: cards and their ladder, listing, conferences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yiwang.matters.domain.case import Card, Case
from yiwang.web.presenters.marks import plain_tag
from yiwang.web.presenters.names import Names

_LEVELS = ("reminder", "yellow", "red")
UNANSWERED = frozenset({"open", "lapsed"})


def level_word(level: str) -> str:
    """Return what a level of the ladder is called."""
    return {"reminder": _("提醒"), "yellow": _("黄牌"), "red": _("红牌")}.get(level, level)


def level_tag(level: str) -> SafeString:
    """Draw a level of the ladder: always icon and word beside the colour."""
    return plain_tag(level_word(level), "urgent", f"tag-{level}" if level == "yellow" else "tag-red")


def flags_from_above(case: Case) -> list[SafeString]:
    """Draw the gravest unanswered card and the listing, if there are any."""
    level = max((c.level for c in case.cards.values() if c.state in UNANSWERED), key=_LEVELS.index, default="")
    flags = [plain_tag(level_word(level), "urgent", "tag-red")] if level else []
    words = {"listed": _("挂牌督办"), "proposed": _("提请挂牌")}
    if case.listing and case.listing.state in words:
        flags.append(plain_tag(words[case.listing.state], "urgent", "tag-red" if case.listing.state == "listed" else "tag-plain"))
    return flags


def parts_from_above(case: Case, names: Names) -> Iterator[tuple[str, str, str]]:
    """Yield what waits because of somebody above: (key, title, detail)."""
    for key, card in case.cards.items():
        if card.state in UNANSWERED:
            title = _("督办（%(level)s）：%(unit)s") % {"level": names.word("card_levels", card.level), "unit": names.unit(card.unit)}
            yield key, title, sent_by(card, names)
    for key, conference in case.conferences.items():
        if conference.state == "called":
            title = _("会商：%(unit)s") % {"unit": names.unit(conference.by_unit)}
            yield key, title, "、".join(names.unit(unit) for unit in conference.units)


def sent_by(card: Card, names: Names) -> str:
    """Say who sent a card, whether by rule, and to whom it has risen."""
    said = names.unit(card.by_unit) + (_("，按规则发出") if card.by_rule else "")
    return said + (_("；逾期未回复，已提到 %(unit)s") % {"unit": names.unit(card.above)} if card.above else "")

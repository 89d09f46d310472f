"""The table of who is told of what: every line names something that exists."""

from __future__ import annotations

from string import Formatter

from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.news import BY_ACT, BY_ACT_TO_PERSON, BY_LIMIT, BY_WAIT
from yiwang.matters.queries.queues import WAITING
from yiwang.notices.domain.kinds import KINDS, Group

STAFF = [*BY_WAIT.values(), *BY_LIMIT.values(), *(news for some in BY_ACT.values() for news in some)]


def test_every_line_tells_a_kind_for_staff_and_every_kind_for_a_person_is_one() -> None:
    assert {KINDS[news.kind].group for news in STAFF} <= set(Group) - {Group.PERSON}
    assert {KINDS[kind].group for kind in BY_ACT_TO_PERSON.values()} == {Group.PERSON}
    assert set(BY_ACT) | set(BY_ACT_TO_PERSON) <= set(Act)
    assert set(BY_WAIT) <= set(WAITING)


def test_no_post_is_asked_twice_and_somebody_is_asked() -> None:
    for news in STAFF:
        asked = [role for some in news.roles for role in some]
        assert len(asked) == len(set(asked)) > 0, news.kind


def test_sentences_name_the_values_their_kind_gives_and_no_others() -> None:
    for code, kind in KINDS.items():
        for text in (kind.zh, kind.en):
            assert {name for _, name, _, _ in Formatter().parse(text) if name} == set(kind.values), code

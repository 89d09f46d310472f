"""What the sample says: every template can be filled, every theme is filed and led."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.console.demo.rehearsal import packs, places
from yiwang.console.demo.arrivals import HERE, Arrival
from yiwang.console.demo.assumptions import BadAssumptions, load, read
from yiwang.console.demo.crew import LEVEL_OF_LEAD
from yiwang.console.demo.dice import Dice
from yiwang.console.demo.grammar import expand, lettered, phrases, slots_used, templates, themes
from yiwang.console.demo.names import People
from yiwang.console.demo.telling import outcome_texts, tell

AT = datetime(2026, 11, 20, 10, 0, tzinfo=HERE)


def telling(theme: str, seed: int) -> object:
    found = places()
    return tell(
        Arrival(at=AT, theme=theme, channel="hotline"),
        village=found["370502001011"],
        town=found["370502001"],
        county=found["370502"],
        people=People(dice=Dice(seed, "people")),
        anonymous=False,
        dice=Dice(seed, theme),
    )


@pytest.mark.parametrize("theme", sorted(themes()))
def test_every_theme_is_told_and_answered_without_a_gap(theme: str) -> None:
    for seed in range(12):
        told = telling(theme, seed)
        for text in (told.title, told.narrative, *outcome_texts(told, dice=Dice(seed, "out"))):  # type: ignore[attr-defined,arg-type]
            assert text.strip()
            assert not set("[]{}|") & set(text), text
        assert len(told.title) <= 60  # type: ignore[attr-defined]
        assert told.person.name not in told.title  # type: ignore[attr-defined]


def test_every_theme_is_filed_under_a_category_of_that_nature() -> None:
    tree = packs()["categories"].body
    for name, theme in themes().items():
        node = tree.get(theme["category"])
        assert node is not None, name
        assert theme["nature"] in node.natures, name
        assert theme["lead"].partition(":")[0] in LEVEL_OF_LEAD, name


def test_every_slot_and_every_phrase_can_be_filled() -> None:
    told = telling("labour_wages", 1)
    assert slots_used() <= set(told.slots)  # type: ignore[attr-defined]
    for template in templates():
        assert not set("[]{}|") & set(expand(template, slots=told.slots, dice=Dice(1, template)))  # type: ignore[attr-defined]
    assert phrases()["contest"]["reason"]


def test_every_figure_has_a_note_and_shares_add_up() -> None:
    assert load().share("channels")["grid"] == 37
    with pytest.raises(BadAssumptions, match="needs a value and a note"):
        read("[size]\nmatters = { value = 3 }\n")
    with pytest.raises(BadAssumptions, match="add up"):
        read('[channels]\na = { value = 3, note = "x" }\n[natures]\n[disputes]\n')


def test_a_choice_with_a_letter_has_as_many_ways_everywhere_in_its_theme() -> None:
    ways: dict[tuple[str, str], set[int]] = {}
    for theme, letter, options in lettered():
        ways.setdefault((theme, letter), set()).add(options)
    assert {found: counts for found, counts in ways.items() if len(counts) > 1} == {}


def test_what_is_asked_for_is_what_is_answered() -> None:
    seen = set()
    for seed in range(40):
        told = telling("dibao", seed)
        result, reply = outcome_texts(told, dice=Dice(seed, "out"))  # type: ignore[arg-type]
        for word, other in (("低保", "临时救助"), ("临时救助", "低保")):
            if f"申请{word}" in told.title:  # type: ignore[attr-defined]
                seen.add(word)
                assert word in told.narrative and word in reply and other not in result + reply  # type: ignore[attr-defined]
    assert seen == {"低保", "临时救助"}


def test_the_address_is_where_the_text_says_it_is() -> None:
    for seed in range(20):
        told = telling("street_light", seed)
        assert told.address[:2] in told.narrative  # type: ignore[attr-defined]
        told = telling("fire_corridor", seed)
        assert told.address.partition(str(told.slots["block"]))[0] in told.narrative  # type: ignore[attr-defined]

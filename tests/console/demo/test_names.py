"""Made-up people belong to nobody and can be told apart from everything else."""

from __future__ import annotations

import phonenumbers
from stdnum.cn import ric

from tests.console.demo.rehearsal import city, places
from yiwang.console.demo.dice import Dice
from yiwang.console.demo.grammar import templates
from yiwang.console.demo.names import PARTY_GIVEN, STAFF_GIVEN, People, banned_names


def test_parties_and_staff_share_no_given_character() -> None:
    assert not set(PARTY_GIVEN) & set(STAFF_GIVEN)
    plan, _ = city()
    assert all(len(name) == 3 and not set(name[1:]) & set(PARTY_GIVEN) for name in plan.users.values())


def test_people_are_never_made_twice_and_stay_out_of_place_names() -> None:
    banned = banned_names([place.name for place in places().values()])
    people = People(dice=Dice(1, "people"), banned=banned)
    made = [people.person() for _ in range(3000)]
    assert len({p.name for p in made}) == len({p.phone for p in made}) == len({p.document for p in made}) == 3000
    everything = "\n".join([place.name for place in places().values()] + list(templates()))
    assert not [p.name for p in made if p.name in everything]


def test_phones_and_documents_read_well_and_belong_to_nobody() -> None:
    people = People(dice=Dice(2, "people"))
    for person in (people.person() for _ in range(200)):
        phone = phonenumbers.parse(person.phone, "CN")
        assert phonenumbers.is_valid_number(phone)
        assert person.phone[3:7] == "0000"
        assert ric.calc_check_digit(person.document) == person.document[-1]
        assert person.document[14:17] == "000", "the order number that is never given out"


def test_makers_side_by_side_never_meet() -> None:
    makers = [People(dice=Dice(3, "people", which), share=(which, 7)) for which in range(7)]
    made = [person for people in makers for person in (people.person() for _ in range(300))]
    assert len({p.phone for p in made}) == len(made)
    assert len({p.document for p in made}) == len(made)

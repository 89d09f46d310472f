"""Absence: who may stand in for whom, one step and no circle, officers apart; what blocks the absent one blocks the substitute."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import Town, bring, build_town, do, walk
from yiwang.audit import changes
from yiwang.centers import operations as centers
from yiwang.centers import queries, substitutes
from yiwang.centers.domain.words import Role
from yiwang.centers.models import Appointment
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters import queries as matters

WEEK = timedelta(days=7)


@pytest.fixture
def town() -> Town:
    return build_town()


def name(town: Town, absent: str, who: str, *, by: str = "", starts=None, ends=None) -> int:
    at = now()
    return substitutes.stand_in(
        by=town.actor(by or absent),
        appointment_id=town.appointments[absent],
        user_id=town.users[who],
        starts=starts or at,
        ends=ends or at + WEEK,
        reason="休假",
        at=at,
    )


def refused(town: Town, *args, **given) -> str:
    with pytest.raises(Refused) as refusal:
        name(town, *args, **given)
    return refusal.value.code


def test_a_substitute_acts_at_the_post_for_the_time_and_no_longer(town) -> None:
    made = name(town, "county", "clerk")
    actor = queries.actor(made, now() + timedelta(minutes=1))
    assert (actor.role, actor.user, actor.unit, actor.instead_of) == (
        Role.COORDINATOR,
        town.users["clerk"],
        town.units["370502"],
        town.users["county"],
    )
    assert queries.actor(made, now() + WEEK + timedelta(hours=1)) is None
    labels = [row.label for row in queries.appointments_of(town.users["clerk"], now() + timedelta(minutes=1))]
    assert labels[1].endswith("代 测试county")
    holders = {one.user for one in queries.holders_of(town.units["370502"], Role.COORDINATOR, now() + timedelta(minutes=1))}
    assert town.users["clerk"] in holders, "what is told to the post is told to the substitute"
    (row,) = changes.changes().changes
    assert (row.deed, row.after["substitute"]) == ("substitute", "测试clerk")


def test_who_names_one(town) -> None:
    assert refused(town, "housing_handler", "housing_second", by="labour_head") == "no_such_appointment"
    assert refused(town, "housing_handler", "housing_second", by="housing_second") == "no_such_appointment"
    assert refused(town, "housing_handler", "housing_second", by="system_admin") == "no_such_appointment"
    assert name(town, "housing_handler", "housing_second", by="housing_head")


def test_one_step_and_no_circle(town) -> None:
    made = name(town, "county", "county_second")
    assert refused(town, "county", "county") == "substitute_oneself"
    assert refused(town, "county", "clerk") == "substitute_taken"
    assert refused(town, "county_second", "county") == "substitute_circle"
    assert refused(town, "county_second", "clerk") == "substitute_busy"
    with pytest.raises(Refused, match="substitute_chain"):
        at = now()
        substitutes.stand_in(
            by=town.actor("county_second"), appointment_id=made, user_id=town.users["clerk"], starts=at, ends=at + WEEK, reason="", at=at
        )
    later = now() + 2 * WEEK
    assert name(town, "county_second", "county", starts=later, ends=later + WEEK), "at another time the other way round"


def test_for_how_long(town) -> None:
    at = now()
    assert refused(town, "county", "clerk", ends=at - timedelta(hours=1)) == "ends_before_start"
    assert refused(town, "county", "clerk", starts=at - 2 * WEEK) == "in_the_past"
    assert refused(town, "county", "clerk", ends=at + timedelta(days=91)) == "substitute_too_long"


@pytest.mark.parametrize(
    ("absent", "who"),
    [
        ("auditor", "county"),
        ("system_admin", "housing_handler"),
        ("county", "auditor"),
        ("housing_handler", "system_admin"),
        ("auditor", "security"),
        ("housing_head", "housing_handler"),
        ("housing_handler", "labour_handler"),
        ("housing_handler", "other_county"),
    ],
)
def test_officers_and_heads_only_by_their_like_and_nobody_from_elsewhere(town, absent, who) -> None:
    assert refused(town, absent, who) == "no_such_substitute"


def test_what_is_closed_to_the_absent_one_is_closed_to_the_substitute(town) -> None:
    number = bring(town, at=now() - timedelta(days=3)).number
    walk(town, number, "received", at=now() - timedelta(days=2))
    made = name(town, "housing_handler", "housing_second", by="housing_head")
    soon = now() + timedelta(minutes=1)
    actor = queries.actor(made, soon)
    assert matters.matter_page(number=number, actor=actor, at=soon).number == number
    do(town, number, "recuse", "housing_handler", at=now() - timedelta(days=1), reason="是我的亲戚")
    with pytest.raises(Refused, match="no_such_matter"):
        matters.matter_page(number=number, actor=actor, at=soon)
    assert matters.queue_counts(actor=actor, at=soon) == {}
    assert matters.matter_page(number=number, actor=town.actor("housing_second"), at=soon).number == number, "their own post still sees it"


def test_it_ends_when_it_is_ended_and_with_the_post_it_stands_in_for(town) -> None:
    made = name(town, "county", "clerk")
    with pytest.raises(Refused, match="no_such_substitution"):
        substitutes.end_stand_in(by=town.actor("township"), substitution_id=made, at=now())
    substitutes.end_stand_in(by=town.actor("county_head"), substitution_id=made, at=now())
    assert queries.actor(made, now()) is None
    again = name(town, "county", "clerk")
    centers.end_appointment(appointment_id=town.appointments["county"], at=now())
    assert queries.actor(again, now()) is None
    assert Appointment.objects.get(pk=again).ends is not None

from datetime import date

from yiwang.centers import following, operations, queries
from yiwang.regions.changes import Change, apply

ON = date(2026, 10, 1)


def test_centers_and_units_stand_in_the_new_code(centers, found):
    ids = centers("3705", "370502", "370502001")
    office = found("区局", "370502")
    apply(changes=[Change(kind="recode", on=ON, old_code="370502", new_code="370504")])
    followed = following.follow_regions()
    assert (set(followed.moved), followed.left) == ({*list(ids.values())[1:], office}, ())
    net = queries.net()
    assert net.center_of("370504") == ids["370502"]
    assert net.center_of("370502") is None
    assert net.unit(office).region == "370504"
    assert net.parent_center(ids["370502001"]) == ids["370502"]
    assert following.follow_regions().moved == ()


def test_what_needs_a_decision_is_named_and_left(centers, at):
    ids = centers("370502001", "370502002", "370503")
    apply(
        changes=[
            Change(kind="recode", on=ON, old_code="370502001001", new_code="370502002001"),
            Change(kind="merge", on=ON, old_code="370502001", new_code="370502002"),
            Change(kind="abolish", on=ON, old_code="370503"),
        ]
    )
    assert {name for _, name in following.follow_regions().left} == {"文汇街道综治中心", "河口区综治中心"}
    operations.abolish_unit(unit_id=ids["370502001"], successor_id=ids["370502002"], at=at)
    assert queries.net().unit(ids["370502001"]).id == ids["370502002"]
    assert following.follow_regions().left == ((ids["370503"], "河口区综治中心"),)

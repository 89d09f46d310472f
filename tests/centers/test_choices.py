from datetime import date

from yiwang.centers import operations, queries
from yiwang.centers.domain.words import UnitKind
from yiwang.centers.queries import Purpose


def names(rows):
    return [row.name for row in rows]


def test_a_dispatch_offers_who_is_on_the_duty_list_first_then_who_is_present(centers, found):
    center = centers("370502")["370502"]
    labour = found("区人社局", "370502", branch="labour")
    housing = found("区住建局", "370502", branch="construction")
    found("文汇派出所", "370502001", UnitKind.POLICE_STATION)
    found("河口区住建局", "370503")
    operations.move_in(center_id=center, unit_id=housing, mode="permanent", since=date(2024, 1, 1))
    operations.set_duty(category="15", mode="main", since=date(2024, 1, 1), unit_id=labour)
    wages = queries.dispatchable(center, "15-03-05")
    assert names(wages) == ["区人社局", "区住建局", "文汇派出所"]
    assert (wages[0].duty, wages[1].residency) == ("main", "permanent")
    assert names(queries.dispatchable(center, "01-01-01"))[0] == "区住建局"
    assert [(row.name, row.duty) for row in queries.dispatchable(center, "01-01-01")][-1] == ("区人社局", "off")
    assert names(queries.dispatchable(center, text="派出")) == ["文汇派出所"]
    assert names(queries.dispatchable(center, text="qrsj")) == ["区人社局"]
    assert names(queries.dispatchable(center, limit=1)) == ["区住建局"]
    assert queries.dispatchable(center, text="%") == queries.dispatchable(center)
    assert queries.dispatchable(999_999) == []


def test_a_unit_is_found_by_the_name_people_shorten_it_to(centers, found):
    center = centers("370502")["370502"]
    found("东营区住房和城乡建设局", "370502", branch="construction")
    found("东营区教育局", "370502")
    for word in ("住建局", "住房和城乡", "cxjs"):
        assert names(queries.dispatchable(center, text=word)) == ["东营区住房和城乡建设局"], word


def test_each_purpose_has_its_own_candidates(centers, found):
    ids = centers("3705", "370502", "370502001", "370502001001")
    county = found("区住建局", "370502")
    office = found("街道城建办", "370502001", parent=county)
    found("安泰社区调委会", "370502001001", UnitKind.MEDIATION_COMMITTEE)
    found("市住建局", "3705")

    def of(purpose, asking):
        return names(queries.choices(purpose=purpose, asking=asking))

    assert of(Purpose.HAND_DOWN, ids["370502"]) == ["文汇街道综治中心"]
    assert of(Purpose.HAND_DOWN, ids["370502001"]) == ["安泰社区居委会综治中心"]
    assert of(Purpose.WHISTLE, ids["370502001"]) == ["区住建局", "街道城建办"]
    assert of(Purpose.MEDIATION, ids["370502001"]) == ["安泰社区调委会"]
    assert of(Purpose.PASS_DOWN, county) == ["街道城建办"]
    assert office in [row.id for row in queries.choices(purpose=Purpose.PASS_DOWN, asking=ids["370502"])]
    assert "市住建局" not in of(Purpose.PROPOSE, office)
    assert "区住建局" in of(Purpose.PROPOSE, office)

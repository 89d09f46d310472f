"""Outlines say which region a point lies in, and know what their figures mean."""

from __future__ import annotations

import json

import pytest

from yiwang.kernel.refusals import Refused
from yiwang.regions.outlines import FOLDER, outlines_for, region_at


def test_every_file_says_its_datum_and_source_and_names_regions_of_its_city() -> None:
    files = list(FOLDER.glob("*.geojson"))
    assert files
    for file in files:
        told = json.loads(file.read_text())
        assert told["datum"] == "CGCS2000"
        assert told["source"]
        assert {each["properties"]["code"][:4] for each in told["features"]} == {file.stem}


def test_a_point_lies_in_its_county() -> None:
    assert region_at(code="370502", lon=118.582, lat=37.449, datum="CGCS2000") == "370502"
    assert region_at(code="3705", lon=118.407, lat=37.053, datum="WGS84") == "370523"
    assert region_at(code="370502", lon=116.4, lat=39.9, datum="CGCS2000") == ""


def test_where_there_are_no_outlines_there_is_no_map() -> None:
    assert outlines_for("46010001") is None
    assert outlines_for("37") is None
    assert region_at(code="4601", lon=110.3, lat=20.0, datum="CGCS2000") == ""


def test_a_shifted_datum_is_not_taken() -> None:
    with pytest.raises(Refused, match="unknown_datum"):
        region_at(code="370502", lon=118.582, lat=37.449, datum="GCJ02")

from datetime import UTC, date, datetime

import pytest

from yiwang.accounts.models import User
from yiwang.centers import cache, operations
from yiwang.centers.domain.words import UnitKind
from yiwang.policy import queries as policy
from yiwang.regions.operations import load_divisions

AT = datetime(2026, 9, 1, 1, tzinfo=UTC)
TREE = [
    ("37", "山东省"),
    ("3705", "东营市"),
    ("370502", "东营区"),
    ("370502001", "文汇街道"),
    ("370502001001", "安泰社区居委会"),
    ("370502002", "胜利街道"),
    ("370503", "河口区"),
    ("370571", "东营经济技术开发区"),
]


@pytest.fixture(autouse=True)
def _tree(db, tmp_path):
    cache.forget()
    policy.forget()
    file = tmp_path / "list.csv"
    file.write_text("code,name\n" + "".join(f"{code},{name}\n" for code, name in TREE))
    load_divisions(file=file, on=date(2023, 6, 30))
    yield
    cache.forget()
    policy.forget()


@pytest.fixture
def at():
    return AT


@pytest.fixture
def centers():
    """Open centers at the given regions and return their ids by region."""

    def _open(*codes):
        made = operations.open_centers(regions_names=[(code, "") for code in codes], at=AT, built_on=date(2020, 1, 1))
        return {center.region_id: center.unit_id for center in made}

    return _open


@pytest.fixture
def found():
    def _found(name, region, kind=UnitKind.DEPARTMENT, **more):
        return operations.found_unit(kind=kind, name=name, region=region, at=AT, **more).id

    return _found


@pytest.fixture
def person():
    def _person(username):
        return User.objects.create_user(username, None, name=username, created=AT).pk

    return _person

import pytest

from yiwang.policy import queries


@pytest.fixture(autouse=True)
def _forget():
    queries.forget()
    yield
    queries.forget()

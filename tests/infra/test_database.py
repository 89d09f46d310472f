"""The tests' own database."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_chinese_has_trigrams_and_the_session_is_utc() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('timezone'), current_setting('lc_ctype'), current_setting('transaction_timeout'), current_database()"
        )
        zone, ctype, limit, name = cursor.fetchone()
    assert (zone, ctype, limit) == ("UTC", "C.UTF-8", "1min")
    assert name.startswith("yiwang_test_")

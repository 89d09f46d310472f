"""The tests' own database."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_chinese_has_trigrams_and_the_session_is_utc() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('timezone'), show_trgm('下水道堵塞'), current_setting('transaction_timeout'), current_database()"
        )
        zone, trigrams, limit, name = cursor.fetchone()
    assert (zone, limit) == ("UTC", "1min")
    assert len(trigrams) == 6
    assert name.startswith("yiwang_test_")

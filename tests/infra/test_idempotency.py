"""The same request twice changes nothing."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from yiwang.infra import idempotency, sql
from yiwang.kernel.refusals import Refused

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
WHO = {"county": "370502", "client": "token:1"}


def ask(deed: Any, *, key: str | None = "k1", body: bytes = b"{}", **who: str) -> Any:
    return idempotency.once(**{**WHO, **who}, key=key, body=body, at=AT, deed=deed)


@pytest.mark.django_db
def test_again_gives_the_first_answer_and_does_nothing() -> None:
    done: list[int] = []
    first = ask(lambda: done.append(1) or {"number": "370502-1", "n": [1, "二"]})
    assert ask(lambda: done.append(2) or {"number": "other"}) == first == {"number": "370502-1", "n": [1, "二"]}
    assert done == [1]


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused() -> None:
    ask(lambda: {"n": 1}, body=b"a")
    with pytest.raises(Refused) as refused:
        ask(lambda: {"n": 2}, body=b"b")
    assert (refused.value.code, refused.value.field) == ("key_reused", "key")


@pytest.mark.django_db
def test_keys_of_other_clients_and_counties_do_not_meet() -> None:
    answers = [ask(lambda n=n: {"n": n}, **who) for n, who in enumerate([{}, {"client": "token:2"}, {"county": "370503"}])]
    assert [answer["n"] for answer in answers] == [0, 1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 201, "a\0b"])
def test_a_key_that_is_none(key: str) -> None:
    with pytest.raises(Refused, match="bad_key"):
        ask(dict, key=key)


@pytest.mark.django_db
def test_without_a_key_every_request_counts() -> None:
    assert [ask(lambda n=n: n, key=None) for n in range(3)] == [0, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_fails_leaves_no_key() -> None:
    with pytest.raises(Refused, match="not_lawful"):
        ask(lambda: (_ for _ in ()).throw(Refused("not_lawful")))
    assert ask(lambda: {"n": 1}) == {"n": 1}


@pytest.mark.django_db(transaction=True)
def test_eight_twins_at_once_do_it_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS twin (n int)")
    ready = threading.Barrier(8)
    answers: list[Any] = []

    def twin(number: int) -> None:
        def deed() -> dict[str, int]:
            sql.execute("INSERT INTO twin VALUES (%s)", [number])
            return {"n": number}

        ready.wait()
        answers.append(ask(deed)["n"])
        connection.close()

    threads = [threading.Thread(target=twin, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert {sql.scalar("SELECT n FROM twin")} == set(answers)
    assert sql.scalar("SELECT count(*) FROM twin") == 1
    sql.execute("DROP TABLE twin")


@pytest.mark.django_db
def test_keys_are_forgotten_after_ninety_days() -> None:
    for day in (0, 89, 91, 200):
        with transaction.atomic():
            idempotency.keep(**WHO, key=f"d{day}", body=b"", response=1, at=AT - timedelta(days=day))
    assert idempotency.forget_old(at=AT, batch=1) == 2
    assert idempotency.earlier(**WHO, key="d89", body=b"") == 1
    assert idempotency.earlier(**WHO, key="d91", body=b"") is None

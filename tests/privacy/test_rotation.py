"""A fresh data key: new things use it, old things stay readable."""

from __future__ import annotations

import threading

import pytest
from click.testing import CliRunner
from django.db import connection

from yiwang.console.commands.privacy import command
from yiwang.privacy import keys
from yiwang.privacy.operations import listed, rotate
from yiwang.privacy.sealing import blind, seal, unseal

pytestmark = pytest.mark.django_db(transaction=True)


def test_old_things_stay_readable():
    old = seal("旧", b"place")
    row = rotate("seal")
    new = seal("新", b"place")
    assert new[2:10] == row.id != old[2:10]
    assert (unseal(old, b"place"), unseal(new, b"place")) == ("旧", "新")
    assert [purpose for _, purpose, _, active, _ in listed() if active].count("seal") == 1


def test_the_index_key_lasts():
    before = blind("name", "李建国")
    with pytest.raises(ValueError, match="index"):
        rotate("index")
    assert blind("name", "李建国") == before


def test_the_commands():
    run = CliRunner().invoke
    assert run(command, ["rotate", "file"]).exit_code == 0
    assert run(command, ["rotate", "index"]).exit_code == 2
    said = run(command, ["keys"]).output
    assert "file" in said
    assert "seals" in said


def test_a_key_outlives_the_transaction_that_first_needed_it():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM privacy_data_key WHERE purpose = 'seal'")
    keys.ring.forget()
    from django.db import transaction

    try:
        with transaction.atomic():
            kept = seal("x", b"place")
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    keys.ring.forget()
    assert unseal(kept, b"place") == "x"


def test_two_who_find_no_key_take_the_same():
    """Two index keys would be the end of exact lookup."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM privacy_data_key WHERE purpose = 'index'")
    keys.ring.forget()
    start, made = threading.Barrier(4), []

    def first_use():
        ring = keys.Ring()  # each like a process of its own
        start.wait()
        made.append(ring.active("index").secret)
        connection.close()

    threads = [threading.Thread(target=first_use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1

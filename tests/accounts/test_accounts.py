from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from yiwang.accounts import operations, queries
from yiwang.accounts.models import User
from yiwang.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
GOOD = "Ku7-rain-lamp"


def create(username="Zhang.San", **more):
    return operations.create_user(**{"username": username, "name": "张三", "at": AT, "password": GOOD, **more})


def test_a_sign_in_name_is_the_same_in_any_case():
    user = create()
    assert user.username == "zhang.san"
    assert queries.signing_in(username=" ZHANG.san ", password=GOOD) == user
    with pytest.raises(Refused, match="username_taken"):
        create("zhang.SAN")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="Upper", name="x", created=AT)


def test_wrong_passwords_unknown_names_and_closed_accounts_do_not_get_in():
    create()
    assert queries.signing_in(username="zhang.san", password="wrong") is None
    assert queries.signing_in(username="nobody", password=GOOD) is None
    operations.deactivate(username="zhang.san")
    assert queries.signing_in(username="zhang.san", password=GOOD) is None
    with pytest.raises(Refused, match="no_such_user"):
        operations.deactivate(username="zhang.san")


def test_an_account_without_a_password_cannot_sign_in():
    create(password=None)
    assert queries.signing_in(username="zhang.san", password="") is None


def test_a_new_password_replaces_the_old_one():
    create()
    operations.set_password(username="ZHANG.SAN", password="Other-8-words", must_change=True)
    assert queries.signing_in(username="zhang.san", password=GOOD) is None
    assert queries.signing_in(username="zhang.san", password="Other-8-words").must_change_password
    with pytest.raises(Refused, match="no_such_user"):
        operations.set_password(username="nobody", password=GOOD)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"username": "a"}, "bad_username", "username"),
        ({"username": "张三"}, "bad_username", "username"),
        ({"username": "a" * 41}, "bad_username", "username"),
        ({"name": " "}, "required", "name"),
        ({"password": "12345678"}, "weak_password", "password"),
        ({"password": "short"}, "weak_password", "password"),
    ],
)
def test_bad_input_is_refused_by_field(more, code, field):
    with pytest.raises(Refused) as refused:
        create(**more)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not User.objects.exists()

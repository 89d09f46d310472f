"""Sign-ins of a subtree: found by name, first letters, sign-in name or unit, with the posts they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import msgspec

from yiwang.centers.domain.words import Role
from yiwang.centers.rows import ask
from yiwang.infra import keyset
from yiwang.kernel import tree

from .units import matching

PAGE = 50


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment of somebody, past, present or planned."""

    id: int
    role: Role
    post: str
    unit: int
    unit_name: str
    region: str
    starts: datetime
    ends: datetime | None

    def state(self, at: datetime) -> str:
        """Say whether it is "planned", "held" or "over"."""
        if self.starts > at:
            return "planned"
        return "held" if self.ends is None or self.ends > at else "over"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in."""

    id: int
    username: str
    name: str
    initials: str
    active: bool
    must_change: bool
    terms: tuple[Term, ...] = ()


_COLUMNS = "s.id, s.username, s.name, s.initials, s.is_active, s.must_change_password"


def people(*, realm: str, text: str = "", closed: bool = False, at: datetime, after: str = "", limit: int = PAGE) -> keyset.Page[Person]:
    """Return the sign-ins that have or had a post in a subtree, by first letters and number; open ones or closed ones.

    Refused `bad_cursor`.
    """
    low, high = tree.code_range(realm)
    word = text.strip().lower().replace("%", "").replace("_", "").replace("\\", "")
    unit_found, unit_values = matching(text, "n")
    conditions = [
        "s.is_active = %s",
        f"""EXISTS (SELECT FROM centers_appointment a JOIN centers_post p ON p.id = a.post_id JOIN centers_unit n ON n.id = p.unit_id
            WHERE a.user_id = s.id AND n.region_id >= %s AND n.region_id < %s
            AND (%s = '' OR s.name LIKE %s OR s.username LIKE %s OR s.initials LIKE %s OR {unit_found}))""",
    ]
    values: list[object] = [not closed, low, high, word, f"%{word}%", f"{word}%", f"{word}%", *unit_values]
    if after:
        conditions.append("(s.initials, s.id) > (%s, %s)")
        values += keyset.decode(after, (str, int))
    rows = ask(
        f"SELECT {_COLUMNS} FROM accounts_user s WHERE {' AND '.join(conditions)} ORDER BY s.initials, s.id LIMIT %s",  # noqa: S608
        [*values, limit + 1],
    )
    page = keyset.page([_person(row) for row in rows], limit=limit, key=lambda row: (row.initials, row.id))
    terms = _terms((person.id for person in page.rows), at=at)
    return keyset.Page([msgspec.structs.replace(person, terms=terms.get(person.id, ())) for person in page.rows], page.after)


def person(user_id: int) -> Person | None:
    """Return one sign-in with all its appointments, the newest first; None if there is none."""
    rows = ask(f"SELECT {_COLUMNS} FROM accounts_user s WHERE s.id = %s", [user_id])  # noqa: S608  # our own text
    if not rows:
        return None
    return msgspec.structs.replace(_person(rows[0]), terms=_terms([user_id], at=None).get(user_id, ()))


def _person(row: tuple[object, ...]) -> Person:
    key, username, name, initials, active, must_change = row
    return Person(id=key, username=username, name=name, initials=initials, active=active, must_change=must_change)  # type: ignore[arg-type]


def _terms(users: Iterable[int], *, at: datetime | None) -> dict[int, tuple[Term, ...]]:
    """Return the appointments of these people, all of them or those not over at a moment."""
    rows = ask(
        """
        SELECT a.user_id, a.id, p.role, p.name, u.id, u.name, u.region_id, a.starts, a.ends
        FROM centers_appointment a JOIN centers_post p ON p.id = a.post_id JOIN centers_unit u ON u.id = p.unit_id
        WHERE a.user_id = ANY(%s) AND (%s::timestamptz IS NULL OR a.ends IS NULL OR a.ends > %s) ORDER BY a.starts DESC, a.id DESC
        """,
        [list(users), at, at],
    )
    found: defaultdict[int, list[Term]] = defaultdict(list)
    for user, key, role, post, unit, name, region, starts, ends in rows:
        term = Term(id=key, role=Role(role), post=post, unit=unit, unit_name=name, region=region, starts=starts, ends=ends)  # type: ignore[call-arg]
        found[user].append(term)
    return {user: tuple(terms) for user, terms in found.items()}

"""Units of a subtree as the system officer sees them: found by name or pinyin, with superior, posts, plaques and residencies."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from yiwang.centers.domain.words import Role, UnitKind
from yiwang.centers.queries import UnitRow
from yiwang.centers.rows import COLUMNS, FROM, ask, fields
from yiwang.infra import keyset
from yiwang.kernel import tree

PAGE = 50


class UnitLine(UnitRow, frozen=True, kw_only=True):
    """A unit in the list, with how many posts it has and how many of them are filled."""

    posts: int = 0
    filled: int = 0


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who holds a post now or is to hold it."""

    appointment: int
    user: int
    name: str
    username: str
    starts: datetime
    ends: datetime | None
    instead_of: str = ""


class PostLine(msgspec.Struct, frozen=True, kw_only=True):
    """An open post with its holders."""

    id: int
    role: Role
    name: str
    holders: tuple[Holder, ...]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Something that hangs or sits at a center: a plaque, a department."""

    id: int
    name: str
    since: date
    mode: str = ""
    counter: str = ""


def matching(text: str, alias: str = "u") -> tuple[str, list[object]]:
    """Return the condition that finds a unit by words of its name, its first letters or the beginning of its pinyin."""
    word = text.strip().lower().replace("%", "").replace("_", "").replace("\\", "")
    if not word:
        return "true", []
    like = f"%{word}%"
    if word.isascii():
        return f"({alias}.initials LIKE %s OR {alias}.pinyin LIKE %s OR {alias}.region_id = %s)", [like, f"{word}%", word]
    return f"({alias}.name LIKE %s OR {alias}.short LIKE %s)", [like, like]


def units(
    *, realm: str, text: str = "", kind: str = "", ended: bool = False, at: datetime, after: str = "", limit: int = PAGE
) -> keyset.Page[UnitLine]:
    """Return units of a subtree by place and number, those in force or those that ended. Refused `bad_cursor`."""
    low, high = tree.code_range(realm)
    found, values = matching(text)
    conditions = ["u.region_id >= %s AND u.region_id < %s", found, f"u.valid_to IS {'NOT ' if ended else ''}NULL"]
    values = [low, high, *values]
    if kind:
        conditions.append("u.kind = %s")
        values.append(kind)
    if after:
        conditions.append("(u.region_id, u.id) > (%s, %s)")
        values += keyset.decode(after, (str, int))
    rows = ask(
        f"""
        SELECT {COLUMNS},
            (SELECT count(*) FROM centers_post p WHERE p.unit_id = u.id AND p.closed_on IS NULL),
            (SELECT count(*) FROM centers_post p WHERE p.unit_id = u.id AND p.closed_on IS NULL AND EXISTS (
                SELECT FROM centers_appointment a WHERE a.post_id = p.id AND a.starts <= %s AND (a.ends IS NULL OR a.ends > %s)))
        FROM {FROM} WHERE {" AND ".join(conditions)} ORDER BY u.region_id, u.id LIMIT %s
        """,  # noqa: S608  # our own text
        [at, at, *values, limit + 1],
    )
    lines = [UnitLine(**fields(row), posts=row[9], filled=row[10]) for row in rows]
    return keyset.page(lines, limit=limit, key=lambda row: (row.region, row.id))


def choices(*, regions: tuple[str, ...] = (), realm: str = "", text: str, kind: str = "", limit: int = 20) -> list[UnitRow]:
    """Return units in force to choose from: those of these very regions, or of a subtree; the text finds them."""
    found, values = matching(text)
    conditions = [found, "u.valid_to IS NULL"]
    if regions:
        conditions.append("u.region_id = ANY(%s)")
        values.append(list(regions))
    else:
        conditions.append("u.region_id >= %s AND u.region_id < %s")
        values += tree.code_range(realm)
    if kind:
        conditions.append("u.kind = %s")
        values.append(kind)
    rows = ask(
        f"SELECT {COLUMNS} FROM {FROM} WHERE {' AND '.join(conditions)} ORDER BY length(u.region_id), u.pinyin LIMIT %s",  # noqa: S608
        [*values, limit],
    )
    return [UnitRow(**fields(row)) for row in rows]


def posts(*, unit_id: int, at: datetime) -> tuple[PostLine, ...]:
    """Return the open posts of a unit with who holds them or will."""
    rows = ask(
        """
        SELECT p.id, p.role, p.name, a.id, s.id, s.name, s.username, a.starts, a.ends, coalesce(z.name, '')
        FROM centers_post p LEFT JOIN centers_appointment a ON a.post_id = p.id AND (a.ends IS NULL OR a.ends > %s)
          LEFT JOIN accounts_user s ON s.id = a.user_id
          LEFT JOIN centers_appointment y ON y.id = a.stands_in_for_id LEFT JOIN accounts_user z ON z.id = y.user_id
        WHERE p.unit_id = %s AND p.closed_on IS NULL ORDER BY p.id, a.starts, a.id
        """,
        [at, unit_id],
    )
    found: dict[int, PostLine] = {}
    for post, role, name, appointment, user, person, username, starts, ends, absent in rows:
        line = found.setdefault(post, PostLine(id=post, role=Role(role), name=name, holders=()))  # type: ignore[call-arg]
        if appointment is not None:
            holder = Holder(appointment=appointment, user=user, name=person, username=username, starts=starts, ends=ends, instead_of=absent)
            found[post] = msgspec.structs.replace(line, holders=(*line.holders, holder))
    return tuple(found.values())


def plaques(center_id: int) -> tuple[Standing, ...]:
    """Return the plaques that hang at a center."""
    rows = ask("SELECT id, name, hung_on FROM centers_plaque WHERE center_id = %s AND taken_down_on IS NULL ORDER BY id", [center_id])
    return tuple(Standing(id=key, name=name, since=since) for key, name, since in rows)


def residents(center_id: int) -> tuple[Standing, ...]:
    """Return the departments present in a center."""
    rows = ask(
        """
        SELECT r.id, u.name, r.since, r.mode, r.counter FROM centers_residency r JOIN centers_unit u ON u.id = r.unit_id
        WHERE r.center_id = %s AND r.until IS NULL ORDER BY r.mode, u.pinyin
        """,
        [center_id],
    )
    return tuple(Standing(id=key, name=name, since=since, mode=mode, counter=counter) for key, name, since, mode, counter in rows)


def branches(realm: str) -> list[str]:
    """Return the systems (系统) that units of a subtree belong to."""
    low, high = tree.code_range(realm)
    rows = ask(
        "SELECT DISTINCT branch FROM centers_unit WHERE region_id >= %s AND region_id < %s AND branch <> '' ORDER BY branch", [low, high]
    )
    return [row[0] for row in rows]


def counted(*, realm: str, at: datetime) -> dict[str, int]:
    """Return how many units, centers, people and unfilled posts a subtree has."""
    low, high = tree.code_range(realm)
    rows = ask(
        """
        WITH here AS MATERIALIZED (
            SELECT id, kind FROM centers_unit WHERE region_id >= %(low)s AND region_id < %(high)s AND valid_to IS NULL),
        held AS MATERIALIZED (SELECT p.id AS post, a.user_id FROM centers_post p JOIN here ON here.id = p.unit_id
            LEFT JOIN centers_appointment a ON a.post_id = p.id AND a.starts <= %(at)s AND (a.ends IS NULL OR a.ends > %(at)s)
            WHERE p.closed_on IS NULL)
        SELECT (SELECT count(*) FROM here), (SELECT count(*) FROM here WHERE kind = 'center'),
            (SELECT count(DISTINCT user_id) FROM held), (SELECT count(*) FROM held WHERE user_id IS NULL)
        """,
        {"low": low, "high": high, "at": at},
    )
    return dict(zip(("units", "centers", "people", "unfilled"), rows[0], strict=True))


def kinds() -> list[UnitKind]:
    """Return the kinds of unit that can be founded: a center is opened."""
    return [kind for kind in UnitKind if kind is not UnitKind.CENTER]

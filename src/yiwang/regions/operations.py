"""Bringing the tree up to date: loading a whole list of divisions, and applying changes that keep history readable."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import msgspec
from django.db import connection, transaction

from . import staging
from .models import Region, RegionLoad
from .staging import Progress

SHIPPED = Path(__file__).parent / "data" / "divisions.csv.xz"
"""All five levels, state of 2023-06-30; see data/SOURCE.md."""

_ONE_LOADER = 1_903_220_001
"""Key of the advisory lock: two loaders go one after the other."""


def _silent(stage: str, done: int, total: int) -> None:
    """Show nobody anything."""


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What a load did to the tree."""

    read: int
    added: int = 0
    renamed: int = 0
    revived: int = 0
    ended: int = 0
    seen_before: bool = False
    """Exactly this list was the last one loaded: nothing was compared, later changes stand."""


@transaction.atomic
def load_divisions(*, file: Path = SHIPPED, on: date, under: str = "", progress: Progress = _silent) -> Loaded:
    """Make the tree what the file says, as of the day `on`: rows that are the same are not touched, none is ever deleted.

    The file is CSV (or .xz) with the columns code, name and, if it has them, pinyin and initials. With `under`, only that
    subtree (and the way up from it) is read and compared. A code missing from the file ends on that day; a name that differs is a
    renaming, remembered with its old name. Loading the same list again does nothing, so that changes applied since stand.
    Refused `bad_divisions` with the code that cannot be a division; nothing is stored then.
    """
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_LOADER])
    before = RegionLoad.objects.filter(digest=digest, under__in=["", under]).first()
    if before is not None:
        progress("read", before.read, before.read)
        return Loaded(read=before.read, seen_before=True)
    read = staging.copy_in(file, under=under, progress=progress)
    staging.check()
    loaded = _compare(read=read, on=on, under=under, progress=progress)
    RegionLoad.objects.create(digest=digest, under=under, on=on, file=file.name, read=read)
    return loaded


def _compare(*, read: int, on: date, under: str, progress: Progress) -> Loaded:
    progress("compare", 0, 3)
    if not Region.objects.exists():
        staging.fill(progress)
        return Loaded(read=read, added=read)
    renamed, revived = staging.rename_and_revive(on)
    progress("compare", 1, 3)
    added, ended = staging.add_new(on), staging.end_missing(on, under)
    progress("compare", 2, 3)
    if added or ended or revived:
        count_below()
    progress("compare", 3, 3)
    return Loaded(read=read, added=added, renamed=renamed, revived=revived, ended=ended)


def count_below() -> None:
    """Write into every region how many regions in force lie below it, by level; rows whose counts stay are not touched."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH n AS ({staging.COUNTS.format(source="regions_region WHERE valid_to IS NULL")}), wanted AS (
                SELECT r.code, coalesce(n.cities, 0) AS cities, coalesce(n.counties, 0) AS counties,
                       coalesce(n.townships, 0) AS townships, coalesce(n.villages, 0) AS villages
                FROM regions_region r LEFT JOIN n ON n.code = r.code WHERE r.level < 5
            )
            UPDATE regions_region r
            SET cities = w.cities, counties = w.counties, townships = w.townships, villages = w.villages
            FROM wanted w WHERE w.code = r.code
              AND (r.cities, r.counties, r.townships, r.villages) IS DISTINCT FROM (w.cities, w.counties, w.townships, w.villages)
            """  # noqa: S608  # a fixed text of ours
        )

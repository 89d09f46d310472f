"""Writing a list to a file for the one who asked: exactly its rows, columns and order, as they may see it at that moment."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import IO, Any, Protocol
from uuid import UUID

from django.db import transaction

from yiwang.audit.operations import record_access
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.files import operations as files
from yiwang.infra import sql
from yiwang.infra.ids import uuid7
from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused
from yiwang.matters import queries as matters
from yiwang.matters.operations.looks import viewer_of
from yiwang.notices import operations as notices

from . import wanted
from .columns import cells, chosen, headings

KINDS = ("xlsx", "csv")
MOST_ROWS = 50_000
PAGE = 200
KEPT = timedelta(days=1)
LARGEST = 64 * 1024 * 1024
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by some programs."""


def ask(*, actor: Actor, query: str, columns: Sequence[str], kind: str, lang: str, at: datetime) -> UUID:
    """Write down what is to be exported, and return its id; BadInput as `wanted.read`, refused `unknown_choice` (kind)."""
    if kind not in KINDS:
        raise Refused("unknown_choice", field="kind")
    asked = wanted.from_query(query)
    facts = centers.net(at).unit(actor.unit) if actor.unit is not None else None
    if facts is None or actor.user is None:
        raise Refused("not_yours")
    export_id = uuid7(at)
    sql.execute(
        "INSERT INTO desk_export (id, user_id, post_id, county, query, columns, kind, lang, state, rows, whole, at)"
        " VALUES (%s, %s, %s, %s, %s, %s::text[], %s, %s, 'waiting', 0, true, %s)",
        [
            export_id,
            actor.user,
            actor.post,
            tree.county_of(facts.region),
            asked.query(),
            list(chosen(columns)),
            kind,
            "en" if lang.startswith("en") else "zh",
            at,
        ],
    )
    return export_id


class Sheet(Protocol):
    """Takes rows one after another."""

    def row(self, values: Sequence[Any], /) -> None:
        """Write one row."""

    def finish(self) -> None:
        """Write what is still to be written."""


class CsvSheet:
    """Text with commas, marked as UTF-8 for the programs that ask for the mark."""

    def __init__(self, file: IO[bytes]) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text)

    def row(self, values: Sequence[Any], /) -> None:
        """Write one row; no cell is taken for a formula."""
        self._writer.writerow([f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value for value in values])

    def finish(self) -> None:
        """Leave the file open for its reader."""
        self._text.flush()
        self._text.detach()


class XlsxSheet:
    """A workbook of one sheet, written row by row."""

    def __init__(self, file: IO[bytes]) -> None:
        import xlsxwriter  # only the job that writes sheets needs it

        self._book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._sheet, self._at = self._book.add_worksheet(), 0
        self._bold = self._book.add_format({"bold": True})
        self._sheet.freeze_panes(1, 0)

    def row(self, values: Sequence[Any], /) -> None:
        """Write one row; every text is a text."""
        for column, value in enumerate(values):
            if isinstance(value, int):
                self._sheet.write_number(self._at, column, value)
            else:
                self._sheet.write_string(self._at, column, value, *([] if self._at else [self._bold]))
        self._at += 1

    def finish(self) -> None:
        """Close the workbook."""
        self._book.close()


SHEETS: dict[str, type[CsvSheet] | type[XlsxSheet]] = {"csv": CsvSheet, "xlsx": XlsxSheet}


def write(*, export_id: UUID, at: datetime) -> None:
    """Make the file of an export, and keep it sealed for a day; that it was made is in the access log.

    One that was stopped, or is made already, is left alone; taken up again after a broken worker it begins anew.
    """
    row = sql.one("SELECT * FROM desk_export WHERE id = %s AND state IN ('waiting', 'writing')", [export_id])
    if row is None:
        return
    actor = centers.actor(row["post_id"], at)
    if actor is None or actor.user != row["user_id"]:  # the appointment ended meanwhile
        _become(export_id, "failed")
        return
    with tempfile.TemporaryFile() as file:
        sheet = SHEETS[row["kind"]](file)
        whole = _fill(sheet, row, actor, at)
        sheet.finish()
        if whole is None:
            return
        file.seek(0)
        _hand_over(file, row, actor, whole=whole, at=at)


def _fill(sheet: Sheet, row: dict[str, Any], actor: Actor, at: datetime) -> bool | None:
    """Write heading and rows, noting how far it is; return whether all rows found room, None when it was stopped."""
    sheet.row(headings(row["columns"], lang=row["lang"]))
    written = 0
    for page in _pages(row["query"], actor, at):
        for texts in cells(page, row["columns"], at=at, lang=row["lang"]):
            if written == MOST_ROWS:
                return False
            sheet.row(texts)
            written += 1
        if not sql.execute(
            "UPDATE desk_export SET state = 'writing', rows = %s WHERE id = %s AND state IN ('waiting', 'writing')", [written, row["id"]]
        ):
            return None
    return True


def _pages(query: str, actor: Actor, at: datetime) -> Iterator[list[matters.MatterRow]]:
    asked, after = wanted.from_query(query), ""
    while True:
        page = matters.queue(actor=actor, duty=asked.duty, at=at, after=after, filters=asked.on(at), sort=asked.sort, limit=PAGE)
        yield page.rows
        after = page.after
        if not after:
            return


def _hand_over(file: IO[bytes], row: dict[str, Any], actor: Actor, *, whole: bool, at: datetime) -> None:
    name = f"matters-{at:%Y%m%d-%H%M}.{row['kind']}"
    stored = files.store(stream=file, name=name, limit=LARGEST, by=actor.user, at=at)
    with transaction.atomic():
        files.claim(ids=[stored.id], county=row["county"], by=actor.user, at=at, retention="export")
        _note(row, actor, "export", at)
        sql.execute(
            "UPDATE desk_export SET state = 'ready', whole = %s, until = %s, file_id = %s WHERE id = %s",
            [whole, at + KEPT, stored.id, row["id"]],
        )
        notices.tell(
            users=[row["user_id"]], event="export_ready", values={}, href=f"/desk/exports/{row['id']}/", at=at, key=f"export.{row['id']}"
        )


def note_download(*, export_id: UUID, actor: Actor, county: str, at: datetime) -> None:
    """Append to the access log that an export was taken; to be called before its first octet is sent."""
    _note({"id": export_id, "county": county}, actor, "open", at)


def _note(row: dict[str, Any], actor: Actor, reason: str, at: datetime) -> None:
    record_access(county=row["county"], viewer=viewer_of(actor, at), matter="", part=f"export.{row['id']}", reason=reason, at=at)


def _become(export_id: UUID, state: str) -> None:
    sql.execute("UPDATE desk_export SET state = %s WHERE id = %s", [state, export_id])


def stop(*, export_id: UUID, actor: Actor) -> bool:
    """Stop an export that is not ready yet; False when it is not this account's, or there is nothing to stop."""
    return bool(
        sql.execute(
            "UPDATE desk_export SET state = 'stopped' WHERE id = %s AND user_id = %s AND state IN ('waiting', 'writing')",
            [export_id, actor.user],
        )
    )


def forget_old(*, at: datetime) -> int:
    """Erase the files of exports that have had their day; return how many."""
    rows = sql.rows(
        "UPDATE desk_export SET state = 'gone', file_id = NULL FROM desk_export old"
        " WHERE old.id = desk_export.id AND old.until < %s AND old.file_id IS NOT NULL RETURNING old.county, old.file_id",
        [at],
    )
    for row in rows:
        files.erase(county=row["county"], file_id=row["file_id"], at=at)
    return len(rows)

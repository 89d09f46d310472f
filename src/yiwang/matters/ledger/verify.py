"""Verifying: everything recomputed from the entries, compared with rows, texts, stored seals and roots kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from yiwang.files.queries import altered
from yiwang.kernel.chain import GENESIS, apply_patch, canonical, entry_hash, text_digest
from yiwang.privacy.sealing import Unsealable

from . import reading, seals
from .entries import Entry, body, day_bounds
from .findings import Finding, Kind, Report
from .reading import Row, Told
from .texts import SealedText, open_text


class Beside(Protocol):
    """What stands beside the ledger and is held to it: which columns and rows to read, and what is wrong with them."""

    columns: Sequence[str]
    tables: Mapping[str, Sequence[str]]

    def wrong(self, told: Told, row: Row) -> Iterable[tuple[Kind, str]]:
        """Yield what is not as the entries of the matter say."""


def verify(
    *,
    kept: Mapping[date, bytes] | None = None,
    beside: Beside | None = None,
    files: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Return what is wrong with the ledger, reading it as it stands at one moment.

    `kept`: roots kept elsewhere, by day. `beside`: what stands beside the ledger and is to be held to it (`beside.Projected`).
    `files`: read every attachment through as well. `progress` is told the number of entries checked so far.
    """
    report = Report()
    with reading.one_moment():
        for told in reading.matters(beside.columns, beside.tables) if beside else reading.matters():
            _check_matter(told, report)
            if beside and told.row:
                for kind, what in beside.wrong(told, told.row):
                    report.add(Finding(kind, what, told.county, told.row.number))
            _check_files(told, report, through=files)
            report.matters += 1
            report.entries += len(told.entries)
            progress(report.entries)
        _check_seals(report)
        _check_kept(kept or {}, report)
    return report


def _check_matter(told: Told, report: Report) -> None:
    """Check one matter: chain, texts, and what its row says."""
    name = told.row.number if told.row else str(told.matter_id)

    def found(kind: Kind, what: str, seq: int | None = None) -> None:
        report.add(Finding(kind, what, told.county, name, seq))

    if told.row is None or not told.entries:
        found(Kind.DROPPED_MATTER, "entries without a matter" if told.row is None else "a matter without entries")
    _check_chain(told.entries, found)
    _check_texts(told, found, report)
    if told.row and told.entries:
        _check_row(told, found)


Found = Callable[..., None]


def _check_chain(written: list[Entry], found: Found) -> None:
    before: Entry | None = None
    for entry in written:
        expected = before.seq + 1 if before else 1
        prev = before.head if before else GENESIS
        if entry.seq != expected:
            found(Kind.DROPPED_ENTRY, f"entries {expected} to {entry.seq - 1} are missing", entry.seq)
        elif entry.prev != prev:
            found(Kind.DROPPED_ENTRY, "does not follow the entry before it", entry.seq)
        if entry_hash(entry.prev, body(entry)) != entry.head:
            found(Kind.ALTERED_ENTRY, f"{entry.act}: does not hash to what it says", entry.seq)
        if before and entry.at < before.at:
            found(Kind.BACK_DATED_ENTRY, f"dated {entry.at:%Y-%m-%d %H:%M:%S}Z, before the entry it follows", entry.seq)
        before = entry


def _check_row(told: Told, found: Found) -> None:
    """Compare the row with its entries: where the chain ends, and the case replayed."""
    row, last = told.row, told.entries[-1]
    assert row is not None
    if row.seq > last.seq:
        found(Kind.DROPPED_ENTRY, f"the matter knows of {row.seq} entries, the last one here is {last.seq}", last.seq)
    elif row.seq < last.seq:
        found(Kind.ALTERED_CASE, f"the matter knows of {row.seq} entries, there are {last.seq}", last.seq)
    elif row.head != last.head:
        found(Kind.ALTERED_ENTRY, "the last entry is not the one the matter names", last.seq)
    case: dict[str, Any] = {}
    for entry in told.entries:
        case = apply_patch(case, entry.change)
    if canonical(case) != canonical(row.case_doc):
        differing = sorted(key for key in case.keys() | row.case_doc.keys() if case.get(key) != row.case_doc.get(key))
        found(Kind.ALTERED_CASE, f"the case is not what its entries add up to: {', '.join(differing)}")


def _check_texts(told: Told, found: Found, report: Report) -> None:
    digests = {(entry.seq, name): digest for entry in told.entries for name, digest in entry.digests.items()}
    for row in told.texts:
        report.texts += 1
        report.erased += row.sealed is None
        digest = digests.pop((row.seq, row.name), None)
        wrong = "no entry knows this text" if digest is None else _text_wrong(row, digest, told)
        if wrong:
            found(Kind.ALTERED_TEXT, f"{row.name}: {wrong}", row.seq)
    for seq, name in digests:
        found(Kind.ALTERED_TEXT, f"{name}: the text is gone, without having been erased", seq)


def _text_wrong(row: SealedText, digest: str, told: Told) -> str:
    try:
        opened = open_text(row, county=told.county, matter_id=told.matter_id)
    except Unsealable as problem:
        return f"cannot be opened ({problem.code})"
    if opened is None:
        return "" if f"text.{row.seq}.{row.name}" in told.erased else "was erased, but nobody wrote down that it should be"
    if text_digest(opened.salt, opened.text).hex() != digest:
        return "is not the text that was digested"
    return ""


def _check_files(told: Told, report: Report, *, through: bool) -> None:
    """Compare the attachments of a matter with what its entries digested; one that was erased as it should be is in order."""
    name = told.row.number if told.row else str(told.matter_id)
    for entry in told.entries:
        for file_id, digest in zip(entry.data.get("files", ()), entry.data.get("file_digests", ()), strict=False):
            report.files += through
            wrong = altered(
                county=told.county,
                file_id=UUID(file_id),
                digest=bytes.fromhex(digest),
                through=through,
                erased=lambda part=f"file.{file_id}": part in told.erased,  # type: ignore[misc]  # asked at once
            )
            if wrong:
                report.add(Finding(Kind.ALTERED_FILE, f"{file_id}: {wrong}", told.county, name, entry.seq))


def _check_seals(report: Report) -> None:
    """Recompute the seal of every sealed day, and look for entries in days that no seal speaks of."""
    before: seals.Seal | None = None
    for seal in list(seals.stored()):
        report.days += 1
        report.last_day = seal.day
        prev = before.root if before else GENESIS
        if before and seal.day != before.day + timedelta(days=1):
            report.add(Finding(Kind.BROKEN_SEALS, f"no seal for the days since {before.day}", day=seal.day))
        now = seals.compute(seal.day, seal.prev_root)
        if seal.prev_root != prev:
            report.add(Finding(Kind.BROKEN_SEALS, "does not follow the seal of the day before", day=seal.day))
        if now.merkle_root != seal.merkle_root:
            report.add(_altered_day(now, seal))
        elif now.root != seal.root or now.count != seal.count:
            report.add(Finding(Kind.BROKEN_SEALS, "the root does not follow from the seal's own fields", day=seal.day))
        if before is None:
            _check_older(seal.day, report)
        before = seal


def _altered_day(now: seals.Seal, seal: seals.Seal) -> Finding:
    """Say what the number of matters tells about a day that does not give its seal."""
    if now.count < seal.count:
        return Finding(Kind.DROPPED_MATTER, f"{seal.count} matters changed that day when it was sealed, now {now.count}", day=seal.day)
    if now.count > seal.count:
        what = f"{seal.count} matters changed that day when it was sealed, now {now.count}: some are dated back into it"
        return Finding(Kind.BACK_DATED_ENTRY, what, day=seal.day)
    return Finding(Kind.ALTERED_DAY, "the entries of the day do not give its seal: altered, dropped or added since", day=seal.day)


def _check_older(first: date, report: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT county, matter_id, seq FROM ledger_entry WHERE at < %s LIMIT 10", [day_bounds(first)[0]])
        for county, matter_id, seq in cursor.fetchall():
            report.add(Finding(Kind.BACK_DATED_ENTRY, f"dated before the first sealed day, {first}", county, str(matter_id), seq))


def _check_kept(kept: Mapping[date, bytes], report: Report) -> None:
    here = {seal.day: seal.root for seal in seals.stored()}
    for day, root in sorted(kept.items()):
        if day not in here:
            report.add(Finding(Kind.BROKEN_SEALS, "a root was kept of this day, but there is no seal here", day=day))
        elif here[day] != root:
            since = f"the last kept root that holds is of {report.held[-1]}" if report.held else "no older kept root holds"
            report.add(Finding(Kind.REWRITTEN_ROOT, f"the root kept elsewhere is another; {since}", day=day))
        else:
            report.held.append(day)

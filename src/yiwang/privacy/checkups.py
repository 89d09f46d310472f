"""What `yiwang doctor` asks about the keys."""

from __future__ import annotations

import stat
from pathlib import Path

from django.conf import settings

from yiwang.infra.checkup import Answer, check, ok, problem
from yiwang.infra.wording import worded

from .keys import Unsealable, listed_rows, unwrap

_RESTORE = "put the key file back from where it is kept apart from the database's backups; without it what is sealed stays closed for ever"


@check("key files", order=20, needs="tables")
def key_files() -> Answer:
    """Can every data key be opened, and can nobody else read the key files?"""
    files = sorted(Path(settings.KEYS).glob("*.key"))
    loose = [file.name for file in files if stat.S_IMODE(file.stat().st_mode) & 0o077]
    if loose:
        return problem(f"others may read {', '.join(loose)}", f"chmod 600 {settings.KEYS}/*.key")
    rows = listed_rows()
    for row in rows:
        try:
            unwrap(row)
        except Unsealable as fault:
            remedy = f"give {settings.KEYS} to the account that runs Yiwang" if fault.code == "key_unreadable" else _RESTORE
            return problem(f"data key {row.id.hex()} ({row.purpose}): {worded(fault, 'en')}", remedy)
    return ok(f"{len(rows)} data keys open with {len(files)} key files; keep copies of {settings.KEYS} apart from the backups")

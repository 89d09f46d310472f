"""What `yiwang doctor` asks about attachments."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yiwang.infra import sql
from yiwang.infra.checkup import Answer, check, note, ok, problem

from .vault import path_of

_SAMPLE = 200
_LITTLE = 1 << 30


@check("attachments", order=41, needs="tables")
def attachments() -> Answer:
    """Can files be written, is there room, and are the newest ones there?"""
    root = Path(settings.FILES_ROOT)
    place = root if root.exists() else root.parent
    if not os.access(place, os.W_OK):
        return problem(f"{place} cannot be written", "give it to the account that runs Yiwang")
    rows = sql.rows("SELECT id FROM stored_file WHERE erased IS NULL ORDER BY at DESC LIMIT %s", [_SAMPLE])
    lost = [row["id"] for row in rows if not path_of(UUID(str(row["id"]))).exists()]
    if lost:
        return problem(f"{len(lost)} of the newest {len(rows)} files are not on disk", f"restore {root} from its backup")
    free = shutil.disk_usage(place).free
    if free < _LITTLE:
        return note(f"{free // 1024 // 1024} MB free at {place}", "make room: uploads will soon be refused")
    return ok(f"{len(rows)} of the newest files are there, {free // 1024**3} GB free")

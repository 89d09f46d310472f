"""What `yiwang doctor` asks about attachments."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yiwang.infra import sql
from yiwang.infra.checkup import Answer, check, note, ok, problem

from .scanning import answers
from .shelf import shelf
from .vault import name_of

_SAMPLE = 50
_LITTLE = 1 << 30


@check("attachments", order=41, needs="tables")
def attachments() -> Answer:
    """Can files be written, is there room, are the newest ones there, and does the scanner answer?"""
    if settings.FILES_SCANNER and not answers(settings.FILES_SCANNER):
        return problem(f"no virus scanner answers at {settings.FILES_SCANNER}", "start it, or every upload is refused")
    root = Path(settings.FILES_ROOT)
    place = root if root.exists() else root.parent
    if not settings.FILES_STORE and not os.access(place, os.W_OK):
        return problem(f"{place} cannot be written", "give it to the account that runs Yiwang")
    rows = sql.rows("SELECT id FROM stored_file WHERE erased IS NULL ORDER BY at DESC LIMIT %s", [_SAMPLE])
    lost = [row["id"] for row in rows if not shelf().holds(name_of(UUID(str(row["id"]))))]
    if lost:
        return problem(
            f"{len(lost)} of the newest {len(rows)} files are not there", f"restore {settings.FILES_STORE or root} from its backup"
        )
    if settings.FILES_STORE:
        return ok(f"{len(rows)} of the newest files are in their bucket")
    free = shutil.disk_usage(place).free
    if free < _LITTLE:
        return note(f"{free // 1024 // 1024} MB free at {place}", "make room: uploads will soon be refused")
    return ok(f"{len(rows)} of the newest files are there, {free // 1024**3} GB free")

"""Uploads of forms: stored at once, remembered in the form by a signed token, so that a form that comes back keeps them."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from yiwang.files.operations import store
from yiwang.infra.caller import address_of
from yiwang.infra.clock import now
from yiwang.infra.throttle import hit
from yiwang.kernel.refusals import Refused
from yiwang.web.forms.fields import Choice
from yiwang.web.presenters.wording import sentence

ONE_FILE = 20 * 1024 * 1024
"""Octets of one file at the people's doors."""
ONE_FORM = 100 * 1024 * 1024
FILES_AN_HOUR = 300
"""Of one user, or of one address: what belongs to nothing waits a day on the disk."""
SALT, LIFETIME_SECONDS = "kept-file", 86_400

KeptFile = dict[str, str]
"""Id and name of a stored file."""


def kept(posted: QueryDict, *, lifetime: float | None = LIFETIME_SECONDS) -> list[KeptFile]:
    """Return the files uploaded before the form came back, or sent ahead in pieces; a token that is not ours names none.

    `lifetime` None: the tokens come out of a kept form of ours, which has its own term.
    """
    files: dict[str, KeptFile] = {}
    for token in posted.getlist("kept_files"):
        try:
            file = signing.loads(token, salt=SALT, max_age=lifetime)
        except signing.BadSignature:
            continue
        files[file["id"]] = file
    return list(files.values())


def tokens(files: list[KeptFile]) -> tuple[Choice, ...]:
    """Return the files as the form carries them."""
    return tuple(Choice(value=token_of(file), label=file["name"]) for file in files)


def token_of(file: KeptFile) -> str:
    """Return the token by which a form names a file that was uploaded."""
    return signing.dumps(file, salt=SALT)


def may_send(request: HttpRequest, by: int | None) -> bool:
    """Count one more file of this user, or of this address; false when it is one too many."""
    return hit("upload", f"user {by}" if by else address_of(request), FILES_AN_HOUR, 3600)


def receive(request: HttpRequest, *, before: list[KeptFile], most: int, by: int | None = None) -> tuple[list[KeptFile], dict[str, str]]:
    """Store what was uploaded; return all files of the form, and what was refused, by name."""
    files, refused = list(before[:most]), []
    for upload in request.FILES.getlist("files"):
        if len(files) >= most:
            refused.append(_("最多 %(n)d 个文件，多出的没有保存。") % {"n": most})
            break
        if not may_send(request, by):
            refused.append(_("一小时内上传的文件过多，请稍后再试；已经上传的都在。"))
            break
        try:
            stored = store(stream=upload.file, name=upload.name or "", limit=ONE_FILE, by=by, at=now())
        except Refused as refusal:
            refused.append(sentence(refusal))
        else:
            files.append({"id": str(stored.id), "name": stored.name})
    return files, {"files": " ".join(refused)} if refused else {}

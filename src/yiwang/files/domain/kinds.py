"""Which kinds of files are taken, told by content; the extension must agree, nothing is taken on its word."""

from __future__ import annotations

from typing import NamedTuple

import filetype

from yiwang.kernel.refusals import Refused

HEAD = 8192
"""Octets of the beginning that are looked at."""


class Kind(NamedTuple):
    """A kind of file: its media type, what people call it, and the extensions it goes by."""

    media: str
    zh: str
    extensions: tuple[str, ...]


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OPEN = "application/vnd.openxmlformats-officedocument."
KINDS = (
    Kind("image/jpeg", "图片", ("jpg", "jpeg", "jpe", "jfif")),
    Kind("image/png", "图片", ("png",)),
    Kind("image/webp", "图片", ("webp",)),
    Kind("image/gif", "图片", ("gif",)),
    Kind("image/heic", "图片", ("heic", "heif")),
    Kind("image/bmp", "图片", ("bmp",)),
    Kind("image/tiff", "图片", ("tif", "tiff")),
    Kind("application/pdf", "PDF 文件", ("pdf",)),
    Kind("application/msword", "Word 文档", ("doc", "wps")),
    Kind("application/vnd.ms-excel", "Excel 表格", ("xls", "et")),
    Kind("application/vnd.ms-powerpoint", "演示文稿", ("ppt", "dps")),
    Kind(f"{_OPEN}wordprocessingml.document", "Word 文档", ("docx",)),
    Kind(f"{_OPEN}spreadsheetml.sheet", "Excel 表格", ("xlsx",)),
    Kind(f"{_OPEN}presentationml.presentation", "演示文稿", ("pptx",)),
    Kind("application/vnd.oasis.opendocument.text", "文档", ("odt",)),
    Kind("application/vnd.oasis.opendocument.spreadsheet", "表格", ("ods",)),
    Kind("audio/mpeg", "录音", ("mp3",)),
    Kind("audio/mp4", "录音", ("m4a",)),
    Kind("audio/x-wav", "录音", ("wav",)),
    Kind("audio/amr", "录音", ("amr",)),
    Kind("audio/ogg", "录音", ("ogg", "oga", "opus")),
    Kind("audio/aac", "录音", ("aac",)),
    Kind("video/mp4", "视频", ("mp4", "m4v")),
    Kind("video/quicktime", "视频", ("mov",)),
    Kind("video/webm", "视频", ("webm",)),
    Kind("video/3gpp", "视频", ("3gp",)),
    Kind("text/plain", "文本", ("txt", "csv", "log", "md")),
)
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
_SAME = {
    "audio/aac": {"audio/aac", "audio/mpeg"},  # a bare stream of frames is told from MP3 by two bits
    "audio/mp4": {"audio/mp4", "video/mp4"},
    "video/mp4": {"video/mp4", "video/x-m4v", "audio/mp4", "video/quicktime"},
    "video/3gpp": {"video/3gpp", "video/mp4"},
    "video/webm": {"video/webm", "video/x-matroska"},
    "image/heic": {"image/heic", "image/avif"},
}
"""Media types that one extension stands for, beyond its own."""
EXTENSIONS = tuple(sorted(BY_EXTENSION))
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)
"""For the `accept` of a form's field."""


def kind_of(name: str, head: bytes) -> Kind:
    """Return the kind of a file from its cleaned name and its first octets.

    Refused: `file_empty`, `file_kind_not_taken` (an extension that no kind has, or none), `file_not_what_it_says` (the content is of
    another kind than the name claims).
    """
    if not head:
        raise Refused("file_empty", field="files", name=name)
    said = taken_by_name(name)
    found = _sniffed(head, said)
    if found != said.media and found not in _SAME.get(said.media, ()):
        raise Refused("file_not_what_it_says", field="files", name=name, said=said.zh, found=found or "?")
    return said


def taken_by_name(name: str) -> Kind:
    """Return the kind that a name claims; Refused `file_kind_not_taken` when no kind goes by its extension, or it has none."""
    extension = name.rpartition(".")[2].casefold() if "." in name else ""
    said = BY_EXTENSION.get(extension)
    if said is None:
        raise Refused("file_kind_not_taken", field="files", name=name, kind=f".{extension}" if extension else "?")
    return said


def _sniffed(head: bytes, said: Kind) -> str:
    """Return the media type of the content, "" when it cannot be told; what no signature knows may be text."""
    guess = filetype.guess(head)
    found = str(guess.mime) if guess else ""
    if head.startswith(_OLE):  # one container for all old office files; which, only its directory at the end would say
        return said.media if said.extensions[0] in ("doc", "xls", "ppt") else found
    if found in ("application/zip", "") and head.startswith(b"PK\x03\x04"):
        return _inside_zip(head)
    if not found and said.media == "text/plain" and _is_text(head):
        return "text/plain"
    return found


def _inside_zip(head: bytes) -> str:
    for folder, kind in (
        (b"word/", "wordprocessingml.document"),
        (b"xl/", "spreadsheetml.sheet"),
        (b"ppt/", "presentationml.presentation"),
    ):
        if b"[Content_Types].xml" in head and folder in head:
            return _OPEN + kind
    return "application/zip"


def _is_text(head: bytes) -> bool:
    """Say whether octets are text in UTF-8 or GB 18030 (what Chinese offices write), cut off anywhere."""
    if any(octet < 32 and octet not in (9, 10, 12, 13, 27) for octet in head) or 127 in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False

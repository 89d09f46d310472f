"""Names of files as they are kept: whatever was sent, what is left is a plain name."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
NAMELESS = "未命名"
_RESERVED = re.compile(r'[<>:"|?*]')


def clean_name(name: str) -> str:
    """Return a name without folders, control and direction characters and what file systems mind; at most 120 characters.

    The extension is kept; of a name with nothing left, `未命名` stays.
    """
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = re.sub(r"\s+", " ", _RESERVED.sub("_", name)).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:LONGEST] or NAMELESS
    extension = extension[:12]
    return f"{stem[: LONGEST - len(extension) - 1].rstrip() or NAMELESS}.{extension}"

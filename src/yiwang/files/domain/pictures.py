"""Which pictures are drawn anew, how large they may be, and what they become: rules as values."""

from __future__ import annotations

LONGEST_SIDE = 4096
"""Pixels of a kept picture's longer side; a phone's 48 megapixels are more than any screen or paper here shows."""
MOST_PIXELS = 200_000_000
"""A picture of more is refused unread: it would fill the memory of the machine that opens it."""
SMALL_SIDE = 480
"""Pixels of the longer side of the small picture shown in lists."""
MOST_FRAMES = 100

BECOMES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/heic": "JPEG",
    "image/bmp": "PNG",
    "image/tiff": "TIFF",
}
"""Media type that comes → format that is kept. What few browsers show becomes what all of them do; a scan of many pages keeps them."""
MEDIA = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp"), "GIF": ("image/gif", "gif")}
"""Format → media type and extension, where it may differ from what came."""


def renamed(name: str, media: str) -> tuple[str, str]:
    """Return the name and media type of a picture once it is drawn anew."""
    kept = BECOMES[media]
    became, extension = MEDIA.get(kept, (media, ""))
    return (name, media) if became == media else (f"{name.rpartition('.')[0]}.{extension}", became)

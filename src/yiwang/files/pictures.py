"""Pictures are drawn anew: what a camera wrote into them (place, time, device) and whatever hides behind the pixels stays outside."""

from __future__ import annotations

import io
import warnings
from typing import Any, NamedTuple

from yiwang.kernel.refusals import Refused

from .domain.pictures import BECOMES, LONGEST_SIDE, MOST_FRAMES, MOST_PIXELS, SMALL_SIDE, renamed

PICTURES = frozenset(BECOMES)


class Drawn(NamedTuple):
    """A picture drawn anew, with its small one."""

    name: str
    media: str
    content: bytes
    small: bytes
    """JPEG, for lists."""


def drawn(*, content: bytes, name: str, media: str) -> Drawn:
    """Draw a picture anew: upright, without metadata, at most `LONGEST_SIDE` wide or high.

    Refused `picture_broken` (it cannot be read to its end) and `picture_too_large` (more pixels than anybody needs).
    """
    from PIL import Image  # a fifth of a second to load, and only where a picture comes

    _know_heic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # measured below, before anything is decoded
            picture = Image.open(io.BytesIO(content))
            _measured(picture, name)
            return _drawn(picture, name, media)
    except Refused:
        raise
    except Image.DecompressionBombError as bomb:
        raise _too_large(name) from bomb
    except Exception as broken:  # a hostile or broken picture may raise anything in a decoder
        raise Refused("picture_broken", field="files", name=name) from broken


def _know_heic() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()


def _measured(picture: Any, name: str) -> None:
    frames = getattr(picture, "n_frames", 1)
    if picture.width * picture.height * min(frames, MOST_FRAMES) > MOST_PIXELS or frames > MOST_FRAMES:
        raise _too_large(name)


def _too_large(name: str) -> Refused:
    return Refused("picture_too_large", field="files", name=name, most=MOST_PIXELS // 1_000_000)


def _drawn(picture: Any, name: str, media: str) -> Drawn:
    from PIL import ImageSequence

    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than it is kept
    kept = BECOMES[media]
    moves = kept in ("GIF", "TIFF") and getattr(picture, "n_frames", 1) > 1
    pages = [_upright(page.copy(), kept) for page in ImageSequence.Iterator(picture)] if moves else [_upright(picture, kept)]
    target = io.BytesIO()
    more: dict[str, Any] = {"save_all": True, "append_images": pages[1:]} if moves else {}
    if kept == "GIF" and moves:
        more |= {"duration": picture.info.get("duration", 100), "loop": 0}
    pages[0].save(target, kept, **_quality(kept), **more)
    new_name, new_media = renamed(name, media)
    return Drawn(new_name, new_media, target.getvalue(), _small(pages[0]))


def _upright(picture: Any, kept: str) -> Any:
    """Return the bare pixels, turned as the camera was held, and no larger than needed."""
    from PIL import Image, ImageOps

    turned = ImageOps.exif_transpose(picture)
    if kept == "JPEG" and turned.mode not in ("RGB", "L"):
        turned = turned.convert("RGB")
    if max(turned.size) > LONGEST_SIDE:
        turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(turned.mode, turned.size)
    bare.paste(turned)
    if turned.mode == "P" and (palette := turned.getpalette()):
        bare.putpalette(palette)
    return bare


def _quality(kept: str) -> dict[str, Any]:
    if kept == "JPEG":
        return {"quality": 88, "optimize": True}
    if kept == "WEBP":
        return {"quality": 88}
    return {"compression": "tiff_lzw"} if kept == "TIFF" else {"optimize": True}


def _small(picture: Any) -> bytes:
    small = picture.convert("RGBA") if picture.mode in ("P", "LA", "RGBA", "PA") else picture.convert("RGB")
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    if small.mode == "RGBA":  # see-through becomes paper
        from PIL import Image

        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    target = io.BytesIO()
    small.save(target, "JPEG", quality=80, optimize=True)
    return target.getvalue()

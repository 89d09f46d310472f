"""Pictures are drawn anew: upright, no larger than needed, without what the camera wrote into them; what is no picture is refused."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from yiwang.files import operations, queries
from yiwang.files.domain.pictures import LONGEST_SIDE, SMALL_SIDE
from yiwang.kernel.refusals import Refused

from .conftest import picture
from .test_store import AT, put, taken

TIFF_ITSELF = {256, 257, 258, 259, 262, 273, 277, 278, 279, 284, 317}
"""Tags without which a TIFF is none: size, colours, where the strips lie."""
pytestmark = pytest.mark.django_db


def heic() -> bytes:
    import pillow_heif

    target = io.BytesIO()
    pillow_heif.from_pillow(Image.linear_gradient("L").resize((64, 48)).convert("RGB")).save(target, quality=50)
    return target.getvalue()


def opened(stored) -> Image.Image:
    taken(stored)
    return Image.open(io.BytesIO(queries.open_file(county="370502", file_id=stored.id).content.read()))


@pytest.mark.parametrize(
    ("kind", "name", "kept_name", "kept"),
    [
        ("JPEG", "照片.jpg", "照片.jpg", "JPEG"),
        ("PNG", "截图.PNG", "截图.PNG", "PNG"),
        ("WEBP", "图.webp", "图.webp", "WEBP"),
        ("GIF", "图.gif", "图.gif", "GIF"),
        ("BMP", "图.bmp", "图.png", "PNG"),
        ("TIFF", "扫描.tif", "扫描.tif", "TIFF"),
    ],
)
def test_every_kind_is_drawn_anew_upright_and_says_nothing_of_its_camera(kind, name, kept_name, kept):
    content = picture(kind)
    stored = put(name, content)
    image = opened(stored)
    said = set(image.getexif()) - (TIFF_ITSELF if kept == "TIFF" else set())
    assert (stored.name, image.format, said) == (kept_name, kept, set())
    assert image.size == ((48, 64) if kind in ("JPEG", "PNG", "WEBP") else (64, 48))
    raw = queries.open_file(county="370502", file_id=stored.id).content.read()
    assert b"Telefon" not in raw
    assert b"Exif" not in raw
    small = queries.open_small(county="370502", file_id=stored.id)
    assert (Image.open(io.BytesIO(small.content.read())).format, small.media) == ("JPEG", "image/jpeg")


def test_what_an_iphone_sends_becomes_what_every_browser_shows():
    stored = put("照片.HEIC", heic())
    assert (stored.name, stored.media, opened(stored).format) == ("照片.jpg", "image/jpeg", "JPEG")


def test_a_large_picture_becomes_as_large_as_anybody_needs():
    stored = put("大.jpg", picture(size=(6000, 300)), limit=10**8)
    image = opened(stored)
    assert max(image.size) <= LONGEST_SIDE
    small = Image.open(io.BytesIO(queries.open_small(county="370502", file_id=stored.id).content.read()))
    assert max(small.size) <= SMALL_SIDE


def test_a_scan_keeps_all_its_pages():
    pages = [Image.new("L", (40, 50), shade) for shade in (0, 100, 200)]
    target = io.BytesIO()
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:])
    assert opened(put("扫描.tiff", target.getvalue())).n_frames == 3


def test_see_through_stays_and_is_paper_in_the_small_one():
    target = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(target, "PNG")
    stored = put("章.png", target.getvalue())
    assert opened(stored).getpixel((3, 3)) == (0, 0, 0, 0)
    small = Image.open(io.BytesIO(queries.open_small(county="370502", file_id=stored.id).content.read()))
    assert small.getpixel((3, 3)) == (255, 255, 255)


def bomb() -> bytes:
    target = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("破.jpg", picture()[:-200], "picture_broken"),
        ("破.png", picture("PNG")[:60], "picture_broken"),
        ("假.gif", b"GIF89a/*\x01\x00\x01\x00\x00\x00\x00*/=1;<script>alert(1)</script>", "picture_broken"),
        ("弹.png", bomb(), "picture_too_large"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(name, content, code):
    begun = time.process_time()
    with pytest.raises(Refused) as refused:
        put(name, content)
    assert (refused.value.code, refused.value.values["name"]) == (code, name)
    assert time.process_time() - begun < 20, "it was decoded before it was measured"


def test_the_small_picture_goes_with_the_file(settings, django_capture_on_commit_callbacks):
    from .test_store import files_on_disk

    stored = put()
    taken(stored)
    assert len(files_on_disk(settings)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        operations.erase(county="370502", file_id=stored.id, at=AT)
    assert files_on_disk(settings) == []
    with pytest.raises(Refused, match="no_such_file"):
        queries.open_small(county="370502", file_id=stored.id)

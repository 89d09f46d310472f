"""Real files, small ones, made here."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from PIL import ExifTags, Image

from yiwang.files.shelf import Folder
from yiwang.files.vault import name_of


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **more: object) -> bytes:
    """A picture that says where, when and with what it was taken."""
    target = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telefon 7"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (37.0, 27.0, 3.0)
    image.save(target, kind, **({"exif": exif} if kind in ("JPEG", "PNG", "WEBP") else {}), **more)
    return target.getvalue()


def office(folder: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("_rels/.rels", "<Relationships/>")
        file.writestr(f"{folder}/document.xml", "<w:document/>" * 50)
    return target.getvalue()


JPEG = picture()
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 50
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(64)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + bytes(24)
DOC = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)

REAL = {
    "照片.jpg": ("image/jpeg", JPEG),
    "截图.PNG": ("image/png", picture("PNG")),
    "材料.pdf": ("application/pdf", PDF),
    "说明.docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", office("word")),
    "工资.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", office("xl")),
    "旧.doc": ("application/msword", DOC),
    "录音.mp3": ("audio/mpeg", MP3),
    "录音.wav": ("audio/x-wav", WAV),
    "现场.mp4": ("video/mp4", MP4),
    "文字.txt": ("text/plain", "井盖没了".encode()),
    "国标.csv": ("text/plain", "姓名,金额\n某,35000".encode("gb18030")),
}


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def path_of(file_id: UUID) -> Path:
    """Where the sealed bytes of a file lie."""
    return Folder(Path(settings.FILES_ROOT)).path(name_of(file_id))

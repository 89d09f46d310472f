"""What is vendored is what its manifest says, whole and with its licences; every asset that a page names is there."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src" / "yiwang" / "web"
STATIC = WEB / "static" / "yiwang"
VENDOR = STATIC / "vendor"
ROW = re.compile(r"^\| (\S+) \| .+ \| ([0-9a-f]{16}) \|$", re.MULTILINE)
ASSET = re.compile(r"\{%\s*asset\s+['\"]([^'\"]+)['\"]")


def manifest() -> dict[str, str]:
    """Return the first sixteen digits of each vendored file's sum."""
    return dict(ROW.findall((VENDOR / "MANIFEST.md").read_text()))


def test_vendored_files_are_those_of_the_manifest() -> None:
    files = {str(file.relative_to(VENDOR)) for file in VENDOR.rglob("*") if file.is_file()}
    assert {name for name in files if "LICENSE" not in name and name != "MANIFEST.md"} == set(manifest())
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()[:16] for name in manifest()} == manifest()


@pytest.mark.parametrize("folder", sorted({name.split("/")[0] for name in manifest()}))
def test_each_vendored_package_brings_its_licence(folder: str) -> None:
    assert any("LICENSE" in file.name and file.stat().st_size > 100 for file in (VENDOR / folder).iterdir())


def test_every_asset_a_page_names_is_there() -> None:
    named = {name for page in (WEB / "templates").rglob("*.html") for name in ASSET.findall(page.read_text())}
    assert named
    assert {name for name in named if not (STATIC / name).is_file()} == set()

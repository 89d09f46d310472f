"""The scripts make their environment on first use, mend one that was broken off, and leave a finished one alone."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


class Clone:
    """A project of one word, with our scripts; nothing has to be fetched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "src/yiwang/console").mkdir(parents=True)
        for package in ("src/yiwang", "src/yiwang/console"):
            (folder / package / "__init__.py").touch()
        (folder / "src/yiwang/console/main.py").write_text("import sys; print('yiwang runs', *sys.argv[1:])\n")
        for lock in ("requirements.txt", "requirements-dev.txt"):
            (folder / lock).write_text(f"nothing==1 --hash=sha256:{self.wheel()}\n")
        (folder / "script").mkdir()
        for script in ("_env", "yiwang"):
            shutil.copy(PROJECT / "script" / script, folder / "script" / script)

    def wheel(self) -> str:
        """Make a package of nothing and return its hash."""
        file = self.folder / "nothing-1-py3-none-any.whl"
        with zipfile.ZipFile(file, "w") as wheel:
            for name, text in (("METADATA", "Metadata-Version: 2.1\nName: nothing\nVersion: 1\n"), ("RECORD", ""),
                               ("WHEEL", "Wheel-Version: 1.0\nGenerator: none\nRoot-Is-Purelib: true\nTag: py3-none-any\n")):  # fmt: skip
                wheel.writestr(zipfile.ZipInfo(f"nothing-1.dist-info/{name}"), text)
        return hashlib.sha256(file.read_bytes()).hexdigest()

    def run(self, script: Path | None = None, **more: str) -> tuple[str, str]:
        """Run from elsewhere and return what it printed, and what it told on the side."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("YIWANG_", "PYTHON"))}
        found = {"PYTHON": sys.executable, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.folder.as_uri()}
        command = ["bash", str(script or self.folder / "script/yiwang"), "一", "two words"]
        done = subprocess.run(command, cwd="/", env=kept | found | more, capture_output=True, text=True, check=True)
        return done.stdout, done.stderr


@pytest.fixture(name="clone")
def _clone(tmp_path: Path) -> Clone:
    folder = tmp_path / "a folder 一网"
    folder.mkdir()
    return Clone(folder)


def test_made_once_then_left_alone(clone: Clone) -> None:
    printed, told = clone.run()
    assert printed == "yiwang runs 一 two words\n"
    assert "Making the environment" in told
    assert clone.run() == (printed, "")
    link = clone.folder.parent / "linked"
    link.symlink_to(clone.folder / "script/yiwang")
    assert clone.run(link) == (printed, "")


def test_what_was_broken_off_is_mended(clone: Clone) -> None:
    clone.run()
    environment = clone.folder / ".venv"
    for stamp in environment.glob(".installed-*"):
        stamp.unlink()
    (environment / ".installing").touch()  # killed while packages were unpacked
    assert "Making the environment" in clone.run()[1]
    for stamp in environment.glob(".installed-*"):
        stamp.unlink()
    for pip in environment.glob("lib/python*/site-packages/pip"):  # killed while the environment itself was made
        shutil.rmtree(pip)
    assert "Making the environment" in clone.run()[1]
    assert clone.run()[1] == ""


def test_a_new_lock_is_installed(clone: Clone) -> None:
    clone.run()
    lock = clone.folder / "requirements.txt"
    lock.write_text(lock.read_text() + "# nothing else\n")
    told = clone.run()[1]
    assert "Installing" in told
    assert "Making" not in told


def test_an_environment_of_ones_own_is_taken_as_it_is(clone: Clone) -> None:
    own = Path(sys.executable).parents[1]
    assert clone.run(YIWANG_VENV=str(own)) == ("yiwang runs 一 two words\n", "")
    assert not (clone.folder / ".venv").exists()

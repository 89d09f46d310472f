"""Build src/yiwang/regions/data/divisions.csv.xz from a plain list of divisions: adds the spelling of every name.

    python script/build_divisions.py divisions_2023.csv.xz

The input has the columns level, code, name (xz-compressed CSV). Spelling 400,000 different names takes about a minute, which is
why the result is shipped: loading it takes seconds.
"""

from __future__ import annotations

import csv
import io
import lzma
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from yiwang.regions.pinyin import spell  # noqa: E402

TARGET = ROOT / "src" / "yiwang" / "regions" / "data" / "divisions.csv.xz"


def main(source: str) -> None:
    """Read the list, spell the names, write the shipped file in the order of the codes."""
    with lzma.open(source, "rt", encoding="utf-8", newline="") as stream:
        rows = sorted((row["code"], row["name"]) for row in csv.DictReader(stream))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code", "name", "pinyin", "initials"])
    writer.writerows((code, name, *spell(name)) for code, name in rows)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(rows):,} rows, {TARGET.stat().st_size:,} bytes: {TARGET}")


if __name__ == "__main__":
    main(sys.argv[1])

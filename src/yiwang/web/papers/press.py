"""Printing: sentences in, PDF out. The fonts come with the program, so that a paper looks the same on every machine."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

_one_at_a_time = Lock()
FORM = Path(__file__).with_name("notice.typ")


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What one paper says: words only, in the order in which the form sets them."""

    lang: str
    """zh or en."""
    issuer: str
    title: str
    docno: str
    addressee: str | None = None
    """None: none; "": a line to be filled in by hand."""
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    qr: str = ""
    """An SVG."""
    qr_alt: str = ""
    root: tuple[str, str] | None = None
    """What the ledger was sealed with, and what it is called."""
    seal: tuple[str, ...]
    """The unit and the day below the text, where the stamp goes."""
    sign: tuple[tuple[str, str], ...] = ()
    foot: tuple[str, str] = ("", "")
    copies: tuple[str, ...] = ("",)
    """What is written on each copy."""
    size: int = 16
    lead: int = 12
    """Between lines: a body of 16 pt stands on 28 pt."""


def pdf(paper: Paper, *, at: datetime) -> bytes:
    """Print a paper, in some hundredths of a second."""
    words = {"data": json.dumps(msgspec.structs.asdict(paper), ensure_ascii=False)}
    with _one_at_a_time:  # the compiler refuses a second thread
        return _compiler().compile(format="pdf", sys_inputs=words, pdf_standards=["a-2b"], timestamp=int(at.timestamp()))


@cache
def _compiler() -> Any:
    """Return the compiler, its fonts read once; imported here because it weighs more than everything else a page needs."""
    import typst

    return typst.Compiler(str(FORM), font_paths=[str(files("pylopdf_fonts_zh_cn"))], ignore_system_fonts=True)

"""Variables of reply templates: what may stand in braces, what each becomes, and what is refused when a template is saved."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

import msgspec

from yiwang.kernel.refusals import Refused

GAP = "＿＿＿＿"
"""Stands where there is nothing to fill in: seen at once, and filled by hand."""
_NAME = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
_STRAY = re.compile(r"[{}｛｝]")
LONGEST = 2000


class Variable(msgspec.Struct, frozen=True, kw_only=True):
    """One variable: its name in both languages and a sample to preview it with."""

    zh: str
    en: str
    sample: str


VARIABLES: tuple[Variable, ...] = (
    Variable(zh="编号", en="number", sample="370502-20261123-7K42-C"),
    Variable(zh="标题", en="title", sample="安泰小区3号楼漏水"),
    Variable(zh="类别", en="category", sample="房屋漏水"),
    Variable(zh="登记日", en="registered", sample="2026年11月23日"),
    Variable(zh="今天", en="today", sample="2026年11月25日"),
    Variable(zh="期限", en="deadline", sample="2026年12月14日"),
    Variable(zh="单位", en="unit", sample="东营区住房和城乡建设局"),
    Variable(zh="岗位", en="post", sample="经办人"),
    Variable(zh="电话", en="phone", sample="0546-8221234"),
)
"""In the order offered; nothing of a person is among them."""
_KNOWN = {name: variable.zh for variable in VARIABLES for name in (variable.zh, variable.en)}


def faults(text: str, *, field: str = "text") -> Iterator[Refused]:
    """Yield why a template may not be saved: a variable nobody knows, with the nearest that there is; a stray brace; too long; empty."""
    if not text.strip():
        yield Refused("required", field=field)
    for name in dict.fromkeys(_NAME.findall(text)):
        if name.strip() not in _KNOWN:
            known = "、".join(f"{{{variable.zh}}}" for variable in VARIABLES)
            code = "reply_unknown_variable" if (near := nearest(name)) else "reply_no_such_variable"
            yield Refused(code, field=field, name=name, near=near, known=known)
    if _STRAY.search(_NAME.sub("", text)):
        yield Refused("template_stray_brace", field=field)
    if len(text) > LONGEST:
        yield Refused("too_long", field=field, longest=LONGEST)


def nearest(name: str) -> str:
    """Return the known variable that a mistyped name most likely means, "" when none is near."""
    typed = name.strip().lower()
    found = difflib.get_close_matches(typed, list(_KNOWN), n=1, cutoff=0.4)
    if not found:
        found = [known for known in _KNOWN if known in typed or (typed and typed in known)][:1]
    return found[0] if found else ""


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with every variable replaced; what has no value leaves a gap to be filled by hand."""
    return _NAME.sub(lambda found: values.get(_KNOWN.get(found[1].strip(), ""), "") or GAP, text)


def sample() -> dict[str, str]:
    """Return the values a preview is filled with."""
    return {variable.zh: variable.sample for variable in VARIABLES}

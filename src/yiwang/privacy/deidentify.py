"""Free text without the persons in it: names, phones, document numbers and rooms become placeholders such as 〔当事人1〕.

Nothing is lost: with the parties' own fields and what was `found` besides, `reidentify` gives back the text letter by letter.
Careful in both directions: every spelling of what the parties gave is replaced, any phone or document number too, whoever it belongs
to; a surname with a title (李大爷, 老李) only where a party bears it. Names of people who are not parties are not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .blind import normal_document, normal_name, normal_phone
from .masking import surname


class Known(NamedTuple):
    """What one party of the matter gave about themselves; `no` is their number in the matter."""

    no: int
    name: str = ""
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    room: str = ""


class Plain(NamedTuple):
    """A text without persons, and what its placeholders stand for where a party's own field does not say it exactly."""

    text: str
    found: dict[str, str]


_D = "[0-9０-９]"
_GAP = r"[ \t　\-－—.·]?"
_KEEP = re.compile(r"〔[^〕]{0,40}〕|(?<![0-9A-Za-z])\d{6}-\d{8}-[0-9A-Za-z]{4}-[0-9A-Za-z](?![0-9A-Za-z])")
"""Placeholders somebody typed, and public numbers of matters, which look like phones but are nobody's."""
_COUNTRY = f"(?:(?:[+＋]|00|００)?(?:86|８６){_GAP})?"
_NUMBERS = re.compile(
    rf"""(?=[0-9０-９A-Za-z+＋(（一二三四五六七八九十])(?:  # a quick no for nearly every character
    (?P<document>
        (?<!{_D}){_D}(?:{_GAP}{_D}){{13,}}(?:{_GAP}[xXｘＸ])?(?!{_D})
      | (?<![0-9A-Za-z])[A-Za-z]{{1,2}}{_D}{{7,10}}(?!{_D})
    )
  | (?P<phone>
        (?<!{_D}){_COUNTRY}[1１]{_GAP}[3-9３-９](?:{_GAP}{_D}){{9}}(?!{_D})
      | (?<!{_D})(?:[+＋]86{_GAP})?[(（]?[0０]{_D}{{2,3}}[)）]?{_GAP}{_D}{{7,8}}(?!{_D})
      | (?:(?<=电话)|(?<=座机)|(?<=电话[:：是])|(?<=座机[:：是])){_D}{{7,8}}(?!{_D})
    )
  | (?P<room>
        [0-9０-９一二三四五六七八九十A-Za-z]{{1,3}}\s?单元(?:\s?{_D}{{1,2}}\s?[层楼])?(?:\s?[东西中]户|\s?[A-Za-z]?{_D}{{2,4}}\s?(?:号房|室|户|房|号)?)?
      | (?:(?<=号楼)|(?<=\#楼)|(?<=[栋幢座]))\s?[A-Za-z]?(?:{_D}{{1,2}}[-－])?{_D}{{3,4}}(?!{_D})(?:室|户|房)?
      | (?<!{_D})[A-Za-z]?{_D}{{3,4}}\s?(?:室|号房)
      | (?<![-－0-9０-９]){_D}{{1,3}}[-－]{_D}{{1,2}}[-－]{_D}{{3,4}}(?![-－0-9０-９])
    ))
    """,
    re.VERBOSE,
)
NORMALS: dict[str, Callable[[str], str]] = {"电话": normal_phone, "证件": normal_document, "房号": str.strip}
_WORDS = {"document": "证件", "phone": "电话", "room": "房号"}
_TITLES = (
    "大爷|大妈|大娘|大叔|大婶|大伯|大哥|大姐|爷爷|奶奶|阿姨|阿婆|阿公|叔叔|伯伯|婶子|嫂子|师傅|老师|先生|女士|小姐|同志|老板|经理|主任|书记|医生|老汉|某某"
    "|[叔婶姨哥姐嫂某总工]"
)
_TITLE = re.compile(_TITLES)
_BEFORE = "老小大阿"
_HAN = re.compile(r"[\u3400-\u9fff]+")
_PLACEHOLDER = re.compile(r"〔[^〔〕]{1,40}〕")


class _Names:
    """Gives placeholders: the plain one for what a party gave letter by letter, numbered ones, remembered, for all else."""

    def __init__(self, exact: Mapping[str, str]) -> None:
        self._exact = exact
        self._given: dict[tuple[str, str], str] = {}
        self.found: dict[str, str] = {}

    def of(self, surface: str, *, party: str = "", word: str = "") -> str:
        """Return the placeholder of a surface form, of a party's field (`当事人1电话`) or of nobody known (`电话`)."""
        if party and self._exact.get(f"〔{party}〕") == surface:
            return f"〔{party}〕"
        key = (party or word, surface)
        if key not in self._given:
            count = sum(kind == key[0] for kind, _ in self._given) + 1
            self._given[key] = f"〔{party}-{count}〕" if party else f"〔{word}{count}〕"
            self.found[self._given[key]] = surface
        return self._given[key]


def party_values(parties: Iterable[Known]) -> dict[str, str]:
    """Return what the plain placeholders of the parties stand for."""
    values = {}
    for party in parties:
        for word, given in (("", (party.name,)), ("电话", party.phones), ("证件", party.documents), ("房号", (party.room,))):
            for index, value in enumerate(given, 1):
                if value:
                    values[f"〔当事人{party.no}{word}{index if index > 1 else ''}〕"] = value
    return values


def deidentify(text: str, parties: Sequence[Known] = ()) -> Plain:
    """Return a text without the persons in it."""
    exact = party_values(parties)
    names = _Names(exact)
    whose = {
        NORMALS[word](unicodedata.normalize("NFKC", value)): placeholder[1:-1]
        for placeholder, value in exact.items()
        for word in NORMALS
        if word in placeholder
    }
    pieces = list(_split(_KEEP, [text], lambda hit: names.of(hit[0], word="原文") if hit[0][0] == "〔" else hit[0]))
    pieces = list(_numbers(pieces, whose, names))
    still = "\n".join(piece for piece in pieces if not isinstance(piece, _Done))  # numbers are gone: mostly no pattern is left to build
    for pattern, party in _patterns(parties, still):
        pieces = list(_split(pattern, pieces, lambda hit, party=party: names.of(hit[0], party=party)))
    return Plain("".join(pieces), names.found)


class _Done(str):
    """A piece that is a placeholder or stays as it is: nothing more is looked for in it."""

    __slots__ = ()


def _split(pattern: re.Pattern[str], pieces: Iterable[str], replace: Callable[[re.Match[str]], str]) -> Iterator[str]:
    """Replace hits in the pieces still open, and close what was replaced."""
    for piece in pieces:
        if isinstance(piece, _Done):
            yield piece
            continue
        end = 0
        for hit in pattern.finditer(piece):
            yield piece[end : hit.start()]
            yield _Done(replace(hit))
            end = hit.end()
        yield piece[end:]


def _numbers(pieces: Iterable[str], whose: Mapping[str, str], names: _Names) -> Iterator[str]:
    def replace(hit: re.Match[str]) -> str:
        word = _WORDS[hit.lastgroup or ""]
        return names.of(hit[0], party=whose.get(NORMALS[word](unicodedata.normalize("NFKC", hit[0])), ""), word=word)

    return _split(_NUMBERS, pieces, replace)


def _spelled(value: str, gap: str = r"[\s·•・]*") -> str:
    """Return a pattern for a value however it is spaced, in full or half width, in capitals or not."""
    letters = []
    for letter in value:
        wide = chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else ""
        forms = sorted({letter, letter.upper(), letter.lower(), *([wide, wide.upper(), wide.lower()] if wide else [])})
        letters.append(re.escape(letter) if len(forms) == 1 else f"(?:{'|'.join(map(re.escape, forms))})")
    return gap.join(letters)


def _patterns(parties: Sequence[Known], text: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield what to look for in this text, the longest first, and the party field it stands for."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = re.sub(r"[^0-9a-z]", "", plain)
    wanted: list[tuple[int, str, str]] = []
    for party in parties:
        label = f"当事人{party.no}"
        wanted += [(len(form) + 100, pattern, label) for form, pattern in _name_forms(party.name, plain)]
        for word, values in (("电话", party.phones), ("证件", party.documents)):
            for index, value in enumerate(values, 1):
                digits = re.sub(r"[^0-9A-Za-z]", "", unicodedata.normalize("NFKC", value))
                if len(digits) > 4 and digits.casefold() in bare:
                    wanted.append(
                        (len(digits) + 100, _spelled(digits, r"[\s\-－—.·()（）]*"), f"{label}{word}{index if index > 1 else ''}")
                    )
        if len(party.room) > 2 and party.room in text:
            wanted.append((len(party.room) + 100, re.escape(party.room), f"{label}房号"))
    wanted += [(1, pattern, label) for pattern, label in _titled(parties, plain)]
    for _, pattern, label in sorted(wanted, key=lambda each: -each[0]):
        yield re.compile(pattern), label


def _name_forms(name: str, plain: str) -> Iterator[tuple[str, str]]:
    """Yield the forms a name is written in here: whole, and of a Chinese name the two or more characters after the surname."""
    name = normal_name(unicodedata.normalize("NFKC", name))
    bare = normal_name(plain)
    if len(name) < 2:
        return
    given = name[len(surname(name)) :]
    split = len(given) >= 2 and len(name) <= 4 and _HAN.fullmatch(name)
    for form in (name, given) if split else (name,):
        if form in bare:
            as_it_is = split and bare.count(form) == plain.count(form)  # no spelling to look for: much cheaper
            yield form, re.escape(form) if as_it_is else _spelled(form)


def _titled(parties: Sequence[Known], plain: str) -> Iterator[tuple[str, str]]:
    """Yield surnames with a title; where two parties share the surname, the first stands for it."""
    seen: set[str] = set()
    for party in parties:
        name = normal_name(unicodedata.normalize("NFKC", party.name))
        family = surname(name)
        if family in seen or not 2 <= len(name) <= 4 or not _HAN.fullmatch(name):
            continue
        seen.add(family)
        if any(plain[hit.start() - 1 : hit.start()] in _BEFORE or _TITLE.match(plain, hit.end()) for hit in re.finditer(family, plain)):
            yield f"[{_BEFORE}]{family}(?!家?[村庄屯])|{family}(?:{_TITLES})", f"当事人{party.no}"


def reidentify(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; those without a value stay. `values`: `party_values` and what was found."""
    return _PLACEHOLDER.sub(lambda hit: values.get(hit[0], hit[0]), text)


def shown(text: str) -> str:
    """Return a text for those who may not see the persons: all forms of a party read alike, 〔当事人1〕."""
    return re.sub(r"〔(当事人\d+[电话证件房号]*\d*)-\d+〕", r"〔\1〕", text)

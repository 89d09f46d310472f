"""English is complete: every Chinese sentence of the pages has its English one, and what is compiled is what is written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.test import Client

from tests.factories import build_town

WEB = Path(__file__).resolve().parents[2] / "src" / "yiwang" / "web"
MESSAGES = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TRANSLATE = re.compile(r"""\{%\s*translate\s+(?:"([^"]*)"|'([^']*)')""")
BLOCK = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)(?:\{%\s*plural\s*%\}.*?)?\{%\s*endblocktranslate\s*%\}", re.DOTALL)


GETTEXT = ("_", "gettext", "gettext_lazy", "ngettext")


def nodes_of_code() -> Iterator[ast.AST]:
    """Yield every node of the package's Python."""
    for file in WEB.rglob("*.py"):
        yield from ast.walk(ast.parse(file.read_text()))


def said_in_code() -> set[str]:
    """Return every literal given to gettext in the package."""
    return {
        node.args[0].value
        for node in nodes_of_code()
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT and isinstance(node.args[0], ast.Constant)
    }


def literals_in_code() -> set[str]:
    """Return every string of the package: some are words of a table that gettext is asked for one by one."""
    return {node.value for node in nodes_of_code() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def said_in_templates() -> set[str]:
    """Return every sentence marked for translation in a template."""
    found = set()
    for file in WEB.rglob("*.html"):
        text = file.read_text()
        found |= {one or other for one, other in TRANSLATE.findall(text)}
        found |= {re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", block) for block in BLOCK.findall(text)}
    return found


def test_every_sentence_is_in_english() -> None:
    catalogue = polib.pofile(str(MESSAGES))
    translated = {entry.msgid for entry in catalogue.translated_entries()}
    assert said_in_code() | said_in_templates() <= translated
    assert [entry.msgid for entry in catalogue if "fuzzy" in entry.flags or not entry.translated()] == []


def test_nothing_is_translated_that_nobody_says() -> None:
    written = {entry.msgid for entry in polib.pofile(str(MESSAGES))}
    assert written - said_in_templates() - literals_in_code() == set()


def test_english_sentences_are_english_and_keep_their_places() -> None:
    for entry in polib.pofile(str(MESSAGES)):
        sentences = [entry.msgstr, *entry.msgstr_plural.values()]
        examples = ("工资", "噪音")
        for sentence in sentences:
            plain = sentence
            for example in examples:
                plain = plain.replace(example, "")
            assert not CHINESE.search(plain), entry.msgid
            if sentence:
                assert set(re.findall(r"%\(\w+\)[sd]", sentence)) == set(re.findall(r"%\(\w+\)[sd]", entry.msgid)), entry.msgid


def test_the_compiled_file_is_what_is_written() -> None:
    written = {e.msgid: e.msgstr or e.msgstr_plural for e in polib.pofile(str(MESSAGES)).translated_entries()}
    compiled = {e.msgid: e.msgstr or e.msgstr_plural for e in polib.mofile(str(MESSAGES.with_suffix(".mo")))}
    assert written == compiled


def test_templates_hold_no_untranslated_chinese() -> None:
    for file in WEB.rglob("*.html"):
        text = re.sub(r"\{%.*?%\}", "", BLOCK.sub("", file.read_text()), flags=re.DOTALL)
        left = text.replace("中文", "").replace("　", "")
        assert not CHINESE.search(left), f"{file.name}: {CHINESE.search(left)}"


NAMED = re.compile(r'<(\w+)[^>]*\blang="zh-CN"[^>]*>.*?</\1>|(?<= - )东营市综治中心(?=</title>)')
"""Proper names are not translated; they are marked as what they are, so that a screen reader speaks them rightly. A title has no marks."""


@pytest.mark.django_db
def test_a_page_in_english_has_no_chinese_of_ours(client: Client) -> None:
    build_town()
    client.post("/preferences/", {"language": "en"})
    for path in ("/", "/privacy/", "/follow/", "/bring/kind/", "/sign-in/", "/no-such-page/"):
        page = NAMED.sub("", client.get(path).content.decode()).replace("工资", "").replace("噪音", "")
        assert not CHINESE.search(page), (path, CHINESE.search(page))

"""The words of Chinese text, for search and likeness: what the dictionary knows, in small letters and half width; nothing is guessed.

Names of people are no words here, whether the dictionary has them or not (then they fall apart into single characters): nobody is to
be searched by name.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

_PLACEHOLDER = re.compile(r"〔[^〔〕]{0,40}〕")
_RUN = re.compile(r"[\u3400-\u9fff]+|[0-9a-z]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONG_NUMBER = re.compile(r"\d{7,}")
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        "的 了 在 是 我 你 您 他 她 它 们 我们 你们 他们 这 那 这个 那个 这里 那里 有 没 没有 和 与 "
        "或 就 都 也 还 又 再 很 太 不 被 把 给 对 向 到 从 上 下 里 中 内 外 为 因为 所以 但是 但 "
        "而 且 并 及 等 其 该 此 之 于 以 可 可以 能 会 要 请 希望 要求 反映 情况 问题 有关 相关 人员 "
        "部门 现在 一直 已经 经常 个 名 位 次 天 年 月 日 号 时 时候 说 来 去 过 着 吗 呢 吧 啊 呀 "
        "让 将 由 自己 什么 怎么 如何 多 多次 一个 一些 进行 处理 解决 当事人 来电人 市民 您好 谢谢",
    )
)
"""Words that nearly every text has, or that say nothing by themselves: neither kept nor looked for."""
_PERSON = "nr"
"""How the dictionary marks names of people: it has many, and a few ordinary words among them."""
LONGEST = 24
"""Letters and digits beyond this are no word."""


def plain(text: str) -> str:
    """Return a text as words are looked for in it: without placeholders, in half width and small letters."""
    return unicodedata.normalize("NFKC", _PLACEHOLDER.sub(" ", text)).casefold()


def is_han(word: str) -> bool:
    """Say whether a word is written in Chinese characters."""
    return bool(_HAN.match(word))


def words(text: str) -> list[str]:
    """Return all words that stand in a text, those that overlap too; single characters only where they stand alone. Nobody's name.

    All of them, for where one word ends is often a matter of opinion: 路灯不亮 is 路灯 and 灯不亮.
    """
    import rjieba  # its dictionary takes a fifth of a second and thirty megabytes: only who reads words pays

    segments = [" " if _is_name(word, kind) else word for word, kind in rjieba.tag(plain(text), False)]
    longer = (word for word in rjieba.cut_all("".join(segments)) if len(word) > 1 and not _names_somebody(word))
    return [word for word in (*longer, *(word for word in segments if len(word) == 1)) if _is_word(word)]


@functools.lru_cache(maxsize=50_000)
def _names_somebody(word: str) -> bool:
    """Say whether the dictionary knows a word only as the name of people."""
    import rjieba  # as above

    return any(_is_name(part, kind) for part, kind in rjieba.tag(word, False))


def _is_name(word: str, kind: str) -> bool:
    return kind.startswith(_PERSON) and len(word) > 1


def pieces(text: str) -> list[str]:
    """Return the words of a text in order, each place once: for reading what somebody looks for. No empty words."""
    import rjieba  # as above

    return [word for word in rjieba.cut(plain(text), False) if _is_word(word)]


def told(text: str) -> list[str]:
    """Return the words of a text in order, each place once, without anybody's name: for comparing what two people tell."""
    import rjieba  # as above

    return [word for word, kind in rjieba.tag(plain(text), False) if _is_word(word) and not _is_name(word, kind)]


def _is_word(text: str) -> bool:
    return text not in _EMPTY and len(text) <= LONGEST and _RUN.fullmatch(text) is not None and not _LONG_NUMBER.fullmatch(text)


def pairs(text: str) -> Iterator[str]:
    """Yield every two neighbouring Chinese characters: finds names of places that no dictionary knows."""
    for run in _RUN.findall(plain(text)):
        if is_han(run):
            yield from (run[place : place + 2] for place in range(len(run) - 1))

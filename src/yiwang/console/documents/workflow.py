"""docs/rules/workflow.md: the regulation in English, printed from the table the rules obey."""

from __future__ import annotations

from yiwang.console.regulation_text import Reader, Tongue

FILE = "docs/rules/workflow.md"
_HEAD = """# How a matter is handled

Made by `script/yiwang docs build` from the table the program obeys: each article is a row. Chinese: [workflow.zh-CN.md](workflow.zh-CN.md);
limits: [clocks.md](clocks.md).

## General

1. Until it ends, a matter has exactly one holder: the last center of its trail. While handling it has exactly one lead order.
2. Rights come from appointments. Whom an article does not name cannot act; an accused unit, what stands below it, whoever is seconded from it
   and whoever was recused can neither act nor see nor count.
3. Where a post is vacant, a unit abolished or nobody there may act, the successor answers, else the superior, level by level: nothing waits for nobody.
4. Who handled does not verify: whoever received, worked or reported may neither confirm nor close.
5. Inner limits end no later than the governing one, unless a law sets them; moving, merging and reclassifying restart nothing and shorten no promise.
6. At an end open orders are taken back with their children, pending requests lapse, whistles and suspensions are over and no clock of handling
   runs. An order that ends takes its clocks, requests and children with it.
7. New facts, found by the holder, lift what rulings on contests bind and the once-only limits on escalating and handing down.

## States of a matter

"""  # noqa: E501


def text() -> str:
    """Return the page."""
    reader = Reader(Tongue.EN)
    return f"{_HEAD}{reader.matter_diagram()}\n\n## States of an order\n\n{reader.order_diagram()}\n\n{reader.chapters()}"

"""What matters are about: one tree in people's words, with the nature each may have and the procedure that follows from it."""

from __future__ import annotations

from functools import cached_property

import msgspec

from .words import Nature, Platform, Procedure


class Category(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One node of the tree. The code has its parent's as prefix: "10", "10-05", "10-05-03"."""

    code: str
    zh: str
    en: str = ""
    platform: Platform = Platform.SERVICE
    branch: str = ""
    """System in charge (`centers.Unit.branch`): where the duty list usually sends it."""
    natures: tuple[Nature, ...] = ()
    """Natures a matter of this category may have, the most usual first. Empty only on nodes with children."""
    procedures: dict[Nature, Procedure] = {}
    """Procedure by nature where it differs from the pack's general rule."""
    sensitive: str = ""
    """"family", "violence" or "minor": such a matter is on no map and in no suggestion. "" otherwise."""
    immediate_report: bool = False
    """To be reported up at once by telephone (重大情况报告), never only queued."""
    alias: tuple[str, ...] = ()
    """Other names people use or offices bear; searched, not shown first."""
    initials: str = ""
    pinyin: str = ""

    @property
    def parent(self) -> str:
        """Code of the node above, "" at the top."""
        return self.code.rpartition("-")[0]

    @property
    def top(self) -> str:
        """Code of the top node."""
        return self.code.partition("-")[0]


class Categories(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The tree with the general rule from nature to procedure."""

    notes: tuple[str, ...] = ()
    """Why the tree is cut and dealt out as it is."""
    procedures: dict[Nature, Procedure]
    nodes: tuple[Category, ...]

    @cached_property
    def by_code(self) -> dict[str, Category]:
        """All nodes by code."""
        return {node.code: node for node in self.nodes}

    @cached_property
    def leaves(self) -> tuple[Category, ...]:
        """The nodes a matter may be filed under, in the order of the tree."""
        parents = {node.parent for node in self.nodes}
        return tuple(node for node in self.nodes if node.code not in parents)

    def get(self, code: str) -> Category | None:
        """Return the node of that code, None if this version has none."""
        return self.by_code.get(code)

    def children(self, code: str = "") -> tuple[Category, ...]:
        """Return the nodes right below; "" gives the top."""
        return tuple(node for node in self.nodes if node.parent == code)

    def procedure(self, code: str, nature: Nature) -> Procedure | None:
        """Return the procedure a matter of this category and nature follows; None if it may not have that nature."""
        node = self.by_code.get(code)
        if node is None or nature not in node.natures:
            return None
        return node.procedures.get(nature) or self.procedures[nature]

    def path(self, code: str) -> tuple[Category, ...]:
        """Return the nodes from the top to this one."""
        parts = code.split("-")
        steps = ("-".join(parts[: index + 1]) for index in range(len(parts)))
        return tuple(self.by_code[step] for step in steps if step in self.by_code)

    def search(self, text: str, limit: int = 20) -> tuple[Category, ...]:
        """Find leaves by words of their path, an alias, first letters or pinyin; exact and beginning matches first."""
        word = text.strip().lower()
        if not word:
            return ()
        ranked = sorted((rank, node.code) for node in self.leaves if (rank := self._rank(node, word)) is not None)
        return tuple(self.by_code[code] for _, code in ranked[:limit])

    def _rank(self, node: Category, word: str) -> int | None:
        names = (node.zh, *node.alias)
        tests = (
            word in names or word == node.code,
            any(name.startswith(word) for name in names) or node.initials == word,
            node.initials.startswith(word) or node.pinyin.startswith(word) or node.code.startswith(word),
            any(word in name for name in names),
            any(word in step.zh or word in " ".join(step.alias) for step in self.path(node.code)[:-1]),
        )
        return next((rank for rank, hit in enumerate(tests) if hit), None)

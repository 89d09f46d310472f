"""Build the shipped categories pack from the plain lists of labels: codes, natures, platform, procedure, spelling, people's words.

    python script/build_categories.py FOLDER_WITH_THE_LISTS

The judgements are the tables below; the reasons are in the pack's `notes`. A pack in force is never altered: a change of these
tables after a release needs a new VERSION and VALID_FROM.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from categories_tables import DROPPED, LEAVES, MIDDLES, NOTES, OWN, PROCEDURES, SOURCE, TOPS, URBAN, URBAN_LEAVES  # noqa: E402
from categories_words import ALIASES, ENGLISH  # noqa: E402

from yiwang.regions.pinyin import spell  # noqa: E402

VERSION, VALID_FROM = "cn-2026", "2017-01-01"
TARGET = ROOT / "src" / "yiwang" / "policy" / "packs" / "categories" / f"{VERSION}.json"

PLATFORM = {"G": "governance", "M": "market", "E": "enforcement", "S": "service"}
NATURE = {"i": "inquiry", "h": "help", "c": "complaint", "r": "report", "s": "suggestion", "d": "dispute", "z": "hazard", "a": "accusation"}
PROCEDURE = {"S": "service", "P": "petition", "T": "statutory", "X": "emergency", "Z": "hazard", "D": "dispute"}

Rule = tuple[str, str, str, str]
"""Branch in charge, platform, natures (most usual first), procedure of a complaint or request for help."""


def node(code: str, zh: str, rule: Rule | None = None, *, leaf: bool = False, **more: Any) -> dict[str, Any]:
    """Make a node; a leaf carries its natures and the procedures that differ from the general rule."""
    spelled = spell(zh)
    made: dict[str, Any] = {"code": code, "zh": zh, "en": _english(zh)}
    if rule:
        branch, platform, natures, complaint = rule
        made |= {"platform": PLATFORM[platform], "branch": branch}
        if leaf:
            listed = [NATURE[letter] for letter in natures]
            made["natures"] = listed
            wanted = {nature: PROCEDURE[complaint] for nature in listed if nature in {"complaint", "help"}}
            if complaint == "X":
                wanted = dict.fromkeys(listed, "emergency")
            differs = {nature: procedure for nature, procedure in wanted.items() if PROCEDURES[nature] != procedure}
            if differs:
                made["procedures"] = differs
    return made | {"alias": ALIASES.get(zh, []), "pinyin": spelled.pinyin, "initials": spelled.initials} | more


def _english(zh: str) -> str:
    whole = zh.removesuffix("（其他）")
    return ENGLISH.get(whole, "") if whole == zh else f"{ENGLISH[whole]} (other)"


def petition(tree: dict[str, dict[str, list[str]]]) -> list[dict[str, Any]]:
    """The content tree of petitions under our own codes; "其他" comes last and is 99."""
    made = []
    for number, (old, middles) in enumerate(tree.items(), start=1):
        top = TOPS[old]
        made.append(node(f"{number:02}", top.zh, top.rule) | {"alias": [old, *top.alias]})
        for index, (middle, leaves) in enumerate(_last(middles), start=1):
            rule = MIDDLES.get((old, middle), MIDDLES.get(middle, top.rule))
            code = f"{number:02}-{99 if middle == '其他' else index:02}"
            made.append(node(code, middle, rule))
            kept = [leaf for leaf in leaves if leaf not in DROPPED]
            for place, leaf in enumerate(_last(kept), start=1):
                leaf_rule, more = LEAVES.get((middle, leaf), LEAVES.get(leaf, (rule, {})))
                zh = f"{middle}（其他）" if leaf == "其他" and middle != "其他" else f"{top.zh}（其他）" if leaf == "其他" else leaf
                made.append(node(f"{code}-{99 if leaf == '其他' else place:02}", zh, leaf_rule or rule, leaf=True, **more))
    return made


def _last(labels: Any) -> list[Any]:
    """Order the labels as they come, those named 其他 last."""
    pairs = list(labels.items()) if isinstance(labels, dict) else list(labels)
    return sorted(pairs, key=lambda label: (label[0] if isinstance(label, tuple) else label) == "其他")


def urban(classes: dict[str, list[str]]) -> list[dict[str, Any]]:
    """City-management events: class and minor numbers as in the list, under the top node 31."""
    made = [node("31", "城市管理", ("city", "E", "c", "S"))]
    for head, leaves in classes.items():
        if not leaves:
            continue
        number, name = head.split(" ", 1)
        rule = URBAN[name]
        made.append(node(f"31-{number}", name, rule))
        for label in leaves:
            minor, zh = label.split(" ", 1)
            leaf_rule, more = URBAN_LEAVES.get(zh, (rule, {}))
            made.append(node(f"31-{number}-{minor}", more.pop("zh", zh), leaf_rule or rule, leaf=True, **more))
    return made


def disputes(types: list[list[str]]) -> list[dict[str, Any]]:
    """Types of dispute as mediation statistics count them, under the top node 41."""
    made = [node("41", "矛盾纠纷", ("justice", "G", "d", "S"))]
    for number, zh in types:
        rule, more = LEAVES.get(zh, (("justice", "G", "dih", "S"), {}))
        made.append(node(f"41-{number}", zh, rule, leaf=True, **more))
    return made


def main(folder: str) -> None:
    """Read the three lists, add our own nodes, write the pack."""
    lists = {
        name: json.loads((Path(folder) / name).read_text())
        for name in ("petition_content_15_118_517.json", "urban_events_gbt30428_style.json", "dispute_types.json")
    }
    nodes = [
        *petition(lists["petition_content_15_118_517.json"]),
        *urban(lists["urban_events_gbt30428_style.json"]["classes"]),
        *disputes(lists["dispute_types.json"]["dispute_types"]),
        *(node(code, zh, rule, leaf=leaf, **more) for code, zh, rule, leaf, more in OWN),
    ]
    nodes = [{key: value for key, value in entry.items() if value not in ("", [], {})} for entry in nodes]
    codes = [entry["code"] for entry in nodes]
    assert len(codes) == len(set(codes)), "a code twice"
    lines = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in sorted(nodes, key=lambda entry: entry["code"]))
    head = json.dumps({"kind": "categories", "version": VERSION, "valid_from": VALID_FROM, "source": SOURCE}, ensure_ascii=False, indent=1)
    notes = json.dumps(NOTES, ensure_ascii=False, indent=2)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(
        f'{head[:-2]},\n "body": {{\n "notes": {notes},\n "procedures": {json.dumps(PROCEDURES)},\n "nodes": [\n  {lines}\n ]}}\n}}\n'
    )
    missing = sorted({entry["zh"] for entry in nodes if "en" not in entry})
    print(f"{len(nodes)} nodes, {sum('natures' in entry for entry in nodes)} leaves; without English: {missing}")


if __name__ == "__main__":
    main(sys.argv[1])

#!/usr/bin/env python3
"""Check a ledger that somebody hands you, trusting nothing but a root you kept yourself.

    python3 verify_ledger.py FILE DAY:ROOT [DAY:ROOT ...]

FILE is the proof of one matter (`yiwang ledger prove`) or a dump of the whole ledger (`yiwang ledger dump`). DAY:ROOT is a daily
root you got earlier, from a receipt, a notice board or the level above, for instance 2026-11-23:9f86d081884c7d65...

This file stands alone on purpose: Python and its standard library, none of the code of the system it checks. What it does:

1. Every entry must hash to what it claims: sha256("yiwang-entry" 00 | hash of the entry before | the entry as JSON with sorted keys).
   The first entry of a matter follows 32 zero bytes; numbers run 1, 2, 3 ... and time never goes back.
2. A matter that changed on a day is a leaf: sha256("yiwang-leaf" 00 | JSON of county, matter, number and hash of its last entry of that
   day). The leaves, sorted, pair by pair, give the root of the day: sha256("yiwang-node" 00 | left | right); a last one goes up as it is.
3. Every day is sealed: sha256("yiwang-day" 00 | root of the day before | JSON of day, count of leaves, root over them). Days are those of
   China (UTC+8) and follow each other without a gap.
4. The sealed root of the day you name must be the one you kept. Then all of this is as it was when you got it.

A dump shows that nothing was altered, added or left out up to the newest root that holds. A proof shows this for the entries of one matter.
Exit status: 0 all holds, 1 something does not, 2 the file or the arguments cannot be read.
"""

import hashlib
import json
import sys
from datetime import date, datetime, timedelta, timezone
from itertools import groupby
from pathlib import Path

CHINA = timezone(timedelta(hours=8))
ZERO = bytes(32)


def canonical(value):
    """JSON with sorted keys and no blanks, as UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha(word, *parts):
    """SHA-256 with a word in front, so that no hash of one kind passes for one of another."""
    return hashlib.sha256(word.encode() + b"\0" + b"".join(parts)).digest()


def merkle_root(leaves):
    """Root over the sorted leaves."""
    level = sorted(leaves)
    while len(level) > 1:
        up = [sha("yiwang-node", *level[i : i + 2]) for i in range(0, len(level) - 1, 2)]
        level = up + level[len(up) * 2 :]
    return level[0] if level else sha("yiwang-node")


def leaf(county, matter, seq, head):
    """Leaf of a matter: its last entry of a day."""
    return sha("yiwang-leaf", canonical({"county": county, "matter": matter, "seq": seq, "head": head}))


def check_matter(key, entries, wrong):
    """Check the chain of one matter; return the number and hash of its last entry of each day."""
    last_seq, last_head, last_at, days = 0, ZERO, "", {}
    for entry in entries:
        where = f"{key[0]} {key[1]} entry {entry['seq']}"
        head, prev = bytes.fromhex(entry["head"]), bytes.fromhex(entry["prev"])
        if (entry["county"], entry["matter"]) != key:
            wrong(where, "belongs to another matter")
        if entry["seq"] != last_seq + 1:
            wrong(where, f"DROPPED ENTRY: it follows entry {last_seq}")
        elif prev != last_head:
            wrong(where, "DROPPED OR ALTERED ENTRY: it does not follow the entry before it")
        if sha("yiwang-entry", prev, canonical({name: entry[name] for name in entry if name not in ("prev", "head")})) != head:
            wrong(where, "ALTERED ENTRY: it does not hash to what it says")
        if entry["at"] < last_at:
            wrong(where, "BACK-DATED ENTRY: dated before the entry it follows")
        last_seq, last_head, last_at = entry["seq"], head, entry["at"]
        day = datetime.fromisoformat(entry["at"].replace("Z", "+00:00")).astimezone(CHINA).date().isoformat()
        days[day] = (entry["seq"], entry["head"])
    return days


def check_seals(seals, first_prev, kept, wrong):
    """Check that the seals follow from each other and agree with the roots you kept; return the days sealed."""
    before = None
    for seal in seals:
        where, prev = f"seal of {seal['day']}", bytes.fromhex(seal["prev_root"])
        if before and date.fromisoformat(seal["day"]) != date.fromisoformat(before["day"]) + timedelta(days=1):
            wrong(where, f"DROPPED SEAL: the one before is of {before['day']}")
        if prev != (bytes.fromhex(before["root"]) if before else first_prev or prev):
            wrong(where, "it does not follow the day before")
        said = {name: seal[name] for name in ("day", "count", "merkle_root")}
        if sha("yiwang-day", prev, canonical(said)).hex() != seal["root"]:
            wrong(where, "it does not hash to its root")
        before = seal
    sealed = {seal["day"]: seal for seal in seals}
    for day, root in sorted(kept.items()):
        if day not in sealed:
            wrong(f"root of {day}", "the file has no seal of this day")
        elif sealed[day]["root"] != root:
            wrong(f"root of {day}", "REWRITTEN: the file's root is not the one you kept")
        else:
            print(f"holds  the root of {day} is the one you kept")
    return sealed


def check_proof(proof, kept, wrong):
    """Check the proof of one matter."""
    key = (proof["county"], proof["matter"])
    days = check_matter(key, proof["entries"], wrong)
    registered = proof["entries"][0]["change"].get("number") if proof["entries"] else None
    if registered != proof["number"]:
        wrong(f"number {proof['number']}", f"ANOTHER MATTER: these entries are those of {registered}")
    sealed = check_seals(proof["seals"], None, kept, wrong)
    shown = {day["day"]: day for day in proof["days"]}
    for day in sorted(set(days) | set(shown)):
        if day not in days:
            wrong(f"day {day}", "DROPPED ENTRY: the matter changed that day, but no entry says how")
        elif day in shown and day in sealed:
            climbed = leaf(*key, *days[day])
            for side, neighbour in shown[day]["path"]:
                other = bytes.fromhex(neighbour)
                climbed = sha("yiwang-node", other, climbed) if side == "left" else sha("yiwang-node", climbed, other)
            if climbed.hex() != sealed[day]["merkle_root"]:
                wrong(f"day {day}", "ALTERED OR DROPPED ENTRY: the matter's head does not lead to the sealed root")
        elif sealed and day <= max(sealed):
            wrong(f"day {day}", "BACK-DATED ENTRY: not under the sealed root of its day")
        else:
            print(f"open   the entries of {day} are not sealed yet")
    print(f"read   {proof['number']}: {len(proof['entries'])} entries, {len(sealed)} sealed days")


def check_dump(rows, kept, wrong):
    """Check a whole ledger, reading it once; only 32 bytes for each matter and day are held in memory."""
    leaves, seals, entries, end, last = {}, [], 0, None, ("", "")
    for key, group in groupby(rows, lambda row: (row["entry"]["county"], row["entry"]["matter"]) if "entry" in row else None):
        if key is None:
            for row in group:
                seals += [row["seal"]] if "seal" in row else []
                end = row.get("end", end)
            continue
        if key <= last:
            wrong(f"{key[0]} {key[1]}", "the file is out of order")
        written = [row["entry"] for row in group]
        for day, (seq, head) in check_matter(key, written, wrong).items():
            leaves.setdefault(day, []).append(leaf(*key, seq, head))
        entries, last = entries + len(written), key
    if end != {"entries": entries, "seals": len(seals)}:
        wrong("end of file", f"it was made with {end}, here are {entries} entries and {len(seals)} seals")
    sealed = check_seals(seals, ZERO, kept, wrong)
    for day in sorted(set(leaves) | set(sealed)):
        here, seal = leaves.get(day, []), sealed.get(day)
        if seal is None and sealed and day <= max(sealed):
            wrong(f"day {day}", f"BACK-DATED ENTRY: {len(here)} matters changed on a day that was never sealed")
        elif seal is None:
            print(f"open   {len(here)} matters changed on {day}, which is not sealed yet")
        elif len(here) != seal["count"]:
            kind = "DROPPED MATTER" if len(here) < seal["count"] else "BACK-DATED ENTRY"
            wrong(f"day {day}", f"{kind}: {seal['count']} matters had changed when it was sealed, here {len(here)}")
        elif merkle_root(here).hex() != seal["merkle_root"]:
            wrong(f"day {day}", "ALTERED, DROPPED OR ADDED ENTRY: the entries do not give the sealed root")
    print(f"read   {entries} entries, {len(seals)} sealed days")


def main(arguments):
    """Read the arguments, check the file and say what was found."""
    found = []

    def wrong(where, what):
        found.append(where)
        if len(found) <= 100:
            print(f"WRONG  {where}: {what}")

    try:
        kept = {day: bytes.fromhex(root).hex() for day, root in (each.split(":", 1) for each in arguments[1:])}
        with Path(arguments[0]).open(encoding="utf-8") as file:
            first = json.loads(file.readline())
            if first["format"] == "yiwang-dump-1":
                check_dump(map(json.loads, file), kept, wrong)
            else:
                check_proof(first, kept, wrong)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OSError) as problem:
        print(f"cannot be read: {type(problem).__name__}: {problem}\n{__doc__.splitlines()[2].strip()}", file=sys.stderr)
        return 2
    if found:
        print(f"RESULT {len(found)} things are WRONG")
        return 1
    print("RESULT all holds" if kept else "RESULT the file agrees with itself; only a root you kept yourself shows more")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

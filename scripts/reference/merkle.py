#!/usr/bin/env python3
"""Independent model of the BLAKE2b trees of primitives/merkle.

Writes primitives/merkle/vectors/binary.json, or compares with `--check`. The tree is built here
from the top down (split at the largest power of two below the count), in Rust from the leaves up:
agreement of the two is the test.
"""

import hashlib
import json
import pathlib
import sys

OUT = pathlib.Path(__file__).resolve().parents[2] / "primitives" / "merkle" / "vectors"


def h(*parts):
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def split(count):
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def top(items):
    if len(items) == 1:
        return h(b"\x00", items[0])
    half = split(len(items))
    return h(b"\x01", top(items[:half]), top(items[half:]))


def path(items, index):
    if len(items) == 1:
        return []
    half = split(len(items))
    if index < half:
        return path(items[:half], index) + [top(items[half:])]
    return path(items[half:], index - half) + [top(items[:half])]


def root(items):
    count = len(items).to_bytes(4, "little")
    return h(b"\x02", count, top(items)) if items else h(b"\x02", count)


def vectors():
    cases = []
    for count in list(range(34)) + [64, 65, 100]:
        # Items of all small lengths, the empty one among them.
        items = [bytes((i + k) % 256 for k in range(i % 70)) + i.to_bytes(2, "little") * (i > 0)
                 for i in range(count)]
        proofs = {0, 1, count // 2, count - 2, count - 1}
        cases.append({
            "items": [item.hex() for item in items],
            "root": root(items).hex(),
            "proofs": [{"index": i, "path": [x.hex() for x in path(items, i)]}
                       for i in sorted(proofs) if 0 <= i < count],
        })
    letters = [b"a", b"b", b"c"]
    cases.append({"items": [x.hex() for x in letters], "root": root(letters).hex(), "proofs": []})
    return cases


def main():
    text = json.dumps(vectors(), indent="\t") + "\n"
    file = OUT / "binary.json"
    if "--check" in sys.argv[1:]:
        if not file.is_file() or file.read_text() != text:
            sys.exit(f"{file} is stale: run {sys.argv[0]}")
        return
    OUT.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


if __name__ == "__main__":
    main()

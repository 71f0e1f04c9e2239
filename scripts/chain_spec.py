"""Stores a chain spec with its runtime compressed, or compares one with a stored one, runtime aside.

usage: chain_spec.py FRESH STORED --write|--check
"""

import json
import subprocess
import sys

# ":code", the storage key of the runtime.
CODE = "0x3a636f6465"
# What marks a runtime as compressed with zstd (sp-maybe-compressed-blob).
ZSTD_PREFIX = bytes([82, 188, 83, 118, 70, 219, 142, 5])


def runtime_place(spec):
    """The object that holds the runtime, and its key."""
    genesis = spec["genesis"]
    if "raw" in genesis:
        return genesis["raw"]["top"], CODE
    return genesis["runtimeGenesis"], "code"


def compressed(code):
    blob = bytes.fromhex(code.removeprefix("0x"))
    if not blob.startswith(ZSTD_PREFIX):
        zstd = subprocess.run(["zstd", "-19", "-q", "-c"], input=blob, stdout=subprocess.PIPE, check=True)
        blob = ZSTD_PREFIX + zstd.stdout
    return "0x" + blob.hex()


def without_runtime(path):
    spec = json.load(open(path))
    place, key = runtime_place(spec)
    if not place.pop(key, None):
        sys.exit(f"{path} holds no runtime")
    return spec


def main(fresh, stored, mode):
    if mode == "--check":
        if without_runtime(fresh) != without_runtime(stored):
            sys.exit(f"{stored} is stale: run scripts/chain-specs.sh and commit what it writes")
        return
    spec = json.load(open(fresh))
    place, key = runtime_place(spec)
    place[key] = compressed(place[key])
    with open(stored, "w") as file:
        json.dump(spec, file, indent=2)
        file.write("\n")


main(*sys.argv[1:])

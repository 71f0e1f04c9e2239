#!/usr/bin/env bash
# Who may depend on whom (ARCHITECTURE.md). Checks direct dependencies, dev-dependencies excepted.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

cargo metadata --locked --no-deps --format-version 1 | python3 -c '
import json, re, sys

RULES = [
    # crate, what it must not use
    (r"reel-(primitives|merkle|economics|fragments)", r"(frame|pallet|sc)-.*|reelchain-.*"),
    (r"pallet-.*-runtime-api", r"(frame|sc)-.*|pallet-.*"),
    (r"pallet-(?!.*-runtime-api).*", r"pallet-(ad-escrow|content-identification|content-registry|crowdfunding|curators|emission|fragment-staking|layers|payouts|proof-of-view|ratings-anchor|rights|settlement|standing|supervisors|validator-set)|sc-.*|reelchain-.*"),
    (r"reelchain-runtime", r"sc-.*|reel-(fragment-store|identification|view-service)|reel|reelchain-node"),
    (r"reel-fragment-store", r"(sc|frame|pallet)-.*|sp-api|subxt.*|reelchain-.*"),
    (r"reel-identification", r"(sc|sp|frame|pallet)-.*|reel-.*|reelchain-.*"),
    (r"reel-view-service", r"frame-.*|reelchain-.*|pallet-(?!.*-runtime-api).*"),
    (r"reel-rpc-api", r"(sc|frame|pallet)-.*|tokio"),
    (r"reel", r"(sc|frame|pallet)-.*|reelchain-.*|reel-view-service"),
]
bad = 0
for package in json.load(sys.stdin)["packages"]:
    for crate, banned in RULES:
        if not re.fullmatch(crate, package["name"]):
            continue
        for dependency in package["dependencies"]:
            if dependency["kind"] != "dev" and re.fullmatch(banned, dependency["name"]):
                print("{} must not depend on {}".format(package["name"], dependency["name"]), file=sys.stderr)
                bad = 1
sys.exit(bad)
'

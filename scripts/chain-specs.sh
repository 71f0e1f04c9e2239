#!/usr/bin/env bash
# Makes the raw chain specs from the runtime's genesis presets.
#
#   scripts/chain-specs.sh            writes chain-specs/*.json
#   scripts/chain-specs.sh --check    fails when they no longer say what the presets say
#
# The check leaves out the runtime blob (`:code`): its bytes hold the paths of the machine that built it.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for chain in dev local; do
	"$BIN/reelchain-node" export-chain-spec --chain "$chain" --raw --output "$made/$chain.json" 2>/dev/null
done
"$BIN/reelchain-node" export-chain-spec --chain main --output "$made/main.json" 2>/dev/null

if [ "${1:-}" != --check ]; then
	cp "$made"/*.json chain-specs/
	exit 0
fi
for chain in dev local main; do
	python3 - "chain-specs/$chain.json" "$made/$chain.json" <<'PY'
import json, sys

CODE = "0x3a636f6465"  # ":code"


def without_code(path):
    spec = json.load(open(path))
    genesis = spec["genesis"]
    if "raw" in genesis:
        assert genesis["raw"]["top"].pop(CODE), f"{path} holds no runtime"
    else:
        assert genesis["runtimeGenesis"].pop("code"), f"{path} holds no runtime"
    return spec


committed, fresh = map(without_code, sys.argv[1:])
if committed != fresh:
    sys.exit(f"{sys.argv[1]} is stale: run scripts/chain-specs.sh and commit what it writes")
PY
done

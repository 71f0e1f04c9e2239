#!/usr/bin/env bash
# Makes the chain specs from the runtime's genesis presets.
#
#   scripts/chain-specs.sh            writes chain-specs/*.json
#   scripts/chain-specs.sh --check    fails when they no longer say what the presets say
#
# The runtime blob is stored compressed, as the SDK's own release builds have it. The check leaves it out: its bytes
# hold the paths of the machine that built it.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

case "${1:-}" in '' | --check) ;; *) fail "usage: ${0##*/} [--check]" ;; esac
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for chain in dev local; do
	"$BIN/reelchain-node" export-chain-spec --chain "$chain" --raw --output "$made/$chain.json" >/dev/null 2>&1
done
"$BIN/reelchain-node" export-chain-spec --chain main --output "$made/main.json" >/dev/null 2>&1

for chain in dev local main; do
	python3 scripts/chain_spec.py "$made/$chain.json" "chain-specs/$chain.json" "${1:---write}"
done

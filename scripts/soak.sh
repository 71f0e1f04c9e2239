#!/usr/bin/env bash
# The tests of crashes, damage, attacks and the network with their long counts; a table of what they came to at the end.
# Takes an hour or so on two cores. Called by `scripts/test.sh --soak`.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

scripts/setup.sh --tests
cargo build --package reel-fragment-store --tests --examples --locked

results=$(mktemp)
trap 'rm -f "$results"' EXIT
failed=0

say 'The store and its network: long counts'
# One at a time: what one measures another would disturb.
REEL_SOAK=1 cargo test --package reel-fragment-store --locked -- --nocapture --test-threads=1 2>&1 | tee "$results.store" || failed=1
grep -oE 'soak: .*|SKIPPED: .*|^test result: .* [1-9][0-9]* passed.*' "$results.store" | sed 's/^soak: //' >>"$results" || true

say 'Real processes in network namespaces: long counts'
scripts/test-network.sh --soak | tee "$results.network" || failed=1
grep -E '^(ok|FAILED|skipped|network:)' "$results.network" >>"$results" || true

say 'Summary'
cat "$results"
rm -f "$results.store" "$results.network"
[ "$failed" = 0 ] || fail 'some of it failed'

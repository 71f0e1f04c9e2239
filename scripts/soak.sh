#!/usr/bin/env bash
# The tests of crashes, damage, attacks, the network and a crowd of viewers with their long counts; a table of what they came to at
# the end. Takes forty minutes or so on two cores. Called by `scripts/test.sh --soak`.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

scripts/setup.sh --tests
cargo build --package reel-fragment-store --tests --examples --locked

results=$(mktemp)
trap 'rm -f "$results" "$results".*' EXIT
# A part of which nothing is to be told has not run, and counts as failed.
failed=0

say 'The store and its network: long counts'
# One at a time: what one measures another would disturb.
REEL_SOAK=1 cargo test --package reel-fragment-store --locked -- --nocapture --test-threads=1 2>&1 | tee "$results.store" || failed=1
grep -oE 'soak: .*|SKIPPED: .*|^test result: .* [1-9][0-9]* passed.*' "$results.store" | sed 's/^soak: //' >>"$results" || failed=1

say 'Real processes in network namespaces: long counts'
scripts/test-network.sh --soak | tee "$results.network" || failed=1
grep -E '^(ok|FAILED|skipped|network:)' "$results.network" >>"$results" || failed=1

say 'A thousand viewers at four validators, ten minutes'
cargo build --package reelchain-node --tests --bins --locked
REEL_SOAK=1 cargo test --package reelchain-node --locked --test main -- --exact --nocapture \
	soak::a_crowd_at_four_desks_is_paid_for_each_play_once_and_no_coin_is_minted_beside 2>&1 | tee "$results.views" || failed=1
grep -oE 'soak: .*|^test result: .* [1-9][0-9]* passed.*' "$results.views" | sed 's/^soak: //' >>"$results" || failed=1

say 'Summary'
cat "$results"
rm -f "$results.store" "$results.network" "$results.views"
[ "$failed" = 0 ] || fail 'some of it failed'
